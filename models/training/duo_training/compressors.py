"""General compressors on the bytes of a held-out set: what a model's bits per byte stand beside.

    python -m duo_training.compressors --data DATA --run RUN

writes `RUN/compression.json`.

xz and zstd begin without any knowledge but see a whole set as one file, so that a document can be
told by the ones before it. The model has read its training text, and sees one window.
"""

import argparse
import json
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from tokenizers import Tokenizer

from . import checkpoint
from .data import load_stream
from .evaluate import HELD_OUT, HeldOut, share_routes
from .export.weights import round_to_half
from .model import DuoLM

COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "xz -9": lambda text: lzma.compress(text, preset=9),
    "zstd -19": zstandard.ZstdCompressor(level=19).compress,
}

ALL_BIG = (0.0, 0.0, 1.0)


def text_of(stream: np.ndarray, tokenizer: Tokenizer, bos: int) -> bytes:
    """The UTF-8 of a token stream: its documents one after the other, without BOS.

    Token by token, because a stream that is cut anywhere need not decode as a text.
    """
    codes = {character: byte for byte, character in _byte_characters().items()}
    pieces = [tokenizer.id_to_token(token) for token in range(tokenizer.get_vocab_size())]
    spelled = [bytes(codes[character] for character in piece) for piece in pieces]
    spelled[bos] = b""
    return b"".join(spelled[token] for token in stream.tolist())


def _byte_characters() -> dict[int, str]:
    """The character that stands for each byte in a byte-level vocabulary (GPT-2): itself where it
    prints, else the next one from U+0100 on."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = (byte for byte in range(256) if byte not in printable)
    return {byte: chr(byte) for byte in printable} | {
        byte: chr(0x100 + number) for number, byte in enumerate(others)
    }


def compression(model: DuoLM, steps: int, data: Path, run: Path) -> dict[str, Any]:
    """What `compare` says of this state of a run: measured before, or measured now.

    `model` has the rounded weights that are shipped, of a stage 1 after `steps` steps.
    """
    path = run / "compression.json"
    if path.exists():
        known = json.loads(path.read_text(encoding="utf-8"))
        if known["stage1Steps"] == steps:
            return known
    report = {"stage1Steps": steps, "sets": compare(model, data)}
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return report


def compare(model: DuoLM, data: Path) -> dict[str, Any]:
    """Per held-out set: its bytes, and bits per byte of every compressor and of the all-big model
    over all windows of the set, on the same bytes (what is left after the last window is left out).
    """
    config = model.config
    tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
    results = {}
    for name in HELD_OUT:
        stream = load_stream(data / f"heldout-{name}.npy")
        whole = stream[: len(stream) // config.context * config.context]
        text = text_of(whole, tokenizer, config.bos)
        measured = HeldOut.load(data, name, config).measure(model, share_routes(ALL_BIG), None)
        results[name] = {
            "bytes": len(text),
            "big": measured["bitsPerByte"],
            "compressors": {
                compressor: round(8 * len(compress(text)) / len(text), 4)
                for compressor, compress in COMPRESSORS.items()
            },
        }
    return results


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="duo_training.compressors", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the token streams")
    parser.add_argument("--run", type=Path, required=True, help="folder of stage 1's checkpoint")
    options = parser.parse_args()
    model, saved = checkpoint.load(options.run / "checkpoint.pt")
    print(json.dumps(compression(round_to_half(model), saved["step"], **vars(options)), indent=2))


if __name__ == "__main__":
    main()
