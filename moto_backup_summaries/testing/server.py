"""One server for the tests of a session, in a process of its own."""

import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from threading import Thread
from typing import IO

from ..control.resetting import Resets, services_of
from .clients import Clients, SharedClients
from .over_http import ServedAwsBackup

_ADDRESS = re.compile(r"Running on (\S+)")


class AwsServer:
    """A server of a test session. `aws_server.begin()` is AWS Backup for one test, with nothing yet.

    url: of a server that runs already, such as one in a container; else `with aws_server:` starts one.
    arguments: of `moto_backup_server`, for the one that is started on a free port.
    resets: which services have nothing when a test begins, as of AwsMock.

    Raises ValueError for a service that moto does not have.
    """

    def __init__(
        self, url: str | None = None, *, arguments: Sequence[str] = (), resets: Resets = "all"
    ) -> None:
        self._url = url
        self._arguments = arguments
        self._services = services_of(resets)
        self._process: subprocess.Popen[str] | None = None
        self._clients: SharedClients | None = None

    @property
    def url(self) -> str:
        """Where it answers; raises RuntimeError if it has not been started."""
        if self._url is None:
            raise RuntimeError(
                "this AwsServer has not been started; `with AwsServer() as server:` starts one"
            )
        return self._url

    @property
    def process_id(self) -> int | None:
        """Of the process that was started, if one was."""
        return None if self._process is None else self._process.pid

    def __enter__(self) -> "AwsServer":
        """Start a process, unless the server runs already; raises RuntimeError if that ends at once."""
        if self._url is None:
            self._process, self._url = start(self._arguments)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            stop(self._process)
            self._process = self._url = self._clients = None

    def begin(self) -> ServedAwsBackup:
        """AWS Backup for one test, until its `end()`."""
        self._clients = self._clients or SharedClients(self.url)
        aws_backup = ServedAwsBackup(self.url, Clients(self._clients))
        aws_backup.reset(self._services)
        return aws_backup


def start(
    arguments: Sequence[str], environment: Mapping[str, str] | None = None
) -> tuple["subprocess.Popen[str]", str]:
    """A process of moto_backup_server on a free port, and where it answers; RuntimeError if it ends at once.

    environment: of the process; by default as of this one.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "moto_backup_summaries", "-p", "0", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    return process, _address(process)


def stop(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    process.communicate()


def _address(process: "subprocess.Popen[str]") -> str:
    """Where a server answers, by what it writes; raises RuntimeError with all of that if it ends."""
    assert process.stderr is not None
    lines: list[str] = []
    for line in process.stderr:
        lines.append(line)
        address = _ADDRESS.search(line)
        if address:
            # What nobody reads would fill the pipe.
            Thread(target=_read, args=(process.stderr,), daemon=True).start()
            return address[1]
    process.communicate()
    raise RuntimeError(f"moto_backup_server ended before it answered:\n{''.join(lines)}")


def _read(log: IO[str]) -> None:
    for _ in log:
        pass
