from dataclasses import replace
from pathlib import Path

import pytest
import torch
from conftest import Tiny
from torch import Tensor

from duo_training import checkpoint
from duo_training.config import ModelConfig
from duo_training.fixtures import TINY, tiny_model
from duo_training.model import DuoLM
from duo_training.routing import (
    BIG,
    ROUTER,
    SKIP,
    SMALL,
    balanced_routes,
    constant_routes,
    random_routes,
)


def dense(model: DuoLM, tokens: Tensor, routes: Tensor) -> Tensor:
    """Both FFNs for every token, then each token's own."""
    x = model.embedding(tokens)
    for index, stage in enumerate(model.stages):
        x = model.attend(stage, x)
        normed, modules = stage.ffn_norm(x), routes[..., index // model.config.stages, None]
        x = x + (modules == SMALL) * stage.small(normed) + (modules == BIG) * stage.big(normed)
    return model.final_norm(x)


@pytest.mark.parametrize("shares", [(0.1, 0.45, 0.45), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)])
def test_gathering_by_route_equals_dense_compute(
    duo: Tiny, tokens: Tensor, shares: tuple[float, float, float]
) -> None:
    batch = torch.stack((tokens, tokens.flip(0)))
    shape = (*batch.shape, duo.model.config.layers)
    routes = random_routes(shape, shares, torch.Generator().manual_seed(2))
    hidden, taken = duo.model(batch, routes)
    torch.testing.assert_close(hidden, dense(duo.model, batch, routes))
    assert torch.equal(taken, routes)


def test_gradients_through_the_gather_equal_those_of_dense_compute() -> None:
    torch.manual_seed(0)
    config = ModelConfig(layers=2, width=8, heads=2, big_inner=16, small_inner=4, vocabulary=20)
    model = DuoLM(config)
    model.initialise(std=0.5)
    tokens = torch.randint(0, 20, (3, 10))
    counts = [3, 12, 15]
    routes = balanced_routes((3, 10, 2), counts)
    gradients = []
    for hidden in (model(tokens, routes, counts=counts)[0], dense(model, tokens, routes)):
        model.zero_grad()
        model.losses(hidden, tokens.roll(-1, 1)).mean().backward()
        gradients.append([parameter.grad.clone() for parameter in model.parameters()])
    for gathered, expected in zip(*gradients, strict=True):
        torch.testing.assert_close(gathered, expected)


def test_later_tokens_and_their_routes_change_nothing_before_them(
    duo: Tiny, tokens: Tensor
) -> None:
    layers = duo.model.config.layers
    routes = constant_routes((1, len(tokens), layers), BIG)
    hidden, _ = duo.model(tokens[None], routes)
    changed, other = tokens.clone(), routes.clone()
    changed[20:], other[:, 20:] = 5, SKIP
    altered, _ = duo.model(changed[None], other)
    torch.testing.assert_close(altered[:, :20], hidden[:, :20])
    assert not torch.allclose(altered[:, 20:], hidden[:, 20:])


def test_an_earlier_route_changes_later_losses(duo: Tiny, tokens: Tensor) -> None:
    """Keys and values of a skipped FFN differ at the layers above: that is what context means."""
    routes = constant_routes((1, len(tokens), duo.model.config.layers), BIG)
    other = routes.clone()
    other[0, 3, 0] = SKIP
    hidden, altered = (duo.model(tokens[None], along)[0] for along in (routes, other))
    assert torch.equal(hidden[0, :3], altered[0, :3])
    assert not torch.allclose(hidden[0, 4], altered[0, 4])


def losses(model: DuoLM, tokens: Tensor, routes: Tensor) -> Tensor:
    hidden, _ = model(tokens[None], routes[None])
    return model.losses(hidden[0, :-1], tokens[1:])


def routes_of(layers: int, length: int) -> Tensor:
    return random_routes((length, layers), (0.3, 0.3, 0.4), torch.Generator().manual_seed(5))


