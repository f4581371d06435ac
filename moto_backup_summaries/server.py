"""The command moto_backup_server: moto's server, its flags and all, answering for jobs too."""

import sys

from . import register


def main(argv: list[str] | None = None) -> None:
    """Serve until interrupted; the flags are those of `moto_server`. Port 0 takes a free port."""
    register()
    try:
        from moto.server import main as serve
    except ImportError as error:
        sys.exit(f"{error}. The server needs more: pip install 'moto-backup-summaries[server]'")
    serve(argv)
