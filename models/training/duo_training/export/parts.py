"""What the forward and the oracle graphs have in common."""

import numpy as np
from onnx import TensorProto

from ..config import ModelConfig
from .graph import Graph

FLOAT, INT = TensorProto.FLOAT, TensorProto.INT64
BLOCKED = -1e9


def rms_norm(graph: Graph, config: ModelConfig, x: str, gain: str) -> str:
    """RMSNorm in plain ONNX; the operator of that name came with opset 23."""
    square = graph.op("Mul", x, x)
    mean = graph.op("ReduceMean", square, graph.constant([-1]), keepdims=1)
    padded = graph.op("Add", mean, graph.constant(config.norm_epsilon, np.float32))
    root = graph.op("Sqrt", padded)
    return graph.op("Mul", graph.op("Div", x, root), graph.weight(gain))


def matmul(graph: Graph, x: str, weight: str) -> str:
    return graph.op("MatMul", x, graph.weight(weight))


def head_weight(graph: Graph) -> str:
    """The tied head `[width, vocabulary]`; the transposition is folded at load."""
    return graph.op("Transpose", graph.weight("embedding"), perm=[1, 0])
