"""Connections of moto_backup_server that stay open for further requests; its server is werkzeug's.

werkzeug closes each connection behind its answer, and reads heads by Python's parser of mails. Together with
moto's search for a service that takes three quarters of a short request's time. A request for AWS Backup is
answered here, and its connection stays. All others are answered by moto's application, as before.
"""

import re
from http import HTTPStatus
from http.client import HTTPMessage
from socket import AF_INET, AF_INET6, IPPROTO_TCP, TCP_NODELAY
from typing import TYPE_CHECKING, Any

from requests.structures import CaseInsensitiveDict

if TYPE_CHECKING:
    from werkzeug.serving import WSGIRequestHandler as Handler

    from .backup.frame.direct import Answer
else:
    Handler = object

# The first line and the head of a request as clients send it: short, in one piece, with ordinary names.
_USUAL_LINE = re.compile(rb"([A-Z]+) (/(?!/)[!-~]*) HTTP/1\.1\r\n")
_USUAL_HEAD = re.compile(rb"((?:(?!Expect:)[A-Za-z0-9-]+:[^\r\n]*\r\n){0,100})\r\n", re.IGNORECASE)
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
            return super().parse_request()
        buffered.read(head.end())
        self.requestline = self.raw_requestline.decode().rstrip()
        self.command, self.path = (word.decode() for word in line.groups())
        self.request_version = "HTTP/1.1"
        self.headers = HTTPMessage()
        for field in head[1].decode("latin-1").splitlines():
            name, _, value = field.partition(":")
            self.headers.set_raw(name, value.lstrip(" \t"))
        self.close_connection = self.headers.get("Connection", "").lower() == "close"
        return True

    def run_wsgi(self) -> None:
        """Answer a request for AWS Backup whose end is known; let moto answer all others."""
        is_for_backup = _SIGNED_FOR_BACKUP in self.headers.get("Authorization", "")
        answer = self._answer() if is_for_backup else None
        if answer is None:
            super().run_wsgi()
        else:
            self._send(answer)

    def _answer(self) -> "Answer | None":
        fields = self.headers.items()
        headers = CaseInsensitiveDict(fields)
        has_end = (
            headers.get("Content-Length", "0").isdecimal() and "Transfer-Encoding" not in headers
        )
        # What a header means that comes twice, moto says.
        if not has_end or len(headers) < len(fields):
            return None
        # Imported by the first of them: it brings moto's AWS Backup with it.
        from .backup.frame.direct import answer_to_server

        return answer_to_server(self.command, self.path, headers, self.rfile)

    def _send(self, answer: "Answer") -> None:
        """Send an answer in one piece."""
        self.log_request(answer.status)
        if self.request_version != "HTTP/1.1":
            self.close_connection = True
        headers = [
            ("Server", self.version_string()),
            ("Date", self.date_time_string()),
            *answer.headers,
            ("Connection", "close" if self.close_connection else "keep-alive"),
        ]
        lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in headers]
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + answer.body)
