"""Patterns in which `*` stands for any characters, matched in linear time."""

import re
from collections.abc import Sequence

_SPACE = re.compile(r"\s")


def matches(pattern: str | None, text: str) -> bool:
    """Whether a text fits a pattern of AWS Backup, whose `*` is any characters but white space.

    Any text fits None.
    """
    return pattern is None or fits(pattern.split("*"), text, excluded=_SPACE)


def fits(parts: Sequence[str], text: str, excluded: re.Pattern[str] | None = None) -> bool:
    """Whether a text consists of these parts, in their order, with any characters between them.

    excluded: which characters may not stand between them.
    """
    if len(parts) == 1:
        return parts[0] == text
    first, *middle, last = parts
    end = len(text) - len(last)
    if end < len(first) or not (text.startswith(first) and text.endswith(last)):
        return False
    position = len(first)
    for part in middle:
        index = text.find(part, position, end)
        if index < 0 or (excluded and excluded.search(text, position, index)):
            return False
        position = index + len(part)
    return not (excluded and excluded.search(text, position, end))


def fits_iam(pattern: str, text: str) -> bool:
    """Whether a text fits a pattern of IAM: `*` is any characters, none too, and `?` any one."""
    parts = pattern.split("*")
    if "?" not in pattern:
        return fits(parts, text)
    expressions = [re.compile(re.escape(part).replace(r"\?", "."), re.DOTALL) for part in parts]
    if len(parts) == 1:
        return expressions[0].fullmatch(text) is not None
    # Each part is matched as early as it can be: then the most is left for those behind it.
    match = expressions[0].match(text)
    for expression in expressions[1:-1]:
        match = match and expression.search(text, match.end())
    begin_of_last = len(text) - len(parts[-1])
    if match is None or match.end() > begin_of_last:
        return False
    return expressions[-1].match(text, begin_of_last) is not None
