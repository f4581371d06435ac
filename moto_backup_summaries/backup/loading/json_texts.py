"""Files of JSON: one value, or several, one after the other or each in a line of a log."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from .json_decoding import value_at

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


class Skipped(NamedTuple):
    """How much was read and taken out of a file before the rest of it is."""

    size: int = 0
    characters: int = 0
    lines: int = 0

    def more(self, text: str, size: int) -> "Skipped":
        """With a text of so many bytes, and the comma behind it."""
        lines = self.lines + text.count("\n")
        return Skipped(self.size + size + 1, self.characters + len(text) + 1, lines)


_NOTHING = Skipped()


def text_of(content: bytes, name: str, skipped: Skipped = _NOTHING) -> str:
    """Of any encoding that JSON may have: PowerShell writes UTF-16. Raises ValueError for other bytes."""
    encoding = json.detect_encoding(content)
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        error.object = bytes(skipped.size) + content
        error.start, error.end = error.start + skipped.size, error.end + skipped.size
        raise ValueError(f"{name} is not JSON: {error}; {FROM_AWS}") from None


def values_of(text: str, name: str, skipped: Skipped = _NOTHING) -> Iterator[tuple[int, Any]]:
    """Each value, with the number of the line in which it begins; raises ValueError for what is no JSON.

    skipped: what was taken out of the first value.
    """
    position, line, counted = _end_of(_BLANK, text, 0), 1, 0
    lines_above = 0
    while True:
        # A log has a moment before each.
        start = _end_of(_LOGGED, text, position)
        try:
            value, end = value_at(text, start)
        except json.JSONDecodeError as error:
            look = next((what for begin, what in _LOOKS.items() if text.startswith(begin)), None)
            hint = f"; it looks like {look}" if look else ""
            line, character = error.lineno + skipped.lines, error.pos + skipped.characters
            where = f"line {line} column {error.colno} (char {character})"
            raise ValueError(
                f"{name} is not JSON: {error.msg}: {where}{hint}; {FROM_AWS}"
            ) from None
        line, counted = line + text.count("\n", counted, start), start
        yield line + lines_above, value
        lines_above = skipped.lines
        position = _end_of(_BLANK, text, end)
        if position == len(text):
            return


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position
