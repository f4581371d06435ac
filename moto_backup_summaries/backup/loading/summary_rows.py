"""Rows of the job summaries, read as the jobs that they count."""

from collections.abc import Sequence

from botocore.model import StructureShape

from .. import timestamps
from ..aws import service_model
from ..aws.errors import refusal
from ..aws.gate import Reader
from ..aws.job_kinds import WORDS, JobKind
from ..members import Members
from .defaults import Columns
from .member_names import MemberNames, names_in
from .problems import Problems
from .rows import Rows
from .source_rows import SourceRows

_READER = Reader()
# Of one row of a summary.
MOST_JOBS = 5_000_000


class SummaryList:
    """The list of a document that has the rows of a summary, and what each of them says of its jobs."""

    def __init__(
        self, kind: JobKind, source: SourceRows, names: MemberNames, problems: Problems
    ) -> None:
        self._kind = kind
        self._source = source
        self._problems = problems
        shape = service_model.item_shape(kind.summary_operation, kind.summaries_member)
        self._rows = source.rows
        names.check_rows(names_in(self._rows), shape.members, source, problems)
        self._members = [self._read(shape, index) for index in range(len(self._rows))]

    def _read(self, shape: StructureShape, index: int) -> Members:
        try:
            members: Members = _READER.members(shape, self._rows[index], self._source.where(index))
        except ValueError as error:
            self._source.refuse(self._problems, index, str(error))
            return {}
        for name, value in members.items():
            if value in WORDS:
                self._refuse(index, name, value, "one value: a sum over many cannot be undone")
        return members

    def _refuse(self, index: int, name: str, value: object, accepted: str) -> None:
        reason = refusal(self._source.where(index, name), value, accepted)
        self._source.refuse(self._problems, index, reason)

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
        return Rows(self._kind, self._source, columns, origins)

    def _spread(self, index: int, members: Members, shift: float, now: float) -> Sequence[float]:
        """When the jobs of a row were created; none of one that is refused."""
        count = members.get("Count", 1)
        today = timestamps.day_of(now) * timestamps.DAY
        start = members["StartTime"] + shift if "StartTime" in members else today
        end = members["EndTime"] + shift if "EndTime" in members else start + timestamps.DAY
        if not 0 <= count <= MOST_JOBS:
            self._refuse(index, "Count", count, f"0 to {MOST_JOBS} jobs")
        elif end <= start:
            ended = self._rows[index].get("EndTime")
            self._refuse(index, "EndTime", ended, "a time after StartTime")
        if self._problems.has(self._source.member, index):
            return ()
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
