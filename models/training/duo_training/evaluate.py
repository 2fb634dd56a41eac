"""Held-out loss under fixed kinds of routing, in nats per token and bits per byte."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch import Tensor

from .config import ModelConfig
from .data import Windows, byte_lengths, load_stream
from .model import Decide, DuoLM
from .routing import BIG, STAGE1_SHARES, random_routes

# Makes routes of a shape, layers last.
RoutesFor = Callable[[tuple[int, ...]], Tensor]

ROUTES_SEED = 0

# The held-out sets: `heldout-<name>.npy`.
HELD_OUT = ("prose", "code")

# What stage 1 is judged by: shares of skip, small and big.
ROUTINGS = {
    "small": (0.0, 1.0, 0.0),
    "big": (0.0, 0.0, 1.0),
    "random": STAGE1_SHARES,
    "skipHeavy": (0.5, 0.25, 0.25),
}


@dataclass(frozen=True)
class HeldOut:
    """One held-out set: its windows and the bytes of every token, int64 `[vocabulary]`."""

    windows: Windows
    lengths: Tensor

    @classmethod
    def load(cls, data: Path, name: str, config: ModelConfig) -> "HeldOut":
        stream = load_stream(data / f"heldout-{name}.npy")
        lengths = byte_lengths(data / "tokenizer.json", config.bos)
        return cls(Windows(stream, config.context, config.bos), lengths)

    def starts(self, count: int | None) -> list[int]:
        """Offsets of at most `count` windows (None: all), evenly spread, the same at every call."""
        available = len(self.windows.stream) // self.windows.context
        count = available if count is None else min(count, available)
        return [available * index // count * self.windows.context for index in range(count)]

    @torch.no_grad()
    def measure_windows(
        self,
        model: DuoLM,
        routes_for: RoutesFor,
        count: int | None,
        decide: Decide | None = None,
        batch: int = 8,
    ) -> "Measures":
        """Every window's losses and sizes.

        `routes_for` makes routes of a given shape. Predictions of BOS are left out: a document's
        end is no text.
        """
        device = model.embedding.weight.device
        parts = []
        starts = self.starts(count)
        for first in range(0, len(starts), batch):
            inputs, targets = self.windows.batch(starts[first : first + batch])
            routes = routes_for((*inputs.shape, model.config.layers))
            hidden, taken = model(inputs.to(device), routes.to(device), decide)
            losses = model.losses(hidden, targets.to(device)).cpu()
            text = targets != self.windows.bos
            big = (taken.cpu() == BIG).sum(dim=-1)
            sums = (losses.double() * text, text, self.lengths[targets], big * text)
            parts.append([each.sum(dim=1) for each in sums])
        return Measures(*(torch.cat(part).double() for part in zip(*parts, strict=True)))

    def measure(
        self,
        model: DuoLM,
        routes_for: RoutesFor,
        count: int | None,
        decide: Decide | None = None,
    ) -> dict[str, float]:
        """Nats per token, bits per byte, and the big layers a token takes, over `count` windows."""
        return self.measure_windows(model, routes_for, count, decide).summary()


@dataclass(frozen=True)
class Measures:
    """Sums over each of some windows, float64 `[windows]`."""

    nats: Tensor
    tokens: Tensor
    bytes: Tensor
    big_layers: Tensor

    @property
    def bits(self) -> Tensor:
        return self.nats / math.log(2)

    def summary(self) -> dict[str, float]:
        tokens = self.tokens.sum()
        return {
            "nats": round((self.nats.sum() / tokens).item(), 4),
            "bitsPerByte": round((self.bits.sum() / self.bytes.sum()).item(), 4),
            "bigLayers": round((self.big_layers.sum() / tokens).item(), 3),
        }


def standard_error(sums: Tensor, sizes: Tensor) -> float:
    """Of the ratio of two totals over windows, `sum(sums) / sum(sizes)`, by linearisation.

    It is the error of having measured these windows and not others; what another seed of the
    training would change is not in it.
    """
    count = len(sums)
    residuals = sums - sums.sum() / sizes.sum() * sizes
    variance = residuals.square().sum() * count / max(1, count - 1)
    return (variance.sqrt() / sizes.sum()).item()


def share_routes(shares: tuple[float, float, float]) -> RoutesFor:
    """Random routes with these shares of skip, small and big; from a fixed seed, so that two
    models are measured on the same ones."""
    return partial(
        random_routes, shares=shares, generator=torch.Generator().manual_seed(ROUTES_SEED)
    )


def measure_routings(
    model: DuoLM, held_out: HeldOut, count: int | None
) -> dict[str, dict[str, float]]:
    """The measures of every routing in ROUTINGS."""
    return {
        name: held_out.measure(model, share_routes(shares), count)
        for name, shares in ROUTINGS.items()
    }
