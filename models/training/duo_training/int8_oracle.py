"""An oracle graph whose head computes in int8: for `int8_study`, no bundle has it."""

import numpy as np
import onnx
from onnx import numpy_helper

from .export.graph import MICROSOFT, Graph
from .export.parts import FLOAT, FUSED_NORM
from .oracle import route_choices

# The head is computed in blocks whose logits stay in the cache: so many rows, and so many parts of
# the vocabulary.
HEAD_ROWS, HEAD_PARTS = 1024, 8


def int8_oracle(exact: onnx.ModelProto, candidates: int = 0) -> onnx.ModelProto:
    """The oracle graph `exact` over two modules, its weights loaded, with an int8 head.

    Up to the last norm it stays as it is. Of a loss, the logit of its own token is fp32 and the sum
    over the vocabulary is int8; of the best `candidates` of every budget that sum is fp32 too, so
    that their losses are exact. Logits above 88 overflow: no maximum is subtracted. Raises
    ValueError for a model whose head is not the embedding's matrix.
    """
    if any(tensor.name == "head" for tensor in exact.graph.initializer):
        raise ValueError("The study reads the head from the embedding: use a model that ties them.")
    nodes = list(exact.graph.node)
    end = 1 + max(at for at, node in enumerate(nodes) if node.op_type == FUSED_NORM)
    graph = Graph(exact.graph.name, {})
    graph.nodes, graph.inputs = nodes[:end], list(exact.graph.input)
    graph.initializers = {tensor.name: tensor for tensor in exact.graph.initializer}
    table = next(output for output in exact.graph.output if output.name == "losses")
    positions, routes = (size.dim_value for size in table.type.tensor_type.shape.dim)
    head = _Head(graph, nodes[end - 1].output[0], positions, routes)
    log_sums, logits = head.int8_log_sums(), head.own_logits()
    if candidates > 0:
        best = head.best(log_sums, logits, candidates)
        log_sums = graph.op("ScatterElements", log_sums, best, head.log_sums_of(best), axis=1)
    losses = graph.op("Sub", graph.op("Unsqueeze", log_sums, graph.constant([1])), logits)
    of_targets = graph.op("Gather", losses, graph.constant(0), axis=1)
    first, last, axis = graph.constant([1]), graph.constant([2**62]), graph.constant([1])
    of_labels = graph.op("Slice", losses, first, last, axis)
    graph.output("losses", of_targets, FLOAT, [positions, routes])
    graph.output("label_losses", of_labels, FLOAT, [positions, "S", routes])
    read = {name for node in graph.nodes for name in node.input}
    kept = {name: tensor for name, tensor in graph.initializers.items() if name in read}
    graph.initializers = kept
    return graph.model()


class _Head:
    """The head of rows `hidden [routes * positions, width]`: what it makes, as names of values."""

    def __init__(self, graph: Graph, hidden: str, positions: int, routes: int) -> None:
        self.graph, self.hidden, self.positions, self.routes = graph, hidden, positions, routes
        half = numpy_helper.to_array(graph.initializers["embedding"])
        self.embedding = half.astype(np.float32)
        self.widened = graph.op("Cast", "embedding", to=FLOAT)

    def own_logits(self) -> str:
        """Of each position's target and labels: `[positions, 1 + S, routes]`."""
        graph = self.graph
        column = graph.op("Unsqueeze", "targets", graph.constant([1]))
        ids = graph.op("Concat", column, "labels", axis=1)
        rows = graph.reshape(self.hidden, [self.routes, self.positions, -1])
        by_position = graph.op("Transpose", rows, perm=[1, 2, 0])
        return graph.op("MatMul", graph.op("Gather", self.widened, ids, axis=0), by_position)

    def int8_log_sums(self) -> str:
        """Of all routes `[positions, routes]`. The rows share a scale; each token has its own."""
        graph = self.graph
        scales = np.abs(self.embedding).max(axis=1) / 127
        columns = np.array_split(np.rint(self.embedding / scales[:, None]).T, HEAD_PARTS, axis=1)
        parts = [
            (graph.constant(part, np.int8), graph.constant(part_scales, np.float32))
            for part, part_scales in zip(columns, np.array_split(scales, HEAD_PARTS), strict=True)
        ]
        rows, scale, zero = graph.ops("DynamicQuantizeLinear", 3, self.hidden)
        chunks = max(1, self.routes * self.positions // HEAD_ROWS)
        sums = []
        for chunk in graph.ops("Split", chunks, rows, axis=0, num_outputs=chunks):
            logits = [
                graph.op(
                    "MatMulIntegerToFloat", chunk, part, scale, part_scales, zero, domain=MICROSOFT
                )
                for part, part_scales in parts
            ]
            sums.append(graph.op("Sum", *(self._sum(some) for some in logits)))
        by_route = graph.reshape(graph.op("Concat", *sums, axis=0), [self.routes, self.positions])
        return graph.op("Log", graph.op("Transpose", by_route, perm=[1, 0]))

    def best(self, log_sums: str, logits: str, candidates: int) -> str:
        """Routes `[positions, K]`: of each budget those of lowest loss, no more than it has."""
        graph = self.graph
        targets = graph.op("Gather", logits, graph.constant(0), axis=1)
        losses = graph.op("Sub", log_sums, targets)
        budgets = route_choices(self.routes.bit_length() - 1).sum(dim=-1).numpy()
        chosen = []
        for budget in range(budgets.max() + 1):
            of_budget = np.flatnonzero(budgets == budget)
            count = graph.constant([min(candidates, len(of_budget))])
            columns = graph.constant(of_budget)
            some = graph.op("Gather", losses, columns, axis=1)
            _, lowest = graph.ops("TopK", 2, some, count, axis=1, largest=0)
            chosen.append(graph.op("Gather", columns, lowest, axis=0))
        return graph.op("Concat", *chosen, axis=1)

    def log_sums_of(self, routes: str) -> str:
        """In fp32, of some routes `[positions, K]` of each position."""
        graph = self.graph
        offsets = graph.constant(np.arange(self.positions)[:, None])
        rows = graph.op("Add", graph.op("Mul", routes, graph.constant(self.positions)), offsets)
        hidden = graph.op("Gather", self.hidden, rows, axis=0)
        head = graph.op("Transpose", self.widened, perm=[1, 0])
        parts = graph.ops("Split", self.positions, hidden, axis=0, num_outputs=self.positions)
        width = self.embedding.shape[1]
        sums = [
            self._sum(graph.op("MatMul", graph.reshape(part, [-1, width]), head)) for part in parts
        ]
        by_position = graph.reshape(graph.op("Concat", *sums, axis=0), [self.positions, -1])
        return graph.op("Log", by_position)

    def _sum(self, logits: str) -> str:
        graph = self.graph
        return graph.op("ReduceSum", graph.op("Exp", logits), graph.constant([1]), keepdims=0)
