"""python -m moto_backup_summaries is moto_backup_server."""

from .server import main

main()
