"""Lets other threads' requests go on while a large document is read."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

# Python's own interval is ten times as long. A request waits for the interpreter some hundred times.
_INTERVAL = 0.0005
_lock = Lock()
_before: list[float] = []


@contextmanager
def giving_way() -> Iterator[None]:
    """Take turns with other threads more often; Python's interval comes back when the last one ends."""
    with _lock:
        _before.append(sys.getswitchinterval())
        sys.setswitchinterval(_INTERVAL)
    try:
        yield
    finally:
        with _lock:
            first = _before[0]
            _before.pop()
            if not _before:
                sys.setswitchinterval(first)
