"""What a terminal is told of a load that takes long."""

import sys
import time

# So many seconds pass before the first word, and between two.
_PATIENCE = 1.0


class Progress:
    """Within it, a terminal that is standard error hears of the rows read, where that takes over a second."""

    def __enter__(self) -> "Progress":
        self._last = time.monotonic()
        self._is_written = False
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_written:
            print(file=sys.stderr)

    def tell(self, number: int, done: str = "read") -> None:
        """Say how many rows have been read, or what else is done with them, unless it is too early."""
        now = time.monotonic()
        if now - self._last < _PATIENCE or not sys.stderr.isatty():
            return
        self._last, self._is_written = now, True
        print(f"\r * {number:,} rows {done}", end="", file=sys.stderr, flush=True)
