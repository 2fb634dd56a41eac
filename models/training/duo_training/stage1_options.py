"""The options of stage 1."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from .config import ModelConfig


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
        )


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
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1, help="threads of each worker")
    parser.add_argument("--device", default="cpu", help="cpu, cuda")
    parser.add_argument("--compile", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--checkpoint-minutes", type=float, default=3)
    parser.add_argument("--evaluate-minutes", type=float, default=10)
    parser.add_argument("--evaluate-windows", type=int, default=16)
    given = vars(parser.parse_args(arguments))
    if given["batch"] % given["workers"]:
        parser.error("--batch must be a multiple of --workers: every worker takes as many windows.")
    width = given.pop("width")
    config = ModelConfig(
        width=width,
        big_inner=4 * width,
        small_inner=width // 4,
        **{name: given.pop(name) for name in ("layers", "heads", "vocabulary", "context")},
    )
    return Options(config=config, **given)
