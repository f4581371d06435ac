"""The gate: a request's parameters, read and checked once by botocore's model of its operation."""

import json
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NoReturn
from urllib.parse import parse_qs

from botocore.model import OperationModel, Shape

from .errors import (
    InvalidParameterValueException,
    MissingParameterValueException,
    SerializationException,
    refusal,
    unknown,
)
from .service_model import members_of
from .shapes import Reader, constraints_of

MOST_BYTES = 10 << 20
_GZIP = 16 + zlib.MAX_WBITS


def parameters(
    model: OperationModel, labels: Mapping[str, str], query: str, body: bytes
) -> dict[str, Any]:
    """A request's parameters by their names in the model, each of its type there.

    labels: the values in the path. query: as sent, percent-encoded.
    Raises InvalidParameterValueException, MissingParameterValueException or SerializationException.
    """
    texts = _query(query) if query else {}
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


def _read(model: OperationModel, value: Callable[[Reader, str, Shape], Any]) -> dict[str, Any]:
    """The parameters that a function gives, of those that an operation has; None is left out."""
    reader = Reader(constraints_of(model.name))
    shape = model.input_shape
    read: dict[str, Any] = {}
    try:
        for name, member in members_of(shape).items():
            parameter = value(reader, name, member)
            if parameter is not None:
                read[name] = parameter
    except ValueError as error:
        raise InvalidParameterValueException(str(error)) from None
    missing = [name for name in getattr(shape, "required_members", ()) if name not in read]
    if missing:
        raise MissingParameterValueException(f"Missing required parameter: {', '.join(missing)}")
    return read


def _query(text: str) -> dict[str, list[str]]:
    """The query's parameters. Bytes that are no UTF-8 become lone surrogates, which no parameter accepts."""
    try:
        return parse_qs(text, keep_blank_values=True, errors="surrogatepass")
    except UnicodeDecodeError:
        return parse_qs(text, keep_blank_values=True, errors="surrogateescape")


def _other_case(name: str) -> str:
    """The name with its first letter in the other case, in which AWS's guide differs from its model."""
    return name[:1].swapcase() + name[1:]


@cache
def _has_body(model: OperationModel) -> bool:
    """Whether any parameter of an operation is sent in the body."""
    members = members_of(model.input_shape).values()
    return any("location" not in member.serialization for member in members)


def json_object(
    body: bytes, most_bytes: int = MOST_BYTES, *, of_any_encoding: bool = False
) -> dict[str, Any]:
    """The JSON object in a body; raises SerializationException for anything else.

    of_any_encoding: whether it may be in UTF-16 or begin with a mark, as files do that PowerShell writes.
    """
    if len(body) > most_bytes:
        raise SerializationException(f"The request's body is longer than {most_bytes} bytes")
    try:
        text = body if of_any_encoding else body.decode("utf-8")
        document = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise SerializationException(f"The request's body is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise SerializationException("The request's body does not contain a JSON object")
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def decompressed(body: bytes, content_encoding: str) -> bytes:
    """The body as it was before it was compressed, cut where it is too long for any operation.

    Raises SerializationException for what is no gzip.
    """
    if content_encoding != "gzip":
        return body
    try:
        return zlib.decompressobj(_GZIP).decompress(body, MOST_BYTES + 1)
    except zlib.error as error:
        raise SerializationException(f"The request's body is not gzip: {error}") from None
