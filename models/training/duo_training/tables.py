"""Loss tables of training text and of held-out text: what routers and heads learn from the oracle.

    python -m duo_training.tables --data DIR --run DIR

Two processes of one thread each; about 130 tokens a second in each on an idle core.
"""

import argparse
import multiprocessing
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from . import checkpoint
from .data import Windows, load_stream
from .evaluate import HELD_OUT, HeldOut
from .export.weights import round_to_half
from .model import DuoLM
from .oracle import Oracle, write_oracle

TRAINING = "train"
# Windows of the training text, drawn apart from those that routers learn from otherwise.
SEED = 3000


@dataclass(frozen=True)
class Tables:
    """Windows of text with every route's loss of every token, in *big* context."""

    inputs: Tensor
    """Tokens, int64 `[W, T]`, each window beginning with BOS."""
    targets: Tensor
    """The tokens to predict, int64 `[W, T]`."""
    losses: Tensor
    """Float32 `[W, T, 2^L]`, nats, columns in the order of route numbers over small, big."""
    expected: Tensor
    """The same shape: what the all-big model, not knowing the token, expects each route to lose."""

    def save(self, path: Path) -> None:
        """Writes the tables whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        # Another process may be making the same tables.
        partial = path.with_suffix(f".{os.getpid()}.partial")
        with partial.open("wb") as file:
            np.savez(file, **{name: tensor.numpy() for name, tensor in vars(self).items()})
        partial.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Tables":
        with np.load(path) as arrays:
            return cls(**{name: torch.from_numpy(arrays[name]) for name in arrays.files})


def tabulate(model: DuoLM, inputs: Tensor, targets: Tensor, workers: int) -> Tables:
    """The tables of these windows `[W, T]`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_oracle(folder, model)
        start = (folder, model.config.layers)
        pairs = zip(inputs.numpy(), targets.numpy(), strict=True)
        tables = list(_windows(start, pairs, workers))
    losses, expected = (torch.from_numpy(np.stack(part)) for part in zip(*tables, strict=True))
    return Tables(inputs, targets, losses, expected)


_oracle: Oracle | None = None


def _windows(
    start: tuple[Path, int], pairs: Iterator[tuple[np.ndarray, np.ndarray]], workers: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    if workers == 1:
        oracle = Oracle(*start)
        yield from (oracle.tables(*pair) for pair in pairs)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _open_oracle, start) as pool:
        yield from pool.map(_tables, pairs)


def _open_oracle(folder: Path, layers: int) -> None:
    global _oracle
    _oracle = Oracle(folder, layers)


def _tables(pair: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    assert _oracle is not None
    return _oracle.tables(*pair)


@dataclass(frozen=True)
class TableOptions:
    data: Path
    run: Path
    tokens: int = 40_960
    held_out_tokens: int = 4_096
    workers: int = 2
    seed: int = 1


def make_tables(model: DuoLM, steps: int, options: TableOptions) -> dict[str, Tables]:
    """The tables of training text and of both held-out sets, made where they are missing.

    `model` has the rounded weights that are shipped, of a stage 1 after `steps` steps.
    """
    config = model.config
    stream = load_stream(options.data / "train.npy")
    training = Windows(stream, config.context, config.bos, seed=SEED + options.seed)
    starts = training.starts(0, _count(options.tokens, config.context))
    batches = {TRAINING: training.batch(starts)}
    for name in HELD_OUT:
        part = HeldOut.load(options.data, name, config)
        starts = part.starts(_count(options.held_out_tokens, config.context))
        batches[name] = part.windows.batch(starts)
    tables = {}
    for name, batch in batches.items():
        path = options.run / "tables" / f"{name}-step{steps}-{len(batch[0])}.npz"
        known = Tables.load(path) if path.exists() else None
        # Another seed or another corpus gives other windows.
        if known is None or not torch.equal(known.targets, batch[1]):
            known = tabulate(model, *batch, options.workers)
            known.save(path)
        tables[name] = known
    return tables


def _count(tokens: int, context: int) -> int:
    return max(1, tokens // context)


def main() -> None:
    parser = argparse.ArgumentParser(prog="duo_training.tables", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the token streams")
    parser.add_argument("--run", type=Path, required=True, help="folder of stage 1's checkpoint")
    parser.add_argument("--tokens", type=int, default=TableOptions.tokens)
    parser.add_argument("--held-out-tokens", type=int, default=TableOptions.held_out_tokens)
    parser.add_argument("--workers", type=int, default=TableOptions.workers)
    parser.add_argument("--seed", type=int, default=TableOptions.seed)
    options = TableOptions(**vars(parser.parse_args()))
    model, saved = checkpoint.load(options.run / "checkpoint.pt")
    make_tables(round_to_half(model), saved["step"], options)


if __name__ == "__main__":
    main()
