"""A tiny pretrained model as a GGUF file, and what it computes by GGUF's own conventions."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter, dequantize, quantize
from tokenizers import pre_tokenizers
from torch import Tensor

LAYERS, WIDTH, HEADS, SHARED, INNER, CONTEXT = 4, 32, 4, 2, 64, 64
HALF = WIDTH // HEADS // 2
THETA, EPSILON = 50_000.0, 1e-5
SPECIAL = ["<|endoftext|>", "<|im_start|>"]
# Bytes that text can hold and this vocabulary lacks, as the characters that stand for them.
LACKING = {"\u0104", "ò"}
MERGES = ["Ġ t", "h e", "Ġt he", "Ċ Ċ", "1 2"]
CONTROL, NORMAL = 3, 1

FIELDS: dict[str, Any] = {
    "general.name": "Tiny",
    "general.organization": "Somebody",
    "general.license": "apache-2.0",
    "llama.block_count": LAYERS,
    "llama.context_length": 128,
    "llama.embedding_length": WIDTH,
    "llama.feed_forward_length": INNER,
    "llama.attention.head_count": HEADS,
    "llama.attention.head_count_kv": SHARED,
    "llama.attention.layer_norm_rms_epsilon": EPSILON,
    "llama.rope.freq_base": THETA,
    "llama.rope.dimension_count": WIDTH // HEADS,
    "tokenizer.ggml.model": "gpt2",
    "tokenizer.ggml.pre": "smollm",
    "tokenizer.ggml.add_space_prefix": False,
    "tokenizer.ggml.tokens": [
        *SPECIAL,
        *sorted(set(pre_tokenizers.ByteLevel.alphabet()) - LACKING),
        *(merge.replace(" ", "") for merge in MERGES),
    ],
    "tokenizer.ggml.merges": MERGES,
    "tokenizer.ggml.bos_token_id": 1,
}
VOCABULARY = len(FIELDS["tokenizer.ggml.tokens"])


def write_gguf(
    path: Path,
    fields: dict[str, Any] | None = None,
    tensors: dict[str, np.ndarray] | None = None,
    architecture: str = "llama",
) -> Path:
    """The tiny model, with other fields (None: without it) and further tensors where given."""
    chosen = {**FIELDS, **(fields or {})}
    tokens = chosen["tokenizer.ggml.tokens"]
    kinds = [CONTROL if token in SPECIAL else NORMAL for token in tokens]
    writer = GGUFWriter(path, architecture)
    for name, value in {"tokenizer.ggml.token_type": kinds, **chosen}.items():
        _add_field(writer, name, value)
    for name, tensor in {**weights(), **(tensors or {})}.items():
        if tensor.ndim == 1:
            writer.add_tensor(name, tensor)
        else:
            kind = GGMLQuantizationType.Q8_0
            writer.add_tensor(name, quantize(tensor, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add_field(writer: GGUFWriter, name: str, value: object) -> None:
    match value:
        case None:
            return
        case bool():
            writer.add_bool(name, value)
        case int():
            writer.add_uint32(name, value)
        case float():
            writer.add_float32(name, value)
        case str():
            writer.add_string(name, value)
        case _:
            writer.add_array(name, value)


def weights() -> dict[str, np.ndarray]:
    """Of GGUF's names and shapes, always the same."""
    random = np.random.default_rng(5)

    def matrix(rows: int, columns: int) -> np.ndarray:
        return (random.standard_normal((rows, columns)) * 0.3).astype(np.float32)

    def gain() -> np.ndarray:
        return (1 + 0.2 * random.standard_normal(WIDTH)).astype(np.float32)

    shared = WIDTH // HEADS * SHARED
    tensors = {"token_embd.weight": matrix(VOCABULARY, WIDTH), "output_norm.weight": gain()}
    for layer in range(LAYERS):
        tensors |= {
            f"blk.{layer}.attn_norm.weight": gain(),
            f"blk.{layer}.attn_q.weight": matrix(WIDTH, WIDTH),
            f"blk.{layer}.attn_k.weight": matrix(shared, WIDTH),
            f"blk.{layer}.attn_v.weight": matrix(shared, WIDTH),
            f"blk.{layer}.attn_output.weight": matrix(WIDTH, WIDTH),
            f"blk.{layer}.ffn_norm.weight": gain(),
            f"blk.{layer}.ffn_gate.weight": matrix(INNER, WIDTH),
            f"blk.{layer}.ffn_up.weight": matrix(INNER, WIDTH),
            f"blk.{layer}.ffn_down.weight": matrix(WIDTH, INNER),
        }
    return tensors


def logits(path: Path, tokens: Tensor) -> Tensor:
    """`[T, vocabulary]`, of one sequence `tokens [T]`: rotary pairs side by side, as in GGUF."""
    w = {
        tensor.name: torch.from_numpy(dequantize(tensor.data, tensor.tensor_type).copy())
        .half()
        .float()
        for tensor in GGUFReader(path).tensors
    }
    length = len(tokens)
    future = torch.ones(length, length).triu(1).bool()
    x = w["token_embd.weight"][tokens]
    for layer in range(LAYERS):
        own = {name.split(".", 2)[2]: w[name] for name in w if name.startswith(f"blk.{layer}.")}
        normed = _norm(x, own["attn_norm.weight"])
        query = _rotate(_heads(normed @ own["attn_q.weight"].T, HEADS))
        key = _rotate(_heads(normed @ own["attn_k.weight"].T, SHARED))
        value = _heads(normed @ own["attn_v.weight"].T, SHARED)
        mixed = []
        for head in range(HEADS):
            group = head * SHARED // HEADS
            scores = query[head] @ key[group].T / (2 * HALF) ** 0.5
            mixed.append(scores.masked_fill(future, -torch.inf).softmax(-1) @ value[group])
        x = x + torch.cat(mixed, dim=-1) @ own["attn_output.weight"].T
        normed = _norm(x, own["ffn_norm.weight"])
        gate, up = normed @ own["ffn_gate.weight"].T, normed @ own["ffn_up.weight"].T
        x = x + (F.silu(gate) * up) @ own["ffn_down.weight"].T
    return _norm(x, w["output_norm.weight"]) @ w["token_embd.weight"].T


def _norm(x: Tensor, gain: Tensor) -> Tensor:
    return x * (x.square().mean(-1, keepdim=True) + EPSILON).rsqrt() * gain


def _heads(x: Tensor, heads: int) -> Tensor:
    return x.view(len(x), heads, -1).transpose(0, 1)


def _rotate(x: Tensor) -> Tensor:
    """Pairs are (2i, 2i + 1): each is a complex number."""
    positions = torch.arange(x.shape[1], dtype=torch.float64)
    angles = positions[:, None] * THETA ** -(torch.arange(HALF, dtype=torch.float64) / HALF)
    turned = torch.view_as_complex(x.double().unflatten(-1, (HALF, 2))) * torch.exp(1j * angles)
    return torch.view_as_real(turned).flatten(-2).float()
