"""Patterns in which `*` stands for any characters, matched in linear time."""


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
        position = text.find(part, position, end)
        if position < 0:
            return False
        position += len(part)
    return True
