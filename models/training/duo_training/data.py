"""Token streams and the windows that are cut from them."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True)
class Windows:
    """Cuts a stream of tokens into windows of `context` predictions.

    Every window is BOS followed by the stream from anywhere, often the middle of a document.
    That is what the product runs: a long document is analysed in windows that begin with BOS
    wherever they begin, so the model has to know nothing else.
    """

    stream: np.ndarray
    context: int
    bos: int
    seed: int = 0

    def __post_init__(self) -> None:
        if len(self.stream) < 2 * self.context:
            raise ValueError(
                f"The stream holds {len(self.stream)} tokens, fewer than two windows of "
                f"{self.context}. Build a larger corpus or choose a shorter context."
            )

    @property
    def count(self) -> int:
        """Windows in one epoch; one less than fit, so that each epoch can start elsewhere."""
        return len(self.stream) // self.context - 1

    def starts(self, first: int, size: int) -> list[int]:
        """Stream offsets of windows `first .. first + size` of the endless shuffled sequence."""
        return [self._start(number) for number in range(first, first + size)]

    def _start(self, number: int) -> int:
        epoch, index = divmod(number, self.count)
        order, shift = self._epoch(epoch)
        return int(order[index]) * self.context + shift

    def _epoch(self, epoch: int) -> tuple[np.ndarray, int]:
        cached = self.__dict__.get("_cache")
        if cached is None or cached[0] != epoch:
            random = np.random.default_rng([self.seed, epoch])
            cached = (epoch, random.permutation(self.count), int(random.integers(self.context)))
            object.__setattr__(self, "_cache", cached)
        return cached[1], cached[2]

    def batch(self, starts: list[int]) -> tuple[Tensor, Tensor]:
        """Inputs and targets, int64 `[len(starts), context]`, of the windows at these offsets."""
        targets = np.stack([self.stream[start : start + self.context] for start in starts])
        inputs = np.roll(targets, 1, axis=1)
        inputs[:, 0] = self.bos
        return torch.from_numpy(inputs.astype(np.int64)), torch.from_numpy(targets.astype(np.int64))


def load_stream(path: Path) -> np.ndarray:
    """A token stream, memory-mapped."""
    return np.load(path, mmap_mode="r")


def byte_lengths(tokenizer: Path, bos: int) -> Tensor:
    """UTF-8 bytes of every token, `[vocabulary]`; 0 for BOS, which is no text.

    In a byte-level vocabulary each character of a token stands for one byte.
    """
    vocabulary = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    lengths = torch.zeros(len(vocabulary), dtype=torch.long)
    for token, number in vocabulary.items():
        lengths[number] = len(token)
    lengths[bos] = 0
    return lengths
