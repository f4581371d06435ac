"""moto_backup_server and moto_backup_proxy: moto's commands, flags and all, answering for jobs too."""

import argparse
import gc
import io
import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from functools import partial
from typing import Any, NamedTuple

from . import __version__, register

_LAST_PORT = 65535


def main(argv: list[str] | None = None) -> None:
    """Serve until interrupted; the flags are those of `moto_server`. Port 0 takes a free port.

    `--load FILE`, which may be repeated, starts with the jobs of a document for `load_jobs`, or with an
    account that moto_backup_capture has written, and `--shift-to-now` moves the dates of each so that its
    newest day counts last. `--time TIME` sets moto's clock in this process and lets it run on. `--wait
    [SECONDS]` serves nothing: it ends when another process answers at that host and port, or with 1 when
    none does for so long. Requests are logged with `--verbose` only, so that a pipe that nobody reads is
    never full.
    """
    _run(_SERVER, argv)


def proxy(argv: list[str] | None = None) -> None:
    """Serve as `moto_proxy` does: answer requests of clients to AWS's own addresses."""
    _run(_PROXY, argv)


class _Port(NamedTuple):
    """Where moto finds the port without a flag: in an environment variable, else the default."""

    variable: str
    default: int


class _Command(NamedTuple):
    """One of moto's commands.

    name: of its extra, and the end of its own name. load: imports its function, if its extra is installed.
    be_quiet: stops its log of requests. has_verbose: whether moto has a flag for that itself.
    """

    name: str
    port: _Port
    load: Callable[[], Callable[[list[str]], None]]
    be_quiet: Callable[[], None]
    has_verbose: bool

    @property
    def full_name(self) -> str:
        return f"moto_backup_{self.name}"


def _load_server() -> Callable[[list[str]], None]:
    from moto import server

    moto_server: Any = server
    run_simple = moto_server.run_simple

    def serve(arguments: list[str]) -> None:
        moto_server.run_simple = partial(_run_with_kept_connections, run_simple)
        try:
            server.main(arguments)
        finally:
            moto_server.run_simple = run_simple

    return serve


def _run_with_kept_connections(
    run_simple: Callable[..., None], *args: Any, request_handler: Any = None, **options: Any
) -> None:
    """Run werkzeug's server as moto does. request_handler: of moto, if this version has one."""
    from werkzeug.serving import WSGIRequestHandler

    from .connections import KeptConnections
    from .idle_connections import IdleConnections

    bases = (KeptConnections, request_handler or WSGIRequestHandler)
    handler = type("RequestHandler", bases, {"idle_connections": IdleConnections()})
    # What has been imported by now stays. The collector of garbage would walk it for 0.1 s now and then.
    gc.freeze()
    run_simple(*args, request_handler=handler, **options)


def _load_proxy() -> Callable[[list[str]], None]:
    from moto.proxy import main as serve

    return serve


def _be_quiet_server() -> None:
    from werkzeug.serving import WSGIRequestHandler

    handler: Any = WSGIRequestHandler
    handler.log_request = _log_nothing


def _be_quiet_proxy() -> None:
    from moto.moto_proxy import logger

    # Its own flag sets another level.
    logger.setLevel("WARNING")


def _log_nothing(*_: object) -> None:
    """Replaces the method that logs a request."""


_SERVER = _Command("server", _Port("MOTO_PORT", 5000), _load_server, _be_quiet_server, False)
_PROXY = _Command("proxy", _Port("MOTO_PROXY_PORT", 5005), _load_proxy, _be_quiet_proxy, True)


