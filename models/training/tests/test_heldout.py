"""The held-out sample: how it is chosen, what the repository holds, and how it is measured."""

import json
import math
from pathlib import Path

import pytest
import torch
from conftest import Tiny
from tokenizers import Tokenizer

from duo_training import heldout
from duo_training.corpus.manifest import Package
from duo_training.corpus.manifest import load as load_manifest
from duo_training.data import byte_lengths
from duo_training.excerpts import DOCUMENTS, LONGEST, PERMISSIVE, SHORTEST, sample
from duo_training.routing import BIG, ROUTER, SMALL, constant_routes
from duo_training.samples import CODE, PROSE

PACKAGES = (
    Package("npm", "free", "1.0.0", "MIT", "code", "heldout"),
    Package("npm", "strict", "1.0.0", "GPL-2.0-only", "code", "heldout"),
    Package("npm", "other", "1.0.0", "BSD-3-Clause", "code", "heldout"),
)


@pytest.fixture(scope="module")
def codec(tiny: Tiny) -> Tokenizer:
    return Tokenizer.from_file(str(tiny.bundle / "tokenizer.json"))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Twelve files of each package, each of many different paragraphs after a header."""
    lines = []
    for number in range(12):
        for package in PACKAGES:
            paragraphs = [f"{package.name} {number} {part}: {PROSE[:150]}" for part in range(45)]
            text = "// A licence\n\n" + "\n\n".join(paragraphs)
            lines.append({"package": package.label, "path": f"{number}.js", "text": text})
    path = tmp_path / "heldout-code.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_sample_is_even_mixed_and_under_permissive_licences_only(
    corpus: Path, codec: Tokenizer
) -> None:
    documents = sample(corpus, codec, PACKAGES)
    assert len(documents) == DOCUMENTS
    assert documents == sample(corpus, codec, PACKAGES)
    assert [document.package for document in documents[:4]] == ["npm:free", "npm:other"] * 2
    assert {document.licence for document in documents} == {"MIT", "BSD-3-Clause"}
    assert len({document.text for document in documents}) == len(documents)


def test_an_excerpt_begins_inside_at_a_paragraph_and_ends_between_tokens(
    corpus: Path, codec: Tokenizer
) -> None:
    for document in sample(corpus, codec, PACKAGES):
        assert document.text.split()[0] in ("free", "other")
        assert "A licence" not in document.text
        ids = codec.encode(document.text).ids
        assert SHORTEST <= len(ids) <= LONGEST
        assert codec.decode(ids) == document.text


def test_the_repositorys_sample_is_what_its_readme_says() -> None:
    folder = heldout.FOLDER
    packages = load_manifest(heldout.MANIFEST).packages
    licences = {package.label: package.licence for package in packages if package.set == "heldout"}
    documents = {name: heldout.load(folder, name) for name in ("prose", "code")}
    for chosen in documents.values():
        assert len(chosen) == DOCUMENTS
        for document in chosen:
            assert document.licence == licences[document.package]
            assert document.licence in PERMISSIVE
            assert len(document.text) > 500
    assert (folder / "README.md").read_text("utf-8") == heldout.readme(documents, packages)


def test_measures_are_those_of_whole_runs(tiny: Tiny, tmp_path: Path, codec: Tokenizer) -> None:
    """Against a sum over positions, each predicted by a run of its own prefix."""
    for name, text in (("prose", PROSE), ("code", CODE)):
        line = {"name": "a", "package": "npm:free", "licence": "MIT", "text": text[:90]}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    tokenizer = tiny.bundle / "tokenizer.json"
    measured = heldout.measure_sample(tiny.model, tiny.routers, tokenizer, tmp_path)

    config = tiny.model.config
    ids = codec.encode(PROSE[:90]).ids[: config.context - 1]
    assert measured["prose"]["tokens"] == len(ids) == config.context - 1
    size = int(byte_lengths(tokenizer, config.bos)[ids].sum())
    assert measured["prose"]["bytes"] == size == len(codec.decode(ids).encode())
    router = tiny.routers[1]
    for module, decide, entry in (
        (SMALL, None, measured["prose"]["small"]),
        (BIG, None, measured["prose"]["big"]),
        (ROUTER, router.decide, measured["prose"]["routers"][router.name]),
    ):
        nats = 0.0
        for position, token in enumerate(ids):
            inputs = torch.tensor([[config.bos, *ids[:position]]])
            routes = constant_routes((*inputs.shape, config.layers), module)
            hidden, _ = tiny.model(inputs, routes, decide)
            nats -= tiny.model.logits(hidden[0, -1]).log_softmax(-1)[token].item()
        assert entry["nats"] == pytest.approx(nats / len(ids), abs=1e-4)
        assert entry["bitsPerByte"] == pytest.approx(nats / size / math.log(2), abs=1e-4)
    assert 0 <= measured["prose"]["routers"][router.name]["bigLayers"] <= config.layers
    # A text shorter than the quick subset's cut is the same in both.
    assert measured["quick"]["code"] == measured["code"]
