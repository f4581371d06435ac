"""Documents of jobs, as boto3 and the AWS CLI print them, read into columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

from botocore.model import Shape, StructureShape

from .. import timestamps
from ..aws import service_model
from ..aws.constraints import SIZES, has_no_text, is_in_range
from ..aws.errors import refusal
from ..aws.job_kinds import JobKind
from ..aws.shapes import Reader
from ..aws.spelling import did_you_mean, near_names
from .defaults import Columns
from .member_names import (
    MemberNames,
    first_with,
    members_of_jobs,
    names_in,
    values_of,
    words_of_other_kinds,
)

_READER = Reader()


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

    def require(
        self,
        name: str,
        is_right: Callable[[Any], object],
        accepted: str,
        known: Iterable[str] = (),
    ) -> None:
        """Raise ValueError for the first job with this member where it is not right.

        known: values of which one may have been meant.
        """
        column = self.columns.get(name, [])
        bad = {value for value in set(column) if value is not None and not is_right(value)}
        if bad:
            index = next(index for index, value in enumerate(column) if value in bad)
            hint = did_you_mean(near_names(column[index], known))
            raise wrong(self.where(index, name), column[index], accepted + hint)

    def at(self, indexes: Sequence[int]) -> "Rows":
        columns = {name: [column[i] for i in indexes] for name, column in self.columns.items()}
        return Rows(self.kind, self.member, columns, [self.origins[i] for i in indexes])


class Listed:
    """The list of a document that has jobs, as the list operations show them."""

    moves_by_days = False

    def __init__(
        self, kind: JobKind, rows: Sequence[Mapping[str, Any]], names: MemberNames
    ) -> None:
        self._kind = kind
        self._rows = rows
        given = names_in(rows)
        names.check(given, members_of_jobs(kind), self._first_with, words_of_other_kinds(kind))
        self._shape = service_model.item_shape(kind.list_operation, kind.jobs_member)
        self._columns = {
            name: self._column(name, names) for name in self._shape.members if name in given
        }

    def _first_with(self, name: str) -> str:
        return f"{self._kind.jobs_member}[{first_with(self._rows, name)}].{name}"

    def _column(self, name: str, names: MemberNames) -> list[Any]:
        shape, values = self._shape.members[name], values_of(self._rows, name)
        inside: set[str] = set()
        column = _column(shape, values, f"{self._kind.jobs_member}[{{}}].{name}", inside)
        if inside:
            known = service_model.members_of(shape)
            names.check(inside, known, partial(self._first_inside, name, values))
        return column

    def _first_inside(self, name: str, values: list[Any], inner: str) -> str:
        return f"{self._kind.jobs_member}[{first_with(values, inner)}].{name}.{inner}"

    @property
    def newest(self) -> float | None:
        """The last moment at which any of the jobs was created or completed."""
        dates = (self._columns.get(name, ()) for name in ("CreationDate", "CompletionDate"))
        return max(filter(None, chain.from_iterable(dates)), default=None)

    def jobs(self, by: float, now: float) -> Rows:
        """The jobs. by: how many seconds later all of their dates are than the document says."""
        columns = {
            name: _later(column, by) if by and self._is_date(name) else column
            for name, column in self._columns.items()
        }
        return Rows(self._kind, self._kind.jobs_member, columns, range(len(self._rows)))

    def _is_date(self, name: str) -> bool:
        return self._shape.members[name].type_name == "timestamp"


def _later(column: list[Any], by: float) -> list[Any]:
    return [None if moment is None else round(moment + by, 3) for moment in column]


# Types that need no conversion: JSON's own.
_PLAIN: dict[str, set[type]] = {
    "string": {str, type(None)},
    "integer": {int, type(None)},
    "long": {int, type(None)},
    "boolean": {bool, type(None)},
}


def _column(shape: Shape, values: list[Any], where: str, inside: set[str]) -> list[Any]:
    """The values of one member as the wire writes them, in an order that its errors name.

    where: their place, with {} for the row. inside: takes the names of the members of structures.
    """
    if set(map(type, values)) <= _PLAIN.get(shape.type_name, set()) and _are_right(shape, values):
        return values
    known: dict[Any, Any] = {}
    try:
        if shape.type_name == "timestamp":
            return timestamps.column(values)
        return [value if value is None else _once(shape, value, known, inside) for value in values]
    except ValueError:
        # Once more, for an error that names the row.
        return [
            value if value is None else _READER.value(shape, value, where.format(index))
            for index, value in enumerate(values)
        ]


def _are_right(shape: Shape, values: list[Any]) -> bool:
    """Whether values of the right types, looked at together, can be kept as they are."""
    told = [value for value in set(values) if value is not None]
    if shape.type_name == "string":
        return not has_no_text("".join(told))
    if shape.type_name in SIZES and told:
        return is_in_range(shape, min(told)) and is_in_range(shape, max(told))
    return True


def _once(shape: Shape, value: Any, known: dict[Any, Any], inside: set[str]) -> Any:
    """The value as the wire writes it. Of equal structures there is one: jobs of a plan share much."""
    if value == {}:
        return None
    # Mapping's own check takes long, and is not made for a dict.
    if not isinstance(value, (dict, Mapping)):
        return _READER.value(shape, value, "")
    key = repr(value)
    if key not in known:
        known[key] = _READER.value(shape, value, "")
        if isinstance(shape, StructureShape):
            inside.update(value)
    return known[key]
