"""Jobs that were stored together, for those who read them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from ..aws.job_kinds import JobKind
from ..events import JobView
from ..timestamps import day_of


class JobRows(Protocol):
    """The store of the jobs, each a row with a number."""

    kind: JobKind

    def view(self, number: int) -> JobView: ...

    def values(self, path: str, numbers: Sequence[int]) -> Sequence[Any]: ...

    def original(self, number: int) -> JobView: ...

    def original_values(self, path: str, numbers: range) -> Sequence[Any]: ...

    def find(self, path: str, value: Any) -> Sequence[int]: ...


class StoredJobs:
    """A set of jobs of one kind, account and region."""

    def __init__(self, store: JobRows, numbers: range) -> None:
        self.kind = store.kind
        self.store = store
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[JobView]:
        """The jobs in the order of their ends, or of their creation where they have not ended."""
        moments = self.values("CompletionDate", "CreationDate")
        ends = [created if ended is None else ended for ended, created in moments]
        for row in sorted(range(len(self)), key=ends.__getitem__):
            yield self.job(row)

    def values(self, *members: str) -> list[tuple[Any, ...]]:
        """Each job's values of these members, in the order in which they were stored."""
        columns = (self.store.original_values(member, self.numbers) for member in members)
        return [*zip(*columns, strict=True)]

    def counts(self, *members: str) -> Counter[tuple[Any, ...]]:
        """How many jobs have each combination of values."""
        columns = (self.store.original_values(member, self.numbers) for member in members)
        return Counter(zip(*columns, strict=True))

    # What follows is asked by row until recovery points and watchers ask the questions above.

    def job(self, row: int) -> JobView:
        return self.store.original(self.numbers[row])

    @cached_property
    def created(self) -> Sequence[float]:
        return self.store.values("CreationDate", self.numbers)

    @cached_property
    def days(self) -> Mapping[int, Sequence[int]]:
        days: defaultdict[int, list[int]] = defaultdict(list)
        for row, moment in enumerate(self.created):
            days[day_of(moment)].append(row)
        return days

    def given(self, member: str) -> Sequence[Any]:
        return self.store.original_values(member, self.numbers)

    def has_given(self, member: str) -> bool:
        return any(value is not None for value in self.given(member))

    def is_distinct(self, member: str) -> bool:
        values = [value for value in self.given(member) if value is not None]
        return len(set(values)) == len(values)

    def rows_by(self, *members: str) -> Mapping[tuple[Any, ...], Sequence[int]]:
        rows: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
        for row, values in enumerate(self.values(*members)):
            rows[values].append(row)
        return rows

    def rows(self, expected: Mapping[str, Any], day: int | None = None) -> Sequence[int]:
        rows: Sequence[int] = range(len(self)) if day is None else self.days.get(day, ())
        for member, value in expected.items():
            column = self.given(member)
            rows = [row for row in rows if column[row] == value]
        return rows

    def members_at(self, path: str, rows: Sequence[int]) -> Sequence[Any]:
        """The value of each of these rows, made up where it is missing."""
        numbers = [self.numbers[row] for row in rows]
        values = self.store.values(path, numbers)
        if path.partition(".")[0] in self.kind.generated_members and None in values:
            return [self.store.view(number).member(path) for number in numbers]
        return values

    def member(self, row: int, path: str) -> Any:
        return self.members_at(path, [row])[0]

    def row_of_point(self, arn: str) -> int | None:
        for number in self.store.find(self.kind.recovery_point, arn):
            if number in self.numbers:
                return number - self.numbers.start
        return None
