"""Lets the collector of garbage wait while a large document is read."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """Collect no garbage: the collector would look through the rows again and again, where there is none.

    Within another of these blocks this one does nothing.
    """
    is_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_running:
            gc.enable()
