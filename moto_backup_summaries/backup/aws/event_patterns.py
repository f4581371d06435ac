"""Whether an event matches the pattern of an EventBridge rule.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html

moto's own matching takes true for 1 and 300 for 300.0, and finds objects where only leaves count.
"""

import json
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from ipaddress import ip_address, ip_network
from typing import Any, TypeAlias

from .wildcards import fits

# An event, a pattern, or a part of one.
JsonObject: TypeAlias = Mapping[str, Any]
_ABSENT = object()


def matches(pattern: JsonObject, event: JsonObject) -> bool:
    """Whether an event has all that a pattern names."""
    return all(_has(event, name, wanted) for name, wanted in pattern.items())


def may_match(pattern: JsonObject, known: JsonObject) -> bool:
    """The same for an event of which only some members are known; each of them may still be absent."""
    return all(_may_have(known, name, wanted) for name, wanted in pattern.items())


def _has(event: JsonObject, name: str, wanted: Any) -> bool:
    if name == "$or":
        return any(matches(pattern, event) for pattern in wanted)
    value = event.get(name, _ABSENT)
    if isinstance(wanted, Mapping):
        return any(matches(wanted, node) for node in _nodes(value))
    leaves = list(_leaves(value))
    return any(_passes(leaves, one) for one in wanted)


def _may_have(known: JsonObject, name: str, wanted: Any) -> bool:
    if name == "$or":
        return any(may_match(pattern, known) for pattern in wanted)
    if name not in known:
        return True
    if isinstance(wanted, Mapping):
        return any(may_match(wanted, node) for node in _nodes(known[name]))
    return any(_passes([known[name]], one) or one == {"exists": False} for one in wanted)


def _nodes(value: Any) -> list[JsonObject]:
    """The objects in which a nested pattern looks: what is absent has no members."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, Mapping)] or [{}]


def _leaves(value: Any) -> Iterator[Any]:
    """The values of a member: an array has each of its own, an object and an empty array have none."""
    if isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif value is not _ABSENT and not isinstance(value, Mapping):
        yield value


def _passes(leaves: list[Any], wanted: Any) -> bool:
    """Whether one of the values is what is wanted: a value, or a filter by its name."""
    if not isinstance(wanted, Mapping):
        return any(_is_same(leaf, wanted) for leaf in leaves)
    if "exists" in wanted:
        return bool(leaves) is wanted["exists"]
    return any(_is_let_through(leaf, wanted) for leaf in leaves)


def _is_let_through(leaf: Any, filters: JsonObject) -> bool:
    return all(name in _FILTERS and _FILTERS[name](leaf, of) for name, of in filters.items())


def _is_same(leaf: Any, wanted: Any) -> bool:
    """Values are compared as they are written in JSON: 300, 300.0 and "300" are three."""
    return json.dumps(leaf) == json.dumps(wanted)


def _is_text_of(test: Callable[[str, str], bool], leaf: Any, wanted: Any) -> bool:
    """Whether a text passes a test with one text, with one of several, or with one in any case."""
    if not isinstance(leaf, str):
        return False
    if isinstance(wanted, Mapping):
        lowered = [text.lower() for text in _listed(wanted.get("equals-ignore-case", []))]
        return any(test(leaf.lower(), text) for text in lowered)
    return any(test(leaf, text) for text in _listed(wanted))


def _listed(wanted: Any) -> list[Any]:
    return wanted if isinstance(wanted, list) else [wanted]


def _is_like(text: str, wildcard: str) -> bool:
    r"""Whether a text fits one in which `*` is any characters, `\*` a star and `\\` a backslash."""
    parts = [""]
    for piece in re.findall(r"\\[*\\]|.", wildcard, re.DOTALL):
        if piece == "*":
            parts.append("")
        else:
            parts[-1] += piece[-1]
    return fits(parts, text)


def _is_other(leaf: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(leaf, str) and not _is_let_through(leaf, wanted)
    return not any(_is_same(leaf, one) for one in _listed(wanted))


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


def _is_in_range(leaf: Any, wanted: list[Any]) -> bool:
    """Whether a number fulfils all of ["<", 5, …]. A number that is written as a text is none."""
    if isinstance(leaf, bool) or not isinstance(leaf, (int, float)):
        return False
    pairs = zip(wanted[::2], wanted[1::2], strict=True)
    return all(_COMPARISONS[comparison](leaf, bound) for comparison, bound in pairs)


def _is_in_network(leaf: Any, wanted: str) -> bool:
    try:
        return isinstance(leaf, str) and ip_address(leaf) in ip_network(wanted, strict=False)
    except ValueError:
        return False


_FILTERS: dict[str, Callable[[Any, Any], bool]] = {
    "anything-but": _is_other,
    "cidr": _is_in_network,
    "equals-ignore-case": partial(_is_text_of, lambda text, wanted: text.lower() == wanted.lower()),
    "numeric": _is_in_range,
    "prefix": partial(_is_text_of, str.startswith),
    "suffix": partial(_is_text_of, str.endswith),
    "wildcard": partial(_is_text_of, _is_like),
}
