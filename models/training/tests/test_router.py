import numpy as np
import pytest
import torch
from conftest import Tiny
from torch import Tensor

from duo_training.config import ModelConfig
from duo_training.data import Windows
from duo_training.model import DuoLM
from duo_training.router import Router, Training, calibrate, mix, train_router
from duo_training.routing import BIG, MODULES, ROUTER, SKIP, constant_routes


def test_forbidden_modules_are_never_taken(tiny: Tiny, tokens: Tensor) -> None:
    router = tiny.routers[0]
    normed = torch.randn(100, tiny.model.config.width) * 50
    assert not (router.decide(0, normed) == SKIP).any()
    assert torch.softmax(router.logits(0, normed), dim=-1)[:, SKIP].max() == 0


def test_the_budget_loss_is_over_the_whole_stack() -> None:
    """Unequal layers cost nothing as long as their mean meets the budget."""
    router = Router(ModelConfig(layers=4, width=8, heads=2), "test", 2, ("small", "big"))
    probabilities = torch.zeros(2, 5, 4, len(MODULES))
    probabilities[..., :2, BIG] = 1
    assert router.budget_loss(probabilities) == 0
    probabilities[..., 2, BIG] = 1
    assert router.budget_loss(probabilities).item() == pytest.approx(0.25**2)


def test_the_hard_mixture_is_what_will_run(duo: Tiny, tokens: Tensor) -> None:
    router, config = duo.routers[1], duo.model.config
    routes = constant_routes((1, len(tokens), config.layers), ROUTER)
    expected, taken = duo.model(tokens[None], routes, router.decide)
    hidden, used = mix(duo.model, router, tokens[None], temperature=0.5, hard=True)
    torch.testing.assert_close(hidden, expected)
    assert torch.equal(used.argmax(dim=-1), taken)


def test_a_cold_mixture_comes_close_to_hard_decisions(duo: Tiny, tokens: Tensor) -> None:
    router = duo.routers[1]
    hard, _ = mix(duo.model, router, tokens[None], temperature=1, hard=True)
    warm, cold = (
        mix(duo.model, router, tokens[None], temperature, hard=False)[0]
        for temperature in (2.0, 0.001)
    )
    assert (cold - hard).abs().mean() < 0.1 * (warm - hard).abs().mean()


def test_training_meets_the_budget_and_lowers_the_loss() -> None:
    """On a duo whose big module matters at one layer only: its router must find that layer."""
    torch.manual_seed(0)
    config = ModelConfig(
        layers=3, width=16, heads=2, big_inner=64, small_inner=4, vocabulary=40, context=16
    )
    model = DuoLM(config)
    model.initialise(std=0.3)
    for index in (0, 2):
        model.stages[index].big.down.weight.data.zero_()
        model.stages[index].small.down.weight.data.zero_()
    stream = _written_by(model, length=4000)
    windows = Windows(stream, config.context, config.bos)
    router = Router(config, "test", 1, ("small", "big"))
    train_router(model, router, windows, Training(steps=300, batch=8, rate=3e-2))
    calibrate(model, router, windows.batch(windows.starts(900, 32))[0])
    inputs, _ = windows.batch(windows.starts(500, 32))
    _, taken = model(inputs, constant_routes((*inputs.shape, 3), ROUTER), router.decide)
    shares = (taken == BIG).float().mean(dim=(0, 1))
    assert shares.sum().item() == pytest.approx(1, abs=0.15)
    assert shares[1] > 0.75


@torch.no_grad()
def _written_by(model: DuoLM, length: int) -> np.ndarray:
    """Text that the all-big model writes, window by window, so that big is worth its cost."""
    config = model.config
    tokens = torch.full((length // config.context + 1, 1), config.bos)
    for _ in range(config.context):
        hidden, _ = model(tokens, constant_routes((*tokens.shape, config.layers), BIG))
        chances = torch.softmax(2 * model.logits(hidden[:, -1]), dim=-1)
        tokens = torch.cat((tokens, torch.multinomial(chances, 1)), dim=1)
    return tokens[:, 1:].flatten().numpy()
