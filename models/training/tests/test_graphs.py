"""Every graph of a bundle computes what PyTorch computes."""

import math
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from conftest import Tiny
from oracle_session import forward_feeds, open_graph, oracle_feeds, run_named
from torch import Tensor

from duo_training.export.bundle import write_bundle
from duo_training.export.oracle_graphs import OracleGraph, oracle_graphs
from duo_training.fixtures import TINY
from duo_training.reference import (
    big_context_losses,
    label_losses,
    run,
    run_router,
    self_context_run,
)
from duo_training.routing import BIG, ROUTER, SMALL, all_routes, constant_routes, random_routes

TOLERANCE = 1e-4
ORACLES = oracle_graphs(TINY)
NAMES = [oracle.file for oracle in ORACLES]


def forward(duo: Tiny, tokens: Tensor, routes: Tensor, router: int = 0) -> dict[str, np.ndarray]:
    session = open_graph(duo.bundle / "forward.onnx")
    return run_named(session, forward_feeds(tokens, routes, router))


@pytest.mark.parametrize("length", [1, 2, 32])
def test_forward_follows_routes(duo: Tiny, tokens: Tensor, length: int) -> None:
    shape = (length, duo.model.config.layers)
    routes = random_routes(shape, (0.3, 0.3, 0.4), torch.Generator().manual_seed(1))
    losses, _ = run(duo.model, tokens[:length], routes)
    outputs = forward(duo, tokens[:length], routes)
    np.testing.assert_allclose(outputs["loss"][0], losses, atol=TOLERANCE)
    np.testing.assert_array_equal(outputs["routes_taken"][0], routes)
    assert outputs["loss"][0, -1] == 0


@pytest.mark.parametrize("router", [0, 1])
def test_forward_lets_the_router_decide_where_asked(duo: Tiny, tokens: Tensor, router: int) -> None:
    routes = constant_routes((len(tokens), duo.model.config.layers), BIG)
    routes[::2] = ROUTER
    decide = duo.routers[router].decide
    losses, taken = run(duo.model, tokens, routes, decide)
    outputs = forward(duo, tokens, routes, router)
    np.testing.assert_array_equal(outputs["routes_taken"][0], taken)
    np.testing.assert_allclose(outputs["loss"][0], losses, atol=TOLERANCE)
    assert (taken[1::2] == BIG).all()
    assert (taken != routes).any()


def test_without_a_router_what_is_left_open_is_big(
    duo: Tiny, tokens: Tensor, tmp_path: Path
) -> None:
    bundle = tmp_path / "routerless"
    write_bundle(bundle, duo.model, [], duo.bundle / "tokenizer.json", {})
    session = open_graph(bundle / "forward.onnx")
    routes = constant_routes((len(tokens), duo.model.config.layers), ROUTER)
    routes[::3] = SMALL
    outputs = run_named(session, forward_feeds(tokens, routes, 0))
    routes[routes == ROUTER] = BIG
    losses, _ = run(duo.model, tokens, routes)
    np.testing.assert_array_equal(outputs["routes_taken"][0], routes)
    np.testing.assert_allclose(outputs["loss"][0], losses, atol=TOLERANCE)


@pytest.mark.parametrize("router", [0, 1])
@pytest.mark.parametrize("forced", [0, 1, -1])
def test_forward_lets_the_router_decide_beside_forced_layers(
    duo: Tiny, tokens: Tensor, router: int, forced: int
) -> None:
    routes = constant_routes((len(tokens), duo.model.config.layers), ROUTER)
    routes[:, forced] = SMALL
    losses, taken = run(duo.model, tokens, routes, duo.routers[router].decide)
    outputs = forward(duo, tokens, routes, router)
    np.testing.assert_array_equal(outputs["routes_taken"][0], taken)
    np.testing.assert_allclose(outputs["loss"][0], losses, atol=TOLERANCE)
    assert (taken[:, forced] == SMALL).all()


def test_routers_of_a_bundle_differ(duo: Tiny, tokens: Tensor) -> None:
    two, three = (run_router(duo.model, tokens, router.decide)[1] for router in duo.routers)
    assert set(two.unique().tolist()) == {1, 2}
    assert set(three.unique().tolist()) == {0, 1, 2}


def test_forward_gives_the_likeliest_tokens(duo: Tiny, tokens: Tensor) -> None:
    routes = constant_routes((len(tokens), duo.model.config.layers), BIG)
    hidden, _ = duo.model(tokens[None], routes[None])
    expected = duo.model.logits(hidden).log_softmax(dim=-1).topk(5)
    outputs = forward(duo, tokens, routes)
    np.testing.assert_allclose(outputs["top_logprobs"], expected.values, atol=TOLERANCE)
    np.testing.assert_array_equal(outputs["top_ids"], expected.indices)


def test_forward_gives_the_whole_distribution(duo: Tiny, tokens: Tensor) -> None:
    routes = constant_routes((len(tokens), duo.model.config.layers), BIG)
    hidden, _ = duo.model(tokens[None], routes[None])
    expected = duo.model.logits(hidden).log_softmax(dim=-1)
    outputs = forward(duo, tokens, routes)
    np.testing.assert_allclose(outputs["logprobs"], expected, atol=TOLERANCE)


