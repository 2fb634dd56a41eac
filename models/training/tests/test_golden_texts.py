"""Golden texts end before a decision that another order of additions could turn."""

import pytest
from conftest import Tiny
from tokenizers import Tokenizer

from duo_training import golden as module
from duo_training.golden import Plan, golden
from duo_training.samples import PROSE

PLAN = Plan(positions=2, routes=2)


def _golden_text(tiny: Tiny) -> dict:
    return golden(tiny.bundle, tiny.model, tiny.routers, [(PROSE, PLAN)])["texts"][0]


def test_a_text_is_cut_before_a_close_decision(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _golden_text(tiny)
    monkeypatch.setattr(module, "LEAST_MARGIN", 0.02)
    cut = _golden_text(tiny)
    length = len(cut["ids"])
    assert 1 < length < len(whole["ids"])
    assert cut["ids"] == whole["ids"][:length]
    tokenizer = Tokenizer.from_file(str(tiny.bundle / "tokenizer.json"))
    assert tokenizer.encode(cut["text"]).ids == cut["ids"][1:]
    # What stays is decided clearly, and as in the whole text.
    for short, long in zip(cut["routerRuns"], whole["routerRuns"], strict=True):
        assert short["routes"] == long["routes"][:length]
        assert short["losses"][:-1] == pytest.approx(long["losses"][: length - 1], abs=1e-5)


def test_a_text_without_a_clear_decision_is_refused(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LEAST_MARGIN", 1e9)
    with pytest.raises(ValueError, match="Use another text"):
        _golden_text(tiny)
