"""Reads and checks values of requests and documents by the shapes of botocore's model."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from botocore.model import MapShape, Shape, StructureShape

from .. import timestamps
from .constraints import (
    ALSO_ACCEPTED,
    BOUNDS,
    NAMED_BY_AWS,
    PATTERNS,
    SIZES,
    WORDS_FOR,
    check_text,
    is_in_range,
)
from .errors import MissingParameterValueException, refusal
from .facts import DEPRECATED_EVENTS
from .recorded_errors import UNKNOWN_EVENT

_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "string": ((str,), "a string"),
    "integer": ((int,), "an integer"),
    "long": ((int,), "an integer"),
    "boolean": ((bool,), "true or false"),
    "structure": ((Mapping,), "an object"),
    "map": ((Mapping,), "an object"),
    "list": ((list, tuple), "a list"),
}
_FLAT = (str, int, bool)
_INTEGER = re.compile(r"-?[0-9]{1,19}", re.ASCII)
_BOOLEANS = {"true": True, "false": False}
_LONGEST_TEXT = 1 << 20
_ANY_LENGTH = (0, _LONGEST_TEXT)
_ANY_TEXT = f"at most {_LONGEST_TEXT} characters"


class Constraints:
    """The constraints on the parameters of one operation."""

    def __init__(self, operation: str) -> None:
        self._operation = operation

    def check(self, shape: Shape, value: Any, name: str, where: str) -> None:
        """Raise ValueError for a value, of the shape's type, that AWS does not accept.

        name: of the member. where: its path in the request.
        """
        if shape.type_name == "string":
            self._check_text(shape, value, name, where)
        elif shape.type_name in SIZES:
            self._check_number(shape, value, name, where)
        elif shape.type_name in ("list", "map"):
            least, most = shape.metadata.get("min", 0), shape.metadata.get("max")
            if len(value) < least or (most is not None and len(value) > most):
                accepted = f"{least} to {most} items"
                raise ValueError(refusal(where, f"{len(value)} items", accepted))

    def accepted_text(self, shape: Shape, name: str) -> str:
        """What the shape's enum, pattern or bounds accept, in words; empty where it has none."""
        also = ALSO_ACCEPTED.get((self._operation, name), ())
        if enum := shape.metadata.get("enum"):
            return "one of " + ", ".join(dict.fromkeys([*enum, *also]))
        words = WORDS_FOR.get(name) or WORDS_FOR.get(shape.name)
        # Each pattern of ours has words.
        pattern = shape.metadata.get("pattern")
        if words or pattern:
            return ", ".join((words or f"text that matches {pattern}", *also))
        least, most = lengths = _lengths_of(shape)
        return "" if lengths == _ANY_LENGTH else f"{least} to {most} characters"

    def _check_text(self, shape: Shape, value: str, name: str, where: str) -> None:
        if "\0" in value or not value.isascii():
            check_text(value, where)
        rule = _text_rule(self._operation, shape, name)
        is_accepted = (
            (not rule.enum or value in rule.enum)
            and rule.least <= len(value) <= rule.most
            and (rule.pattern is None or rule.pattern.fullmatch(value))
        )
        if not is_accepted and value not in rule.also:
            raise ValueError(self._refusal_of_text(shape, value, name, where))

    def _refusal_of_text(self, shape: Shape, value: str, name: str, where: str) -> str:
        if shape.name == "BackupVaultEvent":
            names = (event for event in shape.metadata["enum"] if event not in DEPRECATED_EVENTS)
            return UNKNOWN_EVENT.text.format(accepted=", ".join(names))
        return refusal(where, value, self.accepted_text(shape, name) or _ANY_TEXT)

    def accepted_number(self, shape: Shape, name: str) -> str:
        """The range of an integer, in words; empty for other shapes."""
        if shape.type_name not in SIZES:
            return ""
        least, most = self._range(shape, name)
        return f"an integer from {least} to {most}"

    def _check_number(self, shape: Shape, value: int, name: str, where: str) -> None:
        least, most = self._range(shape, name)
        if not least <= value <= most:
            raise ValueError(refusal(where, value, self.accepted_number(shape, name)))

    def _range(self, shape: Shape, name: str) -> tuple[int, int]:
        size = SIZES[shape.type_name]
        own = (shape.metadata.get("min", -size), shape.metadata.get("max", size - 1))
        return BOUNDS.get((self._operation, name), own)


@cache
def constraints_of(operation: str) -> Constraints:
    return Constraints(operation)


