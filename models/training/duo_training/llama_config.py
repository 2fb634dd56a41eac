"""The `config.json` of a checkpoint folder: Llama's fields, and what a duo has beside them.

What Llama's fields can say and a bundle cannot hold is refused, with a sentence that names the
field.
"""

from typing import Any

from .checkpoint import CheckpointError
from .config import ModelConfig

# What a checkpoint may leave unsaid, and may not say otherwise.
ONLY = {
    "model_type": "llama",
    "hidden_act": "silu",
    "attention_bias": False,
    "mlp_bias": False,
    "rope_scaling": None,
    "rope_type": "default",
    "rope_interleaved": False,
    "partial_rotary_factor": 1.0,
    "sliding_window": None,
}


def duo_of(config: dict[str, Any]) -> dict[str, Any]:
    """What a duo has beside Llama's fields. Raises CheckpointError."""
    duo = config.get("duo")
    if not isinstance(duo, dict):
        raise CheckpointError(
            "config.json: duo must be an object, which says how wide the small FFNs are and what "
            "routers there are."
        )
    return duo


def read_config(config: dict[str, Any]) -> ModelConfig:
    """The dimensions that a parsed `config.json` gives. Raises CheckpointError."""
    # Newer configurations say in an object of its own what older ones say beside the rest.
    config = {**config, **(config.get("rope_parameters") or {})}
    for field, only in ONLY.items():
        if config.get(field, only) != only:
            raise CheckpointError(
                f"config.json: {field} is {config[field]!r}, but a bundle can hold only {only!r}."
            )
    duo = duo_of(config)
    stages = _integer(duo, "stages", 1, where="duo.")
    attentions = _integer(config, "num_hidden_layers")
    if attentions % stages:
        raise CheckpointError(
            f"config.json: num_hidden_layers, {attentions}, is not a multiple of duo.stages, "
            f"{stages}, so that the layers would not be of one size."
        )
    longest = _integer(config, "max_position_embeddings")
    context = _integer(duo, "context", longest, where="duo.")
    if context > longest:
        raise CheckpointError(
            f"config.json: duo.context, {context}, is longer than max_position_embeddings, "
            f"{longest}. Name a shorter one."
        )
    heads = _integer(config, "num_attention_heads")
    vocabulary, bos = _integer(config, "vocab_size"), _integer(config, "bos_token_id", least=0)
    if bos >= vocabulary:
        raise CheckpointError(f"config.json: bos_token_id, {bos}, is no id of the vocabulary.")
    sizes = {
        "layers": attentions // stages,
        "stages": stages,
        "width": _integer(config, "hidden_size"),
        "heads": heads,
        "key_value_heads": _integer(config, "num_key_value_heads", heads),
        "head_width": _integer(config, "head_dim", 0),
        "big_inner": _integer(config, "intermediate_size"),
        "small_inner": _integer(duo, "small_intermediate_size", where="duo."),
        "vocabulary": vocabulary,
        "context": context,
        "rope_theta": _number(config, "rope_theta", 10_000.0),
        "norm_epsilon": _number(config, "rms_norm_eps", 1e-6),
        "bos": bos,
        "tied": bool(config.get("tie_word_embeddings", False)),
    }
    try:
        return ModelConfig(**sizes)
    except ValueError as error:
        raise CheckpointError(f"config.json: {error}") from error


def write_config(config: ModelConfig, duo: dict[str, Any]) -> dict[str, Any]:
    """What `read_config` reads; `duo` says what else the folder holds."""
    return {
        "model_type": "llama",
        "hidden_size": config.width,
        "num_hidden_layers": config.attentions,
        "num_attention_heads": config.heads,
        "num_key_value_heads": config.key_value_heads,
        "head_dim": config.head_width,
        "intermediate_size": config.big_inner,
        "hidden_act": "silu",
        "vocab_size": config.vocabulary,
        "max_position_embeddings": config.context,
        "rope_theta": config.rope_theta,
        "rms_norm_eps": config.norm_epsilon,
        "bos_token_id": config.bos,
        "tie_word_embeddings": config.tied,
        "duo": {"small_intermediate_size": config.small_inner, "stages": config.stages, **duo},
    }


def _integer(
    fields: dict[str, Any],
    name: str,
    default: int | None = None,
    least: int = 1,
    where: str = "",
) -> int:
    """A whole number. Absent or null, it is the default; without one it must be there."""
    value = fields.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise CheckpointError(
            f"config.json: {where}{name} must be a whole number of at least {least}, "
            f"but {'is missing' if value is None else f'is {value!r}'}."
        )
    return value


def _number(fields: dict[str, Any], name: str, default: float) -> float:
    value = fields.get(name)
    if value is None:
        return default
    if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
        raise CheckpointError(f"config.json: {name} must be a positive number, but is {value!r}.")
    return float(value)
