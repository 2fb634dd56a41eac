"""From a short stage 1 to a bundle and its golden values, as the README's commands go."""

import json
from pathlib import Path

import numpy as np
from conftest import Tiny
from oracle_session import forward_feeds, open_graph, run_named
from tokenizers import Tokenizer

from duo_training.finish import Bundle, finish
from duo_training.fixtures import TINY
from duo_training.router_options import PLANS, Options
from duo_training.samples import CODE, PROSE
from duo_training.stage1 import train
from duo_training.stage1_options import parse
from duo_training.tokenizer import encode_corpus


def test_a_run_becomes_a_bundle_with_golden_values(tiny: Tiny, tmp_path: Path) -> None:
    data, run, out = tmp_path / "data", tmp_path / "run", tmp_path / "my-duo"
    for folder in (data, run):
        folder.mkdir()
    tokenizer = tiny.bundle / "tokenizer.json"
    (data / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    for name in ("train", "heldout"):
        for kind, text in (("prose", PROSE), ("code", CODE)):
            lines = [json.dumps({"text": text}) + "\n"] * 3
            (data / f"{name}-{kind}.jsonl").write_text("".join(lines), encoding="utf-8")
    encode_corpus(Tokenizer.from_file(str(tokenizer)), data, data)

    size = f"--layers {TINY.layers} --width {TINY.width} --heads {TINY.heads}"
    rest = f"--vocabulary {TINY.vocabulary} --context {TINY.context} --batch 4 --no-compile"
    command = f"--data {data} --run {run} {size} {rest} --steps 30 --workers 1"
    train(0, parse(command.split()))
    options = Options(
        data,
        run,
        router_steps=50,
        imitation_passes=1,
        table_tokens=320,
        held_out_table_tokens=64,
        table_workers=1,
        windows=2,
    )
    finish(options, Bundle(out, tmp_path, machine="a test"))

    manifest = json.loads((out / "duo.json").read_text())
    assert manifest["name"] == "my-duo"
    assert manifest["training"]["stage1"]["steps"] == 30
    assert manifest["training"]["stage1"]["curve"][-1]["prose"]["big"] > 0
    names = [plan.name for plan in PLANS]
    assert [router["name"] for router in manifest["routers"]] == names
    assert list(manifest["training"]["metrics"]["prose"]["routers"]) == names
    assert manifest["training"]["difficulty"]["heldOut"]["code"]["tokens"] > 0
    assert str(tmp_path) not in (out / "duo.json").read_text()
    card = (out / "MODEL_CARD.md").read_text()
    for name in ("heldout-prose", "learned-4", "skipHeavy", "--steps 30", "a test"):
        assert name in card

    golden = json.loads((tmp_path / "my-duo.json").read_text())
    session = open_graph(out / "forward.onnx")
    for text in golden["texts"]:
        tokens = np.array(text["ids"])
        for along in text["runs"]:
            feeds = forward_feeds(tokens, np.array(along["routes"]))
            losses = run_named(session, feeds)["loss"][0]
            np.testing.assert_allclose(losses, along["losses"], atol=1e-4)
