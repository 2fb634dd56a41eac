"""Routers for a duo whose big modules are pretrained."""

import json
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from .. import checkpoint
from ..config import ModelConfig
from ..data import Windows, load_stream
from ..export.weights import round_to_half
from ..router import Router, Training, calibrate, load_router, save_router, train_router
from ..routers import learned_method

MODULES = ("small", "big")
# The share of layers that takes big. The first is the product's default.
SHARES = (1 / 2, 1 / 3)
# Sequences of training text that a router's budget is met on, and the runs that this takes.
CALIBRATION_WINDOWS, CALIBRATION_RUNS = 4, 2
# One window a step: a router has few parameters, and minutes are few steps of a large model.
BATCH = 1


@dataclass(frozen=True)
class Plan:
    """One router, and what it is made from."""

    budget: int
    data: Path
    duo: Path
    """Its checkpoint."""
    folder: Path
    """Where routers go."""
    minutes: float
    seed: int
    command: str

    @property
    def name(self) -> str:
        return f"learned-{self.budget}"


def budgets(layers: int) -> list[int]:
    """The big layers that each router may take."""
    return list(dict.fromkeys(max(1, round(share * layers)) for share in SHARES))


def make_routers(plans: list[Plan], workers: int) -> list[Path]:
    """Trains the routers that are not there yet, several at a time; returns their files, with a
    report of each beside it."""
    if workers == 1:
        return [make_router(plan) for plan in plans]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(plans)), context) as pool:
        return list(pool.map(make_router, plans))


def make_router(plan: Plan) -> Path:
    torch.set_num_threads(1)
    model, saved = checkpoint.load(plan.duo)
    # A duo that went on training needs its routers anew.
    path = plan.folder / f"{plan.name}-step{saved['step']}.pt"
    if path.exists():
        return path
    round_to_half(model).requires_grad_(False)
    config, stream = model.config, load_stream(plan.data / "train.npy")
    torch.manual_seed(plan.seed)
    router = Router(config, plan.name, plan.budget, MODULES)
    training = Training(minutes=plan.minutes, batch=BATCH)
    started = time.monotonic()
    windows = Windows(stream, config.context, config.bos, seed=1000 + plan.seed)
    with torch.autocast("cpu", torch.bfloat16):
        tokens = train_router(model, router, windows, training)
    calibration = Windows(stream, config.context, config.bos, seed=2000 + plan.seed)
    inputs, _ = calibration.batch(calibration.starts(0, CALIBRATION_WINDOWS))
    shift = calibrate(model, router, inputs, CALIBRATION_RUNS)
    report = {
        **router.description(),
        "method": learned_method(training, shift),
        "tokens": tokens,
        "seconds": round(time.monotonic() - started),
        "seed": plan.seed,
        "command": plan.command,
    }
    plan.folder.mkdir(parents=True, exist_ok=True)
    _report(path).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    save_router(path, router)
    return path


def load_routers(paths: list[Path], config: ModelConfig) -> list[tuple[Router, dict[str, Any]]]:
    """Routers and their reports."""
    return [
        (load_router(path, config), json.loads(_report(path).read_text(encoding="utf-8")))
        for path in paths
    ]


def _report(path: Path) -> Path:
    return path.with_suffix(".json")
