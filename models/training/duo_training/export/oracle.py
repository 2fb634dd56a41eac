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
from .oracle_graphs import Device, OracleGraph
from .parts import FLOAT, INT, fused_norm, head_weight, matmul, shared_product, swiglu
from .weights import Record, stage_prefix

# Rows of the head computed at a time on a CPU: their logits stay in the cache.
CPU_HEAD_ROWS = 128
# Logits computed at a time on a GPU, 64 MB: many rows, and half of what every GPU lets a buffer be.
GPU_LOGITS = 2**24


def build_oracle(
    config: ModelConfig, records: dict[str, Record], oracle: OracleGraph
) -> onnx.ModelProto:
    """The graph for some modules and a number of positions in a block.

    With one position it also gives the keys and values of every node, so that a left-to-right run
    can go on from the node it chose. `labels` are further next tokens of each position, of which
    `label_losses` are the losses: what the routes would be worth if the model were right.
    """
    modules, positions = oracle.modules, oracle.positions
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
    ids = _columns(graph, targets, labels, routes)
    at_once = _head_rows(config, oracle.device)
    losses = _head_losses(graph, normed, ids, routes * positions, at_once, oracle.device)
    losses, label_losses = _by_label(graph, losses, positions, routes)
    graph.output("losses", losses, FLOAT, [positions, routes])
    graph.output("label_losses", label_losses, FLOAT, [positions, "S", routes])
    return graph.model()


class _Tree:
    def __init__(self, graph: Graph, config: ModelConfig, positions: int) -> None:
        self.graph, self.config, self.positions = graph, config, positions
        # The same for every head.
        self.mask = graph.op("Expand", "mask", graph.constant([config.key_value_heads, 1, 1]))
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
        queries = graph.op("Concat", rotated, projected.own, self._which(nodes), axis=2)
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

    def _which(self, nodes: int) -> str:
        """`[R, H, positions]`: 1 at a row's own position in the block, so that it picks the row of
        the mask. Runtimes make it once, when they load the graph."""
        graph, heads, positions = self.graph, self.config.heads, self.positions
        eye = np.eye(positions, dtype=np.float32)[None, :, None]
        shape = graph.constant([nodes, positions, heads, positions])
        which = graph.op("Expand", graph.constant(eye, np.float32), shape)
        return graph.reshape(which, [nodes * positions, heads, positions])

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


def _columns(graph: Graph, targets: str, labels: str, routes: int) -> str:
    """Ids `[R, 1 + S]` for the head's rows: a target and its position's labels are columns of one
    gather, so that further labels cost next to nothing."""
    column = graph.op("Unsqueeze", targets, graph.constant([1]))
    ids = graph.op("Concat", column, labels, axis=1)
    return graph.op("Tile", ids, graph.constant([routes, 1]))


def _head_rows(config: ModelConfig, device: Device) -> int:
    return CPU_HEAD_ROWS if device == "cpu" else max(1, GPU_LOGITS // config.vocabulary)


def _head_losses(
    graph: Graph, hidden: str, ids: str, rows: int, at_once: int, device: Device
) -> str:
    """Losses `[R, 1 + S]` of the ids, R rows of them; logits never leave the graph."""
    head, losses = head_weight(graph), []
    for first in range(0, rows, at_once):
        # Slices, as a Split has as many outputs as there are chunks, and WebGPU allows a handful.
        place = (graph.constant([first]), graph.constant([first + at_once]), graph.constant([0]))
        logits = graph.op("MatMul", graph.op("Slice", hidden, *place), head)
        chunk_ids = graph.op("Slice", ids, *place)
        losses.append(_cross_entropy(graph, logits, chunk_ids, device))
    return graph.op("Concat", *losses, axis=0)


def _cross_entropy(graph: Graph, logits: str, ids: str, device: Device) -> str:
    """Minus the log-softmax of logits `[R, V]` at ids `[R, 1 + S]`."""
    if device == "cpu":
        # One pass that stays in the cache.
        scores = graph.op("LogSoftmax", logits, axis=1)
        return graph.op("Neg", graph.op("GatherElements", scores, ids, axis=1))
    # WebGPU has no LogSoftmax, and all logits would travel to the CPU; CUDA needs cuDNN, which few
    # have, for ReduceMax. The likeliest id's share is far from 0, and so tells the logarithm of the
    # sum of all powers: its logit minus the logarithm of its share.
    likeliest = graph.op("ArgMax", logits, axis=1, keepdims=1)
    share = graph.op("GatherElements", graph.op("Softmax", logits, axis=1), likeliest, axis=1)
    above = graph.op("GatherElements", logits, likeliest, axis=1)
    total = graph.op("Sub", above, graph.op("Log", share))
    return graph.op("Sub", total, graph.op("GatherElements", logits, ids, axis=1))


def _by_label(graph: Graph, losses: str, positions: int, routes: int) -> tuple[str, str]:
    """Losses of the targets `[positions, routes]` and of the labels `[positions, S, routes]`."""
    by_route = graph.reshape(losses, [routes, positions, -1])
    by_label = graph.op("Transpose", by_route, perm=[1, 2, 0])
    first, end, axis = graph.constant([1]), graph.constant([2**62]), graph.constant([1])
    target_losses = graph.op("Gather", by_label, graph.constant(0), axis=1)
    return target_losses, graph.op("Slice", by_label, first, end, axis)
