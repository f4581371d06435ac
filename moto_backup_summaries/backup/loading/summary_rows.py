"""Rows of the job summaries, read as the jobs that they count."""

from collections.abc import Mapping, Sequence
from typing import Any

from .. import timestamps
from ..aws import service_model
from ..aws.gate import Reader
from ..aws.job_kinds import WORDS, JobKind
from ..members import Members
from .defaults import Columns
from .member_names import MemberNames, first_with, names_in
from .rows import Rows, wrong

_READER = Reader()
# Of one row of a summary.
MOST_JOBS = 5_000_000


class SummaryList:
    """The list of a document that has the rows of a summary, and what each of them says of its jobs."""

    def __init__(
        self, kind: JobKind, rows: Sequence[Mapping[str, Any]], names: MemberNames
    ) -> None:
        self._kind = kind
        self._member = kind.summaries_member
        self._rows = rows
        shape = service_model.item_shape(kind.summary_operation, self._member)
        names.check(names_in(rows), shape.members, self._first_with)
        self._members = [
            _READER.members(shape, row, self._where(index)) for index, row in enumerate(rows)
        ]
        for index, members in enumerate(self._members):
            for name, value in members.items():
                if value in WORDS:
                    where = f"{self._where(index)}.{name}"
                    raise wrong(where, value, "one value: a sum over many cannot be undone")

    def _where(self, index: int) -> str:
        return f"{self._member}[{index}]"

    def _first_with(self, name: str) -> str:
        return f"{self._where(first_with(self._rows, name))}.{name}"

    @property
    def last_counted(self) -> float | None:
        """When the last day begins that any of the rows is about."""
        return max(filter(None, map(_last_day, self._members)), default=None)

    @property
    def oldest(self) -> float | None:
        """When the first day begins that any of the rows is about."""
        return min((row["StartTime"] for row in self._members if "StartTime" in row), default=None)

    def rows(self, shift: float, now: float) -> Rows:
        """Count jobs for each row, spread evenly over its bucket as far as it has passed.

        shift: how many seconds later they are than the rows say.
        """
        origins: list[int] = []
        created: list[float] = []
        for index, members in enumerate(self._members):
            moments = self._spread(index, members, shift, now)
            origins += [index] * len(moments)
            created += moments
        row_members = [_members_of(self._kind, members) for members in self._members]
        columns: Columns = {"CreationDate": created}
        for name in dict.fromkeys(name for members in row_members for name in members):
            columns[name] = [row_members[origin].get(name) for origin in origins]
        return Rows(self._kind, self._member, columns, origins)

    def _spread(self, index: int, members: Members, shift: float, now: float) -> list[float]:
        count = members.get("Count", 1)
        if not 0 <= count <= MOST_JOBS:
            raise wrong(f"{self._where(index)}.Count", count, f"0 to {MOST_JOBS} jobs")
        today = timestamps.day_of(now) * timestamps.DAY
        start = members["StartTime"] + shift if "StartTime" in members else today
        end = members["EndTime"] + shift if "EndTime" in members else start + timestamps.DAY
        if end <= start:
            ended = self._rows[index].get("EndTime")
            raise wrong(f"{self._where(index)}.EndTime", ended, "a time after StartTime")
        if start < now < end:
            end = now
        return [round(start + (end - start) * number / count, 3) for number in range(count)]


def _last_day(members: Members) -> float | None:
    """When the last day of a row begins, or the row itself if that is later."""
    start, end = members.get("StartTime"), members.get("EndTime")
    if end is None:
        return start
    day = timestamps.day_of(end - 0.001) * timestamps.DAY
    return day if start is None else max(start, day)


def _members_of(kind: JobKind, row: Members) -> Members:
    """What the row of a summary says of each of its jobs."""
    members: Members = {}
    for name, path in {"Region": "Region", "AccountId": "AccountId", **kind.dimensions}.items():
        if name in row:
            outer, _, inner = path.partition(".")
            members[outer] = {inner: row[name]} if inner else row[name]
    return members
