"""Documents of jobs, as boto3 and the AWS CLI print them, read into columns."""

from collections.abc import Callable, Collection, Iterable, Sequence, Set
from contextlib import suppress
from typing import Any

from botocore.model import Shape, StructureShape

from .. import timestamps
from ..aws import service_model
from ..aws.account_shapes import row_members
from ..aws.constraints import SIZES, check_text, is_in_range, is_no_text
from ..aws.errors import refusal
from ..aws.gate import Reader
from ..aws.job_kinds import JobKind
from ..aws.spelling import did_you_mean, near_names
from .defaults import Columns
from .job_columns import Column
from .member_names import REGION, MemberNames, members_of_jobs, words_of_other_kinds
from .problems import Problems
from .source_rows import SourceRows


class _NewerWords(Reader):
    """Reads words that are newer than botocore's model, too."""

    def value(self, shape: Shape, value: Any, where: str, name: str = "") -> Any:
        if isinstance(value, str) and "enum" in shape.metadata:
            check_text(value, where)
            return value
        return super().value(shape, value, where, name)


_READER, _READER_OF_NEWER_WORDS = Reader(), _NewerWords()


class Rows:
    """What one list of a source says of jobs: a column for each member, with None where it is missing.

    origins: for each job, the number of the row that it comes from.
    """

    def __init__(
        self, kind: JobKind, source: SourceRows, columns: Columns, origins: Sequence[int]
    ) -> None:
        self.kind = kind
        self.source = source
        self.columns = columns
        self.origins = origins

    def __len__(self) -> int:
        return len(self.origins)

    @property
    def member(self) -> str:
        return self.source.member

    def column(self, name: str) -> list[Any]:
        return self.columns.get(name) or [None] * len(self)

    def where(self, index: int, name: str = "") -> str:
        return self.source.where(self.origins[index], name)

    def refuse(
        self, problems: Problems, index: int, name: str, value: object, accepted: str
    ) -> None:
        """Raise ValueError, or note that the row of a job is not loaded."""
        reason = refusal(self.where(index, name), value, accepted)
        self.source.refuse(problems, self.origins[index], reason)

    def require(
        self,
        problems: Problems,
        name: str,
        is_right: Callable[[Any], object],
        accepted: str,
        alternatives: Iterable[str] = (),
    ) -> None:
        """Refuse the jobs with this member where it is not right.

        alternatives: values of which one may have been meant.
        """
        column = self.columns.get(name, [])
        bad = {value for value in set(column) if value is not None and not is_right(value)}
        for index, value in enumerate(column if bad else ()):
            if value in bad:
                hint = did_you_mean(near_names(value, alternatives))
                self.refuse(problems, index, name, value, accepted + hint)

    def selected(self, indexes: Sequence[int]) -> "Rows":
        columns = {name: [column[i] for i in indexes] for name, column in self.columns.items()}
        return Rows(self.kind, self.source, columns, [self.origins[i] for i in indexes])

    def without_refused(self, problems: Problems) -> "Rows":
        if not problems:
            return self
        indexes = [
            index
            for index, origin in enumerate(self.origins)
            if not problems.has(self.member, origin)
        ]
        return self if len(indexes) == len(self) else self.selected(indexes)


class JobList:
    """The list of a source that has jobs, as the list operations show them."""

    def __init__(
        self, kind: JobKind, source: SourceRows, names: MemberNames, problems: Problems
    ) -> None:
        self._kind = kind
        self._source = source
        self._problems = problems
        self._members = row_members(kind.jobs_member)
        self._names = names
        self._seen: set[str] = set()
        self._readers: dict[str, _Column] = {}
        self._size = 0
        self.read()

    def read(self) -> None:
        """Read the rows that the source keeps: all, or those behind which it has forgotten."""
        for piece in self._source.pieces():
            if new := piece.columns.keys() - self._seen:
                self._begin(new)
            for name, column in self._readers.items():
                column.add(piece.columns.get(name) or Column([None] * len(piece)))
            self._size += len(piece)
        for name, column in self._readers.items():
            accepted = service_model.members_of(column.shape)
            new_names = column.new_inner_names()
            self._names.check_rows(new_names, accepted, self._source, self._problems, outer=name)

    def _begin(self, new: Set[str]) -> None:
        """Begin the columns of members that no row had until now."""
        # A region is any text, as an id is: older versions of botocore have no shape for one.
        shapes = {**self._members, REGION: self._members[self._kind.id_member]}
        words = words_of_other_kinds(self._kind)
        accepted = members_of_jobs(self._kind)
        self._names.check_rows(new, accepted, self._source, self._problems, words=words)
        for name in [name for name in shapes if name in new]:
            column = _Column(shapes[name], name, self._source, self._problems)
            column.add(Column([None] * self._size))
            self._readers[name] = column
        self._seen |= new

    @property
    def _columns(self) -> Columns:
        return {name: column.values for name, column in self._readers.items()}

    @property
    def newest(self) -> float | None:
        """The last moment at which any of the jobs was created or completed."""
        return max(filter(None, map(self._last, ("CreationDate", "CompletionDate"))), default=None)

    @property
    def last_counted(self) -> float | None:
        """The last moment at which any was created, on whose day it counts, or completed where none tells."""
        return self._last("CreationDate") or self._last("CompletionDate")

    def _last(self, name: str) -> float | None:
        return max(filter(None, self._columns.get(name, ())), default=None)

    def rows(self, shift: float, now: float) -> Rows:
        """The jobs. shift: how many seconds later all of their dates are than the document says."""
        columns = {
            name: _later(column, shift) if shift and self._is_date(name) else column
            for name, column in self._columns.items()
        }
        rows = Rows(self._kind, self._source, columns, range(self._size))
        return rows.without_refused(self._problems)

    def _is_date(self, name: str) -> bool:
        return name != REGION and self._members[name].type_name == "timestamp"


