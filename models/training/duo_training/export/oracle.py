"""The oracle graphs: the losses of a block's tokens under every route, as one unrolled tree.

Routes share prefixes, so the tree has `M^l` nodes at layer l instead of `M^L` runs (the paper
calls the exhaustive search "computationally demanding"). Nodes are rows of plain 2-D products:
row = node * positions + position. Taking every module is then one Concat of row blocks, and node
numbers grow digit by digit, the lowest layer's choice being the least significant. At the further
stages of a layer those blocks stay with their modules.
"""

import math

import numpy as np
import onnx

from ..config import ModelConfig
from .attention import context_of, mix, project
from .graph import MICROSOFT, Graph
from .parts import FLOAT, INT, fused_norm, head_weight, matmul, shared_product, swiglu
from .weights import Record, stage_prefix

# Rows of the head computed at a time: their logits stay in the cache.
HEAD_ROWS = 128


def build_oracle(
    config: ModelConfig, records: dict[str, Record], modules: tuple[str, ...], positions: int
) -> onnx.ModelProto:
    """The graph for these modules and this many positions in a block.

    With one position it also gives the keys and values of every node, so that a left-to-right run
    can go on from the node it chose. `labels` are further next tokens of each position, of which
    `label_losses` are the losses: what the routes would be worth if the model were right.
    """
    graph = Graph(f"oracle-{'-'.join(modules)}", records)
    attentions, heads, head_width = config.attentions, config.key_value_heads, config.head_width
    tokens = graph.input("tokens", INT, [positions])
    targets = graph.input("targets", INT, [positions])
    labels = graph.input("labels", INT, [positions, "S"])
    graph.input("t0", INT, [1])
    graph.input("mask", FLOAT, [1 + positions, "C"])
    graph.input("keys", FLOAT, [attentions, heads, head_width, "C"])
    graph.input("values", FLOAT, [attentions, heads, "C", head_width])
    tree = _Tree(graph, config, positions)
    x = graph.op("Gather", graph.weight("embedding"), tokens, axis=0)
    for index in range(attentions):
        nodes = len(modules) ** math.ceil(index / config.stages)
        x, key, value = tree.attend(x, index, nodes)
        if positions == 1:
            shape = [nodes, heads, head_width]
            graph.output(f"node_keys_{index}", key, FLOAT, shape)
            graph.output(f"node_values_{index}", value, FLOAT, shape)
        x = tree.take(x, index, modules)
    routes = len(modules) ** config.layers
    normed = fused_norm(graph, config, x, "final_norm")
    losses, label_losses = _head_losses(graph, normed, targets, labels, positions, routes)
    graph.output("losses", losses, FLOAT, [positions, routes])
    graph.output("label_losses", label_losses, FLOAT, [positions, "S", routes])
    return graph.model()


