"""A bundle whose graphs are made anew is the same model."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from conftest import Tiny
from oracle_session import open_graph, run_named

from duo_training.export import oracle
from duo_training.export.oracle_graphs import OracleGraph
from duo_training.export.regraph import bundle_config, regraph
from duo_training.fixtures import FIXTURES

MODULES = ["small", "big"]


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


def losses_by_file(tiny: Tiny, bundle: Path) -> dict[str, np.ndarray]:
    """Of every block of small and big."""
    manifest = json.loads((bundle / "duo.json").read_text(encoding="utf-8"))
    return {
        graph["file"]: run_named(
            open_graph(bundle / graph["file"]), feeds(tiny, graph["positions"])
        )["losses"]
        for graph in manifest["graphs"]["oracles"]
        if graph["modules"] == MODULES
    }


def test_files_are_the_same_to_the_byte(duo: Tiny, tmp_path: Path) -> None:
    out = tmp_path / "duo"
    regraph(duo.bundle, out)
    names = [path.name for path in sorted(duo.bundle.iterdir())]
    assert names == [path.name for path in sorted(out.iterdir())]
    for name in names:
        assert (out / name).read_bytes() == (duo.bundle / name).read_bytes(), name


def test_further_blocks_give_the_same_losses(
    duo: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The head in several parts.
    monkeypatch.setattr(oracle, "GPU_LOGITS", 50 * duo.model.config.vocabulary)
    regraph(duo.bundle, tmp_path / "duo", [OracleGraph(tuple(MODULES), 12, "gpu")])
    losses = losses_by_file(duo, tmp_path / "duo")
    assert list(losses) == [
        "oracle-small-big.onnx",
        "oracle-small-big-step.onnx",
        "oracle-small-big-gpu-16.onnx",
        "oracle-small-big-gpu-12.onnx",
    ]
    whole = losses["oracle-small-big-gpu-16.onnx"]
    assert len(whole) == 16
    for file, some in losses.items():
        np.testing.assert_allclose(some, whole[: len(some)], atol=1e-5, err_msg=file)


def test_files_are_listed_with_their_hashes(tiny: Tiny, tmp_path: Path) -> None:
    out = tmp_path / "tiny-duo"
    regraph(tiny.bundle, out, [OracleGraph(tuple(MODULES), 4, "gpu")])
    manifest = json.loads((out / "duo.json").read_text(encoding="utf-8"))
    assert {file["path"] for file in manifest["files"]} == {path.name for path in out.iterdir()} - {
        "duo.json"
    }
    for file in manifest["files"]:
        content = (out / file["path"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
    assert bundle_config(manifest) == tiny.model.config


@pytest.mark.parametrize("positions", [0, 32])
def test_blocks_lie_in_the_context(tiny: Tiny, tmp_path: Path, positions: int) -> None:
    with pytest.raises(ValueError, match="at least 1 position, and fewer than 32"):
        regraph(tiny.bundle, tmp_path / "tiny-duo", [OracleGraph(tuple(MODULES), positions, "gpu")])


def test_bundles_of_others_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="did not make the bundle"):
        regraph(FIXTURES / "foreign-duo", tmp_path / "foreign-duo")
    assert not (tmp_path / "foreign-duo").exists()
