"""The duo against dense models of equal FLOPs, and against freeze-big-then-train-small.

    python -m duo_training.comparison --data DATA --out RUNS --steps 600

The paper's Fig 8 in small. Every model is trained by stage 1 on the same number of tokens of the
same text, one after the other; what is finished is not trained again, so that the same command
continues a comparison that was stopped. Options that are not named here go to stage 1.

Writes one JSON (`--json`, by default `comparison.json` beside the corpus's manifest):

    steps, tokens, batch, seed     of every model
    windows                        held-out windows of each set that are measured, the same for all
    dimensions                     what all models share, and the inner widths of big and small
    variants                       one per model:
      name, kind                   kind: duo, dense or frozen
      runs                         [{command, steps, seed}], one after the other
      points                       one per share of big FFNs (dense models have one point):
        bigShare                   of random small/big routes
        inner, flops               the mean FFN's inner width; per token, for the whole model
        prose, code                {nats, bitsPerByte, standardError: {nats, bitsPerByte}}
    differences                    one per other model and share of big FFNs that it and the duo
                                   both have: {name, bigShare, prose, code}, each set with
                                   {nats, bitsPerByte, standardError}; the other model minus the
                                   duo, so positive where the duo is better

A standard error is over windows, the two models' windows paired in a difference. It says how sure
the measurement is. How much another seed of the training would change is not in it.
"""

import argparse
import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from . import checkpoint
from .comparison_plan import Variant, flops, mean_inner, plan
from .config import ModelConfig
from .evaluate import HELD_OUT, HeldOut, Measures, share_routes, standard_error
from .fixtures import REPOSITORY
from .stage1_options import Options as Stage1Options
from .stage1_options import parse as parse_stage1

JSON = REPOSITORY / "models" / "training" / "comparison.json"


@dataclass(frozen=True)
class Options:
    data: Path
    out: Path
    json: Path
    steps: int
    seed: int
    windows: int
    threads: int
    # Handed on to stage 1.
    stage1: tuple[str, ...]

    def run(self, variant: Variant, number: int) -> Stage1Options:
        return parse_stage1(self.arguments(variant, number))

    def arguments(self, variant: Variant, number: int) -> list[str]:
        """The command line of a part's run."""
        part = variant.parts[number]
        arguments = ["--data", str(self.data), "--run", str(self.folder(variant, number))]
        arguments += ["--steps", str(part.steps), "--seed", str(part.seed)]
        if number > 0:
            arguments += ["--from", str(self.folder(variant, number - 1))]
        return [*arguments, *part.options, *self.stage1]

    def folder(self, variant: Variant, number: int) -> Path:
        part = variant.parts[number]
        name = variant.name if len(variant.parts) == 1 else f"{variant.name}-{number + 1}"
        return self.out / f"{name}-steps{part.steps}-seed{part.seed}"


