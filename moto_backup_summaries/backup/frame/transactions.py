"""One at a time, and all or nothing: what comes in from outside runs alone, and what fails is undone.

Whatever changes state says here how it is undone. The one lock is here too: jobs move, are listed and
leave recovery points in other accounts and regions under it.
"""

import logging
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from functools import partial, wraps
from heapq import heapify, heappop, heappush
from operator import attrgetter
from threading import RLock
from typing import Any, ParamSpec, TypeVar

from moto.utilities.tagging_service import TaggingService

from .deliveries import Deferred, Round, Turns

P = ParamSpec("P")
T = TypeVar("T")
K = TypeVar("K")
_LOG = logging.getLogger(__name__)
_lock = RLock()


class _Journal:
    """What is to be done when the outermost exclusive() ends.

    steps: how to undo what was done since it began, the latest last.
    deliveries: what is told to others once they may ask again, the latest last.
    """

    def __init__(self) -> None:
        self.steps: list[Callable[[], object]] = []
        self.deliveries: list[Deferred] = []
        self.depth = 0


_journal = _Journal()
_turns = Turns(_lock)


def exclusive(function: Callable[P, T]) -> Callable[P, T]:
    """Let whatever comes in from outside run alone. If it raises, state is as it was before."""

    @wraps(function)
    def run_alone(*args: P.args, **kwargs: P.kwargs) -> T:
        with _alone():
            return function(*args, **kwargs)

    return run_alone


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock, be all or nothing, and deliver what is to be told once the lock is released."""
    own = Round()
    try:
        with _lock:
            try:
                with _all_or_nothing():
                    yield
            finally:
                if not _journal.depth:
                    deliveries, _journal.deliveries = _journal.deliveries, []
                    own = _turns.begin(deliveries)
    finally:
        _turns.tell(own)


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """Undo what was done inside if anything is raised. The outermost keeps what was done."""
    begun = len(_journal.steps)
    _journal.depth += 1
    try:
        yield
    except BaseException:
        _undo_from(begun)
        raise
    finally:
        _journal.depth -= 1
        if not _journal.depth:
            _journal.steps.clear()


@contextmanager
def isolated(what: str) -> Iterator[None]:
    """The same for a part that is kept whatever comes after it. Its error is logged and hurts nobody."""
    begun = len(_journal.steps)
    try:
        with _all_or_nothing():
            yield
        del _journal.steps[begun:]
    except Exception:
        _LOG.exception("%s failed", what)


def _undo_from(begun: int) -> None:
    """Undo what came since, the latest first. What undoing changes is not undone again."""
    depth, _journal.depth = _journal.depth, 0
    while len(_journal.steps) > begun:
        _quietly(_journal.steps.pop(), "a change could not be undone")
    _journal.depth = depth


def _quietly(step: Callable[[], object], message: str) -> None:
    """Take a step. Its error is logged and hurts nobody."""
    try:
        step()
    except Exception:
        _LOG.exception(message)


def deliver_later(about: str, moment: float, tell: Callable[[], object]) -> None:
    """Call this when the lock is released, before whoever asked is answered, unless this is undone.

    about: what it tells of, such as a job's id. What is about the same is told in order; if another thread
        is at it, by that one.
    moment: when that happened.
    """
    append(_journal.deliveries, Deferred(about, moment, tell))


@contextmanager
def in_order_of_moments() -> Iterator[None]:
    """Let what happens inside be told in the order in which it happened, whatever that is made in."""
    begun = len(_journal.deliveries)
    yield
    _journal.deliveries[begun:] = sorted(_journal.deliveries[begun:], key=attrgetter("moment"))


def on_failure(step: Callable[[], object]) -> None:
    """Call this if what is going on fails. What is done outside of it all is not undone."""
    if _journal.depth:
        _journal.steps.append(step)


def put(mapping: MutableMapping[K, T], key: K, value: T) -> None:
    """Set an item of a mapping."""
    if key in mapping:
        on_failure(partial(mapping.__setitem__, key, mapping[key]))
    else:
        on_failure(partial(mapping.pop, key, None))
    mapping[key] = value


def drop(mapping: MutableMapping[K, T], key: K) -> T | None:
    """Take an item, if it is there, out of a mapping."""
    if key not in mapping:
        return None
    value = mapping.pop(key)
    on_failure(partial(mapping.__setitem__, key, value))
    return value


def keep(mapping: MutableMapping[Any, Any]) -> None:
    """Be able to have a small mapping again as it is now, in its order."""
    on_failure(partial(_fill, mapping, dict(mapping)))


def keep_attributes(thing: object, *names: str) -> None:
    """The same for these attributes of a thing that moto is about to change."""
    assign(thing, **{name: getattr(thing, name) for name in names})


def keep_tags(tagger: TaggingService, arn: str) -> None:
    """The same for the tags of one resource."""
    tags = dict(tagger.tags[arn]) if arn in tagger.tags else None
    on_failure(partial(_set_tags, tagger, arn, tags))


def assign(thing: object, **attributes: Any) -> None:
    """Set attributes of a thing."""
    for name, value in attributes.items():
        on_failure(partial(setattr, thing, name, getattr(thing, name)))
        setattr(thing, name, value)


def append(items: list[T], item: T) -> None:
    on_failure(partial(_remove, items, item))
    items.append(item)


def remove(items: list[T], item: T) -> None:
    index = items.index(item)
    on_failure(partial(items.insert, index, item))
    del items[index]


def clear(items: list[Any]) -> None:
    """Take all items out of a list."""
    for item in list(items):
        remove(items, item)


def push(heap: list[Any], item: Any) -> None:
    """Put an item on a heap."""
    on_failure(partial(_remove_from_heap, heap, item))
    heappush(heap, item)


def pop(heap: list[Any]) -> Any:
    """Take the least item off a heap."""
    item = heappop(heap)
    on_failure(partial(heappush, heap, item))
    return item


def _remove(items: list[Any], item: Any) -> None:
    """Take out this very item, the latest first."""
    index = len(items) - 1
    while items[index] is not item:
        index -= 1
    del items[index]


def _remove_from_heap(heap: list[Any], item: Any) -> None:
    _remove(heap, item)
    heapify(heap)


def _fill(mapping: MutableMapping[Any, Any], items: dict[Any, Any]) -> None:
    mapping.clear()
    mapping.update(items)


def _set_tags(tagger: TaggingService, arn: str, tags: dict[str, str | None] | None) -> None:
    tagger.tags.pop(arn, None)
    if tags is not None:
        tagger.tags[arn] = tags
