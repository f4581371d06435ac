"""Many things in the order of their creation, each known by its number: of jobs, and of recovery points."""

from array import array
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol

from ..timestamps import LAST

# Where a thing stands: its creation, and its number among all that were stored.
Place = tuple[float, float]
# Behind all things.
END: Place = (LAST, float("inf"))


class Stored(Protocol):
    """Things that were stored together, each in a row. The number of one is its row behind `first`."""

    @property
    def first(self) -> int: ...

    @property
    def created(self) -> Sequence[float]: ...

    def rows(self, day: int | None = None) -> Sequence[int]:
        """Of those that are there: all, or those that were created on a day."""
        ...

    def values(self, path: str, rows: Sequence[int]) -> Sequence[Any]:
        """Their values of a member, or of one of a structure in it."""
        ...


class Timeline:
    """Numbers in the order of creation, and in their own where that is the same.

    A position is that in this order. It is found out when somebody asks.
    """

    __slots__ = ("_created", "_is_sorted", "_numbers")

    def __init__(self) -> None:
        self._created = array("d")
        self._numbers = array("q")
        self._is_sorted = True

    def add(self, created: Iterable[float], numbers: Iterable[int]) -> None:
        """Take on things."""
        self._created.extend(created)
        self._numbers.extend(numbers)
        self._is_sorted = False

    def insert(self, created: float, number: int) -> None:
        """The same for one."""
        end = len(self._numbers)
        position = self.before((created, number)) if self._is_sorted else end
        self._created.insert(position, created)
        self._numbers.insert(position, number)

    def remove(self, created: float, number: int) -> None:
        self.sort()
        position = self.before((created, number))
        del self._created[position], self._numbers[position]

    def sort(self) -> None:
        if not self._is_sorted:
            # Those that are stored together are read before the others, whatever their numbers.
            order = sorted(range(len(self._numbers)), key=self._numbers.__getitem__)
            order.sort(key=self._created.__getitem__)
            self._created = array("d", map(self._created.__getitem__, order))
            self._numbers = array("q", map(self._numbers.__getitem__, order))
            self._is_sorted = True

    def place(self, position: int) -> Place:
        return self._created[position], self._numbers[position]

    def before(self, place: Place) -> int:
        """How many stand before a place, once they are sorted."""
        first = bisect_left(self._created, place[0])
        end = bisect_right(self._created, place[0])
        return bisect_left(self._numbers, place[1], first, end)

    def newest_first(self, after: Place = END) -> Iterator[Place]:
        """Their places, from behind one."""
        self.sort()
        return map(self.place, range(self.before(after) - 1, -1, -1))


class ByMember:
    """The numbers of things by their value of a member, each value's in the order of creation.

    created: tells when a thing was created.
    """

    def __init__(self, path: str, created: Callable[[int], float]) -> None:
        self._path = path
        self._created = created
        self._numbers: defaultdict[Any, list[int]] = defaultdict(list)
        self._timelines: dict[Any, Timeline] = {}  # Of the values that were asked for.
        self._values: list[Any] | None = None

    def add(self, stored: Stored) -> None:
        rows = stored.rows()
        for value, row in zip(stored.values(self._path, rows), rows, strict=True):
            self._numbers[value].append(stored.first + row)
        self._timelines.clear()
        self._values = None

    def insert(self, value: Any, created: float, number: int) -> None:
        if value not in self._numbers and self._values is not None:
            insort(self._values, value)
        self._numbers[value].append(number)
        if value in self._timelines:
            self._timelines[value].insert(created, number)

    def remove(self, value: Any, created: float, number: int) -> None:
        self._numbers[value].remove(number)
        if value in self._timelines:
            self._timelines[value].remove(created, number)
        if not self._numbers[value]:
            del self._numbers[value]
            if self._values is not None:
                del self._values[bisect_left(self._values, value)]

    def of(self, value: Any) -> Timeline:
        """The things with a value."""
        if value not in self._timelines:
            numbers = sorted(self._numbers.get(value, ()))
            timeline = Timeline()
            timeline.add(map(self._created, numbers), numbers)
            if not numbers:
                return timeline
            self._timelines[value] = timeline
        return self._timelines[value]

    def values(self, after: Any = None) -> Iterator[Any]:
        """The values that there are, in their order, from behind one."""
        if self._values is None:
            self._values = sorted(self._numbers)
        first = 0 if after is None else bisect_right(self._values, after)
        return map(self._values.__getitem__, range(first, len(self._values)))
