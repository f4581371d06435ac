"""moto_backup_server and moto_backup_proxy: moto's commands, flags and all, answering for jobs too."""

import argparse
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from . import __version__, register


def main(argv: list[str] | None = None) -> None:
    """Serve until interrupted; the flags are those of `moto_server`. Port 0 takes a free port.

    `--load FILE`, which may be repeated, starts with the jobs of a document for `load_jobs`, and
    `--shift-to-now` moves the dates of each so that its newest is now. `--time TIME` sets moto's clock in
    this process and lets it run on.
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
        action="store_true",
        help="Move the dates of each document alike, so that its newest is now",
    )
    group.add_argument("--time", help="Start moto's clock at a time, such as 2026-03-01T00:00:00Z")
    group.add_argument(
        "--version", action="version", version=_versions(), help="Print the versions and exit"
    )
    return parser


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

        try:
            reading = read_jobs(path, shift_to_now=shift_to_now)
            number = reading.store()
        except (OSError, ValueError) as error:
            sys.exit(f"--load {path}: {error}")
        for remark in reading.remarks:
            print(f" * {path}: {remark}", file=sys.stderr)
        print(f" * {number} jobs loaded from {path}", file=sys.stderr)
