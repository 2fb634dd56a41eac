"""Writes a bundle from a checkpoint.

python -m duo_training.export --checkpoint F --router F --tokenizer F --metrics F --out DIR

Routers come in the order in which they are named.
"""

import argparse
import json
from pathlib import Path

from .. import checkpoint
from ..difficulty import load_head
from ..router import load_router
from .bundle import write_bundle


def main() -> None:
    parser = argparse.ArgumentParser(prog="duo_training.export", description=__doc__.split("\n")[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--router", type=Path, required=True, action="append")
    parser.add_argument("--difficulty", type=Path, help="the difficulty head, if there is one")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--metrics", type=Path, required=True, help="provenance and metrics, JSON")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    model, _ = checkpoint.load(given.checkpoint)
    routers = [load_router(path, model.config) for path in given.router]
    training = json.loads(given.metrics.read_text(encoding="utf-8"))
    head = load_head(given.difficulty, model.config) if given.difficulty else None
    write_bundle(given.out, model, routers, given.tokenizer, training, head)


if __name__ == "__main__":
    main()
