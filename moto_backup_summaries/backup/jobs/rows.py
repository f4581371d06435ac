"""Documents of jobs, as boto3 and the AWS CLI print them, read into columns."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from botocore.model import Shape

from .. import timestamps
from ..aws import service_model
from ..aws.constraints import SIZES, has_no_text, is_in_range
from ..aws.errors import refusal
from ..aws.job_kinds import KINDS, WORDS, JobKind
from ..aws.shapes import Reader
from ..members import Members
from .defaults import Columns

Source = Mapping[str, Any] | str | os.PathLike[str]

_READER = Reader()
# Of one row of a summary.
MOST_JOBS = 5_000_000


def wrong(where: str, value: object, accepted: str) -> ValueError:
    return ValueError(refusal(where, value, accepted))


class Rows:
    """What one list of a document says of jobs: a column for each member, with None where it is missing.

    origins: for each job, the number of the row that it comes from.
    """

    def __init__(
        self, kind: JobKind, member: str, columns: Columns, origins: Sequence[int]
    ) -> None:
        self.kind = kind
        self.member = member
        self.columns = columns
        self.origins = origins

    def __len__(self) -> int:
        return len(self.origins)

    def column(self, name: str) -> list[Any]:
        return self.columns.get(name) or [None] * len(self)

    def where(self, index: int, name: str = "") -> str:
        return f"{self.member}[{self.origins[index]}]" + (name and f".{name}")

    def require(self, name: str, is_right: Callable[[Any], object], accepted: str) -> None:
        """Raise ValueError for the first job with this member where it is not right."""
        column = self.columns.get(name, [])
        bad = {value for value in set(column) if value is not None and not is_right(value)}
        if bad:
            index = next(index for index, value in enumerate(column) if value in bad)
            raise wrong(self.where(index, name), column[index], accepted)

    def at(self, indexes: Sequence[int]) -> "Rows":
        columns = {name: [column[i] for i in indexes] for name, column in self.columns.items()}
        return Rows(self.kind, self.member, columns, [self.origins[i] for i in indexes])


def document_of(source: Source) -> Mapping[str, Any]:
    """The document itself, or what is in a file; raises ValueError for one that is no JSON object."""
    if isinstance(source, Mapping):
        return source
    with open(source, encoding="utf-8") as file:
        try:
            document = json.load(file)
        except ValueError as error:
            raise ValueError(f"{os.fspath(source)} is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise ValueError(f"{os.fspath(source)} does not contain a JSON object")
    return document


def rows_of(document: Mapping[str, Any], now: float) -> Iterator[Rows]:
    """The rows of every list in a document; raises ValueError for the first that is wrong."""
    readers: dict[str, tuple[JobKind, Callable[..., Rows]]] = {}
    for kind in KINDS:
        if service_model.knows(kind.list_operation):
            readers[kind.jobs_member] = (kind, _listed)
            readers[kind.summaries_member] = (kind, _summed)
    if not readers.keys() & document.keys():
        raise ValueError(f"the document has none of {', '.join(readers)}; it has {list(document)}")
    for member, (kind, read_rows) in readers.items():
        rows = document.get(member, [])
        if isinstance(rows, (str, Mapping)) or not isinstance(rows, Sequence):
            raise wrong(member, rows, "a list")
        if not all(issubclass(row_type, Mapping) for row_type in set(map(type, rows))):
            index = next(i for i, row in enumerate(rows) if not isinstance(row, Mapping))
            raise wrong(f"{member}[{index}]", rows[index], "an object")
        yield read_rows(kind, member, rows, now)


def _listed(kind: JobKind, member: str, rows: Sequence[Mapping[str, Any]], now: float) -> Rows:
    shape = service_model.item_shape(kind.list_operation, kind.jobs_member)
    names = set().union(*rows)
    columns = {
        name: _column(of_member, [row.get(name) for row in rows], member, name)
        for name, of_member in shape.members.items()
        if name in names
    }
    return Rows(kind, member, columns, range(len(rows)))


def _summed(kind: JobKind, member: str, rows: Sequence[Mapping[str, Any]], now: float) -> Rows:
    """Count jobs for each row, spread evenly over its bucket as far as it has passed."""
    shape = service_model.item_shape(kind.summary_operation, kind.summaries_member)
    told: list[Members] = []
    origins: list[int] = []
    created: list[float] = []
    for index, row in enumerate(rows):
        where = f"{member}[{index}]"
        members = _READER.members(shape, row, where)
        for name, value in members.items():
            if value in WORDS:
                raise wrong(f"{where}.{name}", value, "one value: a sum over many cannot be undone")
        moments = _spread(members, row, where, now)
        told.append(_members_of(kind, members))
        origins += [index] * len(moments)
        created += moments
    columns: Columns = {"CreationDate": created}
    for name in dict.fromkeys(name for members in told for name in members):
        columns[name] = [told[origin].get(name) for origin in origins]
    return Rows(kind, member, columns, origins)


def _spread(members: Members, row: Mapping[str, Any], where: str, now: float) -> list[float]:
    count = members.get("Count", 1)
    if not 0 <= count <= MOST_JOBS:
        raise wrong(f"{where}.Count", count, f"0 to {MOST_JOBS} jobs")
    start = members.get("StartTime", timestamps.day_of(now) * timestamps.DAY)
    end = members.get("EndTime", start + timestamps.DAY)
    if end <= start:
        raise wrong(f"{where}.EndTime", row.get("EndTime"), "a time after StartTime")
    if start < now < end:
        end = now
    return [round(start + (end - start) * number / count, 3) for number in range(count)]


def _members_of(kind: JobKind, row: Members) -> Members:
    """What the row of a summary says of each of its jobs."""
    members: Members = {}
    for name, path in {"Region": "Region", "AccountId": "AccountId", **kind.dimensions}.items():
        if name in row:
            outer, _, inner = path.partition(".")
            members[outer] = {inner: row[name]} if inner else row[name]
    return members


# Types that need no conversion: JSON's own.
_PLAIN: dict[str, set[type]] = {
    "string": {str, type(None)},
    "integer": {int, type(None)},
    "long": {int, type(None)},
    "boolean": {bool, type(None)},
}


def _column(shape: Shape, values: list[Any], member: str, name: str) -> list[Any]:
    """The values of one member as the wire writes them, in an order that its errors name."""
    if set(map(type, values)) <= _PLAIN.get(shape.type_name, set()) and _are_right(shape, values):
        return values
    known: dict[Any, Any] = {}
    try:
        if shape.type_name == "timestamp":
            return timestamps.column(values)
        return [value if value is None else _once(shape, value, known) for value in values]
    except ValueError:
        # Once more, for an error that names the row.
        return [
            value if value is None else _READER.value(shape, value, f"{member}[{index}].{name}")
            for index, value in enumerate(values)
        ]


def _are_right(shape: Shape, values: list[Any]) -> bool:
    """Whether values of the right types, looked at together, can be kept as they are."""
    told = [value for value in set(values) if value is not None]
    if shape.type_name == "string":
        return not has_no_text("".join(told))
    return all(is_in_range(shape, value) for value in told) if shape.type_name in SIZES else True


def _once(shape: Shape, value: Any, known: dict[Any, Any]) -> Any:
    """The value as the wire writes it. Of equal structures there is one: jobs of a plan share much."""
    if value == {}:
        return None
    if not isinstance(value, Mapping):
        return _READER.value(shape, value, "")
    key = repr(value)
    if key not in known:
        known[key] = _READER.value(shape, value, "")
    return known[key]
