"""A request as it goes over the wire, and how the parameters of an operation become one."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import botocore.session
from botocore.model import OperationModel, ServiceModel, Shape

ACCOUNT = "123456789012"
REGION = "us-east-1"
MODEL: ServiceModel = botocore.session.get_session().get_service_model("backup")


@dataclass(frozen=True)
class Request:
    """A request, right or not.

    target: path and query, percent-encoded.
    service: who is asked: `backup`, `motoapi` for the endpoints of moto and the plugin, or `s3`.
    operation: the operation of AWS Backup that a success is an answer of, if it is one.
    about: what is odd about it, for whoever reads a failure.
    """

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    service: str = "backup"
    region: str = REGION
    operation: str | None = None
    about: str = "right"


def signed(service: str = "backup", region: str = REGION) -> dict[str, str]:
    """The headers that every SDK sends, as far as moto looks at them."""
    scope = f"testing/20260101/{region}/{service}/aws4_request"
    return {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none",
        "Content-Type": "application/json",
    }


def request_of(operation: str, parameters: Mapping[str, Any], about: str = "right") -> Request:
    """The request of an operation. Its parameters need not be what the model asks for."""
    model = MODEL.operation_model(operation)
    path, _, fixed_query = model.http["requestUri"].partition("?")
    query = [fixed_query] if fixed_query else []
    body: dict[str, Any] = {}
    shapes = model.input_shape.members if model.input_shape else {}
    for name, value in parameters.items():
        location, wire_name = _place(shapes.get(name), name)
        if location == "uri":
            text = encoded(text_of(value))
            path = path.replace(f"{{{wire_name}}}", text or "{}")
        elif location == "querystring":
            values = value if isinstance(value, list) else [value]
            query += [f"{encoded(wire_name)}={encoded(text_of(item))}" for item in values]
        else:
            body[wire_name] = value
    # With a part of its path left out, it is a request of another operation, or of none.
    is_whole = "{" not in path
    return Request(
        method=model.http["method"],
        target=re.sub("{.*?}", "", path) + ("?" + "&".join(query) if query else ""),
        headers=signed(),
        body=json_bytes(body) if body or has_body(model) else b"",
        operation=operation if is_whole else None,
        about=about,
    )


def _place(shape: Shape | None, name: str) -> tuple[str | None, str]:
    if shape is None:
        return None, name
    return shape.serialization.get("location"), shape.serialization.get("name", name)


def has_body(model: OperationModel) -> bool:
    shapes = model.input_shape.members.values() if model.input_shape else ()
    return any("location" not in shape.serialization for shape in shapes)


def moto_request(
    method: str, path: str, document: Any = None, about: str = "right", query: str = ""
) -> Request:
    """A request to `/moto-api/…`, moto's own or the plugin's."""
    return Request(
        method=method,
        target=f"/moto-api/{path}{query}",
        headers={"Content-Type": "application/json"},
        body=b"" if document is None else json_bytes(document),
        service="motoapi",
        about=about,
    )


def literal(text: str) -> str:
    """A value that the body shows as it is, without quotation marks: JSON that Python does not write."""
    return f"<literal:{text}>"


_LITERAL = re.compile(r'"<literal:(.*?)>"')


def json_bytes(document: Any) -> bytes:
    return _LITERAL.sub(r"\1", json.dumps(document)).encode()


def text_of(value: Any) -> str:
    """A value as path and query have it."""
    text = value if isinstance(value, str) else json.dumps(value)
    return _LITERAL.sub(r"\1", f'"{text}"') if text.startswith("<literal:") else text


def encoded(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")
