"""Golden values: what every other implementation of a bundle has to reproduce.

They come from `reference`, whole forward passes in PyTorch, and never from ONNX.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from .export.oracle_graphs import MODULE_LISTS
from .export.weights import WEIGHTS_FILE
from .model import DuoLM
from .reference import big_context_losses, label_losses, run, run_router, self_context_run
from .router import Router
from .routing import BIG, MODULES, SMALL, all_routes, constant_routes, random_routes
from .tokenizer import without_added_tokens

# Further next tokens of which a table has the losses too.
LABELS = 2
# Choices closer than this could fall differently after another order of additions.
LEAST_MARGIN = 1e-5


@dataclass(frozen=True)
class Plan:
    """How much is computed for a text."""

    positions: int | None = None
    """Predictors with loss tables, evenly spread; None: all."""
    routes: int | None = None
    """Columns of a table, the first and last among them; None: all."""
    budgets: tuple[int, ...] = ()
    """Budgets of the left-to-right runs."""


def golden(
    bundle: Path, model: DuoLM, routers: list[Router], texts: list[tuple[str, Plan]]
) -> dict[str, Any]:
    """Golden values of a bundle for these texts. `model` has the bundle's rounded weights."""
    tokenizer = without_added_tokens(Tokenizer.from_file(str(bundle / "tokenizer.json")))
    generator = torch.Generator().manual_seed(0)
    weights = (bundle / WEIGHTS_FILE).read_bytes()
    return {
        "bundle": bundle.name,
        "weightsSha256": hashlib.sha256(weights).hexdigest(),
        "texts": [_text(model, routers, tokenizer, generator, *entry) for entry in texts],
    }


def _text(
    model: DuoLM,
    routers: list[Router],
    tokenizer: Tokenizer,
    generator: torch.Generator,
    text: str,
    plan: Plan,
) -> dict[str, Any]:
    ids = [model.config.bos, *tokenizer.encode(text, add_special_tokens=False).ids]
    tokens = torch.tensor(ids[: model.config.context])
    tokens = _clear_beginning(model, routers, tokenizer, tokens)
    text = tokenizer.decode(tokens[1:].tolist())
    shape = (len(tokens), model.config.layers)
    runs = {
        "big": constant_routes(shape, BIG),
        "small": constant_routes(shape, SMALL),
        "random": random_routes(shape, (0.3, 0.35, 0.35), generator),
    }
    return {
        "text": text,
        "ids": tokens.tolist(),
        "runs": [
            {
                "name": name,
                "routes": routes.tolist(),
                "losses": _rounded(run(model, tokens, routes)[0]),
            }
            for name, routes in runs.items()
        ],
        "routerRuns": [
            _router_run(model, tokens, index, router) for index, router in enumerate(routers)
        ],
        "tables": [
            _table(model, tokens, position, modules, plan, generator)
            for modules in MODULE_LISTS
            for position in _spread(len(tokens) - 1, plan.positions)
        ],
        "selfContext": [
            _self_context(model, tokens, modules, budget)
            for modules in MODULE_LISTS
            for budget in plan.budgets
        ],
    }


def _clear_beginning(
    model: DuoLM, routers: list[Router], tokenizer: Tokenizer, tokens: Tensor
) -> Tensor:
    """The tokens before the first decision of a router that could fall differently elsewhere; as
    many of them as the tokenizer reads alike when they stand alone."""
    length = min(_clear_decisions(model, router, tokens) for router in routers)
    if length == len(tokens):
        return tokens
    while length > 1:
        ids = tokens[1:length].tolist()
        if tokenizer.encode(tokenizer.decode(ids), add_special_tokens=False).ids == ids:
            return tokens[:length]
        length -= 1
    raise ValueError(
        "A router's first decision on a golden text lies too close to call. Use another text."
    )


def _clear_decisions(model: DuoLM, router: Router, tokens: Tensor) -> int:
    """How many positions come before the router's first decision that is too close to call."""
    margins = []

    def decide(layer: int, normed: Tensor) -> Tensor:
        first, second = router.logits(layer, normed).topk(2, dim=-1).values.unbind(dim=-1)
        margins.append(first - second)
        return router.decide(layer, normed)

    run_router(model, tokens, decide)
    close = torch.stack(margins).min(dim=0).values < LEAST_MARGIN
    return int(close.nonzero()[0]) if close.any() else len(tokens)


def _router_run(model: DuoLM, tokens: Tensor, index: int, router: Router) -> dict[str, Any]:
    losses, routes = run_router(model, tokens, router.decide)
    return {"router": index, "routes": routes.tolist(), "losses": _rounded(losses)}


def _table(
    model: DuoLM,
    tokens: Tensor,
    position: int,
    modules: tuple[str, ...],
    plan: Plan,
    generator: torch.Generator,
) -> dict[str, Any]:
    routes = all_routes(modules, model.config.layers)
    columns = torch.arange(len(routes))
    if plan.routes is not None and plan.routes < len(routes):
        inner = torch.randperm(len(routes) - 2, generator=generator)[: plan.routes - 2] + 1
        columns = torch.cat((columns[:1], inner.sort().values, columns[-1:]))
    losses = big_context_losses(model, tokens, position, routes[columns])
    labels = torch.randint(model.config.vocabulary, (LABELS,), generator=generator)
    return {
        "modules": list(modules),
        "position": position,
        "routes": columns.tolist(),
        "losses": _rounded(losses),
        "labels": labels.tolist(),
        "labelLosses": [
            _rounded(label_losses(model, tokens, position, routes[columns], label))
            for label in labels
        ],
    }


def _self_context(
    model: DuoLM, tokens: Tensor, modules: tuple[str, ...], budget: int
) -> dict[str, Any]:
    routes, losses, margin = self_context_run(model, tokens, modules, budget)
    _check_margin(margin, f"the routes over {', '.join(modules)} with {budget} big layers")
    # The index of a route: its choices as digits, the lowest layer's being the least significant.
    choices = torch.tensor([modules.index(MODULES[m]) for m in routes.flatten()]).view_as(routes)
    powers = len(modules) ** torch.arange(model.config.layers)
    return {
        "modules": list(modules),
        "budget": budget,
        "routes": (choices * powers).sum(dim=-1).tolist(),
        "losses": _rounded(losses),
    }


def _check_margin(margin: float, what: str) -> None:
    if margin < LEAST_MARGIN:
        raise ValueError(
            f"Two choices of {what} lie within {margin:.1e}, so that another order of additions "
            "could choose otherwise. Use another text or seed for the fixture."
        )


def _spread(count: int, wanted: int | None) -> list[int]:
    """At most `wanted` of the numbers below `count`, evenly spread, both ends among them."""
    if wanted is None or wanted >= count:
        return list(range(count))
    return [round(index * (count - 1) / (wanted - 1)) for index in range(wanted)]


def _rounded(losses: Tensor) -> list[float]:
    return [round(loss, 6) for loss in losses.tolist()]
