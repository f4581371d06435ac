"""The files of a report, in CSV or JSON, each at most as long as AWS Backup writes them."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

# https://docs.aws.amazon.com/aws-backup/latest/devguide/create-report-plan-api.html
MOST_BYTES_OF_A_FILE = 50 << 20
ReportRow = Mapping[str, Any]

# Of a job without a parent. AWS's samples have it as null, and nothing else.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/choosing-report-template.html
_NULL = "parentJobId"
_CAPITALS: Mapping[str, str] = {"id": "ID", "arn": "ARN", "iam": "IAM", "in": "in", "to": "to"}


def header(name: str) -> str:
    """The heading of a column: `backupSizeInBytes` is Backup Size in Bytes."""
    words = re.findall("[A-Z]?[a-z]+", name)
    return " ".join(_CAPITALS.get(word.lower()) or word.capitalize() for word in words)


def csv_files(
    columns: Sequence[str], rows: Iterable[ReportRow], most: int = MOST_BYTES_OF_A_FILE
) -> list[str]:
    """Files in CSV, each with the header, also where there are no rows."""
    head = _line(map(header, columns))
    lines = (_line(_cell(row[name]) for name in columns) for row in rows)
    return [head + "".join(part) for part in _parts(lines, most - len(head))]


def json_files(
    columns: Sequence[str], rows: Iterable[ReportRow], most: int = MOST_BYTES_OF_A_FILE
) -> list[str]:
    """Files in JSON, each with some of the reportItems; unknown members are left out, or are null."""
    items = (
        json.dumps({name: row[name] for name in columns if row[name] is not None or name == _NULL})
        for row in rows
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
    """Divide texts into parts of at most so many characters."""
    part: list[str] = []
    size = 0
    for text in texts:
        if part and size + len(text) > most:
            yield part
            part, size = [], 0
        part.append(text)
        size += len(text)
    yield part
