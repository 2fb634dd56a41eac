import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from conftest import Tiny
from tokenizers import Tokenizer

from duo_training.export.bundle import write_bundle
from duo_training.export.weights import WEIGHTS_FILE, named_weights
from duo_training.fixtures import FIXTURES
from duo_training.samples import AWKWARD, CODE, PROSE


def manifest(tiny: Tiny) -> dict:
    return json.loads((tiny.bundle / "duo.json").read_text(encoding="utf-8"))


def test_the_manifest_lists_every_file_as_it_is(tiny: Tiny) -> None:
    listed = {file["path"]: file for file in manifest(tiny)["files"]}
    present = {path.name for path in tiny.bundle.iterdir()} - {"duo.json"}
    assert set(listed) == present
    for name, file in listed.items():
        content = (tiny.bundle / name).read_bytes()
        assert file["bytes"] == len(content)
        assert file["sha256"] == hashlib.sha256(content).hexdigest()


def test_flops_follow_from_the_dimensions(tiny: Tiny) -> None:
    skip, small, big = manifest(tiny)["modules"]
    assert (skip["flops"], small["flops"], big["flops"]) == (0, 6 * 16 * 4, 6 * 16 * 64)
    assert manifest(tiny)["attentionFlops"] == 8 * 16 * 16
    assert manifest(tiny)["headFlops"] == 2 * 16 * 300


def test_weights_are_stored_once_for_all_graphs(tiny: Tiny) -> None:
    size = sum(array.nbytes for array in named_weights(tiny.model, tiny.routers).values())
    assert (tiny.bundle / WEIGHTS_FILE).stat().st_size < 1.2 * size
    for path in tiny.bundle.glob("*.onnx"):
        graph = onnx.load(path, load_external_data=False).graph
        external = [tensor for tensor in graph.initializer if tensor.external_data]
        locations = {entry.value for t in external for entry in t.external_data[:1]}
        assert locations == {WEIGHTS_FILE}
        inside = [tensor for tensor in graph.initializer if not tensor.external_data]
        assert max(np.prod(tensor.dims) for tensor in inside) < 1000


def test_the_reference_has_the_rounded_weights(tiny: Tiny) -> None:
    for parameter in tiny.model.parameters():
        assert torch.equal(parameter, parameter.half().float())


def test_the_tokenizer_gives_every_text_back(tiny: Tiny) -> None:
    tokenizer = Tokenizer.from_file(str(tiny.bundle / "tokenizer.json"))
    assert tokenizer.get_vocab_size() == tiny.model.config.vocabulary
    for text in (PROSE, CODE, AWKWARD):
        assert tokenizer.decode(tokenizer.encode(text).ids) == text


def test_the_committed_fixtures_are_what_the_command_writes(tiny: Tiny) -> None:
    """So that a change of the format or the graphs cannot leave stale fixtures behind."""
    for written in sorted(tiny.folder.rglob("*")):
        committed = FIXTURES / written.relative_to(tiny.folder)
        if written.suffix == ".json" and written.parent.name == "golden":
            _close(json.loads(written.read_text()), json.loads(committed.read_text()))
        elif written.is_file():
            assert committed.read_bytes() == written.read_bytes(), committed.name


def _close(left: object, right: object) -> None:
    """Equal but for the last digits of losses, which depend on the machine's order of additions."""
    if isinstance(left, dict) and isinstance(right, dict):
        assert left.keys() == right.keys()
        for key in left:
            _close(left[key], right[key])
    elif isinstance(left, list) and isinstance(right, list) and left and isinstance(left[0], float):
        np.testing.assert_allclose(left, right, atol=2e-5)
    elif isinstance(left, list) and isinstance(right, list):
        assert len(left) == len(right)
        for one, other in zip(left, right, strict=True):
            _close(one, other)
    else:
        assert left == right


def test_a_folder_that_is_no_bundle_is_left_alone(tiny: Tiny, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError, match="no bundle"):
        write_bundle(tmp_path, tiny.model, tiny.routers, tiny.bundle / "tokenizer.json", {})
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