def compare(options: Options) -> dict[str, Any]:
    """Trains what is not trained yet, measures all, and writes the JSON."""
    shared = parse_stage1(
        ["--data", str(options.data), "--run", "", "--steps", "1", *options.stage1]
    )
    config = shared.config
    variants = plan(options.steps, options.seed, config)
    for variant in variants:
        for number in range(len(variant.parts)):
            _train(options, variant, number)
    torch.set_num_threads(options.threads)
    measures = {variant.name: _measure(options, variant) for variant in variants}
    result = {
        "steps": options.steps,
        "tokens": options.steps * shared.batch * config.context,
        "batch": shared.batch,
        "seed": options.seed,
        "windows": options.windows,
        "dimensions": {
            "layers": config.layers,
            "width": config.width,
            "vocabulary": config.vocabulary,
            "context": config.context,
            "bigInner": config.big_inner,
            "smallInner": config.small_inner,
        },
        "variants": [
            _report(options, variant, config, measures[variant.name]) for variant in variants
        ],
        "differences": [
            {"name": variant.name, "bigShare": share}
            | {name: _difference(other[name], measures["duo"][share][name]) for name in HELD_OUT}
            for variant in variants[1:]
            for share, other in measures[variant.name].items()
        ],
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return result


def _train(options: Options, variant: Variant, number: int) -> None:
    """Runs stage 1 in a process of its own: compiled code and signal handlers go with it."""
    path, steps = options.folder(variant, number) / "checkpoint.pt", variant.parts[number].steps
    if _steps(path) < steps:
        print(f"Training {path.parent.name}...", flush=True)
        command = [sys.executable, "-m", "duo_training.stage1", *options.arguments(variant, number)]
        with subprocess.Popen(command) as process:
            try:
                process.wait()
            finally:
                process.terminate()  # It saves a checkpoint; no effect when it has ended.
    if _steps(path) < steps:
        raise SystemExit(
            f"{path.parent.name} was not trained to its end. The same command continues it."
        )


def _steps(path: Path) -> int:
    return checkpoint.load(path)[1]["step"] if path.exists() else 0


# The measures of each set, by share of big FFNs.
Points = dict[float, dict[str, Measures]]


def _measure(options: Options, variant: Variant) -> Points:
    model, _ = checkpoint.load(options.folder(variant, len(variant.parts) - 1) / "checkpoint.pt")
    held_out = {name: HeldOut.load(options.data, name, model.config) for name in HELD_OUT}
    dense = variant.kind == "dense"

    def measure(share: float) -> dict[str, Measures]:
        # A dense model is a duo of which only the big modules were trained.
        taken = 1.0 if dense else share
        return {
            name: part.measure_windows(
                model, share_routes((0.0, 1 - taken, taken)), options.windows
            )
            for name, part in held_out.items()
        }

    return {share: measure(share) for share in variant.shares}


def _report(
    options: Options, variant: Variant, config: ModelConfig, points: Points
) -> dict[str, Any]:
    return {
        "name": variant.name,
        "kind": variant.kind,
        "runs": [
            {
                "command": options.run(variant, number).command(),
                "steps": part.steps,
                "seed": part.seed,
            }
            for number, part in enumerate(variant.parts)
        ],
        "points": [
            {
                "bigShare": share,
                "inner": round(mean_inner(config, share)),
                "flops": flops(config, mean_inner(config, share)),
                **{name: _losses(measured) for name, measured in sets.items()},
            }
            for share, sets in points.items()
        ],
    }


def _losses(measured: Measures) -> dict[str, Any]:
    summary = measured.summary()
    return {
        "nats": summary["nats"],
        "bitsPerByte": summary["bitsPerByte"],
        "standardError": {
            "nats": round(standard_error(measured.nats, measured.tokens), 5),
            "bitsPerByte": round(standard_error(measured.bits, measured.bytes), 5),
        },
    }


def _difference(other: Measures, duo: Measures) -> dict[str, Any]:
    """Window by window: hard windows are hard for both, and that cancels."""
    nats, bits = other.nats - duo.nats, other.bits - duo.bits
    return {
        "nats": round((nats.sum() / duo.tokens.sum()).item(), 5),
        "bitsPerByte": round((bits.sum() / duo.bytes.sum()).item(), 5),
        "standardError": {
            "nats": round(standard_error(nats, duo.tokens), 5),
            "bitsPerByte": round(standard_error(bits, duo.bytes), 5),
        },
    }


def parse(arguments: list[str] | None = None) -> Options:
    parser = argparse.ArgumentParser(
        prog="duo_training.comparison",
        description=__doc__.split("\n")[0],
        epilog="Other options go to stage 1; see duo_training.stage1 --help.",
        allow_abbrev=False,
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the token streams")
    parser.add_argument("--out", type=Path, required=True, help="folder of the runs")
    parser.add_argument("--json", type=Path, default=JSON, help="where the result goes")
    parser.add_argument("--steps", type=int, required=True, help="optimizer steps of each model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--windows", type=int, default=96, help="held-out windows of each set")
    parser.add_argument("--measure-threads", dest="threads", type=int, default=2)
    given, stage1 = parser.parse_known_args(arguments)
    return Options(**vars(given), stage1=tuple(stage1))


def main() -> None:
    # Ends a run in progress with a checkpoint, as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    compare(parse())


if __name__ == "__main__":
    main()
