"""Whether an event matches the pattern of an EventBridge rule.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html

It goes by fields as AWS's own engine does (github.com/aws/event-ruler): a path of names, joined by dots, with
a value, and for each array on the way the item in which the value stands. moto's own matching takes true for
1 and 300 for 300.0, and finds objects where only leaves count.
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
# What one of the values at a path must pass: values, and filters by their name.
Conditions: TypeAlias = Mapping[str, Sequence[Any]]
# The items of arrays in which a value stands, each with the location of its array.
Items: TypeAlias = frozenset[tuple[str, int]]
_ABSENT = {"exists": False}


class _Value(NamedTuple):
    """A value of an event: of an object its members, of an array its items, so that it is a leaf."""

    value: Any
    items: Items


def matches(pattern: JsonObject, event: JsonObject) -> bool:
    """Whether an event has all that a pattern names."""
    fields = _fields_of(event)
    return any(_hold(conditions, fields) for conditions in _alternatives(pattern))


def may_match(pattern: JsonObject, known: JsonObject) -> bool:
    """The same for an event of which only some members are known; each of them may still be absent."""
    fields = _fields_of(known)
    return any(
        all(
            _ABSENT in wanted or any(_passes(it.value, wanted) for it in fields[path])
            for path, wanted in conditions.items()
            if path in fields
        )
        for conditions in _alternatives(pattern)
    )


def _alternatives(pattern: JsonObject, prefix: str = "") -> list[Conditions]:
    """What must hold together, by path: more than one where the pattern has an `$or`."""
    found: list[Conditions] = [{}]
    for name, wanted in pattern.items():
        if name == "$or":
            choices = [choice for one in wanted for choice in _alternatives(one, prefix)]
        elif isinstance(wanted, Mapping):
            choices = _alternatives(wanted, f"{prefix}{name}.")
        else:
            choices = [{prefix + name: wanted}]
        found = [{**so_far, **choice} for so_far in found for choice in choices]
    return found


def _fields_of(event: JsonObject) -> dict[str, list[_Value]]:
    """All values of an event by their paths."""
    found: dict[str, list[_Value]] = {}
    for path, value in _walk(event, "", "", frozenset()):
        found.setdefault(path, []).append(value)
    return found


def _walk(value: Any, path: str, location: str, items: Items) -> Iterator[tuple[str, _Value]]:
    """The values in a value. A location tells the arrays of an event apart, which a path does not."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _walk(inner, f"{path}.{name}" if path else name, f"{location}.{name}", items)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            is_leaf = not isinstance(inner, (Mapping, list))
            # Of plain values in an array any two may be wanted at once.
            inside = items if is_leaf else items | {(location, index)}
            yield from _walk(inner, path, f"{location}[{index}]", inside)
    else:
        yield path, _Value(value, items)


def _hold(conditions: Conditions, fields: Mapping[str, list[_Value]]) -> bool:
    """Whether there are values that pass, all of them in the same items of arrays.

    Paths come in their order, as in AWS's engine: what must be absent is looked for in the items that earlier
    paths have chosen, and in all items where none has chosen any.
    """
    chosen: set[Items] = {frozenset()}
    for path in sorted(conditions):
        wanted = conditions[path]
        chosen = {
            after for items in chosen for after in _after(items, fields.get(path, ()), wanted)
        }
    return bool(chosen)


def _after(items: Items, values: Sequence[_Value], wanted: Sequence[Any]) -> Iterator[Items]:
    """The items of arrays that may be chosen after these, so that one of the values there passes."""
    within = [it for it in values if _are_of_one_item(items | it.items)]
    if not within and _ABSENT in wanted:
        yield items
    for it in within:
        if _passes(it.value, wanted):
            yield items | it.items


def _are_of_one_item(items: Items) -> bool:
    """Whether each array is there with one of its items only."""
    return len({location for location, _ in items}) == len(items)


def _passes(value: Any, wanted: Sequence[Any]) -> bool:
    """Whether a value that is there is one of those wanted, or passes one of the filters."""
    return any(
        _is_let_through(value, one) if isinstance(one, Mapping) else _is_same(value, one)
        for one in wanted
    )


def _is_let_through(value: Any, filter_: JsonObject) -> bool:
    return all(_FILTERS[name](value, of) for name, of in filter_.items())


def _is_same(value: Any, wanted: Any) -> bool:
    """Values are compared as JSON writes them: 300, 300.0 and "300" are three.

    So says AWS's guide (eb-event-patterns.html), while its published engine takes 300.0 for 300. What is
    written alike matches by both.
    """
    return json.dumps(value) == json.dumps(wanted)


def _is_text_of(test: Callable[[str, str], bool], leaf: Any, wanted: Any) -> bool:
    """Whether a text passes a test with one text, with one of several, or with one in any case."""
    if not isinstance(leaf, str):
        return False
    if isinstance(wanted, Mapping):
        lowered = [text.lower() for text in _listed(wanted["equals-ignore-case"])]
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
    """Anything but a text of some form is also what is no text: a number, a truth, null."""
    if isinstance(wanted, Mapping):
        return not _is_let_through(leaf, wanted)
    return not any(_is_same_number(leaf, one) or _is_same(leaf, one) for one in _listed(wanted))


def _is_same_number(leaf: Any, wanted: Any) -> bool:
    """By value: only what AWS's guide and its engine both take for another number is another."""
    return is_number(leaf) and is_number(wanted) and bool(leaf == wanted)


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


def _is_in_range(leaf: Any, wanted: list[Any]) -> bool:
    """Whether a number fulfils all of ["<", 5, …]. A number that is written as a text is none."""
    pairs = zip(wanted[::2], wanted[1::2], strict=True)
    return is_number(leaf) and all(
        _COMPARISONS[comparison](leaf, bound) for comparison, bound in pairs
    )


def _is_in_network(leaf: Any, wanted: str) -> bool:
    try:
        return isinstance(leaf, str) and ip_address(leaf) in ip_network(wanted, strict=False)
    except ValueError:
        return False


_FILTERS: dict[str, Callable[[Any, Any], bool]] = {
    "anything-but": _is_other,
    "cidr": _is_in_network,
    "equals-ignore-case": partial(_is_text_of, lambda text, wanted: text.lower() == wanted.lower()),
    "exists": lambda leaf, wanted: wanted is True,
    "numeric": _is_in_range,
    "prefix": partial(_is_text_of, str.startswith),
    "suffix": partial(_is_text_of, str.endswith),
    "wildcard": partial(_is_text_of, _is_like),
}
