"""A step of a long run, told of on stderr."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(name: str) -> Iterator[None]:
    """Says on stderr what is done, and how long it took."""
    started = time.monotonic()
    print(f"{name}...", file=sys.stderr, flush=True)
    yield
    print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
