import json
from pathlib import Path

import numpy as np
import pytest

from duo_training.data import Windows, byte_lengths


@pytest.fixture
def windows() -> Windows:
    return Windows(np.arange(1, 1001, dtype=np.uint16), context=16, bos=0, seed=3)


def test_every_window_is_bos_and_the_stream_that_its_targets_follow(windows: Windows) -> None:
    inputs, targets = windows.batch(windows.starts(0, 20))
    assert (inputs[:, 0] == 0).all()
    assert (inputs[:, 1:] == targets[:, :-1]).all()
    assert (targets.diff(dim=1) == 1).all()


def test_an_epoch_shows_every_window_once(windows: Windows) -> None:
    starts = windows.starts(0, windows.count)
    assert len(set(starts)) == windows.count
    assert sorted(starts) == list(range(min(starts), min(starts) + 16 * windows.count, 16))


def test_windows_depend_on_their_number_alone(windows: Windows) -> None:
    fresh = Windows(windows.stream, context=16, bos=0, seed=3)
    assert windows.starts(0, 200)[150:] == fresh.starts(150, 50)


def test_epochs_cut_elsewhere(windows: Windows) -> None:
    first, second = (set(windows.starts(epoch * windows.count, windows.count)) for epoch in (0, 1))
    assert first != second


def test_a_stream_that_is_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="larger corpus"):
        Windows(np.arange(20), context=16, bos=0)


def test_byte_lengths_count_bytes_and_leave_bos_out(tmp_path: Path) -> None:
    vocabulary = {"<|bos|>": 0, "a": 1, "Ġthe": 2, "Ã©": 3}
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps({"model": {"vocab": vocabulary}}), encoding="utf-8")
    assert byte_lengths(path, bos=0).tolist() == [0, 1, 4, 2]
