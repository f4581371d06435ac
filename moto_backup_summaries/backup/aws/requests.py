"""What the bytes of a request hold: a JSON object, texts of a query; compressed or not."""

import json
import zlib
from typing import Any, NoReturn
from urllib.parse import parse_qs

from .errors import SerializationException

MOST_BYTES = 10 << 20
_GZIP = 16 + zlib.MAX_WBITS


def query_texts(text: str) -> dict[str, list[str]]:
    """The query's parameters. Bytes that are no UTF-8 become lone surrogates, which no parameter accepts."""
    try:
        return parse_qs(text, keep_blank_values=True, errors="surrogatepass")
    except UnicodeDecodeError:
        return parse_qs(text, keep_blank_values=True, errors="surrogateescape")


def json_object(
    body: bytes, most_bytes: int = MOST_BYTES, *, of_any_encoding: bool = False
) -> dict[str, Any]:
    """The JSON object in a body; raises SerializationException for anything else.

    of_any_encoding: whether it may be in UTF-16 or begin with a mark, as files do that PowerShell writes.
    """
    if len(body) > most_bytes:
        raise SerializationException(f"The request's body is longer than {most_bytes} bytes")
    try:
        if of_any_encoding:
            document = json.loads(body, parse_constant=_refuse_constant)
        else:
            document = _DECODER.decode(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise SerializationException(f"The request's body is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise SerializationException("The request's body does not contain a JSON object")
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


# json.loads with a function of ours would make one for each request.
_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


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
