"""The comparison with dense models as a whole, on models that train in a second."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from duo_training import comparison
from duo_training.comparison_plan import plan
from duo_training.evaluate import Measures, standard_error
from duo_training.fixtures import TINY
from duo_training.stage1_options import parse as parse_stage1

SIZE = f"--layers {TINY.layers} --width {TINY.width} --heads {TINY.heads} --batch 4 --workers 1"
REST = f"--vocabulary {TINY.vocabulary} --context {TINY.context} --no-compile"


DUO = ["--data", "DATA", "--run", "RUN", "--steps", "1", "--width", "16", "--heads", "2"]


def test_all_models_get_the_same_tokens_and_equal_flops() -> None:
    variants = plan(300, 1, TINY)
    assert {sum(part.steps for part in variant.parts) for variant in variants} == {300}
    inner = [
        parse_stage1([*DUO, *variant.parts[0].options]).config.big_inner for variant in variants
    ]
    assert inner == [64, 4, 34, 64, 64]


def test_a_comparison_is_written_whole_and_not_trained_twice(
    patterned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "comparison.json"
    command = f"--data {patterned} --out {tmp_path} --json {path} --steps 3 --windows 6"
    arguments = [*command.split(), *SIZE.split(), *REST.split()]
    result = comparison.compare(comparison.parse(arguments))
    assert json.loads(path.read_text()) == result
    assert result["tokens"] == 3 * 4 * TINY.context
    assert str(tmp_path) not in path.read_text()

    variants = {variant["name"]: variant for variant in result["variants"]}
    assert list(variants) == ["duo", "dense-0", "dense-0.5", "dense-1", "frozen"]
    assert [run["steps"] for run in variants["frozen"]["runs"]] == [2, 1]
    assert "--from frozen-1-steps2-seed1 --train small" in variants["frozen"]["runs"][1]["command"]
    half = next(point for point in variants["duo"]["points"] if point["bigShare"] == 0.5)
    (dense,) = variants["dense-0.5"]["points"]
    assert (dense["inner"], dense["flops"]) == (half["inner"], half["flops"])
    difference = next(entry for entry in result["differences"] if entry["name"] == "dense-0.5")
    for name in ("prose", "code"):
        expected = dense[name]["nats"] - half[name]["nats"]
        assert difference[name]["nats"] == pytest.approx(expected, abs=2e-4)

    capsys.readouterr()
    assert comparison.compare(comparison.parse(arguments)) == result
    assert "Training" not in capsys.readouterr().out


def test_windows_are_paired_in_a_difference() -> None:
    """A model that loses 0.1 nats more on every token than another is worse for certain."""
    generator = torch.Generator().manual_seed(0)
    tokens = torch.full((20,), 50.0, dtype=torch.float64)
    nats = tokens * (3 + torch.randn(20, generator=generator, dtype=torch.float64))
    duo = Measures(nats, tokens, 3 * tokens, tokens)
    difference = comparison._difference(replace(duo, nats=nats + 0.1 * tokens), duo)
    assert difference["nats"] == pytest.approx(0.1)
    assert difference["standardError"]["nats"] == pytest.approx(0)
    assert comparison._losses(duo)["standardError"]["nats"] > 0.1


def test_a_standard_error_is_what_repeated_draws_show() -> None:
    generator = torch.Generator().manual_seed(0)
    sizes = torch.randint(50, 100, (400, 30), generator=generator).double()
    sums = sizes * (3 + torch.randn(400, 30, generator=generator, dtype=torch.float64))
    ratios = sums.sum(dim=1) / sizes.sum(dim=1)
    errors = [standard_error(*draw) for draw in zip(sums, sizes, strict=True)]
    assert sum(errors) / len(errors) == pytest.approx(ratios.std().item(), rel=0.1)
