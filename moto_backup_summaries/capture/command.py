"""The command moto_backup_capture."""

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from ..backup.aws.account_sections import HEADER, SECTIONS
from ..backup.aws.job_kinds import ALL_KINDS
from .reading import AccountReader

_RETRIES = Config(retries={"mode": "standard", "total_max_attempts": 10})
_ONCE = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=5)
# What may be read, by the words of `--what`, and the word for all kinds of job.
_WORDS = [*dict.fromkeys(section.what for section in SECTIONS)]
_JOBS, _KINDS = "jobs", [kind.name for kind in ALL_KINDS]


def main(argv: list[str] | None = None) -> None:
    """Write an account into a file for load_account(), by operations of AWS Backup that only read.

    The file is there when all of it is; one that was there before stays if anything fails.
    """
    options = _parser().parse_args(argv)
    partial = Path(f"{options.output}.part")
    try:
        numbers, not_read = _capture(options, partial)
    except (BotoCoreError, ClientError, OSError) as error:
        partial.unlink(missing_ok=True)
        sys.exit(f"moto_backup_capture: {error}")
    partial.replace(options.output)
    told = ", ".join(f"{number} {name}" for name, number in numbers.items()) or "nothing"
    print(f" * written to {options.output}: {told}", file=sys.stderr)
    for text in not_read:
        print(f" * not read: {text}", file=sys.stderr)
    if not_read and not numbers:
        sys.exit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "moto_backup_capture",
        description="Write an account of AWS Backup into a file for load_account(). It only reads.",
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
        type=_words,
        default=_WORDS,
        metavar="WORD,…",
        help=f"some of {', '.join(_WORDS)}; jobs stands for the kinds of job. By default all",
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


def _words(text: str) -> list[str]:
    words: list[str] = []
    for word in text.split(","):
        if word not in (*_WORDS, _JOBS):
            accepted = ", ".join((*_WORDS, _JOBS))
            raise argparse.ArgumentTypeError(f"got {word!r}, accepts some of {accepted}")
        words += _KINDS if word == _JOBS else [word]
    return words


def _capture(options: argparse.Namespace, path: Path) -> tuple[Mapping[str, int], list[str]]:
    """Write all parts into a file, a line each; the number of rows, and what was not read."""
    session = boto3.Session(profile_name=options.profile)
    numbers, not_read = Counter[str](), list[str]()
    open_file: Callable[..., IO[str]] = gzip.open if options.output.endswith(".gz") else open
    with open_file(path, "wt", encoding="utf-8") as file:
        for region in options.region or [session.region_name]:
            client = session.client(
                "backup", region, endpoint_url=options.endpoint_url, config=_RETRIES
            )
            account_id = _account_id(session, client.meta.region_name, options.endpoint_url)
            reader = AccountReader(client, account_id, options.days)
            for part in reader.parts(options.what):
                file.write(json.dumps(part, default=_as_json) + "\n")
                for name, rows in part.items():
                    if name != HEADER:
                        numbers[name] += len(rows) if isinstance(rows, list) else 1
            not_read += [f"{text} ({client.meta.region_name})" for text in reader.not_read]
    return {name: number for name, number in numbers.items() if number}, not_read


def _account_id(session: boto3.Session, region: str, endpoint_url: str | None) -> str | None:
    """Whose credentials these are, which no policy denies; None where nobody says it."""
    try:
        client = session.client("sts", region, endpoint_url=endpoint_url, config=_ONCE)
        return str(client.get_caller_identity()["Account"])
    except (BotoCoreError, ClientError, ResponseParserError):
        # Another service than AWS may have no STS. The ARNs of what is read tell it too.
        return None


def _as_json(moment: datetime) -> str:
    return moment.isoformat()
