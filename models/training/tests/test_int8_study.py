"""The int8 head decides what it should in fp32, and the study counts what is missed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from conftest import Tiny
from oracle_session import forward_feeds, oracle_feeds, run_named

from duo_training.fixtures import TINY, tiny_model
from duo_training.int8_oracle import int8_oracle
from duo_training.int8_study import CANDIDATES, answers, best, decided, means, screening, study
from duo_training.oracle import POSITIONS, TREE, open_graph, write_oracle
from duo_training.samples import CODE, PROSE

FIRST = 3
# Layers: routes 0 to 3 are ss, Bs, sB and BB.
EXACT = np.array([[3.0, 2.0, 1.0, 1.02], [0.5, 0.4, 0.3, 0.2], [5.0, 4.9, 4.8, 4.7]], np.float32)
SCREENED = np.array([[3.0, 0.9, 1.1, 1.02], [0.6, 0.4, 0.3, 0.2], [5, 4.9, 4.8, 4.7]], np.float32)


@pytest.fixture(scope="module")
def feeds(tiny: Tiny, tokens: torch.Tensor) -> dict[str, np.ndarray]:
    big = torch.full((len(tokens), tiny.model.config.layers), 2)
    forward = open_graph(tiny.bundle / "forward.onnx")
    context = run_named(forward, forward_feeds(tokens, big))
    labels = np.arange(2 * POSITIONS).reshape(POSITIONS, 2)
    block = (FIRST, POSITIONS, context["keys"], context["values"])
    return oracle_feeds(tokens, *block, labels=labels)


def tables(tiny: Tiny, feeds: dict[str, np.ndarray], candidates: int | None) -> list[np.ndarray]:
    """Losses of targets and of labels: exact ones where no candidates are named."""
    graph = onnx.load(tiny.bundle / TREE.file)
    graph = graph if candidates is None else int8_oracle(graph, candidates)
    return open_graph(graph.SerializeToString()).run(["losses", "label_losses"], feeds)


def test_an_int8_head_is_near_and_not_exact(tiny: Tiny, feeds: dict[str, np.ndarray]) -> None:
    for exact, int8 in zip(tables(tiny, feeds, None), tables(tiny, feeds, 0), strict=True):
        assert exact.shape == int8.shape
        assert 1e-4 < np.abs(exact - int8).max() < 0.1


@pytest.mark.parametrize("candidates", [1, 2])
def test_the_best_of_every_budget_are_exact(
    tiny: Tiny, feeds: dict[str, np.ndarray], candidates: int
) -> None:
    exact, labels = tables(tiny, feeds, None)
    screened, _ = tables(tiny, feeds, 0)
    found, found_labels = tables(tiny, feeds, candidates)
    expected = decided(exact, screened, candidates)
    chosen = np.isfinite(expected)
    np.testing.assert_allclose(found[chosen], expected[chosen], atol=1e-5)
    np.testing.assert_array_equal(found[~chosen], screened[~chosen])
    both = np.repeat(chosen[:, None], labels.shape[1], axis=1)
    np.testing.assert_allclose(found_labels[both], labels[both], atol=1e-5)


def test_a_head_of_its_own_is_refused(tmp_path: Path) -> None:
    model, _ = tiny_model(replace(TINY, tied=False))
    write_oracle(tmp_path, model)
    with pytest.raises(ValueError, match="use a model that ties them"):
        int8_oracle(onnx.load(tmp_path / TREE.file))


def test_decides_between_the_best_of_every_budget() -> None:
    inf = np.inf
    np.testing.assert_array_equal(decided(EXACT, SCREENED, 1)[0], EXACT[0] + [0, 0, inf, 0])
    np.testing.assert_array_equal(decided(EXACT, SCREENED, 2), EXACT)


def test_counts_what_screening_misses() -> None:
    found = screening(EXACT, SCREENED, 1)
    assert found["routes"] == 3
    assert found["found"] == pytest.approx(2 / 3)
    assert found["foundByBudget"] == [found["found"]]
    assert found["missed"]["max"] == 1
    assert found["answersChanged"]["neededBudget"] == pytest.approx(1 / 3)
    assert screening(EXACT, SCREENED, 2)["missed"]["max"] == 0


def test_answers_are_those_of_the_product() -> None:
    found = answers(EXACT)
    np.testing.assert_allclose(found["difficulty"], [2, 0.3, 0.3], rtol=1e-6)
    np.testing.assert_array_equal(found["kind"], [1, 0, 2])
    np.testing.assert_array_equal(found["neededBudget"], [1, 2, 2])


def test_means_over_tokens_by_budget() -> None:
    found = means(EXACT, SCREENED)
    np.testing.assert_allclose(found["oracle"][1], (1.0 + 0.3 + 4.8) / 3, rtol=1e-6)
    np.testing.assert_allclose(found["withoutTheAnswer"][1], (2.0 + 0.3 + 4.8) / 3, rtol=1e-6)
    np.testing.assert_allclose(found["fixed"][1], EXACT[:, 2].mean(), rtol=1e-6)
    np.testing.assert_allclose(found["random"][1], EXACT[:, 1:3].mean(), rtol=1e-6)
    np.testing.assert_array_equal(best(EXACT, SCREENED)[0], EXACT[0, [0, 1, 3]])


def test_the_study_of_a_bundle(tiny: Tiny) -> None:
    report = study(tiny.bundle, [PROSE, CODE], tokens=20)
    assert report["tokens"] == 40
    assert list(report["decided"]) == list(CANDIDATES)
    shares = [found["found"] for found in report["decided"].values()]
    assert shares == sorted(shares)
    # No budget of three layers has more routes than the largest number of candidates.
    assert shares[-1] == 1
    assert report["losses"]["max"] > 0
    assert report["rowsPerSecond"] > 0
