"""JSON by msgspec where that is installed: in half the time of Python's json, with the same result."""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any


@cache
def quick_decoder() -> Callable[[str], Any] | None:
    """msgspec's decoder. It refuses some texts that Python reads, such as NaN, always by a ValueError."""
    try:
        module: Any = import_module("msgspec.json")
    except ImportError:
        return None
    decode: Callable[[str], Any] = module.decode
    return decode


def decoded(text: str) -> Any:
    """The value of a text; raises json.JSONDecodeError where it is none."""
    decode = quick_decoder()
    if decode is not None:
        with suppress(ValueError):
            return decode(text)
    return json.loads(text)


def value_at(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at a place, and where it ends; raises json.JSONDecodeError where none begins.

    The quick decoder reads whole texts only. So it is asked for a whole line, once: not for the rest of one
    that has several values, which would be copied and decoded again for each of them.
    """
    decode = quick_decoder()
    begins_line = start == 0 or text[start - 1] == "\n"
    if decode is not None and begins_line:
        line_end = text.find("\n", start)
        end = len(text) if line_end < 0 else line_end
        with suppress(ValueError):
            return decode(text[start:end]), end
    return json.JSONDecoder().raw_decode(text, start)
