"""Attention of rows that share a context: what oracle and routes graphs have in common.

A row sees the context's columns and itself. Its self score rides through the score product: it is
one more channel of the query, and one more row of the keys puts it into column 0, which is empty.
"""

from dataclasses import dataclass

from ..config import ModelConfig
from .graph import Graph
from .parts import fused_norm, matmul, shared_product
from .weights import stage_prefix


@dataclass(frozen=True)
class Projections:
    """Of R rows at one attention; not rotated."""

    # Scaled; [R, H * head width].
    query: str
    # [R, K * head width].
    key: str
    # [R, K, head width].
    value: str
    # [R, H, 1]: the score of a row with itself.
    own: str


def project(graph: Graph, config: ModelConfig, x: str, index: int, scale: str) -> Projections:
    """From rows `[R, width]` before their norm; `scale` is a constant, `head width ** -0.5`."""
    prefix, heads, shared = stage_prefix(index), config.heads, config.key_value_heads
    normed = fused_norm(graph, config, x, f"{prefix}.attention_norm")
    scaled = graph.op("Mul", graph.weight(f"{prefix}.query"), scale)
    query = graph.op("MatMul", normed, scaled)
    key = matmul(graph, normed, f"{prefix}.key")
    value = matmul(graph, normed, f"{prefix}.value")
    value = graph.reshape(value, [-1, shared, config.head_width])
    # Both would be rotated by the same angle, so the self score needs no rotation.
    products = _times(graph, config, query, heads, key, shared)
    products = graph.reshape(products, [-1, heads, config.head_width])
    own = graph.op("ReduceSum", products, graph.constant([-1]), keepdims=1)
    return Projections(query, key, value, own)


def mix(graph: Graph, config: ModelConfig, shares: str, context: str, value: str) -> str:
    """What rows see `[R, H, head width]`: values of the context `[K, C, hd]` and their own
    `[R, K, hd]`.

    `shares` are `[H, R, C]`; column 0 is a row's own.
    """
    seen = shared_product(graph, config, shares, context)
    seen = graph.op("Transpose", seen, perm=[1, 0, 2])
    zero, one, axis = graph.constant([0]), graph.constant([1]), graph.constant([2])
    share = graph.op("Transpose", graph.op("Slice", shares, zero, one, axis), perm=[1, 0, 2])
    own = _times(graph, config, value, config.key_value_heads, share, config.heads)
    return graph.op("Add", seen, own)


def context_of(graph: Graph, name: str, index: int) -> str:
    """Keys or values of one attention."""
    return graph.op("Gather", name, graph.constant(index), axis=0)


def _times(
    graph: Graph, config: ModelConfig, left: str, left_heads: int, right: str, right_heads: int
) -> str:
    """The elements' products, of rows by head: what a key-value head has, for all its heads."""
    if left_heads == right_heads:
        return graph.op("Mul", left, right)
    shared = config.key_value_heads
    left = graph.reshape(left, [0, shared, left_heads // shared, -1])
    right = graph.reshape(right, [0, shared, right_heads // shared, -1])
    return graph.reshape(graph.op("Mul", left, right), [0, config.heads, -1])
