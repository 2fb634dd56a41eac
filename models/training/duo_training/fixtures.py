"""Writes the tiny bundles that tests run on, and golden values.

    python -m duo_training.fixtures [--out test/fixtures]

Their weights are random: what is tested is arithmetic, so the losses of routes have to differ
clearly, and have to mean nothing.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, pre_tokenizers
from tokenizers.pre_tokenizers import PreTokenizer

from .config import ModelConfig
from .export.bundle import write_bundle
from .golden import Plan, golden
from .model import DuoLM
from .router import Router
from .samples import AWKWARD, CODE, NUMBERS, PROSE
from .tokenizer import BOS
from .tokenizer import train as train_tokenizer

REPOSITORY = Path(__file__).resolve().parents[3]
FIXTURES = REPOSITORY / "test" / "fixtures"
TINY = ModelConfig(
    layers=3, width=16, heads=2, big_inner=64, small_inner=4, vocabulary=300, context=32
)
# So many layers that all three modules make more routes than can be enumerated.
DEEP = ModelConfig(
    layers=12, width=16, heads=2, big_inner=32, small_inner=4, vocabulary=300, context=32
)
# What the others lack: heads that share keys and values, layers of several stages, a head of its
# own, and as many heads as are wider together than the model.
GROUPED = ModelConfig(
    layers=2,
    stages=2,
    width=24,
    heads=4,
    key_value_heads=2,
    head_width=8,
    big_inner=48,
    small_inner=4,
    vocabulary=300,
    context=32,
    rope_theta=500.0,
    norm_epsilon=1e-3,
    tied=False,
)
SEED = 1


def tiny_model(
    config: ModelConfig = TINY, name: str = "tiny", std: float = 0.4
) -> tuple[DuoLM, list[Router]]:
    """Random weights, large enough for every module and every earlier token to matter."""
    torch.manual_seed(SEED)
    model = DuoLM(config)
    model.initialise(std)
    routers = [
        Router(config, f"{name}-two", config.layers / 2, ("small", "big")),
        Router(config, f"{name}-three", config.layers / 3, ("skip", "small", "big")),
    ]
    return model.requires_grad_(False), [router.requires_grad_(False) for router in routers]


def tiny_tokenizer(pre_tokenizer: PreTokenizer | None = None) -> Tokenizer:
    """Trained like a real bundle's, on two samples: BOS, 256 bytes and a few merges."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, text in (("prose", PROSE), ("code", CODE)):
            document = json.dumps({"text": text}) + "\n"
            (Path(folder) / f"train-{kind}.jsonl").write_text(document, encoding="utf-8")
        return train_tokenizer(Path(folder), TINY.vocabulary, pre_tokenizer=pre_tokenizer)


def grouped_tokenizer() -> Tokenizer:
    """Digits are words of their own, and BOS is an added token."""
    digits = pre_tokenizers.Digits(individual_digits=True)
    words = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer = tiny_tokenizer(pre_tokenizers.Sequence([digits, words]))
    tokenizer.add_special_tokens([BOS])
    return tokenizer


def write_json(path: Path, value: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False) + "\n", encoding="utf-8")


def write_random(
    bundle: Path, model: DuoLM, routers: list[Router], tokenizer: Tokenizer, summary: str
) -> None:
    training = {
        "summary": summary,
        "limits": ["It has learned nothing."],
        "seed": SEED,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tokenizer.json"
        tokenizer.save(str(path))
        write_bundle(bundle, model, routers, path, training)


def write_tiny(out: Path) -> None:
    """Writes `out/tiny-duo/`, `out/deep-duo/`, `out/grouped-duo/` and golden values of the first
    and the last."""
    torch.set_num_threads(1)  # Its matrices are too small to share.
    tokenizer = tiny_tokenizer()
    deep, deep_routers = tiny_model(DEEP, "deep", std=0.3)
    summary = "Random weights in many layers for tests. Its losses mean nothing."
    write_random(out / "deep-duo", deep, deep_routers, tokenizer, summary)
    model, routers = tiny_model()
    bundle = out / "tiny-duo"
    summary = "Random weights for tests. Its losses mean nothing."
    write_random(bundle, model, routers, tokenizer, summary)
    every = Plan(budgets=(1, 2))
    texts = [(text, every) for text in (PROSE, CODE[200:], AWKWARD)]
    write_json(out / "golden" / "tiny.json", golden(bundle, model, routers, texts))
    write_grouped(out)


def write_grouped(out: Path) -> None:
    """Writes `out/grouped-duo/` and `out/golden/grouped.json`."""
    model, routers = tiny_model(GROUPED, "grouped")
    bundle = out / "grouped-duo"
    summary = "Random weights in a model of another layout, for tests. Its losses mean nothing."
    write_random(bundle, model, routers, grouped_tokenizer(), summary)
    texts = [(text, Plan(budgets=(1,))) for text in (NUMBERS, CODE[200:])]
    write_json(out / "golden" / "grouped.json", golden(bundle, model, routers, texts))


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="duo_training.fixtures", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--out", type=Path, default=FIXTURES)
    write_tiny(parser.parse_args().out)


if __name__ == "__main__":
    main()
