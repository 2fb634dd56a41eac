"""The text that small FFNs learn from and are measured on, in the pretrained model's tokens."""

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from .. import heldout
from ..evaluate import HELD_OUT
from .gguf_tokenizer import Vocabulary

# Far more than is learned in an hour on a CPU, and encoded in seconds.
SAMPLE_BYTES = 8_000_000


def write_streams(
    vocabulary: Vocabulary, corpus: Path, out: Path, seed: int, size: int = SAMPLE_BYTES
) -> None:
    """Writes `tokenizer.json`, `train.npy` and `heldout-*.npy`, each document after a BOS.

    Training text is a sample of so many bytes, half prose and half code, of the corpus builder's
    folder `corpus`; held-out text is the sample that the repository holds.
    """
    out.mkdir(parents=True, exist_ok=True)
    vocabulary.tokenizer.save(str(out / "tokenizer.json"))
    texts = [text for name in HELD_OUT for text in _sample(corpus, name, seed, size // 2)]
    random.Random(seed).shuffle(texts)
    np.save(out / "train.npy", _stream(vocabulary.tokenizer, vocabulary.bos, texts))
    for name in HELD_OUT:
        documents = [document.text for document in heldout.load(heldout.FOLDER, name)]
        stream = _stream(vocabulary.tokenizer, vocabulary.bos, documents)
        np.save(out / f"heldout-{name}.npy", stream)


def _sample(corpus: Path, name: str, seed: int, size: int) -> Iterator[str]:
    with (corpus / f"train-{name}.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    random.Random(f"{seed} {name}").shuffle(texts)
    for text in texts:
        if size <= 0:
            return
        size -= len(text.encode())
        yield text


def _stream(tokenizer: Tokenizer, bos: int, texts: Iterable[str]) -> np.ndarray:
    documents = tokenizer.encode_batch(list(texts))
    stream = np.concatenate([[bos, *document.ids] for document in documents])
    return stream.astype(np.min_scalar_type(tokenizer.get_vocab_size() - 1))
