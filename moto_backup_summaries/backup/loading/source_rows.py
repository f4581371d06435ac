"""The rows of a source, and where each of them stands in the words of its file."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from typing import cast

from .job_columns import ColumnRows, Row, columns_of
from .problems import Problems, RefusedRow

# Tells where a row of a part stands, or a member of it.
Address = Callable[[int, str], str]
# So many rows are read at a time that they stay in the cache of the processor.
_AT_A_TIME = 1_000


class SourceFile:
    """What the addresses of a file's rows end with. has_lines: whether a line says more than its name.

    read: how many rows of each list of a document have been read, where it is read in parts.
    """

    def __init__(self, name: str | None) -> None:
        self.name = name
        self.has_lines = False
        self.read = Counter[str]()

    def suffix(self, line: int) -> str:
        if self.name is None:
            return ""
        return f" in line {line} of {self.name}" if self.has_lines else f" of {self.name}"


class LinesOfRows:
    """The address of rows that stand by themselves, each in a line of a file.

    heads: what the file calls the members.
    """

    def __init__(self, file: SourceFile, heads: Mapping[str, str] | None = None) -> None:
        self.file = file
        self.lines: list[int] = []
        self._heads = heads or {}

    def __call__(self, row: int, name: str) -> str:
        line = f"line {self.lines[row]}" + (f" of {self.file.name}" if self.file.name else "")
        return f"{self._heads.get(name, name)} in {line}" if name else line


class SourceRows:
    """The rows of one list, of all files of a source: parts, each with an address of its rows."""

    def __init__(self, member: str) -> None:
        self.member = member
        self._parts: list[Sequence[Row]] = []
        self._firsts: list[int] = []
        self._addresses: list[Address] = []
        self._number = 0
        self.forgotten = 0  # How many of the first rows are not kept.
        self._own_rows: list[Row] = []

    def __len__(self) -> int:
        return self._number

    @property
    def rows(self) -> Sequence[Row]:
        """All that are kept; those of one document are not copied."""
        return self._parts[0] if len(self._parts) == 1 else [*chain.from_iterable(self._parts)]

    def pieces(self) -> Iterator[ColumnRows]:
        """All rows that are kept, in columns, some at a time."""
        for are_in_columns, parts in groupby(
            self._parts, lambda part: isinstance(part, ColumnRows)
        ):
            if are_in_columns:
                yield from (cast(ColumnRows, part) for part in parts)
                continue
            remaining = chain.from_iterable(parts)
            while rows := list(islice(remaining, _AT_A_TIME)):
                yield columns_of(rows)

    def extend(self, rows: Sequence[Row], address: Address) -> None:
        self._add_part(rows, address)
        self._number += len(rows)

    def append(self, row: Row, file: SourceFile, line: int) -> None:
        """Add a row that stands in a line of a file by itself."""
        last = self._addresses[-1] if self._addresses else None
        if not isinstance(last, LinesOfRows) or last.file is not file:
            last = LinesOfRows(file)
            self._own_rows = []
            self._add_part(self._own_rows, last)
        last.lines.append(line)
        self._own_rows.append(row)
        self._number += 1

    def _add_part(self, rows: Sequence[Row], address: Address) -> None:
        self._firsts.append(self._number)
        self._addresses.append(address)
        self._parts.append(rows)

    def forget(self) -> None:
        """Keep no row that there is now."""
        self._parts = [()] * len(self._parts)
        self.forgotten = self._number

    def where(self, row: int, name: str = "") -> str:
        part = bisect_right(self._firsts, row) - 1
        return self._addresses[part](row - self._firsts[part], name)

    def refuse(self, problems: Problems, row: int, reason: str) -> None:
        """Raise ValueError, or note that this row is not loaded."""
        if problems.strict:
            raise ValueError(reason)
        part = bisect_right(self._firsts, row) - 1
        refused = self._parts[part][row - self._firsts[part]]
        problems.note(self.member, row, RefusedRow(self.where(row), refused, reason))


def address_in_list(prefix: str, file: SourceFile, line: int, first: int = 0) -> Address:
    """The address of rows that are in a list: `BackupJobs[2].State in line 3 of 'pages.jsonl'`.

    first: the number of the first of the rows in the list.
    """

    def where(row: int, name: str) -> str:
        return f"{prefix}[{first + row}]" + (name and f".{name}") + file.suffix(line)

    return where


def chosen_address(addresses: Sequence[tuple[Address, int]], row: int, name: str) -> str:
    """The address of a row that stands at one of others."""
    address, number = addresses[row]
    return address(number, name)


def event_address(addresses: Sequence[str], row: int, name: str) -> str:
    """The address of a row that an event tells."""
    return f"{name} of {addresses[row]}" if name else addresses[row]
