"""The whole pipeline in miniature: corpus, tokenizer, stage 1, routers, bundle, in minutes.

    python -m duo_training.miniature --work DIR --out BUNDLE --minutes 5

What comes out is a bundle like any other, of a model that has learned very little. It shows that
every step works on this machine; `npm run miniature` goes on to figures and findings.
"""

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import torch

from .corpus.build import build
from .corpus.download import DownloadError
from .corpus.manifest import load as load_manifest
from .finish import Bundle, finish
from .fixtures import REPOSITORY
from .router_options import Options as RouterOptions
from .step import step
from .tokenizer import encode_corpus
from .tokenizer import train as train_tokenizer

MANIFEST = REPOSITORY / "models" / "training" / "miniature.toml"
VOCABULARY = 1024
SIZE = f"--layers 4 --width 64 --heads 2 --vocabulary {VOCABULARY} --context 256 --batch 16"
# Of the minutes: what stage 1 gets, and each of the four routers that learn as the paper's do.
STAGE1_SHARE, ROUTER_SHARE = 0.4, 0.04
# Tokens of exact loss tables for each minute.
TABLE_TOKENS = 2048


@dataclass(frozen=True)
class Options:
    work: Path
    out: Path
    cache: Path
    manifest: Path
    minutes: float


def make(options: Options) -> None:
    """Writes the bundle; corpus, run and golden values stay in the working folder."""
    data, run = options.work / "data", options.work / "run"
    # A run of other minutes must not be continued.
    shutil.rmtree(options.work, ignore_errors=True)
    with step("Corpus"):
        build(load_manifest(options.manifest), data, options.cache)
    with step("Tokenizer"):
        tokenizer = train_tokenizer(data, VOCABULARY)
        tokenizer.save(str(data / "tokenizer.json"))
        encode_corpus(tokenizer, data, data)
    with step("Stage 1"):
        _train(data, run, STAGE1_SHARE * options.minutes)
    with step("Routers, difficulty head, bundle"):
        _finish(data, run, options)


def _train(data: Path, run: Path, minutes: float) -> None:
    # Compiling would take longer than it saves. A process of its own: stage 1 has its own way to
    # take signals, which must not outlive it.
    rest = f"--minutes {minutes:g} {SIZE} --no-compile --evaluate-windows 8"
    command = [sys.executable, "-m", "duo_training.stage1", "--data", str(data), "--run", str(run)]
    subprocess.run([*command, *rest.split()], check=True)


def _finish(data: Path, run: Path, options: Options) -> None:
    tokens = int(TABLE_TOKENS * max(1.0, options.minutes))
    torch.set_num_threads(1)
    finish(
        RouterOptions(
            data,
            run,
            router_minutes=ROUTER_SHARE * options.minutes,
            imitation_passes=2,
            table_tokens=tokens,
            held_out_table_tokens=TABLE_TOKENS,
            windows=16,
        ),
        Bundle(
            options.out,
            options.work / "golden",
            machine=f"{os.cpu_count()} CPU cores",
            manifest=f"models/training/{options.manifest.name}",
        ),
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="duo_training.miniature", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--work", type=Path, required=True, help="folder that is made anew")
    parser.add_argument("--out", type=Path, required=True, help="folder of the bundle")
    parser.add_argument("--cache", type=Path, required=True, help="folder for downloads")
    parser.add_argument("--manifest", type=Path, default=MANIFEST)
    parser.add_argument("--minutes", type=float, default=5, help="about how long it takes")
    try:
        make(Options(**vars(parser.parse_args())))
    except DownloadError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
