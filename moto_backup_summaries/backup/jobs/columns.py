"""Jobs that are stored together: a column for each member, instead of an object for each job."""

from array import array
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice, repeat
from operator import floordiv
from types import MappingProxyType
from typing import Any

from ..aws.identifiers import new_id
from ..aws.job_kinds import JobKind
from ..events import JobView
from ..listing.generated_ids import GeneratedIds, Places, first_digits
from ..members import Members, inner_member
from ..timestamps import DAY
from .defaults import complete, derived_id

Column = Sequence[Any]
_NOTHING: Mapping[str, Any] = MappingProxyType({})

# How many rows are sorted at a time, between which other threads have their turn.
_AT_A_TIME = 20_000


class Cycle(Sequence[Any]):
    """A column in which some values come again and again: those of the resources of a plan's runs."""

    def __init__(self, values: Sequence[Any], times: int) -> None:
        self._values = values
        self._size = len(values) * times

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, row: Any) -> Any:
        return self._values[row % len(self._values)]

    def __iter__(self) -> Iterator[Any]:
        return islice(cycle(self._values), self._size)


class Batch:
    """Settled jobs of one kind, account and region.

    columns: for each member that some of the jobs have, each job's value or None.
    shared: members that all of the jobs have alike.
    CreationDate, State and the other dimensions must be among them. What else a job must have is made up
    when it is looked at, out of its id, so that it is the same at every look.
    """

    __slots__ = (
        "_columns",
        "_days",
        "_distinct",
        "_new_ids",
        "_new_points",
        "_numbers_by",
        "_shared",
        "account_id",
        "created",
        "kind",
        "region",
    )

    def __init__(
        self,
        kind: JobKind,
        account_id: str,
        region: str,
        columns: Mapping[str, Column],
        shared: Mapping[str, Any] = _NOTHING,
    ) -> None:
        self.kind = kind
        self.account_id = account_id
        self.region = region
        self.created = array("d", columns["CreationDate"])
        self._shared: Members = {name: it for name, it in shared.items() if it is not None}
        self._columns: dict[str, Column] = {}
        self._distinct: set[str] = set()  # The members of which no value comes twice.
        for name, column in columns.items():
            if isinstance(column, list):
                self._keep(name, column)
            elif name != "CreationDate":
                self._columns[name] = column
        self._columns.pop("CreationDate", None)
        self._shared.pop("CreationDate", None)
        random = new_id()
        self._new_ids = GeneratedIds(random)
        self._new_points = GeneratedIds(derived_id(random, "recovery points"))
        self._days: Mapping[int, Sequence[int]] | None = None
        self._numbers_by: dict[tuple[str, ...], Mapping[tuple[Any, ...], int]] = {}

    def __len__(self) -> int:
        return len(self.created)

    def _keep(self, name: str, column: list[Any]) -> None:
        """Keep a column; a moment takes 8 bytes, and of equal values there is only one."""
        if column and isinstance(column[0], float) and set(map(type, column)) == {float}:
            self._columns[name] = array("d", column)
            return
        try:
            known = set(column)
        except TypeError:
            self._columns[name] = column
            return
        if known == {None}:
            return
        without = column.count(None) if None in known else 0
        if len(known) + without == len(column) + bool(without):
            self._distinct.add(name)
        if len(known) == 1:
            self._shared[name] = column[0]
        elif len(known) * 2 < len(column):
            same = {value: value for value in known}
            self._columns[name] = list(map(same.__getitem__, column))
        else:
            self._columns[name] = column

    def given(self, member: str) -> Column:
        """Each job's value of a member, as it came, or None."""
        column = self._columns.get(member)
        return [self._shared.get(member)] * len(self) if column is None else column

    def is_distinct(self, member: str) -> bool:
        """Whether no two jobs came with the same value of a member."""
        return member in self._distinct or not (member in self._columns or member in self._shared)

    def has_given(self, member: str) -> bool:
        """Whether any job came with a member."""
        return member in self._columns or member in self._shared

    @property
    def days(self) -> Mapping[int, Sequence[int]]:
        """The rows of each day of creation."""
        if self._days is None:
            days: defaultdict[float, array[int]] = defaultdict(lambda: array("I"))
            for start in range(0, len(self), _AT_A_TIME):
                moments = self.created[start : start + _AT_A_TIME]
                lists = map(days.__getitem__, map(floordiv, moments, repeat(DAY)))
                deque(map(array.append, lists, range(start, start + len(moments))), maxlen=0)
            self._days = {int(day): rows for day, rows in days.items()}
        return self._days

    def rows(self, wanted: Mapping[str, Any] = _NOTHING, day: int | None = None) -> Sequence[int]:
        """The rows of the jobs with these values, which some came with, of all or of those of a day."""
        rows = range(len(self)) if day is None else self.days.get(day, ())
        for member, value in wanted.items():
            column = self._columns.get(member)
            if column is not None:
                rows = [row for row in rows if column[row] == value]
        return rows

    def rows_by(self, *members: str) -> Mapping[tuple[Any, ...], Sequence[int]]:
        """The rows of the jobs with each combination of values that came."""
        rows: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
        for row, values in enumerate(zip(*map(self.given, members), strict=True)):
            rows[values].append(row)
        return rows

    def numbers_by(self, *members: str) -> Mapping[tuple[Any, ...], int]:
        """How many jobs came with each combination of values."""
        if not any(member in self._columns for member in members):
            return {tuple(self._shared.get(member) for member in members): len(self)}
        if members not in self._numbers_by:
            numbers = Counter[tuple[Any, ...]]()
            values = zip(*map(self.given, members), strict=True)
            for _ in range(0, len(self), _AT_A_TIME):
                numbers.update(islice(values, _AT_A_TIME))
            self._numbers_by[members] = numbers
        return self._numbers_by[members]

    def counts(self, day: int) -> Counter[tuple[str | None, ...]]:
        """How many jobs of a day have each combination of values in the dimensions of their kind."""
        rows, counts = self.days[day], Counter[tuple[str | None, ...]]()
        for start in range(0, len(rows), _AT_A_TIME):
            some = rows[start : start + _AT_A_TIME]
            values = (self.values(path, some) for path in self.kind.dimensions.values())
            counts.update(zip(*values, strict=True))
        return counts

    def id_of(self, row: int) -> str:
        return str(self._given(row, self.kind.id_member) or self._new_ids[row])

    @property
    def places(self) -> Places:
        """Where the ids are that were generated here."""
        return self._new_ids.places(len(self))

    @property
    def places_of_points(self) -> Sequence[Places]:
        """Where the ids are that ARNs of recovery points were made out of here."""
        return [ids.places(len(self)) for ids in (self._new_points, self._new_ids)]

    def row_of(self, job_id: str) -> int | None:
        """The row of the job with this id, if it is one that was made up here."""
        rows = map(self._new_ids.row_of, first_digits(job_id[:8]))
        return next((row for row in rows if row < len(self) and self.id_of(row) == job_id), None)

    def row_of_point(self, arn: str) -> int | None:
        """The same for the ARN of a recovery point that was made up."""
        name, ids = self.kind.recovery_point, (self._new_points, self._new_ids)
        for row in (those.row_of(digits) for digits in first_digits(arn) for those in ids):
            if row < len(self) and not self._given(row, name) and self.member(row, name) == arn:
                return row
        return None

    def member(self, row: int, path: str) -> Any:
        """A job's member, or one of a structure in it."""
        name, _, _ = path.partition(".")
        if name in self.kind.generated_members:
            return inner_member(self.members(row), path)
        return inner_member({name: self._given(row, name)}, path)

    def values(self, path: str, rows: Sequence[int]) -> Sequence[Any]:
        """The same of many jobs."""
        name, _, inner = path.partition(".")
        column = self._columns.get(name)
        if column is None:
            found: Sequence[Any] = [self._shared.get(name)] * len(rows)
        else:
            # As many as there are, in their order, are all of them.
            is_all = len(rows) == len(self)
            found = column if is_all else list(map(column.__getitem__, rows))
        if name in self.kind.generated_members and None in found:
            pairs = zip(rows, found, strict=True)
            found = [self.members(row).get(name) if it is None else it for row, it in pairs]
        return [(value or {}).get(inner) for value in found] if inner else found

    def _given(self, row: int, name: str) -> Any:
        column = self._columns.get(name)
        return self._shared.get(name) if column is None else column[row]

    def job(self, row: int) -> JobView:
        return JobView(self.kind, self.members(row), None)

    def members(self, row: int) -> Members:
        """A job's members as the wire has them, in a dictionary of its own."""
        own = [(name, column[row]) for name, column in self._columns.items()]
        members = {**self._shared, **{name: value for name, value in own if value is not None}}
        members["CreationDate"] = self.created[row]
        members["AccountId"] = self.account_id
        members[self.kind.id_member] = self.id_of(row)
        point_id = job_id = self._new_points[row]
        if not self._given(row, self.kind.id_member):
            job_id = self._new_ids[row]  # It tells the row back, as a given one does not.
        complete(self.kind, members, (self.account_id, self.region), point_id, job_id)
        return members
