"""Whether the oracle could screen routes with an int8 head and decide between the best in fp32.

`python -m duo_training.int8_study --bundle DIR [--text FILE ...]` prints, as JSON, how far int8
losses over small and big are off and what that does to the product's answers; how often the best
routes by int8 hold the best of all; and what screening and deciding take. Without texts it reads
the quick part of the held-out sample.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from tokenizers import Tokenizer

from .evaluate import HELD_OUT
from .export.bundle import MANIFEST_FILE, ROUTES_FILE
from .heldout import FOLDER, QUICK_DOCUMENTS, QUICK_TOKENS, load
from .int8_oracle import int8_oracle
from .oracle import MODULES, POSITIONS, TREE, Oracle, open_graph, route_choices
from .routing import BIG, all_routes

# Routes of each budget, the best by int8, between which fp32 decides.
CANDIDATES = (1, 2, 4, 8, 16)
# Rows of one run of the routes graph, its fastest size; and runs that are timed with every text.
ROWS, RUNS = 512, 4
# As in the product, src/core/measures.ts; nats.
EASY_BELOW, HELPS_FROM, TOLERANCE = 1.0, 0.5, 0.05


class Turns:
    """Stands in for an oracle's tree: every graph runs each block in turn, and is timed.

    Its outputs are those of the graphs, stacked on a last axis.
    """

    def __init__(self, sessions: list[onnxruntime.InferenceSession]) -> None:
        self.sessions = sessions
        self.seconds: list[list[float]] = []
        """Of every block, one entry for each graph."""

    def run(self, names: list[str], feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
        outputs, seconds = [], []
        for session in self.sessions:
            began = time.perf_counter()
            outputs.append(session.run(names, feeds))
            seconds.append(time.perf_counter() - began)
        self.seconds.append(seconds)
        return [np.stack(output, axis=-1) for output in zip(*outputs, strict=True)]


def routes_by_budget(table: np.ndarray) -> list[np.ndarray]:
    """The columns of each budget in a table `[tokens, 2^L]`."""
    budgets = route_choices(table.shape[1].bit_length() - 1).sum(dim=-1).numpy()
    return [np.flatnonzero(budgets == budget) for budget in range(budgets.max() + 1)]


def best(table: np.ndarray, chosen_by: np.ndarray) -> np.ndarray:
    """Losses in `table` of each budget's best route by the other table: `[tokens, budgets]`."""
    rows = np.arange(len(table))
    return np.stack(
        [table[rows, some[chosen_by[:, some].argmin(axis=1)]] for some in routes_by_budget(table)],
        axis=1,
    )


def decided(exact: np.ndarray, screened: np.ndarray, candidates: int) -> np.ndarray:
    """The exact losses of every budget's best by the screened ones; of other routes infinity."""
    table = np.full_like(exact, np.inf)
    for some in routes_by_budget(exact):
        routes = some[screened[:, some].argsort(axis=1)[:, :candidates]]
        np.put_along_axis(table, routes, np.take_along_axis(exact, routes, axis=1), axis=1)
    return table


def spread(errors: np.ndarray) -> dict[str, float]:
    sizes = np.abs(errors)
    return {
        "mean": float(sizes.mean()),
        "rms": float(np.sqrt(np.square(sizes).mean())),
        "99%": float(np.percentile(sizes, 99)),
        "max": float(sizes.max()),
    }


def answers(table: np.ndarray) -> dict[str, np.ndarray]:
    """Of every token: difficulty, kind (0 easy, 1 compute helps, 2 uncertain), needed budget."""
    oracle, surprise = best(table, table), table[:, 0]
    difficulty = surprise - oracle.min(axis=1)
    kind = np.where(difficulty >= HELPS_FROM, 1, 2)
    needed = (oracle <= oracle.min(axis=1, keepdims=True) + TOLERANCE).argmax(axis=1)
    return {
        "difficulty": difficulty,
        "kind": np.where(surprise < EASY_BELOW, 0, kind),
        "neededBudget": needed,
    }


def answers_changed(exact: np.ndarray, table: np.ndarray) -> dict[str, Any]:
    right, found = answers(exact), answers(table)
    return {
        "difficulty": spread(found["difficulty"] - right["difficulty"]),
        **{name: float((found[name] != right[name]).mean()) for name in ("kind", "neededBudget")},
    }


def means(table: np.ndarray, expected: np.ndarray) -> dict[str, np.ndarray]:
    """The curves of mean losses over the budgets."""
    mean = table.mean(axis=0, keepdims=True)
    return {
        "oracle": best(table, table).mean(axis=0),
        "withoutTheAnswer": best(table, expected).mean(axis=0),
        "fixed": best(mean, mean)[0],
        "random": np.array([mean[0, some].mean() for some in routes_by_budget(table)]),
    }


