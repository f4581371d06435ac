"""Patterns in which `*` stands for any characters but white space, matched in linear time."""

import re

_SPACE = re.compile(r"\s")


def matches(pattern: str, text: str) -> bool:
    first, *others = pattern.split("*")
    if not others:
        return first == text
    *middle, last = others
    end = len(text) - len(last)
    if end < len(first) or not (text.startswith(first) and text.endswith(last)):
        return False
    position = len(first)
    for part in middle:
        found = text.find(part, position, end)
        if found < 0 or _SPACE.search(text, position, found):
            return False
        position = found + len(part)
    return not _SPACE.search(text, position, end)