class Reader:
    """Reads values as the wire writes them: moments in seconds, structures with the members that AWS has.

    constraints: checks values and required members; without them only types are checked.
    Methods raise ValueError with the place of a value, the value, and what is accepted.
    """

    def __init__(self, constraints: Constraints | None = None) -> None:
        self._constraints = constraints

    def value(self, shape: Shape, value: Any, where: str, name: str = "") -> Any:
        if shape.type_name == "timestamp":
            return _moment(value, where)
        types, accepted = _TYPES[shape.type_name]
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise ValueError(refusal(where, value, self._bounds(shape, name) or accepted))
        if self._constraints is not None:
            self._constraints.check(shape, value, name, where)
        else:
            _check_plain(shape, value, where)
        return value if types[0] in _FLAT else self._inner_values(shape, value, where)

    def _bounds(self, shape: Shape, name: str) -> str:
        return self._constraints.accepted_number(shape, name) if self._constraints else ""

    def _inner_values(self, shape: Shape, value: Any, where: str) -> Any:
        if isinstance(shape, StructureShape):
            return self.members(shape, value, where)
        if isinstance(shape, MapShape):
            return {
                self.value(shape.key, key, f"{where}: key"): self.value(
                    shape.value, item, f"{where}.{key}"
                )
                for key, item in value.items()
            }
        items: Any = shape
        return [self.value(items.member, item, f"{where}[{i}]") for i, item in enumerate(value)]

    def members(
        self, shape: StructureShape, value: Mapping[str, Any], where: str = ""
    ) -> dict[str, Any]:
        """The members that the shape and the value both have; null counts as left out."""
        missing = missing_members(shape, value) if self._constraints is not None else []
        members = {
            name: self.value(shape.members[name], member, _path_of(where, name), name)
            for name, member in value.items()
            if member is not None and name in shape.members and name not in missing
        }
        if missing:
            names = ", ".join(_path_of(where, name) for name in missing)
            raise MissingParameterValueException(f"Missing required parameter: {names}")
        return members

    def accepted_text(self, shape: Shape, name: str) -> str:
        """What a parameter that is text accepts, in words."""
        accepted = self._constraints.accepted_text(shape, name) if self._constraints else ""
        return accepted or "a value that is not empty"

    def text(self, shape: Shape, values: list[str], name: str) -> Any:
        """The value of a parameter that was sent as text; raises ValueError for several texts."""
        if len(values) > 1:
            raise ValueError(refusal(name, values, "one value"))
        is_text = shape.type_name == "string"
        value = values[0] if is_text else _from_text(shape.type_name, values[0])
        try:
            return self.value(shape, value, name, name)
        except ValueError:
            if value is values[0]:
                raise
            # The refusal shows the text that was sent.
            raise ValueError(refusal(name, values[0], self._bounds(shape, name))) from None


def _check_plain(shape: Shape, value: Any, where: str) -> None:
    """Raise ValueError for a value that no answer could hold."""
    if isinstance(value, str):
        check_text(value, where)
        enum = shape.metadata.get("enum")
        if enum and value not in enum:
            raise ValueError(refusal(where, value, "one of " + ", ".join(enum)))
    elif shape.type_name in SIZES and not is_in_range(shape, value):
        raise ValueError(refusal(where, value, f"an integer below {SIZES[shape.type_name]}"))


def _path_of(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _moment(value: Any, where: str) -> float:
    try:
        return timestamps.seconds(value)
    except ValueError:
        raise ValueError(timestamps.refused(where, value)) from None


def _from_text(type_name: str, text: str) -> Any:
    """The number or boolean in a text; any other text stays one, and is refused for its type."""
    if type_name in ("integer", "long") and _INTEGER.fullmatch(text):
        return int(text)
    return _BOOLEANS.get(text.lower(), text) if type_name == "boolean" else text


class _TextRule(NamedTuple):
    """What a parameter that is text accepts. also: values outside of the rest."""

    enum: Sequence[str]
    pattern: re.Pattern[str] | None
    least: int
    most: int
    also: Sequence[str]


@cache
def _text_rule(operation: str, shape: Shape, name: str) -> _TextRule:
    """The rule of a member of an operation's request; made once, since each request asks for it."""
    pattern = PATTERNS.get(name) or PATTERNS.get(shape.name) or shape.metadata.get("pattern")
    also = ALSO_ACCEPTED.get((operation, name), ())
    if shape.name in NAMED_BY_AWS and not operation.startswith("Create"):
        also = (*also, NAMED_BY_AWS[shape.name])
    enum = shape.metadata.get("enum", ())
    return _TextRule(
        enum,
        re.compile(pattern, re.ASCII | re.DOTALL) if pattern else None,
        *_lengths_of(shape),
        also,
    )


def _lengths_of(shape: Shape) -> tuple[int, int]:
    """The least and the most characters."""
    return shape.metadata.get("min", 0), shape.metadata.get("max", _LONGEST_TEXT)


def missing_members(shape: Any, members: Mapping[str, Any]) -> list[str]:
    """The required members that are left out, null or empty."""
    return [name for name in shape.required_members if members.get(name) in (None, "")]
