"""The bundles in the repository reproduce their golden values, all graphs, within 1e-4 nats."""

import hashlib
import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from oracle_session import forward_feeds, open_graph, oracle_feeds, run_named

from duo_training.fixtures import FIXTURES, REPOSITORY
from duo_training.routing import BIG, ROUTER

TOLERANCE = 1e-4
BUNDLES = {
    "tiny": FIXTURES / "tiny-duo",
    "grouped": FIXTURES / "grouped-duo",
    "duo-8l": REPOSITORY / "models" / "duo-8l",
}


@pytest.fixture(params=BUNDLES)
def golden(request: pytest.FixtureRequest) -> tuple[Path, dict]:
    path = FIXTURES / "golden" / f"{request.param}.json"
    return BUNDLES[request.param], json.loads(path.read_text(encoding="utf-8"))


def test_golden_values_are_those_of_the_bundle(golden: tuple[Path, dict]) -> None:
    bundle, values = golden
    digest = hashlib.sha256((bundle / "weights.bin").read_bytes()).hexdigest()
    assert values["weightsSha256"] == digest


def test_forward_follows_the_golden_routes(golden: tuple[Path, dict]) -> None:
    bundle, values = golden
    session = open_graph(bundle / "forward.onnx")
    for text in values["texts"]:
        ids = np.array(text["ids"])
        for along in text["runs"]:
            outputs = run_named(session, forward_feeds(ids, np.array(along["routes"])))
            np.testing.assert_allclose(outputs["loss"][0], along["losses"], atol=TOLERANCE)
        for along in text["routerRuns"]:
            asked = np.full((len(ids), np.shape(along["routes"])[1]), ROUTER)
            outputs = run_named(session, forward_feeds(ids, asked, along["router"]))
            np.testing.assert_array_equal(outputs["routes_taken"][0], along["routes"])
            np.testing.assert_allclose(outputs["loss"][0], along["losses"], atol=TOLERANCE)


def test_oracles_give_the_golden_tables(golden: tuple[Path, dict]) -> None:
    bundle, values = golden
    forward = open_graph(bundle / "forward.onnx")
    manifest = json.loads((bundle / "duo.json").read_text(encoding="utf-8"))
    oracles = manifest["graphs"]["oracles"]
    graphs = [(oracle, open_graph(bundle / oracle["file"])) for oracle in oracles]
    for text in values["texts"]:
        ids, layers = np.array(text["ids"]), len(text["runs"][0]["routes"][0])
        context = run_named(forward, forward_feeds(ids, np.full((len(ids), layers), BIG)))
        for table, (oracle, session) in product(text["tables"], graphs):
            if table["modules"] != oracle["modules"]:
                continue
            first = table["position"] // oracle["positions"] * oracle["positions"]
            block = (first, oracle["positions"], context["keys"], context["values"])
            labels = np.tile(table["labels"], (oracle["positions"], 1))
            outputs = run_named(session, oracle_feeds(ids, *block, labels=labels))
            row = table["position"] - first
            losses = outputs["losses"][row, table["routes"]]
            np.testing.assert_allclose(losses, table["losses"], atol=TOLERANCE)
            label_losses = outputs["label_losses"][row][:, table["routes"]]
            np.testing.assert_allclose(label_losses, table["labelLosses"], atol=TOLERANCE)
