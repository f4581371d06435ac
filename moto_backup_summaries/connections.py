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
from socket import AF_INET, AF_INET6, IPPROTO_TCP, TCP_NODELAY
from typing import TYPE_CHECKING, Any

from .header_fields import HeaderFields

if TYPE_CHECKING:
    from werkzeug.serving import WSGIRequestHandler as Handler

    from .backup.frame.direct import Answer
else:
    Handler = object

# The first line and the head of a request as clients send it: short, in one piece, with ordinary names.
_USUAL_LINE = re.compile(rb"([A-Z]+) (/(?!/)[!-~]*) HTTP/1\.1\r\n")
_USUAL_HEAD = re.compile(rb"((?:(?!Expect:)[A-Za-z0-9-]+:[^\r\n]*\r\n){0,100})\r\n", re.IGNORECASE)
_FIELD = re.compile(r"([^:]+):[ \t]*([^\r]*)\r\n")
_SIGNED_FOR_BACKUP = "/backup/aws4_request"


class KeptConnections(Handler):
    """Stands before the request handler of moto's server, or of werkzeug's."""

    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        """Send at once: else the end of a long answer may wait until a client acknowledges its beginning."""
        super().setup()
        if self.connection.family in (AF_INET, AF_INET6):
            self.connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, True)

    def parse_request(self) -> bool:
        """Read a head in a tenth of the time; an unusual one is read, or refused, by Python's own server."""
        buffered: Any = self.rfile
        line = _USUAL_LINE.fullmatch(self.raw_requestline)
        head = line and _USUAL_HEAD.match(buffered.peek())
        if not (line and head):
            is_readable = super().parse_request()
            self.sent_fields = self.headers.items() if is_readable else []
            return is_readable
        buffered.read(head.end())
        self.requestline = self.raw_requestline.decode().rstrip()
        self.command, self.path = (word.decode() for word in line.groups())
        self.request_version = "HTTP/1.1"
        self.sent_fields = _FIELD.findall(head[1].decode("latin-1"))
        # Filled for moto alone.
        self.headers = HTTPMessage()
        self.close_connection = False
        return True

    def run_wsgi(self) -> None:
        """Answer a request for AWS Backup whose end is known; let moto answer all others."""
        answer = self._answer()
        if answer is not None:
            self._send(answer)
            return
        if not self.headers:
            for name, value in self.sent_fields:
                self.headers.set_raw(name, value)
        super().run_wsgi()

    def _answer(self) -> "Answer | None":
        fields = HeaderFields(self.sent_fields)
        has_end = (
            fields.get("Content-Length", "0").isdecimal() and "Transfer-Encoding" not in fields
        )
        is_for_backup = _SIGNED_FOR_BACKUP in fields.get("Authorization", "")
        # What a header means that comes twice, moto says.
        if not (is_for_backup and has_end) or len(fields) < len(self.sent_fields):
            return None
        if fields.get("Connection", "").lower() == "close":
            self.close_connection = True
        # Imported by the first of them: it brings moto's AWS Backup with it.
        from .backup.frame.direct import answer_to_server

        return answer_to_server(self.command, self.path, fields, self.rfile)

    def _send(self, answer: "Answer") -> None:
        """Send an answer in one piece."""
        self.log_request(answer.status)
        if self.request_version != "HTTP/1.1":
            self.close_connection = True
        lines = [
            f"HTTP/1.1 {answer.status} {responses[answer.status]}",
            f"Server: {self.version_string()}",
            f"Date: {_date_of(int(time.time()))}",
            *[f"{name}: {value}" for name, value in answer.headers],
            f"Connection: {'close' if self.close_connection else 'keep-alive'}\r\n\r\n",
        ]
        self.wfile.write("\r\n".join(lines).encode("latin-1") + answer.body)


@lru_cache(maxsize=1)
def _date_of(second: int) -> str:
    """A second as a header has it; most answers are of the same second as the one before."""
    return formatdate(second, usegmt=True)
