"""Lets requests of other threads run while a large document is read."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = sys.getswitchinterval()
# A request waits for the interpreter some hundred times, each time as long as this.
_SHORT = 0.0001
_running: list[None] = []


@contextmanager
def frequent_thread_switches() -> Iterator[None]:
    """Switch threads more often until the last of these blocks ends."""
    _running.append(None)
    sys.setswitchinterval(_SHORT)
    try:
        yield
    finally:
        _running.pop()
        if not _running:
            sys.setswitchinterval(_USUAL)