def _run(command: _Command, argv: Any) -> None:
    parser = _own_arguments(command)
    options, moto_arguments = parser.parse_known_args(sys.argv[1:] if argv is None else argv)
    address = _address(parser, moto_arguments, command.port)
    if options.wait is not None:
        _wait(address, options.wait)
        return
    register()
    try:
        serve = command.load()
    except ImportError as error:
        sys.exit(
            f"{error}. The {command.name} needs more: pip install 'moto-backup-summaries[{command.name}]'"
        )
    # For an empty list moto reads the arguments of the process.
    sys.argv[:] = [parser.prog, *moto_arguments]
    if options.help:
        print(_help(parser, serve), end="")
        return
    if options.time is not None:
        _set_clock(options.time)
    _load(options.load, shift_to_now=options.shift_to_now)
    if command.has_verbose or not options.verbose:
        command.be_quiet()
    serve(moto_arguments)


def _own_arguments(command: _Command) -> argparse.ArgumentParser:
    """Our own arguments; moto reads its own itself."""
    parser = argparse.ArgumentParser(command.full_name, add_help=False, allow_abbrev=False)
    parser.add_argument("-h", "--help", action="store_true", help=argparse.SUPPRESS)
    group = parser.add_argument_group("options beside moto's")
    group.add_argument(
        "--load",
        action="append",
        default=[],
        metavar="FILE",
        help="Start with the jobs of a document for load_jobs, or with an account of moto_backup_capture; "
        "may be repeated",
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
    if not command.has_verbose:
        group.add_argument("-v", "--verbose", action="store_true", help="Log each request")
    return parser


def _help(own: argparse.ArgumentParser, serve: Callable[[list[str]], None]) -> str:
    """moto's help and ours as one: the usage has the flags of both."""
    with redirect_stdout(io.StringIO()) as moto_help, suppress(SystemExit):
        serve(["--help"])
    usage, _, rest = moto_help.getvalue().partition("\n\n")
    own_usage, _, own_rest = own.format_help().partition("\n\n")
    indent = " " * len(f"usage: {own.prog} ")
    own_flags = own_usage[len(indent) :].strip()
    return f"{usage.rstrip()}\n{indent}{own_flags}\n\n{rest}\n{own_rest}"


def _address(own: argparse.ArgumentParser, arguments: list[str], port: _Port) -> tuple[str, int]:
    """The host and port of moto's flags; exits if the port is invalid."""
    parser = argparse.ArgumentParser(
        own.prog, usage=argparse.SUPPRESS, add_help=False, allow_abbrev=False
    )
    parser.add_argument("-H", "--host", default="127.0.0.1")
    default = os.environ.get(port.variable, str(port.default))
    parser.add_argument("-p", "--port", type=_port, default=default)
    flags, _ = parser.parse_known_args(arguments)
    return flags.host, flags.port


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _LAST_PORT:
        # argparse shows this text as it is.
        raise argparse.ArgumentTypeError(
            f"Invalid value for port: got {text!r}, accepts 0 to {_LAST_PORT}"
        )
    return int(text)


def _wait(address: tuple[str, int], seconds: float) -> None:
    """Wait until a process listens at an address; exit with 1 if none does for so long."""
    end = time.monotonic() + seconds
    while True:
        with suppress(OSError), socket.create_connection(address, timeout=1):
            return
        if time.monotonic() > end:
            sys.exit(f"nothing answers at {address[0]}:{address[1]} after {seconds:g} seconds")
        time.sleep(0.05)


def _versions() -> str:
    from moto import __version__ as moto_version

    return f"moto-backup-summaries {__version__}, moto {moto_version}"


def _set_clock(time: str) -> None:
    from .control.clock import clock

    try:
        clock.set(time)
    except ValueError as error:
        sys.exit(f"--time: {error}")


def _load(paths: list[str], *, shift_to_now: bool) -> None:
    for path in paths:
        from .backup.loading.load_file import load_file

        try:
            loaded = load_file(path, shift_to_now)
        except (OSError, ValueError) as error:
            sys.exit(f"--load {path}: {error}")
        for remark in loaded.remarks:
            print(f" * {path}: {remark}", file=sys.stderr)
        regions = " and ".join(loaded.regions) or "no region"
        print(f" * {loaded.number} loaded from {path} into {regions}", file=sys.stderr)
