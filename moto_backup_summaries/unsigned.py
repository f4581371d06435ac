"""Requests for AWS Backup without a header that says so, which moto's server takes for S3's.

It knows a request's service by the Authorization header alone. Without it, or with a signature in the query,
the answer is about a bucket that does not exist, or the request creates one.
"""

from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

from werkzeug import Request, Response

from .backup.aws import service_model
from .backup.frame.errors import error_answer

_HEADER = "Authorization: AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/backup/aws4_request"


def refusal_of(environ: dict[str, Any]) -> Response | None:
    """The answer that names the missing header; None for a request that may be for another service.

    environ: of WSGI, for a request without a signature in its Authorization header.
    """
    request = Request(environ)
    match = service_model.operation_at(request.method, request.path)
    if match is None or _names_service(request) or _is_for_s3(request):
        return None
    message = (
        "The server tells services and regions apart by the Authorization header, and this request has none "
        "that names them. "
        f"For {match[0].name} of AWS Backup send {_HEADER}"
    )
    status, headers, body = error_answer("MissingAuthenticationTokenException", message)
    return Response(body, status, headers)


def with_header(environ: dict[str, Any]) -> dict[str, Any]:
    """The request; with the header instead of a signature for AWS Backup in its query."""
    credentials = parse_qs(environ.get("QUERY_STRING", "")).get("X-Amz-Credential", [])
    for credential in credentials:
        if credential.endswith("/backup/aws4_request"):
            return {**environ, "HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 Credential={credential}"}
    return environ


def _names_service(request: Request) -> bool:
    """Whether it is signed in its query, or has the target that names some services."""
    return b"Signature=" in request.query_string or "X-Amz-Target" in request.headers


def _is_for_s3(request: Request) -> bool:
    """Whether S3 has a bucket of that name, or the request creates one: with XML or without a body."""
    from moto.s3.models import s3_backends

    bucket, _, key = request.path.strip("/").partition("/")
    if bucket in s3_backends.bucket_accounts:
        return True
    return request.method == "PUT" and not key and not _body_of(request).lstrip().startswith(b"{")


def _body_of(request: Request) -> bytes:
    """The body, which stays readable for the application that answers the request."""
    body = request.get_data()
    request.environ["wsgi.input"] = BytesIO(body)
    return body
