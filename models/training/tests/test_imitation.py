import math

import pytest
import torch
from conftest import Tiny
from torch import Tensor

from duo_training.imitation import VALUES, Imitation, imitate, mean_value, oracle_value
from duo_training.router import Router, big_leads
from duo_training.routing import BIG, SMALL, all_routes, random_routes
from duo_training.tables import Tables

ROUTES = all_routes(("small", "big"), 3)


def test_the_oracles_value_compares_the_best_routes_of_the_budget() -> None:
    losses = torch.rand(20, len(ROUTES))
    taken = torch.full((20, 3), SMALL)
    values = oracle_value(losses, taken, 2)
    for layer in range(3):
        for token in range(20):
            best = {BIG: math.inf, SMALL: math.inf}
            for route, loss in zip(ROUTES.tolist(), losses[token].tolist(), strict=True):
                if route.count(BIG) == 2:
                    best[route[layer]] = min(best[route[layer]], loss)
            assert values[token, layer].item() == pytest.approx(best[SMALL] - best[BIG], abs=1e-6)


def test_the_mean_value_keeps_the_choices_below_and_averages_those_above() -> None:
    losses = torch.rand(20, len(ROUTES))
    taken = random_routes((20, 3), (0, 0.5, 0.5), torch.Generator().manual_seed(0))
    values, share = mean_value(losses, taken, 1), 1 / 3
    for token in range(20):
        for layer in range(3):
            mean = {BIG: 0.0, SMALL: 0.0}
            for route, loss in zip(ROUTES.tolist(), losses[token].tolist(), strict=True):
                above = route[layer + 1 :]
                if route[:layer] == taken[token, :layer].tolist():
                    chance = share ** above.count(BIG) * (1 - share) ** above.count(SMALL)
                    mean[route[layer]] += chance * loss
            assert values[token, layer].item() == pytest.approx(mean[SMALL] - mean[BIG], abs=1e-6)


@pytest.mark.parametrize("name", VALUES)
def test_a_router_learns_where_big_is_worth_it(tiny: Tiny, name: str) -> None:
    """Big saves a nat at layer 1 for even tokens and at layer 2 for odd ones, nothing elsewhere."""
    config = tiny.model.config
    generator = torch.Generator().manual_seed(1)
    # So few tokens that a linear layer can tell odd from even.
    ids = torch.randint(1, 9, (17, config.context + 1), generator=generator)
    inputs, targets = ids[:, :-1], ids[:, 1:]
    even = inputs % 2 == 0
    big = ROUTES == BIG
    saved = torch.where(even[..., None], big[:, 1].float(), big[:, 2].float())
    losses = 5 - saved
    tables = Tables(inputs, targets, losses, losses)
    torch.manual_seed(0)
    router = Router(config, "test", 1, ("small", "big"))
    value = VALUES[name]
    imitate(tiny.model, router, tables, value, Imitation(ridge=1e-3, batch=4))
    _, taken = router.run(tiny.model, inputs)
    assert _share(taken[even], 1) > 0.75
    assert _share(taken[~even], 2) > 0.75
    assert (taken == BIG).sum(dim=-1).float().mean().item() == pytest.approx(1, abs=0.15)
    # Logits in units of their own size: no decision hangs on the last digits.
    assert big_leads(tiny.model, router, inputs).abs().median() > 0.1


def _share(taken: Tensor, layer: int) -> float:
    return (taken[:, layer] == BIG).float().mean().item()
