"""Checkpoints: everything that a run needs to go on exactly where it stopped."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from .config import ModelConfig
from .model import DuoLM


class CheckpointError(ValueError):
    """A sentence that says what a checkpoint has that no bundle can hold, or what it lacks."""


def save(path: Path, model: DuoLM, state: dict[str, Any]) -> None:
    """Writes the checkpoint whole or not at all: a killed run never leaves half a file."""
    partial = path.with_suffix(".partial")
    torch.save({"config": asdict(model.config), "model": model.state_dict(), **state}, partial)
    partial.replace(path)


def load(path: Path) -> tuple[DuoLM, dict[str, Any]]:
    """The model of a checkpoint and the checkpoint itself."""
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    model = DuoLM(ModelConfig(**checkpoint["config"]))
    model.load_state_dict({_staged(name): tensor for name, tensor in checkpoint["model"].items()})
    return model, checkpoint


def _staged(name: str) -> str:
    """A parameter's name today. Checkpoints from before layers had stages name none: what was
    `layers.3.big.up.weight` is `layers.3.stages.0.big.up.weight`."""
    return re.sub(r"^(layers\.\d+)\.(?!stages\.)", r"\1.stages.0.", name)
