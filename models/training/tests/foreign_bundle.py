"""Writes a bundle with nothing but models/README.md at hand: no torch, no duo_training.

It shows that the document suffices, and makes a bundle for the tests whose layout is unlike the
exporter's: heads that are wider together than the model, grouped queries, stages, a head of its
own, BOS as the last id, routers over different modules, a list of three modules, one graph only of
more than one position.
Weights are random. Where the document leaves a choice, the plainest one is taken: the routes of an
oracle graph are a tree of nodes, and every operator is plain ONNX.

    python tests/foreign_bundle.py OUT [--seed N]
"""

import argparse
import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

LAYERS = 3
STAGES = 2
ATTENTIONS = LAYERS * STAGES
WIDTH = 20
HEADS = 6
KEY_VALUE_HEADS = 3
GROUP = HEADS // KEY_VALUE_HEADS
HEAD_WIDTH = 4
CONTEXT = 24
THETA = 500.0
EPSILON = 1e-5
MASKED = -1e9

MODULES = ["skip", "small", "big"]
INNER_WIDTHS = {"skip": 0, "small": 6, "big": 40}
ROUTERS = [
    {"name": "halves", "budget": 1.5, "modules": ["small", "big"]},
    {"name": "thirds", "budget": 1, "modules": ["skip", "small", "big"]},
]
ORACLES = [
    (["small", "big"], 4),
    (["small", "big"], 1),
    (["skip", "big"], 1),
    (["skip", "small", "big"], 1),
]

MERGES = [
    ("Ġ", "t"),
    ("h", "e"),
    ("Ġt", "he"),
    ("i", "n"),
    ("Ġ", "a"),
    ("Ġa", "n"),
    ("o", "n"),
    ("e", "r"),
    ("r", "e"),
    ("in", "g"),
    ("Ġ", "Ġ"),
    ("Ã", "¼"),
    ("1", "0"),
]
BOS = 256 + len(MERGES)
VOCABULARY = BOS + 1

OPSET = 17
IR_VERSION = 8


