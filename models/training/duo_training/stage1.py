"""Stage 1: trains both modules of every layer under random routing (paper, section 3.1).

    python -m duo_training.stage1 --data DIR --run DIR --minutes 100

A run is continued by the same command. SIGTERM saves a checkpoint and ends it.
"""

import json
import signal
import time
from pathlib import Path

import torch

from . import checkpoint
from .config import ModelConfig
from .data import Windows, load_stream
from .evaluate import HELD_OUT, HeldOut, measure_routings
from .model import DuoLM
from .optimizer import make_optimizers, schedule, set_rate
from .routing import balanced_routes, share_counts
from .stage1_options import Options, parse
from .workers import average_gradients, from_first, run_workers

LOG_EVERY = 25


class Stage1:
    """One worker's share of a run. All workers hold the same model, optimizers and generator."""

    def __init__(self, rank: int, options: Options) -> None:
        torch.set_num_threads(options.threads)
        torch.manual_seed(options.seed)
        self.rank, self.options = rank, options
        self.device = options.device_of(rank)
        self.path = options.run / "checkpoint.pt"
        self.step, self.seconds = 0, 0.0
        self.generator = torch.Generator().manual_seed(options.seed)
        saved = None
        if self.path.exists():
            self.model, saved = checkpoint.load(self.path)
        elif options.start is not None:
            self.model = _start(options.start, options.config)
        else:
            self.model = DuoLM(options.config)
        self.model.to(self.device)
        if options.trained == "small":
            for name, parameter in self.model.named_parameters():
                parameter.requires_grad_(".small." in name)
        self.optimizers = make_optimizers(self.model)
        if saved is not None:
            self._restore(saved)
        config = self.model.config
        self.windows = Windows(
            load_stream(options.data / "train.npy"), config.context, config.bos, options.seed
        )
        tokens = options.batch // options.workers * config.context
        self.counts = share_counts(tokens, options.shares)
        self.loss = torch.compile(self._loss) if options.compile else self._loss
        self.resumed_at, self.started = self.seconds, time.monotonic()

    def _restore(self, saved: dict) -> None:
        for optimizer, state in zip(self.optimizers, saved["optimizers"], strict=True):
            optimizer.load_state_dict(state)
        self.generator.set_state(saved["generator"])
        self.step, self.seconds = saved["step"], saved["seconds"]

    def save(self) -> None:
        checkpoint.save(
            self.path,
            self.model,
            {
                "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
                "generator": self.generator.get_state(),
                "step": self.step,
                "seconds": self.seconds,
                "tokens": self.tokens,
                "command": self.options.command(),
            },
        )

    @property
    def tokens(self) -> int:
        """Tokens seen by all workers together. A window's number follows from the step alone."""
        return self.step * self.options.batch * self.model.config.context

    def fraction(self) -> float:
        """The part of the budget that is spent. Minutes count over all parts of a resumed run."""
        self.seconds = self.resumed_at + time.monotonic() - self.started
        if self.options.steps is not None:
            return self.step / self.options.steps
        assert self.options.minutes is not None
        return self.seconds / 60 / self.options.minutes

    def _loss(
        self, inputs: torch.Tensor, targets: torch.Tensor, routes: torch.Tensor
    ) -> torch.Tensor:
        hidden, _ = self.model(inputs, routes, counts=self.counts)
        return self.model.losses(hidden, targets).mean()

    def train_step(self, fraction: float) -> float:
        """One optimizer step; returns this worker's loss."""
        loss = self.accumulate()
        average_gradients(self.model.parameters())
        self.update(fraction)
        return loss

    def accumulate(self) -> float:
        """This worker's gradients for its part of the batch; returns its loss."""
        options, config = self.options, self.model.config
        share = options.batch // options.workers
        first = self.step * options.batch + self.rank * share
        inputs, targets = self.windows.batch(self.windows.starts(first, share))
        # Every worker draws all workers' routes and keeps its own: one generator state to save.
        shape = (share, config.context, config.layers)
        routes = [
            balanced_routes(shape, self.counts, self.generator) for _ in range(options.workers)
        ]
        batch = (self._to_device(part) for part in (inputs, targets, routes[self.rank]))
        with torch.autocast(self.device.type, torch.bfloat16):
            loss = self.loss(*batch)
        loss.backward()
        return loss.item()

    def _to_device(self, part: torch.Tensor) -> torch.Tensor:
        """To a GPU from pinned memory: the copy does not wait for what the GPU still does."""
        if self.device.type != "cuda":
            return part
        return part.pin_memory().to(self.device, non_blocking=True)

    def update(self, fraction: float) -> None:
        """Applies the gradients."""
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        set_rate(self.optimizers, schedule(fraction))
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad()
        self.step += 1

    def log(self, **entry: object) -> None:
        entry = {
            "step": self.step,
            "tokens": self.tokens,
            "minutes": round(self.seconds / 60, 2),
            **entry,
        }
        with (self.options.run / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")

    def evaluate(self) -> None:
        options = self.options
        self.log(
            heldOut={
                name: measure_routings(
                    self.model,
                    HeldOut.load(options.data, name, self.model.config),
                    options.evaluate_windows,
                )
                for name in HELD_OUT
            }
        )

    def train(self) -> None:
        """Trains until the budget is spent or a signal asks to stop; ends with a checkpoint."""
        stop = []
        if self.rank == 0:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.append(True))
        else:
            # Rank 0 decides for all; a signal to the process group must not end one worker alone.
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        saved = evaluated = self.seconds
        losses: list[float] = []
        while True:
            plan = torch.tensor([self.fraction(), float(bool(stop))], dtype=torch.float64)
            fraction, stopped = from_first(plan).tolist()
            if fraction >= 1 or stopped:
                break
            losses.append(self.train_step(fraction))
            if self.rank > 0:
                continue
            if self.step % LOG_EVERY == 0:
                self.log(loss=round(sum(losses) / len(losses), 4), rate=schedule(fraction))
                losses = []
            if self.seconds - saved > self.options.checkpoint_minutes * 60:
                self.save()
                saved = self.seconds
            if self.seconds - evaluated > self.options.evaluate_minutes * 60:
                self.evaluate()
                evaluated = self.seconds
        if self.rank == 0:
            self.save()
            if fraction >= 1:
                self.evaluate()


def _start(run: Path, config: ModelConfig) -> DuoLM:
    model, _ = checkpoint.load(run / "checkpoint.pt")
    if model.config != config:
        raise ValueError(
            f"The run to start from has other dimensions ({model.config}) than were asked for "
            f"({config}): give the same."
        )
    return model


def train(rank: int, options: Options) -> None:
    Stage1(rank, options).train()


def main() -> None:
    options = parse()
    options.run.mkdir(parents=True, exist_ok=True)
    run_workers(options.workers, train, options)


if __name__ == "__main__":
    main()
