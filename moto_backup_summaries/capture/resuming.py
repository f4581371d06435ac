"""What a capture has read so far, in a file beside its output, from which the same command goes on.

The first line says what is captured, and the key of the anonymizer where there is one. Then come parts, a
line each, each with a line that says where reading goes on; and behind those of a section a line that says
so. What is behind the last of these is read again.
"""

import gzip
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from .reading import Place

_ARGUMENTS, _KEY, _READ, _NOT_READ = "Arguments", "Key", "Read", "NotRead"
_BEHIND, _PLACE = "Behind", "Place"
_NO_PARTS = (_ARGUMENTS, _READ, _BEHIND)


class ReadUntil(NamedTuple):
    """How much was read of a section that is not read to its end.

    not_read: what could not be read of the region until then.
    """

    region: str
    word: str
    place: Place
    not_read: list[str]


class UnfinishedCapture:
    """output: what is written in the end. arguments: what is captured, as JSON has it.

    key: of an anonymizer, if there is one; that of the file is used where there is a file.
    Raises ValueError for a file of a capture of something else.
    """

    def __init__(self, output: str, arguments: Mapping[str, Any], key: bytes | None) -> None:
        self.path = Path(f"{output}.part")
        self._output = output
        self._is_read: set[tuple[str, str]] = set()
        # By regions, as far as sections are read to their ends.
        self.not_read: dict[str, list[str]] = {}
        # Why sections that were read in part are read again.
        self.begun_again: list[str] = []
        self._read_until: ReadUntil | None = None
        self._end_of_sections = 0
        self.key = key
        size = self._read(arguments) if self.path.exists() else 0
        self._earlier = {**self.not_read}
        if self._read_until is not None:
            self._earlier[self._read_until.region] = self._read_until.not_read
        self._file = self.path.open("r+" if size else "w", encoding="utf-8", newline="\n")
        self._file.truncate(size)
        self._file.seek(size)
        if not size:
            self._write({_ARGUMENTS: arguments, _KEY: key and key.hex()})
            self._end_section()

    def _read(self, arguments: Mapping[str, Any]) -> int:
        """Find out what was read; how many bytes of the file go to the last place to go on from."""
        position = size = 0
        with self.path.open("rb") as file:
            for line in file:
                position += len(line)
                if not line.endswith(b"\n"):
                    break
                written = self._line(line)
                if _ARGUMENTS in written:
                    self._check(written[_ARGUMENTS], arguments)
                    self.key = written[_KEY] and bytes.fromhex(written[_KEY])
                    size = self._end_of_sections = position
                elif _READ in written:
                    region, word = written[_READ]
                    self._is_read.add((region, word))
                    self.not_read[region] = written[_NOT_READ]
                    self._read_until = None
                    size = self._end_of_sections = position
                elif _BEHIND in written:
                    region, word = written[_BEHIND]
                    place = Place(*written[_PLACE])
                    self._read_until = ReadUntil(region, word, place, written[_NOT_READ])
                    size = position
        return size

    def _line(self, line: bytes) -> Any:
        try:
            return json.loads(line)
        except ValueError:
            raise ValueError(f"{self.path} has no capture that goes on; remove it") from None

    def _check(self, written: Mapping[str, Any], arguments: Mapping[str, Any]) -> None:
        if written != arguments:
            raise ValueError(
                f"{self.path} is of a capture that was interrupted, of something else: it has {written}, and "
                f"this one {arguments}. Repeat that command to go on, or remove the file"
            )

    @property
    def has_parts(self) -> bool:
        return bool(self._is_read) or self._read_until is not None

    def has(self, region: str, word: str) -> bool:
        """Whether all of this is read already."""
        return (region, word) in self._is_read

    def read_until(self, region: str, word: str) -> ReadUntil | None:
        """How much of this is read already, if it is not all."""
        until = self._read_until
        return until if until is not None and (region, word) == until[:2] else None

    def write(self, part: Mapping[str, Any], until: ReadUntil) -> None:
        """Write a part. until: what is read with it."""
        self._write(part)
        behind = (until.region, until.word)
        self._write({_BEHIND: behind, _PLACE: until.place, _NOT_READ: until.not_read})
        self._file.flush()
        self._read_until = until

    def with_earlier(self, region: str, not_read: Sequence[str]) -> list[str]:
        """What could not be read of a region, before an interruption too."""
        return [*self._earlier.get(region, ()), *not_read]

    def begin_section_again(self, reason: str) -> None:
        """Forget what was read of the section that is not read to its end."""
        self._file.flush()
        self._file.truncate(self._end_of_sections)
        self._file.seek(self._end_of_sections)
        self.begun_again.append(reason)
        self._earlier = {**self.not_read}
        self._read_until = None

    def end_section(self, region: str, word: str, not_read: list[str]) -> None:
        """not_read: what could not be read of the region until now."""
        self._write({_READ: (region, word), _NOT_READ: not_read})
        self._end_section()
        self._is_read.add((region, word))
        self.not_read[region] = not_read

    def _end_section(self) -> None:
        self._file.flush()
        self._end_of_sections = self._file.tell()
        self._read_until = None

    def _write(self, value: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(value, default=datetime.isoformat) + "\n")

    def close(self) -> None:
        """Leave the file, unless it has nothing from which a capture could go on."""
        self._file.close()
        if not self.has_parts:
            self.path.unlink(missing_ok=True)

    def parts(self) -> Iterator[dict[str, Any]]:
        """All parts, of which none is behind the last place to go on from."""
        self._file.flush()
        with self.path.open(encoding="utf-8") as file:
            for line in file:
                part: dict[str, Any] = json.loads(line)
                if part.keys().isdisjoint(_NO_PARTS):
                    yield part

    def finish(self) -> None:
        """Give the output its name, with all parts in it, and remove the file."""
        whole = f"{self._output}.whole"
        open_file: Callable[..., IO[str]] = gzip.open if self._output.endswith(".gz") else open
        with open_file(whole, "wt", encoding="utf-8") as file:
            for part in self.parts():
                file.write(json.dumps(part) + "\n")
        os.replace(whole, self._output)
        self._file.close()
        self.path.unlink()
