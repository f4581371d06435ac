"""What is told to others once the lock is released: of one thing in order, whoever asks at the same time."""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

_LOG = logging.getLogger(__name__)


class Deferred(NamedTuple):
    """What is to be told.

    about: what it is of, such as a job's id. What is about the same does not overtake each other.
    moment: when that happened.
    """

    about: str
    moment: float
    tell: Callable[[], object]


class Round:
    """What one thread is to tell, in order, and what all of it is about."""

    def __init__(self) -> None:
        self.left: deque[Deferred] = deque()
        self.abouts: set[str] = set()


class Turns:
    """What several threads have to tell, in rounds, each told by one thread.

    What is about the same as something in a round that is not over joins that round. So no thread waits for
    another, and whoever is told something may ask, and is answered.

    lock: held while a round begins and ends.
    """

    def __init__(self, lock: AbstractContextManager[object]) -> None:
        self._lock = lock
        self._rounds: dict[str, Round] = {}  # By what they are about.

    def begin(self, things: Sequence[Deferred]) -> Round:
        """A round of what is to be told, without what joins others."""
        own = Round()
        with self._lock:
            for thing in things:
                if thing.about not in self._rounds:
                    self._rounds[thing.about] = own
                    own.abouts.add(thing.about)
                self._rounds[thing.about].left.append(thing)
        return own

    def tell(self, own: Round) -> None:
        """Tell all of a round, with what joins it. An error is logged and hurts nobody."""
        try:
            while self._has_more(own):
                try:
                    own.left.popleft().tell()
                except Exception:
                    _LOG.exception("a delivery failed")
        except BaseException:
            with self._lock:
                self._end(own)
            raise

    def _has_more(self, own: Round) -> bool:
        """Whether there is more to tell. If not, the round is over."""
        if own.left or not own.abouts:
            return bool(own.left)
        with self._lock:
            if not own.left:
                self._end(own)
            return bool(own.left)

    def _end(self, own: Round) -> None:
        for about in own.abouts:
            del self._rounds[about]
        own.abouts.clear()