def screening(exact: np.ndarray, screened: np.ndarray, candidates: int) -> dict[str, Any]:
    """What is missed when fp32 decides; budgets of a single route have nothing to miss."""
    table = decided(exact, screened, candidates)
    missed = (best(table, table) - best(exact, exact))[:, 1:-1]
    return {
        "routes": int(np.isfinite(table[0]).sum()),
        "found": float((missed == 0).mean()),
        "foundByBudget": (missed == 0).mean(axis=0).tolist(),
        "missed": spread(missed),
        "answersChanged": answers_changed(exact, table),
    }


def time_rows(rows: Turns, oracle: Oracle, inputs: np.ndarray, targets: np.ndarray) -> None:
    """Runs the routes graph for any routes of a text's last tokens."""
    routes = np.full((1, len(inputs), oracle.layers), BIG)
    feeds = {"input_ids": inputs[None], "routes": routes, "router": np.array([0])}
    keys, values = oracle.forward.run(["keys", "values"], feeds)
    positions = len(inputs) - 1 - np.arange(ROWS) % min(POSITIONS, len(inputs))
    every = all_routes(MODULES, oracle.layers).numpy()
    feeds = {
        "tokens": inputs[positions],
        "targets": targets[positions],
        "labels": np.zeros((ROWS, 0), np.int64),
        "positions": positions,
        "routes": every[np.random.default_rng(0).integers(len(every), size=ROWS)],
        "keys": np.pad(keys, ((0, 0), (0, 0), (0, 0), (1, 0))),
        "values": np.pad(values, ((0, 0), (0, 0), (1, 0), (0, 0))),
    }
    for _ in range(RUNS):
        rows.run(["losses"], feeds)


def study(bundle: Path, texts: list[str], tokens: int) -> dict[str, Any]:
    """The report on these texts, of each the first `tokens`."""
    manifest = json.loads((bundle / MANIFEST_FILE).read_text(encoding="utf-8"))
    tokenizer = Tokenizer.from_file(str(bundle / "tokenizer.json"))
    oracle = Oracle(bundle, manifest["dimensions"]["layers"])
    graph = onnx.load(bundle / TREE.file)
    variants = [int8_oracle(graph, candidates) for candidates in (0, *CANDIDATES)]
    sessions = [open_graph(variant.SerializeToString()) for variant in variants]
    turns = oracle.tree = Turns([oracle.tree, *sessions])
    rows = Turns([open_graph(bundle / ROUTES_FILE)])
    tables = []
    for text in texts:
        targets = np.array(tokenizer.encode(text, add_special_tokens=False).ids[:tokens])
        inputs = np.concatenate(([manifest["bos"]], targets[:-1]))
        tables.append(oracle.tables(inputs, targets))
        time_rows(rows, oracle, inputs, targets)
    losses, expected = (np.concatenate(part) for part in zip(*tables, strict=True))
    exact, int8 = losses[..., 0], losses[..., 1]
    int8_means = means(int8, expected[..., 1])
    exact_time, int8_time, *graph_times = np.median(turns.seconds, axis=0) / POSITIONS
    row_time = float(np.median(rows.seconds)) / ROWS
    decisions = {}
    for candidates, graph_time in zip(CANDIDATES, graph_times, strict=True):
        found = screening(exact, int8, candidates)
        by_rows = int8_time + found["routes"] * row_time
        speed = {"inTheGraph": exact_time / graph_time, "byTheRoutesGraph": exact_time / by_rows}
        decisions[candidates] = {**found, "timesAsFast": speed}
    return {
        "tokens": len(exact),
        "losses": spread(int8 - exact),
        "means": {
            name: {"exact": mean.tolist(), "int8": int8_means[name].tolist()}
            for name, mean in means(exact, expected[..., 0]).items()
        },
        "answersChanged": answers_changed(exact, int8),
        "decided": decisions,
        "tokensPerSecond": {"exact": 1 / exact_time, "int8": 1 / int8_time},
        "rowsPerSecond": 1 / row_time,
        "timesAsFast": exact_time / int8_time,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--text", type=Path, nargs="+", help="files instead of the sample")
    parser.add_argument("--tokens", type=int, default=QUICK_TOKENS, help="of each text, at most")
    options = parser.parse_args()
    sample = [load(FOLDER, name)[:QUICK_DOCUMENTS] for name in HELD_OUT]
    texts = [document.text for documents in sample for document in documents]
    if options.text:
        texts = [path.read_text(encoding="utf-8") for path in options.text]
    print(json.dumps(study(options.bundle, texts, options.tokens), indent=2))


if __name__ == "__main__":
    main()
