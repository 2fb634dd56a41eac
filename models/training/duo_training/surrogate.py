"""Learns to predict difficulty without labels, and says how well it does.

    python -m duo_training.surrogate --data DIR --run DIR

Writes `RUN/difficulty.pt` and `RUN/difficulty.json`.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from . import checkpoint
from .difficulty import (
    DifficultyHead,
    HeadTraining,
    entropy_of,
    load_head,
    rank_correlation,
    save_head,
    train_head,
)
from .evaluate import HELD_OUT
from .export.weights import round_to_half
from .model import DuoLM
from .routing import BIG, constant_routes
from .tables import TRAINING, TableOptions, Tables, make_tables


@dataclass(frozen=True)
class Examples:
    """What is known of every token of some tables; ends of documents are no text, and left out."""

    hidden: Tensor
    """The predictor's state after the last norm of the all-big run, `[N, width]`."""
    entropy: Tensor
    """Of the all-big model's prediction, nats `[N]`."""
    surprise: Tensor
    """Loss with all layers small, nats `[N]`."""
    difficulty: Tensor
    """Surprise minus the lowest loss of any route over small and big, nats `[N]`."""

    @classmethod
    @torch.no_grad()
    def of(cls, model: DuoLM, tables: Tables) -> "Examples":
        hidden, entropies = [], []
        for inputs in tables.inputs.split(4):
            shape = (*inputs.shape, model.config.layers)
            states, _ = model(inputs, constant_routes(shape, BIG))
            logprobs = model.logits(states).log_softmax(dim=-1)
            hidden.append(states)
            entropies.append(entropy_of(logprobs))
        text = tables.targets != model.config.bos
        losses = tables.losses[text]
        surprise = losses[:, 0]
        difficulty = surprise - losses.min(dim=-1).values
        return cls(torch.cat(hidden)[text], torch.cat(entropies)[text], surprise, difficulty)


def learn_difficulty(
    model: DuoLM, steps: int, tables: TableOptions
) -> tuple[DifficultyHead, dict[str, Any]]:
    """The head and its report: trained before, or trained now.

    `model` has the rounded weights that are shipped, of a stage 1 after `steps` steps.
    """
    weights, path = tables.run / "difficulty.pt", tables.run / "difficulty.json"
    if path.exists():
        known = json.loads(path.read_text(encoding="utf-8"))
        if known["stage1Steps"] == steps:
            return load_head(weights, model.config), known
    made = make_tables(model, steps, tables)
    how = HeadTraining(seed=tables.seed)
    torch.manual_seed(how.seed)
    head = DifficultyHead(model.config)
    training = Examples.of(model, made[TRAINING])
    train_head(head, training.hidden, training.entropy, training.difficulty, how)
    head.requires_grad_(False)
    report = {
        "method": (
            f"SiLU network of one hidden layer, {head.WIDTH} wide, on the state after the last "
            "norm and the entropy of the all-big run. Squared error of log(1 + nats) on exact "
            "loss tables of training text."
        ),
        "tokens": len(training.hidden),
        "epochs": how.epochs,
        "seed": how.seed,
        "stage1Steps": steps,
        "heldOut": {name: judge(head, Examples.of(model, made[name])) for name in HELD_OUT},
    }
    save_head(weights, head)
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return head, report


def judge(head: DifficultyHead, examples: Examples) -> dict[str, Any]:
    """Rank correlations (Spearman) with the true difficulty: of the head, of the entropy, which
    needs no label either, and of surprise, which does. Means in nats."""
    predicted = head(examples.hidden, examples.entropy)
    rivals = {"head": predicted, "entropy": examples.entropy, "surprise": examples.surprise}
    return {
        "tokens": len(predicted),
        "rankCorrelation": {
            name: round(rank_correlation(values, examples.difficulty), 4)
            for name, values in rivals.items()
        },
        "meanDifficulty": round(examples.difficulty.mean().item(), 4),
        "meanPredicted": round(predicted.mean().item(), 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="duo_training.surrogate", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the token streams")
    parser.add_argument("--run", type=Path, required=True, help="folder of stage 1's checkpoint")
    parser.add_argument("--tokens", type=int, default=TableOptions.tokens)
    parser.add_argument("--held-out-tokens", type=int, default=TableOptions.held_out_tokens)
    parser.add_argument("--seed", type=int, default=TableOptions.seed)
    options = TableOptions(**vars(parser.parse_args()))
    model, saved = checkpoint.load(options.run / "checkpoint.pt")
    torch.set_num_threads(1)
    _, report = learn_difficulty(round_to_half(model), saved["step"], options)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
