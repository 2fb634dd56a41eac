"""Routers that learn from the oracle: what big would have been worth, read off a loss table.

The paper's router learns from the loss of its own mixture. This one is the same router, taught by
the table instead, which holds the loss of every route: at each layer, how much lower is the loss
when the token takes big there rather than small? A linear model of that value, fitted by least
squares, is exactly what an argmax of linear logits can act on: big goes where it is worth most.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from .model import DuoLM
from .oracle import route_choices
from .router import Router, calibrate
from .routing import BIG, ROUTER, constant_routes
from .tables import Tables


def oracle_value(losses: Tensor, taken: Tensor, budget: float) -> Tensor:
    """What big is worth at a layer if the oracle chooses the rest, knowing the answer: the lowest
    loss with small there minus the lowest with big there, both with exactly the budget."""
    layers = taken.shape[1]
    big = route_choices(layers)
    within = big.sum(dim=1) == min(max(round(budget), 1), layers - 1)
    values = []
    for layer in range(layers):
        with_big, without = within & big[:, layer], within & ~big[:, layer]
        values.append(losses[:, without].amin(dim=1) - losses[:, with_big].amin(dim=1))
    return torch.stack(values, dim=1)


def mean_value(losses: Tensor, taken: Tensor, budget: float) -> Tensor:
    """What big is worth at a layer after the router's own choices below it, on average over the
    choices above: each of those is big with the budget's share. No choice needs the answer."""
    layers = taken.shape[1]
    bigs = route_choices(layers)
    share = budget / layers
    below = torch.zeros(len(losses), dtype=torch.long)
    values = []
    for layer in range(layers):
        above = bigs[:: 2 ** (layer + 1), layer + 1 :].sum(dim=1)
        chances = share**above * (1 - share) ** (layers - 1 - layer - above)
        # A column's number: the layers above, this layer, the layers below.
        table = losses.view(len(losses), len(chances), 2, 2**layer)
        prefix = below.view(-1, 1, 1, 1).expand(-1, len(chances), 2, 1)
        small, big = torch.einsum("nac,a->nc", table.gather(3, prefix).squeeze(3), chances).T
        values.append(small - big)
        below = below + (taken[:, layer] == BIG) * 2**layer
    return torch.stack(values, dim=1)


@dataclass(frozen=True)
class Value:
    """One notion of what big is worth, to be learned."""

    description: str
    of: Callable[[Tensor, Tensor, float], Tensor]
    """(losses `[N, 2^L]`, routes taken `[N, L]`, budget) to nats that big saves, `[N, L]`."""
    expected: bool = False
    """Whether it reads the expected losses, which do not know the true token either."""

    def table(self, tables: Tables) -> Tensor:
        return tables.expected if self.expected else tables.losses


VALUES = {
    "hindsight": Value("what it saves if the oracle chooses all other layers", oracle_value),
    "average": Value("what it saves on average over the choices above", mean_value),
    "expected": Value(
        "what the all-big model expects it to save, on average over the choices above",
        mean_value,
        expected=True,
    ),
}


@dataclass(frozen=True)
class Imitation:
    """How a router is fitted."""

    passes: int = 3
    """Over the tables, each along the decisions of the router that the pass before made."""
    ridge: float = 0.03
    """Shrinks the slopes: what a token's value does not say must not make noise."""
    batch: int = 8
    calibration: int = 8


@torch.no_grad()
def imitate(model: DuoLM, router: Router, tables: Tables, value: Value, how: Imitation) -> None:
    """Fits the router over small and big in place.

    States come from the router's own runs, because those are the states in which it will have to
    decide (as in DAgger, every pass adds its states to those before).
    """
    config = model.config
    features = config.width + 1
    squares = torch.zeros(config.layers, features, features, dtype=torch.float64)
    products = torch.zeros(config.layers, features, dtype=torch.float64)
    windows = tables.inputs[: how.calibration]
    calibrate(model, router, windows, runs=2)
    for _ in range(how.passes):
        for inputs, part in zip(
            tables.inputs.split(how.batch), value.table(tables).split(how.batch), strict=True
        ):
            states, taken = observe(model, router, inputs)
            values = value.of(part.flatten(0, 1), taken, router.budget).double()
            squares += torch.einsum("lni,lnj->lij", states, states)
            products += torch.einsum("lni,nl->li", states, values)
        _fit(router, squares, products, how.ridge)
        calibrate(model, router, windows, runs=2)


def observe(model: DuoLM, router: Router, inputs: Tensor) -> tuple[Tensor, Tensor]:
    """The router's own run of `inputs [B, T]`: what it saw, with a column of ones, float64
    `[L, B * T, width + 1]`, and the routes it took, `[B * T, L]`."""
    seen = []

    def decide(layer: int, normed: Tensor) -> Tensor:
        seen.append(torch.nn.functional.pad(normed, (0, 1), value=1.0).double())
        return router.decide(layer, normed)

    routes = constant_routes((*inputs.shape, model.config.layers), ROUTER)
    _, taken = model(inputs, routes, decide)
    return torch.stack(seen), taken.flatten(0, 1)


def _fit(router: Router, squares: Tensor, products: Tensor, ridge: float) -> None:
    """Ridge regression of the values, from sums over tokens: of states by states, `[L, F, F]`, and
    of states by values, `[L, F]`. The logit of small is 0, that of big its value, in units in which
    logits vary by about 1."""
    count = squares[0, -1, -1]
    shrink = torch.full((squares.shape[-1],), ridge, dtype=torch.float64)
    shrink[-1] = 0
    slopes = torch.linalg.solve(squares + shrink.diag() * count, products)
    spread = (torch.einsum("li,lij,lj->", slopes, squares, slopes) / count / len(slopes)).sqrt()
    router.weight.zero_()
    router.bias.zero_()
    router.weight[..., BIG] = (slopes[:, :-1] / spread).float()
    router.bias[:, BIG] = (slopes[:, -1] / spread).float()
