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
    """One held-out set: its windows and the bytes of every token of the vocabulary."""

    windows: Windows
    lengths: Tensor

    @classmethod
    def load(cls, data: Path, name: str, config: ModelConfig) -> "HeldOut":
        stream = load_stream(data / f"heldout-{name}.npy")
        lengths = byte_lengths(data / "tokenizer.json", config.bos)
        return cls(Windows(stream, config.context, config.bos), lengths)

    def starts(self, count: int) -> list[int]:
        """Offsets of at most `count` windows, evenly spread, the same at every call."""
        available = len(self.windows.stream) // self.windows.context
        count = min(count, available)
        return [available * index // count * self.windows.context for index in range(count)]

    @torch.no_grad()
    def measure(
        self,
        model: DuoLM,
        routes_for: Callable[[tuple[int, ...]], Tensor],
        count: int,
        decide: Decide | None = None,
        batch: int = 8,
    ) -> dict[str, float]:
        """Nats per token, bits per byte, and the big layers a token takes, over `count` windows.

        `routes_for` makes routes of a given shape. Predictions of BOS are left out: a document's
        end is no text.
        """
        device = model.embedding.weight.device
        nats, tokens, size, big = 0.0, 0, 0, 0
        starts = self.starts(count)
        for first in range(0, len(starts), batch):
            inputs, targets = self.windows.batch(starts[first : first + batch])
            routes = routes_for((*inputs.shape, model.config.layers))
            hidden, taken = model(inputs.to(device), routes.to(device), decide)
            losses = model.losses(hidden, targets.to(device)).cpu()
            text = targets != self.windows.bos
            nats += losses[text].sum().item()
            tokens += int(text.sum())
            size += int(self.lengths[targets].sum())
            big += int((taken.cpu()[text] == BIG).sum())
        return {
            "nats": round(nats / tokens, 4),
            "bitsPerByte": round(nats / size / math.log(2), 4),
            "bigLayers": round(big / tokens, 3),
        }


def measure_routings(model: DuoLM, held_out: HeldOut, count: int) -> dict[str, dict[str, float]]:
    """The measures of every routing in ROUTINGS; random routes come from a fixed seed, so that two
    models are measured on the same ones."""
    results = {}
    for name, shares in ROUTINGS.items():
        generator = torch.Generator().manual_seed(0)
        draw = partial(random_routes, shares=shares, generator=generator)
        results[name] = held_out.measure(model, draw, count)
    return results
