"""Branches of each kind that Python has, which test_measuring.py runs and measures.

No line fails after a branch within it: by events the next line is then taken for run, as coverage has it on
Python 3.14. Python 3.13 tells of no end of `async for`, so that it would be missing.
"""

from collections.abc import Iterator
from contextlib import nullcontext, suppress
from typing import Any


def conditions(value: Any) -> Any:
    if value == 1 or not value:
        with suppress(TypeError):
            return value + 1
    if value is not None and value != 2:
        assert value, "it is nothing"
    elif value is None:
        return None
    return "long" if value and value > 2 else "short"


def loops(value: Any) -> Any:
    for number in range(value):
        if number == 2:
            continue
        if number > 3:
            break
    else:
        return "whole"
    while value:
        value -= 1
        if value == 2:
            return None
    return value


def endless(value: Any) -> Any:
    while True:
        try:
            if value > 3:
                break
            value += 1
        except TypeError:
            return "no number"


def exceptions(value: Any) -> Any:
    try:
        is_long = len(value) > 2
    except TypeError:
        is_long = False
    except ValueError:
        raise
    else:
        is_long = is_long and value != "long"
    finally:
        seen = value
    if not is_long:
        raise KeyError(seen)


def contexts(value: Any) -> Any:
    with suppress(KeyError), nullcontext():
        if value:
            raise KeyError(value)
        value = 1
    return (lambda: value and 3)() if value else None


def matches(value: Any) -> Any:
    match value:
        case {"key": found} if found:
            return found
        case [_, *rest]:
            value = rest
        case None | 1:
            return None
        case _:
            pass
    return value


def comprehensions(value: Any) -> Any:
    yields = (item for item in value if item)
    return [
        item
        for item in yields
        if item > 1  # first
        and item < 5
    ]


def generators(value: Any) -> Any:
    def items() -> Iterator[Any]:
        yield from value
        if value:
            yield 0

    return [*items()]


class Branching:
    if conditions(1):
        value = 1
    for value in ():
        value = 3
