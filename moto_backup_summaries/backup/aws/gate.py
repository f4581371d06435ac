"""The gate: parameters of requests, and documents, read and checked once by botocore's model."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from botocore.model import MapShape, OperationModel, Shape, StructureShape

from .. import timestamps
from .constraints import (
    ALSO_ACCEPTED,
    BOUNDS,
    LONGEST_TEXT,
    SIZES,
    WORDS_FOR,
    check_text,
    is_in_range,
    least_number,
    lengths_of,
    text_rule,
)
from .errors import (
    InvalidParameterValueException,
    MissingParameterValueException,
    refusal,
    unknown,
)
from .facts import DEPRECATED_EVENTS
from .recorded_errors import CONTROL_NAME_MISSING, UNKNOWN_EVENT
from .requests import json_object, query_texts
from .service_model import members_of

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
_ANY_LENGTH = (0, LONGEST_TEXT)
_ANY_TEXT = f"at most {LONGEST_TEXT} characters"


def parameters(
    model: OperationModel, labels: Mapping[str, str], query: str, body: bytes
) -> dict[str, Any]:
    """A request's parameters by their names in the model, each of its type there.

    labels: the values in the path. query: as sent, percent-encoded.
    Raises InvalidParameterValueException, MissingParameterValueException or SerializationException.
    """
    texts = query_texts(query) if query else {}
    members = json_object(body) if body and _has_body(model) else {}

    def value(reader: Reader, name: str, shape: Shape) -> Any:
        wire_name = shape.serialization.get("name", name)
        location = shape.serialization.get("location")
        if location == "uri":
            return reader.text(shape, [labels[wire_name]], name)
        if location == "querystring":
            sent = texts.get(wire_name) or texts.get(_other_case(wire_name))
            if sent == [""] and shape.type_name == "string":
                raise ValueError(refusal(name, "", reader.accepted_text(shape, name)))
            return reader.text(shape, sent, name) if sent else None
        member = members.get(wire_name)
        return None if member in (None, "") else reader.value(shape, member, name, name)

    return _read(model, value)


def checked_members(model: OperationModel, members: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a call without HTTP, checked as those of a request are.

    Raises InvalidParameterValueException, of a name that the operation does not have too, or
    MissingParameterValueException.
    """
    accepted = members_of(model.input_shape)
    for name in members.keys() - accepted.keys():
        raise InvalidParameterValueException(unknown("a parameter", name, accepted))

    def value(reader: Reader, name: str, shape: Shape) -> Any:
        member = members.get(name)
        if member == "" and "location" in shape.serialization:
            raise ValueError(refusal(name, "", reader.accepted_text(shape, name)))
        return None if member in (None, "") else reader.value(shape, member, name, name)

    return _read(model, value)


def _read(model: OperationModel, value: Callable[["Reader", str, Shape], Any]) -> dict[str, Any]:
    """The parameters that a function gives, of those that an operation has; None is left out."""
    reader = _reader_of(model.name)
    shape: Any = model.input_shape
    read: dict[str, Any] = {}
    try:
        for name, member in (shape.members if shape else {}).items():
            parameter = value(reader, name, member)
            if parameter is not None:
                read[name] = parameter
    except ValueError as error:
        raise InvalidParameterValueException(str(error)) from None
    required = shape.required_members if shape else ()
    missing = [name for name in required if name not in read]
    if missing:
        raise MissingParameterValueException(f"Missing required parameter: {', '.join(missing)}")
    return read


@cache
def _reader_of(operation: str) -> "Reader":
    return Reader(constraints_of(operation))


@cache
def _has_body(model: OperationModel) -> bool:
    """Whether any parameter of an operation is sent in the body."""
    members = members_of(model.input_shape).values()
    return any("location" not in member.serialization for member in members)


@cache
def _other_case(name: str) -> str:
    """The name with its first letter in the other case, in which AWS's guide differs from its model."""
    return name[:1].swapcase() + name[1:]


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
        least, most = lengths = lengths_of(shape)
        return "" if lengths == _ANY_LENGTH else f"{least} to {most} characters"

    def _check_text(self, shape: Shape, value: str, name: str, where: str) -> None:
        if "\0" in value or not value.isascii():
            check_text(value, where)
        rule = text_rule(self._operation, shape, name)
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
            _check_plain(shape, value, where, name)
        return value if types[0] in _FLAT else self._inner_values(shape, value, where)

    def _bounds(self, shape: Shape, name: str) -> str:
        return self._constraints.accepted_number(shape, name) if self._constraints else ""

    def _inner_values(self, shape: Shape, value: Any, where: str) -> Any:
        if isinstance(shape, StructureShape):
            return self.members(shape, value, where)
        if isinstance(shape, MapShape):
            return {
                self.value(shape.key, key, f"{where}: key"): self.value(
                    shape.value, item, _place(where, f".{key}")
                )
                for key, item in value.items()
            }
        items: Any = shape
        return [
            self.value(items.member, item, _place(where, f"[{i}]")) for i, item in enumerate(value)
        ]

    def members(
        self, shape: StructureShape, value: Mapping[str, Any], where: str = ""
    ) -> dict[str, Any]:
        """The members that the shape and the value both have; null counts as left out."""
        missing = missing_members(shape, value) if self._constraints is not None else []
        members = {
            name: self.value(shape.members[name], member, _place(where, f".{name}"), name)
            for name, member in value.items()
            if member is not None and name in shape.members and name not in missing
        }
        if missing == ["ControlName"]:
            raise CONTROL_NAME_MISSING.error()
        if missing:
            names = ", ".join(_place(where, f".{name}") for name in missing)
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


def _check_plain(shape: Shape, value: Any, where: str, name: str) -> None:
    """Raise ValueError for a value that no answer could hold."""
    if isinstance(value, str):
        check_text(value, where)
        enum = shape.metadata.get("enum")
        if enum and value not in enum:
            raise ValueError(refusal(where, value, "one of " + ", ".join(enum)))
    elif shape.type_name in SIZES and not is_in_range(shape, value, name):
        least = least_number(name)
        bound = f"of at least {least}" if value < least else f"below {SIZES[shape.type_name]}"
        raise ValueError(refusal(where, value, f"an integer {bound}"))


def _place(where: str, step: str) -> str:
    """The place of what is in a place, which may end with its file: `BackupJobs[0] of 'jobs.json'`."""
    path, space, file = where.partition(" ")
    return f"{path}{step}{space}{file}".removeprefix(".")


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


def missing_members(shape: Any, members: Mapping[str, Any]) -> list[str]:
    """The required members that are left out, null or empty."""
    return [name for name in shape.required_members if members.get(name) in (None, "")]
