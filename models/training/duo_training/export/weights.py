"""The weights of a bundle: rounded to fp16 once, stored once, shared by every graph."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from ..difficulty import DifficultyHead
from ..model import DuoLM
from ..router import Router

WEIGHTS_FILE = "weights.bin"
# Tensors begin at multiples of this, so that they can be used in place when the file is mapped.
ALIGNMENT = 64


@dataclass(frozen=True)
class Record:
    """Where a tensor lies in the weights file."""

    dtype: np.dtype
    shape: tuple[int, ...]
    offset: int
    length: int


@torch.no_grad()
def round_to_half(model: DuoLM) -> DuoLM:
    """Rounds the model's weights, in place, to what the bundle stores; they stay float32.

    Every reference is computed with these weights, so that ONNX and PyTorch differ by the order
    of additions only.
    """
    for parameter in model.parameters():
        parameter.copy_(parameter.half().float())
    return model


def named_weights(
    model: DuoLM, routers: list[Router], difficulty: DifficultyHead | None = None
) -> dict[str, np.ndarray]:
    """All weights by the names the graphs use. Matrices are `[in, out]`, for `x @ W`.

    Routers, the difficulty head and rotary tables stay float32: they are small, and a router's
    forbidden modules have a bias that fp16 cannot hold.
    """
    arrays = {"embedding": _half(model.embedding.weight)}
    for index, stage in enumerate(model.stages):
        prefix = stage_prefix(index)
        arrays[f"{prefix}.attention_norm"] = _half(stage.attention_norm.gain)
        for name in ("query", "key", "value", "output"):
            arrays[f"{prefix}.{name}"] = _half(getattr(stage.attention, name).weight.T)
        arrays[f"{prefix}.ffn_norm"] = _half(stage.ffn_norm.gain)
        for module in ("small", "big"):
            for name in ("gate", "up", "down"):
                matrix = getattr(getattr(stage, module), name).weight
                arrays[f"{prefix}.{module}.{name}"] = _half(matrix.T)
    arrays["final_norm"] = _half(model.final_norm.gain)
    if not model.config.tied:
        arrays["head"] = _half(model.head.weight.T)
    arrays["cos"], arrays["sin"] = model.cos.numpy(), model.sin.numpy()
    if routers:
        arrays["router_weights"] = _stack([router.weight for router in routers])
        arrays["router_biases"] = _stack([router.masked_bias() for router in routers])
    if difficulty is not None:
        for name in ("inner", "output"):
            linear = getattr(difficulty, name)
            arrays[f"difficulty.{name}"] = linear.weight.detach().T.numpy()
            arrays[f"difficulty.{name}_bias"] = linear.bias.detach().numpy()
    return arrays


def stage_prefix(index: int) -> str:
    """How the names of a stage's weights begin. Stages are numbered through all layers, as Llama
    numbers what it calls layers; without further stages, they are the layers."""
    return f"layers.{index}"


def write_weights(path: Path, arrays: dict[str, np.ndarray]) -> dict[str, Record]:
    """Writes the tensors one after the other; returns where each lies."""
    records, content = {}, bytearray()
    for name, array in arrays.items():
        content.extend(b"\0" * (-len(content) % ALIGNMENT))
        data = np.ascontiguousarray(array).tobytes()
        records[name] = Record(array.dtype, array.shape, len(content), len(data))
        content.extend(data)
    path.write_bytes(content)
    return records


def _half(parameter: torch.Tensor) -> np.ndarray:
    return parameter.detach().cpu().half().numpy()


def _stack(tensors: list[torch.Tensor]) -> np.ndarray:
    return torch.stack([tensor.detach().cpu() for tensor in tensors]).float().numpy()
