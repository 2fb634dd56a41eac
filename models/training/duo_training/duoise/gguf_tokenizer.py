"""The tokenizer of a GGUF file, as a `tokenizer.json`.

A bundle's tokenizer gives every text back, byte for byte, and no text leads to a special token. So
special tokens become plain entries of the vocabulary that no merge makes; and bytes that the
vocabulary lacks, where its training text had none of them, are appended to it.
"""

from dataclasses import dataclass

from tokenizers import Tokenizer, decoders, models, pre_tokenizers

from ..checkpoint import CheckpointError
from .gguf_fields import Fields

MODEL = "tokenizer.ggml.model"
PRE_TOKENIZER = "tokenizer.ggml.pre"
NORMAL = 1  # among `tokenizer.ggml.token_type`

# How llama.cpp cuts text into words, for the tokenizers whose way a bundle can hold.
PRE_TOKENIZERS = {
    "gpt-2": [],
    "smollm": [pre_tokenizers.Digits(individual_digits=True)],
}


@dataclass(frozen=True)
class Vocabulary:
    """A tokenizer and what the model has to know of it."""

    tokenizer: Tokenizer
    bos: int
    appended: int
    """Bytes at its end, of which the model has never heard."""


def read_tokenizer(fields: Fields, bos: str | None = None) -> Vocabulary:
    """`bos` is the token that begins every sequence, where it is not to be the file's own. Raises
    CheckpointError for a tokenizer that no bundle can hold."""
    fields.only(MODEL, "gpt2")
    fields.only("tokenizer.ggml.add_space_prefix", False)
    words = fields.need(PRE_TOKENIZER)
    if words not in PRE_TOKENIZERS:
        raise CheckpointError(
            f"The GGUF file's {PRE_TOKENIZER} is {words!r}; of byte-level tokenizers only "
            f"{' and '.join(PRE_TOKENIZERS)} are known here."
        )
    tokens = fields.need("tokenizer.ggml.tokens")
    merges = [tuple(merge.split(" ")) for merge in fields.need("tokenizer.ggml.merges")]
    ids = {token: number for number, token in enumerate(tokens)}
    _check_special(fields, tokens, merges)
    if bos is None:
        bos = tokens[fields.need("tokenizer.ggml.bos_token_id")]
    if bos not in ids:
        raise CheckpointError(f"The vocabulary has no token {bos!r} to begin sequences with.")
    missing = [byte for byte in _bytes_of_text() if byte not in ids]
    ids.update({byte: len(tokens) + number for number, byte in enumerate(missing)})
    tokenizer = Tokenizer(models.BPE(vocab=ids, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [*PRE_TOKENIZERS[words], pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return Vocabulary(tokenizer, ids[bos], len(missing))


def _check_special(fields: Fields, tokens: list[str], merges: list[tuple[str, ...]]) -> None:
    """Special tokens must be such that no text leads to them."""
    made = {"".join(merge) for merge in merges} | set(_bytes_of_text())
    kinds = fields.need("tokenizer.ggml.token_type")
    for token, kind in zip(tokens, kinds, strict=True):
        if kind != NORMAL and token in made:
            raise CheckpointError(
                f"The special token {token!r} is one that ordinary text leads to, so a text could "
                "pose as the beginning of another. A bundle cannot hold such a tokenizer."
            )


def _bytes_of_text() -> list[str]:
    """The bytes that UTF-8 can hold, as the characters that stand for them in a vocabulary."""
    unused = {*range(0xC0, 0xC2), *range(0xF5, 0x100)}
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(0x100) if byte not in printable]
    characters = {byte: chr(byte) for byte in printable}
    characters.update({byte: chr(0x100 + number) for number, byte in enumerate(others)})
    return [characters[byte] for byte in range(0x100) if byte not in unused]
