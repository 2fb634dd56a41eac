"""The tokenizer: exact on any text, and never fooled by the characters of its BOS."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from duo_training import tokenizer as module
from duo_training.tokenizer import BOS, BOS_ID, encode, encode_corpus, main, train

VOCABULARY = 400
NASTY = [
    "",
    " ",
    "\r\n\r\n\t\t  x\r",
    "a\0b\x01\x7f",
    "\ufeffBOM first",
    "e\u0301 n\u0303 \u1112\u1161\u11ab",  # combining marks and conjoining jamo: no normaliser
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1ea\U0001f1fa \u2764\ufe0f",
    "\u4e2d\u6587\u3001\u65e5\u672c\u8a9e\u3002\ud55c\uad6d\uc5b4",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "\u2028\u2029\u00a0\u3000",
    "'s 're don't I'LL",
    BOS,
    f"x{BOS}{BOS} y",
    "<|endoftext|></s>[UNK]",
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    texts = {
        "train-prose": [
            f"The sea was calm on day {day} and the ship lay still.\n" for day in range(90)
        ],
        "train-code": [f"def f{n}(x):\n\treturn x * {n}\n" for n in range(60)],
        "heldout-prose": ["The ship was still.\n", "Caf\u00e9 by the sea.\n"],
        "heldout-code": [f"def g(x):\n\treturn '{BOS}'\n"],
    }
    for name, documents in texts.items():
        lines = [json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in documents]
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tokenizer(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    arguments = ["train", "--corpus", str(corpus), "--vocabulary", str(VOCABULARY)]
    assert main([*arguments, "--out", str(path)]) == 0
    return Tokenizer.from_file(str(path))


def random_text(seed: int) -> str:
    """Characters from every plane, but no surrogates: those are no text in UTF-8."""
    source = random.Random(seed)
    ranges = [(0, 0x80), (0, 0x800), (0x800, 0xD800), (0xE000, 0x10000), (0x10000, 0x110000)]
    return "".join(chr(source.randrange(*source.choice(ranges))) for _ in range(200))


@pytest.mark.parametrize("text", [*NASTY, *map(random_text, range(50))])
def test_round_trip(tokenizer: Tokenizer, text: str) -> None:
    ids = tokenizer.encode(text).ids
    assert tokenizer.decode(ids, skip_special_tokens=False) == text
    assert BOS_ID not in ids


def test_each_character_of_a_token_is_one_byte(tokenizer: Tokenizer) -> None:
    for text in NASTY:
        tokens = tokenizer.encode(text).tokens
        assert sum(map(len, tokens)) == len(text.encode())


def test_bos_is_a_plain_entry_and_all_bytes_are_there(tokenizer: Tokenizer) -> None:
    definition = json.loads(tokenizer.to_str())
    assert tokenizer.token_to_id(BOS) == BOS_ID
    assert definition["added_tokens"] == []
    assert definition["normalizer"] is None
    assert definition["pre_tokenizer"]["add_prefix_space"] is False
    assert tokenizer.get_vocab_size() <= VOCABULARY
    assert sum(len(token) == 1 for token in tokenizer.get_vocab()) == 256


def test_training_is_reproducible(corpus: Path, tokenizer: Tokenizer) -> None:
    assert train(corpus, VOCABULARY).to_str() == tokenizer.to_str()


def test_prose_and_code_weigh_the_same(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SAMPLE_BYTES", 500)
    sample = list(module._sample(corpus, seed=0))
    sizes = [
        sum(len(text) for text in sample if text.startswith(start)) for start in ("The", "def")
    ]
    assert all(400 < size <= 500 for size in sizes)


def test_encoded_corpus(corpus: Path, tokenizer: Tokenizer, tmp_path: Path) -> None:
    report = encode_corpus(tokenizer, corpus, tmp_path)
    training = np.load(tmp_path / "train.npy")
    assert training.dtype == np.uint16
    assert report["train"]["documents"] == 150 == np.count_nonzero(training == BOS_ID)
    assert report["train"]["tokens"] == len(training) - 150
    # Prose and code are mixed: neither half of the file holds all of the prose.
    half = tokenizer.decode(training[: len(training) // 2].tolist())
    assert 10 < half.count("The sea") < 80

    prose = np.load(tmp_path / "heldout-prose.npy")
    assert tokenizer.decode(prose[1:6].tolist()) in "The ship was still.\n"
    sizes = [size for _, size in report["heldout-prose"]["per_document"]]
    assert sizes == [len("The ship was still.\n"), len("Caf\u00e9 by the sea.\n") + 1]
    starts = np.flatnonzero(prose == BOS_ID)
    tokens = np.diff([*starts, len(prose)]) - 1
    assert tokens.tolist() == [count for count, _ in report["heldout-prose"]["per_document"]]
    assert json.loads((tmp_path / "tokens.json").read_text()) == report

    code = np.load(tmp_path / "heldout-code.npy")
    assert np.count_nonzero(code == BOS_ID) == 1  # the text's own "<|bos|>" is not one


def test_a_vocabulary_too_large_for_the_file_is_refused(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Large:
        def get_vocab_size(self) -> int:
            return 2**16 + 1

    with pytest.raises(ValueError, match=r"at most 65,536"):
        encode(Large(), ["text"])  # type: ignore[arg-type]
