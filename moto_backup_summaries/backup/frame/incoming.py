"""A request as it comes to us: through moto, from botocore in process, or from a server's connection."""

from collections.abc import Callable, Mapping
from functools import partial
from io import BufferedIOBase
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest
from werkzeug import Request
from werkzeug.exceptions import ClientDisconnected

from ...header_fields import HeaderFields
from ..aws.errors import SerializationException
from ..aws.requests import decompressed
from ..mocking import is_mocked

AnyRequest: TypeAlias = Request | AWSPreparedRequest
_UNREADABLE = "The request's body cannot be read"


class Incoming(NamedTuple):
    """What is known of a request before its body is read.

    path, query: percent-encoded, as they were sent. url: whole, as moto gives it.
    headers: found by a name in any case.
    is_served: whether a server has received it, which tells the date by itself.
    read_body: gives the body, once; raises SerializationException where it cannot be read.
    """

    method: str
    path: str
    query: str
    url: str
    headers: Any
    is_served: bool
    read_body: Callable[[], bytes]


def incoming_of(request: AnyRequest, url: str) -> Incoming:
    """A request that came to moto, which gives its URL. Moto's older servers decode the path in it."""
    parts = urlsplit(url)
    path = _raw_path(request) if isinstance(request, Request) else parts.path
    # Newer versions of moto make a request of werkzeug's of botocore's too.
    is_served = getattr(request, "from_wsgi_server", isinstance(request, Request))
    read_body = partial(body_of, request)
    return Incoming(
        request.method or "", path, parts.query, url, request.headers, is_served, read_body
    )


def incoming_of_botocore(request: AWSPreparedRequest) -> Incoming:
    """A request that botocore is about to send. It adds the host when it sends it."""
    url: str = request.url
    parts = urlsplit(url)
    sent = [("Host", parts.netloc), *request.headers.items()]
    headers = HeaderFields(
        [(name, value.decode() if isinstance(value, bytes) else value) for name, value in sent]
    )
    read_body = partial(body_of, request)
    return Incoming(request.method, parts.path, parts.query, url, headers, False, read_body)


def incoming_of_server(
    method: str, target: str, headers: Mapping[str, str], stream: BufferedIOBase
) -> Incoming:
    """A request that a server received, with a Host and, where it has a body, the length of that."""
    path, _, query = target.partition("?")
    url = f"http://{headers['Host']}{target}"
    return Incoming(method, path, query, url, headers, True, partial(_received, headers, stream))


def _received(headers: Mapping[str, str], stream: BufferedIOBase) -> bytes:
    """The body of a request that a server received."""
    length = int(headers.get("Content-Length", "0"))
    try:
        body = stream.read(length) if length else b""
    except OSError as error:
        raise SerializationException(f"{_UNREADABLE}: {error}") from None
    if len(body) < length:
        ended = f"it ends after {len(body)} of {length} bytes"
        raise SerializationException(f"{_UNREADABLE}: {ended}")
    encoding = headers.get("Content-Encoding")
    return decompressed(body, encoding) if encoding else body


def _raw_path(request: Request) -> str:
    """The path as it was sent: in a whole URL, or without one."""
    sent = request.environ.get("RAW_URI") or request.path
    path = urlsplit(sent).path if "://" in sent.partition("/")[0] else sent.partition("?")[0]
    return path if path.startswith("/") else f"/{path}"


def body_of(request: AnyRequest) -> bytes:
    """The body as it was sent, read before anything is locked.

    Raises SerializationException for one that ends too early, or is no gzip though it says so.

    Moto, which reads it again, takes apart forms and decompresses: neither is for AWS Backup. So it
    finds the bytes kept, and no word of their encoding.
    """
    encoding = request.headers.get("Content-Encoding", "")
    if isinstance(encoding, bytes):
        encoding = encoding.decode()
    if isinstance(request, Request):
        try:
            body = request.get_data(cache=True, parse_form_data=False)
        except (ClientDisconnected, OSError) as error:
            raise SerializationException(f"{_UNREADABLE}: {error}") from None
        request.environ.pop("HTTP_CONTENT_ENCODING", None)
        request.environ["CONTENT_TYPE"] = "application/json"
    else:
        sent: Any = request.body or b""
        body = sent.encode() if isinstance(sent, str) else bytes(sent)
        if encoding:
            del request.headers["Content-Encoding"]
    return decompressed(body, encoding) if encoding else body


def came_through_a_socket(request: AnyRequest) -> bool:
    """Whether the request is in the process of a server or a proxy, whose clock no test holds."""
    is_served = isinstance(request, Request) and "werkzeug.socket" in request.environ
    # Moto's proxy hands over requests that it makes itself; its process has no mock.
    return is_served or not is_mocked()
