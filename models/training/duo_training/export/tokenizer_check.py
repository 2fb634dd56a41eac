"""Whether a tokenizer is of the family that a bundle may have; models/README.md describes it."""

import json
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from ..checkpoint import CheckpointError
from ..config import ModelConfig
from ..samples import AWKWARD, CODE, PROSE
from ..tokenizer import without_added_tokens

# Every character of one and two bytes, and of more bytes one for every first byte: all the bytes
# that UTF-8 has.
EVERY_BYTE = "".join(
    map(chr, [*range(0x801), *range(0x1000, 0x20000, 0x1000), *range(0x40000, 0x110000, 0x40000)])
)


def check_tokenizer(path: Path, config: ModelConfig) -> None:
    """Raises CheckpointError with what is wrong with this `tokenizer.json`."""
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # The library raises nothing more specific.
        raise CheckpointError(f"The tokenizer {path} cannot be read: {error}") from error
    definition = json.loads(tokenizer.to_str())
    for wrong, sentence in _faults(tokenizer, definition, config):
        if wrong:
            raise CheckpointError(f"The tokenizer {path} {sentence}")


def _faults(
    tokenizer: Tokenizer, definition: dict[str, Any], config: ModelConfig
) -> list[tuple[bool, str]]:
    highest = max(tokenizer.get_vocab().values())
    plain = without_added_tokens(tokenizer)
    bos = tokenizer.id_to_token(config.bos)
    return [
        (definition["model"]["type"] != "BPE", "is no BPE."),
        (definition["normalizer"] is not None, "has a normaliser, which would change the text."),
        (
            (definition["decoder"] or {}).get("type") != "ByteLevel",
            "has another decoder than ByteLevel.",
        ),
        (
            not _is_byte_level(definition["pre_tokenizer"]),
            "has another pre-tokeniser than ByteLevel with its regular expression, or a Sequence "
            "of Split (Isolated, or Removed and inverted) and Digits with a ByteLevel at its end, "
            "without prefix space.",
        ),
        (
            highest >= config.vocabulary,
            f"has ids up to {highest}; the model knows {config.vocabulary} tokens.",
        ),
        (bos is None, f"has no token of the id {config.bos}, which is to be BOS."),
        (
            config.bos in plain.encode(bos or "", add_special_tokens=False).ids,
            f"makes BOS of the text {bos}; no text may lead to it.",
        ),
        (
            any(not _gives_back(plain, text) for text in (PROSE, CODE, AWKWARD, EVERY_BYTE)),
            "does not give every text back, byte for byte.",
        ),
    ]


def _is_byte_level(pre_tokenizer: dict[str, Any] | None) -> bool:
    if pre_tokenizer is None:
        return False
    if pre_tokenizer["type"] == "ByteLevel":
        return pre_tokenizer["use_regex"] and not pre_tokenizer["add_prefix_space"]
    if pre_tokenizer["type"] != "Sequence" or not pre_tokenizer["pretokenizers"]:
        return False
    *others, last = pre_tokenizer["pretokenizers"]
    is_last = last["type"] == "ByteLevel" and not last["add_prefix_space"]
    return is_last and all(other["type"] == "Digits" or _only_cuts(other) for other in others)


def _only_cuts(other: dict[str, Any]) -> bool:
    """Whether it is a Split that leaves each word on its own, and drops none of the text."""
    if other["type"] != "Split":
        return False
    return other["behavior"] == "Isolated" or (other["behavior"] == "Removed" and other["invert"])


def _gives_back(tokenizer: Tokenizer, text: str) -> bool:
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    return tokenizer.decode(ids, skip_special_tokens=False) == text
