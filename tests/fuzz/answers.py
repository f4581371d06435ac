"""Judges answers: what no request may get, and what every SDK must be able to read."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from botocore.parsers import create_parser
from support import check

from .plugin import INJECTED
from .wire import MODEL, Request

_OPERATIONS = frozenset(MODEL.operation_names)
_PARSER = create_parser(MODEL.metadata["protocol"])
# What any operation of any service may answer, whatever its model declares; ours are the last two.
COMMON_ERRORS = frozenset(
    {
        "AccessDeniedException",
        "SerializationException",
        "ThrottlingException",
        "ValidationException",
        "UnknownOperationException",
        "NotImplementedException",
    }
)


@dataclass(frozen=True)
class Answer:
    """An answer, or why there is none.

    headers: by their names in lower case.
    log: what was logged meanwhile, tracebacks above all: a cause, no part of the answer.
    missing: why nothing came back: an exception, or too long a time.
    of_another: whether another service than AWS Backup answered, as a server does without a signature.
    """

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    log: str = ""
    missing: str | None = None
    of_another: bool = False

    @property
    def document(self) -> Any:
        """The body as JSON; raises ValueError for what is none: NaN and longer integers too."""
        if not self.body:
            return None
        return json.loads(self.body, parse_constant=_refuse, parse_int=_integer)


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _integer(digits: str) -> int:
    if len(digits) > 19:
        raise ValueError(f"{digits[:20]}… has more than 64 bits")
    return int(digits)


def complaints(request: Request, answer: Answer) -> Iterator[str]:
    """What is wrong with an answer, if anything."""
    if answer.missing is not None:
        yield answer.missing
        return
    if answer.of_another:
        return
    text = answer.body[:100_000].decode(errors="replace")
    if "Traceback (most recent call last)" in text:
        yield "a traceback"
    if "<html" in text.lower() and '"' not in text[:2]:
        yield f"HTML with status {answer.status}"
    elif answer.status >= 500 and not _asked_for(answer):
        yield f"status {answer.status}"
    elif request.method != "HEAD":
        judge = _of_backup if request.service == "backup" else _of_moto
        yield from judge(request, answer)


def _asked_for(answer: Answer) -> bool:
    """Whether it is an injected fault, or an operation that nobody implements and that is named."""
    text = answer.body.decode(errors="replace")
    if answer.status == 501:
        return not _OPERATIONS.isdisjoint(re.findall(r"\w+", text))
    return INJECTED in text


def _of_moto(request: Request, answer: Answer) -> Iterator[str]:
    if "/static/backup/" not in request.target:
        return
    document = None
    try:
        document = answer.document
        json.dumps(document, ensure_ascii=False).encode()
    except ValueError as error:
        yield f"status {answer.status} and {_why_no_json(error)}"
        return
    if answer.status >= 300 and answer.status not in (400, 404, 405, 413):
        yield f"status {answer.status}"
    elif answer.status >= 300 and not isinstance((document or {}).get("error"), str):
        yield 'an error without {"error": text}'


def _of_backup(request: Request, answer: Answer) -> Iterator[str]:
    try:
        document = answer.document
        json.dumps(document, ensure_ascii=False).encode()
    except ValueError as error:
        yield f"status {answer.status} and {_why_no_json(error)}"
        return
    if answer.body and not answer.headers.get("content-type", "").startswith("application/json"):
        yield f"JSON sent as {answer.headers.get('content-type')}"
    if answer.status >= 300:
        yield from _of_error(document, answer)
        if request.operation is not None and not _asked_for(answer):
            yield from _of_declared(request.operation, document["__type"])
    elif request.operation is not None:
        yield from _of_success(request.operation, document, answer)


def _why_no_json(error: ValueError) -> str:
    return "a lone surrogate" if isinstance(error, UnicodeError) else f"no JSON: {error}"


def _of_error(document: Any, answer: Answer) -> Iterator[str]:
    for name in ("__type", "Message"):
        if not isinstance(document, dict) or not isinstance(document.get(name), str):
            yield f"an error of status {answer.status} without {name}"
    for name in ("x-amzn-errortype", "x-amzn-requestid"):
        if name not in answer.headers:
            yield f"an error of status {answer.status} without the header {name}"


def _of_declared(operation: str, code: str) -> Iterator[str]:
    declared = {shape.name for shape in MODEL.operation_model(operation).error_shapes}
    if code not in declared | COMMON_ERRORS:
        yield f"{operation} does not declare {code}"


def _of_success(operation: str, document: Any, answer: Answer) -> Iterator[str]:
    shape = MODEL.operation_model(operation).output_shape
    if shape is None:
        return
    try:
        check(shape, document if document is not None else {}, operation)
    except AssertionError as error:
        yield f"not of the model: {str(error).splitlines()[0][:200]}"
        return
    parts = {"status_code": answer.status, "headers": answer.headers, "body": answer.body}
    try:
        _PARSER.parse(parts, shape)
    except Exception as error:
        yield f"botocore cannot read it: {type(error).__name__}: {error}"
