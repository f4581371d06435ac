"""Jobs that were stored together, for those who read them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from ..events import JobRows, JobView


class OriginalRows(JobRows, Protocol):
    """A store that has its jobs as they were stored, whatever they have become."""

    def original(self, number: int) -> JobView: ...

    def original_values(self, path: str, numbers: range) -> Sequence[Any]: ...


class StoredJobs:
    """A set of jobs of one kind, account and region."""

    def __init__(self, store: OriginalRows, numbers: range) -> None:
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
            yield self.store.original(self.numbers[row])

    def values(self, *members: str) -> list[tuple[Any, ...]]:
        """Each job's values of these members, in the order in which they were stored."""
        columns = (self.store.original_values(member, self.numbers) for member in members)
        return [*zip(*columns, strict=True)]

    def counts(self, *members: str) -> Counter[tuple[Any, ...]]:
        """How many jobs have each combination of values."""
        columns = (self.store.original_values(member, self.numbers) for member in members)
        return Counter(zip(*columns, strict=True))
