"""The options of stage 1."""

import argparse
from dataclasses import dataclass
from pathlib import Path

import torch

from .config import ModelConfig
from .routing import STAGE1_SHARES

# What may learn: everything, or the small FFNs only, all else frozen (the paper's ablation).
TRAINED = ("all", "small")


@dataclass(frozen=True)
class Options:
    data: Path
    run: Path
    config: ModelConfig
    minutes: float | None
    steps: int | None
    batch: int
    seed: int
    workers: int
    threads: int
    device: str
    compile: bool
    shares: tuple[float, float, float]
    """Of skip, small and big, over tokens and layers. All big is a dense model."""
    start: Path | None
    """The run whose weights this one starts from; None: from scratch."""
    trained: str
    checkpoint_minutes: float
    evaluate_minutes: float
    evaluate_windows: int

    def command(self) -> str:
        """The command that trains the same model elsewhere: without this machine's folders."""
        budget = f"--steps {self.steps}" if self.minutes is None else f"--minutes {self.minutes:g}"
        config = self.config
        return (
            f"python -m duo_training.stage1 --data DATA --run RUN {budget} "
            f"--layers {config.layers} --width {config.width} --heads {config.heads} "
            f"--vocabulary {config.vocabulary} --context {config.context} --batch {self.batch} "
            f"--seed {self.seed} --workers {self.workers} --threads {self.threads} "
            f"--device {self.device} --{'' if self.compile else 'no-'}compile"
            f"{self._variant()}"
        )

    def _variant(self) -> str:
        """What makes this run another one than the duo's from scratch."""
        said = ""
        if self.config.big_inner != 4 * self.config.width:
            said += f" --big-inner {self.config.big_inner}"
        if self.shares != STAGE1_SHARES:
            said += f" --shares {','.join(f'{share:g}' for share in self.shares)}"
        if self.start is not None:
            said += f" --from {self.start.name}"
        if self.trained != "all":
            said += f" --train {self.trained}"
        return said

    def device_of(self, rank: int) -> torch.device:
        """A worker's device: on a machine with several GPUs every worker has one of its own."""
        several = self.device == "cuda" and self.workers > 1
        return torch.device("cuda", rank) if several else torch.device(self.device)


def _shares(text: str) -> tuple[float, float, float]:
    try:
        skip, small, big = map(float, text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError("give three numbers, like 0.1,0.45,0.45") from None
    if min(skip, small, big) < 0 or abs(skip + small + big - 1) > 1e-6:
        raise argparse.ArgumentTypeError("shares are not negative and add up to 1")
    return skip, small, big


def parse(arguments: list[str] | None = None) -> Options:
    default = ModelConfig()
    parser = argparse.ArgumentParser(
        prog="duo_training.stage1",
        description="Trains a duo under random routing; the same command continues a run.",
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the token streams")
    parser.add_argument("--run", type=Path, required=True, help="folder of checkpoint and log")
    budget = parser.add_mutually_exclusive_group(required=True)
    budget.add_argument("--minutes", type=float, help="wall-clock budget of the whole run")
    budget.add_argument("--steps", type=int, help="budget in optimizer steps")
    parser.add_argument("--layers", type=int, default=default.layers)
    parser.add_argument("--width", type=int, default=default.width)
    parser.add_argument("--heads", type=int, default=default.heads)
    parser.add_argument("--vocabulary", type=int, default=default.vocabulary)
    parser.add_argument("--context", type=int, default=default.context)
    parser.add_argument(
        "--batch", type=int, default=12, help="windows a step, all workers together"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, help="default: 2, on a GPU 1")
    parser.add_argument("--threads", type=int, default=1, help="threads of each worker")
    parser.add_argument("--device", default="cpu", help="cpu, cuda")
    parser.add_argument("--compile", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--checkpoint-minutes", type=float, default=3)
    parser.add_argument("--evaluate-minutes", type=float, default=10)
    parser.add_argument("--evaluate-windows", type=int, default=16)
    parser.add_argument(
        "--shares",
        type=_shares,
        default=STAGE1_SHARES,
        metavar="SKIP,SMALL,BIG",
        help="how tokens are routed; 0,0,1 trains a dense model",
    )
    parser.add_argument("--big-inner", type=int, help="inner width of big; default: 4 widths")
    parser.add_argument(
        "--from", dest="start", type=Path, metavar="RUN", help="start with the weights of this run"
    )
    parser.add_argument("--train", dest="trained", choices=TRAINED, default="all")
    given = vars(parser.parse_args(arguments))
    if given["workers"] is None:
        given["workers"] = 2 if given["device"] == "cpu" else 1
    if given["batch"] % given["workers"]:
        parser.error("--batch must be a multiple of --workers: every worker takes as many windows.")
    width, big_inner = given.pop("width"), given.pop("big_inner")
    config = ModelConfig(
        width=width,
        big_inner=big_inner or 4 * width,
        small_inner=width // 4,
        **{name: given.pop(name) for name in ("layers", "heads", "vocabulary", "context")},
    )
    return Options(config=config, **given)
