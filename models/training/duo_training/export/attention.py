"""Attention of rows that share a context: what oracle and routes graphs have in common.

A row sees the context's columns and itself. Its self score rides through the score product: it is
one more channel of the query, and one more row of the keys puts it into column 0, which is empty.
"""

from dataclasses import dataclass

from ..config import ModelConfig
from .graph import Graph
from .parts import fused_norm, matmul


@dataclass(frozen=True)
class Projections:
    """Of R rows at one layer; not rotated."""

    # Scaled; [R, width].
    query: str
    # [R, width].
    key: str
    # [R, heads, head width].
    value: str
    # [R, heads, 1]: the score of a row with itself.
    own: str


def project(graph: Graph, config: ModelConfig, x: str, layer: int, scale: str) -> Projections:
    """From rows `[R, width]` before their norm; `scale` is a constant, `head width ** -0.5`."""
    split = [-1, config.heads, config.head_width]
    normed = fused_norm(graph, config, x, f"layers.{layer}.attention_norm")
    scaled = graph.op("Mul", graph.weight(f"layers.{layer}.query"), scale)
    query = graph.op("MatMul", normed, scaled)
    key = matmul(graph, normed, f"layers.{layer}.key")
    value = graph.reshape(matmul(graph, normed, f"layers.{layer}.value"), split)
    # Both would be rotated by the same angle, so the self score needs no rotation.
    products = graph.reshape(graph.op("Mul", query, key), split)
    own = graph.op("ReduceSum", products, graph.constant([-1]), keepdims=1)
    return Projections(query, key, value, own)


def mix(graph: Graph, shares: str, context: str, value: str) -> str:
    """What rows see `[R, heads, head width]`: values of the context `[H, C, hd]` and their own.

    `shares` are `[H, R, C]`; column 0 is a row's own.
    """
    seen = graph.op("Transpose", graph.op("MatMul", shares, context), perm=[1, 0, 2])
    zero, one, axis = graph.constant([0]), graph.constant([1]), graph.constant([2])
    share = graph.op("Transpose", graph.op("Slice", shares, zero, one, axis), perm=[1, 0, 2])
    return graph.op("Add", seen, graph.op("Mul", value, share))


def context_of(graph: Graph, name: str, layer: int) -> str:
    """Keys or values of one layer."""
    return graph.op("Gather", name, graph.constant(layer), axis=0)
