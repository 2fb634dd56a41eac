"""Excerpts of the held-out sets: an even choice from the packages under permissive licences."""

import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from .corpus.manifest import Package

DOCUMENTS = 48  # of each set, spread evenly over its packages
MIXED = 4  # so many documents, from the beginning, are as unlike each other as packages can be
LONGEST = 511  # tokens: with BOS one window
SHORTEST = 200
LONGEST_BYTES = 2_000  # about what an excerpt takes
# Only text that anyone may pass on goes into the repository.
PERMISSIVE = {"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC", "public-domain"}


@dataclass(frozen=True)
class Document:
    """A line of the sample: an excerpt with the file and package that it comes from."""

    name: str
    package: str
    licence: str
    text: str


def sample(corpus: Path, tokenizer: Tokenizer, packages: tuple[Package, ...]) -> list[Document]:
    """DOCUMENTS excerpts, every package's in turn, so that any beginning of the list is mixed.

    `corpus` is a set's file of documents, `packages` those of the manifest. The manifest has
    packages of one language together; steps through it bring several into the first documents.
    """
    allowed = {
        package.label: package
        for package in packages
        if package.set == "heldout" and package.licence in PERMISSIVE
    }
    files: dict[str, list[dict[str, str]]] = {}
    with corpus.open(encoding="utf-8") as lines:
        for file in map(json.loads, lines):
            if file["package"] in allowed:
                files.setdefault(file["package"], []).append(file)
    labels = [label for label in allowed if label in files]
    step = max(1, len(labels) // MIXED)
    excerpts = [
        _excerpts(files[label], DOCUMENTS // len(labels), allowed[label], tokenizer)
        for start in range(step)
        for label in labels[start::step]
    ]
    return [document for turn in zip(*excerpts, strict=True) for document in turn]


def _excerpts(
    files: list[dict[str, str]], count: int, package: Package, tokenizer: Tokenizer
) -> list[Document]:
    """Excerpts of one package: of files spread over it, more than one of each if they are few."""
    files = _long_enough(files, tokenizer)
    if 0 < len(files) < count:
        parts = 1 + math.ceil(count / len(files))  # then excerpts of one file do not overlap
        files = [file for file in files if len(file["text"]) > parts * LONGEST_BYTES]
    if not files:
        raise ValueError(
            f"No file of {package.label} is long enough for an excerpt: choose another package."
        )
    chosen = Counter(index * len(files) // count for index in range(count))
    documents = []
    for number, times in chosen.items():
        file = files[number]
        for time in range(times):
            # Inside the file: licences and tables of contents stand at the beginning.
            text = _excerpt(file["text"], (time + 1) / (times + 1), tokenizer)
            name = file["path"] if times == 1 else f"{file['path']}:{time + 1}"
            documents.append(Document(name, package.label, package.licence, text))
    return documents


def _long_enough(files: list[dict[str, str]], tokenizer: Tokenizer) -> list[dict[str, str]]:
    """Files whose second half fills an excerpt; one of those that differ in their ending only
    (the same page in two formats)."""
    different = {re.sub(r"(\.[a-z]+)+$", "", file["path"]): file for file in reversed(files)}
    return [
        file
        for file in reversed(different.values())
        if len(tokenizer.encode(_excerpt(file["text"], 0.5, tokenizer)).ids) >= SHORTEST
    ]


def _excerpt(text: str, fraction: float, tokenizer: Tokenizer) -> str:
    """What follows the first blank line after this fraction of the text, one window long."""
    start = re.compile(r"\n\n+(?=[^\n])").search(text, int(fraction * len(text)))
    return _beginning(text[start.end() :], tokenizer) if start else ""


def _beginning(text: str, tokenizer: Tokenizer) -> str:
    """The longest beginning of at most LONGEST tokens that is cut between two of them: the
    tokenizer reads it, alone, as it reads it in the whole text."""
    whole = tokenizer.encode(text)
    for length in range(min(LONGEST, len(whole.ids)), 0, -1):
        cut = text[: whole.offsets[length - 1][1]]
        if tokenizer.encode(cut).ids == whole.ids[:length]:
            return cut
    return ""
