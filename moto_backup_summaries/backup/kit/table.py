"""Tables of rows, with indexes that are made at the first look: what stores keep their data in.

Only stores import this. Whoever lists or counts sees views, and never a row or its number.
"""

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import compress, takewhile
from math import inf
from typing import Any

from .conditions import BY_HOURS, Condition, hour_of
from .rows import GrowingColumn, Rows

# Where a row stands in the order of rows: its creation, and its number.
Position = tuple[float, int]
# Up to so many rows are inserted or deleted one by one; for more, all of a bucket are read once.
_FEW = 100
# The name of an index's only bucket.
_ALL = True


class Index:
    """The numbers of rows in buckets, each in the order of a moment, and in their own within that.

    buckets_of: gives the bucket of each of some values, or None for a row that is in none.
    moments: the column of the order.
    Added rows are read when somebody asks; a bucket is sorted when it is asked for. Where a bucket is that
    of one row, it is the number alone.
    """

    def __init__(
        self, buckets_of: Callable[[Sequence[Any]], Sequence[Any]], moments: GrowingColumn
    ) -> None:
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

    def shared(self) -> Iterator[Sequence[int]]:
        """The buckets of several rows."""
        return (sorted(bucket) for bucket in self._buckets.values() if isinstance(bucket, array))

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


class Table(Rows):
    """Rows that are found by their members, and listed in the order of their creation."""

    def __init__(self, creation: str = "CreationDate") -> None:
        super().__init__(creation)
        # By the path, and what is done with its values.
        self._indexes: dict[tuple[str, str], Index] = {}

    def _set(self, number: int, members: Mapping[str, Any]) -> None:
        touched = [
            (path, index)
            for (path, _), index in self._indexes.items()
            if path.partition(".")[0] in members and number < index.size
        ]
        try:
            for path, index in touched:
                index.discard([number], self.values(path, [number]))
            super()._set(number, members)
            for path, index in touched:
                index.insert([number], self.values(path, [number]))
        except BaseException:
            # A failure may have left half of a change in them: they are made anew.
            self._indexes.clear()
            raise

    def _remove(self, numbers: Sequence[int]) -> None:
        try:
            for (path, _), index in self._indexes.items():
                index.discard(numbers, self.values(path, numbers))
            super()._remove(numbers)
        except BaseException:
            self._indexes.clear()
            raise

    def _bring_back(self, numbers: Sequence[int]) -> Sequence[int]:
        removed = super()._bring_back(numbers)
        for (path, _), index in self._indexes.items():
            index.insert(removed, self.values(path, removed))
        return removed

    def find(self, path: str, value: Any) -> Sequence[int]:
        """The numbers of the rows with a value, in their order. No row is found by None."""
        if path.partition(".")[0] not in self._columns:
            return ()
        return sorted(self._by_value(path).numbers(value))

    def count(self, path: str, value: Any) -> int:
        """How many rows have a value."""
        return self._by_value(path).count([value])

    def repeated(self, path: str) -> Iterator[Sequence[int]]:
        """The numbers of the rows of each value that several rows have, in their order."""
        return (numbers for numbers in self._by_value(path).shared() if len(numbers) > 1)

    def sorted_values(self, path: str, after: Any = None) -> Iterator[Any]:
        """The values that rows have, each once, in order, from behind one."""
        names = self._by_value(path).names()
        first = 0 if after is None else bisect_right(names, after)
        return (names[index] for index in range(first, len(names)))

    def first_moment(self, path: str) -> Position | None:
        """The first moment that a row has as this member, and the row's number."""
        numbers = self._by_moment(path).numbers(_ALL) if path in self._columns else ()
        return (self.member(numbers[0], path), numbers[0]) if numbers else None

    def until(self, path: str, moment: float) -> Sequence[int]:
        """The numbers of the rows whose moment in this member has come by a moment, the first one first."""
        return self._by_moment(path).until(_ALL, moment) if path in self._columns else ()

    def newest_first(
        self,
        conditions: Sequence[Condition] = (),
        after: Position | None = None,
        since: float | None = None,
    ) -> Iterator[Position]:
        """The positions of the rows that meet all conditions, the newest first.

        after: the position behind which to go on. since: the moment before which rows are left out.
        """
        for condition in conditions:
            if condition.member == self._creation and condition.comparison == "before":
                before = (condition.expected, -1)
                after = before if after is None else min(after, before)
            elif condition.member == self._creation:
                since = condition.expected if since is None else max(since, condition.expected)
        searchable = [condition for condition in conditions if condition.member != self._creation]
        positions, exact = self._candidates(searchable, after)
        if since is not None:
            earliest = since
            positions = takewhile(lambda position: position[0] >= earliest, positions)
        unsure = [condition for condition in conditions if condition is not exact]
        for position in positions:
            if not unsure or all(
                condition.holds(self.member(position[1], condition.member)) for condition in unsure
            ):
                yield position

    def _candidates(
        self, conditions: Sequence[Condition], after: Position | None
    ) -> tuple[Iterator[Position], Condition | None]:
        """The positions of all rows that may meet the conditions; and the condition that all of them meet.

        They are found by the condition that fewest rows may meet.
        """
        if not conditions:
            index = self._index(self._creation, "all", lambda values: [_ALL] * len(values))
            return index.newest_first(index.numbers(_ALL), after), None
        searches = []
        for condition in conditions:
            index = self._by_condition(condition)
            names = index.names_of(condition)
            searches.append((index.count(names), condition, index, names))
        _, condition, index, names = min(searches, key=lambda search: search[0])
        if condition.comparison not in BY_HOURS:
            return index.newest_first(index.numbers(condition.expected), after), condition
        border, lists = hour_of(condition.expected), []
        for name in names:
            numbers = index.numbers(name)
            if name == border:
                values = self.values(condition.member, numbers)
                numbers = list(compress(numbers, map(condition.holds, values)))
            lists.append(index.newest_first(numbers, after))
        return merge(*lists, reverse=True), condition

    def _by_value(self, path: str) -> Index:
        return self._index(path, "equal", list)

    def _by_condition(self, condition: Condition) -> Index:
        kind = "hour" if condition.comparison in BY_HOURS else condition.comparison
        return self._index(condition.member, kind, condition.buckets_of)

    def _by_moment(self, path: str) -> Index:
        return self._index(
            path,
            "moment",
            lambda moments: [None if moment is None else _ALL for moment in moments],
            self._columns[path],
        )

    def _index(
        self,
        path: str,
        kind: str,
        buckets_of: Callable[[Sequence[Any]], Sequence[Any]],
        moments: GrowingColumn | None = None,
    ) -> Index:
        """An index that has read all rows. It is not stored while it reads, so that a failure begins it anew.

        moments: the column by which each bucket is in order; that of creations, if no other is given.
        """
        index = self._indexes.get((path, kind))
        if index is None or index.size < len(self._stored):
            self._indexes.pop((path, kind), None)
            if index is None:
                index = Index(buckets_of, moments or self._columns[self._creation])
            added = range(index.size, len(self._stored))
            index.catch_up(added, self.values(path, added), self._stored)
            self._indexes[path, kind] = index
        return index
