"""Tables of rows, with indexes (index.py) that are made at the first look: what stores keep their data in.

Only stores import this. Whoever lists or counts sees views, and never a row or its number.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from heapq import merge
from itertools import compress, starmap, takewhile
from typing import Any, TypeAlias

from .conditions import BY_HOURS, Condition, hour_of
from .index import Index
from .rows import GrowingColumn, Position, Rows

# Of the members that tell the bucket of a row.
Paths: TypeAlias = tuple[str, ...]
# The name of an index's only bucket.
_ALL = True


class Table(Rows):
    """Rows that are found by their members, and listed in the order of their creation."""

    def __init__(self, creation: str = "CreationDate") -> None:
        super().__init__(creation)
        # By the paths, and what is done with their values.
        self._indexes: dict[tuple[Paths, str], Index] = {}

    def _set(self, number: int, members: Mapping[str, Any]) -> None:
        touched = [
            (paths, index)
            for (paths, _), index in self._indexes.items()
            if number < index.size and not index.members.isdisjoint(members)
        ]
        with self._changed_indexes():
            for paths, index in touched:
                index.discard([number], self._values_of(paths, [number]))
            super()._set(number, members)
            for paths, index in touched:
                index.insert([number], self._values_of(paths, [number]))

    def _remove(self, numbers: Sequence[int]) -> None:
        with self._changed_indexes():
            for (paths, _), index in self._indexes.items():
                index.discard(numbers, self._values_of(paths, numbers))
            super()._remove(numbers)

    @contextmanager
    def _changed_indexes(self) -> Iterator[None]:
        """Make the indexes anew after a failure, which may have left half of a change in them."""
        try:
            yield
        except BaseException:
            self._indexes.clear()
            raise

    def _bring_back(self, numbers: Sequence[int]) -> Sequence[int]:
        removed = super()._bring_back(numbers)
        for (paths, _), index in self._indexes.items():
            index.insert(removed, self._values_of(paths, removed))
        return removed

    def find(self, path: str, value: Any) -> Sequence[int]:
        """The numbers of the rows with a value, in their order. No row is found by None."""
        if path.partition(".")[0] not in self._columns:
            return ()
        return sorted(self._by_value(path).numbers(value))

    def found(self, path: str, values: Set[Any]) -> Set[Any]:
        """Those of these values that rows have."""
        return self._by_value(path).among(values) if path in self._columns else frozenset()

    def count(self, path: str, value: Any) -> int:
        """How many rows have a value."""
        return self._by_value(path).count([value])

    def groups(self, paths: Paths, group_of: Callable[..., Any]) -> Mapping[Any, int]:
        """How many rows are in each group. group_of: the group of a row, by its values of these members."""
        return self._index(paths, "group", lambda rows: list(starmap(group_of, rows))).sizes()

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
            index = self._index((self._creation,), "all", lambda values: [_ALL] * len(values))
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
        return self._index((path,), "equal", list)

    def _by_condition(self, condition: Condition) -> Index:
        kind = "hour" if condition.comparison in BY_HOURS else condition.comparison
        return self._index((condition.member,), kind, condition.buckets_of)

    def _by_moment(self, path: str) -> Index:
        return self._index(
            (path,),
            "moment",
            lambda moments: [None if moment is None else _ALL for moment in moments],
            self._columns[path],
        )

    def _index(
        self,
        paths: Paths,
        kind: str,
        buckets_of: Callable[[Sequence[Any]], Sequence[Any]],
        moments: GrowingColumn | None = None,
    ) -> Index:
        """An index that has read all rows. It is not stored while it reads, so that a failure begins it anew.

        moments: the column by which each bucket is in order; that of creations, if no other is given.
        """
        index = self._indexes.get((paths, kind))
        if index is None or index.size < len(self._stored):
            self._indexes.pop((paths, kind), None)
            if index is None:
                members = frozenset(path.partition(".")[0] for path in paths)
                index = Index(members, buckets_of, moments or self._columns[self._creation])
            added = range(index.size, len(self._stored))
            index.catch_up(added, self._values_of(paths, added), self._stored)
            self._indexes[paths, kind] = index
        return index

    def _values_of(self, paths: Paths, numbers: Sequence[int]) -> Sequence[Any]:
        """The value of each of these rows, or its values where there are several paths."""
        if len(paths) == 1:
            return self.values(paths[0], numbers)
        return [*zip(*(self.values(path, numbers) for path in paths), strict=True)]
