"""Whether an event matches the pattern of an EventBridge rule.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html

Matching compares fields, as AWS's own engine does (github.com/aws/event-ruler): a path of names joined by
dots, a value, and for each array on the path the item in which the value stands. moto's own matching takes
true for 1 and 300 for 300.0, and finds objects where only leaves count.
"""

import json
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from ipaddress import ip_address, ip_network
from typing import Any, NamedTuple, TypeAlias

from .numbers import is_number
from .wildcards import fits

# An event, a pattern, or a part of one.
JsonObject: TypeAlias = Mapping[str, Any]
# By path, the values and filters of a pattern, of which an event's value must pass one.
Conditions: TypeAlias = Mapping[str, Sequence[Any]]
# The items of arrays in which a value stands, each with the location of its array.
Items: TypeAlias = frozenset[tuple[str, int]]
_ABSENT = {"exists": False}


class _Leaf(NamedTuple):
    """A value of an event that is neither an object nor an array, and the items that it stands in."""

    value: Any
    items: Items


def matches(pattern: JsonObject, event: JsonObject) -> bool:
    """Whether an event matches a pattern."""
    fields = _fields_of(event)
    return any(_all_match(conditions, fields) for conditions in _alternatives(pattern))


def may_match(pattern: JsonObject, known_part: JsonObject) -> bool:
    """Whether an event may match of which only this part is known; the event may lack each member of it."""
    fields = _fields_of(known_part)
    return any(
        all(
            _ABSENT in filters or any(_passes(leaf.value, filters) for leaf in fields[path])
            for path, filters in conditions.items()
            if path in fields
        )
        for conditions in _alternatives(pattern)
    )


def _alternatives(pattern: JsonObject, prefix: str = "") -> list[Conditions]:
    """The conditions of a pattern, by path; a pattern with an `$or` has several alternatives."""
    alternatives: list[Conditions] = [{}]
    for name, value in pattern.items():
        if name == "$or":
            choices = [choice for inner in value for choice in _alternatives(inner, prefix)]
        elif isinstance(value, Mapping):
            choices = _alternatives(value, f"{prefix}{name}.")
        else:
            choices = [{prefix + name: value}]
        alternatives = [{**so_far, **choice} for so_far in alternatives for choice in choices]
    return alternatives


def _fields_of(event: JsonObject) -> dict[str, list[_Leaf]]:
    """All leaves of an event by their paths."""
    fields: dict[str, list[_Leaf]] = {}
    for path, leaf in _leaves(event, "", "", frozenset()):
        fields.setdefault(path, []).append(leaf)
    return fields


