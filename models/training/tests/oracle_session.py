"""Runs oracle and routes graphs as a user of a bundle has to: mask, self slot, padding."""

from pathlib import Path

import numpy as np
import onnxruntime
from torch import Tensor

BLOCKED = -1e9


def open_graph(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def run_named(session: onnxruntime.InferenceSession, feeds: dict) -> dict[str, np.ndarray]:
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feeds), strict=True))


def forward_feeds(
    tokens: Tensor | np.ndarray, routes: Tensor | np.ndarray, router: int = 0
) -> dict[str, np.ndarray]:
    return {
        "input_ids": np.asarray(tokens)[None],
        "routes": np.asarray(routes)[None],
        "router": np.array([router]),
    }


def with_self_slot(context: np.ndarray, axis: int, padding: int) -> np.ndarray:
    """A zero column before the context's columns, and garbage columns behind them."""
    before, behind = list(context.shape), list(context.shape)
    before[axis], behind[axis] = 1, padding
    empty = np.zeros(before, np.float32)
    return np.concatenate((empty, context, np.full(behind, 7.0, np.float32)), axis)


def oracle_feeds(
    tokens: Tensor | np.ndarray,
    first: int,
    positions: int,
    keys: np.ndarray,
    values: np.ndarray,
    padding: int = 3,
    labels: np.ndarray | None = None,
) -> dict[str, np.ndarray]:
    """Feeds for the block of predictors `first ..`; `keys` and `values` hold the context's columns.

    Where the sequence ends, BOS stands in. `labels [positions, S]`: none are needed by default.
    """
    ids = np.pad(np.asarray(tokens), (0, positions + 1))
    columns = 1 + keys.shape[-1] + padding
    mask = np.zeros((1 + positions, columns), np.float32)
    mask[0, 0] = 1
    for row in range(positions):
        mask[1 + row, 1 + first + row :] = BLOCKED
    return {
        "tokens": ids[first : first + positions],
        "targets": ids[first + 1 : first + 1 + positions],
        "labels": np.zeros((positions, 1), np.int64) if labels is None else labels,
        "t0": np.array([first]),
        "mask": mask,
        "keys": with_self_slot(keys, 3, padding),
        "values": with_self_slot(values, 2, padding),
    }


def routes_feeds(
    tokens: Tensor | np.ndarray,
    rows: np.ndarray,
    routes: Tensor | np.ndarray,
    keys: np.ndarray,
    values: np.ndarray,
    padding: int = 3,
    labels: np.ndarray | None = None,
) -> dict[str, np.ndarray]:
    """Feeds for the predictors at `rows [N]`, row n taking `routes[n]`, of `[N, L]`.

    `labels [N, S]`: none are needed by default.
    """
    ids = np.asarray(tokens)
    return {
        "tokens": ids[rows],
        "targets": ids[rows + 1],
        "labels": np.zeros((len(rows), 1), np.int64) if labels is None else labels,
        "positions": rows,
        "routes": np.asarray(routes),
        "keys": with_self_slot(keys, 3, padding),
        "values": with_self_slot(values, 2, padding),
    }
