"""Reads values that came in by the shapes of botocore's model: from requests and from documents."""

from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from .. import timestamps
from .errors import refusal

_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "string": ((str,), "a string"),
    "integer": ((int,), "an integer"),
    "long": ((int,), "an integer"),
    "boolean": ((bool,), "true or false"),
    "structure": ((Mapping,), "an object"),
    "map": ((Mapping,), "an object"),
    "list": ((list, tuple), "a list"),
}


def read(shape: Shape, value: Any, where: str) -> Any:
    """A value as the wire writes it: moments in seconds, structures with the members that AWS knows.

    Raises ValueError that names where it is, what it is and what is accepted.
    """
    if shape.type_name == "timestamp":
        try:
            return timestamps.seconds(value)
        except ValueError:
            raise ValueError(refusal(where, value, timestamps.ACCEPTED)) from None
    types, accepted = _TYPES[shape.type_name]
    if not _is_of(types, value):
        raise ValueError(refusal(where, value, accepted))
    if isinstance(shape, StructureShape):
        return read_members(shape, value, where)
    if isinstance(shape, MapShape):
        return {key: read(shape.value, item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(shape, ListShape):
        return [read(shape.member, item, f"{where}[{i}]") for i, item in enumerate(value)]
    return value


def read_members(shape: StructureShape, value: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The members that the shape knows and the value has; null is as if it were left out."""
    return {
        name: read(shape.members[name], member, f"{where}.{name}" if where else name)
        for name, member in value.items()
        if member is not None and name in shape.members
    }


def _is_of(types: tuple[type, ...], value: Any) -> bool:
    return isinstance(value, types) and (bool in types or not isinstance(value, bool))
