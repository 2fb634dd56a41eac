"""Routes: which module each token takes at each layer.

A routes tensor is int64 `[..., layers]`, lowest layer first. Its values are numbered as in a
bundle: 0 skip, 1 small, 2 big, and -1 where the router is to decide.
"""

import math

import torch
from torch import Tensor

ROUTER, SKIP, SMALL, BIG = -1, 0, 1, 2
MODULES = ("skip", "small", "big")

# Stage 1's shares of skip, small and big. The paper trains with half small, half big; a tenth of
# skips keeps the skip routes of the oracle (paper, Fig 2d and 3d) within what the model has seen.
STAGE1_SHARES = (0.10, 0.45, 0.45)


def random_routes(
    shape: tuple[int, ...],
    shares: tuple[float, float, float],
    generator: torch.Generator | None = None,
) -> Tensor:
    """Routes of `shape` (layers last), each entry drawn on its own with these shares."""
    draws = torch.rand(shape, generator=generator)
    skip, small, _ = shares
    return (draws >= skip).long() + (draws >= skip + small).long()


def share_counts(tokens: int, shares: tuple[float, float, float]) -> list[int]:
    """How many of these tokens skip, take small and take big."""
    skip, small = round(tokens * shares[0]), round(tokens * shares[1])
    return [skip, small, tokens - skip - small]


def balanced_routes(
    shape: tuple[int, ...], counts: list[int], generator: torch.Generator | None = None
) -> Tensor:
    """Random routes of `shape` (layers last) where every layer uses each module `counts` times.

    To a token this is the same as an independent draw per layer; to a batch it is less noise, and
    shapes that do not change from step to step.
    """
    *batch, layers = shape
    skip, small, _ = counts
    ranks = torch.rand(layers, math.prod(batch), generator=generator).argsort(dim=1)
    modules = (ranks >= skip).long() + (ranks >= skip + small).long()
    return modules.T.reshape(shape).contiguous()


def constant_routes(shape: tuple[int, ...], module: int) -> Tensor:
    """Routes of `shape` (layers last) that take one module everywhere."""
    return torch.full(shape, module, dtype=torch.long)


def all_routes(modules: tuple[str, ...], layers: int) -> Tensor:
    """Every route over these modules, in the order of the loss table's columns: `[M^L, L]`.

    Route r takes at layer l the module numbered `r // M^l mod M` of the list, so that the
    lowest layer is the least significant digit.
    """
    numbers = torch.tensor([MODULES.index(module) for module in modules])
    columns = torch.arange(len(modules) ** layers)
    digits = [columns // len(modules) ** layer % len(modules) for layer in range(layers)]
    return numbers[torch.stack(digits, dim=-1)]
