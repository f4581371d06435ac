"""Jobs that are stored together: a column for each member, instead of an object for each job."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import cycle, islice
from types import MappingProxyType
from typing import Any

from ..aws.identifiers import new_id
from ..aws.job_kinds import JobKind
from ..members import Members, inner_member
from .defaults import complete

Column = Sequence[Any]
_NOTHING: Mapping[str, Any] = MappingProxyType({})

# Steps through all numbers of 32 bits in an order that looks random, and back.
_STEP = 0x9E3779B1
_BACK = pow(_STEP, -1, 1 << 32)


class _NewIds:
    """Ids for the jobs of a batch, made from their rows when they are asked for, and told back."""

    def __init__(self) -> None:
        random = new_id()
        self._first, self._common = int(random[:8], 16), random[8:]

    def __getitem__(self, row: int) -> str:
        return f"{(self._first + row * _STEP) % (1 << 32):08x}{self._common}"

    def row_of(self, job_id: str) -> int | None:
        if job_id[8:] != self._common:
            return None
        try:
            return (int(job_id[:8], 16) - self._first) * _BACK % (1 << 32)
        except ValueError:
            return None


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
        "_new_ids",
        "_rows_by",
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
        for name, column in columns.items():
            if isinstance(column, list):
                self._keep(name, column)
            elif name != "CreationDate":
                self._columns[name] = column
        self._columns.pop("CreationDate", None)
        self._shared.pop("CreationDate", None)
        self._new_ids = _NewIds()
        self._rows_by: dict[tuple[str, ...], Mapping[tuple[Any, ...], Sequence[int]]] = {}

    def __len__(self) -> int:
        return len(self.created)

    def _keep(self, name: str, column: list[Any]) -> None:
        """Keep a column; a moment takes 8 bytes, and of equal values there is only one."""
        if set(map(type, column)) == {float}:
            self._columns[name] = array("d", column)
            return
        try:
            known = {value: value for value in column}
        except TypeError:
            self._columns[name] = column
            return
        if known.keys() == {None}:
            return
        if len(known) == 1:
            self._shared[name] = column[0]
        elif len(known) * 2 < len(column):
            self._columns[name] = list(map(known.__getitem__, column))
        else:
            self._columns[name] = column

    def given(self, member: str) -> Column:
        """Each job's value of a member, as it came, or None."""
        column = self._columns.get(member)
        return [self._shared.get(member)] * len(self) if column is None else column

    def created_at(self, row: int) -> float:
        return self.created[row]

    def count_given(self, member: str, rows: Sequence[int]) -> int:
        """How many of these jobs came with a member."""
        column = self._columns.get(member)
        if column is None:
            return len(rows) if member in self._shared else 0
        return sum(column[row] is not None for row in rows)

    def rows_by(self, *members: str) -> Mapping[tuple[Any, ...], Sequence[int]]:
        """The rows of the jobs with each combination of values that came."""
        if not any(member in self._columns for member in members):
            values = tuple(self._shared.get(member) for member in members)
            return {values: range(len(self))}
        if members not in self._rows_by:
            rows: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
            for row, values in enumerate(zip(*map(self.given, members), strict=True)):
                rows[values].append(row)
            self._rows_by[members] = rows
        return self._rows_by[members]

    def combinations(self) -> Iterable[tuple[str | None, ...]]:
        """Each job's value in each dimension of its kind's summaries."""
        return zip(*map(self._values, self.kind.dimensions.values()), strict=True)

    def _values(self, path: str) -> Column:
        name, _, inner = path.partition(".")
        column = self.given(name)
        return [(value or {}).get(inner) for value in column] if inner else column

    def id_of(self, row: int) -> str:
        return str(self._given(row, self.kind.id_member) or self._new_ids[row])

    def row_of(self, job_id: str) -> int | None:
        """The row of the job with this id, if it is one that was made up here."""
        row = self._new_ids.row_of(job_id)
        return row if row is not None and row < len(self) and self.id_of(row) == job_id else None

    def member(self, row: int, path: str) -> Any:
        """A job's member, or one of a structure in it."""
        name, _, _ = path.partition(".")
        if name in self.kind.made_up:
            return inner_member(self.members(row), path)
        return inner_member({name: self._given(row, name)}, path)

    def _given(self, row: int, name: str) -> Any:
        column = self._columns.get(name)
        return self._shared.get(name) if column is None else column[row]

    def job(self, row: int) -> "StoredJob":
        return StoredJob(self, row)

    def members(self, row: int) -> Members:
        """A job's members as the wire has them, in a dictionary of its own."""
        own = [(name, column[row]) for name, column in self._columns.items()]
        members = {**self._shared, **{name: value for name, value in own if value is not None}}
        members["CreationDate"] = self.created[row]
        members["AccountId"] = self.account_id
        members[self.kind.id_member] = self.id_of(row)
        complete(self.kind, members, self.account_id, self.region)
        return members


class StoredJob:
    """A job of a batch, to be read."""

    __slots__ = ("_batch", "_row")

    def __init__(self, batch: Batch, row: int) -> None:
        self._batch = batch
        self._row = row

    @property
    def id(self) -> str:
        return self._batch.id_of(self._row)

    @property
    def created(self) -> float:
        return self._batch.created[self._row]

    @property
    def state(self) -> str:
        return str(self.member(self._batch.kind.state))

    @property
    def members(self) -> Members:
        return self._batch.members(self._row)

    def member(self, path: str) -> Any:
        return self._batch.member(self._row, path)
