"""Requests that come here at once, without moto's search for whoever answers them.

moto looks for a service among two hundred, for an account's backend, for a route. Where none of that can
matter, a request is answered by the same class without it. Every other one goes moto's way, which ends there
too.
"""

import re
from collections.abc import Mapping
from http import HTTPStatus
from io import BufferedIOBase
from typing import Any, NamedTuple
from urllib.parse import unquote

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from moto.core.botocore_stubber import MockRawResponse
from moto.core.config import passthrough_service, passthrough_url, service_whitelisted
from moto.moto_api import recorder
from moto.settings import DISABLE_GLOBAL_CORS

from ...hosts import URL
from ..aws import service_model
from .incoming import incoming_of_botocore, incoming_of_server
from .operations import OPERATIONS
from .responses import BackupJobsResponse

_HOST = re.compile(URL)
# A signature for AWS Backup, with the region in it, as moto's server reads it.
_SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=[\w.-]*/\w*/([a-z]{2,9}(?:-[a-z]+){1,3}-\d)/backup/aws4_request,"
)
# What every server and every router understands alike: a path and a query, a host and a port.
_PLAIN_TARGET = re.compile(r"/[!\"$-~]*")
_PLAIN_HOST = re.compile(r"([a-zA-Z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]+)?")
_recorder: Any = recorder


class Answer(NamedTuple):
    """What a server sends back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def answer_to_server(
    method: str, target: str, headers: Mapping[str, str], stream: BufferedIOBase
) -> Answer | None:
    """The answer to a request that a server received; None for one that has to go moto's way.

    It has the headers that moto's application adds to what its services answer.
    target: path and query as they were sent. headers: found by a name in any case.
    stream: has the body, of which nothing is read where the answer is None.
    """
    if not _is_direct(method, target, headers):
        return None
    status, fields, text = BackupJobsResponse().respond(
        incoming_of_server(method, target, headers, stream)
    )
    body = str(text).encode()
    sent = [*fields.items()]
    if status != HTTPStatus.NO_CONTENT:
        sent.append(("Content-Length", str(len(body))))
    if not DISABLE_GLOBAL_CORS:
        sent.append(("Access-Control-Allow-Origin", "*"))
    return Answer(status, sent, body)


def _is_direct(method: str, target: str, headers: Mapping[str, str]) -> bool:
    """Whether moto's server would bring a request to us, to an operation of ours, and do nothing else."""
    path = target.partition("?")[0]
    # A router of Flask's redirects from two slashes to one.
    return (
        _SIGNED.match(headers.get("Authorization", "")) is not None
        and _PLAIN_TARGET.fullmatch(target) is not None
        and _PLAIN_HOST.fullmatch(headers.get("Host", "")) is not None
        and "//" not in unquote(path)
        and "Origin" not in headers
        and _is_ours(method, path)
    )


def _is_ours(method: str, path: str) -> bool:
    """Whether a request is for an operation of ours, and moto does not record it."""
    match = service_model.operation_at(method, path)
    return match is not None and match[0].name in OPERATIONS and not _recorder._user_enabled


def answer_to_botocore(request: AWSPreparedRequest) -> AWSResponse | None:
    """The answer to a request of botocore's under a mock; None for one that has to go moto's way."""
    incoming = incoming_of_botocore(request)
    if not (
        _HOST.match(incoming.url)
        and _is_ours(incoming.method, incoming.path)
        and not passthrough_url(incoming.url.partition("?")[0])
        and not passthrough_service("backup")
        and service_whitelisted("backup")
    ):
        return None
    answer: Any = BackupJobsResponse().respond(incoming)
    status, headers, text = answer
    return AWSResponse(incoming.url, status, headers, MockRawResponse(text))
