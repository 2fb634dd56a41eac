"""A tiny duo and its bundle, written once a test run."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch

from duo_training.export.weights import round_to_half
from duo_training.fixtures import tiny_model, tiny_tokenizer, write_tiny
from duo_training.model import DuoLM
from duo_training.router import Router


@dataclass(frozen=True)
class Tiny:
    """The tiny duo with the rounded weights of its bundle, and the folder of both fixtures."""

    model: DuoLM
    routers: list[Router]
    folder: Path

    @property
    def bundle(self) -> Path:
        return self.folder / "tiny-duo"


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("fixtures")
    write_tiny(folder)
    model, routers = tiny_model()
    return Tiny(round_to_half(model), routers, folder)


@pytest.fixture(scope="session")
def patterned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a stage 1 that can be learned: a few tokens, each mostly followed by the next."""
    folder = tmp_path_factory.mktemp("data")
    random = np.random.default_rng(0)
    steps = 1 + (random.random(20_000) < 0.1)
    stream = (20 + np.cumsum(steps) % 50).astype(np.uint16)
    for name in ("train", "heldout-prose", "heldout-code"):
        np.save(folder / f"{name}.npy", stream)
    tiny_tokenizer().save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture(scope="session")
def tokens(tiny: Tiny) -> torch.Tensor:
    """A full window of the tiny duo: BOS and random tokens."""
    config = tiny.model.config
    generator = torch.Generator().manual_seed(3)
    ids = torch.randint(1, config.vocabulary, (config.context,), generator=generator)
    ids[0] = config.bos
    return ids
