"""Is a text worth training on? Cheap tests, each with a reason that the build counts."""

import re
import zlib

SHORTEST = 200  # characters; less is a stub
LONGEST = 200_000  # characters; a longer source file is data, longer prose is split
PART = 50_000  # characters of one part of a long text

_GENERATED = re.compile(r"auto-?generated|generated (by|from|with)|do not (edit|modify)", re.I)
_COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "a",
        "in",
        "is",
        "that",
        "for",
        "it",
        "as",
        "be",
        "with",
        "on",
        "you",
        "this",
        "or",
        "are",
        "by",
    ]
)
_WORD = re.compile(r"[A-Za-z]+")


def reason_to_drop(kind: str, text: str) -> str | None:
    """Why this text should not be in the corpus, or None if it should."""
    if len(text) < SHORTEST:
        return "too short"
    if "\x00" in text or "\ufffd" in text:
        return "binary"
    lines = text.splitlines()
    if kind == "code":
        if len(text) > LONGEST:
            return "too long"
        if max(map(len, lines)) > 1000 or len(text) / len(lines) > 100:
            return "long lines"
        if _GENERATED.search(text[:1500]):
            return "generated"
    return _little_information(kind, text)


def _little_information(kind: str, text: str) -> str | None:
    digits = sum(map(text.count, "0123456789")) / len(text)
    if digits > (0.12 if kind == "code" else 0.08):
        return "mostly numbers"
    encoded = text.encode()
    if len(text) / len(encoded) < 0.9:
        return "mostly not English"
    if len(zlib.compress(encoded, 1)) / len(encoded) < 0.12:
        return "repetitive"
    if kind == "prose":
        words = _WORD.findall(text)
        common = sum(word.lower() in _COMMON for word in words)
        if common < 0.1 * len(words) or sum(map(len, words)) < 0.5 * len(text):
            return "not prose"
    return None


def parts(text: str) -> list[str]:
    """A long text in parts of at most PART characters, cut after a blank line where possible."""
    if len(text) <= PART * 1.5:
        return [text]
    found = []
    start = 0
    while start < len(text):
        end = min(start + PART, len(text))
        if end < len(text):
            for mark in ("\n\n", "\n", " "):
                cut = text.rfind(mark, start + PART // 2, end)
                if cut > 0:
                    end = cut + len(mark)
                    break
        found.append(text[start:end])
        start = end
    return found
