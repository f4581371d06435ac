"""Indexes of the rows of a table: which of them have a value."""

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from math import inf
from typing import Any

from .conditions import Condition
from .rows import GrowingColumn, Position

# Up to so many rows are inserted or deleted one by one; for more, all of a bucket are read once.
_FEW = 100


class Index:
    """The numbers of rows in buckets, each in the order of a moment, and in their own within that.

    members: those that tell the bucket of a row.
    buckets_of: gives the bucket of each of some values, or None for a row that is in none.
    moments: the column of the order.
    Added rows are read when somebody asks; a bucket is sorted when it is asked for. Where a bucket is that
    of one row, it is the number alone.
    """

    def __init__(
        self,
        members: Set[str],
        buckets_of: Callable[[Sequence[Any]], Sequence[Any]],
        moments: GrowingColumn,
    ) -> None:
        self.members = members
        self.size = 0  # The number of the first row that has not been read.
        self._buckets_of = buckets_of
        self._moments = moments
        self._buckets: dict[Any, int | array[int]] = {}
        self._sorted: set[Any] = set()
        self._names: list[Any] | None = None

    def catch_up(self, added: range, values: Sequence[Any], stored: Sequence[int]) -> None:
        """Read the rows that were added since somebody asked; stored: whether each row is there."""
        self.size = added.stop
        names = self._buckets_of(values)
        if len(added) <= _FEW:
            for number, name in zip(added, names, strict=True):
                if name is not None and stored[number]:
                    self._insert(number, name)
        else:
            self._sorted.clear()
            self._names = None
            self._append(added, names, stored)

    def _append(self, added: range, names: Sequence[Any], stored: Sequence[int]) -> None:
        """Put rows behind those of their buckets: a million at a first look, often all into one."""
        buckets = self._buckets
        only = None if buckets else names[0]
        if only is not None and names.count(only) == len(names) and all(stored):
            buckets[only] = array("I", added)
            return
        # Without a call for each.
        for number, name in zip(added, names, strict=True):
            if name is None or not stored[number]:
                continue
            bucket = buckets.get(name)
            if bucket is None:
                buckets[name] = number
            elif isinstance(bucket, int):
                buckets[name] = array("I", (bucket, number))
            else:
                bucket.append(number)

    def insert(self, numbers: Sequence[int], values: Sequence[Any]) -> None:
        """Add rows where they belong, but for those that are read later."""
        for number, name in zip(numbers, self._buckets_of(values), strict=True):
            if name is not None and number < self.size:
                self._insert(number, name)

    def _insert(self, number: int, name: Any) -> None:
        bucket = self._buckets.get(name)
        if bucket is None:
            self._buckets[name] = number
            if self._names is not None:
                insort(self._names, name)
        elif isinstance(bucket, int):
            self._buckets[name] = array("I", (bucket, number))
            self._sorted.discard(name)
        elif name in self._sorted:
            insort(bucket, number, key=self._position)
        else:
            bucket.append(number)

    def discard(self, numbers: Sequence[int], values: Sequence[Any]) -> None:
        """Take rows out: before they change, or when they are gone."""
        gone: dict[Any, set[int]] = {}
        for number, name in zip(numbers, self._buckets_of(values), strict=True):
            if name is not None and number < self.size:
                gone.setdefault(name, set()).add(number)
        for name, leaving in gone.items():
            bucket = self._buckets[name]
            if isinstance(bucket, int) or len(bucket) == len(leaving):
                del self._buckets[name]
                if self._names is not None:
                    del self._names[bisect_left(self._names, name)]
            elif len(leaving) <= _FEW and name in self._sorted:
                for number in leaving:
                    del bucket[bisect_left(bucket, self._position(number), key=self._position)]
            else:
                self._buckets[name] = array("I", (row for row in bucket if row not in leaving))

    def names(self) -> list[Any]:
        """What the buckets are told apart by, in order."""
        if self._names is None:
            self._names = sorted(self._buckets)
        return self._names

    def numbers(self, name: Any) -> Sequence[int]:
        """The rows of a bucket, in order."""
        bucket = self._buckets.get(name, ())
        if isinstance(bucket, int):
            return (bucket,)
        if isinstance(bucket, array) and name not in self._sorted:
            moments, first = self._moments.values, self._moments.first
            moment_of = (lambda row: moments[row - first]) if first else moments.__getitem__
            bucket = self._buckets[name] = array("I", sorted(sorted(bucket), key=moment_of))
            self._sorted.add(name)
        return bucket

    def count(self, names: Iterable[Any]) -> int:
        """How many rows these buckets have."""
        buckets = (self._buckets.get(name, ()) for name in names)
        return sum(1 if isinstance(bucket, int) else len(bucket) for bucket in buckets)

    def sizes(self) -> dict[Any, int]:
        """How many rows each bucket has. Their order is made too: out of it, rows leave one by one."""
        return {name: len(self.numbers(name)) for name in self._buckets}

    def shared(self) -> Iterator[Sequence[int]]:
        """The buckets of several rows."""
        return (sorted(bucket) for bucket in self._buckets.values() if isinstance(bucket, array))

    def among(self, names: Set[Any]) -> Set[Any]:
        """Those of these names that have a bucket."""
        return self._buckets.keys() & names

    def names_of(self, condition: Condition) -> list[Any]:
        """The buckets of all rows that may meet a condition."""
        return [name for name in condition.buckets(self._buckets) if name in self._buckets]

    def newest_first(self, numbers: Sequence[int], after: Position | None) -> Iterator[Position]:
        """The positions of a bucket's rows that come after one, which are older."""
        end = len(numbers)
        if after is not None and numbers and self._position(numbers[-1]) >= after:
            end = bisect_left(numbers, after, key=self._position)
        return (self._position(numbers[row]) for row in range(end - 1, -1, -1))

    def until(self, name: Any, moment: float) -> Sequence[int]:
        """The rows of a bucket up to a moment."""
        numbers = self.numbers(name)
        return numbers[: bisect_right(numbers, (moment, inf), key=self._position)]

    def _position(self, number: int) -> Position:
        moments = self._moments
        return moments.values[number - moments.first], number
