"""Drops a document that was seen before, whole or for the greater part."""

from hashlib import blake2b

WINDOW = 50  # words
MOST_SEEN = 0.5  # share of a document's windows


class Seen:
    """Remembers documents by their windows of 50 words.

    A window starts at each line that is not blank, so that a copied passage is found wherever it
    stands. Words alone count, so indentation and line ends do not hide a copy.
    """

    def __init__(self) -> None:
        self._texts: set[bytes] = set()
        self._windows: set[bytes] = set()

    def duplicate(self, text: str) -> str | None:
        """The reason to drop the text, or None after remembering it."""
        words: list[str] = []
        starts: list[int] = []
        for line in text.splitlines():
            found = line.split()
            if found:
                starts.append(len(words))
                words += found
        whole = _hash(words)
        if whole in self._texts:
            return "exact copy"
        windows = {_hash(words[at : at + WINDOW]) for at in starts if at + WINDOW <= len(words)}
        if windows and len(windows & self._windows) > MOST_SEEN * len(windows):
            return "near copy"
        self._texts.add(whole)
        self._windows |= windows
        return None


def _hash(words: list[str]) -> bytes:
    return blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
