"""Loss tables: the oracle's graph over whole windows, against the plain reference."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import Tiny
from torch import Tensor

from duo_training.oracle import LABELS, draw_labels
from duo_training.reference import big_context_losses, label_losses
from duo_training.routing import all_routes
from duo_training.tables import TableOptions, Tables, make_tables, tabulate

TOLERANCE = 1e-4


@pytest.fixture(scope="module")
def windows(tiny: Tiny) -> tuple[Tensor, Tensor]:
    """Two windows that are no whole number of blocks."""
    config = tiny.model.config
    generator = torch.Generator().manual_seed(5)
    ids = torch.randint(1, config.vocabulary, (2, 14), generator=generator)
    ids[:, 0] = config.bos
    return ids[:, :-1], ids[:, 1:]


@pytest.fixture(scope="module")
def tables(tiny: Tiny, windows: tuple[Tensor, Tensor]) -> Tables:
    return tabulate(tiny.model, *windows, workers=1)


def test_a_table_has_every_route_of_every_token(duo: Tiny, windows: tuple[Tensor, Tensor]) -> None:
    tables = tabulate(duo.model, *windows, workers=1)
    routes = all_routes(("small", "big"), duo.model.config.layers)
    for window, (inputs, targets) in enumerate(zip(tables.inputs, tables.targets, strict=True)):
        tokens = torch.cat((inputs[:1], targets))
        for position in range(len(inputs)):
            wanted = big_context_losses(duo.model, tokens, position, routes)
            np.testing.assert_allclose(tables.losses[window, position], wanted, atol=TOLERANCE)


def test_expected_losses_are_means_over_the_big_models_labels(tiny: Tiny, tables: Tables) -> None:
    layers, position = tiny.model.config.layers, 9
    tokens = torch.cat((tables.inputs[1, :1], tables.targets[1]))
    routes = all_routes(("small", "big"), layers)
    distribution = [
        -big_context_losses(tiny.model, _with(tokens, position + 1, label), position, routes[-1:])
        for label in range(tiny.model.config.vocabulary)
    ]
    logprobs = torch.cat(distribution).numpy()
    labels = draw_labels(np.tile(logprobs, (position + 1, 1)), LABELS)[position]
    wanted = torch.stack(
        [
            label_losses(tiny.model, tokens, position, routes, label)
            for label in torch.tensor(labels)
        ]
    ).mean(dim=0)
    np.testing.assert_allclose(tables.expected[1, position], wanted, atol=TOLERANCE)


def _with(tokens: Tensor, position: int, label: int) -> Tensor:
    changed = tokens.clone()
    changed[position] = label
    return changed


def test_labels_come_as_often_as_their_chance() -> None:
    chances = np.array([0.5, 0.0, 0.3, 0.2])
    with np.errstate(divide="ignore"):
        labels = draw_labels(np.tile(np.log(chances), (500, 1)), LABELS)
    counts = np.stack([(labels == label).sum(axis=1) for label in range(4)], axis=1)
    # One label for each sixteenth: never further than one from its share.
    assert np.abs(counts - LABELS * chances).max() < 1
    np.testing.assert_allclose(counts.mean(axis=0) / LABELS, chances, atol=2e-3)


def test_several_workers_make_the_same_tables(
    tiny: Tiny, windows: tuple[Tensor, Tensor], tables: Tables
) -> None:
    other = tabulate(tiny.model, *windows, workers=2)
    assert torch.equal(other.losses, tables.losses)


def test_tables_are_made_once_for_the_same_weights(
    tiny: Tiny, patterned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = TableOptions(patterned, tmp_path, tokens=64, held_out_tokens=32, workers=1)
    first = make_tables(tiny.model, 7, options)
    assert {name: len(part.inputs) for name, part in first.items()} == {
        "train": 2,
        "prose": 1,
        "code": 1,
    }

    def fail(*_: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr("duo_training.tables.tabulate", fail)
    again = make_tables(tiny.model, 7, options)
    assert torch.equal(again["train"].losses, first["train"].losses)
    with pytest.raises(AssertionError, match="made again"):
        make_tables(tiny.model, 8, options)
    with pytest.raises(AssertionError, match="made again"):
        make_tables(tiny.model, 7, replace(options, seed=2))
