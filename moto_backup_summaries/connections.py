"""Connections of moto_backup_server that stay open for further requests; its server is werkzeug's.

werkzeug closes each connection behind its answer, and reads heads by Python's parser of mails. Together with
moto's search for a service that takes three quarters of a short request's time. A request for AWS Backup is
answered here, and its connection stays. All others are answered by moto's application, as before.
"""

import re
import time
from email.utils import formatdate
from functools import lru_cache
from http.client import HTTPMessage, responses
from io import BytesIO
from socket import AF_INET, AF_INET6, IPPROTO_TCP, TCP_NODELAY, socket
from typing import TYPE_CHECKING, Any

from .header_fields import HeaderFields
from .idle_connections import Answered, IdleConnections

if TYPE_CHECKING:
    from io import BufferedIOBase

    from werkzeug.serving import WSGIRequestHandler as Handler
else:
    Handler = object

# The head of a request as clients send it: short, with ordinary names.
_USUAL_HEAD = re.compile(
    rb"(([A-Z]+) (/(?!/)[!-~]*) HTTP/1\.1)\r\n"
    rb"((?:(?!(?i:Expect):)[A-Za-z0-9-]+:[^\r\n]*\r\n){0,100})\r\n"
)
_FIELD = re.compile(r"([^:]+):[ \t]*([^\r]*)\r\n")
_SIGNED_FOR_BACKUP = "/backup/aws4_request"


class KeptConnections(Handler):
    """Stands before the request handler of moto's server, or of werkzeug's.

    idle_connections: of the server.
    """

    idle_connections: IdleConnections
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        """Send at once: else the end of a long answer may wait until a client acknowledges its beginning."""
        super().setup()
        if self.connection.family in (AF_INET, AF_INET6):
            self.connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, True)

    def handle_one_request(self) -> None:
        """Answer a request; if the connection stays, lend it until a request needs this thread."""
        super().handle_one_request()
        # What TLS has decrypted already, nobody sees who waits for bytes.
        if self.close_connection or type(self.connection) is not socket:
            return
        self.connection.setblocking(False)
        buffered: Any = self.rfile
        unsent = b""
        if not buffered.peek():
            unsent = self.idle_connections.lend(self.connection, self._answer_received).result()
        self.connection.setblocking(True)
        self.wfile.write(unsent)

    def parse_request(self) -> bool:
        """Read a head in a tenth of the time; an unusual one is read, or refused, by Python's own server."""
        buffered: Any = self.rfile
        length = self._read_head(self.raw_requestline + buffered.peek())
        if not length:
            is_readable = super().parse_request()
            self.sent_fields = self.headers.items() if is_readable else []
            return is_readable
        buffered.read(length - len(self.raw_requestline))
        # Filled for moto alone.
        self.headers = HTTPMessage()
        self.close_connection = False
        return True

    def _read_head(self, received: bytes) -> int:
        """Read the head with which a text begins, if it is a usual one, and tell its length, else 0."""
        head = _USUAL_HEAD.match(received)
        if head is None:
            return 0
        self.requestline, self.command, self.path, fields = (
            text.decode("latin-1") for text in head.groups()
        )
        self.request_version = "HTTP/1.1"
        self.sent_fields = _FIELD.findall(fields)
        return head.end()

    def run_wsgi(self) -> None:
        """Answer a request for AWS Backup whose end is known; let moto answer all others."""
        fields = self._fields_for_backup()
        answer = None if fields is None else self._answer(fields, self.rfile)
        if answer is not None:
            self.wfile.write(answer)
            return
        if not self.headers:
            for name, value in self.sent_fields:
                self.headers.set_raw(name, value)
        super().run_wsgi()

    def _answer_received(self, received: bytes) -> Answered | None:
        """Answer a request for AWS Backup if all of it has been received."""
        head = self._read_head(received)
        fields = self._fields_for_backup() if head else None
        if fields is None:
            return None
        length = head + int(fields.get("Content-Length", "0"))
        if length > len(received):
            return None
        answer = self._answer(fields, BytesIO(received[head:length]))
        return None if answer is None else Answered(length, answer, self.close_connection)

    def _fields_for_backup(self) -> HeaderFields | None:
        """The fields of a request for AWS Backup whose end is known."""
        fields = HeaderFields(self.sent_fields)
        has_end = (
            fields.get("Content-Length", "0").isdecimal() and "Transfer-Encoding" not in fields
        )
        is_for_backup = _SIGNED_FOR_BACKUP in fields.get("Authorization", "")
        # What a header means that comes twice, moto says.
        is_plain = len(fields) == len(self.sent_fields)
        return fields if is_for_backup and has_end and is_plain else None

    def _answer(self, fields: HeaderFields, body: "BufferedIOBase") -> bytes | None:
        """An answer to be sent in one piece; None where moto has to answer."""
        # Imported by the first of them: it brings moto's AWS Backup with it.
        from .backup.frame.direct import answer_to_server

        answer = answer_to_server(self.command, self.path, fields, body)
        if answer is None:
            return None
        self.log_request(answer.status)
        is_last = fields.get("Connection", "").lower() == "close"
        if is_last or self.request_version != "HTTP/1.1":
            self.close_connection = True
        lines = [
            f"HTTP/1.1 {answer.status} {responses[answer.status]}",
            f"Server: {self.version_string()}",
            f"Date: {_date_of(int(time.time()))}",
            *[f"{name}: {value}" for name, value in answer.headers],
            f"Connection: {'close' if self.close_connection else 'keep-alive'}\r\n\r\n",
        ]
        return "\r\n".join(lines).encode("latin-1") + answer.body


@lru_cache(maxsize=1)
def _date_of(second: int) -> str:
    """A second as a header has it; most answers are of the same second as the one before."""
    return formatdate(second, usegmt=True)
