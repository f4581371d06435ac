"""Jobs in columns, as a capture writes them: each member once, with its values of all of the jobs.

    {"BackupJobs": {"Columns": {
        "BackupJobId": ["1", "2", "3"],
        "CreationDate": [1772323200.0, 1772323201.5, 1772323201.5],
        "ResourceType": {"Values": ["EBS"], "Rows": 3},
        "State": {"Values": ["COMPLETED", "FAILED"], "Rows": [0, 0, 1]}}}}

It is shorter than rows, and loads faster. null stands for a member that a job does not have.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any, overload

from .. import timestamps
from ..aws.errors import refusal

Row = Mapping[str, Any]
_COLUMNS, _VALUES, _ROWS = "Columns", "Values", "Rows"
_ACCEPTED = (
    f'a list, or {{"{_VALUES}": [value, …], "{_ROWS}": [number of a value, …]}}, '
    f'or {{"{_VALUES}": [value], "{_ROWS}": how many}}'
)
# So many rows may have one value by its number alone; the pages of AWS's lists have a thousand at most.
_MOST_ROWS = 1_000_000


@dataclass(frozen=True)
class Column:
    """The values of one member. rows: which of them each row has, by its number; None if each has its own."""

    values: Sequence[Any]
    rows: Sequence[int] | None = None

    def __len__(self) -> int:
        return len(self.values if self.rows is None else self.rows)

    def of_rows(self, values: Iterable[Any]) -> Iterable[Any]:
        """What each row has, where these have been made of the values."""
        if self.rows is None:
            return values
        made = [*values]
        return made * len(self.rows) if len(made) == 1 else map(made.__getitem__, self.rows)

    def value(self, row: int) -> Any:
        return self.values[row if self.rows is None else self.rows[row]]


class ColumnRows(Sequence[Row]):
    """Jobs in columns, each made a mapping when somebody looks at it."""

    def __init__(self, columns: Mapping[str, Column], number: int) -> None:
        self.columns = columns
        self._number = number

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(self._number))]
        row = range(self._number)[index]
        values = {name: column.value(row) for name, column in self.columns.items()}
        return {name: value for name, value in values.items() if value is not None}


def are_in_columns(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {_COLUMNS}


def column_rows(value: Mapping[str, Any], where: str) -> ColumnRows:
    """The jobs that a capture has in columns; raises ValueError for columns that are none.

    where: the value is, in the words of its file.
    """
    written = value[_COLUMNS]
    if not isinstance(written, Mapping):
        raise ValueError(
            refusal(f"{_COLUMNS} of {where}", written, "an object with a column for each member")
        )
    columns = {
        name: _column(column, f"{_COLUMNS}.{name} of {where}") for name, column in written.items()
    }
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(
            refusal(f"the lengths of {_COLUMNS} of {where}", lengths, "the same for all")
        )
    return ColumnRows(columns, max(lengths.values(), default=0))


def _column(written: Any, where: str) -> Column:
    if isinstance(written, list):
        return Column(written)
    if isinstance(written, Mapping) and set(written) == {_VALUES, _ROWS}:
        values, rows = written[_VALUES], written[_ROWS]
        if isinstance(values, list):
            if isinstance(rows, list) and _are_indexes(rows, len(values)):
                return Column(values, rows)
            if len(values) == 1 and _is_number_of_rows(rows):
                return Column(values, bytes(rows))
    raise ValueError(refusal(where, written, _ACCEPTED))


def _are_indexes(rows: Sequence[Any], number: int) -> bool:
    return set(map(type, rows)) <= {int} and (not rows or 0 <= min(rows) <= max(rows) < number)


def _is_number_of_rows(rows: Any) -> bool:
    return type(rows) is int and 0 < rows <= _MOST_ROWS


def columns_of(rows: Sequence[Row]) -> ColumnRows:
    """Rows in columns. rows: at least one."""
    names = tuple(rows[0])
    if len(names) > 1 and set(map(len, rows)) == {len(names)}:
        with suppress(KeyError):
            values = zip(*map(itemgetter(*names), rows), strict=True)
            return ColumnRows(dict(zip(names, map(Column, values), strict=True)), len(rows))
    columns = {name: Column([row.get(name) for row in rows]) for name in set().union(*rows)}
    return ColumnRows(columns, len(rows))


def in_columns(rows: Sequence[Row]) -> dict[str, Any]:
    """The jobs of a page of a list operation, as load_jobs() takes them in the place of a list.

    rows: at least one, as boto3 gives them. The answer is as JSON has it: moments are seconds.
    """
    columns = columns_of(rows).columns
    return {_COLUMNS: {name: _written(column.values) for name, column in columns.items()}}


def _written(values: Iterable[Any]) -> Any:
    written = [
        timestamps.seconds(value) if isinstance(value, datetime) else value for value in values
    ]
    # By their text: structures are not hashable, and 1 is not True.
    texts = [repr(value) for value in written]
    different = dict(zip(texts, written, strict=True))
    if 1 == len(different) < len(written):
        return {_VALUES: written[:1], _ROWS: len(written)}
    if len(different) * 2 > len(written):
        return written
    numbers = {text: number for number, text in enumerate(different)}
    return {_VALUES: [*different.values()], _ROWS: [numbers[text] for text in texts]}
