"""Stage 2: the oracle, run over windows of text (paper, section 3.2).

It runs the very graphs of a bundle, in *big* context: one pass gives every route's loss.
"""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from .export.bundle import FORWARD_FILE
from .export.forward import build_forward
from .export.oracle import build_oracle
from .export.oracle_graphs import OracleGraph
from .export.parts import BLOCKED
from .export.weights import WEIGHTS_FILE, named_weights, write_weights
from .model import DuoLM
from .router import Router
from .routing import BIG, all_routes

MODULES = ("small", "big")
POSITIONS = 8
TREE = OracleGraph(MODULES, POSITIONS)
# Labels that the all-big model draws for a token, as the product draws them.
LABELS = 16
_GOLDEN_RATIO = 0.6180339887498949


def write_oracle(folder: Path, model: DuoLM) -> None:
    """Writes what an Oracle opens. `model` has the weights that are to be judged."""
    config = model.config
    unused = Router(config, "unused", 0, MODULES)
    records = write_weights(folder / WEIGHTS_FILE, named_weights(model, [unused]))
    onnx.save(build_forward(config, records), folder / FORWARD_FILE)
    onnx.save(build_oracle(config, records, TREE), folder / TREE.file)


class Oracle:
    """The oracle over small and big. One thread each, as many oracles as cores."""

    def __init__(self, folder: Path, layers: int) -> None:
        self.layers = layers
        self.forward = open_graph(folder / FORWARD_FILE)
        self.tree = open_graph(folder / TREE.file)

    def tables(self, inputs: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The loss table of a window and its expected losses, each float32 `[T, 2^L]`, nats.

        `inputs [T]` begins with BOS, `targets [T]` are the tokens to predict. Expected losses are
        means over labels that the all-big model draws: they need no target.
        """
        routes = np.full((1, len(inputs), self.layers), BIG)
        feeds = {"input_ids": inputs[None], "routes": routes, "router": np.array([0])}
        logprobs, keys, values = self.forward.run(["logprobs", "keys", "values"], feeds)
        labels = draw_labels(logprobs[0], LABELS)
        firsts = range(0, len(inputs), POSITIONS)
        blocks = [self._block(inputs, targets, labels, first, keys, values) for first in firsts]
        losses, expected = map(np.concatenate, zip(*blocks, strict=True))
        return losses[: len(inputs)], expected[: len(inputs)]

    def _block(
        self,
        inputs: np.ndarray,
        targets: np.ndarray,
        labels: np.ndarray,
        first: int,
        keys: np.ndarray,
        values: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Both tables of the predictors `first ..`; rows behind the window's end are padding."""
        last = first + POSITIONS
        missing = max(0, last - len(inputs))
        # Column 0 is for the position itself; the others are the positions before it.
        mask = np.zeros((1 + POSITIONS, min(last, len(inputs)) + 1), np.float32)
        mask[0, 0] = 1
        for row in range(POSITIONS):
            mask[1 + row, 1 + first + row :] = BLOCKED
        feeds = {
            "tokens": np.pad(inputs[first:last], (0, missing)),
            "targets": np.pad(targets[first:last], (0, missing)),
            "labels": np.pad(labels[first:last], ((0, missing), (0, 0))),
            "t0": np.array([first]),
            "mask": mask,
            "keys": np.pad(keys[..., :last], ((0, 0), (0, 0), (0, 0), (1, 0))),
            "values": np.pad(values[:, :, :last], ((0, 0), (0, 0), (1, 0), (0, 0))),
        }
        losses, label_losses = self.tree.run(["losses", "label_losses"], feeds)
        return losses, label_losses.mean(axis=1)


def draw_labels(logprobs: np.ndarray, count: int) -> np.ndarray:
    """Systematic samples `[T, count]` of the distributions `logprobs [T, V]`.

    One draw from each of `count` equal strata of the distribution function: unbiased like
    independent draws, with much less variance. The offset within a stratum follows the token's
    number, so that the same text always gives the same labels.
    """
    offsets = (np.arange(1, len(logprobs) + 1) * _GOLDEN_RATIO) % 1
    at = (np.arange(count) + offsets[:, None]) / count
    reached = np.exp(logprobs.astype(np.float64)).cumsum(axis=1)
    # The last entry would be 1 but for rounding.
    rows = [np.searchsorted(row[:-1], u, side="right") for row, u in zip(reached, at, strict=True)]
    return np.stack(rows).astype(np.int64)


def route_choices(layers: int) -> torch.Tensor:
    """Whether each column of a table takes big at each layer: bool `[2^L, L]`."""
    return all_routes(MODULES, layers) == BIG


def open_graph(graph: Path | bytes) -> onnxruntime.InferenceSession:
    """A graph's file, or the graph itself, serialized."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
