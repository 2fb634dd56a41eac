"""Every graph of a bundle computes what PyTorch computes."""

import numpy as np
import onnx
import pytest
import torch
from conftest import Tiny
from oracle_session import forward_feeds, open_graph, oracle_feeds, run_named
from torch import Tensor

from duo_training.export.bundle import oracle_file, oracle_graphs
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
ORACLES = oracle_graphs(TINY.layers)


def forward(tiny: Tiny, tokens: Tensor, routes: Tensor, router: int = 0) -> dict[str, np.ndarray]:
    session = open_graph(tiny.bundle / "forward.onnx")
    return run_named(session, forward_feeds(tokens, routes, router))


@pytest.mark.parametrize("length", [1, 2, 32])
def test_forward_follows_routes(tiny: Tiny, tokens: Tensor, length: int) -> None:
    shape = (length, tiny.model.config.layers)
    routes = random_routes(shape, (0.3, 0.3, 0.4), torch.Generator().manual_seed(1))
    losses, _ = run(tiny.model, tokens[:length], routes)
    outputs = forward(tiny, tokens[:length], routes)
    np.testing.assert_allclose(outputs["loss"][0], losses, atol=TOLERANCE)
    np.testing.assert_array_equal(outputs["routes_taken"][0], routes)
    assert outputs["loss"][0, -1] == 0


@pytest.mark.parametrize("router", [0, 1])
def test_forward_lets_the_router_decide_where_asked(
    tiny: Tiny, tokens: Tensor, router: int
) -> None:
    routes = constant_routes((len(tokens), tiny.model.config.layers), BIG)
    routes[::2] = ROUTER
    decide = tiny.routers[router].decide
    losses, taken = run(tiny.model, tokens, routes, decide)
    outputs = forward(tiny, tokens, routes, router)
    np.testing.assert_array_equal(outputs["routes_taken"][0], taken)
    np.testing.assert_allclose(outputs["loss"][0], losses, atol=TOLERANCE)
    assert (taken[1::2] == BIG).all()
    assert (taken != routes).any()


@pytest.mark.parametrize("router", [0, 1])
@pytest.mark.parametrize("forced", [0, 1, 2])
def test_forward_lets_the_router_decide_beside_forced_layers(
    tiny: Tiny, tokens: Tensor, router: int, forced: int
) -> None:
    routes = constant_routes((len(tokens), tiny.model.config.layers), ROUTER)
    routes[:, forced] = SMALL
    losses, taken = run(tiny.model, tokens, routes, tiny.routers[router].decide)
    outputs = forward(tiny, tokens, routes, router)
    np.testing.assert_array_equal(outputs["routes_taken"][0], taken)
    np.testing.assert_allclose(outputs["loss"][0], losses, atol=TOLERANCE)
    assert (taken[:, forced] == SMALL).all()


def test_routers_of_a_bundle_differ(tiny: Tiny, tokens: Tensor) -> None:
    two, three = (run_router(tiny.model, tokens, router.decide)[1] for router in tiny.routers)
    assert set(two.unique().tolist()) == {1, 2}
    assert set(three.unique().tolist()) == {0, 1, 2}


def test_forward_gives_the_likeliest_tokens(tiny: Tiny, tokens: Tensor) -> None:
    routes = constant_routes((len(tokens), tiny.model.config.layers), BIG)
    hidden, _ = tiny.model(tokens[None], routes[None])
    expected = tiny.model.logits(hidden).log_softmax(dim=-1).topk(5)
    outputs = forward(tiny, tokens, routes)
    np.testing.assert_allclose(outputs["top_logprobs"], expected.values, atol=TOLERANCE)
    np.testing.assert_array_equal(outputs["top_ids"], expected.indices)


def test_forward_gives_the_whole_distribution(tiny: Tiny, tokens: Tensor) -> None:
    routes = constant_routes((len(tokens), tiny.model.config.layers), BIG)
    hidden, _ = tiny.model(tokens[None], routes[None])
    expected = tiny.model.logits(hidden).log_softmax(dim=-1)
    outputs = forward(tiny, tokens, routes)
    np.testing.assert_allclose(outputs["logprobs"], expected, atol=TOLERANCE)


def test_forward_uses_plain_onnx_only(tiny: Tiny) -> None:
    graph = onnx.load(tiny.bundle / "forward.onnx")
    assert [(opset.domain, opset.version) for opset in graph.opset_import] == [("", 21)]
    onnx.checker.check_model(tiny.bundle / "forward.onnx", full_check=True)


