"""The tree in PyTorch gives the losses of whole forward passes."""

import pytest
import torch
from conftest import Tiny
from oracle_session import forward_feeds, open_graph, run_named

from duo_training.reference import big_context_losses
from duo_training.routing import all_routes
from duo_training.tree_benchmark import tree_losses


@pytest.mark.parametrize("modules", [("small", "big"), ("skip", "small", "big")])
def test_gives_the_losses_of_whole_forward_passes(
    duo: Tiny, tokens: torch.Tensor, modules: tuple[str, ...]
) -> None:
    layers = duo.model.config.layers
    big = torch.full((len(tokens), layers), 2)
    outputs = run_named(open_graph(duo.bundle / "forward.onnx"), forward_feeds(tokens, big))
    keys = torch.from_numpy(outputs["keys"]).transpose(2, 3)
    values = torch.from_numpy(outputs["values"])
    first, positions = 3, 4
    block = slice(first, first + positions)
    targets = tokens[first + 1 : first + 1 + positions]
    losses = tree_losses(duo.model, modules, tokens[block], targets, first, keys, values)
    routes = all_routes(modules, layers)
    for position, row in enumerate(losses, first):
        expected = big_context_losses(duo.model, tokens, position, routes)
        torch.testing.assert_close(row, expected, atol=2e-5, rtol=1e-5)
