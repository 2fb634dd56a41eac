"""Tiny duos and their bundles, written once a test run."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from duo_training.export.bundle import write_bundle
from duo_training.export.weights import round_to_half
from duo_training.fixtures import GROUPED, TINY, tiny_model, tiny_tokenizer, write_tiny
from duo_training.model import DuoLM
from duo_training.router import Router

# What a model can have that the tiny duo lacks: each thing alone, and all together.
LAYOUTS = {
    "plain": TINY,
    "grouped queries": replace(TINY, heads=4, key_value_heads=2, head_width=8),
    "stages": replace(TINY, layers=2, stages=3),
    "untied": replace(TINY, tied=False),
    "all": GROUPED,
}


@dataclass(frozen=True)
class Tiny:
    """A tiny duo with the rounded weights of its bundle, and the folder that its bundle is in."""

    model: DuoLM
    routers: list[Router]
    folder: Path
    name: str = "tiny-duo"

    @property
    def bundle(self) -> Path:
        return self.folder / self.name


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("fixtures")
    write_tiny(folder)
    model, routers = tiny_model()
    return Tiny(round_to_half(model), routers, folder)


@pytest.fixture(scope="session", params=LAYOUTS)
def duo(
    request: pytest.FixtureRequest, tiny: Tiny, tmp_path_factory: pytest.TempPathFactory
) -> Tiny:
    """A duo of each layout: for tests of what its graphs compute."""
    config = LAYOUTS[request.param]
    if config == TINY:
        return tiny
    model, routers = tiny_model(config, "duo")
    folder = tmp_path_factory.mktemp("layout")
    write_bundle(folder / "duo", model, routers, tiny.bundle / "tokenizer.json", {})
    return Tiny(model, routers, folder, "duo")


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
    """A full window of a tiny duo: BOS and random tokens."""
    config = tiny.model.config
    generator = torch.Generator().manual_seed(3)
    ids = torch.randint(1, config.vocabulary, (config.context,), generator=generator)
    ids[0] = config.bos
    return ids
