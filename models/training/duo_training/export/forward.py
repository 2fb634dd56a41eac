"""`forward.onnx`: the public face of a bundle, in plain ONNX operators only.

One pass over a sequence along given routes, with the router deciding where a route says -1.
"""

import numpy as np
import onnx

from ..config import ModelConfig
from ..routing import BIG, MODULES, ROUTER, SMALL
from .graph import Graph
from .parts import BLOCKED, FLOAT, INT, head_weight, matmul, rms_norm, shared_product
from .weights import Record, stage_prefix

TOP = 5


def build_forward(config: ModelConfig, records: dict[str, Record]) -> onnx.ModelProto:
    graph = Graph("forward", records)
    layers, attentions = config.layers, config.attentions
    tokens = graph.input("input_ids", INT, [1, "T"])
    routes = graph.input("routes", INT, [1, "T", layers])
    number = graph.input("router", INT, [1])
    router = _Router(graph, config, number) if "router_weights" in records else None
    sequence = _Sequence(graph, config, tokens)
    x = graph.op("Gather", graph.weight("embedding"), tokens, axis=0)
    keys, values, taken = [], [], []
    for index in range(attentions):
        prefix = stage_prefix(index)
        normed = rms_norm(graph, config, x, f"{prefix}.attention_norm")
        mixed, key, value = sequence.attend(normed, prefix)
        keys.append(key)
        values.append(value)
        x = graph.op("Add", x, mixed)
        normed = rms_norm(graph, config, x, f"{prefix}.ffn_norm")
        if index % config.stages == 0:
            at = graph.constant(index // config.stages)
            # Without a router nobody decides otherwise.
            decided = router.decide(normed, at) if router else graph.constant(BIG)
            asked = graph.op("Gather", routes, at, axis=2)
            open_ = graph.op("Equal", asked, graph.constant(ROUTER))
            modules = graph.op("Where", open_, decided, asked)
            taken.append(graph.op("Unsqueeze", modules, graph.constant([2])))
        x = graph.op("Add", x, _routed_ffn(graph, normed, prefix, taken[-1]))

    hidden = rms_norm(graph, config, x, "final_norm")
    scores = graph.op("LogSoftmax", graph.op("MatMul", hidden, head_weight(graph)), axis=2)
    top_scores, top_ids = graph.ops("TopK", 2, scores, graph.constant([TOP]), axis=2)
    graph.output("loss", _losses(graph, tokens, scores), FLOAT, [1, "T"])
    graph.output("routes_taken", graph.op("Concat", *taken, axis=2), INT, [1, "T", layers])
    graph.output("top_ids", top_ids, INT, [1, "T", TOP])
    graph.output("top_logprobs", top_scores, FLOAT, [1, "T", TOP])
    graph.output("logprobs", scores, FLOAT, [1, "T", config.vocabulary])
    if "difficulty.inner" in records:
        predicted = _predicted_difficulty(graph, hidden, scores)
        graph.output("predicted_difficulty", predicted, FLOAT, [1, "T"])
    stacked_keys = graph.op("Concat", *keys, axis=0)
    stacked_values = graph.op("Concat", *values, axis=0)
    heads, head_width = config.key_value_heads, config.head_width
    graph.output("keys", stacked_keys, FLOAT, [attentions, heads, head_width, "T"])
    graph.output("values", stacked_values, FLOAT, [attentions, heads, "T", head_width])
    return graph.model()


class _Router:
    """The router of a number: one linear layer per layer, of which the largest logit wins."""

    def __init__(self, graph: Graph, config: ModelConfig, number: str) -> None:
        self.graph = graph
        weights = graph.op("Gather", graph.weight("router_weights"), number, axis=0)
        biases = graph.op("Gather", graph.weight("router_biases"), number, axis=0)
        self.weights = graph.reshape(weights, [config.layers, config.width, len(MODULES)])
        self.biases = graph.reshape(biases, [config.layers, len(MODULES)])

    def decide(self, normed: str, layer: str) -> str:
        """Modules `[1, T]` of normed rows `[1, T, width]` at a layer."""
        graph = self.graph
        logits = graph.op(
            "Add",
            graph.op("MatMul", normed, graph.op("Gather", self.weights, layer, axis=0)),
            graph.op("Gather", self.biases, layer, axis=0),
        )
        return graph.op("ArgMax", logits, axis=2, keepdims=0)


class _Sequence:
    """Attention over a sequence of dynamic length: its mask and its rotary tables."""

    def __init__(self, graph: Graph, config: ModelConfig, tokens: str) -> None:
        self.graph, self.config = graph, config
        length = graph.op("Gather", graph.op("Shape", tokens), graph.constant(1))
        positions = graph.op("Range", graph.constant(0), length, graph.constant(1))
        self.cos = graph.op("Gather", graph.weight("cos"), positions, axis=0)
        self.sin = graph.op("Gather", graph.weight("sin"), positions, axis=0)
        row = graph.op("Unsqueeze", positions, graph.constant([1]))
        visible = graph.op("LessOrEqual", positions, row)
        zero, blocked = graph.constant(0, np.float32), graph.constant(BLOCKED, np.float32)
        self.mask = graph.op("Where", visible, zero, blocked)

    def attend(self, normed: str, prefix: str) -> tuple[str, str, str]:
        """The attention's output `[1, T, width]`, keys `[1, K, hd, T]`, values `[1, K, T, hd]`."""
        graph, config = self.graph, self.config
        query, key, value = (
            self._split(matmul(graph, normed, f"{prefix}.{name}"), heads)
            for name, heads in (
                ("query", config.heads),
                ("key", config.key_value_heads),
                ("value", config.key_value_heads),
            )
        )
        key = graph.op("Transpose", self._rotate(key), perm=[0, 1, 3, 2])
        scale = graph.constant(config.head_width**-0.5, np.float32)
        query = graph.op("Mul", self._rotate(query), scale)
        scores = shared_product(graph, config, query, key, 1)
        shares = graph.op("Softmax", graph.op("Add", scores, self.mask), axis=3)
        mixed = shared_product(graph, config, shares, value, 1)
        mixed = graph.op("Transpose", mixed, perm=[0, 2, 1, 3])
        rows = graph.reshape(mixed, [1, -1, config.heads * config.head_width])
        return matmul(graph, rows, f"{prefix}.output"), key, value

    def _split(self, projected: str, heads: int) -> str:
        shape = [1, -1, heads, self.config.head_width]
        return self.graph.op("Transpose", self.graph.reshape(projected, shape), perm=[0, 2, 1, 3])

    def _rotate(self, x: str) -> str:
        """Rotates `[1, heads, T, hd]`; pairs are (i, i + half)."""
        graph = self.graph
        first, second = graph.ops("Split", 2, x, axis=3, num_outputs=2)
        left = graph.op("Sub", graph.op("Mul", first, self.cos), graph.op("Mul", second, self.sin))
        right = graph.op("Add", graph.op("Mul", second, self.cos), graph.op("Mul", first, self.sin))
        return graph.op("Concat", left, right, axis=3)


def _routed_ffn(graph: Graph, normed: str, prefix: str, modules: str) -> str:
    """Both FFNs for every token, then each token's own. Twice the work of gathering by route, but
    one pass over a window is cheap, and every runtime can run it."""
    output = graph.constant(0, np.float32)
    for number in (SMALL, BIG):
        module = f"{prefix}.{MODULES[number]}"
        gate = matmul(graph, normed, f"{module}.gate")
        gated = graph.op("Mul", gate, graph.op("Sigmoid", gate))
        inner = graph.op("Mul", gated, matmul(graph, normed, f"{module}.up"))
        ffn = matmul(graph, inner, f"{module}.down")
        takes = graph.op("Equal", modules, graph.constant(number))
        output = graph.op("Where", takes, ffn, output)
    return output


def _predicted_difficulty(graph: Graph, hidden: str, scores: str) -> str:
    """What compute could win at each position's next token, nats, by the difficulty head."""
    shares = graph.op("Mul", graph.op("Exp", scores), scores)
    entropy = graph.op("Neg", graph.op("ReduceSum", shares, graph.constant([2]), keepdims=1))
    inner = matmul(graph, graph.op("Concat", hidden, entropy, axis=2), "difficulty.inner")
    inner = graph.op("Add", inner, graph.weight("difficulty.inner_bias"))
    inner = graph.op("Mul", inner, graph.op("Sigmoid", inner))
    output = matmul(graph, inner, "difficulty.output")
    output = graph.op("Add", output, graph.weight("difficulty.output_bias"))
    return graph.op("Squeeze", graph.op("Softplus", output), graph.constant([2]))


def _losses(graph: Graph, tokens: str, scores: str) -> str:
    """Each position's loss of the next token; the last position has none and gets 0."""
    end, one, second = graph.constant([2**62]), graph.constant([1]), graph.constant([1])
    targets = graph.op("Slice", tokens, one, end, second)
    targets = graph.op("Unsqueeze", targets, graph.constant([2]))
    zero, last = graph.constant([0]), graph.constant([-1])
    predicting = graph.op("Slice", scores, zero, last, second)
    picked = graph.op("GatherElements", predicting, targets, axis=2)
    losses = graph.op("Squeeze", graph.op("Neg", picked), graph.constant([2]))
    return graph.op("Concat", losses, graph.constant([[0]], np.float32), axis=1)
