"""Connections of moto_backup_server as clients use and break them, byte by byte."""

import json
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlparse

import pytest
from support import AUTHORIZATION, CREDENTIALS, served, unmeasured
from werkzeug.serving import WSGIRequestHandler

from moto_backup_summaries.connections import KeptConnections

VAULTS = "GET /backup-vaults/ HTTP/1.1"
# Seconds within which a server answers, and closes what it closes.
PATIENCE = 30


@contextmanager
def connected(url: str) -> Iterator[socket.socket]:
    place = urlparse(url)
    with socket.create_connection((place.hostname or "", place.port or 0), PATIENCE) as connection:
        if place.scheme == "http":
            yield connection
            return
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with context.wrap_socket(connection) as secure:
            yield secure


def sent(line: str = VAULTS, body: bytes = b"", **fields: str) -> bytes:
    """A request for AWS Backup. Underscores of names are dashes."""
    fields = {"Host": "localhost", "Authorization": AUTHORIZATION, **fields}
    if body and "Transfer_Encoding" not in fields:
        fields.setdefault("Content_Length", str(len(body)))
    head = [line, *(f"{name.replace('_', '-')}: {text}" for name, text in fields.items())]
    return "\r\n".join([*head, "", ""]).encode() + body


def answer(connection: socket.socket) -> tuple[int, bytes, bool]:
    """Status, body, and whether the server says that it closes the connection."""
    with HTTPResponse(connection) as response:
        response.begin()
        return response.status, response.read(), response.will_close


def is_closed(connection: socket.socket) -> bool:
    return connection.recv(1) == b""


NOTHING = b'{"BackupVaultList": []}'
# So many jobs are not loaded at once.
MANY = json.dumps({"BackupJobs": [{}] * 100_000}).encode()


class Deaf(KeptConnections, WSGIRequestHandler):
    """Reads nothing."""

    def handle(self) -> None:
        pass


def test_a_socket_without_a_port_needs_no_option() -> None:
    """As of --host unix:// of werkzeug's."""
    server: Any = None
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert Deaf(ours, ("", 0), server).connection is ours


def test_a_connection_stays_for_the_next_request(fresh_server: str) -> None:
    with connected(fresh_server) as connection:
        for _ in range(3):
            connection.sendall(sent())
            assert answer(connection) == (200, NOTHING, False)


def _loopback() -> str:
    """The address of this machine itself, of IPv6 where it has that."""
    with suppress(OSError), socket.create_server(("::1", 0), family=socket.AF_INET6):
        return "::1"
    return "127.0.0.1"


@pytest.mark.parametrize("flags", [["--ssl", "-H", _loopback()], ["--reload"]], ids=" ".join)
def test_a_connection_stays_whichever_way_the_server_is_started(flags: list[str]) -> None:
    with served(*flags) as url:
        with connected(url) as connection:
            for _ in range(2):
                connection.sendall(sent())
                assert answer(connection) == (200, NOTHING, False)
        # The page's forms come from its own site there too.
        form = sent(
            "POST /moto-api/backup/do/reset HTTP/1.1", Origin=url, Host=urlparse(url).netloc
        )
        with connected(url) as connection:
            connection.sendall(form)
            status, page, _ = answer(connection)
        assert (status, b"The form is not of this page" in page) == (403, True)


def test_a_body_of_each_kind_of_answer_ends_where_the_next_begins(fresh_server: str) -> None:
    with connected(fresh_server) as connection:
        connection.sendall(sent("PUT /backup-vaults/nightly HTTP/1.1", b"{}"))
        assert answer(connection)[0] == 200
        connection.sendall(sent("DELETE /backup-vaults/nightly HTTP/1.1"))
        status, _, closes = answer(connection)
        assert (status, closes) == (200, False)
        connection.sendall(sent("PUT /global-settings HTTP/1.1", b"{"))
        status, body, closes = answer(connection)
        assert (status, json.loads(body)["__type"], closes) == (
            400,
            "SerializationException",
            False,
        )
        connection.sendall(sent())
        assert answer(connection) == (200, NOTHING, False)


def test_an_account_that_is_named_twice_is_refused_as_moto_refuses_it(fresh_server: str) -> None:
    """WSGI joins what comes twice, and no account has such an id."""
    account = "123456789012"
    head, _, _ = sent(x_moto_account_id=account).partition(b"\r\n\r\n")
    with connected(fresh_server) as connection:
        connection.sendall(head + f"\r\nX-Moto-Account-Id: {account}\r\n\r\n".encode())
        status, body, _ = answer(connection)
    assert (status, f"{account},{account}" in body.decode()) == (400, True)


def test_an_answer_without_content_ends_with_its_head(fresh_server: str) -> None:
    days = {"MinRetentionDays": 7, "MaxRetentionDays": 30}
    team = {"MpaApprovalTeamArn": "arn:aws:mpa:us-east-1:123456789012:approval-team/team"}
    changes = {
        "/logically-air-gapped-backup-vaults/gap": days,
        "/backup-vaults/gap/mpaApprovalTeam": team,
    }
    with connected(fresh_server) as connection:
        for path, change in changes.items():
            connection.sendall(sent(f"PUT {path} HTTP/1.1", json.dumps(change).encode()))
            last = answer(connection)
        assert last == (204, b"", False)
        connection.sendall(sent())
        assert answer(connection)[0] == 200


def test_requests_that_come_together_are_answered_in_order(fresh_server: str) -> None:
    create = sent("PUT /backup-vaults/nightly HTTP/1.1", b"{}")
    with connected(fresh_server) as connection:
        connection.sendall(
            sent() + create + sent() + sent("GET /nothing HTTP/1.1", Connection="close")
        )
        received = b""
        while more := connection.recv(10_000):
            received += more
    statuses = re.findall(rb"HTTP/1.1 (\d+)", received)
    assert statuses == [b"200", b"200", b"200", b"404"]
    assert received.index(NOTHING) < received.index(b'"BackupVaultArn"')


