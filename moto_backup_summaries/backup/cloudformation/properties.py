"""The parameters of operations, from what a template has of a resource.

Templates differ from requests: numbers, booleans and JSON may be text or not, some properties have other
names, and tags may be a list.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from ..aws import service_model
from ..members import Members
from .failures import CloudFormationError, PropertiesError
from .stack_type import StackType

# Properties that have another name in requests.
_MEMBERS = {"BackupPlanRule": "Rules", "TargetBackupVault": "TargetBackupVaultName"}
_INTEGER = re.compile(r"-?[0-9]{1,19}(\.0+)?")
_BOOLEANS = {"true": True, "false": False}
_OF_TAG = ("Key", "Value")
# What everit-org/json-schema calls values, with which CloudFormation checks them; all else is a String here.
_JSON_TYPES = {bool: "Boolean", int: "Integer", list: "JSONArray", dict: "JSONObject"}


def check_properties(kind: StackType, properties: Mapping[str, Any]) -> None:
    """Raise PropertiesError for all properties that a type does not have, or that it lacks.

    Raises CloudFormationError for a type that botocore is too old for.
    """
    if not service_model.knows(kind.create):
        raise CloudFormationError(f"{kind.type}: {service_model.too_old_for(kind.create)}")
    lacking = [_lacking("#", name) for name in kind.required if name not in properties]
    extraneous = [_extraneous("#", name) for name in properties if name not in kind.properties]
    if lacking or extraneous:
        raise PropertiesError("\n".join(map(str, lacking + extraneous)))


def check_taken(kind: StackType, properties: Mapping[str, Any], request: Members) -> None:
    """Raise PropertiesError for a property that the operation has no parameter for, in an older botocore."""
    structure = request.get(kind.structure) if kind.structure is not None else None
    taken = {*request, *(structure or {}), *kind.parts}
    for name in properties:
        if name not in taken:
            raise _extraneous("#", name)


def _lacking(path: str, name: str) -> PropertiesError:
    return PropertiesError(f"{path}: required key [{name}] not found")


def _mistaken(path: str, expected: str, value: Any) -> PropertiesError:
    """As DataDog/datadog-cloudformation-macro#64 (2022-05) shows it of tags."""
    found = _JSON_TYPES.get(type(value), "String")
    return PropertiesError(f"{path}: expected type: {expected}, found: {found}")


def _extraneous(path: str, name: str) -> PropertiesError:
    return PropertiesError(f"{path}: extraneous key [{name}] is not permitted")


def parameters(operation: str, values: Mapping[str, Any], structure: str | None = None) -> Members:
    """Those parameters of an operation that are among some values.

    structure: a parameter that holds those of the values that it has members for, or, if it is a map, those
        for which there is no parameter.
    Raises PropertiesError.
    """
    members = service_model.members_of(service_model.operation(operation).input_shape)
    taken = _taken(members, values)
    if structure is not None and structure in members:
        shape = members[structure]
        taken[structure] = (
            {name: value for name, value in values.items() if name not in members}
            if isinstance(shape, MapShape)
            else _taken(service_model.members_of(shape), values)
        )
    return taken


def _taken(members: Mapping[str, Shape], values: Mapping[str, Any]) -> Members:
    return {
        name: member_of(shape, values[name], f"#/{name}")
        for name, shape in members.items()
        if name in values
    }


def part_parameters(operation: str, member: str | None, value: Any, path: str) -> Members:
    """The parameters of an operation that sets a property alone: it is a member, or has them."""
    shape = service_model.structure(service_model.operation(operation).input_shape)
    whole: Any = {member: value} if member is not None else value
    return dict(member_of(shape, whole, path))


def member_of(shape: Shape, value: Any, path: str) -> Any:
    """A value of a template as a parameter; what cannot be one stays as it is, and is refused later.

    path: where the value is, for the text of a PropertiesError.
    """
    if isinstance(shape, StructureShape) and isinstance(value, Mapping):
        members: Members = {}
        for name, item in value.items():
            member = _member_name(shape, name, path)
            members[member] = member_of(shape.members[member], item, f"{path}/{name}")
        return members
    if isinstance(shape, MapShape):
        return _map_of(shape, value, path)
    if isinstance(shape, ListShape) and isinstance(value, list):
        items = (item for item in value if item is not None)  # AWS::NoValue
        return [member_of(shape.member, item, f"{path}/{n}") for n, item in enumerate(items)]
    return _plain(shape.type_name, value)


def _member_name(shape: StructureShape, name: str, path: str) -> str:
    for member in (name, _MEMBERS.get(name)):
        if member in shape.members:
            return str(member)
    raise _extraneous(path, name)


def _map_of(shape: MapShape, value: Any, path: str) -> Any:
    """A map, which may be a list of Key and Value, or JSON."""
    if isinstance(value, str):
        value = json_or_text(value)
    if isinstance(value, list) and all(_is_key_value(item) for item in value):
        value = {item["Key"]: item.get("Value", "") for item in value}
    if not isinstance(value, Mapping):
        return value
    return {
        str(name): member_of(shape.value, item, f"{path}/{name}") for name, item in value.items()
    }


def _is_key_value(item: Any) -> bool:
    return isinstance(item, Mapping) and "Key" in item and item.keys() <= set(_OF_TAG)


def json_or_text(text: str) -> Any:
    """What a text is in JSON, or the text itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _plain(type_name: str, value: Any) -> Any:
    if type_name == "string":
        return _text(value)
    if type_name in ("integer", "long"):
        if isinstance(value, str) and _INTEGER.fullmatch(value):
            return int(value.partition(".")[0])
        return int(value) if isinstance(value, float) and value.is_integer() else value
    if type_name == "boolean" and isinstance(value, str):
        return _BOOLEANS.get(value.lower(), value)
    return value


def _text(value: Any) -> Any:
    """Text for what YAML and JSON have written without quotes, and JSON for an object."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, default=_text) if isinstance(value, (Mapping, list)) else value


def tags_of(
    kind: StackType, properties: Mapping[str, Any], stack_tags: Mapping[str, str]
) -> Mapping[str, str]:
    """The tags of a resource: those of its stack and, over them, its own. Raises PropertiesError."""
    if kind.tags is None:
        return {}
    shape = service_model.members_of(service_model.operation(kind.create).input_shape)[kind.tags]
    own = member_of(shape, properties.get(kind.tags, {}), f"#/{kind.tags}")
    if not isinstance(own, Mapping):
        raise _no_tags(f"#/{kind.tags}", kind, own)
    return {**stack_tags, **own}


def _no_tags(path: str, kind: StackType, value: Any) -> PropertiesError:
    if not kind.lists_tags or not isinstance(value, list):
        return _mistaken(path, "JSONArray" if kind.lists_tags else "JSONObject", value)
    n, item = next((n, item) for n, item in enumerate(value) if not _is_key_value(item))
    if not isinstance(item, Mapping):
        return _mistaken(f"{path}/{n}", "JSONObject", item)
    if "Key" not in item:
        return _lacking(f"{path}/{n}", "Key")
    return _extraneous(f"{path}/{n}", next(name for name in item if name not in _OF_TAG))
