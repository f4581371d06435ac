"""Two ways to ask moto: within this process, and a server's process through one socket."""

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from typing import Any, Protocol
from urllib.parse import urlparse

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto import mock_aws
from support import unmeasured

from .answers import Answer
from .wire import Request, moto_request

# When each round begins, so that a seed makes the same round again: a Monday's noon.
BEGINNING = 1772452800
# Seconds within which every request is to be answered.
LIMIT = 20
LONGEST_TARGET = 60_000
TOO_LONG = f"no answer within {LIMIT:g} s"
_ENDED = re.compile(rb"\n[a-zA-Z_.]+(Error|Exception|Exit|File)\b.*\n")
_HOSTS = {"backup": "backup.{region}", "motoapi": "motoapi", "s3": "s3"}
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
}


class Transport(Protocol):
    """A way to ask moto; command: the one that asks this way."""

    command: str

    def send(self, request: Request) -> Answer: ...

    def pass_time(self, seconds: float) -> None:
        """Let moto's clock be later."""

    def begin_again(self) -> None:
        """Let moto be as new."""


def _forget_everything(transport: Transport) -> None:
    """What moto's reset leaves: transitions, and the settings of its configuration."""
    transport.send(moto_request("DELETE", "static/backup/clock"))
    transport.send(moto_request("POST", "reset"))
    transport.send(moto_request("POST", "config", {"backup": {"include_today": True}}))
    for kind in ("backup", "copy", "restore", "scan"):
        name = {"model_name": f"backup::{kind}_job"}
        transport.send(moto_request("POST", "state-manager/unset-transition", name))


class InProcess:
    """Asks as botocore does under `@mock_aws`, from the moment that a request would leave."""

    command = "python -m fuzz"

    def __init__(self) -> None:
        import time_machine
        from moto.core.models import botocore_stubber

        self._stubber = botocore_stubber
        self._travel = time_machine.travel(BEGINNING, tick=True)
        self._time = self._travel.start()
        self._log = _Log()

    def send(self, request: Request) -> Answer:
        host = _HOSTS[request.service].format(region=request.region)
        headers = HTTPHeaders()
        for name, text in request.headers.items():
            headers[name] = text
        url = f"https://{host}.amazonaws.com{request.target}"
        asked = AWSPreparedRequest(request.method, url, headers, request.body, False)
        self._log.clear()
        try:
            with _time_limit():
                answer = self._stubber.process_request(asked)
        except TimeoutError:
            return Answer(missing=TOO_LONG, log=traceback.format_exc())
        except Exception as error:
            return Answer(missing=f"{type(error).__name__} is raised", log=traceback.format_exc())
        if answer is None:
            return Answer(missing="nobody answers")
        status, answered, body = answer
        names = {name.lower(): str(text) for name, text in dict(answered).items()}
        content = body.encode() if isinstance(body, str) else bytes(body)
        return Answer(int(status), names, content, str(self._log))

    def pass_time(self, seconds: float) -> None:
        self._time.shift(seconds)

    def begin_again(self) -> None:
        self._time.move_to(BEGINNING)
        _forget_everything(self)

    def close(self) -> None:
        self._travel.stop()
        self._log.close()


class _Log(logging.Handler):
    """The tracebacks that are logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._texts: list[str] = []
        logging.getLogger().addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self._texts.append(self.format(record))

    def clear(self) -> None:
        self._texts.clear()

    def __str__(self) -> str:
        return "\n".join(self._texts)

    def close(self) -> None:
        logging.getLogger().removeHandler(self)
        super().close()


@contextmanager
def _time_limit() -> Iterator[None]:
    """Raise TimeoutError after LIMIT, in the main thread and where there are such signals."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class OverHttp:
    """Asks a server in a process of its own, which is begun anew when it does not answer."""

    command = "python -m fuzz --server"

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._start()

    def _start(self) -> None:
        self._log = tempfile.TemporaryFile("w+b")  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-m", "moto_backup_summaries", "-p", "0"],
            stdout=self._log,
            stderr=self._log,
            env={**unmeasured(), **CREDENTIALS},
        )
        deadline = time.monotonic() + 60
        while not (found := re.search(rb"Running on (\S+)", self._logged(0))):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server does not start: {self._logged(0)!r}")
            time.sleep(0.05)
        place = urlparse(found[1].decode())
        self._address = (str(place.hostname), int(place.port or 80))

    def _logged(self, start: int) -> bytes:
        return os.pread(self._log.fileno(), 10_000_000, start)

    def _traceback(self, start: int) -> str:
        """What is logged of a failure, which is written after its answer is sent."""
        for _ in range(20):
            text = self._logged(start)
            if b"Traceback" in text and _ENDED.search(text):
                break
            time.sleep(0.01)
        return text.decode(errors="replace")

    def send(self, request: Request) -> Answer:
        start = os.fstat(self._log.fileno()).st_size
        try:
            status, headers, body = self._answer(request)
        except TimeoutError:
            self._stop()
            log = self._logged(start).decode(errors="replace")
            self._start()
            return Answer(missing=TOO_LONG, log=log)
        except (OSError, HTTPException) as error:
            self._hang_up()
            return Answer(missing=f"the connection ends: {type(error).__name__}")
        log = self._traceback(start) if status in (500, 502, 503) else ""
        another = request.service == "backup" and "Authorization" not in request.headers
        return Answer(status, headers, body, log, of_another=another)

    def _answer(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        is_new = self._socket is None
        try:
            return self._ask(request)
        except (ConnectionError, HTTPException):
            self._hang_up()
            if is_new:
                raise
            return self._ask(request)

    def _ask(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=LIMIT)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(_bytes_of(request))
        answer = HTTPResponse(self._socket, method=request.method)
        try:
            answer.begin()
            body = answer.read()
            headers = {name.lower(): text for name, text in answer.getheaders()}
            if answer.will_close:
                self._hang_up()
            return answer.status, headers, body
        finally:
            answer.close()

    def pass_time(self, seconds: float) -> None:
        self.send(moto_request("POST", "static/backup/clock", {"advance": seconds}))

    def begin_again(self) -> None:
        _forget_everything(self)
        self.send(moto_request("POST", "static/backup/clock", {"time": BEGINNING}))

    def _hang_up(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _stop(self) -> None:
        self._hang_up()
        self._process.terminate()
        try:
            self._process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=30)

    def close(self) -> None:
        self._stop()
        self._log.close()


def _bytes_of(request: Request) -> bytes:
    headers = {"Host": "localhost", **request.headers}
    body = request.body
    if headers.get("Transfer-Encoding") == "chunked":
        body = (b"%x\r\n%b\r\n" % (len(body), body) if body else b"") + b"0\r\n\r\n"
    else:
        headers["Content-Length"] = str(len(body))
    lines = [f"{request.method} {request.target[:LONGEST_TARGET]} HTTP/1.1"]
    lines += [f"{name}: {text}" for name, text in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@contextmanager
def transport(over_http: bool) -> Iterator[Any]:
    """A transport, under `@mock_aws` unless it is over HTTP."""
    for name, text in CREDENTIALS.items():
        os.environ.setdefault(name, text)
    if over_http:
        found: Any = OverHttp()
        try:
            yield found
        finally:
            found.close()
        return
    import moto_backup_summaries  # noqa: F401

    with mock_aws():
        found = InProcess()
        try:
            yield found
        finally:
            found.close()
