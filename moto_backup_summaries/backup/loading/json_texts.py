"""Files of JSON: one value, or several, one after the other or each in a line of a log."""

import json
import re
from collections.abc import Iterator
from typing import Any

FROM_AWS = "`aws backup list-backup-jobs --output json` prints one"
_BLANK = re.compile(r"[ \t\r\n]*")
# How CloudWatch Logs exports a message: behind the moment at which it came.
_LOGGED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T\S+[ \t]+(?=[{\[])")
# What files that are no JSON begin with, and what they may be instead.
_LOOKS = {
    "<": "XML or HTML",
    "%PDF": "a PDF",
    "-----": "what `--output table` prints",
    "BACKUPJOBS\t": "what `--output text` prints",
    "BackupJobs:": "what `--output yaml` prints",
}


def text_of(content: bytes, name: str) -> str:
    """Of any encoding that JSON may have: PowerShell writes UTF-16. Raises ValueError for other bytes."""
    encoding = json.detect_encoding(content)
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ValueError(f"{name} is not JSON: {error}; {FROM_AWS}") from None


def values_of(text: str, name: str) -> Iterator[tuple[int, Any]]:
    """Each value, with the number of the line in which it begins; raises ValueError for what is no JSON."""
    decode = json.JSONDecoder().raw_decode
    position, line, counted = _end_of(_BLANK, text, 0), 1, 0
    while True:
        # A log has a moment before each.
        start = _end_of(_LOGGED, text, position)
        try:
            value, end = decode(text, start)
        except json.JSONDecodeError as error:
            look = next((what for begin, what in _LOOKS.items() if text.startswith(begin)), None)
            hint = f"; it looks like {look}" if look else ""
            raise ValueError(f"{name} is not JSON: {error}{hint}; {FROM_AWS}") from None
        line, counted = line + text.count("\n", counted, start), start
        yield line, value
        position = _end_of(_BLANK, text, end)
        if position == len(text):
            return


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position
