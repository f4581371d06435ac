"""A report's rows as the files that AWS Backup writes, each small enough."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

# https://docs.aws.amazon.com/aws-backup/latest/devguide/create-report-plan-api.html
MOST_BYTES_OF_A_FILE = 50 << 20
ReportRow = Mapping[str, Any]

_CAPITALS: Mapping[str, str] = {"id": "ID", "arn": "ARN", "iam": "IAM", "in": "in", "to": "to"}


def header(name: str) -> str:
    """The heading of a column: `backupSizeInBytes` is Backup Size in Bytes."""
    words = re.findall("[A-Z]?[a-z]+", name)
    return " ".join(_CAPITALS.get(word.lower()) or word.capitalize() for word in words)


def csv_files(
    columns: Sequence[str], rows: Iterable[ReportRow], most: int = MOST_BYTES_OF_A_FILE
) -> list[str]:
    """Each with the header; one of no rows has it alone."""
    head = _line(map(header, columns))
    lines = (_line(_cell(row[name]) for name in columns) for row in rows)
    return [head + "".join(part) for part in _parts(lines, most - len(head))]


def json_files(
    columns: Sequence[str], rows: Iterable[ReportRow], most: int = MOST_BYTES_OF_A_FILE
) -> list[str]:
    """Each with some of the reportItems, which leave out what nobody knows."""
    items = (
        json.dumps({name: row[name] for name in columns if row[name] is not None}) for row in rows
    )
    return ['{"reportItems": [' + ", ".join(part) + "]}" for part in _parts(items, most)]


FILES: Mapping[str, Callable[[Sequence[str], Iterable[ReportRow]], list[str]]] = {
    "CSV": csv_files,
    "JSON": json_files,
}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _parts(texts: Iterable[str], most: int) -> Iterator[list[str]]:
    """The texts in one part or, if they are too long together, several."""
    part: list[str] = []
    size = 0
    for text in texts:
        if part and size + len(text) > most:
            yield part
            part, size = [], 0
        part.append(text)
        size += len(text)
    yield part
