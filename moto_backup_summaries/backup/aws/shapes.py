"""Reads values of requests and documents by the shapes of botocore's model."""

import re
from collections.abc import Mapping
from typing import Any

from botocore.model import MapShape, Shape, StructureShape

from .. import timestamps
from .constraints import SIZES, Constraints, check_text, is_in_range, missing_members
from .errors import MissingParameterValueException, refusal

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
