"""The command that trains a bundle's routers one by one."""

import json
from pathlib import Path

import pytest
import torch
from conftest import Tiny

from duo_training.imitation import VALUES
from duo_training.router_options import PLANS, Options, Plan
from duo_training.routers import Workshop
from duo_training.routing import MODULES


@pytest.fixture
def options(patterned: Path, tmp_path: Path) -> Options:
    return Options(
        patterned,
        tmp_path,
        router_steps=150,
        imitation_passes=1,
        table_tokens=320,
        held_out_table_tokens=32,
        table_workers=1,
        windows=8,
    )


@pytest.mark.parametrize("plan", PLANS, ids=[plan.name for plan in PLANS])
def test_a_router_meets_its_budget_with_its_own_modules(
    tiny: Tiny, options: Options, plan: Plan
) -> None:
    layers = tiny.model.config.layers
    router, report = Workshop(tiny.model, 5, options).router(plan)
    assert report == json.loads((options.run / "routers" / f"{plan.name}.json").read_text())
    for measured in report["heldOut"].values():
        assert measured["bigLayers"] == pytest.approx(plan.share * layers, abs=0.2)
    _, taken = router.run(tiny.model, torch.randint(1, 300, (4, 16)))
    present = {MODULES[module] for module in taken.unique().tolist()}
    assert present == set(plan.modules)
    assert str(options.run) not in json.dumps(report)


def test_an_imitation_reports_every_value_it_tried(tiny: Tiny, options: Options) -> None:
    plan = next(plan for plan in PLANS if plan.imitates)
    _, report = Workshop(tiny.model, 5, options).router(plan)
    assert report["tried"].keys() == VALUES.keys()
    best = min(tried["trainingTextNats"] for tried in report["tried"].values())
    assert report["tried"][report["value"]]["trainingTextNats"] == best
    assert report["tried"][report["value"]]["heldOut"] == report["heldOut"]


def test_routers_are_trained_anew_only_for_other_weights(tiny: Tiny, options: Options) -> None:
    plan = PLANS[0]
    first, _ = Workshop(tiny.model, 5, options).router(plan)
    again, report = Workshop(tiny.model, 5, options).router(plan)
    assert report["stage1Steps"] == 5
    assert torch.equal(first.weight, again.weight)
    assert first.description() == again.description()
    _, report = Workshop(tiny.model, 6, options).router(plan)
    assert report["stage1Steps"] == 6
