"""A checkpoint as a folder in Hugging Face's layout: `config.json`, safetensors, a tokenizer.

Tensors have Llama's names; what a duo has more than Llama, its two FFNs and its routers, has names
of the same kind. The README lists them all.
"""

import json
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from .checkpoint import CheckpointError
from .config import ModelConfig
from .llama_config import duo_of, read_config, write_config
from .model import DuoLM
from .router import Router
from .routing import MODULES
from .tensor_names import TensorNames

CONFIG_FILE = "config.json"
TENSORS_FILE = "model.safetensors"
INDEX_FILE = "model.safetensors.index.json"
TOKENIZER_FILE = "tokenizer.json"

NAMES = TensorNames(
    embedding="model.embed_tokens.weight",
    final_norm="model.norm.weight",
    head="lm_head.weight",
    stage_prefix="model.layers",
    in_stage={
        "attention_norm.gain": "input_layernorm.weight",
        "attention.query.weight": "self_attn.q_proj.weight",
        "attention.key.weight": "self_attn.k_proj.weight",
        "attention.value.weight": "self_attn.v_proj.weight",
        "attention.output.weight": "self_attn.o_proj.weight",
        "ffn_norm.gain": "post_attention_layernorm.weight",
        **{
            f"{module}.{matrix}.weight": f"mlp.{module}.{matrix}_proj.weight"
            for module in ("small", "big")
            for matrix in ("gate", "up", "down")
        },
    },
)
MODULE_LISTS = [list(some) for count in (2, 3) for some in combinations(MODULES, count)]
FLOATS = (torch.float32, torch.bfloat16, torch.float16)
# So many names in a sentence, where there may be thousands.
NAMED = 3


@dataclass(frozen=True)
class Folder:
    """What a checkpoint folder holds, all of it float32."""

    model: DuoLM
    routers: list[Router]
    tokenizer: Path
    """Where it is, or would be."""
    licence: str | None
    """SPDX identifier for the weights."""
    training: dict[str, Any]
    """Provenance, free in form, as `duo.json` gives it; may be empty."""


def load_folder(folder: Path) -> Folder:
    """Raises CheckpointError for what no bundle can hold, and where anything is missing."""
    config = _json(folder / CONFIG_FILE)
    duo, model = duo_of(config), DuoLM(read_config(config)).requires_grad_(False)
    routers = _routers(model.config, duo.get("routers", []))
    targets = _targets(model, routers)
    found: set[str] = set()
    for path in _tensor_files(folder):
        try:
            with safe_open(path, framework="pt") as tensors:
                for name in tensors.offset_keys():
                    if name in targets:
                        _fill(name, targets[name], tensors.get_tensor(name))
                    found.add(name)
        except (SafetensorError, FileNotFoundError) as error:
            raise CheckpointError(f"{path} cannot be read: {error}") from error
    _check_names(set(targets), found)
    return Folder(
        model, routers, folder / TOKENIZER_FILE, duo.get("licence"), duo.get("training", {})
    )


def save_folder(
    folder: Path,
    model: DuoLM,
    routers: list[Router],
    tokenizer: Path,
    licence: str,
    training: dict[str, Any] | None = None,
) -> None:
    """Writes what `load_folder` reads, float32. `tokenizer` is the file that is copied;
    `training` is provenance as `duo.json` gives it."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {
        name: tensor.detach().to("cpu", torch.float32).contiguous()
        for name, tensor in _targets(model, routers).items()
    }
    save_file(tensors, folder / TENSORS_FILE, metadata={"format": "pt"})
    duo = {
        "routers": [router.description() for router in routers],
        "licence": licence,
        "training": training or {},
    }
    text = json.dumps(write_config(model.config, duo), indent=2, ensure_ascii=False)
    (folder / CONFIG_FILE).write_text(text + "\n", encoding="utf-8")
    (folder / TOKENIZER_FILE).write_bytes(tokenizer.read_bytes())


def _targets(model: DuoLM, routers: list[Router]) -> dict[str, Tensor]:
    """Every tensor of the folder by its name there: what it is read into, or written from."""
    parameters = dict(model.named_parameters())
    targets = {theirs: parameters[ours] for ours, theirs in NAMES.of(model.config).items()}
    for router in routers:
        for layer in range(model.config.layers):
            prefix = f"routers.{router.name}.layers.{layer}"
            # A linear layer's weight is [out, in].
            targets[f"{prefix}.weight"] = router.weight[layer].T
            targets[f"{prefix}.bias"] = router.bias[layer]
    return targets


@torch.no_grad()
def _fill(name: str, target: Tensor, tensor: Tensor) -> None:
    if tensor.dtype not in FLOATS:
        raise CheckpointError(
            f"The tensor {name} is {tensor.dtype}. Store weights as float32, bfloat16 or float16."
        )
    if tensor.shape != target.shape:
        raise CheckpointError(
            f"The tensor {name} has shape {list(tensor.shape)}; {CONFIG_FILE} asks for "
            f"{list(target.shape)}."
        )
    # Bundles hold weights in fp16, but for routers.
    held = tensor.float() if name.startswith("routers.") else tensor.half()
    if not held.isfinite().all():
        raise CheckpointError(
            f"The tensor {name} holds numbers that are not finite, or beyond fp16's 65504."
        )
    target.copy_(tensor)


def _routers(config: ModelConfig, entries: Any) -> list[Router]:
    """Their weights are still to come."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CheckpointError(f"{CONFIG_FILE}: duo.routers must be a list of objects.")
    names = [entry.get("name") for entry in entries]
    if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        raise CheckpointError(f"{CONFIG_FILE}: each of duo.routers needs a name of its own.")
    return [_router(config, entry) for entry in entries]


def _router(config: ModelConfig, entry: dict[str, Any]) -> Router:
    name, budget, modules = entry["name"], entry.get("budget"), entry.get("modules")
    if not isinstance(budget, int | float) or budget < 0:
        raise CheckpointError(
            f"{CONFIG_FILE}: the router {name} in duo.routers needs a budget, a number: the big "
            "layers per token."
        )
    if modules not in MODULE_LISTS:
        raise CheckpointError(
            f"{CONFIG_FILE}: the router {name} in duo.routers has modules {modules!r}; name two or "
            f"three of {', '.join(MODULES)}, in this order."
        )
    return Router(config, name, budget, tuple(modules)).requires_grad_(False)


def _tensor_files(folder: Path) -> list[Path]:
    index = folder / INDEX_FILE
    if not index.exists():
        return [folder / TENSORS_FILE]
    files = _json(index).get("weight_map")
    if not isinstance(files, dict):
        raise CheckpointError(f"{index} has no weight_map, which names the files of the tensors.")
    return [folder / name for name in sorted(set(files.values()))]


def _check_names(wanted: set[str], found: set[str]) -> None:
    if missing := wanted - found:
        raise CheckpointError(f"The checkpoint lacks tensors: {_some(missing)}.")
    if unexpected := found - wanted:
        raise CheckpointError(
            f"The checkpoint has tensors that a bundle cannot hold: {_some(unexpected)}."
        )


def _some(names: set[str]) -> str:
    first = ", ".join(sorted(names)[:NAMED])
    return first if len(names) <= NAMED else f"{first} and {len(names) - NAMED} more"


def _json(path: Path) -> dict[str, Any]:
    try:
        parsed = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path} cannot be read: {error}") from error
    if not isinstance(parsed, dict):
        raise CheckpointError(f"{path} holds no JSON object.")
    return parsed
