"""Patterns in which `*` stands for any characters, matched in linear time."""

import re
from collections.abc import Sequence

_SPACE = re.compile(r"\s")


def matches(pattern: str, text: str) -> bool:
    """Whether a text fits a pattern of AWS Backup's, whose `*` is any characters but white space."""
    return fits(pattern.split("*"), text, without=_SPACE)


def fits(parts: Sequence[str], text: str, without: re.Pattern[str] | None = None) -> bool:
    """Whether a text is made of these parts, in their order, with any characters between them.

    without: what is not among those characters.
    """
    first, *others = parts
    if not others:
        return first == text
    *middle, last = others
    end = len(text) - len(last)
    if end < len(first) or not (text.startswith(first) and text.endswith(last)):
        return False
    position = len(first)
    for part in middle:
        found = text.find(part, position, end)
        if found < 0 or (without and without.search(text, position, found)):
            return False
        position = found + len(part)
    return not (without and without.search(text, position, end))
