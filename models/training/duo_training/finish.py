"""From a finished stage 1 to a bundle: router, final measures, export and golden values.

    python -m duo_training.finish --data DIR --run DIR --out models/duo-8l --machine "a laptop"

Needs nothing by hand; it can be repeated, and run on a checkpoint of an unfinished stage 1 too.
"""

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from . import checkpoint
from .data import Windows, load_stream
from .evaluate import HELD_OUT, HeldOut, measure_routings
from .export.bundle import write_bundle
from .export.weights import round_to_half
from .fixtures import FIXTURES, write_json
from .golden import Plan, golden
from .model import DuoLM
from .provenance import describe
from .router import Router, Training, calibrate, save_router, train_router
from .routing import ROUTER, constant_routes
from .samples import AWKWARD, CODE, PROSE

ROUTER_NAME = "learned-4"
ROUTER_MODULES = ("small", "big")
GOLDEN_PLAN = Plan(positions=4, routes=16)


@dataclass(frozen=True)
class Options:
    data: Path
    run: Path
    out: Path
    golden: Path
    router_minutes: float
    windows: int
    seed: int
    # What stage 1 ran on, in words, for the model card.
    machine: str

    def command(self) -> str:
        """The command without this machine's folders."""
        return (
            "python -m duo_training.finish --data DATA --run RUN --out OUT "
            f"--router-minutes {self.router_minutes:g} --windows {self.windows} --seed {self.seed}"
        )


def finish(options: Options) -> None:
    model, saved = checkpoint.load(options.run / "checkpoint.pt")
    # Router and measures see the weights that are shipped.
    round_to_half(model)
    router, router_report = _learn_router(model, options)
    held_out = {name: HeldOut.load(options.data, name, model.config) for name in HELD_OUT}
    router_report["heldOut"] = {
        name: part.measure(model, _router_decides, options.windows, router.decide)
        for name, part in held_out.items()
    }
    measures = {
        name: measure_routings(model, part, options.windows) for name, part in held_out.items()
    }
    training = describe(
        model,
        saved,
        machine=options.machine,
        log=options.run / "log.jsonl",
        corpus=options.data,
        held_out={"windows": options.windows, "sets": measures},
        routers=[router_report],
    )
    tokenizer = options.data / "tokenizer.json"
    write_bundle(options.out, model, [router], tokenizer, training)
    texts = [(text, GOLDEN_PLAN) for text in (PROSE, CODE, AWKWARD)]
    path = options.golden / f"{options.out.name}.json"
    write_json(path, golden(options.out, model, [router], texts))
    print(json.dumps({"router": router_report, "heldOut": measures}, indent=2))


def _router_decides(shape: tuple[int, ...]) -> Tensor:
    return constant_routes(shape, ROUTER)


def _learn_router(model: DuoLM, options: Options) -> tuple[Router, dict[str, Any]]:
    config = model.config
    budget = config.layers / 2
    plan = Training(minutes=options.router_minutes, seed=options.seed)
    torch.manual_seed(plan.seed)
    router = Router(config, ROUTER_NAME, budget, ROUTER_MODULES)
    stream = load_stream(options.data / "train.npy")
    # Other windows than the first that stage 1 saw, and than those of the calibration.
    windows = Windows(stream, config.context, config.bos, seed=1000 + plan.seed)
    started = time.monotonic()
    tokens = train_router(model, router, windows, plan)
    calibration = Windows(stream, config.context, config.bos, seed=2000 + plan.seed)
    shift = calibrate(model, router, calibration)
    save_router(options.run / "router.pt", router)
    return router, {
        **router.description(),
        "method": _method(plan, shift),
        "tokens": tokens,
        "seconds": round(time.monotonic() - started),
        "seed": plan.seed,
        "command": options.command(),
    }


def _method(plan: Training, shift: float) -> str:
    return (
        "The duo is frozen. One linear layer per layer on the normed FFN input; softmax whose "
        f"temperature falls from {plan.hottest:g} to {plan.coldest:g} in the first "
        f"{plan.hard_from:.0%} of training, then hard decisions with the gradient of the softmax "
        f"(straight-through). Loss: cross-entropy plus {plan.alpha:g} times the squared distance "
        "of the mean share of big layers from the budget. At the end the bias of big was shifted "
        f"by {shift:+.3f}, the same at all layers, so that hard decisions meet the budget on "
        "training text."
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="duo_training.finish", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the token streams")
    parser.add_argument("--run", type=Path, required=True, help="folder of stage 1's checkpoint")
    parser.add_argument("--out", type=Path, required=True, help="folder of the bundle")
    parser.add_argument("--golden", type=Path, default=FIXTURES / "golden")
    parser.add_argument("--router-minutes", type=float, default=Training.minutes)
    parser.add_argument("--windows", type=int, default=96, help="held-out windows of each set")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--machine", required=True, help="what stage 1 ran on, for the model card")
    finish(Options(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
