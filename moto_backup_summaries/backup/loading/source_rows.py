"""The rows of a source, and where each of them stands in the words of its file."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .problems import Problems, RefusedRow

# Tells where a row of a part stands, or a member of it.
Address = Callable[[int, str], str]
Row = Mapping[str, Any]


class SourceFile:
    """What the addresses of a file's rows end with. has_lines: whether a line says more than its name."""

    def __init__(self, name: str | None) -> None:
        self.name = name
        self.has_lines = False

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
    """The rows of one list, of all files of a source."""

    def __init__(self, member: str) -> None:
        self.member = member
        self.rows: Sequence[Row] = ()
        self._firsts: list[int] = []
        self._addresses: list[Address] = []

    def extend(self, rows: Sequence[Row], address: Address) -> None:
        self._firsts.append(len(self.rows))
        self._addresses.append(address)
        if not self.rows:
            # The rows of one document are not copied.
            self.rows = rows
        else:
            self._own().extend(rows)

    def append(self, row: Row, file: SourceFile, line: int) -> None:
        """Add a row that stands in a line of a file by itself."""
        last = self._addresses[-1] if self._addresses else None
        if not isinstance(last, LinesOfRows) or last.file is not file:
            last = LinesOfRows(file)
            self._firsts.append(len(self.rows))
            self._addresses.append(last)
        last.lines.append(line)
        self._own().append(row)

    def _own(self) -> list[Row]:
        if not isinstance(self.rows, _OwnRows):
            self.rows = _OwnRows(self.rows)
        return self.rows

    def where(self, row: int, name: str = "") -> str:
        part = bisect_right(self._firsts, row) - 1
        return self._addresses[part](row - self._firsts[part], name)

    def refuse(self, problems: Problems, row: int, reason: str) -> None:
        """Raise ValueError, or note that this row is not loaded."""
        problems.note(self.member, row, RefusedRow(self.where(row), self.rows[row], reason))


class _OwnRows(list[Row]):
    """A list that belongs to no document."""


def address_in_list(prefix: str, file: SourceFile, line: int) -> Address:
    """The address of rows that are in a list: `BackupJobs[2].State in line 3 of 'pages.jsonl'`."""

    def where(row: int, name: str) -> str:
        return f"{prefix}[{row}]" + (name and f".{name}") + file.suffix(line)

    return where
