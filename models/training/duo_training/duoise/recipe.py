"""The recipe, step by step. What an earlier run left in the working folder is used as it is."""

import math
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from gguf import GGUFReader
from torch import Tensor

from .. import checkpoint
from ..checkpoint import CheckpointError
from ..checkpoint_folder import save_folder
from ..config import ModelConfig
from ..data import Windows, load_stream
from ..evaluate import HELD_OUT, HeldOut, share_routes
from ..export.bundle import write_bundle
from ..export.weights import round_to_half
from ..model import DuoLM
from ..router import Router
from ..routing import ROUTER, constant_routes
from ..stage1 import train as train_stage1
from ..stage1_options import Options as Stage1Options
from ..step import step
from ..workers import run_workers
from .attach import SHARES, attach_small
from .gguf_fields import Fields, open_gguf
from .gguf_model import Shape, read_model
from .gguf_tokenizer import read_tokenizer
from .options import SMALL_PART, Options
from .provenance import Source, describe, describe_source
from .routers import Plan, budgets, load_routers, make_routers
from .text import write_streams

CHECKPOINT = "checkpoint.pt"
# What is measured beside the routers' own runs: shares of skip, small and big.
ROUTINGS = {"small": (0.0, 1.0, 0.0), "half": SHARES, "big": (0.0, 0.0, 1.0)}


@dataclass(frozen=True)
class Places:
    """Where things are in the working folder."""

    work: Path

    @property
    def data(self) -> Path:
        """Token streams and the tokenizer."""
        return self.work / "data"

    @property
    def attached(self) -> Path:
        """The pretrained model with small FFNs that are fitted and not yet trained."""
        return self.work / "attached" / CHECKPOINT

    @property
    def trained(self) -> Path:
        return self.work / "run" / CHECKPOINT

    @property
    def routers(self) -> Path:
        return self.work / "routers"

    @property
    def folder(self) -> Path:
        """The checkpoint in Hugging Face's layout."""
        return self.work / "checkpoint"


def duoise(options: Options) -> None:
    """Writes the bundle, and `RUN/checkpoint`, the folder that it can be exported from again.

    Raises CheckpointError for a model that no bundle can hold, and Stopped after a signal.
    """
    reader, places = open_gguf(options.gguf), Places(options.work)
    source = describe_source(options.gguf, Fields(reader), options.licence)
    with step("Small FFNs"):
        _attach(reader, options, places)
    with step("Training"):
        _train(options, places)
    with step("Routers"):
        routers = _routers(options, places)
    with step("Measures"):
        metrics = _measure([router for router, _ in routers], options, places)
    with step("Bundle"):
        _bundle(source, routers, metrics, options, places)


def _attach(reader: GGUFReader, options: Options, places: Places) -> None:
    if places.attached.exists():
        return
    torch.set_num_threads(options.workers)
    fields = Fields(reader)
    vocabulary = read_tokenizer(fields, options.bos)
    inner = options.small_inner or fields.need("llama.feed_forward_length") // SMALL_PART
    model = read_model(reader, vocabulary, Shape(options.layers, inner, options.context))
    write_streams(vocabulary, options.corpus, places.data, options.seed)
    config, stream = model.config, load_stream(places.data / "train.npy")
    windows = Windows(stream, config.context, config.bos, seed=3000 + options.seed)
    count = max(1, options.calibration_tokens // config.context)
    inputs, _ = windows.batch(windows.starts(0, count))
    errors = attach_small(model, inputs, torch.Generator().manual_seed(options.seed))
    places.attached.parent.mkdir(parents=True, exist_ok=True)
    checkpoint.save(places.attached, model, {"errors": errors})


def _train(options: Options, places: Places) -> None:
    """Stage 1 with everything but the small FFNs frozen."""
    config = checkpoint.load(places.attached)[0].config
    if (config.layers, config.context) != (options.layers, options.context):
        raise CheckpointError(
            f"{options.work} holds a run of {config.layers} layers and a context of "
            f"{config.context}. Ask for the same, or name another folder with --work."
        )
    if _trained_minutes(places) >= options.minutes:
        return
    places.trained.parent.mkdir(parents=True, exist_ok=True)
    # Stage 1 has its own way to take signals, which must not outlive it.
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    run_workers(options.workers, train_stage1, _stage1_options(config, options, places))
    for number, handler in handlers.items():
        signal.signal(number, handler)
    if _trained_minutes(places) < options.minutes:
        raise Stopped("Training was stopped and is saved. The same command continues it.")


def _stage1_options(config: ModelConfig, options: Options, places: Places) -> Stage1Options:
    return Stage1Options(
        data=places.data,
        run=places.trained.parent,
        config=config,
        minutes=options.minutes,
        steps=None,
        batch=options.batch,
        seed=options.seed,
        workers=options.workers,
        threads=1,
        device="cpu",
        compile=False,
        shares=SHARES,
        start=places.attached.parent,
        trained="small",
        checkpoint_minutes=5,
        evaluate_minutes=math.inf,
        evaluate_windows=1,
    )


def _trained_minutes(places: Places) -> float:
    return checkpoint.load(places.trained)[1]["seconds"] / 60 if places.trained.exists() else 0.0


def _routers(options: Options, places: Places) -> list[tuple[Router, dict[str, Any]]]:
    """Every router with its report."""
    plans = [
        Plan(
            budget,
            data=places.data,
            duo=places.trained,
            folder=places.routers,
            minutes=options.router_minutes,
            seed=options.seed,
            command=options.command(),
        )
        for budget in budgets(options.layers)
    ]
    config = checkpoint.load(places.trained)[0].config
    return load_routers(make_routers(plans, options.workers), config)


def _measure(routers: list[Router], options: Options, places: Places) -> dict[str, Any]:
    """Held-out loss by set: before training and after it, and of the routers' own runs."""
    torch.set_num_threads(options.workers)
    before = round_to_half(checkpoint.load(places.attached)[0])
    model = round_to_half(checkpoint.load(places.trained)[0])
    measures = {}
    for name in HELD_OUT:
        part = HeldOut.load(places.data, name, model.config)
        measures[name] = {
            "fitted": _along(part, before, "small", options.windows),
            **{routing: _along(part, model, routing, options.windows) for routing in ROUTINGS},
            "routers": {
                router.name: part.measure(model, _open, options.windows, router.decide)
                for router in routers
            },
        }
    return measures


def _along(part: HeldOut, model: DuoLM, routing: str, windows: int) -> dict[str, float]:
    return part.measure(model, share_routes(ROUTINGS[routing]), windows)


def _open(shape: tuple[int, ...]) -> Tensor:
    return constant_routes(shape, ROUTER)


def _bundle(
    source: Source,
    routers: list[tuple[Router, dict[str, Any]]],
    measures: dict[str, Any],
    options: Options,
    places: Places,
) -> None:
    model, saved = checkpoint.load(places.trained)
    reports = [
        {
            **report,
            "heldOut": {name: measures[name]["routers"][router.name] for name in HELD_OUT},
        }
        for router, report in routers
    ]
    errors = checkpoint.load(places.attached)[1]["errors"]
    training = describe(source, model, options, errors, saved, measures, reports)
    only, tokenizer = [router for router, _ in routers], places.data / "tokenizer.json"
    save_folder(places.folder, model, only, tokenizer, source.licence, training)
    write_bundle(options.out, model, only, tokenizer, training, licence=source.licence)


class Stopped(Exception):
    """A signal asked to stop."""
