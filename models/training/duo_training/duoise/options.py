"""The options of the recipe."""

import argparse
from dataclasses import dataclass
from pathlib import Path

# A small FFN's part of the big one's inner width.
SMALL_PART = 16


@dataclass(frozen=True)
class Options:
    gguf: Path
    corpus: Path
    work: Path
    out: Path
    layers: int
    small_inner: int | None
    """None: a sixteenth of the big FFN's."""
    context: int
    bos: str | None
    """None: the file's own."""
    licence: str | None
    """None: what the file says."""
    minutes: float
    router_minutes: float
    calibration_tokens: int
    batch: int
    workers: int
    windows: int
    """Held-out windows of each set that are measured."""
    seed: int

    def command(self) -> str:
        """The command without this machine's folders."""
        chosen = {
            "--small-inner": self.small_inner,
            "--bos": self.bos and f"'{self.bos}'",
            "--licence": self.licence,
        }
        said = "".join(f" {name} {value}" for name, value in chosen.items() if value is not None)
        return (
            f"python -m duo_training.duoise --gguf {self.gguf.name} --corpus DATA --work RUN "
            f"--out BUNDLE --layers {self.layers}{said} --context {self.context} "
            f"--minutes {self.minutes:g} --router-minutes {self.router_minutes:g} "
            f"--calibration-tokens {self.calibration_tokens} --batch {self.batch} "
            f"--workers {self.workers} --windows {self.windows} --seed {self.seed}"
        )


def parse(arguments: list[str] | None = None) -> Options:
    parser = argparse.ArgumentParser(
        prog="duo_training.duoise",
        description="Makes a duo, and a bundle, of a pretrained Llama-family model; the same "
        "command continues one that was stopped.",
    )
    parser.add_argument("--gguf", type=Path, required=True, help="the pretrained model")
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the corpus builder")
    parser.add_argument("--work", type=Path, required=True, help="folder of what is on the way")
    parser.add_argument("--out", type=Path, required=True, help="folder of the bundle")
    parser.add_argument(
        "--layers",
        type=int,
        default=6,
        help="where a route chooses; the model's own layers are their stages",
    )
    parser.add_argument(
        "--small-inner", type=int, help=f"default: 1/{SMALL_PART} of the big FFN's inner width"
    )
    parser.add_argument("--context", type=int, default=512, help="longest sequence, BOS included")
    parser.add_argument("--bos", help="token that begins every sequence; default: the file's own")
    parser.add_argument("--licence", help="SPDX identifier; default: what the file says")
    parser.add_argument("--minutes", type=float, default=15, help="training of the small FFNs")
    parser.add_argument("--router-minutes", type=float, default=3, help="training of each router")
    parser.add_argument("--calibration-tokens", type=int, default=8192)
    parser.add_argument("--batch", type=int, default=2, help="windows a step, all workers together")
    parser.add_argument("--workers", type=int, default=2, help="processes of one thread each")
    parser.add_argument("--windows", type=int, default=6, help="held-out windows of each set")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    if given.batch % given.workers:
        parser.error("--batch must be a multiple of --workers: every worker takes as many windows.")
    if not (given.corpus / "train-prose.jsonl").exists():
        parser.error(f"--corpus {given.corpus} is no folder of the corpus builder.")
    return Options(**vars(given))