class _Tree:
    def __init__(self, graph: Graph, config: ModelConfig, positions: int) -> None:
        self.graph, self.config, self.positions = graph, config, positions
        # The mask is the same for every head; the columns are the graph's one dynamic size.
        columns = graph.op("Shape", "mask", start=1, end=2)
        rows = graph.constant([config.key_value_heads, 1 + positions])
        self.mask = graph.op("Expand", "mask", graph.op("Concat", rows, columns, axis=0))
        self.scale = graph.constant(config.head_width**-0.5, np.float32)

    def attend(self, x: str, index: int, nodes: int) -> tuple[str, str, str]:
        """Adds attention to rows `[nodes * positions, width]`; also keys and values `[R, K, hd]`.

        Every row sees the context's columns and itself. The self score and the causal mask ride
        through the score product as extra rows of the keys: column 0 of the context is empty, and
        the first mask row moves the self score into it.
        """
        graph, config = self.graph, self.config
        rows, head_width = nodes * self.positions, config.head_width
        projected = project(graph, config, x, index, self.scale)
        rotated = self._rotate(projected.query, nodes, config.heads)
        rotated = graph.reshape(rotated, [-1, config.heads, head_width])
        which = np.tile(np.eye(self.positions, dtype=np.float32), (nodes, 1))
        which = np.broadcast_to(which[:, None], (rows, config.heads, self.positions))
        queries = graph.op(
            "Concat", rotated, projected.own, graph.constant(which, np.float32), axis=2
        )
        queries = graph.op("Transpose", queries, perm=[1, 0, 2])
        keys = graph.op("Concat", context_of(graph, "keys", index), self.mask, axis=1)
        shares = graph.op("Softmax", shared_product(graph, config, queries, keys), axis=2)
        mixed = mix(graph, config, shares, context_of(graph, "values", index), projected.value)
        mixed = graph.reshape(mixed, [rows, config.heads * head_width])
        output = matmul(graph, mixed, f"{stage_prefix(index)}.output")
        key = projected.key
        if self.positions == 1:
            key = self._rotate(key, nodes, config.key_value_heads)
            key = graph.reshape(key, [-1, config.key_value_heads, head_width])
        return graph.op("Add", x, output), key, projected.value

    def take(self, x: str, index: int, modules: tuple[str, ...]) -> str:
        """At a layer's first stage every row through every module: `[R, width]` to
        `[len(modules) * R, width]`. At its others every row through the module that it took."""
        graph, prefix, count = self.graph, stage_prefix(index), len(modules)
        normed = fused_norm(graph, self.config, x, f"{prefix}.ffn_norm")
        if index % self.config.stages == 0:
            parts, normed_parts = [x] * count, [normed] * count
        else:
            parts = graph.ops("Split", count, x, axis=0, num_outputs=count)
            normed_parts = graph.ops("Split", count, normed, axis=0, num_outputs=count)
        branches = [
            part
            if module == "skip"
            else graph.op("Add", part, swiglu(graph, normed_part, f"{prefix}.{module}"))
            for module, part, normed_part in zip(modules, parts, normed_parts, strict=True)
        ]
        return graph.op("Concat", *branches, axis=0)

    def _rotate(self, rows: str, nodes: int, heads: int) -> str:
        graph = self.graph
        sequence = graph.reshape(rows, [nodes, self.positions, heads * self.config.head_width])
        cos, sin = graph.weight("cos"), graph.weight("sin")
        # One offset for the whole batch: row i of the block is at position t0 + i.
        return graph.op(
            "RotaryEmbedding", sequence, "t0", cos, sin, domain=MICROSOFT, num_heads=heads
        )


def _head_losses(
    graph: Graph, hidden: str, targets: str, labels: str, positions: int, routes: int
) -> tuple[str, str]:
    """Losses of the targets `[positions, routes]` and of the labels `[positions, S, routes]`.

    Only they leave the graph, never logits: a target and its position's labels are columns of one
    gather, so that further labels cost next to nothing.
    """
    rows = routes * positions
    chunks = [HEAD_ROWS] * (rows // HEAD_ROWS) + [rows % HEAD_ROWS] * (rows % HEAD_ROWS > 0)
    column = graph.op("Unsqueeze", targets, graph.constant([1]))
    ids = graph.op("Concat", column, labels, axis=1)
    ids = graph.op("Tile", ids, graph.constant([routes, 1]))
    sizes = graph.constant(chunks)
    row_chunks = graph.ops("Split", len(chunks), hidden, sizes, axis=0)
    id_chunks = graph.ops("Split", len(chunks), ids, sizes, axis=0)
    head, picked = head_weight(graph), []
    for row_chunk, id_chunk in zip(row_chunks, id_chunks, strict=True):
        scores = graph.op("LogSoftmax", graph.op("MatMul", row_chunk, head), axis=1)
        picked.append(graph.op("GatherElements", scores, id_chunk, axis=1))
    losses = graph.op("Neg", graph.op("Concat", *picked, axis=0))
    by_route = graph.reshape(losses, [routes, positions, -1])
    by_label = graph.op("Transpose", by_route, perm=[1, 2, 0])
    first, end, axis = graph.constant([1]), graph.constant([2**62]), graph.constant([1])
    target_losses = graph.op("Gather", by_label, graph.constant(0), axis=1)
    return target_losses, graph.op("Slice", by_label, first, end, axis)
