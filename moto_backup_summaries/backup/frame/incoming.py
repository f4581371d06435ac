"""A request as it comes to moto: from botocore in process, or through a server."""

from typing import Any, TypeAlias

from botocore.awsrequest import AWSPreparedRequest
from werkzeug import Request
from werkzeug.exceptions import ClientDisconnected

from ..aws.errors import SerializationException
from ..aws.requests import decompressed

AnyRequest: TypeAlias = Request | AWSPreparedRequest


def body_of(request: AnyRequest) -> bytes:
    """The body as it was sent, read before anything is locked.

    Raises SerializationException for one that ends too early, or is no gzip though it says so.

    Moto, which reads it again, takes apart forms and decompresses: neither is for AWS Backup. So it
    finds the bytes kept, and no word of their encoding.
    """
    encoding = request.headers.get("Content-Encoding", "")
    if isinstance(request, Request):
        try:
            body = request.get_data(cache=True, parse_form_data=False)
        except (ClientDisconnected, OSError) as error:
            raise SerializationException(f"The request's body cannot be read: {error}") from None
        request.environ.pop("HTTP_CONTENT_ENCODING", None)
        request.environ["CONTENT_TYPE"] = "application/json"
    else:
        sent: Any = request.body or b""
        body = sent.encode() if isinstance(sent, str) else bytes(sent)
        if encoding:
            del request.headers["Content-Encoding"]
    return decompressed(body, encoding) if encoding else body


def came_through_a_socket(request: AnyRequest) -> bool:
    """Whether the request is in a server's process, whose clock no test holds."""
    return isinstance(request, Request) and "werkzeug.socket" in request.environ
