"""Errors as AWS Backup writes them, whoever raised them."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from random import Random
from typing import Any

from botocore.model import OperationModel
from moto.core.common_types import TYPE_RESPONSE
from moto.core.exceptions import ServiceException

from ..aws.errors import declared_code, status_of
from ..aws.identifiers import uuid_of
from ..aws.permissions import ANY_RESOURCE

# What moto's IAM calls what services that speak JSON call otherwise.
_NAMES_OF_IAM = {
    "AccessDenied": "AccessDeniedException",
    "InvalidClientTokenId": "UnrecognizedClientException",
    "SignatureDoesNotMatch": "InvalidSignatureException",
}

# Of request ids alone: nobody seeds it, and it does not ask the system for each, which takes longer.
_random = Random()


class InjectedFault(ServiceException):
    """An error that a test has asked for; it is answered as it was asked for, also where no model has it."""


def error_answer(
    code: str, message: str, members: Mapping[str, str] | None = None
) -> TYPE_RESPONSE:
    """An error's status, headers and JSON: with `Message`, since one SDK reads no other spelling."""
    status = status_of(code)
    side = "Client" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "Server"
    body = {"__type": code, "Code": code, "Message": message, "Type": side, **(members or {})}
    headers = {"x-amzn-ErrorType": code}
    if code == "NotImplementedException":
        # AWS's SDK for Go, version 1, reads the message of an error that it has no class for here only.
        headers["x-amzn-ErrorMessage"] = message
    return status, {**answer_headers(), **headers}, json.dumps(body)


def answer_headers() -> dict[str, str]:
    """What every answer has."""
    return {
        "Content-Type": "application/json",
        "x-amzn-RequestId": uuid_of(_random.getrandbits(128)),
    }


def answer_of(error: Exception, model: OperationModel | None) -> TYPE_RESPONSE | None:
    """The answer that an error stands for, or None where it is no error of AWS."""
    if not isinstance(error, ServiceException):
        return None
    code = error.code
    if model is not None and not isinstance(error, InjectedFault):
        code = declared_code(code, model)
    return error_answer(code, str(error.message), getattr(error, "members", None))


def refused_by_iam(error: Any, resource: str) -> ServiceException:
    """What AWS Backup answers where moto's IAM lets a caller not do something to a resource, or to `*`."""
    code = _NAMES_OF_IAM[error.error_type]
    names_resource = code == "AccessDeniedException" and resource != ANY_RESOURCE
    message = error.message + (f" on resource: {resource}" if names_resource else "")
    return ServiceException(code, message)
