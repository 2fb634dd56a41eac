"""From a finished stage 1 to a bundle: routers, difficulty head, measures, export, golden values.

    python -m duo_training.finish --data DIR --run DIR --out models/duo-8l --machine "a laptop"

Needs nothing by hand; it can be repeated, and run on a checkpoint of an unfinished stage 1 too.
Routers and tables that other commands made for the same checkpoint are used as they are.
"""

import argparse
from dataclasses import dataclass, fields
from pathlib import Path

import torch

from . import checkpoint
from .compressors import compression
from .export.bundle import write_bundle
from .export.weights import round_to_half
from .fixtures import FIXTURES, write_json
from .golden import Plan, golden
from .heldout import measure_sample
from .provenance import describe
from .router_options import PLANS, Options
from .routers import Workshop
from .samples import AWKWARD, CODE, PROSE
from .surrogate import learn_difficulty

GOLDEN_PLAN = Plan(positions=4, routes=16)


@dataclass(frozen=True)
class Bundle:
    """Where the bundle goes, and what it says of its stage 1."""

    out: Path
    golden: Path
    machine: str
    """What stage 1 ran on, in words, for the model card."""
    manifest: str = "models/training/corpus.toml"
    """The file of the repository that names the corpus's packages."""


def finish(options: Options, bundle: Bundle) -> None:
    model, saved = checkpoint.load(options.run / "checkpoint.pt")
    # Routers and measures see the weights that are shipped.
    round_to_half(model)
    workshop = Workshop(model, saved["step"], options)
    trained = [workshop.router(plan) for plan in PLANS]
    routers = [router for router, _ in trained]
    head, difficulty = learn_difficulty(model, saved["step"], options.tables())
    tokenizer = options.data / "tokenizer.json"
    training = describe(
        model,
        saved,
        machine=bundle.machine,
        log=options.run / "log.jsonl",
        corpus=options.data,
        routers=[report for _, report in trained],
        manifest=bundle.manifest,
    )
    training["compression"] = compression(model, saved["step"], options.data, options.run)
    training["difficulty"] = difficulty
    training["metrics"] = measure_sample(model, routers, tokenizer)
    write_bundle(bundle.out, model, routers, tokenizer, training, head)
    texts = [(text, GOLDEN_PLAN) for text in (PROSE, CODE, AWKWARD)]
    path = bundle.golden / f"{bundle.out.name}.json"
    write_json(path, golden(bundle.out, model, routers, texts))


def main() -> None:
    parser = argparse.ArgumentParser(prog="duo_training.finish", description=__doc__.split("\n")[0])
    Options.add_to(parser)
    parser.add_argument("--out", type=Path, required=True, help="folder of the bundle")
    parser.add_argument("--golden", type=Path, default=FIXTURES / "golden")
    parser.add_argument("--machine", required=True, help="what stage 1 ran on, for the model card")
    given = vars(parser.parse_args())
    torch.set_num_threads(1)
    finish(
        Options(**{field.name: given.pop(field.name) for field in fields(Options)}), Bundle(**given)
    )


if __name__ == "__main__":
    main()
