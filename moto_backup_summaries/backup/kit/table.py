"""Rows in columns that grow, with indexes that are made at the first look: what stores keep their data in.

Only stores import this. Whoever lists or counts sees views, and never a row or its number.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import compress, takewhile
from math import isnan
from typing import Any, TypeVar, overload

from ..members import Members
from .conditions import Condition
from .indexes import GrowingColumn, Index, Position
from .state import on_failure

AnyView = TypeVar("AnyView", covariant=True)
# The name of an index's only bucket.
_ALL = True
# Moments are found by the span of time that they are in, whatever they are compared by.
_KINDS = {"before": "span", "after": "span"}


class Table:
    """Rows of members. Each row has a number, which is never given again; the first is 0.

    creation: the member that is the moment of a row's creation. Each row has it, and it never changes.
    A path names a member, or one of a structure in it: `CreatedBy.BackupPlanId`.
    What add, change and remove did is undone when the request fails in which they were called.
    """

    def __init__(self, creation: str = "CreationDate") -> None:
        self._creation = creation
        self._columns: dict[str, GrowingColumn] = {creation: GrowingColumn(0)}
        self._stored = bytearray()  # Whether each row is there.
        self._size = 0
        # By the path, and what is done with its values.
        self._indexes: dict[tuple[str, str], Index] = {}

    def __len__(self) -> int:
        return self._size

    def __contains__(self, number: int) -> bool:
        return 0 <= number < len(self._stored) and bool(self._stored[number])

    def __iter__(self) -> Iterator[int]:
        """The numbers of all rows."""
        return compress(range(len(self._stored)), self._stored)

    def add(self, columns: Mapping[str, Sequence[Any]], size: int = 1) -> range:
        """Add rows, of which each column has each one's value or None, and give their numbers."""
        first = len(self._stored)
        numbers = range(first, first + size)
        try:
            for name, values in columns.items():
                column = self._columns.get(name)
                if column is None:
                    if not values or (values[0] is None and values.count(None) == size):
                        continue  # Whoever asks for all members of a row looks into each column.
                    column = self._columns[name] = GrowingColumn(first)
                column.append(first, values)
            on_failure(self._remove, numbers)
        except BaseException:
            for column in self._columns.values():
                column.cut(first)
            raise
        self._stored += b"\1" * size
        self._size += size
        return numbers

    def change(self, number: int, members: Mapping[str, Any]) -> None:
        """Set members of a row; None takes one away."""
        on_failure(self._set, number, {name: self.member(number, name) for name in members})
        self._set(number, members)

    def _set(self, number: int, members: Mapping[str, Any]) -> None:
        touched = [
            (path, index)
            for (path, _), index in self._indexes.items()
            if path.partition(".")[0] in members and number < index.size
        ]
        try:
            for path, index in touched:
                index.discard([number], self.values(path, [number]))
            for name, value in members.items():
                column = self._columns.get(name)
                if column is None:
                    column = self._columns[name] = GrowingColumn(number)
                row = number - column.first
                if type(column.values) is list and 0 <= row < len(column.values):
                    column.values[row] = value
                else:
                    column[number] = value
            for path, index in touched:
                index.insert([number], self.values(path, [number]))
        except BaseException:
            # A failure may have left half of a change in them: they are made anew.
            self._indexes.clear()
            raise

    def remove(self, numbers: Iterable[int]) -> None:
        """Remove rows; numbers of rows that are gone already do no harm."""
        removed = [number for number in numbers if self._stored[number]]
        on_failure(self._bring_back, removed)
        self._remove(removed)

    def _remove(self, numbers: Sequence[int]) -> None:
        try:
            for (path, _), index in self._indexes.items():
                index.discard(numbers, self.values(path, numbers))
        except BaseException:
            self._indexes.clear()
            raise
        for number in numbers:
            self._stored[number] = False
        self._size -= len(numbers)

    def _bring_back(self, numbers: Sequence[int]) -> None:
        removed = [number for number in numbers if not self._stored[number]]
        for number in removed:
            self._stored[number] = True
        self._size += len(removed)
        for (path, _), index in self._indexes.items():
            index.insert(removed, self.values(path, removed))

    def member(self, number: int, path: str) -> Any:
        name, _, inner = path.partition(".")
        column = self._columns.get(name)
        row = -1 if column is None else number - column.first
        if column is None or not 0 <= row < len(column.values):
            return None
        value: Any = column.values[row]
        if type(value) is float:
            return None if inner or isnan(value) else value
        return (value or {}).get(inner) if inner else value

    def members(self, number: int) -> Members:
        """All members that a row has."""
        members: Members = {}
        for name, column in self._columns.items():
            row = number - column.first
            if 0 <= row < len(column.values):
                value = column.values[row]
                if value is not None and not (type(value) is float and isnan(value)):
                    members[name] = value
        return members

    def values(self, path: str, numbers: Sequence[int]) -> list[Any]:
        """The value of each of these rows, or None."""
        if len(numbers) == 1:
            return [self.member(numbers[0], path)]
        name, _, inner = path.partition(".")
        column = self._columns.get(name)
        values = [None] * len(numbers) if column is None else column.read(numbers)
        return [(value or {}).get(inner) for value in values] if inner else values

    def creations(self, numbers: Sequence[int]) -> Sequence[float]:
        """The moment of each of these rows' creation: of a million in a range without a loop."""
        column = self._columns[self._creation]  # Of moments alone, since the first row.
        if isinstance(numbers, range):
            return column.values[numbers.start : numbers.stop]
        return column.read(numbers)

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
        yield from self._meeting(positions, unsure) if unsure else positions

    def _candidates(
        self, conditions: Sequence[Condition], after: Position | None
    ) -> tuple[Iterator[Position], Condition | None]:
        """The positions of all rows that may meet the conditions; and the condition that all of them meet.

        They are found by the condition that fewest rows may meet.
        """
        if not conditions:
            index = self._index(self._creation, "all", lambda values: [_ALL] * len(values))
            return index.newest_first(_ALL, after), None
        searches = []
        for condition in conditions:
            index = self._by_condition(condition)
            names = index.names_of(condition)
            searches.append((index.count(names), condition, index, names))
        _, condition, index, names = min(searches, key=lambda search: search[0])
        if condition.comparison not in _KINDS:
            return index.newest_first(names[0] if names else None, after), condition
        lists = [
            self._meeting(index.newest_first(name, after), [condition])
            if name == condition.border
            else index.newest_first(name, after)
            for name in names
        ]
        return merge(*lists, reverse=True), condition

    def _meeting(
        self, positions: Iterator[Position], conditions: Sequence[Condition]
    ) -> Iterator[Position]:
        """Those of these positions whose rows meet all conditions."""
        return (
            position
            for position in positions
            if all(
                condition.holds(self.member(position[1], condition.member))
                for condition in conditions
            )
        )

    def _by_value(self, path: str) -> Index:
        return self._index(path, "equal", list)

    def _by_condition(self, condition: Condition) -> Index:
        kind = _KINDS.get(condition.comparison, condition.comparison)
        return self._index(condition.member, kind, condition.buckets_of)

    def _by_moment(self, path: str) -> Index:
        index = self._indexes.get((path, "moment"))
        if index is not None and index.size == len(self._stored):
            return index  # Every request asks.
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


class Views(Sequence[AnyView]):
    """What rows look like, each made when it is looked at."""

    def __init__(self, view: Callable[[int], AnyView], numbers: Sequence[int]) -> None:
        self._view = view
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> AnyView: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[AnyView]: ...

    def __getitem__(self, index: int | slice) -> AnyView | Sequence[AnyView]:
        if isinstance(index, slice):
            return Views(self._view, self._numbers[index])
        return self._view(self._numbers[index])