def _leaves(value: Any, path: str, location: str, items: Items) -> Iterator[tuple[str, _Leaf]]:
    """Each leaf in a value, with its path. Unlike a path, a location has the indexes of arrays."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            inner_path = f"{path}.{name}" if path else name
            yield from _leaves(inner, inner_path, f"{location}.{name}", items)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            is_leaf = not isinstance(inner, (Mapping, list))
            # Any two plain values of one array may match at once.
            inner_items = items if is_leaf else items | {(location, index)}
            yield from _leaves(inner, path, f"{location}[{index}]", inner_items)
    else:
        yield path, _Leaf(value, items)


def _all_match(conditions: Conditions, fields: Mapping[str, list[_Leaf]]) -> bool:
    """Whether each condition has a leaf that passes, all of them in the same items of arrays.

    Paths are sorted as in AWS's engine: it looks for an absent member in the items that earlier paths have
    chosen, and in all items where none has chosen any.
    """
    chosen: set[Items] = {frozenset()}
    for path in sorted(conditions):
        leaves, filters = fields.get(path, ()), conditions[path]
        chosen = {extended for items in chosen for extended in _extended(items, leaves, filters)}
    return bool(chosen)


def _extended(items: Items, leaves: Sequence[_Leaf], filters: Sequence[Any]) -> Iterator[Items]:
    """The chosen items with those of each leaf that passes and that fits them."""
    fitting = [leaf for leaf in leaves if _are_of_one_item(items | leaf.items)]
    if not fitting and _ABSENT in filters:
        yield items
    for leaf in fitting:
        if _passes(leaf.value, filters):
            yield items | leaf.items


def _are_of_one_item(items: Items) -> bool:
    """Whether only one item of each array is among these."""
    return len({location for location, _ in items}) == len(items)


def _passes(value: Any, filters: Sequence[Any]) -> bool:
    """Whether the value of a leaf is one of the values, or passes one of the filters, of a condition."""
    return any(
        _passes_filter(value, expected)
        if isinstance(expected, Mapping)
        else _is_same(value, expected)
        for expected in filters
    )


def _passes_filter(value: Any, named_filter: JsonObject) -> bool:
    return all(_FILTERS[name](value, operand) for name, operand in named_filter.items())


def _is_same(value: Any, expected: Any) -> bool:
    """Values are compared as JSON writes them: 300, 300.0 and "300" are three.

    AWS's guide says so (eb-event-patterns.html), while its published engine takes 300.0 for 300. Values
    that are written alike match by both.
    """
    return json.dumps(value) == json.dumps(expected)


def _passes_text_test(test: Callable[[str, str], bool], value: Any, operand: Any) -> bool:
    """Whether a text passes a test with one text, with one of several, or with one in any case."""
    if not isinstance(value, str):
        return False
    if isinstance(operand, Mapping):
        lowered = [text.lower() for text in _as_list(operand["equals-ignore-case"])]
        return any(test(value.lower(), text) for text in lowered)
    return any(test(value, text) for text in _as_list(operand))


def _as_list(operand: Any) -> list[Any]:
    return operand if isinstance(operand, list) else [operand]


def _fits_wildcard(text: str, wildcard: str) -> bool:
    r"""Whether a text fits one in which `*` is any characters, `\*` a star and `\\` a backslash."""
    parts = [""]
    for piece in re.findall(r"\\[*\\]|.", wildcard, re.DOTALL):
        if piece == "*":
            parts.append("")
        else:
            parts[-1] += piece[-1]
    return fits(parts, text)


def _is_anything_but(value: Any, operand: Any) -> bool:
    """A value that is no text passes anything-but of any form of text: a number, true, null."""
    if isinstance(operand, Mapping):
        return not _passes_filter(value, operand)
    return not any(
        _is_same_number(value, excluded) or _is_same(value, excluded)
        for excluded in _as_list(operand)
    )


def _is_same_number(value: Any, excluded: Any) -> bool:
    """Compares by value: a number is another only where AWS's guide and its engine agree on it."""
    return is_number(value) and is_number(excluded) and bool(value == excluded)


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


def _is_in_range(value: Any, comparisons: list[Any]) -> bool:
    """Whether a number fulfils all of ["<", 5, …]. A number that is written as a text does not."""
    pairs = zip(comparisons[::2], comparisons[1::2], strict=True)
    return is_number(value) and all(_COMPARISONS[sign](value, bound) for sign, bound in pairs)


def _is_in_network(value: Any, network: str) -> bool:
    try:
        return isinstance(value, str) and ip_address(value) in ip_network(network, strict=False)
    except ValueError:
        return False


# Each filter by its name; a leaf has a value, so that it passes `exists` where that is true.
_FILTERS: dict[str, Callable[[Any, Any], bool]] = {
    "anything-but": _is_anything_but,
    "cidr": _is_in_network,
    "equals-ignore-case": partial(
        _passes_text_test, lambda text, expected: text.lower() == expected.lower()
    ),
    "exists": lambda value, is_present: is_present is True,
    "numeric": _is_in_range,
    "prefix": partial(_passes_text_test, str.startswith),
    "suffix": partial(_passes_text_test, str.endswith),
    "wildcard": partial(_passes_text_test, _fits_wildcard),
}
