"""The recovery points that jobs left that were stored together: kept in the columns of these."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from ..aws.arns import vault_name_of
from ..events import JobColumns, PointChanged
from ..frame.transactions import assign
from ..kit.state import on_failure
from .point import DELETED, RecoveryPoint


class StoredPoints:
    """What those jobs of a batch left in a vault that ended in a state.

    left: how many these are.
    kept_for: for how many seconds from their creation they are kept, or None where they stay. All of the
        batch are then of this state and vault, and in the order of their creation.
    """

    def __init__(
        self, batch: JobColumns, state: str, vault_arn: str, left: int, kept_for: float | None
    ) -> None:
        self.first = 0  # The number of the first row, which the store sets.
        self.left = left
        self.vault_name = vault_name_of(vault_arn)
        self.batch = batch
        self._member = batch.kind.recovery_point
        self._wanted = {batch.kind.state: state, batch.kind.vault: vault_arn}
        self._vault_arn = vault_arn
        self._kept_for = kept_for
        self._over = 0  # The rows before this one were over.
        self._gone: set[int] = set()
        self._asked: dict[int, RecoveryPoint] = {}  # Those that may have changed, by row.
        # The rows by the ARN of what they are parts of, when somebody asks.
        self._parts: dict[str, Sequence[int]] | None = None

    def __len__(self) -> int:
        """How many rows have numbers."""
        return len(self.batch)

    @property
    def created(self) -> Sequence[float]:
        return self.batch.created

    @property
    def days(self) -> Sequence[int]:
        """The days on which any may have been created."""
        return list(self.batch.days)

    @property
    def may_repeat(self) -> bool:
        """Whether two of them may have one ARN."""
        return not self.batch.is_distinct(self._member)

    def rows(self, day: int | None = None) -> Sequence[int]:
        rows = self.batch.rows(self._wanted, day)
        if self._over or self._gone:
            return [row for row in rows if self._has(row)]
        return rows

    def values(self, path: str, rows: Sequence[int]) -> Sequence[Any]:
        return self.batch.members_at(path, rows)

    def given_arns(self) -> tuple[Sequence[int], Sequence[str]]:
        """The ARNs that came with the jobs, and the number of each."""
        if not self.batch.has_given(self._member):
            return (), ()
        rows, given = self.rows(), self.batch.given(self._member)
        arns = list(map(given.__getitem__, rows))
        numbers = [self.first + row for row, arn in zip(rows, arns, strict=True) if arn]
        return numbers, list(filter(None, arns))

    def row_of(self, arn: str) -> int | None:
        """The row of the one with this ARN, if it was made up here."""
        row = self.batch.row_of_point(arn)
        if row is None or not self._has(row):
            return None
        return row if self._is_ours(row) else None

    def point(self, row: int) -> RecoveryPoint:
        """One, to be read."""
        if row in self._asked:
            return self._asked[row]
        job = self.batch.job(row)
        return RecoveryPoint(str(job.member(self._member)), self.vault_name, self._vault_arn, job)

    def asked(self, row: int) -> RecoveryPoint:
        """One that is kept as an object from now on, since it may change."""
        return self._asked.setdefault(row, self.point(row))

    def parts_of(self, arn: str) -> Iterator[RecoveryPoint]:
        """Those that came as parts of a composite one."""
        name = "ParentRecoveryPointArn"
        if self._parts is None:
            by_parent = self.batch.rows_by(name) if self.batch.has_given(name) else {}
            self._parts = {parent: rows for (parent,), rows in by_parent.items() if parent}
        for row in self._parts.get(arn, ()):
            if self._has(row) and self._is_ours(row):
                yield self.asked(row)

    def _is_ours(self, row: int) -> bool:
        return all(self.batch.member(row, name) == it for name, it in self._wanted.items())

    def take(self, row: int) -> None:
        """Be without one."""
        self._gone.add(row)
        on_failure(partial(self._gone.discard, row))

    def _has(self, row: int) -> bool:
        return row not in self._gone and (row >= self._over or row in self._asked)

    @property
    def first_end(self) -> float | None:
        """When the first of them is deleted."""
        if self._kept_for is None or self._over == len(self.batch):
            return None
        return self.batch.created[self._over] + self._kept_for

    def expire(self, now: float) -> tuple["ExpiredPoints", Sequence[RecoveryPoint]]:
        """Drop and give those whose days are over; and those that have to be asked whether theirs are."""
        kept_for = self._kept_for or 0
        over = bisect_right(self.batch.created, now - kept_for)
        rows = [row for row in range(self._over, over) if self._has(row)]
        asked = [self._asked[row] for row in rows if row in self._asked]
        gone = [row for row in rows if row not in self._asked] if asked else rows
        assign(self, _over=over)
        return ExpiredPoints(self, gone, kept_for), asked


class ExpiredPoints:
    """What became of stored ones that were kept for so many seconds from their creation."""

    def __init__(self, points: StoredPoints, rows: Sequence[int], kept_for: float) -> None:
        self._points = points
        self._rows = array("I", rows)
        self._kept_for = kept_for

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[PointChanged]:
        for point in map(self._points.point, self._rows):
            yield PointChanged(point, DELETED, point.created + self._kept_for)
