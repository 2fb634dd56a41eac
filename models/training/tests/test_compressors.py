"""Compressors beside the model, on the same bytes."""

import lzma
from pathlib import Path

import numpy as np
import pytest
import zstandard
from conftest import Tiny
from tokenizers import Tokenizer

from duo_training.compressors import ALL_BIG, compression, text_of
from duo_training.evaluate import HeldOut, share_routes
from duo_training.samples import AWKWARD, CODE, PROSE
from duo_training.tokenizer import encode


@pytest.fixture
def codec(tiny: Tiny) -> Tokenizer:
    return Tokenizer.from_file(str(tiny.bundle / "tokenizer.json"))


def test_a_stream_is_spelled_as_the_bytes_of_its_documents(codec: Tokenizer) -> None:
    every_byte = "".join(map(chr, range(0x250))) + "\u6771\U0001f600"
    texts = [PROSE, AWKWARD, every_byte]
    stream = np.concatenate(encode(codec, texts))
    assert text_of(stream, codec, 0) == "".join(texts).encode()


def test_all_are_measured_on_the_same_bytes(tiny: Tiny, codec: Tokenizer, tmp_path: Path) -> None:
    config = tiny.model.config
    (tmp_path / "tokenizer.json").write_bytes((tiny.bundle / "tokenizer.json").read_bytes())
    for name, text in (("prose", PROSE), ("code", CODE)):
        np.save(tmp_path / f"heldout-{name}.npy", np.concatenate(encode(codec, [text] * 3)))
    found = compression(tiny.model, 7, tmp_path, tmp_path)["sets"]
    # Known for this state of the run, measured anew for another.
    (tmp_path / "heldout-prose.npy").unlink()
    assert compression(tiny.model, 7, tmp_path, tmp_path)["sets"] == found
    with pytest.raises(FileNotFoundError):
        compression(tiny.model, 8, tmp_path, tmp_path)

    stream = np.load(tmp_path / "heldout-code.npy")
    windows = len(stream) // config.context
    text = (CODE * 3).encode()[: found["code"]["bytes"]]
    assert text_of(stream[: windows * config.context], codec, 0) == text
    assert found["code"]["compressors"] == {
        "xz -9": round(8 * len(lzma.compress(text, preset=9)) / len(text), 4),
        "zstd -19": round(8 * len(zstandard.compress(text, 19)) / len(text), 4),
    }
    held_out = HeldOut.load(tmp_path, "code", config)
    every = held_out.measure_windows(tiny.model, share_routes(ALL_BIG), windows)
    assert every.bytes.sum() == len(text)
    assert found["code"]["big"] == pytest.approx((every.bits.sum() / len(text)).item(), abs=1e-4)
