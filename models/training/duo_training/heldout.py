"""The held-out sample: a small part of the held-out sets that the repository itself holds.

    python -m duo_training.heldout --corpus DATA --tokenizer DATA/tokenizer.json

writes `models/heldout/{prose,code}.jsonl` and a README. The published numbers of a model are
measured on it, here by PyTorch (`measure_sample`) and by `npm run reproduce` with the product's
own engine: anyone can compute them again without the corpus.
"""

import argparse
import json
import math
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from .corpus.manifest import Package
from .corpus.manifest import load as load_manifest
from .data import byte_lengths
from .evaluate import HELD_OUT
from .excerpts import LONGEST, Document, sample
from .fixtures import REPOSITORY
from .model import DuoLM
from .router import Router
from .routing import BIG, ROUTER, SMALL, constant_routes

FOLDER = REPOSITORY / "models" / "heldout"
MANIFEST = REPOSITORY / "models" / "training" / "corpus.toml"

# `npm run reproduce -- --quick`: the first documents of each set, cut to their first tokens.
QUICK_DOCUMENTS, QUICK_TOKENS = 4, 96


def load(folder: Path, name: str) -> list[Document]:
    """The sample's documents of one set."""
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [Document(**json.loads(line)) for line in lines]


@torch.no_grad()
def measure_sample(
    model: DuoLM, routers: list[Router], tokenizer: Path, folder: Path = FOLDER
) -> dict[str, Any]:
    """`training.metrics` of `duo.json`: per set, and for `quick` again per set, the sizes and the
    loss (nats per token, bits per byte) of all-small, all-big and every router in its own run.

    Every document is a text of its own: BOS, then its tokens, as many as one window holds.
    """
    codec = Tokenizer.from_file(str(tokenizer))
    lengths = byte_lengths(tokenizer, model.config.bos)
    texts = {
        name: [codec.encode(document.text).ids for document in load(folder, name)]
        for name in HELD_OUT
    }
    quick = {
        name: [ids[:QUICK_TOKENS] for ids in texts[name][:QUICK_DOCUMENTS]] for name in HELD_OUT
    }
    return {
        **{name: _measure(model, routers, texts[name], lengths) for name in HELD_OUT},
        "quick": {name: _measure(model, routers, quick[name], lengths) for name in HELD_OUT},
    }


def _measure(
    model: DuoLM, routers: list[Router], texts: list[list[int]], lengths: torch.Tensor
) -> dict[str, Any]:
    config = model.config
    texts = [ids[: config.context - 1] for ids in texts]
    tokens = sum(map(len, texts))
    size = sum(int(lengths[ids].sum()) for ids in texts)

    def run(module: int, router: Router | None = None) -> dict[str, float]:
        nats, big = 0.0, 0
        for ids in texts:
            inputs = torch.tensor([[config.bos, *ids[:-1]]])
            routes = constant_routes((*inputs.shape, config.layers), module)
            hidden, taken = model(inputs, routes, router and router.decide)
            nats += model.losses(hidden, torch.tensor([ids])).double().sum().item()
            big += int((taken == BIG).sum())
        return {
            "nats": round(nats / tokens, 5),
            "bitsPerByte": round(nats / size / math.log(2), 5),
            "bigLayers": round(big / tokens, 4),
        }

    def along(module: int) -> dict[str, float]:
        measured = run(module)
        return {name: measured[name] for name in ("nats", "bitsPerByte")}

    return {
        "documents": len(texts),
        "tokens": tokens,
        "bytes": size,
        "small": along(SMALL),
        "big": along(BIG),
        "routers": {router.name: run(ROUTER, router) for router in routers},
    }


def readme(documents: dict[str, list[Document]], packages: tuple[Package, ...]) -> str:
    """The README beside the sample: where every text comes from."""
    versions = {package.label: package.version for package in packages}
    rows = [
        f"| {name} | {label} | {versions[label]} | {licence} | {count} |"
        for name, chosen in documents.items()
        for (label, licence), count in sorted(
            Counter((document.package, document.licence) for document in chosen).items()
        )
    ]
    return README.format(
        rows="\n".join(rows),
        longest=LONGEST,
        counts=" and ".join(f"{len(chosen)} of {name}" for name, chosen in documents.items()),
        quick_documents=QUICK_DOCUMENTS,
        quick_tokens=QUICK_TOKENS,
    )


README = """\
# Held-out sample

Texts that no model here was trained on, {counts}: what the published
numbers of a model are measured on. `npm run reproduce` analyses them with the product's own
engine, and the `metrics` of a bundle's `duo.json` are PyTorch's measures of the same texts.
`--quick` takes the first {quick_documents} documents of each set and of each the first
{quick_tokens} tokens.

One document a line: `{{"name", "package", "licence", "text"}}`. A text is an excerpt of one file.
It begins after a blank line inside the file, so after licence headers and tables of contents, and
ends after at most {longest} tokens of duo-8l's tokenizer: with BOS, one window of the model.
Documents are ordered by turns of the packages, so that any beginning of a file is mixed.

The texts are those of the packages below, unchanged but for what the corpus builder does to every
text (markup becomes plain text, line ends become LF). They stay under the licences of their
packages and belong to their authors, who are named in these packages. Only permissive licences and
the public domain are here; the whole held-out sets, which `models/training/corpus.toml` names, have
some packages more.

| set | package | version | licence | documents |
| --- | --- | --- | --- | --- |
{rows}

Written by `python -m duo_training.heldout`; the same corpus and tokenizer give the same bytes.
"""


def write_sample(corpus: Path, tokenizer: Path, out: Path, manifest: Path = MANIFEST) -> None:
    codec = Tokenizer.from_file(str(tokenizer))
    packages = load_manifest(manifest).packages
    documents = {
        name: sample(corpus / f"heldout-{name}.jsonl", codec, packages) for name in HELD_OUT
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, chosen in documents.items():
        lines = [json.dumps(asdict(document), ensure_ascii=False) + "\n" for document in chosen]
        (out / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    (out / "README.md").write_text(readme(documents, packages), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="duo_training.heldout", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the corpus builder")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args()
    write_sample(options.corpus, options.tokenizer, options.out)


if __name__ == "__main__":
    main()
