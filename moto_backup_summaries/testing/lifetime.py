"""The time of one test: clients that it was given make no calls once it is over."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

# The seconds for which the end of a test waits for calls of its threads.
PATIENCE = 10.0


class Lifetime:
    """Lets calls through until it ends. Its end waits for calls that other threads are making."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._calls = 0
        self._is_over = False

    @contextmanager
    def call(self) -> Iterator[None]:
        """Within it, a call is made; raises RuntimeError once the test is over."""
        with self._changed:
            if self._is_over:
                raise RuntimeError(
                    "this client belongs to a test that has ended, and a thread of that test goes on: "
                    "let the test wait for its threads"
                )
            self._calls += 1
        try:
            yield
        finally:
            with self._changed:
                self._calls -= 1
                self._changed.notify_all()

    def end(self, patience: float = PATIENCE) -> None:
        """Let no call begin any more, and wait for those that have begun; for some seconds at most."""
        with self._changed:
            self._is_over = True
            self._changed.wait_for(lambda: self._calls == 0, patience)
