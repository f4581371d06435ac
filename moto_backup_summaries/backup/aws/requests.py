"""The parameters of a request, read by botocore's model of its operation."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from botocore.model import OperationModel

from .errors import InvalidParameterValueException, SerializationException
from .shapes import read


def parameters(
    model: OperationModel, labels: Mapping[str, str], query: str, body: str
) -> dict[str, Any]:
    """A request's parameters by their names in AWS's model; those in path and query are strings.

    Raises InvalidParameterValueException or SerializationException.
    """
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
            try:
                found[name] = read(member, in_body[wire_name], name)
            except ValueError as error:
                raise InvalidParameterValueException(str(error)) from None
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
