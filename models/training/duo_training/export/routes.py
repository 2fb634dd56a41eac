"""The routes graph: losses of any pairs of a predictor and a route, one row for each.

Where a model has more routes than can be enumerated, a search asks for those it wants to know. Rows
share nothing, so that a row may name any predictor of the context and any route.
"""

import numpy as np
import onnx

from ..config import ModelConfig
from ..routing import BIG, MODULES, SMALL
from .attention import context_of, mix, project
from .graph import MICROSOFT, Graph
from .parts import BLOCKED, FLOAT, INT, fused_norm, head_weight, matmul, shared_product, swiglu
from .weights import Record, stage_prefix

# The head is computed in so many parts, whose logits stay in the cache up to about 1,000 rows.
HEAD_PARTS = 8


def build_routes(config: ModelConfig, records: dict[str, Record]) -> onnx.ModelProto:
    """Row n is the predictor at `positions[n]`, which reads `tokens[n]` and takes `routes[n]`.

    `keys` and `values` are those of the oracle graphs, with their empty column 0; of a row's own
    position and later ones its mask hides the columns. `labels` are further next tokens, of which
    `label_losses` are the losses.
    """
    graph = Graph("routes", records)
    attentions, heads, head_width = config.attentions, config.key_value_heads, config.head_width
    tokens = graph.input("tokens", INT, ["N"])
    targets = graph.input("targets", INT, ["N"])
    labels = graph.input("labels", INT, ["N", "S"])
    graph.input("positions", INT, ["N"])
    graph.input("routes", INT, ["N", config.layers])
    graph.input("keys", FLOAT, [attentions, heads, head_width, "C"])
    graph.input("values", FLOAT, [attentions, heads, "C", head_width])
    rows = _Rows(graph, config)
    x = graph.op("Gather", graph.weight("embedding"), tokens, axis=0)
    for index in range(attentions):
        x = rows.take(rows.attend(x, index), index)
    normed = fused_norm(graph, config, x, "final_norm")
    losses, label_losses = _head_losses(graph, normed, targets, labels)
    graph.output("losses", losses, FLOAT, ["N"])
    graph.output("label_losses", label_losses, FLOAT, ["N", "S"])
    return graph.model()


class _Rows:
    def __init__(self, graph: Graph, config: ModelConfig) -> None:
        self.graph, self.config = graph, config
        # A sequence of one token per row: each is rotated by its own position.
        self.position_ids = graph.op("Unsqueeze", "positions", graph.constant([1]))
        self.mask, self.self_row = self._mask()
        self.scale = graph.constant(config.head_width**-0.5, np.float32)

    def attend(self, x: str, index: int) -> str:
        """Adds attention to rows `[N, width]`: each sees the positions before its own, and itself.

        The self score rides through the score product as one more row of the keys, into column 0.
        """
        graph, config = self.graph, self.config
        projected = project(graph, config, x, index, self.scale)
        rotated = self._rotate(projected.query)
        rotated = graph.reshape(rotated, [-1, config.heads, config.head_width])
        queries = graph.op("Concat", rotated, projected.own, axis=2)
        queries = graph.op("Transpose", queries, perm=[1, 0, 2])
        keys = graph.op("Concat", context_of(graph, "keys", index), self.self_row, axis=1)
        scores = graph.op("Add", shared_product(graph, config, queries, keys), self.mask)
        shares = graph.op("Softmax", scores, axis=2)
        mixed = mix(graph, config, shares, context_of(graph, "values", index), projected.value)
        mixed = graph.reshape(mixed, [-1, config.heads * config.head_width])
        return graph.op("Add", x, matmul(graph, mixed, f"{stage_prefix(index)}.output"))

    def take(self, x: str, index: int) -> str:
        """Each row through the module of its route: an FFN runs for the rows that take it only."""
        graph, prefix = self.graph, stage_prefix(index)
        layer = graph.constant(index // self.config.stages)
        modules = graph.op("Gather", "routes", layer, axis=1)
        for number in (SMALL, BIG):
            takes = graph.op("Equal", modules, graph.constant(number))
            which = graph.op("Transpose", graph.op("NonZero", takes), perm=[1, 0])
            taking = graph.op("GatherND", x, which)
            normed = fused_norm(graph, self.config, taking, f"{prefix}.ffn_norm")
            output = swiglu(graph, normed, f"{prefix}.{MODULES[number]}")
            x = graph.op("ScatterND", x, which, graph.op("Add", taking, output))
        return x

    def _mask(self) -> tuple[str, str]:
        """What is added to the scores `[N, C]`: column 0 is seen, and column j up to position j;
        and the one row `[K, 1, C]` of the keys that brings the self score into column 0."""
        graph, heads = self.graph, self.config.key_value_heads
        count = graph.op("Gather", graph.op("Shape", "keys"), graph.constant(3))
        columns = graph.op("Range", graph.constant(0), count, graph.constant(1))
        seen = graph.op("LessOrEqual", columns, self.position_ids)
        zero, blocked = graph.constant(0, np.float32), graph.constant(BLOCKED, np.float32)
        mask = graph.op("Where", seen, zero, blocked)
        first = graph.op("Cast", graph.op("Equal", columns, graph.constant(0)), to=FLOAT)
        # The same for every head.
        return mask, graph.op("Expand", first, graph.constant([heads, 1, 1]))

    def _rotate(self, rows: str) -> str:
        graph, config = self.graph, self.config
        sequences = graph.reshape(rows, [-1, 1, config.heads * config.head_width])
        cos, sin = graph.weight("cos"), graph.weight("sin")
        return graph.op(
            "RotaryEmbedding",
            sequences,
            self.position_ids,
            cos,
            sin,
            domain=MICROSOFT,
            num_heads=config.heads,
        )


def _head_losses(graph: Graph, hidden: str, targets: str, labels: str) -> tuple[str, str]:
    """Losses of the targets `[N]` and of the labels `[N, S]`; logits never leave the graph."""
    column = graph.op("Unsqueeze", targets, graph.constant([1]))
    ids = graph.op("Concat", column, labels, axis=1)
    sizes = _part_sizes(graph, targets)
    row_parts = graph.ops("Split", HEAD_PARTS, hidden, sizes, axis=0)
    id_parts = graph.ops("Split", HEAD_PARTS, ids, sizes, axis=0)
    head, picked = head_weight(graph), []
    for row_part, id_part in zip(row_parts, id_parts, strict=True):
        scores = graph.op("LogSoftmax", graph.op("MatMul", row_part, head), axis=1)
        picked.append(graph.op("GatherElements", scores, id_part, axis=1))
    losses = graph.op("Neg", graph.op("Concat", *picked, axis=0))
    first, end, axis = graph.constant([1]), graph.constant([2**62]), graph.constant([1])
    target_losses = graph.op("Gather", losses, graph.constant(0), axis=1)
    return target_losses, graph.op("Slice", losses, first, end, axis)


def _part_sizes(graph: Graph, rows: str) -> str:
    """Rows of each part `[HEAD_PARTS]`: as equal as can be; some are 0 where there are few rows."""
    numbers = np.arange(HEAD_PARTS)
    count, parts = graph.op("Shape", rows), graph.constant([HEAD_PARTS])

    def boundary(numbers: np.ndarray) -> str:
        return graph.op("Div", graph.op("Mul", count, graph.constant(numbers)), parts)

    return graph.op("Sub", boundary(numbers + 1), boundary(numbers))
