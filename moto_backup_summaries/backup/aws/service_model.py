"""What botocore's model of AWS Backup says: operations, their paths, parameters and enums."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote

from botocore.model import ListShape, OperationModel, Shape, StructureShape
from moto.core.utils import get_service_model

from .errors import InvalidParameterValueException, SerializationException


def operation_names() -> list[str]:
    return list(get_service_model("backup").operation_names)


def operation(name: str) -> OperationModel:
    model: OperationModel = get_service_model("backup").operation_model(name)
    return model


def knows(operation_name: str) -> bool:
    """Whether this botocore has the operation; older ones know no scan jobs."""
    return operation_name in operation_names()


def operation_at(method: str, path: str) -> tuple[OperationModel, dict[str, str]] | None:
    """The operation of a request, and the values in its path.

    path: as sent, still percent-encoded, with or without a trailing slash.
    """
    for pattern, found in _routes().get((method, _first_segment(path)), ()):
        if match := pattern.fullmatch(path):
            return found, {name: unquote(value) for name, value in match.groupdict().items()}
    return None


def _first_segment(path: str) -> str:
    return path.lstrip("/").partition("/")[0]


@cache
def _routes() -> dict[tuple[str, str], list[tuple[re.Pattern[str], OperationModel]]]:
    """Patterns by method and first segment; the more a path spells out, the earlier it is tried."""
    routes: dict[tuple[str, str], list[tuple[re.Pattern[str], OperationModel]]] = {}
    operations = [operation(name) for name in operation_names()]
    operations.sort(key=lambda model: len(re.sub(r"{.*?}", "", _path(model))), reverse=True)
    for model in operations:
        key = (model.http["method"], _first_segment(_path(model)))
        routes.setdefault(key, []).append((_pattern(_path(model)), model))
    return routes


def _path(model: OperationModel) -> str:
    return str(model.http["requestUri"]).partition("?")[0].rstrip("/")


def _pattern(path: str) -> re.Pattern[str]:
    """A path's pattern. An ARN may hold slashes where a server decoded the path before us."""
    parts = re.split(r"{(\w+)\+?}", path)
    for index, part in enumerate(parts):
        if index % 2:
            values = ".+" if part.lower().endswith("arn") else "[^/]+"
            parts[index] = f"(?P<{part}>{values}?)"
        else:
            parts[index] = re.escape(part)
    return re.compile("".join(parts) + "/?")


def parameters(
    model: OperationModel, labels: Mapping[str, str], query: str, body: str
) -> dict[str, Any]:
    """A request's parameters by their names in AWS's model; those in path and query are strings."""
    in_query = parse_qs(query, keep_blank_values=True)
    in_body = _json_object(body) if body and _has_body(model) else {}
    found: dict[str, Any] = {}
    shape = model.input_shape
    for name, member in shape.members.items() if shape else ():
        wire_name = member.serialization.get("name", name)
        location = member.serialization.get("location")
        if location == "uri":
            found[name] = labels[wire_name]
        elif location == "querystring" and wire_name in in_query:
            values = in_query[wire_name]
            found[name] = values if member.type_name == "list" else values[0]
        elif location is None and in_body.get(wire_name) is not None:
            found[name] = in_body[wire_name]
            _check_type(name, member, found[name])
    return found


def _has_body(model: OperationModel) -> bool:
    members = model.input_shape.members.values() if model.input_shape else ()
    return any("location" not in member.serialization for member in members)


def _json_object(body: str) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except ValueError as error:
        raise SerializationException(f"The request's body is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise SerializationException("The request's body is not a JSON object")
    return document


_JSON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "boolean": (bool,),
    "timestamp": (str, int, float),
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
}


def _check_type(name: str, shape: Shape, value: Any) -> None:
    expected = _JSON_TYPES[shape.type_name]
    if type(value) not in expected:
        raise InvalidParameterValueException.of(name, value, f"a {shape.type_name}")
    if isinstance(shape, StructureShape):
        for member, member_shape in shape.members.items():
            if value.get(member) is not None:
                _check_type(f"{name}.{member}", member_shape, value[member])
    if isinstance(shape, ListShape):
        for index, item in enumerate(value):
            _check_type(f"{name}[{index}]", shape.member, item)


def check_input(operation_name: str, member: str, value: Any) -> None:
    """Raise InvalidParameterValueException where a value is not of a parameter's types."""
    shape = operation(operation_name).input_shape
    assert isinstance(shape, StructureShape)
    _check_type(member, shape.members[member], value)


def members_shown(shape: Shape, members: Mapping[str, Any]) -> dict[str, Any]:
    """What an output shape shows of a job's (or another thing's) members; absent ones are left out."""
    assert isinstance(shape, StructureShape)
    return {name: members[name] for name in shape.members if members.get(name) is not None}


@cache
def enum(operation_name: str, member: str) -> list[str]:
    """The values that the model lists for a parameter, in its order."""
    shape = operation(operation_name).input_shape
    assert isinstance(shape, StructureShape)
    return list(getattr(shape.members[member], "enum", []))


def required_parameters(operation_name: str) -> list[str]:
    shape = operation(operation_name).input_shape
    return list(shape.required_members) if shape else []


@cache
def member_shape(operation_name: str, member: str) -> StructureShape:
    """A structure in an operation's answer."""
    shape = operation(operation_name).output_shape
    assert isinstance(shape, StructureShape)
    found = shape.members[member]
    assert isinstance(found, StructureShape)
    return found


@cache
def item_shape(operation_name: str, member: str) -> StructureShape:
    """What a list in an operation's answer is made of."""
    shape = operation(operation_name).output_shape
    assert isinstance(shape, StructureShape)
    items = shape.members[member]
    assert isinstance(items, ListShape)
    assert isinstance(items.member, StructureShape)
    return items.member