@pytest.mark.parametrize("size", [1, 7])
def test_a_request_may_come_in_pieces(fresh_server: str, size: int) -> None:
    request = sent("PUT /backup-vaults/nightly HTTP/1.1", b"{}")
    with connected(fresh_server) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(request), size):
            connection.sendall(request[start : start + size])
        assert answer(connection)[0] == 200
        connection.sendall(sent())
        status, body, _ = answer(connection)
    assert (status, b'"nightly"' in body) == (200, True)


def test_a_client_that_asks_whether_it_may_send_its_body_is_told_once(fresh_server: str) -> None:
    head, body = (
        sent("PUT /backup-vaults/nightly HTTP/1.1", Expect="100-continue", Content_Length="2"),
        b"{}",
    )
    with connected(fresh_server) as connection:
        connection.sendall(head)
        may_go_on = b"HTTP/1.1 100 Continue\r\n\r\n"
        assert connection.recv(len(may_go_on)) == may_go_on
        connection.sendall(body)
        status, text, _ = answer(connection)
        assert (status, b"BackupVaultArn" in text) == (200, True)
        connection.sendall(sent())
        assert answer(connection)[0] == 200


@pytest.mark.parametrize(
    "request_",
    [
        sent(Connection="close"),
        sent("GET /backup-vaults/ HTTP/1.0"),
        sent("GET /backup-vaults/ HTTP/1.0", Connection="keep-alive"),
        sent("PUT /backup-vaults/n HTTP/1.1", b"2\r\n{}\r\n0\r\n\r\n", Transfer_Encoding="chunked"),
        sent("GET /moto-api/data.json HTTP/1.1"),
        sent("GET /moto-api/data.json HTTP/1.0"),
        sent(Origin="http://localhost"),
        sent("GET /backup-vaults//x HTTP/1.1"),
        sent(Host="a b"),
        sent(Content_Length="-1"),
        sent(Content_Length="2\r\nContent-Length: 2", body=b"{}"),
        sent(Authorization=AUTHORIZATION.replace("/backup/", "/s3/")),
    ],
)
def test_a_connection_closes_where_that_is_asked_for_or_moto_answers(
    fresh_server: str, request_: bytes
) -> None:
    with connected(fresh_server) as connection:
        connection.sendall(request_)
        _, _, closes = answer(connection)
        assert closes
        assert is_closed(connection)


@pytest.mark.parametrize("requests_before", [0, 1])
def test_a_body_that_ends_early_is_refused_and_its_connection_is_of_no_use(
    fresh_server: str, requests_before: int
) -> None:
    with connected(fresh_server) as connection:
        for _ in range(requests_before):
            connection.sendall(sent())
            assert answer(connection)[0] == 200
        connection.sendall(sent("PUT /backup-vaults/nightly HTTP/1.1", b'{"B', Content_Length="99"))
        connection.shutdown(socket.SHUT_WR)
        status, body, _ = answer(connection)
        assert (status, json.loads(body)["__type"]) == (400, "SerializationException")
        assert is_closed(connection)


def test_connections_that_break_hurt_nobody_else(fresh_server: str) -> None:
    broken = [
        b"",
        b"GET /backup-",
        sent()[:-2],
        sent("PUT /backup-vaults/nightly HTTP/1.1", b'{"B', Content_Length="99"),
        sent(),
    ]
    with connected(fresh_server) as lasting:
        for request in broken:
            with connected(fresh_server) as connection:
                connection.sendall(request)
                # What is left unread is answered by a reset.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            lasting.sendall(sent())
            assert answer(lasting)[0] == 200


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (sent(**{f"X{number}": "x" for number in range(101)}), 431),
        (sent(X="x" * 70_000), 431),
        (sent(f"GET /{'x' * 70_000} HTTP/1.1"), 414),
        (sent("PUT /backup-vaults/n HTTP/1.1", b" " * (11 << 20)), 400),
    ],
)
def test_a_request_above_the_limits_is_refused(
    fresh_server: str, request_: bytes, status: int
) -> None:
    with connected(fresh_server) as connection:
        connection.sendall(request_)
        # Some of it may be left unread.
        assert answer(connection)[0] == status


def test_two_hundred_connections_are_answered_each(fresh_server: str) -> None:
    with ExitStack() as stack:
        connections = [stack.enter_context(connected(fresh_server)) for _ in range(200)]
        for _ in range(2):
            for connection in connections:
                connection.sendall(sent())
            assert {answer(connection) for connection in connections} == {(200, NOTHING, False)}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_ends_at_a_signal_whoever_is_connected(number: signal.Signals) -> None:
    environment = {**unmeasured(), **CREDENTIALS}
    command = [sys.executable, "-m", "moto_backup_summaries", "-p", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stderr is not None
        found = None
        while found is None:
            found = re.search(r"Running on (\S+)", server.stderr.readline())
        with ExitStack() as stack:
            idle, half_sent, busy = (stack.enter_context(connected(found[1])) for _ in range(3))
            idle.sendall(sent())
            assert answer(idle)[0] == 200
            half_sent.sendall(sent()[:-2])
            busy.sendall(sent("POST /moto-api/static/backup/jobs HTTP/1.1", MANY))
            server.send_signal(number)
            assert server.wait(PATIENCE) == 0
            assert is_closed(idle)
            # Either not answered at all, or as a whole.
            with suppress(ConnectionError):
                assert busy.recv(12) in (b"", b"HTTP/1.1 201")
