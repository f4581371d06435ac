"""Lists of rows as the AWS CLI prints them, indented, which are read some rows at a time.

Such a file takes more memory than its jobs do later. Between two of its rows is a line break, which no text
of JSON may have, so that the rows on each side of it can be read by themselves.
"""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from .compression import BLOCK
from .json_decoding import decoded
from .json_texts import Skipped, text_of, values_of

# So many rows are given at a time.
_ROWS = 900


class PrintedList:
    """A file whose first member is such a list. member: its name.

    begin: what the file begins with, up to the list. line_break: with the indentation of each row.
    first_block, blocks: all that is in the file.
    """

    def __init__(
        self, begin: bytes, line_break: bytes, first_block: bytes, blocks: Iterator[bytes]
    ) -> None:
        self.member: str = json.loads(begin[begin.index(b'"') : begin.rindex(b'"') + 1])
        self._begin = begin
        self._line_break = line_break
        self._unread = bytearray(first_block.removeprefix(begin))
        self._blocks = blocks
        self._skipped = Skipped()

    def parts(self) -> Iterator[list[Any]]:
        """The rows but for the last ones, some at a time."""
        between = self._line_break + b"}," + self._line_break + b"{"
        rows: list[Any] = []
        wanted = BLOCK
        for block in self._blocks:
            self._unread += block
            if len(self._unread) < wanted:
                continue
            wanted = 2 * len(self._unread)
            end = self._unread.rfind(between) + len(self._line_break) + 1
            if end <= len(self._line_break):
                continue
            try:
                text = self._unread[:end].decode()
                rows += decoded(f"[{text}]")
            except ValueError:
                # A mistake, which rest() tells; or something in a long row that is indented as rows are.
                continue
            del self._unread[: end + 1]
            self._skipped = self._skipped.more(text, end)
            wanted = BLOCK
            if len(rows) >= _ROWS:
                yield rows
                rows.clear()
        if rows:
            yield rows

    def rest(self, name: str) -> Iterator[tuple[int, Any]]:
        """What the file has besides: the document with its last rows, and others, each with its line.

        Raises ValueError for what is no JSON. name: of the file.
        """
        text = text_of(self._begin + self._unread, name, self._skipped)
        values = values_of(text, name, self._skipped)
        yield next(values)
        decode = json.JSONDecoder().raw_decode
        _, end = decode(text, len(self._begin) - 1)
        others, _ = decode('{"": null' + text[end:])
        if self.member in others:
            raise ValueError(f"{name} has {self.member} twice; load_jobs accepts it once")
        yield from values


def printed_list(
    members: Collection[str], first_block: bytes, blocks: Iterator[bytes]
) -> PrintedList | None:
    """The list that a file has first, if that is of one of these members and printed so."""
    names = "|".join(members).encode()
    head = re.match(rb'(\s*\{\s*"(?:%s)": ?\[)(\r?\n[ \t]*)\{' % names, first_block)
    return head and PrintedList(head[1], head[2], first_block, blocks)
