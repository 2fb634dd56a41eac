"""What the graphs have in common."""

import numpy as np
from onnx import TensorProto

from ..config import ModelConfig
from .graph import MICROSOFT, Graph

FLOAT, INT = TensorProto.FLOAT, TensorProto.INT64
BLOCKED = -1e9
FUSED_NORM = "SimplifiedLayerNormalization"


def rms_norm(graph: Graph, config: ModelConfig, x: str, gain: str) -> str:
    """RMSNorm in plain ONNX; the operator of that name came with opset 23."""
    square = graph.op("Mul", x, x)
    mean = graph.op("ReduceMean", square, graph.constant([-1]), keepdims=1)
    padded = graph.op("Add", mean, graph.constant(config.norm_epsilon, np.float32))
    root = graph.op("Sqrt", padded)
    return graph.op("Mul", graph.op("Div", x, root), graph.weight(gain))


def fused_norm(graph: Graph, config: ModelConfig, x: str, gain: str) -> str:
    """RMSNorm as one operator, which not every runtime knows."""
    return graph.op(
        FUSED_NORM,
        x,
        graph.weight(gain),
        axis=-1,
        epsilon=config.norm_epsilon,
        stash_type=1,
    )


def swiglu(graph: Graph, normed: str, prefix: str) -> str:
    """What the FFN named by `prefix` makes of normed rows; with one operator for SiLU."""
    # QuickGelu with alpha 1 is SiLU, in one vectorised kernel.
    gate = graph.op(
        "QuickGelu", matmul(graph, normed, f"{prefix}.gate"), domain=MICROSOFT, alpha=1.0
    )
    inner = graph.op("Mul", gate, matmul(graph, normed, f"{prefix}.up"))
    return matmul(graph, inner, f"{prefix}.down")


def shared_product(graph: Graph, config: ModelConfig, rows: str, shared: str, *lead: int) -> str:
    """`rows [H, R, a]` times `shared [K, a, b]`, each of which serves several heads: `[H, R, b]`.

    All rows of the heads that share are rows of one product, so that nothing is repeated for them.
    `lead`: sizes of the dimensions before the heads, in all three.
    """
    if config.key_value_heads == config.heads:
        return graph.op("MatMul", rows, shared)
    grouped = graph.reshape(rows, [*lead, config.key_value_heads, -1, 0])
    return graph.reshape(graph.op("MatMul", grouped, shared), [*lead, config.heads, -1, 0])


def matmul(graph: Graph, x: str, weight: str) -> str:
    return graph.op("MatMul", x, graph.weight(weight))


def head_weight(graph: Graph) -> str:
    """The head `[width, vocabulary]`: its own matrix, or the embedding's, whose transposition is
    folded at load."""
    if "head" in graph.records:
        return graph.weight("head")
    return graph.op("Transpose", graph.weight("embedding"), perm=[1, 0])
