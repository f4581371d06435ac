"""The command moto_backup_capture."""

import argparse
import gzip
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ..backup.aws.job_kinds import KIND_NAMED
from .reading import ListedJobs

_RETRIES = Config(retries={"mode": "standard", "total_max_attempts": 10})


def main(argv: list[str] | None = None) -> None:
    """Write the jobs of an account into a file, by list operations of AWS Backup only.

    The file is there when all of it is; one that was there before stays if anything fails.
    """
    options = _parser().parse_args(argv)
    partial = Path(f"{options.output}.part")
    try:
        number, denied = _capture(options, partial)
    except (BotoCoreError, ClientError, OSError) as error:
        partial.unlink(missing_ok=True)
        sys.exit(f"moto_backup_capture: {error}")
    partial.replace(options.output)
    print(f" * {number} jobs written to {options.output}", file=sys.stderr)
    for text in denied:
        print(f" * not read: {text}", file=sys.stderr)
    if denied and not number:
        sys.exit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "moto_backup_capture",
        description="Write the jobs of an account of AWS Backup into a file for load_jobs(). It only lists.",
    )
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="packed by gzip if it ends in .gz"
    )
    parser.add_argument("--profile", help="of the AWS CLI; by default as boto3 chooses")
    parser.add_argument(
        "--region", action="append", help="may be repeated; by default that of boto3"
    )
    parser.add_argument("--endpoint-url", metavar="URL", help="of another service than AWS's own")
    parser.add_argument(
        "--days",
        type=_days,
        metavar="N",
        help="only jobs that were created so many days ago, or later",
    )
    parser.add_argument(
        "--what",
        type=_kinds,
        default=[*KIND_NAMED],
        metavar="KIND,…",
        help=f"which kinds of job; by default {','.join(KIND_NAMED)}",
    )
    return parser


def _days(text: str) -> float:
    try:
        days = float(text)
    except ValueError:
        days = 0
    # The longest that a timedelta counts back from now.
    if not 0 < days <= 36_525:  # noqa: PLR2004 - a hundred years
        raise argparse.ArgumentTypeError(f"got {text!r}, accepts a number of days, 36525 at most")
    return days


def _kinds(text: str) -> list[str]:
    kinds = text.split(",")
    for kind in kinds:
        if kind not in KIND_NAMED:
            accepted = ", ".join(KIND_NAMED)
            raise argparse.ArgumentTypeError(f"got {kind!r}, accepts some of {accepted}")
    return kinds


def _capture(options: argparse.Namespace, path: Path) -> tuple[int, list[str]]:
    """Write all pages into a file, a line each; the number of jobs, and what was denied."""
    session = boto3.Session(profile_name=options.profile)
    number, denied = 0, list[str]()
    open_file: Callable[..., IO[str]] = gzip.open if options.output.endswith(".gz") else open
    with open_file(path, "wt", encoding="utf-8") as file:
        # Also without any job it is a document.
        file.write('{"BackupJobs": []}\n')
        for region in options.region or [session.region_name]:
            client = session.client(
                "backup", region, endpoint_url=options.endpoint_url, config=_RETRIES
            )
            reader = ListedJobs(client, options.days)
            for page in reader.pages(options.what):
                file.write(json.dumps(page, default=_as_json) + "\n")
                number += sum(map(len, page.values()))
            denied += [f"{text} ({client.meta.region_name})" for text in reader.denied.values()]
    return number, denied


def _as_json(moment: datetime) -> str:
    return moment.isoformat()
