"""Things by the day of their creation: in order, and found by their members."""

from array import array
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import takewhile
from typing import Any, Protocol, TypeVar

from ..timestamps import FIRST, day_of
from .conditions import Condition
from .timeline import END, Place, Stored, Timeline


class HasMembers(Protocol):
    def member(self, path: str) -> Any: ...


AnyThing = TypeVar("AnyThing", bound=HasMembers)


class Day(Timeline):
    """Those of one day. What was stored together is read when somebody asks for the day.

    Whoever lets one of them change clears the index.
    """

    __slots__ = ("_day", "_index", "_stored", "_unread")

    def __init__(self, day: int) -> None:
        super().__init__()
        self._day = day
        self._stored: list[Stored] = []
        self._unread: list[Stored] = []
        self._index: dict[tuple[str, str], dict[Any, Sequence[int]]] = {}

    def add_stored(self, stored: Stored) -> None:
        self._stored.append(stored)
        self._unread.append(stored)
        self._index.clear()

    def insert(self, created: float, number: int) -> None:
        self._read()
        super().insert(created, number)
        self._index.clear()

    def remove(self, created: float, number: int) -> None:
        super().remove(created, number)
        self._index.clear()

    def sort(self) -> None:
        self._read()
        super().sort()

    def _read(self) -> None:
        while self._unread:
            stored = self._unread[0]
            rows = stored.rows(self._day)
            self.add(map(stored.created.__getitem__, rows), map(stored.first.__add__, rows))
            del self._unread[0]

    def found(
        self, conditions: Sequence[Condition], after: Place, apart: Mapping[int, HasMembers]
    ) -> Iterator[Place]:
        """The places of all that may meet the conditions, the newest first, from behind a place.

        apart: those that are kept one by one, by number; they may have changed since they were stored.
        """
        self.sort()
        end = self.before(after)
        found = [self._positions(it, apart) for it in conditions if it.tells_apart]
        if not found:
            return self.newest_first(after)
        fewest = min(found, key=lambda lists: sum(map(len, lists)))
        backwards = (
            map(positions.__getitem__, range(bisect_left(positions, end) - 1, -1, -1))
            for positions in fewest
        )
        return map(self.place, merge(*backwards, reverse=True))

    def _positions(
        self, condition: Condition, apart: Mapping[int, HasMembers]
    ) -> list[Sequence[int]]:
        """Where those are that may meet a condition."""
        key = (condition.member, condition.comparison)
        if key not in self._index:
            self._index[key] = self._buckets(condition, apart)
        buckets = self._index[key]
        return [buckets[name] for name in condition.buckets(buckets) if name in buckets]

    def _buckets(
        self, condition: Condition, apart: Mapping[int, HasMembers]
    ) -> dict[Any, Sequence[int]]:
        names = condition.buckets_of(self._values(condition.member, apart))
        buckets: defaultdict[Any, array[int]] = defaultdict(lambda: array("I"))
        deque(map(array.append, map(buckets.__getitem__, names), range(len(names))), maxlen=0)
        return dict(buckets)

    def _values(self, path: str, apart: Mapping[int, HasMembers]) -> list[Any]:
        values: dict[int, Any] = {}
        for stored in self._stored:
            rows = stored.rows(self._day)
            numbers = map(stored.first.__add__, rows)
            values.update(zip(numbers, stored.values(path, rows), strict=True))
        return [
            apart[number].member(path) if number in apart else values[number]
            for number in self._numbers
        ]


def newest_first(
    days: Mapping[int, Day],
    conditions: Sequence[Condition],
    apart: Mapping[int, HasMembers],
    after: Place = END,
    since: float = FIRST,
) -> Iterator[Place]:
    """The places of all that may meet the conditions, from behind a place back to a moment."""
    for number in sorted(days, reverse=True):
        if day_of(since) <= number <= day_of(after[0]):
            yield from days[number].found(conditions, after, apart)


def meeting(
    conditions: Sequence[Condition],
    found: Callable[[Place, float], Iterator[Place]],
    thing: Callable[[int], AnyThing],
    after: Place = END,
    since: float = FIRST,
) -> Iterator[tuple[Place, AnyThing]]:
    """Things that meet all conditions, with their places, from behind a place back to a moment.

    found: the places of all that may meet them, from behind one back to a moment. thing: the one of a number.
    """
    after, since = _narrowed(conditions, after, since)
    for place in takewhile(lambda it: it[0] >= since, found(after, since)):
        one = thing(int(place[1]))
        if all(condition.holds(one.member(condition.member)) for condition in conditions):
            yield place, one


def _narrowed(conditions: Sequence[Condition], after: Place, since: float) -> tuple[Place, float]:
    """The place behind which, and the moment from which on, things can meet the conditions."""
    for condition in conditions:
        if condition.member == "CreationDate" and condition.comparison == "before":
            after = min(after, (condition.wanted, -1))
        elif condition.member == "CreationDate":
            since = max(since, condition.wanted)
    return after, since
