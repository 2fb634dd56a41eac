"""What the graphs must compute, by the plainest means: whole forward passes in PyTorch, float32.

A *position* here is a predictor's: position p sees `tokens[: p + 1]` and predicts
`tokens[p + 1]`. `tokens [T]` begins with BOS.
"""

import torch
from torch import Tensor

from .model import Decide, DuoLM
from .routing import BIG, ROUTER, all_routes, constant_routes


@torch.no_grad()
def run(
    model: DuoLM, tokens: Tensor, routes: Tensor, decide: Decide | None = None
) -> tuple[Tensor, Tensor]:
    """Losses `[T]` of every position's next token, the last one 0, and routes taken `[T, L]`."""
    hidden, taken = model(tokens[None], routes[None], decide)
    losses = model.losses(hidden[0, :-1], tokens[1:])
    return torch.cat((losses, losses.new_zeros(1))), taken[0]


def run_router(model: DuoLM, tokens: Tensor, decide: Decide) -> tuple[Tensor, Tensor]:
    """The router's own run: losses `[T]` and routes `[T, L]`."""
    return run(model, tokens, constant_routes((len(tokens), model.config.layers), ROUTER), decide)


@torch.no_grad()
def losses_at(
    model: DuoLM, tokens: Tensor, position: int, earlier: Tensor, routes: Tensor, batch: int = 64
) -> Tensor:
    """Losses `[R]` of the token after `position` under each of `routes [R, L]`.

    `earlier [position, L]` are the routes of the positions before.
    """
    losses = []
    for part in routes.split(batch):
        repeated = earlier[None].expand(len(part), -1, -1)
        along = torch.cat((repeated, part[:, None]), dim=1)
        hidden, _ = model(tokens[None, : position + 1].expand(len(part), -1), along)
        losses.append(model.losses(hidden[:, -1], tokens[position + 1].expand(len(part))))
    return torch.cat(losses)


def big_context_losses(model: DuoLM, tokens: Tensor, position: int, routes: Tensor) -> Tensor:
    """Losses `[R]` of the token after `position`, all earlier positions being big."""
    earlier = constant_routes((position, model.config.layers), BIG)
    return losses_at(model, tokens, position, earlier, routes)


def label_losses(
    model: DuoLM, tokens: Tensor, position: int, routes: Tensor, label: Tensor
) -> Tensor:
    """As `big_context_losses`, were the next token `label`."""
    imagined = tokens.clone()
    imagined[position + 1] = label
    return big_context_losses(model, imagined, position, routes)


def self_context_run(
    model: DuoLM, tokens: Tensor, modules: tuple[str, ...], budget: int
) -> tuple[Tensor, Tensor, float]:
    """Left to right, each position keeping its best route of exactly `budget` big layers.

    Returns routes `[T - 1, L]`, losses `[T - 1]`, and the least distance between a best route and
    the next best, in nats: where it is tiny, another order of additions may choose another route.
    """
    routes = all_routes(modules, model.config.layers)
    routes = routes[(routes == BIG).sum(dim=-1) == budget]
    chosen = constant_routes((0, model.config.layers), BIG)
    best, margin = [], float("inf")
    for position in range(len(tokens) - 1):
        losses = losses_at(model, tokens, position, chosen, routes)
        ordered, order = losses.sort()
        if len(ordered) > 1:
            margin = min(margin, (ordered[1] - ordered[0]).item())
        chosen = torch.cat((chosen, routes[order[:1]]))
        best.append(ordered[0])
    return chosen, torch.stack(best), margin