def test_grouped_queries_read_the_keys_and_values_of_their_group(tokens: Tensor) -> None:
    """As if each head had them for itself: query head h those of floor(h * K / H)."""
    grouped, _ = tiny_model(replace(TINY, heads=4, key_value_heads=2, head_width=6))
    single = DuoLM(replace(grouped.config, key_value_heads=4))
    weights = grouped.state_dict()
    for name, matrix in weights.items():
        if name.endswith(("key.weight", "value.weight")):
            weights[name] = matrix.unflatten(0, (2, 6))[[0, 0, 1, 1]].flatten(0, 1)
    single.load_state_dict(weights)
    routes = routes_of(TINY.layers, len(tokens))
    torch.testing.assert_close(losses(grouped, tokens, routes), losses(single, tokens, routes))


def test_stages_of_a_layer_take_its_module(tokens: Tensor) -> None:
    """As if each were a layer, and routes said the same for all of a layer."""
    staged, (_, router) = tiny_model(replace(TINY, layers=2, stages=3))
    flat = DuoLM(replace(staged.config, layers=6, stages=1))
    for ours, theirs in zip(flat.stages, staged.stages, strict=True):
        ours.load_state_dict(theirs.state_dict())
    flat.embedding.load_state_dict(staged.embedding.state_dict())
    routes = routes_of(2, len(tokens))
    repeated = routes.repeat_interleave(3, dim=1)
    torch.testing.assert_close(losses(staged, tokens, routes), losses(flat, tokens, repeated))
    # A router decides at the first stage, from what that one's FFN reads.
    seen = []

    def decide(layer: int, normed: Tensor) -> Tensor:
        seen.append(normed)
        return router.decide(layer, normed)

    _, taken = staged(tokens[None], constant_routes((1, len(tokens), 2), ROUTER), decide)
    assert len(seen) == 2
    x = flat.attend(flat.stages[0], flat.embedding(tokens[None]))
    torch.testing.assert_close(seen[0], flat.stages[0].ffn_norm(x)[0])
    assert torch.equal(taken[0, :, 0], router.decide(0, seen[0]))


def test_a_head_of_its_own_has_its_own_matrix(tokens: Tensor) -> None:
    untied, _ = tiny_model(replace(TINY, tied=False))
    tied = DuoLM(TINY)
    weights = untied.state_dict()
    head = weights.pop("head.weight")
    tied.load_state_dict(weights)
    routes = routes_of(TINY.layers, len(tokens))
    own = losses(untied, tokens, routes)
    assert (own - losses(tied, tokens, routes)).abs().min() > 1e-3
    hidden, _ = tied(tokens[None], routes[None])
    expected = (hidden[0, :-1] @ head.T).log_softmax(dim=-1)
    torch.testing.assert_close(own, -expected.gather(1, tokens[1:, None])[:, 0])


def test_a_checkpoint_from_before_layers_had_stages_loads(tmp_path: Path) -> None:
    model, _ = tiny_model()
    checkpoint.save(tmp_path / "new.pt", model, {"step": 7})
    saved = torch.load(tmp_path / "new.pt", weights_only=True)
    for field in ("key_value_heads", "head_width", "stages", "tied"):
        del saved["config"][field]
    old = {name.replace(".stages.0.", "."): tensor for name, tensor in saved["model"].items()}
    assert "layers.2.big.down.weight" in old
    torch.save({**saved, "model": old}, tmp_path / "old.pt")
    loaded, state = checkpoint.load(tmp_path / "old.pt")
    assert (loaded.config, state["step"]) == (TINY, 7)
    for name, parameter in model.named_parameters():
        assert torch.equal(loaded.get_parameter(name), parameter), name


def test_a_width_that_does_not_split_is_refused() -> None:
    with pytest.raises(ValueError, match="multiple of twice the number of heads"):
        ModelConfig(width=100, heads=3)
