"""The routers of a bundle: trains them one by one, each with its report.

    python -m duo_training.routers --data DIR --run DIR [--only learned-4 --only imitation-4]

Writes `RUN/routers/NAME.pt` and `NAME.json`. Several processes may train different routers at the
same time; those that imitate share the loss tables of `duo_training.tables`, to be made first.
"""

import argparse
import json
import time
from typing import Any

import torch
from torch import Tensor

from . import checkpoint
from .data import Windows, load_stream
from .evaluate import HELD_OUT, HeldOut
from .export.weights import round_to_half
from .imitation import VALUES, Imitation, imitate
from .model import DuoLM
from .router import Router, Training, calibrate, load_router, save_router, train_router
from .router_options import PLANS, Options, Plan
from .routing import ROUTER, constant_routes
from .tables import TRAINING, make_tables

# Windows of the training text, drawn apart from those that routers train on: they calibrate each
# router and choose between notions of value.
CALIBRATION_WINDOWS = 32


class Workshop:
    """What every router is trained and measured with."""

    def __init__(self, model: DuoLM, steps: int, options: Options) -> None:
        """`model` has the rounded weights that are shipped, of a stage 1 after `steps` steps."""
        self.model, self.steps, self.options = model.requires_grad_(False), steps, options
        self.stream = load_stream(options.data / "train.npy")
        calibration = self._windows(2000)
        self.calibration = calibration.batch(calibration.starts(0, CALIBRATION_WINDOWS))
        self.held_out = {name: HeldOut.load(options.data, name, model.config) for name in HELD_OUT}

    def _windows(self, seed: int) -> Windows:
        """Training windows in another order than those that stage 1 saw."""
        config, seed = self.model.config, seed + self.options.seed
        return Windows(self.stream, config.context, config.bos, seed)

    def router(self, plan: Plan) -> tuple[Router, dict[str, Any]]:
        """The router of this plan and its report: trained before, or trained now."""
        folder = self.options.run / "routers"
        weights, report = folder / f"{plan.name}.pt", folder / f"{plan.name}.json"
        if report.exists():
            known = json.loads(report.read_text(encoding="utf-8"))
            # A checkpoint that went on training needs its routers anew.
            if known["stage1Steps"] == self.steps:
                return load_router(weights, self.model.config), known
        router, made = self._train(plan)
        folder.mkdir(parents=True, exist_ok=True)
        save_router(weights, router)
        report.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
        return router, made

    def _train(self, plan: Plan) -> tuple[Router, dict[str, Any]]:
        started = time.monotonic()
        router, details = self._imitate(plan) if plan.imitates else self._learn(plan)
        return router, {
            **router.description(),
            **details,
            "seconds": round(time.monotonic() - started),
            "seed": self.options.seed,
            "command": self.options.command(plan.name),
            "stage1Steps": self.steps,
        }

    def measure(self, router: Router) -> dict[str, dict[str, float]]:
        """The router's own run on both held-out sets."""
        return {
            name: part.measure(self.model, _open, self.options.windows, router.decide)
            for name, part in self.held_out.items()
        }

    def _new(self, plan: Plan) -> Router:
        torch.manual_seed(self.options.seed)
        config = self.model.config
        return Router(config, plan.name, plan.share * config.layers, plan.modules)

    def _learn(self, plan: Plan) -> tuple[Router, dict[str, Any]]:
        router = self._new(plan)
        options = self.options
        training = Training(minutes=options.router_minutes, steps=options.router_steps)
        tokens = train_router(self.model, router, self._windows(1000), training)
        shift = calibrate(self.model, router, self.calibration[0])
        return router, {
            "method": learned_method(training, shift),
            "tokens": tokens,
            "heldOut": self.measure(router),
        }

    def _imitate(self, plan: Plan) -> tuple[Router, dict[str, Any]]:
        """One router for each notion of value; the one with the lowest loss on the calibration
        windows is kept, and the report has what all of them reach."""
        tables = make_tables(self.model, self.steps, self.options.tables())[TRAINING]
        how = Imitation(passes=self.options.imitation_passes)
        routers, tried = {}, {}
        for name, value in VALUES.items():
            routers[name] = router = self._new(plan)
            imitate(self.model, router, tables, value, how)
            calibrate(self.model, router, self.calibration[0])
            nats = self._calibration_loss(router)
            tried[name] = {"trainingTextNats": round(nats, 4), "heldOut": self.measure(router)}
        kept = min(tried, key=lambda name: tried[name]["trainingTextNats"])
        return routers[kept], {
            "method": _imitation_method(kept, how),
            "tokens": tables.targets.numel(),
            "value": kept,
            "tried": tried,
            "heldOut": tried[kept]["heldOut"],
        }

    @torch.no_grad()
    def _calibration_loss(self, router: Router) -> float:
        batches = zip(*(part.split(8) for part in self.calibration), strict=True)
        losses = [
            self.model.losses(router.run(self.model, inputs)[0], targets)
            for inputs, targets in batches
        ]
        return torch.cat(losses).mean().item()


def _open(shape: tuple[int, ...]) -> Tensor:
    return constant_routes(shape, ROUTER)


def learned_method(training: Training, shift: float) -> str:
    return (
        "The duo is frozen. One linear layer per layer on the normed FFN input; softmax whose "
        f"temperature falls from {training.hottest:g} to {training.coldest:g} in the first "
        f"{training.hard_from:.0%} of training, then hard decisions with the gradient of the "
        f"softmax (straight-through). Loss: cross-entropy plus {training.alpha:g} times the "
        "squared distance of the mean share of big layers from the budget. At the end the bias of "
        f"big was shifted by {shift:+.3f}, the same at all layers, so that hard decisions meet the "
        "budget on training text."
    )


def _imitation_method(value: str, how: Imitation) -> str:
    return (
        "The same router, fitted to exact loss tables instead of trained on its own loss: ridge "
        f"regression of what big is worth at each layer ({VALUES[value].description}), on the "
        f"states of the router's own runs, {how.passes} passes. The bias of big is then shifted, "
        "the same at all layers, so that hard decisions meet the budget on training text."
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="duo_training.routers", description=__doc__.split("\n")[0]
    )
    names = [plan.name for plan in PLANS]
    Options.add_to(parser)
    parser.add_argument("--only", action="append", choices=names, help="may be repeated")
    given = vars(parser.parse_args())
    only = given.pop("only") or names
    options = Options(**given)
    torch.set_num_threads(1)
    model, saved = checkpoint.load(options.run / "checkpoint.pt")
    workshop = Workshop(round_to_half(model), saved["step"], options)
    for plan in PLANS:
        if plan.name in only:
            _, report = workshop.router(plan)
            print(json.dumps(report, indent=2), flush=True)


if __name__ == "__main__":
    main()
