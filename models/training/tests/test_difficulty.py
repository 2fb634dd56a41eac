import json
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import Tiny
from oracle_session import forward_feeds, open_graph, run_named
from torch import Tensor

from duo_training.difficulty import (
    DifficultyHead,
    HeadTraining,
    entropy_of,
    load_head,
    rank_correlation,
    save_head,
    train_head,
)
from duo_training.export.bundle import write_bundle
from duo_training.routing import BIG, constant_routes
from duo_training.surrogate import Examples, learn_difficulty
from duo_training.tables import TableOptions, Tables


def test_rank_correlation_sees_order_only() -> None:
    values = torch.tensor([0.1, 3.0, 0.2, 9.0, 1.0])
    assert rank_correlation(values, values.exp()) == pytest.approx(1)
    assert rank_correlation(values, -values) == pytest.approx(-1)
    # Ties share the mean of their ranks: ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
    tied = rank_correlation(torch.tensor([1.0, 2.0, 2.0, 3.0]), torch.tensor([1.0, 2.0, 3.0, 4.0]))
    assert tied == pytest.approx(4.5 / (4.5 * 5) ** 0.5)


def test_a_head_learns_what_states_and_entropy_tell(tiny: Tiny) -> None:
    generator = torch.Generator().manual_seed(0)
    hidden = torch.randn(4000, tiny.model.config.width, generator=generator)
    entropy = torch.rand(4000, generator=generator)
    difficulty = (hidden[:, 0] + 2 * entropy).relu()
    torch.manual_seed(0)
    head = DifficultyHead(tiny.model.config)
    train_head(head, hidden[:3000], entropy[:3000], difficulty[:3000], HeadTraining(epochs=20))
    predicted = head(hidden[3000:], entropy[3000:])
    assert predicted.min() >= 0
    assert rank_correlation(predicted.detach(), difficulty[3000:]) > 0.9


def test_the_forward_graph_predicts_difficulty(tiny: Tiny, tokens: Tensor, tmp_path: Path) -> None:
    torch.manual_seed(0)
    head = DifficultyHead(tiny.model.config).requires_grad_(False)
    folder = tmp_path / "with-head"
    tokenizer, training = tiny.bundle / "tokenizer.json", {"summary": "A test.", "limits": []}
    write_bundle(folder, tiny.model, tiny.routers, tokenizer, training, head)
    routes = constant_routes((len(tokens), tiny.model.config.layers), BIG)
    session = open_graph(folder / "forward.onnx")
    outputs = run_named(session, forward_feeds(tokens, routes))
    hidden, _ = tiny.model(tokens[None], routes[None])
    wanted = head(hidden, entropy_of(tiny.model.logits(hidden).log_softmax(dim=-1)))
    np.testing.assert_allclose(outputs["predicted_difficulty"], wanted, atol=1e-4)


def test_a_head_is_saved_whole(tiny: Tiny, tmp_path: Path) -> None:
    head = DifficultyHead(tiny.model.config)
    save_head(tmp_path / "head.pt", head)
    loaded = load_head(tmp_path / "head.pt", tiny.model.config)
    hidden, entropy = torch.randn(3, tiny.model.config.width), torch.rand(3)
    assert torch.equal(loaded(hidden, entropy), head(hidden, entropy))


def test_examples_leave_the_ends_of_documents_out(tiny: Tiny) -> None:
    config = tiny.model.config
    inputs = torch.tensor([[config.bos, 5, 6, config.bos]])
    targets = torch.tensor([[5, 6, config.bos, 7]])
    losses = torch.tensor([[[3.0, 1.0], [2.0, 2.5], [9.0, 0.0], [4.0, 3.0]]])
    examples = Examples.of(tiny.model, Tables(inputs, targets, losses, losses))
    assert examples.hidden.shape == (3, config.width)
    assert examples.surprise.tolist() == [3, 2, 4]
    assert examples.difficulty.tolist() == [2, 0, 1]


def test_the_report_sets_the_head_beside_what_it_has_to_beat(
    tiny: Tiny, patterned: Path, tmp_path: Path
) -> None:
    tables = TableOptions(patterned, tmp_path, tokens=320, held_out_tokens=64, workers=1)
    _, report = learn_difficulty(tiny.model, 3, tables)
    assert report == json.loads((tmp_path / "difficulty.json").read_text())
    for measured in report["heldOut"].values():
        assert measured["tokens"] == 64
        assert set(measured["rankCorrelation"]) == {"head", "entropy", "surprise"}
        assert all(-1 <= value <= 1 for value in measured["rankCorrelation"].values())
    head, known = learn_difficulty(tiny.model, 3, tables)
    assert known == report
    assert not any(parameter.requires_grad for parameter in head.parameters())
