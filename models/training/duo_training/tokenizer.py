"""The tokenizer: trained on the corpus, then used to turn the corpus into token ids.

    python -m duo_training.tokenizer train --corpus DIR --vocabulary 4096 --out tokenizer.json
    python -m duo_training.tokenizer encode --corpus DIR --tokenizer tokenizer.json --out DIR

A byte-level BPE without any normaliser: every text, whatever is in it, comes back exactly.
Id 0 is `<|bos|>`. It is an ordinary entry of the vocabulary that no merge leads to, not a special
token, so a document that contains the characters `<|bos|>` is tokenised as plain text and cannot
pose as the beginning of another document.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from tokenizers.pre_tokenizers import PreTokenizer

BOS = "<|bos|>"
BOS_ID = 0
SAMPLE_BYTES = 12_000_000  # of each kind; merges hardly change with more, training time does
HELDOUT = ("prose", "code")
_BATCH = 512  # documents encoded at once


def train(
    corpus: Path, vocabulary: int, seed: int = 0, pre_tokenizer: PreTokenizer | None = None
) -> Tokenizer:
    """A tokenizer of `vocabulary` entries, BOS and the 256 bytes among them, trained on an equal
    sample of prose and code. Without a pre-tokeniser, words end as in GPT-2."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizer or pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        min_frequency=2,
        special_tokens=[BOS],  # takes id 0; without_added_tokens makes it plain again
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_sample(corpus, seed), trainer)
    return without_added_tokens(tokenizer)


def without_added_tokens(tokenizer: Tokenizer) -> Tokenizer:
    """The same, but text that spells one of its added tokens is text like any other."""
    definition = json.loads(tokenizer.to_str())
    definition["added_tokens"] = []
    return Tokenizer.from_str(json.dumps(definition, ensure_ascii=False))


def _sample(corpus: Path, seed: int) -> Iterator[str]:
    for kind in ("prose", "code"):
        texts = _texts(corpus / f"train-{kind}.jsonl")
        random.Random(f"{seed} {kind}").shuffle(texts)
        size = 0
        for text in texts:
            size += len(text.encode())
            if size > SAMPLE_BYTES:
                break
            yield text


def encode(tokenizer: Tokenizer, texts: list[str]) -> list[np.ndarray]:
    """Each text as uint16 ids `[1 + tokens]`, BOS first."""
    if tokenizer.get_vocab_size() > 2**16:
        raise ValueError("Token ids are stored in 16 bits: train a vocabulary of at most 65,536.")
    encoded: list[np.ndarray] = []
    for start in range(0, len(texts), _BATCH):
        for encoding in tokenizer.encode_batch(texts[start : start + _BATCH]):
            encoded.append(np.array([BOS_ID, *encoding.ids], dtype=np.uint16))
    return encoded


def encode_corpus(tokenizer: Tokenizer, corpus: Path, out: Path, seed: int = 0) -> dict:
    """Write `train.npy`, `heldout-prose.npy`, `heldout-code.npy` (uint16 ids, each document after
    a BOS) and `tokens.json`; return what `tokens.json` holds.

    Training documents of both kinds are shuffled together. For each file `tokens.json` has
    `documents`, `tokens` (BOS not counted) and `bytes` (UTF-8, of the text), and for held-out sets
    both per document in file order, so that
    bits per byte = loss in nats per token * tokens / (bytes * ln 2).
    """
    out.mkdir(parents=True, exist_ok=True)
    training = [
        text for kind in ("prose", "code") for text in _texts(corpus / f"train-{kind}.jsonl")
    ]
    random.Random(seed).shuffle(training)
    report = {"train": _save(tokenizer, training, out / "train.npy")}
    for kind in HELDOUT:
        name = f"heldout-{kind}"
        report[name] = _save(tokenizer, _texts(corpus / f"{name}.jsonl"), out / f"{name}.npy")
    for name, counts in report.items():
        per_document = counts.pop("per_document")
        if name != "train":
            counts["per_document"] = per_document
    (out / "tokens.json").write_text(json.dumps(report) + "\n")
    return report


def _save(tokenizer: Tokenizer, texts: list[str], path: Path) -> dict:
    documents = encode(tokenizer, texts)
    np.save(path, np.concatenate(documents))
    tokens = [len(document) - 1 for document in documents]
    sizes = [len(text.encode()) for text in texts]
    return {
        "documents": len(texts),
        "tokens": sum(tokens),
        "bytes": sum(sizes),
        "per_document": [list(pair) for pair in zip(tokens, sizes, strict=True)],
    }


def _texts(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m duo_training.tokenizer")
    commands = parser.add_subparsers(dest="command", required=True)
    training = commands.add_parser("train", help="train a tokenizer on the corpus")
    training.add_argument("--vocabulary", type=int, default=4096)
    encoding = commands.add_parser("encode", help="write the corpus as token ids")
    encoding.add_argument("--tokenizer", type=Path, required=True)
    for command in (training, encoding):
        command.add_argument("--corpus", type=Path, required=True, help="folder of the builder")
        command.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    if options.command == "train":
        train(options.corpus, options.vocabulary).save(str(options.out), pretty=True)
        return 0
    tokenizer = Tokenizer.from_file(str(options.tokenizer))
    for name, counts in encode_corpus(tokenizer, options.corpus, options.out).items():
        rate = counts["bytes"] / counts["tokens"]
        print(f"{name}: {counts['tokens']:,} tokens, {rate:.3f} bytes per token")
    return 0


if __name__ == "__main__":
    sys.exit(main())
