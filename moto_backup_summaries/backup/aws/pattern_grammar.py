"""Which event patterns EventBridge accepts, and the reason that it gives for a refusal.

The reasons are those of its published engine (github.com/aws/event-ruler); EventBridge answers them after
"Event pattern is not valid. Reason: ". https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
"""

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from typing import Any

from .numbers import is_number

_ONE_KEY = "Only one key allowed in match expression"
_TOO_MANY = "Too many elements in numeric expression"
# The largest number that EventBridge compares.
_LARGEST = 5e9


class InvalidPatternError(ValueError):
    """EventBridge refuses a pattern; the text is its reason."""


def check_pattern(pattern: Any) -> None:
    """Raise InvalidPatternError unless EventBridge accepts the pattern."""
    if not isinstance(pattern, Mapping):
        raise InvalidPatternError("Filter is not an object")
    _check_members(pattern, reserved=())


def _check_members(pattern: Mapping[str, Any], reserved: tuple[str, ...]) -> None:
    _refuse_unless(pattern, "Empty objects are not allowed")
    for name, value in pattern.items():
        if name == "$or":
            _check_alternatives(value)
        elif name in reserved:
            raise InvalidPatternError(
                f"{name} is Ruler reserved fieldName which cannot be used inside $or."
            )
        elif isinstance(value, Mapping):
            _check_members(value, reserved)
        elif isinstance(value, list):
            _check_conditions(value)
        else:
            raise InvalidPatternError(f'"{name}" must be an object or an array')


def _check_alternatives(patterns: Any) -> None:
    _refuse_unless(isinstance(patterns, list), "It must be an Array followed with $or.")
    for pattern in patterns:
        if not isinstance(pattern, Mapping):
            raise InvalidPatternError("Only JSON object is allowed in array of $or relationship.")
        _check_members(pattern, reserved=tuple(_CHECKS))
    _refuse_unless(len(patterns) > 1, "There must have at least 2 Objects in $or relationship.")


def _check_conditions(conditions: list[Any]) -> None:
    _refuse_unless(conditions, "Empty arrays are not allowed")
    for condition in conditions:
        if isinstance(condition, list):
            raise InvalidPatternError("Match value must be String, number, true, false, or null")
        if isinstance(condition, Mapping):
            _check_filter(condition)


def _check_filter(named_filter: Mapping[str, Any]) -> None:
    _refuse_unless(named_filter, "Match expression name not found")
    name, operand = next(iter(named_filter.items()))
    _refuse_unless(name in _CHECKS, f"Unrecognized match type {name}")
    _CHECKS[name](operand)
    _refuse_unless(
        len(named_filter) == 1, _TOO_MANY if name in ("anything-but", "numeric") else _ONE_KEY
    )


def _refuse_unless(accepted: Any, reason: str) -> None:
    if not accepted:
        raise InvalidPatternError(reason)


def _check_text(name: str, operand: Any) -> None:
    _refuse_unless(isinstance(operand, str), f"{name} match pattern must be a string")


def _check_end(name: str, operand: Any) -> None:
    """Accept a text, or one in any case."""
    if not isinstance(operand, Mapping):
        _check_text(name, operand)
        return
    title = name.capitalize()
    _refuse_unless(operand, f"{title} expression name not found")
    inner = next(iter(operand))
    _refuse_unless(inner == "equals-ignore-case", f"Unsupported {name} pattern: {inner}")
    _check_text(inner, operand[inner])
    _refuse_unless(len(operand) == 1, _ONE_KEY)


def _check_wildcard(operand: Any) -> None:
    """Positions in a reason count the quote before the text."""
    _check_text("wildcard", operand)
    before = ""
    for piece in re.finditer(r"\\[*\\]|.", operand, re.DOTALL):
        position = piece.start() + 1
        _refuse_unless(piece[0] != "\\", f"Invalid escape character at pos {position}")
        _refuse_unless(
            (before, piece[0]) != ("*", "*"),
            f"Consecutive wildcard characters at pos {position - 1}",
        )
        before = piece[0]


