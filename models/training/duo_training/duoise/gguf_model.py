"""The weights of a Llama-family GGUF file, as the big modules of a duo."""

from dataclasses import dataclass

import numpy as np
import torch
from gguf import GGUFReader, dequantize
from torch import Tensor

from ..checkpoint import CheckpointError
from ..config import ModelConfig
from ..model import DuoLM
from ..tensor_names import TensorNames
from .gguf_fields import Fields
from .gguf_tokenizer import Vocabulary

NAMES = TensorNames(
    embedding="token_embd.weight",
    final_norm="output_norm.weight",
    head="output.weight",
    stage_prefix="blk",
    in_stage={
        "attention_norm.gain": "attn_norm.weight",
        "attention.query.weight": "attn_q.weight",
        "attention.key.weight": "attn_k.weight",
        "attention.value.weight": "attn_v.weight",
        "attention.output.weight": "attn_output.weight",
        "ffn_norm.gain": "ffn_norm.weight",
        "big.gate.weight": "ffn_gate.weight",
        "big.up.weight": "ffn_up.weight",
        "big.down.weight": "ffn_down.weight",
    },
)


@dataclass(frozen=True)
class Shape:
    """What of a duo's dimensions a pretrained model leaves open."""

    layers: int
    """The model's own layers become the stages of so many."""
    small_inner: int
    context: int


def read_config(
    fields: Fields, vocabulary: Vocabulary, shape: Shape, tied: bool = True
) -> ModelConfig:
    """The duo's dimensions. Raises CheckpointError for what no bundle can hold."""
    fields.only("general.architecture", "llama")
    fields.only("llama.rope.scaling.type", None, "none")
    fields.only("llama.rope.scale_linear", None, 1.0)
    fields.only("llama.expert_count", None, 0)
    attentions, heads = fields.need("llama.block_count"), fields.need("llama.attention.head_count")
    width, longest = fields.need("llama.embedding_length"), fields.need("llama.context_length")
    if attentions % shape.layers:
        raise CheckpointError(
            f"The {attentions} layers of the GGUF file cannot be the stages of {shape.layers} "
            "layers of one size. Choose a divisor."
        )
    if shape.context > longest:
        raise CheckpointError(
            f"The GGUF file's model reads {longest} tokens, not {shape.context}. Choose a shorter "
            "context."
        )
    head_width = fields.get("llama.attention.key_length", width // heads)
    fields.only("llama.attention.value_length", head_width)
    fields.only("llama.rope.dimension_count", head_width)
    try:
        return ModelConfig(
            layers=shape.layers,
            stages=attentions // shape.layers,
            width=width,
            heads=heads,
            key_value_heads=fields.get("llama.attention.head_count_kv", heads),
            head_width=head_width,
            big_inner=fields.need("llama.feed_forward_length"),
            small_inner=shape.small_inner,
            vocabulary=len(fields.need("tokenizer.ggml.tokens")) + vocabulary.appended,
            context=shape.context,
            rope_theta=fields.get("llama.rope.freq_base", 10_000.0),
            norm_epsilon=fields.need("llama.attention.layer_norm_rms_epsilon"),
            bos=vocabulary.bos,
            tied=tied,
        )
    except ValueError as error:
        raise CheckpointError(f"The GGUF file's dimensions are of no use: {error}") from error


def read_model(reader: GGUFReader, vocabulary: Vocabulary, shape: Shape) -> DuoLM:
    """A duo whose big modules are the file's model, float32; its small ones are not yet anything.

    Raises CheckpointError for what no bundle can hold.
    """
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    tied = NAMES.head not in tensors
    model = DuoLM(read_config(Fields(reader), vocabulary, shape, tied))
    names = NAMES.of(model.config)
    _check_names(set(names.values()), set(tensors))
    parameters = dict(model.named_parameters())
    for ours, theirs in names.items():
        found = torch.from_numpy(
            np.array(dequantize(tensors[theirs].data, tensors[theirs].tensor_type), np.float32)
        )
        _fill(ours, parameters[ours], found, model.config, vocabulary)
    return model


def _check_names(wanted: set[str], found: set[str]) -> None:
    if missing := wanted - found:
        raise CheckpointError(f"The GGUF file lacks tensors, {min(missing)} among them.")
    if unexpected := found - wanted:
        raise CheckpointError(
            f"The GGUF file has tensors that a bundle cannot hold, {min(unexpected)} among them: "
            "biases, scaled positions or several experts."
        )


@torch.no_grad()
def _fill(
    name: str, parameter: Tensor, found: Tensor, config: ModelConfig, vocabulary: Vocabulary
) -> None:
    if name.endswith(("embedding.weight", "head.weight")):
        found = torch.cat((found, found.mean(dim=0).expand(vocabulary.appended, -1)))
    elif name.endswith("query.weight"):
        found = halves(found, config.heads)
    elif name.endswith("key.weight"):
        found = halves(found, config.key_value_heads)
    if found.shape != parameter.shape:
        raise CheckpointError(
            f"The tensor for {name} has shape {list(found.shape)}; the GGUF file's dimensions ask "
            f"for {list(parameter.shape)}."
        )
    # As a bundle holds it.
    parameter.copy_(found.half())


def halves(projection: Tensor, heads: int) -> Tensor:
    """Rows of a query or key projection `[heads * head width, width]` in the order of a bundle.

    GGUF has the two of a rotary pair side by side, (2i, 2i + 1); a bundle has them half a head
    apart, (i, i + half).
    """
    rows, width = projection.shape
    pairs = projection.view(heads, rows // heads // 2, 2, width)
    return pairs.transpose(1, 2).reshape(rows, width)
