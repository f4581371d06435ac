"""A request for AWS Backup gets one answer, whether a server brings it to us at once or by moto's way."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from threading import Thread
from typing import Any

import pytest
from moto.moto_server import werkzeug_app
from support import frozen_at, post
from werkzeug.serving import WSGIRequestHandler, make_server

from moto_backup_summaries.connections import KeptConnections
from moto_backup_summaries.idle_connections import IdleConnections

from .generator import request_number
from .right import Known, beginning
from .run import answered_by_us
from .transports import OverHttp
from .wire import ACCOUNT, Request

SEED = 1
REQUESTS = 500
NOW = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
# Older versions of moto have no handler of their own.
HANDLER: Any = getattr(werkzeug_app, "MotoRequestHandler", WSGIRequestHandler)
# What is made by chance, or tells of a connection.
_CHANCE = re.compile(
    rb"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-f]{17}|[\w=-]{48,}"
)
_OF_CONNECTIONS = {"connection", "date", "x-amzn-requestid"}


class Silent(HANDLER):
    """Answers as moto's server does."""

    def log(self, *_: object) -> None:
        pass


class SilentAndKept(KeptConnections, Silent):
    """Answers as moto_backup_server does."""


class Way(OverHttp):
    """Asks a server of this process."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._socket = None
        self._address = address

    def answer(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        status, headers, body = self._answer(request)
        lasting = {name: text for name, text in headers.items() if name not in _OF_CONNECTIONS}
        return status, lasting, _CHANCE.sub(b"...", body)

    def answers(self, requests: list[Request]) -> Iterator[Any]:
        """What each of them is answered, by a moto as new."""
        post("http://{}:{}/moto-api/reset".format(*self._address))
        for request in [*beginning(ACCOUNT), *requests]:
            yield request, self.answer(request)


@contextmanager
def way(handler: Any) -> Iterator[Way]:
    application = werkzeug_app.DomainDispatcherApplication(werkzeug_app.create_backend_app)
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    asked = Way(("127.0.0.1", server.server_port))
    try:
        yield asked
    finally:
        asked._hang_up()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.filterwarnings("ignore::moto_backup_summaries.BackupSummariesWarning")
def test_an_answer_is_the_same_on_both_ways() -> None:
    SilentAndKept.idle_connections = IdleConnections()
    with frozen_at(NOW), way(Silent) as by_moto, way(SilentAndKept) as directly:
        numbered = [request_number(number, SEED, Known()) for number in range(REQUESTS)]
        requests = [answered_by_us(directly, each) for each in numbered if each.service == "backup"]
        differing = [
            (request, first, second)
            for (request, first), (_, second) in zip(
                by_moto.answers(requests), list(directly.answers(requests)), strict=True
            )
            if first != second
        ]
    assert differing == []
