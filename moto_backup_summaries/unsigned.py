"""Requests for AWS Backup without a header that says so, which moto's server takes for S3's.

It knows a request's service by the Authorization header alone. Whoever forgets it, or signs in the query,
reads of a bucket that does not exist, or has made one.
"""

from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

from werkzeug import Request, Response

from .backup.aws import service_model
from .backup.errors_on_the_wire import error_answer

_HEADER = "Authorization: AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/backup/aws4_request"


def refusal_of(environ: dict[str, Any]) -> Response | None:
    """What says which header is missing, or None where the request may be meant for somebody else.

    environ: a request's, as WSGI has it, without a signature in its Authorization header.
    """
    request = Request(environ)
    found = service_model.operation_at(request.method, request.path)
    if found is None or _tells_its_service(request) or _is_for_s3(request):
        return None
    message = (
        "The server tells services and regions apart by the Authorization header, and this request has none "
        "that names them. "
        f"For {found[0].name} of AWS Backup send {_HEADER}"
    )
    status, headers, body = error_answer("MissingAuthenticationTokenException", message)
    return Response(body, status, headers)


def with_header(environ: dict[str, Any]) -> dict[str, Any]:
    """The request, with the header that a signature in its query stands for where it is AWS Backup's."""
    credentials = parse_qs(environ.get("QUERY_STRING", "")).get("X-Amz-Credential", [])
    for credential in credentials:
        if credential.endswith("/backup/aws4_request"):
            return {**environ, "HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 Credential={credential}"}
    return environ


def _tells_its_service(request: Request) -> bool:
    """Whether it is signed in its query, or has the target that some services go by."""
    return b"Signature=" in request.query_string or "X-Amz-Target" in request.headers


def _is_for_s3(request: Request) -> bool:
    """Whether S3 has a bucket of that name, or is asked for one: with XML or with no body at all."""
    from moto.s3.models import s3_backends

    bucket, _, key = request.path.strip("/").partition("/")
    if bucket in s3_backends.bucket_accounts:
        return True
    return request.method == "PUT" and not key and not _body_of(request).lstrip().startswith(b"{")


def _body_of(request: Request) -> bytes:
    """The body, which whoever answers the request reads once more."""
    body = request.get_data()
    request.environ["wsgi.input"] = BytesIO(body)
    return body
