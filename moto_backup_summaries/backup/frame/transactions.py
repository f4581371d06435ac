"""One at a time, and all or nothing: what comes in from outside runs alone, and what fails is undone.

The one lock is here too: jobs move, are listed and leave recovery points in other accounts and regions under
it. What changes state notes how it is undone (kit/state.py). What others are to hear is delivered once the
lock is released: of one thing in order, whoever asks at the same time.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from operator import attrgetter
from threading import RLock, local
from typing import NamedTuple, ParamSpec, TypeVar

from ..kit.state import StateList, journal

P = ParamSpec("P")
T = TypeVar("T")
_LOG = logging.getLogger(__name__)


class Delivery(NamedTuple):
    """What others are to hear.

    about: what it is of, such as a job's id. What is about the same does not overtake each other.
    moment: when that happened.
    """

    about: str
    moment: float
    deliver: Callable[[], object]


class Round:
    """What one thread delivers, in order, and what all of it is about."""

    def __init__(self) -> None:
        self.waiting: deque[Delivery] = deque()
        self.abouts: set[str] = set()


class Turns:
    """What several threads have to deliver, in rounds, each delivered by one thread.

    What is about the same as something in a round that is not over joins that round. So no thread waits for
    another, and whoever hears something may ask, and is answered.

    lock: held while a round begins and ends.
    """

    def __init__(self, lock: AbstractContextManager[object]) -> None:
        self._lock = lock
        self._rounds: dict[str, Round] = {}  # By what they are about.

    def begin(self, deliveries: Sequence[Delivery]) -> Round:
        """A round of these deliveries, without those that join other rounds."""
        own = Round()
        with self._lock:
            for delivery in deliveries:
                if delivery.about not in self._rounds:
                    self._rounds[delivery.about] = own
                    own.abouts.add(delivery.about)
                self._rounds[delivery.about].waiting.append(delivery)
        return own

    def deliver(self, own: Round) -> None:
        """Deliver all of a round, with what joins it. An error is logged and hurts nobody."""
        try:
            while self._has_more(own):
                try:
                    own.waiting.popleft().deliver()
                except Exception:
                    _LOG.exception("a delivery failed")
        except BaseException:
            with self._lock:
                self._end(own)
            raise

    def _has_more(self, own: Round) -> bool:
        """Whether there is more to deliver. If not, the round is over."""
        if own.waiting or not own.abouts:
            return bool(own.waiting)
        with self._lock:
            if not own.waiting:
                self._end(own)
            return bool(own.waiting)

    def _end(self, own: Round) -> None:
        for about in own.abouts:
            del self._rounds[about]
        own.abouts.clear()


class _Thread(local):
    """What a thread is at.

    depth: how many transactions are open in each other. deliveries: what others are to hear, the latest last.
    before_deliveries: called before they hear it.
    """

    def __init__(self) -> None:
        self.depth = 0
        self.deliveries: StateList[Delivery] = StateList()
        self.before_deliveries: Callable[[], object] | None = None


# Of the whole process: requests of all accounts and regions run one after the other.
_lock = RLock()
_turns = Turns(_lock)
_thread = _Thread()


class Transaction:
    """Runs alone, and is all or nothing: if anything is raised inside, state is as it was before.

    One inside of another is part of that one, unless it is `Kept`. What is to be delivered is delivered
    when the outermost ends.
    """

    def __enter__(self) -> "Transaction":
        _lock.acquire()
        _thread.depth += 1
        self._begun = len(journal.steps)
        journal.is_open = True
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is not None:
            journal.take_back(self._begun)
        _thread.depth -= 1
        if _thread.depth:
            _lock.release()
            return
        journal.forget(0)
        journal.is_open = False
        deliveries, _thread.deliveries = _thread.deliveries, StateList()
        if not deliveries:
            _lock.release()
            return
        own = _turns.begin(deliveries)
        _lock.release()
        if _thread.before_deliveries is not None:
            _thread.before_deliveries()
        _turns.deliver(own)


def exclusive(function: Callable[P, T]) -> Callable[P, T]:
    """Let whatever comes in from outside be a transaction."""

    @wraps(function)
    def run_alone(*args: P.args, **kwargs: P.kwargs) -> T:
        with Transaction():
            return function(*args, **kwargs)

    return run_alone


def is_nested() -> bool:
    """Whether the transaction that is going on is inside of another."""
    return _thread.depth > 1


class Kept(Transaction):
    """A transaction whose changes stay whatever comes after it, in the one around it too."""

    def __exit__(self, error: type[BaseException] | None, *context: object) -> None:
        if error is None:
            journal.forget(self._begun)
        super().__exit__(error, *context)


@contextmanager
def isolated(part: str) -> Iterator[None]:
    """Like `Kept`, with an error that is logged and hurts nobody. part: names it in the log."""
    try:
        with Kept():
            yield
    except Exception:
        _LOG.exception("%s failed", part)


def deliver_later(about: str, moment: float, deliver: Callable[[], object]) -> None:
    """Call this when the lock is released, before whoever asked is answered, unless this is undone.

    about: what it tells of, such as a job's id. What is about the same is told in order; if another thread
        is at it, by that one.
    moment: when that happened.
    """
    _thread.deliveries.append(Delivery(about, moment, deliver))


def before_deliveries(call: Callable[[], object]) -> None:
    """Call this in this thread, from now on, before others hear of what it did: that may take long."""
    _thread.before_deliveries = call


@contextmanager
def in_order_of_moments() -> Iterator[None]:
    """Let what happens inside be told in the order in which it happened, whatever that is made in."""
    begun = len(_thread.deliveries)
    yield
    _thread.deliveries[begun:] = sorted(_thread.deliveries[begun:], key=attrgetter("moment"))