def byte_alphabet() -> list[str]:
    """The character that stands for each byte: itself if it is printable, else one from 256 on."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte if byte in printable else 256 + others.index(byte)) for byte in range(256)]


def tokenizer() -> dict[str, Any]:
    """Byte-level BPE: bytes in their order, then the merges, then BOS."""
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True}
    tokens = [*byte_alphabet(), *(left + right for left, right in MERGES), "<begin>"]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": byte_level,
        "post_processor": None,
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "vocab": {token: number for number, token in enumerate(tokens)},
            "merges": [f"{left} {right}" for left, right in MERGES],
        },
    }


class Weights:
    """The tensors of the model, and where each of them stands in weights.bin."""

    def __init__(self, seed: int) -> None:
        # RandomState's uniform numbers are the same with every NumPy and on every machine.
        self.random = np.random.RandomState(seed)
        self.content = bytearray()
        self.tensors: dict[str, TensorProto] = {}

        self.matrix("embedding", VOCABULARY, WIDTH, scale=VOCABULARY**0.5)
        for attention in range(ATTENTIONS):
            name = f"attention{attention}"
            self.gain(f"{name}.norm")
            self.matrix(f"{name}.query", WIDTH, HEADS * HEAD_WIDTH, scale=1.5)
            self.matrix(f"{name}.key", WIDTH, KEY_VALUE_HEADS * HEAD_WIDTH, scale=1.5)
            self.matrix(f"{name}.value", WIDTH, KEY_VALUE_HEADS * HEAD_WIDTH)
            self.matrix(f"{name}.out", HEADS * HEAD_WIDTH, WIDTH)
            self.gain(f"ffn{attention}.norm")
            for module in ("small", "big"):
                inner = INNER_WIDTHS[module]
                self.matrix(f"ffn{attention}.{module}.gate", WIDTH, inner, scale=2)
                self.matrix(f"ffn{attention}.{module}.up", WIDTH, inner)
                self.matrix(f"ffn{attention}.{module}.down", inner, WIDTH, scale=2)
        self.gain("norm")
        self.matrix("head", WIDTH, VOCABULARY, scale=1.5)

        frequencies = [THETA ** (-2 * pair / HEAD_WIDTH) for pair in range(HEAD_WIDTH // 2)]
        angles = [[position * each for each in frequencies] for position in range(CONTEXT)]
        self.float32("cosine", [[math.cos(angle) for angle in row] for row in angles])
        self.float32("sine", [[math.sin(angle) for angle in row] for row in angles])

        # [routers, layers, WIDTH, modules] and a bias that rules out what a router does not use.
        shape = (len(ROUTERS), LAYERS, WIDTH, len(MODULES))
        self.float32("router.weight", self.random.uniform(-1, 1, shape))
        biases = [
            [0 if module in each["modules"] else MASKED for module in MODULES] for each in ROUTERS
        ]
        self.float32("router.bias", [[bias] * LAYERS for bias in biases])

    def matrix(self, name: str, rows: int, columns: int, scale: float = 1) -> None:
        """Uniform numbers; a product with a vector of unit variance has a deviation of `scale`."""
        bound = scale * (3 / rows) ** 0.5
        self.add(name, self.random.uniform(-bound, bound, (rows, columns)).astype("<f2"))

    def gain(self, name: str) -> None:
        """The gain of an RMSNorm."""
        self.add(name, self.random.uniform(0.7, 1.3, WIDTH).astype("<f2"))

    def float32(self, name: str, numbers: Any) -> None:
        """A tensor that is not rounded to fp16."""
        self.add(name, np.asarray(numbers, "<f4"))

    def add(self, name: str, array: np.ndarray) -> None:
        """Appends a tensor to weights.bin, at a multiple of 64 bytes."""
        self.content += bytes(-len(self.content) % 64)
        tensor = TensorProto(name=name, dims=array.shape)
        tensor.data_type = helper.np_dtype_to_tensor_dtype(array.dtype)
        tensor.data_location = TensorProto.EXTERNAL
        place = {"location": "weights.bin", "offset": len(self.content), "length": array.nbytes}
        for key, value in place.items():
            tensor.external_data.add(key=key, value=str(value))
        self.tensors[name] = tensor
        self.content += array.tobytes()


class Graph:
    """Nodes in the order in which they are asked for; values are known by their names."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[NodeProto] = []
        self.initializers: dict[str, TensorProto] = {}
        self.inputs: list[ValueInfoProto] = []
        self.outputs: list[ValueInfoProto] = []
        self.casts: dict[str, str] = {}

    def input(self, name: str, kind: int, *shape: int | str) -> str:
        """An input of the graph."""
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, name: str, value: str, kind: int, *shape: int | str) -> None:
        """An output of the graph."""
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        self.outputs.append(helper.make_tensor_value_info(name, kind, shape))

    def op(self, operator: str, *inputs: str, outputs: int = 1, **attributes: Any) -> Any:
        """A node; gives the name of its output, or a list of names if there are several."""
        names = [f"{len(self.nodes)}.{index}" for index in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def constant(self, value: Any, kind: str) -> str:
        """A tensor in the graph's own file."""
        array = np.asarray(value, kind)
        name = f"constant_{kind}_{array.tolist()}".replace(" ", "")
        self.initializers[name] = numpy_helper.from_array(array, name)
        return name

    def ints(self, *values: int) -> str:
        """A vector of integers."""
        return self.constant(values, "int64")

    def integer(self, value: int) -> str:
        """A scalar."""
        return self.constant(value, "int64")

    def number(self, value: float) -> str:
        """A scalar."""
        return self.constant(value, "float32")

    def weight(self, name: str) -> str:
        """A tensor of weights.bin in float32."""
        tensor = self.weights.tensors[name]
        self.initializers[name] = tensor
        if tensor.data_type == TensorProto.FLOAT:
            return name
        if name not in self.casts:
            self.casts[name] = self.op("Cast", name, to=TensorProto.FLOAT)
        return self.casts[name]

    def model(self, name: str) -> ModelProto:
        """The finished graph."""
        graph = helper.make_graph(
            self.nodes, name, self.inputs, self.outputs, list(self.initializers.values())
        )
        opset = helper.make_opsetid("", OPSET)
        return helper.make_model(
            graph, opset_imports=[opset], ir_version=IR_VERSION, producer_name="foreign"
        )


# The model. Activations are [R, n, WIDTH]: R rows (positions), each in n versions (nodes of the
# tree of routes, or just one).


def norm(graph: Graph, x: str, gain: str) -> str:
    """RMSNorm."""
    square = graph.op("ReduceMean", graph.op("Mul", x, x), axes=[-1], keepdims=1)
    root = graph.op("Sqrt", graph.op("Add", square, graph.number(EPSILON)))
    return graph.op("Mul", graph.op("Div", x, root), graph.weight(gain))


def product(graph: Graph, x: str, matrix: str) -> str:
    """A product with a matrix of weights.bin."""
    return graph.op("MatMul", x, graph.weight(matrix))


def ffn(graph: Graph, x: str, normed: str, name: str, module: str) -> str:
    """The residual stream after a module."""
    if module == "skip":
        return x
    gate = product(graph, normed, f"{name}.{module}.gate")
    swish = graph.op("Mul", gate, graph.op("Sigmoid", gate))
    inner = graph.op("Mul", swish, product(graph, normed, f"{name}.{module}.up"))
    return graph.op("Add", x, product(graph, inner, f"{name}.{module}.down"))


def head(graph: Graph, x: str) -> str:
    """Log-probabilities [R, n, VOCABULARY]."""
    return graph.op("LogSoftmax", product(graph, norm(graph, x, "norm"), "head"), axis=-1)


@dataclass
class Rotation:
    """Cosines and sines of the rows' positions, [R, 1, 1, 1, HEAD_WIDTH / 2]."""

    graph: Graph
    cosine: str
    sine: str

    @classmethod
    def at(cls, graph: Graph, positions: str) -> "Rotation":
        """The rotation at the positions [R]; beyond the context, that of its end."""
        # Rows that fill up a block at the end of a text stand beyond the table.
        inside = graph.op("Min", positions, graph.integer(CONTEXT - 1))
        tables = []
        for name in ("cosine", "sine"):
            rows = graph.op("Gather", graph.weight(name), inside, axis=0)
            tables.append(graph.op("Unsqueeze", rows, graph.ints(1, 2, 3)))
        return cls(graph, *tables)

    def __call__(self, x: str) -> str:
        """Rotates [R, n, heads, group, HEAD_WIDTH]."""
        op = self.graph.op
        first, second = op("Split", x, outputs=2, axis=-1)
        turned_first = op("Sub", op("Mul", first, self.cosine), op("Mul", second, self.sine))
        turned_second = op("Add", op("Mul", second, self.cosine), op("Mul", first, self.sine))
        return op("Concat", turned_first, turned_second, axis=-1)


@dataclass
class Attention:
    """An attention's projections of its rows."""

    graph: Graph
    name: str
    query: str  # [R, n, KEY_VALUE_HEADS, GROUP, HEAD_WIDTH], rotated and scaled
    key: str  # [R, n, KEY_VALUE_HEADS, 1, HEAD_WIDTH], rotated
    value: str  # like key

    @classmethod
    def of(cls, graph: Graph, x: str, name: str, rotate: Rotation) -> "Attention":
        """Projects the residual stream."""
        normed = norm(graph, x, f"{name}.norm")
        parts = {}
        for part, group in (("query", GROUP), ("key", 1), ("value", 1)):
            shape = graph.ints(0, 0, KEY_VALUE_HEADS, group, HEAD_WIDTH)
            parts[part] = graph.op("Reshape", product(graph, normed, f"{name}.{part}"), shape)
        scale = graph.number(HEAD_WIDTH**-0.5)
        query = graph.op("Mul", rotate(parts["query"]), scale)
        return cls(graph, name, query, rotate(parts["key"]), parts["value"])

    def mix(self, x: str, keys: str, values: str, mask: str, own: str | None = None) -> str:
        """The residual stream after the attention.

        Keys are [KEY_VALUE_HEADS, HEAD_WIDTH, C], values [KEY_VALUE_HEADS, C, HEAD_WIDTH], the mask
        [R, 1, 1, 1, C]. `own`, [C], is 1 at the empty column, which the row's own key and value
        fill, else 0; without it keys and values are complete.
        """
        op = self.graph.op
        scores = op("Add", op("MatMul", self.query, keys), mask)
        if own is not None:
            transposed = op("Transpose", self.key, perm=[0, 1, 2, 4, 3])
            score = op("MatMul", self.query, transposed)
            scores = op("Add", scores, op("Mul", score, own))
        weights = op("Softmax", scores, axis=-1)
        mixed = op("MatMul", weights, values)
        if own is not None:
            weight = op("MatMul", weights, op("Unsqueeze", own, self.graph.ints(1)))
            mixed = op("Add", mixed, op("Mul", weight, self.value))
        flat = op("Reshape", mixed, self.graph.ints(0, 0, HEADS * HEAD_WIDTH))
        return op("Add", x, product(self.graph, flat, f"{self.name}.out"))


def embed(graph: Graph, tokens: str) -> str:
    """[R, 1, WIDTH] of the tokens [R]."""
    rows = graph.op("Gather", graph.weight("embedding"), tokens, axis=0)
    return graph.op("Unsqueeze", rows, graph.ints(1))


def choose(graph: Graph, x: str, normed: str, name: str, route: str) -> str:
    """The residual stream after the module that `route`, [R, 1, 1], says: all are computed."""
    skip, small, big = (ffn(graph, x, normed, name, module) for module in MODULES)
    other = graph.op("Where", graph.op("Equal", route, graph.integer(1)), small, skip)
    return graph.op("Where", graph.op("Equal", route, graph.integer(2)), big, other)


def one(graph: Graph, tensor: str, index: int, axis: int = 0) -> str:
    """A tensor without an axis, at an index of it."""
    return graph.op("Gather", tensor, graph.integer(index), axis=axis)


def size(graph: Graph, tensor: str, axis: int) -> str:
    """A dimension, as a scalar."""
    return one(graph, graph.op("Shape", tensor), axis)


def numbers_below(graph: Graph, limit: str) -> str:
    """0, 1, 2, …"""
    return graph.op("Range", graph.integer(0), limit, graph.integer(1))


# The graphs.


def forward(weights: Weights) -> ModelProto:
    """forward.onnx: a pass over a sequence along given routes."""
    graph = Graph(weights)
    op = graph.op
    ids = graph.input("input_ids", TensorProto.INT64, 1, "Length")
    routes = graph.input("routes", TensorProto.INT64, 1, "Length", LAYERS)
    router = graph.input("router", TensorProto.INT64, 1)

    tokens = one(graph, ids, 0)
    length = size(graph, tokens, 0)
    positions = numbers_below(graph, length)
    rotate = Rotation.at(graph, positions)
    future = op("Greater", positions, op("Unsqueeze", positions, graph.ints(1)))
    mask = op("Where", future, graph.number(MASKED), graph.number(0))
    mask = op("Unsqueeze", mask, graph.ints(1, 2, 3))

    x = embed(graph, tokens)
    taken, all_keys, all_values = [], [], []
    for layer in range(LAYERS):
        for stage in range(STAGES):
            number = layer * STAGES + stage
            attention = Attention.of(graph, x, f"attention{number}", rotate)
            flat = graph.ints(0, KEY_VALUE_HEADS, HEAD_WIDTH)
            keys = op("Transpose", op("Reshape", attention.key, flat), perm=[1, 2, 0])
            values = op("Transpose", op("Reshape", attention.value, flat), perm=[1, 0, 2])
            all_keys.append(op("Unsqueeze", keys, graph.ints(0)))
            all_values.append(op("Unsqueeze", values, graph.ints(0)))
            x = attention.mix(x, keys, values, mask)

            normed = norm(graph, x, f"ffn{number}.norm")
            if stage == 0:
                matrix = op(
                    "Gather",
                    one(graph, graph.weight("router.weight"), layer, axis=1),
                    router,
                    axis=0,
                )
                bias = one(graph, graph.weight("router.bias"), layer, axis=1)
                bias = op("Gather", bias, router, axis=0)
                logits = op("Add", op("MatMul", normed, matrix), bias)
                likeliest = op("ArgMax", logits, axis=-1, keepdims=1)
                given = op("Gather", one(graph, routes, 0), graph.ints(layer), axis=1)
                given = op("Unsqueeze", given, graph.ints(1))
                free = op("Less", given, graph.integer(0))
                route = op("Where", free, likeliest, given)
                taken.append(route)
            x = choose(graph, x, normed, f"ffn{number}", route)

    logprobs = op("Squeeze", head(graph, x), graph.ints(1))
    after = op("Slice", tokens, graph.ints(1), graph.ints(CONTEXT), graph.ints(0))
    following = op("Concat", after, graph.ints(0), axis=0)
    likelihood = op("GatherElements", logprobs, op("Unsqueeze", following, graph.ints(1)), axis=1)
    loss = op("Neg", op("Squeeze", likelihood, graph.ints(1)))
    last = op("Equal", positions, op("Sub", length, graph.integer(1)))
    loss = op("Where", last, graph.number(0), loss)
    top_logprobs, top_ids = op("TopK", logprobs, graph.ints(5), outputs=2, axis=-1)

    def batch(tensor: str) -> str:
        return op("Unsqueeze", tensor, graph.ints(0))

    stacked = op("Squeeze", op("Concat", *taken, axis=-1), graph.ints(1))
    heads = (ATTENTIONS, KEY_VALUE_HEADS)
    graph.output("loss", batch(loss), TensorProto.FLOAT, 1, "Length")
    graph.output("routes_taken", batch(stacked), TensorProto.INT64, 1, "Length", LAYERS)
    graph.output("top_ids", batch(top_ids), TensorProto.INT64, 1, "Length", 5)
    graph.output("top_logprobs", batch(top_logprobs), TensorProto.FLOAT, 1, "Length", 5)
    graph.output("logprobs", batch(logprobs), TensorProto.FLOAT, 1, "Length", VOCABULARY)
    keys = op("Concat", *all_keys, axis=0)
    values = op("Concat", *all_values, axis=0)
    graph.output("keys", keys, TensorProto.FLOAT, *heads, HEAD_WIDTH, "Length")
    graph.output("values", values, TensorProto.FLOAT, *heads, "Length", HEAD_WIDTH)
    return graph.model("forward")


def losses_of(graph: Graph, logprobs: str, labels: str, nodes: int) -> str:
    """[R, S, n] losses of the labels [R, S] from log-probabilities [R, n, VOCABULARY]."""
    spread = graph.op("Unsqueeze", labels, graph.ints(1))
    spread = graph.op("Expand", spread, graph.ints(1, nodes, 1))
    losses = graph.op("Neg", graph.op("GatherElements", logprobs, spread, axis=2))
    return graph.op("Transpose", losses, perm=[0, 2, 1])


def oracle(weights: Weights, modules: list[str], positions: int) -> ModelProto:
    """oracle-*.onnx: a block's losses under every route over the modules.

    A node is what the choices below made of a row. A layer's choice turns n nodes into n for each
    module, one module after the other: so the choices of the lowest layer vary fastest, which is
    the order of the route index.
    """
    graph = Graph(weights)
    op = graph.op
    routes = len(modules) ** LAYERS
    heads = (ATTENTIONS, KEY_VALUE_HEADS)
    tokens = graph.input("tokens", TensorProto.INT64, positions)
    targets = graph.input("targets", TensorProto.INT64, positions)
    labels = graph.input("labels", TensorProto.INT64, positions, "Labels")
    t0 = graph.input("t0", TensorProto.INT64, 1)
    masks = graph.input("mask", TensorProto.FLOAT, 1 + positions, "Columns")
    keys = graph.input("keys", TensorProto.FLOAT, *heads, HEAD_WIDTH, "Columns")
    values = graph.input("values", TensorProto.FLOAT, *heads, "Columns", HEAD_WIDTH)

    rotate = Rotation.at(graph, op("Add", t0, graph.ints(*range(positions))))
    own = one(graph, masks, 0)
    rows = op("Slice", masks, graph.ints(1), graph.ints(1 + positions), graph.ints(0))
    mask = op("Unsqueeze", rows, graph.ints(1, 2, 3))

    x = embed(graph, tokens)
    nodes = 1
    for layer in range(LAYERS):
        for stage in range(STAGES):
            number = layer * STAGES + stage
            attention = Attention.of(graph, x, f"attention{number}", rotate)
            if positions == 1:
                shape = (nodes, KEY_VALUE_HEADS, HEAD_WIDTH)
                for part, value in (("keys", attention.key), ("values", attention.value)):
                    node = op("Reshape", value, graph.ints(*shape))
                    graph.output(f"node_{part}_{number}", node, TensorProto.FLOAT, *shape)
            x = attention.mix(x, one(graph, keys, number), one(graph, values, number), mask, own)

            # Each module takes the nodes below, at first all of them, then those that chose it.
            branches = op("Split", x, outputs=len(modules), axis=1) if stage else [x] * len(modules)
            after = []
            for module, branch in zip(modules, branches, strict=True):
                normed = norm(graph, branch, f"ffn{number}.norm")
                after.append(ffn(graph, branch, normed, f"ffn{number}", module))
            x = op("Concat", *after, axis=1)
            if stage == 0:
                nodes *= len(modules)

    logprobs = head(graph, x)
    wanted = losses_of(graph, logprobs, op("Unsqueeze", targets, graph.ints(1)), routes)
    losses = op("Squeeze", wanted, graph.ints(1))
    graph.output("losses", losses, TensorProto.FLOAT, positions, routes)
    shape = (positions, "Labels", routes)
    label_losses = losses_of(graph, logprobs, labels, routes)
    graph.output("label_losses", label_losses, TensorProto.FLOAT, *shape)
    return graph.model("oracle")


def pairs(weights: Weights) -> ModelProto:
    """routes.onnx: the losses of any pairs of a token and a route."""
    graph = Graph(weights)
    op = graph.op
    heads = (ATTENTIONS, KEY_VALUE_HEADS)
    tokens = graph.input("tokens", TensorProto.INT64, "Pairs")
    targets = graph.input("targets", TensorProto.INT64, "Pairs")
    labels = graph.input("labels", TensorProto.INT64, "Pairs", "Labels")
    positions = graph.input("positions", TensorProto.INT64, "Pairs")
    routes = graph.input("routes", TensorProto.INT64, "Pairs", LAYERS)
    keys = graph.input("keys", TensorProto.FLOAT, *heads, HEAD_WIDTH, "Columns")
    values = graph.input("values", TensorProto.FLOAT, *heads, "Columns", HEAD_WIDTH)

    columns = numbers_below(graph, size(graph, keys, 3))
    own = op("Cast", op("Equal", columns, graph.integer(0)), to=TensorProto.FLOAT)
    later = op("Greater", columns, op("Unsqueeze", positions, graph.ints(1)))
    mask = op("Where", later, graph.number(MASKED), graph.number(0))
    mask = op("Unsqueeze", mask, graph.ints(1, 2, 3))
    rotate = Rotation.at(graph, positions)

    x = embed(graph, tokens)
    for number in range(ATTENTIONS):
        attention = Attention.of(graph, x, f"attention{number}", rotate)
        x = attention.mix(x, one(graph, keys, number), one(graph, values, number), mask, own)
        route = op("Gather", routes, graph.ints(number // STAGES), axis=1)
        route = op("Unsqueeze", route, graph.ints(1))
        x = choose(graph, x, norm(graph, x, f"ffn{number}.norm"), f"ffn{number}", route)

    logprobs = head(graph, x)
    wanted = losses_of(graph, logprobs, op("Unsqueeze", targets, graph.ints(1)), 1)
    graph.output("losses", op("Squeeze", wanted, graph.ints(1, 2)), TensorProto.FLOAT, "Pairs")
    label_losses = op("Squeeze", losses_of(graph, logprobs, labels, 1), graph.ints(2))
    graph.output("label_losses", label_losses, TensorProto.FLOAT, "Pairs", "Labels")
    return graph.model("routes")


def manifest(name: str, files: dict[str, bytes]) -> dict[str, Any]:
    """duo.json."""

    def flops(module: str) -> int:
        return 6 * WIDTH * INNER_WIDTHS[module] * STAGES

    return {
        "format": 1,
        "name": name,
        "licence": "MIT",
        "dimensions": {
            "layers": LAYERS,
            "width": WIDTH,
            "heads": HEADS,
            "headWidth": HEAD_WIDTH,
            "keyValueHeads": KEY_VALUE_HEADS,
            "stages": STAGES,
        },
        "vocabulary": VOCABULARY,
        "context": CONTEXT,
        "bos": BOS,
        "modules": [
            {"name": module, "innerWidth": INNER_WIDTHS[module], "flops": flops(module)}
            for module in MODULES
        ],
        "attentionFlops": 4 * WIDTH * HEAD_WIDTH * (HEADS + KEY_VALUE_HEADS) * STAGES,
        "headFlops": 2 * WIDTH * VOCABULARY,
        "routers": ROUTERS,
        "graphs": {
            "forward": "forward.onnx",
            "oracles": [
                {
                    "modules": modules,
                    "positions": positions,
                    "file": oracle_file(modules, positions),
                }
                for modules, positions in ORACLES
            ],
            "routes": {"file": "routes.onnx"},
        },
        "files": [
            {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for path, content in files.items()
        ],
        "training": {"steps": 0},
    }


def oracle_file(modules: list[str], positions: int) -> str:
    """The name of an oracle graph's file."""
    return f"oracle-{'-'.join(modules)}-of-{positions}.onnx"


def write_foreign_bundle(folder: Path, seed: int = 1) -> None:
    """Writes a bundle of random weights; the same arguments give the same bytes."""
    weights = Weights(seed)
    graphs = {"forward.onnx": forward(weights), "routes.onnx": pairs(weights)}
    for modules, positions in ORACLES:
        graphs[oracle_file(modules, positions)] = oracle(weights, modules, positions)

    card = "# foreign-duo\n\nRandom weights in a bundle that `foreign_bundle.py` wrote.\n"
    files = {path: graph.SerializeToString(deterministic=True) for path, graph in graphs.items()}
    files["weights.bin"] = bytes(weights.content)
    files["tokenizer.json"] = json_bytes(tokenizer())
    files["MODEL_CARD.md"] = card.encode()
    files["duo.json"] = json_bytes(manifest("foreign-duo", files))
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        (folder / path).write_bytes(content)


def json_bytes(content: dict[str, Any]) -> bytes:
    """JSON as it stands in a file."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write_foreign_bundle(arguments.out, arguments.seed)


if __name__ == "__main__":
    main()
