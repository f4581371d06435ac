"""What a capture has read so far, in a file beside its output, from which the same command goes on.

The first line says what is captured, and the key of the anonymizer where there is one. Then come parts, a
line each, and behind those of a section a line that says so. What is behind the last of these is read again.
"""

import gzip
import json
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

_ARGUMENTS, _KEY, _READ, _NOT_READ = "Arguments", "Key", "Read", "NotRead"


class UnfinishedCapture:
    """output: what is written in the end. arguments: what is captured, as JSON has it.

    key: of an anonymizer, if there is one; that of the file is used where there is a file.
    Raises ValueError for a file of a capture of something else.
    """

    def __init__(self, output: str, arguments: Mapping[str, Any], key: bytes | None) -> None:
        self.path = Path(f"{output}.part")
        self._output = output
        self._is_read: set[tuple[str, str]] = set()
        self.not_read: dict[str, list[str]] = {}  # By regions.
        self.key = key
        size = self._read(arguments) if self.path.exists() else 0
        self._file = self.path.open("r+" if size else "w", encoding="utf-8", newline="\n")
        self._file.truncate(size)
        self._file.seek(size)
        if not size:
            self._write({_ARGUMENTS: arguments, _KEY: key and key.hex()})

    def _read(self, arguments: Mapping[str, Any]) -> int:
        """Find out what was read; how many bytes of the file go to the end of the last section."""
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
                    size = position
                elif _READ in written:
                    region, word = written[_READ]
                    self._is_read.add((region, word))
                    self.not_read[region] = written[_NOT_READ]
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
    def has_sections(self) -> bool:
        return bool(self._is_read)

    def has(self, region: str, word: str) -> bool:
        """Whether all of this is read already."""
        return (region, word) in self._is_read

    def write(self, part: Mapping[str, Any]) -> None:
        self._write(part)

    def end_section(self, region: str, word: str, not_read: list[str]) -> None:
        """not_read: what could not be read of the region until now."""
        self._write({_READ: (region, word), _NOT_READ: not_read})
        self._file.flush()
        self._is_read.add((region, word))
        self.not_read[region] = not_read

    def _write(self, value: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(value, default=datetime.isoformat) + "\n")

    def close(self) -> None:
        """Leave the file, unless it has nothing from which a capture could go on."""
        self._file.close()
        if not self.has_sections:
            self.path.unlink(missing_ok=True)

    def parts(self) -> Iterator[dict[str, Any]]:
        """All parts, of which none is behind the last section."""
        self._file.flush()
        with self.path.open(encoding="utf-8") as file:
            for line in file:
                part: dict[str, Any] = json.loads(line)
                if _ARGUMENTS not in part and _READ not in part:
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
