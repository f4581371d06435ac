"""moto_backup_server and moto_backup_proxy: moto's commands, flags and all, answering for jobs too."""

import argparse
import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from . import __version__, register


def main(argv: list[str] | None = None) -> None:
    """Serve until interrupted; the flags are those of `moto_server`. Port 0 takes a free port.

    `--load FILE`, which may be repeated, starts with the jobs of a document for `load_jobs`, and
    `--shift-to-now` moves the dates of each so that its newest day counts last. `--time TIME` sets moto's
    clock in this process and lets it run on. `--wait [SECONDS]` serves nothing: it ends when another process
    answers at that host and port, or with 1 when none does for so long.
    """
    _run("server", _moto_s_server, argv)


def proxy(argv: list[str] | None = None) -> None:
    """The same as `moto_proxy`: it answers what its clients send to AWS's own addresses."""
    _run("proxy", _moto_s_proxy, argv)


def _moto_s_server() -> Callable[[list[str]], None]:
    from moto.server import main as serve

    return serve


def _moto_s_proxy() -> Callable[[list[str]], None]:
    from moto.proxy import main as serve

    return serve


def _run(what: str, moto_s: Callable[[], Callable[[list[str]], None]], argv: Any) -> None:
    own = _own_arguments(f"moto_backup_{what}")
    ours, others = own.parse_known_args(sys.argv[1:] if argv is None else argv)
    if ours.wait is not None:
        _wait(_address(others, _PORTS[what]), ours.wait)
        return
    register()
    try:
        serve = moto_s()
    except ImportError as error:
        sys.exit(f"{error}. The {what} needs more: pip install 'moto-backup-summaries[{what}]'")
    # moto takes an empty list for the process's own arguments.
    sys.argv[:] = [own.prog, *others]
    if ours.help:
        with suppress(SystemExit):
            serve(["--help"])
        print(f"\n{own.format_help()}", end="")
        return
    if ours.time is not None:
        _set_clock(ours.time)
    _load(ours.load, shift_to_now=ours.shift_to_now)
    serve(others)


def _own_arguments(command: str) -> argparse.ArgumentParser:
    """What the command takes beside moto's arguments, which moto reads itself."""
    parser = argparse.ArgumentParser(
        command, usage=argparse.SUPPRESS, add_help=False, allow_abbrev=False
    )
    parser.add_argument("-h", "--help", action="store_true", help=argparse.SUPPRESS)
    group = parser.add_argument_group("options beside moto's")
    group.add_argument(
        "--load",
        action="append",
        default=[],
        metavar="FILE",
        help="Start with the jobs of a document for load_jobs; may be repeated",
    )
    group.add_argument(
        "--shift-to-now",
        nargs="?",
        const=True,
        default=False,
        choices=["exactly"],
        metavar="exactly",
        help="Move the dates of each document by whole days, so that its newest day is the last that "
        "counts; exactly: so that its newest date is now",
    )
    group.add_argument("--time", help="Start moto's clock at a time, such as 2026-03-01T00:00:00Z")
    group.add_argument(
        "--wait",
        type=float,
        nargs="?",
        const=60.0,
        metavar="SECONDS",
        help="Start nothing: wait, 60 seconds at most, until a server answers at this host and port",
    )
    group.add_argument(
        "--version", action="version", version=_versions(), help="Print the versions and exit"
    )
    return parser


class _Port(NamedTuple):
    """Where moto looks for the port, if no flag names one: in a variable, else this number."""

    variable: str
    default: int


_PORTS = {"server": _Port("MOTO_PORT", 5000), "proxy": _Port("MOTO_PROXY_PORT", 5005)}


def _address(arguments: list[str], port: _Port) -> tuple[str, int]:
    """The host and port that moto would serve at, by its flags."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("-H", "--host", default="127.0.0.1")
    default = os.environ.get(port.variable, port.default)
    parser.add_argument("-p", "--port", type=int, default=default)
    flags, _ = parser.parse_known_args(arguments)
    return flags.host, flags.port


def _wait(address: tuple[str, int], seconds: float) -> None:
    """Wait until a process listens at an address; exit with 1 where none does for so long."""
    end = time.monotonic() + seconds
    while True:
        with suppress(OSError), socket.create_connection(address, timeout=1):
            return
        if time.monotonic() > end:
            sys.exit(f"nothing answers at {address[0]}:{address[1]} after {seconds:g} seconds")
        time.sleep(0.05)


def _versions() -> str:
    from moto import __version__ as of_moto

    return f"moto-backup-summaries {__version__}, moto {of_moto}"


def _set_clock(time: str) -> None:
    from .control.clock import clock

    try:
        clock.set(time)
    except ValueError as error:
        sys.exit(f"--time: {error}")


def _load(paths: list[str], *, shift_to_now: bool) -> None:
    for path in paths:
        from .backup.jobs.loading import read_jobs
        from .backup.scenario.rule import SetAt

        try:
            reading = read_jobs(path, shift_to_now=shift_to_now)
            number = reading.store(SetAt(path))
        except (OSError, ValueError) as error:
            sys.exit(f"--load {path}: {error}")
        for remark in reading.remarks:
            print(f" * {path}: {remark}", file=sys.stderr)
        where = " and ".join(reading.regions) or "no region"
        print(f" * {number} jobs loaded from {path} into {where}", file=sys.stderr)
