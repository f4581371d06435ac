"""Wrong requests: right ones in which one value is left out, or is another than it may be."""

import copy
from random import Random
from typing import Any

from .wire import literal


def nested(depth: int) -> str:
    return literal("[" * depth + "]" * depth)


LINE_BREAK = "a\r\nX-Injected: yes"
# Tried out place by place, this takes years with what has many an a.
STARS = "*a" * 12 + "*b"
JUNK: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    5,
    1.5,
    10**9,
    2**63,
    literal("9" * 5000),
    literal("1e400"),
    literal("-1e400"),
    literal("NaN"),
    literal("Infinity"),
    "",
    " ",
    "x",
    "NO_SUCH_VALUE",
    "5",
    "+5",
    " 5",
    "1e3",
    "٣",
    "١٢٣٤٥٦٧٨٩٠١٢",
    "\ud800",
    "a\x00b",
    LINE_BREAK,
    "<html>",
    "a" * 5000,
    "inside " * 12000,
    STARS,
    "*",
    "arn:aws:ec2",
    "arn:aws:cloudformation:::stack/x",
    "9999-12-31T24:00",
    "9999-12-31T23:59:59Z",
    "0001-01-01",
    "P99999999999D",
    "rate(1 minute)",
    "cron(* * * * ? *)",
    "1e400",
    "ANY",
    "AGGREGATE_ALL",
    [],
    [None],
    [[]],
    ["x"],
    [5],
    {},
    {"": None},
    {"x": "y"},
    {"\ud800": literal("NaN")},
    nested(600),
]


def mutated(document: Any, random: Random) -> tuple[Any, str]:
    """The document with one value taken out, changed or put in, and what that was."""
    document = copy.deepcopy(document)
    places = list(_places(document, ""))
    if not places:
        return document, "right"
    container, key, where = random.choice(places)
    kind = random.choice(("left out", "changed", "changed", "changed", "changed", "put in"))
    if kind == "left out":
        del container[key]
        return document, f"{where} left out"
    junk = random.choice(JUNK)
    if kind == "put in" and isinstance(container, dict):
        container["Unknown"] = junk
        return document, f"an unknown member beside {where}: {shown(junk)}"
    container[key] = junk
    return document, f"{where} is {shown(junk)}"


def shown(value: Any) -> str:
    text = ascii(value)
    return text if len(text) < 60 else f"{text[:40]}… of {len(text)} characters"


def _places(value: Any, where: str) -> list[tuple[Any, Any, str]]:
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    places = []
    for key, item in items:
        inside = f"{where}.{key}" if where else str(key)
        places.append((value, key, inside))
        places += _places(item, inside)
    return places
