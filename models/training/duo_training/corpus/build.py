"""Builds the corpus: four files of documents, and a report of what went in and what did not."""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path

from duo_training.corpus import archive, quality
from duo_training.corpus.dedupe import Seen
from duo_training.corpus.download import fetch
from duo_training.corpus.extract import Text, extract
from duo_training.corpus.manifest import Limits, Manifest, Package

LARGEST_FILE = 24_000_000  # bytes; a dictionary is one file, nothing that we want is larger
DOWNLOADS_AT_ONCE = 4
ENOUGH = 0.97  # of the limit; after that, looking for documents that still fit is not worth it

Document = dict[str, str]


def build(manifest: Manifest, out: Path, cache: Path) -> dict:
    """Write `{train,heldout}-{prose,code}.jsonl` and `corpus.json` to `out`; return the report.

    A line is one document: `{"package", "path", "language", "text"}`. The same manifest gives the
    same bytes. Held-out packages come first, so that what they share with a training package is
    dropped from training and not from them.
    """
    out.mkdir(parents=True, exist_ok=True)
    packages = sorted(manifest.packages, key=lambda package: package.set != "heldout")
    with ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
        archives = list(pool.map(lambda package: fetch(package, cache), packages))

    seen = Seen()
    sets: dict[str, list[Document]] = defaultdict(list)
    reports = []
    for package, paths in zip(packages, archives, strict=True):
        shelves, dropped = _take(package, paths, seen, manifest)
        for kind, shelf in shelves.items():
            sets[f"{package.set}-{kind}"] += shelf.documents
        reports.append(_report(package, shelves, dropped))

    report = {
        "seed": manifest.seed,
        "outputs": {
            name: _write(out / f"{name}.jsonl", documents, manifest.seed)
            for name, documents in sorted(sets.items())
        },
        "packages": reports,
    }
    (out / "corpus.json").write_text(json.dumps(report, indent=1) + "\n")
    return report


@dataclass
class _Shelf:
    """One package's documents of one kind, and the bytes that they may fill."""

    limit: int
    documents: list[Document] = field(default_factory=list)
    size: int = 0

    @property
    def full(self) -> bool:
        return self.size > ENOUGH * self.limit

    def fits(self, text: str) -> bool:
        return self.size + len(text.encode()) <= self.limit

    def add(self, document: Document) -> None:
        self.documents.append(document)
        self.size += len(document["text"].encode())


def _take(
    package: Package, paths: list[Path], seen: Seen, manifest: Manifest
) -> tuple[dict[str, _Shelf], Counter[str]]:
    """A package's documents by kind, up to its limits, and how many were dropped by reason."""
    kinds = ("prose", "code") if package.kind == "both" else (package.kind,)
    shelves = {kind: _Shelf(_limit(manifest.limits, package, kind)) for kind in kinds}
    dropped: Counter[str] = Counter()
    for name, data in _files(package, paths, manifest.seed):
        if all(shelf.full for shelf in shelves.values()):
            break
        text = extract(name, data)
        if isinstance(text, Text):
            for path, content in _parts(name, text):
                shelf = shelves.get(text.kind)
                reason = _reason_to_drop(shelf, text.kind, content, seen)
                if reason:
                    dropped[reason] += 1
                elif shelf:
                    document = {"package": package.label, "path": path}
                    shelf.add(document | {"language": text.language, "text": content})
        elif text:
            dropped[text] += 1
    return shelves, dropped


def _limit(limits: Limits, package: Package, kind: str) -> int:
    if package.limit is not None:
        return package.limit
    return getattr(limits, "heldout" if package.set == "heldout" else kind)


def _files(package: Package, paths: list[Path], seed: int) -> list[tuple[str, bytes]]:
    """The package's files in a seeded order: a limit then cuts a sample, not the first folders."""
    files = [
        (name, data)
        for path in paths
        for name, data in archive.files(path, LARGEST_FILE)
        if _selected(package, name)
    ]
    random.Random(f"{seed} {package.label}").shuffle(files)
    return files


def _selected(package: Package, name: str) -> bool:
    only = not package.only or any(fnmatch(name, pattern) for pattern in package.only)
    return only and not any(fnmatch(name, pattern) for pattern in package.skip)


def _parts(name: str, text: Text) -> Iterator[tuple[str, str]]:
    """Long prose in parts, numbered from `name#1`; code is never split."""
    contents = quality.parts(text.text) if text.kind == "prose" else [text.text]
    for number, content in enumerate(contents, start=1):
        yield f"{name}#{number}" if len(contents) > 1 else name, content


def _reason_to_drop(shelf: _Shelf | None, kind: str, text: str, seen: Seen) -> str | None:
    if shelf is None:
        return "other kind"
    if not shelf.fits(text):
        return "over the limit"
    return quality.reason_to_drop(kind, text) or seen.duplicate(text)


def _report(package: Package, shelves: dict[str, _Shelf], dropped: Counter[str]) -> dict:
    return {
        "package": package.label,
        "version": package.version,
        "licence": package.licence,
        "set": package.set,
        "documents": {kind: len(shelf.documents) for kind, shelf in shelves.items()},
        "bytes": {kind: shelf.size for kind, shelf in shelves.items()},
        "dropped": dict(sorted(dropped.items())),
    }


def _write(path: Path, documents: list[Document], seed: int) -> dict:
    random.Random(f"{seed} {path.name}").shuffle(documents)
    digest = sha256()
    sizes: Counter[str] = Counter()
    with path.open("wb") as file:
        for document in documents:
            line = json.dumps(document, ensure_ascii=False).encode() + b"\n"
            digest.update(line)
            file.write(line)
            sizes[document["language"]] += len(document["text"].encode())
    return {
        "documents": len(documents),
        "bytes": sizes.total(),
        "bytes_by_language": dict(sizes.most_common()),
        "sha256": digest.hexdigest(),
    }
