"""The command moto_backup_server: moto's server, its flags and all, answering for jobs too."""

import argparse
import sys

from . import register


def main(argv: list[str] | None = None) -> None:
    """Serve until interrupted; the flags are those of `moto_server`. Port 0 takes a free port.

    `--load FILE`, which may be repeated, starts with the jobs of a document for `load_jobs`, and
    `--shift-to-now` moves the dates of each so that its newest is now. `--time TIME` sets moto's clock in
    this process and lets it run on.
    """
    register()
    try:
        from moto.server import main as serve
    except ImportError as error:
        sys.exit(f"{error}. The server needs more: pip install 'moto-backup-summaries[server]'")
    own = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    own.add_argument("--load", action="append", default=[], metavar="FILE")
    own.add_argument("--shift-to-now", action="store_true")
    own.add_argument("--time")
    ours, others = own.parse_known_args(sys.argv[1:] if argv is None else argv)
    if ours.time is not None:
        _set_clock(ours.time)
    _load(ours.load, shift_to_now=ours.shift_to_now)
    # moto takes an empty list for the process's own arguments.
    sys.argv[1:] = others
    serve(others)


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
