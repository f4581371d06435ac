"""Where documents are: in a file, a folder, files of a pattern, S3, standard input, or in an object."""

import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from glob import glob, has_magic
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from ..aws.errors import refusal, shown
from ..neighbours.buckets import objects_of
from .compression import blocks_of
from .source_rows import SourceFile


class Piece(NamedTuple):
    """One document or file of a source.

    name: of the file, as errors tell it; None for an object. value: the object; or the bytes of the file, or
        its path, by which it is read as often as it is asked for.
    """

    name: str | None
    value: Any

    def blocks(self) -> Iterator[bytes]:
        """What is in the file, unpacked, a block at a time."""
        is_path = isinstance(self.value, Path)
        with _opened(self.value) if is_path else io.BytesIO(self.value) as file:
            yield from blocks_of(file, str(self.name))

    def content(self) -> bytes:
        """The same as a whole."""
        return b"".join(self.blocks())


class PlacedPage(NamedTuple):
    """A page of jobs that was read already, and where it stands: its file, line, and place in that."""

    value: Mapping[str, Any]
    file: SourceFile
    line: int
    where: str


class Pieces(NamedTuple):
    """Files that were read already, as a source."""

    pieces: Sequence[Piece]


class Pages(NamedTuple):
    """Pages of jobs, as a source."""

    pages: Sequence[PlacedPage]


Source = Mapping[str, Any] | Sequence[Mapping[str, Any]] | str | os.PathLike[str]
ACCEPTED = 'a document such as {"BackupJobs": [{"State": "FAILED"}]}, or the path of its file'
STANDARD_INPUT = "-"
S3 = "s3://"


@contextmanager
def not_nested_too_deeply(what: str) -> Iterator[None]:
    """Raise ValueError for lists and objects within each other that Python does not follow to their end."""
    try:
        yield
    except RecursionError:
        text = f"{what} is nested too deeply; load_jobs accepts {ACCEPTED}"
        raise ValueError(text) from None


def file_of(name: str, content: bytes) -> Piece:
    """A file that is not on this disk, such as one that a browser sends, as a source. name: of it."""
    return Piece(shown(name), content)


def pieces_of(source: Source | Pieces) -> Iterator[Piece]:
    """The documents of a source, files in the order of their names.

    Raises ValueError for what is no source, and OSError for a file that cannot be read.
    """
    if isinstance(source, Piece):
        yield source
    elif isinstance(source, Pieces):
        yield from source.pieces
    elif isinstance(source, Mapping):
        yield Piece(None, source)
    elif isinstance(source, (str, os.PathLike)):
        yield from _files(os.fspath(source))
    elif isinstance(source, Sequence) and not isinstance(source, (bytes, bytearray)):
        yield Piece(None, source)
    else:
        raise ValueError(refusal("source", source, ACCEPTED))


def _files(path: str) -> Iterator[Piece]:
    if path.lstrip()[:1] in ("{", "["):
        text = f"source is JSON text, {shown(path)}, and not the path of a file"
        raise ValueError(f"{text}; load_jobs(json.loads(text)) loads it")
    if path == STANDARD_INPUT:
        yield Piece("standard input", sys.stdin.buffer.read())
    elif path.startswith(S3):
        yield from _objects(path)
    elif os.path.isdir(path):
        files = [file for file in sorted(Path(path).rglob("*")) if _is_visible(file, Path(path))]
        if not files:
            raise ValueError(
                f"{shown(path)} is a folder without files; load_jobs accepts {ACCEPTED}"
            )
        yield from (_file_at(str(file)) for file in files)
    elif has_magic(path) and not os.path.exists(path):
        names = sorted(name for name in glob(path, recursive=True) if os.path.isfile(name))
        if not names:
            raise ValueError(f"No file matches {shown(path)}; load_jobs accepts {ACCEPTED}")
        yield from map(_file_at, names)
    else:
        yield _file_at(path)


def _is_visible(file: Path, folder: Path) -> bool:
    """Whether this is a file that is not hidden, nor in a hidden folder below this one."""
    parts = file.relative_to(folder).parts
    return file.is_file() and not any(part.startswith(".") for part in parts)


def _file_at(path: str) -> Piece:
    if os.path.isfile(path):
        return Piece(shown(path), Path(path))
    # What a pipe has can be read once only.
    with _opened(Path(path)) as file:
        return Piece(shown(path), file.read())


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        text = f"Cannot read {shown(str(path))}: {error.strerror}"
        raise OSError(error.errno, f"{text}; load_jobs accepts {ACCEPTED}") from None


def _objects(address: str) -> Iterator[Piece]:
    """Objects of moto's S3: the one of a key, or all whose keys begin with a prefix that ends in a slash."""
    bucket, _, key = address.removeprefix(S3).partition("/")
    objects = objects_of(bucket)
    if objects is None:
        raise ValueError(f"{shown(address)}: moto's S3 has no bucket {shown(bucket)}")
    is_prefix = not key or key.endswith("/")
    keys = [
        name for name in sorted(objects) if (name.startswith(key) if is_prefix else name == key)
    ]
    if not keys:
        what = "key that begins with" if is_prefix else "key"
        raise ValueError(f"{shown(address)}: the bucket has no {what} {shown(key)}")
    for name in keys:
        yield Piece(shown(f"{S3}{bucket}/{name}"), objects[name]())
