"""Larger blocks of a bundle give the losses of its own blocks."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from conftest import Tiny
from oracle_session import open_graph, run_named

from duo_training.export.blocks import add_blocks, bundle_config

MODULES = ("small", "big")


def feeds(tiny: Tiny, positions: int) -> dict[str, np.ndarray]:
    """The first positions of a window, and a context that is made up."""
    config = tiny.model.config
    columns = 1 + 2 * 8
    random = np.random.default_rng(0)
    ids = random.integers(1, config.vocabulary, 17)
    mask = np.zeros((1 + positions, columns), np.float32)
    mask[0, 0] = 1
    for row in range(positions):
        mask[1 + row, 1 + row :] = -1e9
    keys = (config.attentions, config.key_value_heads, config.head_width, columns)
    values = (config.attentions, config.key_value_heads, columns, config.head_width)
    context = np.random.default_rng(1)
    return {
        "tokens": ids[:positions],
        "targets": ids[1 : 1 + positions],
        "labels": np.zeros((positions, 1), np.int64),
        "t0": np.array([0]),
        "mask": mask,
        "keys": context.standard_normal(keys, np.float32),
        "values": context.standard_normal(values, np.float32),
    }


def test_give_the_same_losses(duo: Tiny, tmp_path: Path) -> None:
    out = tmp_path / "duo"
    add_blocks(duo.bundle, MODULES, (12, 16), out)
    manifest = json.loads((out / "duo.json").read_text(encoding="utf-8"))
    graphs = [graph for graph in manifest["graphs"]["oracles"] if graph["modules"] == [*MODULES]]
    assert [graph["positions"] for graph in graphs] == [8, 1, 12, 16]
    losses = {
        graph["positions"]: run_named(
            open_graph(out / graph["file"]), feeds(duo, graph["positions"])
        )["losses"]
        for graph in graphs
        if graph["positions"] > 1
    }
    np.testing.assert_allclose(losses[12][:8], losses[8], atol=1e-5)
    np.testing.assert_allclose(losses[16][:12], losses[12], atol=1e-5)


def test_are_listed_with_their_hashes(tiny: Tiny, tmp_path: Path) -> None:
    out = tmp_path / "tiny-duo"
    add_blocks(tiny.bundle, MODULES, (16,), out)
    manifest = json.loads((out / "duo.json").read_text(encoding="utf-8"))
    assert {file["path"] for file in manifest["files"]} == {path.name for path in out.iterdir()} - {
        "duo.json"
    }
    for file in manifest["files"]:
        content = (out / file["path"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
    assert bundle_config(manifest) == tiny.model.config


def test_end_before_the_context(tiny: Tiny, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="fewer positions than the context's 32"):
        add_blocks(tiny.bundle, MODULES, (8, 32), tmp_path / "tiny-duo")
