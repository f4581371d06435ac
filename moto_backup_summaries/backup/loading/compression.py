"""Files that are compressed, told by their first bytes."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any, BinaryIO

# So many bytes are read at a time, so that what is made of them stays in the cache of the processor.
BLOCK = 2**16
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
# What is told of other files that are no text.
_OTHER_FORMS = {
    b"PK\x03\x04": "a ZIP archive: unpack it",
    b"BZh": "bzip2: unpack it with bunzip2",
    b"\xfd7zXZ\x00": "xz: unpack it with unxz",
    b"PAR1": "Parquet: let the report have CSV or JSON",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "a database of SQLite",
}
# The standard library has it from Python 3.14 on.
_ZSTD_MODULES = ("compression.zstd", "backports.zstd")


def blocks_of(file: BinaryIO, name: str) -> Iterator[bytes]:
    """What is in a file, a block at a time: the content itself, or what gzip or zstd have made of it.

    Raises ValueError, which begins with the name of the file, for what cannot be unpacked.
    """
    first_bytes = file.read(max(map(len, _OTHER_FORMS)))
    file.seek(0)
    for begin, form in _OTHER_FORMS.items():
        if first_bytes.startswith(begin):
            raise ValueError(f"{name} is no JSON or CSV; it looks like {form}")
    unpacked: Any = file
    packed, errors = "", tuple[type[Exception], ...]()
    if first_bytes.startswith(_GZIP):
        unpacked, packed = gzip.GzipFile(fileobj=file), "gzip"
        errors = (gzip.BadGzipFile, EOFError, zlib.error)
    elif first_bytes.startswith(_ZSTD):
        zstd = _zstd_module(name)
        unpacked, packed = zstd.ZstdFile(file), "zstd"
        errors = (EOFError, zstd.ZstdError)
    try:
        while block := unpacked.read(BLOCK):
            yield block
    except errors as error:
        raise ValueError(f"{name} is {packed} that is damaged: {error}") from None


def _zstd_module(name: str) -> Any:
    for module_name in _ZSTD_MODULES:
        with suppress(ImportError):
            return import_module(module_name)
    raise ValueError(
        f"{name} is zstd, which this Python does not read: `pip install backports.zstd`, or unpack it with "
        "`zstd -d`"
    )
