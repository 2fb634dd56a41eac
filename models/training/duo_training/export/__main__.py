"""Writes a bundle from a checkpoint: of stage 1, or a folder in Hugging Face's layout.

python -m duo_training.export --checkpoint FILE --router F --tokenizer F --metrics F --out DIR
python -m duo_training.export --checkpoint FOLDER --out DIR

Routers come in the order in which they are named, those of the folder first.
"""

import argparse
import json
import sys
from pathlib import Path

from .. import checkpoint
from ..checkpoint import CheckpointError
from ..checkpoint_folder import CONFIG_FILE, load_folder
from ..difficulty import load_head
from ..router import load_router
from .bundle import LICENCE, write_bundle


def main() -> None:
    parser = argparse.ArgumentParser(prog="duo_training.export", description=__doc__.split("\n")[0])
    parser.add_argument("--checkpoint", type=Path, required=True, help="file or folder")
    parser.add_argument("--router", type=Path, action="append", default=[])
    parser.add_argument("--difficulty", type=Path, help="the difficulty head, if there is one")
    parser.add_argument("--tokenizer", type=Path, help="default: the folder's")
    parser.add_argument("--metrics", type=Path, help="provenance and metrics, JSON")
    parser.add_argument("--licence", help="of the weights, an SPDX identifier")
    parser.add_argument("--out", type=Path, required=True)
    try:
        export(parser.parse_args())
    except CheckpointError as error:
        sys.exit(str(error))


def export(given: argparse.Namespace) -> None:
    """Raises CheckpointError for what no bundle can hold, and where something is not given."""
    if given.checkpoint.is_dir():
        folder = load_folder(given.checkpoint)
        model, routers, training = folder.model, folder.routers, folder.training
        tokenizer, licence = given.tokenizer or folder.tokenizer, given.licence or folder.licence
    else:
        model, _ = checkpoint.load(given.checkpoint)
        routers, training = [], {}
        tokenizer, licence = given.tokenizer, given.licence or LICENCE
    routers = [*routers, *(load_router(path, model.config) for path in given.router)]
    if tokenizer is None:
        raise CheckpointError("Name the tokenizer with --tokenizer.")
    if licence is None:
        raise CheckpointError(
            "Say under which licence the weights are: with --licence, or as duo.licence in "
            f"{CONFIG_FILE}."
        )
    if given.metrics:
        training = json.loads(given.metrics.read_text(encoding="utf-8"))
    head = load_head(given.difficulty, model.config) if given.difficulty else None
    write_bundle(given.out, model, routers, tokenizer, training, head, licence)


if __name__ == "__main__":
    main()
