"""Connections that wait for their next request, and the one thread that reads it.

Threads that each wait for a request compete for Python's lock whenever one comes, which costs half as much as
a short request itself. So the thread of a connection lends it to the reader and sleeps, until something comes
that needs a thread of its own: a request that is unusual, or not whole; the connection's end; an answer that
the client does not take at once; somebody who is to hear what was done, and may ask meanwhile.
"""

import socket
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from selectors import EVENT_READ, DefaultSelector
from threading import Thread, current_thread
from typing import NamedTuple

# Bytes that are looked at for a request: many times what usual ones have.
_PEEKED = 1 << 16


class Answered(NamedTuple):
    """The answer to a request that was received. length: of the request, in bytes."""

    length: int
    answer: bytes
    closes_connection: bool


class Lent(NamedTuple):
    """A connection that the reader has.

    answer: answers what was received, if that begins with a request that the reader may answer.
    unsent: what its own thread has to send when it gets the connection back.
    """

    connection: socket.socket
    answer: Callable[[bytes], Answered | None]
    unsent: "Future[bytes]"


class IdleConnections:
    """Reads requests of idle connections and has them answered, one after the other."""

    def __init__(self) -> None:
        self._selector = DefaultSelector()
        self._newcomers: deque[Lent] = deque()
        # Selectors of some systems see no connection that comes while they wait: a byte wakes them.
        self._waker, self._wakened = socket.socketpair()
        self._selector.register(self._wakened, EVENT_READ)
        self._start_reader()

    def lend(
        self, connection: socket.socket, answer: Callable[[bytes], Answered | None]
    ) -> "Future[bytes]":
        """Lend a connection that does not block, to be used again when what is unsent comes."""
        lent = Lent(connection, answer, Future())
        self._newcomers.append(lent)
        self._waker.send(b"\0")
        return lent.unsent

    def _start_reader(self) -> None:
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        # Not imported before a connection stays: it brings moto's AWS Backup with it.
        self._selector.select()
        from .backup.frame.transactions import before_deliveries

        before_deliveries(self._leave_reading)
        while True:
            for key, _ in self._selector.select():
                if key.data is None:
                    self._wakened.recv(1)
                    lent = self._newcomers.popleft()
                    self._selector.register(lent.connection, EVENT_READ, lent)
                    continue
                self._current: Lent = key.data
                self._go_on(key.data)
                if self._reader is not current_thread():
                    return

    def _leave_reading(self) -> None:
        """Let another thread read: who hears of what this one does may take long, and ask meanwhile."""
        if self._reader is current_thread():
            self._selector.unregister(self._current.connection)
            self._start_reader()

    def _go_on(self, lent: Lent) -> None:
        """Answer the next request of a connection, and keep it if another one may follow."""
        unsent, stays, failure = b"", False, None
        try:
            answered = lent.answer(lent.connection.recv(_PEEKED, socket.MSG_PEEK))
            if answered is not None:
                lent.connection.recv(answered.length)
                unsent = answered.answer
                unsent = unsent[lent.connection.send(unsent) :]
                stays = not (unsent or answered.closes_connection)
        except OSError:
            # The connection has ended, or takes no more: its own thread finds that too.
            pass
        except Exception as error:
            failure = error
        if self._reader is current_thread():
            if stays:
                return
            self._selector.unregister(lent.connection)
        if failure is None:
            lent.unsent.set_result(unsent)
        else:
            lent.unsent.set_exception(failure)