def test_forward_uses_plain_onnx_only(duo: Tiny) -> None:
    graph = onnx.load(duo.bundle / "forward.onnx")
    assert [(opset.domain, opset.version) for opset in graph.opset_import] == [("", 21)]
    onnx.checker.check_model(duo.bundle / "forward.onnx", full_check=True)


@pytest.mark.parametrize("oracle", ORACLES, ids=NAMES)
def test_oracle_gives_every_route_of_every_position(
    duo: Tiny, tokens: Tensor, oracle: OracleGraph
) -> None:
    modules, positions = oracle.modules, oracle.positions
    layers = duo.model.config.layers
    context = forward(duo, tokens, constant_routes((len(tokens), layers), BIG))
    session = open_graph(duo.bundle / oracle.file)
    routes = all_routes(modules, layers)
    for first in range(0, len(tokens) - 1, positions):
        feeds = oracle_feeds(tokens, first, positions, context["keys"], context["values"])
        losses = run_named(session, feeds)["losses"]
        assert losses.shape == (positions, len(routes))
        for row, position in enumerate(range(first, min(first + positions, len(tokens) - 1))):
            expected = big_context_losses(duo.model, tokens, position, routes)
            np.testing.assert_allclose(losses[row], expected, atol=TOLERANCE)


@pytest.mark.parametrize("oracle", ORACLES, ids=NAMES)
@pytest.mark.parametrize("count", [1, 3])
def test_oracle_gives_the_losses_of_further_labels(
    duo: Tiny, tokens: Tensor, oracle: OracleGraph, count: int
) -> None:
    modules, positions = oracle.modules, oracle.positions
    layers, first = duo.model.config.layers, 8
    context = forward(duo, tokens, constant_routes((len(tokens), layers), BIG))
    session = open_graph(duo.bundle / oracle.file)
    routes = all_routes(modules, layers)
    labels = torch.arange(positions * count).view(positions, count) + 40
    block = (first, positions, context["keys"], context["values"])
    outputs = run_named(session, oracle_feeds(tokens, *block, labels=labels.numpy()))
    assert outputs["label_losses"].shape == (positions, count, len(routes))
    for row in range(positions):
        for column in range(count):
            args = (duo.model, tokens, first + row, routes, labels[row, column])
            actual = outputs["label_losses"][row, column]
            np.testing.assert_allclose(actual, label_losses(*args), atol=TOLERANCE)
    plain = run_named(session, oracle_feeds(tokens, *block))["losses"]
    np.testing.assert_array_equal(outputs["losses"], plain)


def test_routes_of_a_tiny_duo_differ_clearly(duo: Tiny, tokens: Tensor) -> None:
    """Or the comparisons above would not notice swapped routes."""
    routes = all_routes(("skip", "small", "big"), duo.model.config.layers)
    losses = big_context_losses(duo.model, tokens, 5, routes).sort().values
    assert (losses[1:] - losses[:-1]).min() > TOLERANCE


@pytest.mark.parametrize("oracle", ORACLES, ids=NAMES)
def test_padding_changes_nothing(duo: Tiny, tokens: Tensor, oracle: OracleGraph) -> None:
    positions = oracle.positions
    layers = duo.model.config.layers
    context = forward(duo, tokens[:20], constant_routes((20, layers), BIG))
    session = open_graph(duo.bundle / oracle.file)
    losses = [
        run_named(session, oracle_feeds(tokens, 4, positions, *kept, padding))["losses"]
        for padding in (0, 19)
        for kept in [(context["keys"], context["values"])]
    ]
    np.testing.assert_allclose(losses[0], losses[1], atol=TOLERANCE)


@pytest.mark.parametrize("modules", [oracle.modules for oracle in ORACLES if oracle.positions == 1])
@pytest.mark.parametrize("budget", [1, 2])
def test_step_graphs_go_on_from_the_chosen_node(
    duo: Tiny, tokens: Tensor, modules: tuple[str, ...], budget: int
) -> None:
    """A left-to-right run on the keys and values that the graph gives."""
    config, tokens = duo.model.config, tokens[:12]
    session = open_graph(duo.bundle / OracleGraph(modules, 1).file)
    routes = all_routes(modules, config.layers)
    allowed = ((routes == BIG).sum(dim=-1) == budget).nonzero().squeeze(-1).numpy()
    attentions, heads, head_width = config.attentions, config.key_value_heads, config.head_width
    keys = np.zeros((attentions, heads, head_width, 0), np.float32)
    values = np.zeros((attentions, heads, 0, head_width), np.float32)
    chosen, best = [], []
    for position in range(len(tokens) - 1):
        outputs = run_named(session, oracle_feeds(tokens, position, 1, keys, values))
        route = allowed[outputs["losses"][0, allowed].argmin()]
        chosen.append(routes[route])
        best.append(outputs["losses"][0, route])
        choices = [math.ceil(index / config.stages) for index in range(attentions)]
        nodes = [route % len(modules) ** count for count in choices]
        key = np.stack([outputs[f"node_keys_{at}"][node] for at, node in enumerate(nodes)])
        value = np.stack([outputs[f"node_values_{at}"][node] for at, node in enumerate(nodes)])
        keys = np.concatenate((keys, key[..., None]), axis=3)
        values = np.concatenate((values, value[:, :, None]), axis=2)
    expected_routes, expected, _ = self_context_run(duo.model, tokens, modules, budget)
    np.testing.assert_array_equal(torch.stack(chosen), expected_routes)
    np.testing.assert_allclose(best, expected, atol=TOLERANCE)
