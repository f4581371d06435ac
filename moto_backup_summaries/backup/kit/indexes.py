"""A table's columns, and indexes of its rows by their values."""

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, MutableSequence, Sequence
from math import inf, isnan, nan
from typing import Any

from .conditions import Condition

# Where a row stands in the order of rows: its creation, and its number.
Position = tuple[float, int]
# Up to so many rows are inserted or deleted one by one; for more, all of a bucket are read once.
_FEW = 100
_MOMENTS = frozenset({float, type(None)})


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
        before = max(0, min(self.first, numbers.stop) - numbers.start)
        return [None] * before + values + [None] * (len(numbers) - before - len(values))

    def _without_nan(self, values: Iterable[Any]) -> list[Any]:
        read = list(values)
        if not isinstance(self.values, array) or (None not in read and not any(map(isnan, read))):
            return read
        return [None if value is None or isnan(value) else value for value in read]


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
            return
        self._sorted.clear()
        self._names = None
        buckets = self._buckets
        # At a first look there may be a million, so that no function is called for each.
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

    def newest_first(self, name: Any, after: Position | None) -> Iterator[Position]:
        """The positions of a bucket's rows that come after one, which are older."""
        numbers = self.numbers(name)
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
