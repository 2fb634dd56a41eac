"""The routes graph: any rows of a predictor and a route, against PyTorch and the oracle graphs."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import Tiny
from oracle_session import forward_feeds, open_graph, oracle_feeds, routes_feeds, run_named
from torch import Tensor

from duo_training.config import ModelConfig
from duo_training.export.bundle import ROUTES_FILE
from duo_training.export.oracle_graphs import OracleGraph, oracle_graphs
from duo_training.fixtures import DEEP, TINY
from duo_training.model import DuoLM
from duo_training.reference import big_context_losses, label_losses, losses_at
from duo_training.routing import BIG, MODULES, all_routes, constant_routes, random_routes

TOLERANCE = 1e-4
SHARES = (0.3, 0.3, 0.4)


def context(bundle: Path, tokens: Tensor, routes: Tensor) -> tuple[np.ndarray, np.ndarray]:
    outputs = run_named(open_graph(bundle / "forward.onnx"), forward_feeds(tokens, routes))
    return outputs["keys"], outputs["values"]


def big_context(bundle: Path, model: DuoLM, tokens: Tensor) -> tuple[np.ndarray, np.ndarray]:
    return context(bundle, tokens, constant_routes((len(tokens), model.config.layers), BIG))


def pairs(tokens: Tensor, layers: int, count: int, seed: int) -> tuple[np.ndarray, Tensor]:
    """Predictors in no order, some more than once, and a route for each."""
    generator = torch.Generator().manual_seed(seed)
    rows = torch.randint(len(tokens) - 1, (count,), generator=generator)
    return rows.numpy(), random_routes((count, layers), SHARES, generator)


@pytest.mark.parametrize("count", [1, 7, 50])
@pytest.mark.parametrize("padding", [0, 5])
def test_rows_of_any_predictors_and_routes(
    duo: Tiny, tokens: Tensor, count: int, padding: int
) -> None:
    session = open_graph(duo.bundle / ROUTES_FILE)
    rows, routes = pairs(tokens, duo.model.config.layers, count, count)
    kept = big_context(duo.bundle, duo.model, tokens)
    losses = run_named(session, routes_feeds(tokens, rows, routes, *kept, padding))["losses"]
    assert losses.shape == (count,)
    for loss, row, route in zip(losses, rows, routes, strict=True):
        expected = big_context_losses(duo.model, tokens, row, route[None])
        np.testing.assert_allclose(loss, expected[0], atol=TOLERANCE)


def test_earlier_positions_may_have_taken_any_routes(duo: Tiny, tokens: Tensor) -> None:
    layers = duo.model.config.layers
    earlier = random_routes((len(tokens), layers), SHARES, torch.Generator().manual_seed(1))
    session = open_graph(duo.bundle / ROUTES_FILE)
    rows, routes = pairs(tokens, layers, 20, 2)
    feeds = routes_feeds(tokens, rows, routes, *context(duo.bundle, tokens, earlier))
    for loss, row, route in zip(run_named(session, feeds)["losses"], rows, routes, strict=True):
        expected = losses_at(duo.model, tokens, row, earlier[:row], route[None])
        np.testing.assert_allclose(loss, expected[0], atol=TOLERANCE)


@pytest.mark.parametrize("module", [0, 1, 2])
def test_a_layer_that_no_row_takes_otherwise(duo: Tiny, tokens: Tensor, module: int) -> None:
    """FFNs run for the rows that take them: here one of them for all rows, or for none."""
    rows = np.arange(len(tokens) - 1)
    routes = constant_routes((len(rows), duo.model.config.layers), module)
    kept = big_context(duo.bundle, duo.model, tokens)
    session = open_graph(duo.bundle / ROUTES_FILE)
    losses = run_named(session, routes_feeds(tokens, rows, routes, *kept))["losses"]
    expected = [big_context_losses(duo.model, tokens, row, routes[:1])[0] for row in rows]
    np.testing.assert_allclose(losses, expected, atol=TOLERANCE)


@pytest.mark.parametrize("count", [1, 3])
def test_losses_of_further_labels(duo: Tiny, tokens: Tensor, count: int) -> None:
    rows, routes = pairs(tokens, duo.model.config.layers, 12, 5)
    labels = (torch.arange(12 * count).view(12, count) + 40).numpy()
    kept = big_context(duo.bundle, duo.model, tokens)
    session = open_graph(duo.bundle / ROUTES_FILE)
    outputs = run_named(session, routes_feeds(tokens, rows, routes, *kept, labels=labels))
    assert outputs["label_losses"].shape == (12, count)
    for at, (row, route) in enumerate(zip(rows, routes, strict=True)):
        for column in range(count):
            label = torch.tensor(labels[at, column])
            expected = label_losses(duo.model, tokens, row, route[None], label)
            actual = outputs["label_losses"][at, column]
            np.testing.assert_allclose(actual, expected[0], atol=TOLERANCE)


@pytest.fixture(scope="module")
def deep_tokens() -> Tensor:
    ids = torch.randint(1, DEEP.vocabulary, (20,), generator=torch.Generator().manual_seed(4))
    ids[0] = DEEP.bos
    return ids


@pytest.mark.parametrize("modules", [("small", "big"), ("skip", "big")])
def test_agrees_with_an_oracle_graph_on_many_layers(
    tiny: Tiny, deep_tokens: Tensor, modules: tuple[str, ...]
) -> None:
    bundle, position = tiny.folder / "deep-duo", 11
    routes = constant_routes((len(deep_tokens), DEEP.layers), BIG)
    kept = context(bundle, deep_tokens, routes)
    oracle = open_graph(bundle / OracleGraph(modules, 1).file)
    expected = run_named(oracle, oracle_feeds(deep_tokens, position, 1, *kept))["losses"][0]
    routes = all_routes(modules, DEEP.layers)
    rows = np.full(len(routes), position)
    session = open_graph(bundle / ROUTES_FILE)
    losses = run_named(session, routes_feeds(deep_tokens, rows, routes, *kept))["losses"]
    np.testing.assert_allclose(losses, expected, atol=TOLERANCE)


def test_routes_that_cannot_be_enumerated_have_no_oracle_graph(tiny: Tiny) -> None:
    manifest = json.loads((tiny.folder / "deep-duo" / "duo.json").read_text(encoding="utf-8"))
    lists = {tuple(oracle["modules"]) for oracle in manifest["graphs"]["oracles"]}
    assert lists == {("small", "big"), ("skip", "big")}
    assert manifest["graphs"]["routes"] == {"file": ROUTES_FILE}


@pytest.mark.parametrize(
    ("layers", "block", "for_gpu"), [(3, 8, 16), (8, 8, 16), (10, 4, 8), (12, 1, 2)]
)
def test_blocks_are_smaller_where_there_are_more_routes(
    layers: int, block: int, for_gpu: int
) -> None:
    graphs = [graph for graph in oracle_graphs(of(layers)) if len(graph.modules) == 2]
    assert {graph.positions for graph in graphs if graph.device == "cpu"} == {1, block}
    assert {graph.positions for graph in graphs if graph.device == "gpu"} == {for_gpu}


@pytest.mark.parametrize(("layers", "lists"), [(8, 3), (9, 2), (12, 2), (13, 0)])
def test_lists_of_too_many_routes_have_no_oracle_graph(layers: int, lists: int) -> None:
    named = [graph.modules for graph in oracle_graphs(of(layers))]
    assert len(set(named)) == lists
    assert all(len(modules) < len(MODULES) for modules in named) == (lists < 3)


def of(layers: int) -> ModelConfig:
    return replace(TINY, layers=layers)
