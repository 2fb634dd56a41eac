"""Command line of the corpus builder; see the package's docstring."""

import argparse
import sys
from pathlib import Path

from duo_training.corpus.build import build
from duo_training.corpus.download import DownloadError
from duo_training.corpus.manifest import ManifestError, load


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m duo_training.corpus")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("build", help="download the packages and write the corpus")
    command.add_argument("--manifest", type=Path, required=True, help="corpus.toml")
    command.add_argument("--out", type=Path, required=True, help="folder for the corpus")
    command.add_argument("--cache", type=Path, help="folder for downloads (default: OUT/cache)")
    options = parser.parse_args(arguments)
    try:
        report = build(load(options.manifest), options.out, options.cache or options.out / "cache")
    except (ManifestError, DownloadError) as error:
        print(error, file=sys.stderr)
        return 1
    for name, output in report["outputs"].items():
        print(f"{name}: {output['documents']} documents, {output['bytes'] / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