def _later(column: list[Any], shift: float) -> list[Any]:
    return [None if moment is None else round(moment + shift, 3) for moment in column]


class _Column:
    """One member of all rows, read a number of rows at a time.

    Equal texts and dictionaries become one, and are checked once: jobs of a plan share much.
    """

    def __init__(self, shape: Shape, name: str, source: SourceRows, problems: Problems) -> None:
        self.shape = shape
        self.values: list[Any] = []
        # The names of the members of structures, and those that were asked for.
        self._inner_names: set[str] = set()
        self._known_names: set[str] = set()
        self._name = name
        self._source = source
        self._problems = problems
        self._equal: dict[Any, Any] = {None: None}
        self._reader = _READER_OF_NEWER_WORDS if problems.keeps_words else _READER

    def add(self, column: Column) -> None:
        """Read the values of the next rows, of which some are None."""
        try:
            values = self._read(column.values)
        except ValueError:
            # Once more, one by one, for an error that names the row.
            for row in range(len(column)):
                self.values.append(self._read_or_refuse(column.value(row), len(self.values)))
        else:
            self.values += column.of_rows(values)

    def new_inner_names(self) -> Set[str]:
        """The names of members of structures that were not given yet."""
        new = self._inner_names - self._known_names
        self._known_names |= new
        return new

    def _read_or_refuse(self, value: Any, row: int) -> Any:
        try:
            if self.shape.type_name == "timestamp" and value is not None:
                return self._reader.value(self.shape, value, self._source.where(row, self._name))
            return self._read_one(value, row)
        except ValueError as error:
            self._source.refuse(self._problems, row, str(error))
            return None

    def _read(self, values: Sequence[Any]) -> Iterable[Any]:
        if self.shape.type_name == "timestamp":
            return timestamps.column(values)
        if self.shape.type_name == "string":
            return self._texts(values)
        types = set(map(type, values)) - {type(None)}
        if not types or self._are_plain(types, values):
            return values
        if types != {dict}:
            return [*map(self._read_one, values)]
        keys = list(map(repr, values))
        different = dict(zip(keys, values, strict=True))
        for key, value in different.items():
            if key not in self._equal:
                self._equal[key] = self._read_one(value)
        return self._shared(keys, different)

    def _shared(self, keys: Sequence[Any], different: Collection[Any]) -> Iterable[Any]:
        """What has been kept for these keys. different: each of them once."""
        if len(different) == 1:
            return [self._equal[keys[0]]] * len(keys)
        return map(self._equal.__getitem__, keys)

    def _texts(self, values: Sequence[Any]) -> Iterable[Any]:
        with suppress(TypeError):
            different = set(values)
            new = different.difference(self._equal)
            if not is_no_text("".join(new)):
                if len(different) * 2 > len(values):
                    return values
                self._equal.update(zip(new, new, strict=True))
                return self._shared(values, different)
        # One by one, to refuse the first that is no text.
        return [*map(self._read_one, values)]

    def _are_plain(self, types: set[type], values: Sequence[Any]) -> bool:
        """Whether numbers or booleans, looked at together, can be kept as they are."""
        if self.shape.type_name in SIZES and types == {int}:
            numbers = [value for value in values if value is not None]
            ends = (min(numbers), max(numbers))
            return all(is_in_range(self.shape, end, self._name) for end in ends)
        return self.shape.type_name == "boolean" and types == {bool}

    def _read_one(self, value: Any, row: int | None = None) -> Any:
        """A value as the wire writes it; an empty structure says nothing."""
        if value is None:
            return None
        where = "" if row is None else self._source.where(row, self._name)
        member = self._reader.value(self.shape, value, where, self._name)
        if isinstance(self.shape, StructureShape):
            self._inner_names.update(value)
        return None if member == {} else member
