"""Connections that one thread reads while they wait, over real sockets."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cache
from threading import Event

import pytest

from moto_backup_summaries.backup.frame.transactions import Transaction, deliver_later
from moto_backup_summaries.idle_connections import Answered, IdleConnections

# Seconds within which whatever is waited for comes.
PATIENCE = 30
RESET = b"\1\0\0\0\0\0\0\0"


@cache
def idle_connections() -> IdleConnections:
    """One for all tests, each of which finds that it goes on after the others."""
    return IdleConnections()


@contextmanager
def lent(
    answer: Callable[[bytes], Answered | None],
) -> Iterator[tuple[socket.socket, Future[bytes]]]:
    """A client of a connection that is lent, and what comes when it is back."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname(), PATIENCE)
        ours, _ = listener.accept()
        with client, ours:
            ours.setblocking(False)
            unsent = idle_connections().lend(ours, answer)
            yield client, unsent
            client.close()
            unsent.exception(PATIENCE)


def echoed(received: bytes) -> Answered | None:
    """Answers a line by itself; closes behind a dot."""
    length = received.find(b"\n") + 1
    line = received[:length]
    return Answered(length, line, line == b".\n") if length else None


def test_lines_are_answered_one_after_the_other() -> None:
    with lent(echoed) as (client, unsent):
        client.sendall(b"one\ntwo\n")
        received = b""
        while len(received) < len(b"one\ntwo\n"):
            received += client.recv(100)
        assert (received, unsent.done()) == (b"one\ntwo\n", False)


def test_a_connection_comes_back_behind_its_last_answer() -> None:
    with lent(echoed) as (client, unsent):
        client.sendall(b".\n")
        assert client.recv(100) == b".\n"
        assert unsent.result(PATIENCE) == b""


@pytest.mark.parametrize("last", [b"half a line", b""])
def test_a_connection_comes_back_with_what_is_not_for_the_reader(last: bytes) -> None:
    with lent(echoed) as (client, unsent):
        client.sendall(last)
        client.shutdown(socket.SHUT_WR)
        assert unsent.result(PATIENCE) == b""


def test_a_connection_that_breaks_comes_back() -> None:
    with lent(echoed) as (client, unsent):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        client.close()
        assert unsent.result(PATIENCE) == b""


def test_a_client_that_takes_no_answer_is_left_to_the_thread_of_its_connection() -> None:
    long = b"x" * (64 << 20)
    with lent(lambda received: Answered(len(received), long, False)) as (client, unsent):
        client.sendall(b"?")
        rest = unsent.result(PATIENCE)
        with lent(echoed) as (other, _):
            other.sendall(b"one\n")
            assert other.recv(100) == b"one\n"
    assert 0 < len(rest) < len(long)


def test_an_answer_that_fails_fails_in_the_thread_of_its_connection() -> None:
    def fail(_: bytes) -> None:
        raise LookupError("no such answer")

    with lent(fail) as (client, unsent):
        client.sendall(b"?")
        with pytest.raises(LookupError, match="no such answer"):
            unsent.result(PATIENCE)
    with lent(echoed) as (client, unsent):
        client.sendall(b"one\n")
        assert client.recv(100) == b"one\n"


def test_others_are_answered_while_somebody_hears_of_a_change() -> None:
    may_end = Event()

    def tell(received: bytes) -> Answered:
        for about in ("job", "vault"):
            with Transaction():
                deliver_later(about, 0, lambda: may_end.wait(PATIENCE))
        return Answered(len(received), b"told", False)

    with lent(tell) as (client, unsent), lent(echoed) as (other, _):
        client.sendall(b"?")
        other.sendall(b"one\n")
        assert other.recv(100) == b"one\n"
        assert not unsent.done()
        may_end.set()
        assert client.recv(100) == b"told"
        assert unsent.result(PATIENCE) == b""
        other.sendall(b"two\n")
        assert other.recv(100) == b"two\n"
