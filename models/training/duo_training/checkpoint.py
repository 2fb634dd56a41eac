"""Checkpoints: everything that a run needs to go on exactly where it stopped."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from .config import ModelConfig
from .model import DuoLM


def save(path: Path, model: DuoLM, state: dict[str, Any]) -> None:
    """Writes the checkpoint whole or not at all: a killed run never leaves half a file."""
    partial = path.with_suffix(".partial")
    torch.save({"config": asdict(model.config), "model": model.state_dict(), **state}, partial)
    partial.replace(path)


def load(path: Path) -> tuple[DuoLM, dict[str, Any]]:
    """The model of a checkpoint and the checkpoint itself."""
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    model = DuoLM(ModelConfig(**checkpoint["config"]))
    model.load_state_dict(checkpoint["model"])
    return model, checkpoint
