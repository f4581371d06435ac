"""Rows of members in columns that grow: what a table finds its rows in."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSequence, Sequence
from itertools import compress
from math import isnan, nan
from typing import Any, TypeVar, overload

from ..members import Members
from .state import on_failure

T = TypeVar("T")
AnyView = TypeVar("AnyView", covariant=True)
# Where a row stands in the order of rows: its creation, and its number.
Position = tuple[float, int]
_MOMENTS = frozenset({float, type(None)})
# Views of rows of all tables, by table and number, the latest last: as many as two pages of a list have.
_MOST_KEPT = 2_000
_kept: "OrderedDict[tuple[object, int], Any]" = OrderedDict()


class GrowingColumn:
    """The values of one member, of the rows from `first` on; other rows have none.

    Moments take eight bytes each, where a column has nothing but moments. NaN stands for none.
    """

    __slots__ = ("first", "values")

    def __init__(self, first: int) -> None:
        self.first = first
        self.values: MutableSequence[Any] = array("d")

    def append(self, number: int, values: Sequence[Any]) -> None:
        """Write the values of the rows from a number on, behind which no row has any."""
        missing = number - self.first - len(self.values)
        if missing:
            self.values.extend(self._blanks(missing))
        if isinstance(self.values, array) and not isinstance(values, array):
            # The first value tells most often that they are no moments.
            types = set(map(type, values[:1]))
            types |= set(map(type, values if types <= _MOMENTS else ()))
            if not types <= _MOMENTS:
                self._allow_all_types()
            else:
                has_all = types == {float}
                moments = values if has_all else [nan if it is None else it for it in values]
                values = array("d", moments)
        self.values.extend(values)

    def cut(self, number: int) -> None:
        """Forget the values of the rows from a number on."""
        del self.values[max(0, number - self.first) :]

    def _blanks(self, number: int) -> MutableSequence[Any]:
        return array("d", [nan]) * number if isinstance(self.values, array) else [None] * number

    def _allow_all_types(self) -> None:
        self.values = self.read(range(self.first, self.first + len(self.values)))

    def __setitem__(self, number: int, value: Any) -> None:
        if isinstance(self.values, array) and type(value) not in _MOMENTS:
            self._allow_all_types()
        if number < self.first:
            # All at once: whoever changes one row after the other would else move the column each time.
            values = self._blanks(self.first)
            values.extend(self.values)
            self.first, self.values = 0, values
        self.values.extend(self._blanks(number + 1 - self.first - len(self.values)))
        is_none = value is None and isinstance(self.values, array)
        self.values[number - self.first] = nan if is_none else value

    def read(self, numbers: Sequence[int]) -> list[Any]:
        """The value of each of these rows, or None."""
        if not isinstance(numbers, range):
            end = self.first + len(self.values)
            if numbers and not self.first and max(numbers) < end:
                return self._without_nan(map(self.values.__getitem__, numbers))
            rows = (number - self.first for number in numbers)
            present = range(len(self.values))
            return self._without_nan(self.values[row] if row in present else None for row in rows)
        start, stop = (max(0, number - self.first) for number in (numbers.start, numbers.stop))
        values = self._without_nan(self.values[start:stop])
        if len(values) == len(numbers):
            return values
        before = max(0, min(self.first, numbers.stop) - numbers.start)
        return [None] * before + values + [None] * (len(numbers) - before - len(values))

    def _without_nan(self, values: Iterable[Any]) -> list[Any]:
        """Values of this column as a list, which may be the one that is given."""
        read = values if isinstance(values, list) else list(values)
        if not isinstance(self.values, array) or (None not in read and not any(map(isnan, read))):
            return read
        return [None if value is None or isnan(value) else value for value in read]


class Reversed(Mapping[str, Sequence[Any]]):
    """Columns whose rows are in the other order, each made when it is asked for."""

    def __init__(self, columns: Mapping[str, Sequence[Any]]) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> Sequence[Any]:
        return self._columns[name][::-1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


class Rows:
    """Rows of members. Each row has a number, which is never given again; the first is 0.

    creation: the member that is the moment of a row's creation. Each row has it, and it never changes.
    A path names a member, or one of a structure in it: `CreatedBy.BackupPlanId`.
    What append, add, change and remove did is undone when the request fails in which they were called.
    """

    def __init__(self, creation: str = "CreationDate") -> None:
        self._creation = creation
        self._columns: dict[str, GrowingColumn] = {creation: GrowingColumn(0)}
        self._stored = bytearray()  # Whether each row is there.
        self._key = object()  # Unlike its id, no later table has it.
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __contains__(self, number: int) -> bool:
        return 0 <= number < len(self._stored) and bool(self._stored[number])

    def __iter__(self) -> Iterator[int]:
        """The numbers of all rows."""
        return compress(range(len(self._stored)), self._stored)

    def append(self, members: Mapping[str, Any]) -> int:
        """Add a row with these members, of which None is left out, and give its number."""
        number = len(self._stored)
        try:
            for name, value in members.items():
                if value is None:
                    continue
                column = self._columns.get(name)
                if column is None:
                    column = self._columns[name] = GrowingColumn(number)
                values = column.values
                fits = type(value) is float or type(values) is list
                if fits and len(values) == number - column.first:
                    values.append(value)
                else:
                    column[number] = value
            on_failure(self._remove, (number,))
        except BaseException:
            self._cut(number)
            raise
        self._stored.append(True)
        self._size += 1
        return number

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
            self._cut(first)
            raise
        self._stored += b"\1" * size
        self._size += size
        return numbers

    def _cut(self, number: int) -> None:
        """Forget all values of the rows from a number on."""
        for column in self._columns.values():
            column.cut(number)

    def change(self, number: int, members: Mapping[str, Any]) -> None:
        """Set members of a row; None takes one away."""
        on_failure(self._set, number, {name: self.member(number, name) for name in members})
        self._set(number, members)

    def _set(self, number: int, members: Mapping[str, Any]) -> None:
        _kept.pop((self._key, number), None)
        for name, value in members.items():
            column = self._columns.get(name)
            if column is None:
                column = self._columns[name] = GrowingColumn(number)
            row = number - column.first
            if type(column.values) is list and 0 <= row < len(column.values):
                column.values[row] = value
            else:
                column[number] = value

    def remove(self, numbers: Iterable[int]) -> None:
        """Remove rows; numbers of rows that are gone already do no harm."""
        removed = [number for number in numbers if self._stored[number]]
        on_failure(self._bring_back, removed)
        self._remove(removed)

    def _remove(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            self._stored[number] = False
        self._size -= len(numbers)

    def _bring_back(self, numbers: Sequence[int]) -> Sequence[int]:
        """Undo a removal, as far as it was done; the rows that are there again."""
        removed = [number for number in numbers if not self._stored[number]]
        for number in removed:
            self._stored[number] = True
        self._size += len(removed)
        return removed

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

    def keep(self, number: int, view: T) -> T:
        """Keep the view of a row, for a while, until the row changes."""
        _kept[self._key, number] = view
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
        return view

    def kept(self, number: int) -> Any:
        """The view of a row, if that was kept, or None."""
        return _kept.get((self._key, number))

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