@pytest.mark.parametrize(("modules", "positions"), ORACLES)
def test_oracle_gives_every_route_of_every_position(
    tiny: Tiny, tokens: Tensor, modules: tuple[str, ...], positions: int
) -> None:
    layers = tiny.model.config.layers
    context = forward(tiny, tokens, constant_routes((len(tokens), layers), BIG))
    session = open_graph(tiny.bundle / oracle_file(modules, positions))
    routes = all_routes(modules, layers)
    for first in range(0, len(tokens) - 1, positions):
        feeds = oracle_feeds(tokens, first, positions, context["keys"], context["values"])
        losses = run_named(session, feeds)["losses"]
        assert losses.shape == (positions, len(routes))
        for row, position in enumerate(range(first, min(first + positions, len(tokens) - 1))):
            expected = big_context_losses(tiny.model, tokens, position, routes)
            np.testing.assert_allclose(losses[row], expected, atol=TOLERANCE)


@pytest.mark.parametrize(("modules", "positions"), ORACLES)
@pytest.mark.parametrize("count", [1, 3])
def test_oracle_gives_the_losses_of_further_labels(
    tiny: Tiny, tokens: Tensor, modules: tuple[str, ...], positions: int, count: int
) -> None:
    layers, first = tiny.model.config.layers, 8
    context = forward(tiny, tokens, constant_routes((len(tokens), layers), BIG))
    session = open_graph(tiny.bundle / oracle_file(modules, positions))
    routes = all_routes(modules, layers)
    labels = torch.arange(positions * count).view(positions, count) + 40
    block = (first, positions, context["keys"], context["values"])
    outputs = run_named(session, oracle_feeds(tokens, *block, labels=labels.numpy()))
    assert outputs["label_losses"].shape == (positions, count, len(routes))
    for row in range(positions):
        for column in range(count):
            args = (tiny.model, tokens, first + row, routes, labels[row, column])
            actual = outputs["label_losses"][row, column]
            np.testing.assert_allclose(actual, label_losses(*args), atol=TOLERANCE)
    plain = run_named(session, oracle_feeds(tokens, *block))["losses"]
    np.testing.assert_array_equal(outputs["losses"], plain)


def test_routes_of_the_tiny_duo_differ_clearly(tiny: Tiny, tokens: Tensor) -> None:
    """Or the comparisons above would not notice swapped routes."""
    routes = all_routes(("skip", "small", "big"), tiny.model.config.layers)
    losses = big_context_losses(tiny.model, tokens, 9, routes).sort().values
    assert (losses[1:] - losses[:-1]).min() > TOLERANCE


@pytest.mark.parametrize(("modules", "positions"), ORACLES)
def test_padding_changes_nothing(
    tiny: Tiny, tokens: Tensor, modules: tuple[str, ...], positions: int
) -> None:
    layers = tiny.model.config.layers
    context = forward(tiny, tokens[:13], constant_routes((13, layers), BIG))
    session = open_graph(tiny.bundle / oracle_file(modules, positions))
    losses = [
        run_named(session, oracle_feeds(tokens, 4, positions, *kept, padding))["losses"]
        for padding in (0, 19)
        for kept in [(context["keys"], context["values"])]
    ]
    np.testing.assert_allclose(losses[0], losses[1], atol=TOLERANCE)


@pytest.mark.parametrize("modules", [modules for modules, positions in ORACLES if positions == 1])
@pytest.mark.parametrize("budget", [1, 2])
def test_step_graphs_go_on_from_the_chosen_node(
    tiny: Tiny, tokens: Tensor, modules: tuple[str, ...], budget: int
) -> None:
    """A left-to-right run on the keys and values that the graph gives."""
    config, tokens = tiny.model.config, tokens[:12]
    session = open_graph(tiny.bundle / oracle_file(modules, 1))
    routes = all_routes(modules, config.layers)
    allowed = ((routes == BIG).sum(dim=-1) == budget).nonzero().squeeze(-1).numpy()
    keys = np.zeros((config.layers, config.heads, config.head_width, 0), np.float32)
    values = np.zeros((config.layers, config.heads, 0, config.head_width), np.float32)
    chosen, best = [], []
    for position in range(len(tokens) - 1):
        outputs = run_named(session, oracle_feeds(tokens, position, 1, keys, values))
        route = allowed[outputs["losses"][0, allowed].argmin()]
        chosen.append(routes[route])
        best.append(outputs["losses"][0, route])
        nodes = [route % len(modules) ** layer for layer in range(config.layers)]
        key = np.stack([outputs[f"node_keys_{at}"][node] for at, node in enumerate(nodes)])
        value = np.stack([outputs[f"node_values_{at}"][node] for at, node in enumerate(nodes)])
        keys = np.concatenate((keys, key[..., None]), axis=3)
        values = np.concatenate((values, value[:, :, None]), axis=2)
    expected_routes, expected, _ = self_context_run(tiny.model, tokens, modules, budget)
    np.testing.assert_array_equal(torch.stack(chosen), expected_routes)
    np.testing.assert_allclose(best, expected, atol=TOLERANCE)
