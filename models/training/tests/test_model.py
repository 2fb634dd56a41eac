import pytest
import torch
from conftest import Tiny
from torch import Tensor

from duo_training.config import ModelConfig
from duo_training.model import DuoLM
from duo_training.routing import BIG, SKIP, SMALL, balanced_routes, constant_routes, random_routes


def dense(model: DuoLM, tokens: Tensor, routes: Tensor) -> Tensor:
    """Both FFNs for every token, then each token's own."""
    x = model.embedding(tokens)
    for index, layer in enumerate(model.layers):
        x = model.attend(layer, x)
        normed, modules = layer.ffn_norm(x), routes[..., index, None]
        x = x + (modules == SMALL) * layer.small(normed) + (modules == BIG) * layer.big(normed)
    return model.final_norm(x)


@pytest.mark.parametrize("shares", [(0.1, 0.45, 0.45), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)])
def test_gathering_by_route_equals_dense_compute(
    tiny: Tiny, tokens: Tensor, shares: tuple[float, float, float]
) -> None:
    batch = torch.stack((tokens, tokens.flip(0)))
    shape = (*batch.shape, tiny.model.config.layers)
    routes = random_routes(shape, shares, torch.Generator().manual_seed(2))
    hidden, taken = tiny.model(batch, routes)
    torch.testing.assert_close(hidden, dense(tiny.model, batch, routes))
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
    tiny: Tiny, tokens: Tensor
) -> None:
    layers = tiny.model.config.layers
    routes = constant_routes((1, len(tokens), layers), BIG)
    hidden, _ = tiny.model(tokens[None], routes)
    changed, other = tokens.clone(), routes.clone()
    changed[20:], other[:, 20:] = 5, SKIP
    altered, _ = tiny.model(changed[None], other)
    torch.testing.assert_close(altered[:, :20], hidden[:, :20])
    assert not torch.allclose(altered[:, 20:], hidden[:, 20:])


def test_an_earlier_route_changes_later_losses(tiny: Tiny, tokens: Tensor) -> None:
    """Keys and values of a skipped FFN differ at the layers above: that is what context means."""
    routes = constant_routes((1, len(tokens), tiny.model.config.layers), BIG)
    other = routes.clone()
    other[0, 3, 0] = SKIP
    hidden, altered = (tiny.model(tokens[None], along)[0] for along in (routes, other))
    assert torch.equal(hidden[0, :3], altered[0, :3])
    assert not torch.allclose(hidden[0, 4], altered[0, 4])


def test_a_width_that_does_not_split_is_refused() -> None:
    with pytest.raises(ValueError, match="multiple of twice the number of heads"):
        ModelConfig(width=100, heads=3)
