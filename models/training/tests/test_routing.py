import pytest
import torch

from duo_training.routing import (
    BIG,
    SKIP,
    SMALL,
    STAGE1_SHARES,
    all_routes,
    balanced_routes,
    random_routes,
    share_counts,
)


def shares_of(routes: torch.Tensor) -> list[float]:
    return [(routes == module).float().mean().item() for module in (SKIP, SMALL, BIG)]


def test_random_routes_have_the_shares_asked_for() -> None:
    routes = random_routes((40, 500, 8), STAGE1_SHARES, torch.Generator().manual_seed(0))
    assert shares_of(routes) == pytest.approx(STAGE1_SHARES, abs=0.005)


def test_balanced_routes_have_exact_counts_at_every_layer() -> None:
    counts = share_counts(6 * 32, STAGE1_SHARES)
    routes = balanced_routes((6, 32, 5), counts, torch.Generator().manual_seed(0))
    for layer in range(5):
        assert torch.bincount(routes[..., layer].flatten(), minlength=3).tolist() == counts


def test_balanced_routes_are_random_per_token_and_layer() -> None:
    generator = torch.Generator().manual_seed(0)
    counts = share_counts(4 * 100, STAGE1_SHARES)
    drawn = [balanced_routes((4, 100, 8), counts, generator) for _ in range(50)]
    big = (torch.stack(drawn) == BIG).float()
    # Every token and layer takes big as often as any other, and no layer says anything of the next.
    assert big.mean(dim=0).std() < 0.1
    assert (big[..., 0] * big[..., 1]).mean().item() == pytest.approx(0.45**2, abs=0.02)


@pytest.mark.parametrize("tokens", [1, 7, 4096])
def test_share_counts_add_up(tokens: int) -> None:
    assert sum(share_counts(tokens, STAGE1_SHARES)) == tokens


def test_all_routes_follow_the_column_order_of_the_loss_table() -> None:
    two = all_routes(("small", "big"), 3)
    assert two[0].tolist() == [SMALL, SMALL, SMALL]
    assert two[1].tolist() == [BIG, SMALL, SMALL]
    assert two[6].tolist() == [SMALL, BIG, BIG]
    three = all_routes(("skip", "small", "big"), 2)
    assert three[5].tolist() == [BIG, SMALL]
    assert len(three.unique(dim=0)) == 9
