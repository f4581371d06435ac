"""Errors as AWS Backup writes them, whoever raised them."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from botocore.model import OperationModel
from moto.core.common_types import TYPE_RESPONSE
from moto.core.exceptions import JsonRESTError, ServiceException

from ..aws.declared_errors import declared_code
from ..aws.permissions import ANY_RESOURCE
from ..scenario.faults import error_statuses

_STATUSES = {
    "AccessDeniedException": 403,
    "InvalidSignatureException": 403,
    "MissingAuthenticationTokenException": 403,
    "UnrecognizedClientException": 403,
    "UnknownOperationException": 404,
    "NotImplementedException": 501,
}
# What moto's IAM calls what services that speak JSON call otherwise.
_NAMES_OF_IAM = {
    "AccessDenied": "AccessDeniedException",
    "InvalidClientTokenId": "UnrecognizedClientException",
    "SignatureDoesNotMatch": "InvalidSignatureException",
}


def error_answer(
    code: str,
    message: str,
    status: int | None = None,
    members: Mapping[str, str] | None = None,
) -> TYPE_RESPONSE:
    """An error's status, headers and JSON: with `Message`, since one SDK reads no other spelling."""
    if status is None:
        status = _STATUSES.get(code) or error_statuses().get(code, 400)
    side = "Client" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "Server"
    body = {"__type": code, "Code": code, "Message": message, "Type": side, **(members or {})}
    headers = {"x-amzn-ErrorType": code}
    if code == "NotImplementedException":
        # AWS's SDK for Go, version 1, reads the message of an error that it has no class for here only.
        headers["x-amzn-ErrorMessage"] = message
    return status, headers_of(headers), json.dumps(body)


def headers_of(more: dict[str, str] | None = None) -> dict[str, Any]:
    """What every answer has."""
    return {"Content-Type": "application/json", "x-amzn-RequestId": str(uuid4()), **(more or {})}


def answer_of(error: Exception, model: OperationModel | None) -> TYPE_RESPONSE | None:
    """The answer that an error stands for, or None where it is no error of AWS."""
    members: dict[str, str] = getattr(error, "members", {})
    if isinstance(error, ServiceException):
        return error_answer(_declared(error.code, model), str(error.message), members=members)
    if isinstance(error, JsonRESTError):
        code = _declared(error.relative_error_type, model)
        return error_answer(code, str(error.message))
    return None


def refused_by_iam(error: Any, resource: str) -> ServiceException:
    """What AWS Backup answers where moto's IAM lets a caller not do something to a resource, or to `*`."""
    code = _NAMES_OF_IAM[error.error_type]
    is_told = code == "AccessDeniedException" and resource != ANY_RESOURCE
    return ServiceException(code, error.message + (f" on resource: {resource}" if is_told else ""))


def _declared(code: str, model: OperationModel | None) -> str:
    return code if model is None else declared_code(code, model)
