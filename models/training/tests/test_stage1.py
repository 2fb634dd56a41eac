"""Stage 1 as a whole, on a duo that trains in a second."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from duo_training import checkpoint
from duo_training.fixtures import TINY
from duo_training.optimizer import schedule
from duo_training.stage1 import Stage1, train
from duo_training.stage1_options import Options, parse


@pytest.fixture
def data(patterned: Path) -> Path:
    return patterned


def arguments(data: Path, run: Path, *more: str) -> list[str]:
    size = f"--layers {TINY.layers} --width {TINY.width} --heads {TINY.heads}"
    rest = f"--vocabulary {TINY.vocabulary} --context {TINY.context} --batch 4 --no-compile"
    return [*f"--data {data} --run {run} {size} {rest}".split(), *more]


def options(data: Path, run: Path, *more: str) -> Options:
    run.mkdir(exist_ok=True)
    return parse(arguments(data, run, "--workers", "1", *more))


def log_of(run: Path) -> list[dict]:
    return [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]


def test_a_resumed_run_goes_on_exactly(data: Path, tmp_path: Path) -> None:
    whole = Stage1(0, options(data, tmp_path / "whole", "--steps", "12"))
    losses = [whole.train_step(step / 12) for step in range(12)]

    first = Stage1(0, options(data, tmp_path / "parts", "--steps", "12"))
    parts = [first.train_step(step / 12) for step in range(5)]
    first.save()
    second = Stage1(0, options(data, tmp_path / "parts", "--steps", "12"))
    assert second.step == 5
    parts += [second.train_step(step / 12) for step in range(5, 12)]

    assert parts == losses
    for name, parameter in whole.model.state_dict().items():
        assert torch.equal(parameter, second.model.state_dict()[name]), name


def test_training_lowers_the_held_out_loss_and_says_so(data: Path, tmp_path: Path) -> None:
    often = "--steps 100 --evaluate-minutes 0.0001 --evaluate-windows 4"
    run = options(data, tmp_path / "run", *often.split())
    train(0, run)
    measured = [entry["heldOut"]["prose"]["big"] for entry in log_of(run.run) if "heldOut" in entry]
    assert measured[-1]["nats"] < measured[0]["nats"] - 0.5
    assert measured[-1]["bitsPerByte"] > 0


def test_two_workers_train_as_one_that_averages_their_gradients(data: Path, tmp_path: Path) -> None:
    """The processes through the command line; their averaging by hand, in one process."""
    run = tmp_path / "two"
    command = [sys.executable, "-m", "duo_training.stage1", *arguments(data, run, "--steps", "6")]
    subprocess.run([*command, "--workers", "2"], check=True, cwd=Path(__file__).parents[1])
    trained, saved = checkpoint.load(run / "checkpoint.pt")
    assert saved["tokens"] == 6 * 4 * TINY.context

    (tmp_path / "hand").mkdir()
    by_hand = parse(arguments(data, tmp_path / "hand", "--steps", "6", "--workers", "2"))
    workers = [Stage1(rank, by_hand) for rank in range(2)]
    for step in range(6):
        for worker in workers:
            worker.accumulate()
        for pair in zip(*(worker.model.parameters() for worker in workers), strict=True):
            mean = (pair[0].grad + pair[1].grad) / 2
            for parameter in pair:
                parameter.grad.copy_(mean)
        for worker in workers:
            worker.update(step / 6)
    for name, parameter in workers[0].model.state_dict().items():
        torch.testing.assert_close(parameter, trained.state_dict()[name])


def test_a_signal_saves_a_checkpoint_that_can_be_continued(data: Path, tmp_path: Path) -> None:
    run = tmp_path / "signalled"
    command = [sys.executable, "-m", "duo_training.stage1", *arguments(data, run, "--minutes", "5")]
    process = subprocess.Popen([*command, "--workers", "1"], cwd=Path(__file__).parents[1])
    deadline = time.monotonic() + 60
    while not (run / "log.jsonl").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert Stage1(0, options(data, run, "--minutes", "5")).step >= 25


def test_the_learning_rate_warms_up_stays_and_decays() -> None:
    assert 0 < schedule(0) < 0.2
    assert schedule(0.02) == schedule(0.6) == 1
    assert schedule(0.8) == pytest.approx(0.5)
    assert schedule(1) == 0


def test_a_batch_that_workers_cannot_share_is_wrong_usage(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(arguments(data, tmp_path, "--steps", "1", "--workers", "3"))
    assert ended.value.code == 2
    assert "multiple of --workers" in capsys.readouterr().err


def test_a_dense_model_is_a_duo_that_always_takes_big(data: Path, tmp_path: Path) -> None:
    run = options(data, tmp_path / "dense", "--steps", "5", "--shares", "0,0,1", "--big-inner", "8")
    before = Stage1(0, run).model.state_dict()
    train(0, run)
    model, saved = checkpoint.load(run.run / "checkpoint.pt")
    assert model.config.big_inner == 8
    assert saved["command"].endswith("--big-inner 8 --shares 0,0,1")
    for name, parameter in model.state_dict().items():
        if ".small." in name:  # No gradient; the decay of unused weights is all that happens.
            cosine = torch.cosine_similarity(parameter.flatten(), before[name].flatten(), dim=0)
            assert cosine.item() == pytest.approx(1)
        else:
            assert not torch.equal(parameter, before[name]), name


def test_small_alone_learns_on_from_another_run(data: Path, tmp_path: Path) -> None:
    first = options(data, tmp_path / "first", "--steps", "3", "--shares", "0,0,1")
    train(0, first)
    start, _ = checkpoint.load(first.run / "checkpoint.pt")

    more = ("--steps", "4", "--from", str(first.run), "--train", "small")
    run = options(data, tmp_path / "second", *more)
    train(0, run)
    model, saved = checkpoint.load(run.run / "checkpoint.pt")
    assert saved["step"] == 4
    assert saved["command"].endswith("--from first --train small")
    for name, parameter in model.state_dict().items():
        changed = not torch.equal(parameter, start.state_dict()[name])
        assert changed == (".small." in name), name

    # Its own checkpoint comes before the one that it started from.
    assert Stage1(0, options(data, tmp_path / "second", *more)).step == 4


def test_a_run_starts_only_from_a_model_of_its_dimensions(data: Path, tmp_path: Path) -> None:
    train(0, options(data, tmp_path / "first", "--steps", "1"))
    other = options(
        data, tmp_path / "other", "--steps", "1", "--from", str(tmp_path / "first"), "--big-inner=8"
    )
    with pytest.raises(ValueError, match="other dimensions"):
        Stage1(0, other)


@pytest.mark.parametrize("shares", ["1,2", "a,b,c", "0.5,0.5,0.5", "-1,1,1"])
def test_shares_that_are_none_are_wrong_usage(data: Path, tmp_path: Path, shares: str) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(arguments(data, tmp_path, "--steps", "1", f"--shares={shares}"))
    assert ended.value.code == 2
