"""Files that are compressed, told by their first bytes."""

import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

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


def decompressed(content: bytes, name: str) -> bytes:
    """What is in a file: the content itself, or what gzip or zstd have made of it.

    Raises ValueError, which begins with the name of the file, for what cannot be unpacked.
    """
    if content.startswith(_GZIP):
        errors = (OSError, EOFError, zlib.error)
        return _unpacked(gzip.decompress, errors, content, f"{name} is gzip")
    if content.startswith(_ZSTD):
        zstd = _zstd_module(name)
        return _unpacked(zstd.decompress, (zstd.ZstdError,), content, f"{name} is zstd")
    for first_bytes, form in _OTHER_FORMS.items():
        if content.startswith(first_bytes):
            raise ValueError(f"{name} is no JSON or CSV; it looks like {form}")
    return content


def _unpacked(
    unpack: Callable[[bytes], bytes],
    errors: tuple[type[Exception], ...],
    content: bytes,
    form: str,
) -> bytes:
    try:
        return unpack(content)
    except errors as error:
        raise ValueError(f"{form} that is damaged: {error}") from None


def _zstd_module(name: str) -> Any:
    for module_name in _ZSTD_MODULES:
        with suppress(ImportError):
            return import_module(module_name)
    raise ValueError(
        f"{name} is zstd, which this Python does not read: `pip install backports.zstd`, or unpack it with "
        "`zstd -d`"
    )
