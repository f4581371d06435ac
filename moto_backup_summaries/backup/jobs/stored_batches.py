"""The batches of a store: which of their jobs has a number, and which number has an id."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..frame.transactions import append
from ..kit.state import on_failure
from ..listing.generated_ids import PlaceIndex
from .columns import Batch


class StoredBatch(NamedTuple):
    """A batch whose first job has this number."""

    first: int
    batch: Batch

    @property
    def created(self) -> Sequence[float]:
        return self.batch.created

    def rows(self, day: int | None = None) -> Sequence[int]:
        return self.batch.rows(day=day)

    def values(self, path: str, rows: Sequence[int]) -> Sequence[Any]:
        return self.batch.values(path, rows)


class StoredBatches:
    """Batches in the order of their numbers. The ids in them are read when somebody asks for one."""

    def __init__(self) -> None:
        self._batches: list[StoredBatch] = []
        self._firsts: list[int] = []  # The number of each batch's first job.
        self._forget_ids()

    def _forget_ids(self) -> None:
        self._numbers: dict[str, int] = {}
        self._generated = PlaceIndex[StoredBatch]()
        self._unread = list(self._batches)

    def __iter__(self) -> Iterator[StoredBatch]:
        return iter(self._batches)

    def __contains__(self, number: int) -> bool:
        index = bisect_right(self._firsts, number) - 1
        return index >= 0 and number - self._firsts[index] < len(self._batches[index].batch)

    def add(self, stored: StoredBatch) -> None:
        on_failure(self._forget_ids)
        append(self._batches, stored)
        append(self._firsts, stored.first)
        self._unread.append(stored)

    def row(self, number: int) -> tuple[Batch, int]:
        """The batch of a job, and the row in which it is."""
        first, batch = self._batches[bisect_right(self._firsts, number) - 1]
        return batch, number - first

    def number_of(self, job_id: str) -> int | None:
        """The number of the job with an id that it came with, or that was generated for it."""
        self._read()
        if job_id not in self._numbers:
            for first, batch in self._generated.owners_of(job_id[:8]):
                row = batch.row_of(job_id)
                if row is not None:
                    self._numbers[job_id] = first + row
        return self._numbers.get(job_id)

    def _read(self) -> None:
        while self._unread:
            first, batch = stored = self._unread[-1]
            self._generated.add(stored, batch.places)
            ids = batch.given(batch.kind.id_member)
            self._numbers.update((given, first + row) for row, given in enumerate(ids) if given)
            self._unread.pop()