def _check_network(operand: Any) -> None:
    _check_text("prefix", operand)
    _refuse_unless("/" in operand, "Malformed CIDR, one '/' required")
    try:
        ip_network(operand, strict=False)
    except ValueError:
        raise InvalidPatternError(f"Malformed CIDR, {operand}") from None


def _check_numeric(operand: Any) -> None:
    _refuse_unless(isinstance(operand, list), "Value of numeric must be an array.")
    padded: list[Any] = [*operand, None, None]
    first, bound = padded[:2]
    _refuse_unless(isinstance(first, str), f"Invalid member in numeric match: {first}")
    _refuse_unless(first in _RANGES, f"Unrecognized numeric range operator: {first}")
    operator_name = "equals" if first == "=" else first
    _refuse_unless(is_number(bound), f"Value of {operator_name} must be numeric")
    _check_size(bound)
    if len(operand) > 2:  # noqa: PLR2004 - an operator and its bound
        _refuse_unless(first in (">", ">="), _TOO_MANY)
        _check_top(operand)


def _check_top(operand: list[Any]) -> None:
    """Accept the upper bound of a range, which is above the lower one."""
    padded: list[Any] = [*operand, None]
    _, bottom, comparison, top, *more = padded
    _refuse_unless(isinstance(comparison, str), f"Bad value in numeric range: {comparison}")
    _refuse_unless(comparison in ("<", "<="), f"Bad numeric range operator: {comparison}")
    _refuse_unless(is_number(top), f"Value of {comparison} must be numeric")
    _check_size(top)
    _refuse_unless(len(more) <= 1, "Too many terms in numeric range expression")
    _refuse_unless(bottom < top, "Bottom must be less than top")


def _check_size(number: float) -> None:
    _refuse_unless(abs(number) <= _LARGEST, "Value must be between -5.0E9 and 5.0E9, inclusive")


def _check_anything_but(operand: Any) -> None:
    if not isinstance(operand, Mapping):
        _check_values_but(operand)
        return
    _refuse_unless(operand, "Anything-But expression name not found")
    name = next(iter(operand))
    _refuse_unless(name in _NOT_TEXTS, f"Unsupported anything-but pattern: {name}")
    texts = operand[name] if isinstance(operand[name], list) else [operand[name]]
    for text in texts:
        _refuse_unless(isinstance(text, str), _NOT_TEXTS[name])
        _refuse_unless(text or name not in ("prefix", "suffix"), "Null prefix/suffix not allowed")
        if name == "wildcard":
            _check_wildcard(text)
    _refuse_unless(len(operand) == 1, _TOO_MANY)


def _check_values_but(operand: Any) -> None:
    """Accept a text, a number, or a list of only texts or only numbers."""
    _refuse_unless(
        isinstance(operand, (list, str)) or is_number(operand),
        "Value of anything-but must be an array or single string/number value.",
    )
    values = operand if isinstance(operand, list) else [operand]
    texts = [isinstance(value, str) for value in values]
    _refuse_unless(
        all(is_text or is_number(value) for is_text, value in zip(texts, values, strict=True)),
        "Inside anything but list, start|null|boolean is not supported.",
    )
    _refuse_unless(
        len(set(texts)) == 1,
        "Inside anything but list, either all values are number or string, "
        "mixed type is not supported",
    )


_RANGES = ("=", "<", "<=", ">", ">=")
# The filters that anything-but may contain, each with the reason that refuses a value which is no text.
_NOT_TEXTS = {
    "equals-ignore-case": (
        "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."
    ),
    "prefix": "prefix/suffix match pattern must be a string",
    "suffix": "prefix/suffix match pattern must be a string",
    "wildcard": "wildcard match pattern must be a string",
}
_CHECKS: dict[str, Callable[[Any], None]] = {
    "anything-but": _check_anything_but,
    "cidr": _check_network,
    "equals-ignore-case": lambda operand: _check_text("equals-ignore-case", operand),
    "exists": lambda operand: _refuse_unless(
        isinstance(operand, bool), "exists match pattern must be either true or false."
    ),
    "numeric": _check_numeric,
    "prefix": lambda operand: _check_end("prefix", operand),
    "suffix": lambda operand: _check_end("suffix", operand),
    "wildcard": _check_wildcard,
}
