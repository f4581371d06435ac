"""The command moto_backup_capture."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from secrets import token_bytes
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from ..backup.aws.account_sections import HEADER, SECTIONS
from ..backup.aws.job_kinds import ALL_KINDS
from ..backup.loading.job_columns import are_in_columns, column_rows
from ..backup.loading.progress import Progress
from .anonymizing import Anonymizer
from .reading import AccountReader, Part, Place, PlaceGoneError
from .resuming import ReadUntil, UnfinishedCapture

_RETRIES = Config(retries={"mode": "standard", "total_max_attempts": 10})
_ONCE = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=5)
# What may be read, by the words of `--what`, and the word for all kinds of job.
_WORDS = [*dict.fromkeys(section.what for section in SECTIONS)]
_JOBS, _KINDS = "jobs", [kind.name for kind in ALL_KINDS]


def main(argv: list[str] | None = None) -> None:
    """Write an account into a file for load_account(), by operations of AWS Backup that only read.

    The file is there when all of it is; one that was there before stays if anything fails. What was read
    until then is in a file beside it, from which the same command goes on.
    """
    options = _parser().parse_args(argv)
    try:
        capture = UnfinishedCapture(
            options.output, _arguments(options), token_bytes(32) if options.anonymize else None
        )
    except (ValueError, OSError) as error:
        sys.exit(f"moto_backup_capture: {error}")
    try:
        _capture(options, capture)
        numbers = _numbers(capture.parts())
        capture.finish()
    except (BotoCoreError, ClientError, OSError, KeyboardInterrupt) as error:
        capture.close()
        goes_on = f"; {capture.path} has what was read, and the same command goes on from there"
        sys.exit(
            f"moto_backup_capture: {str(error) or 'interrupted'}{goes_on if capture.has_parts else ''}"
        )
    told = ", ".join(f"{number} {name}" for name, number in numbers.items()) or "nothing"
    print(f" * written to {options.output}: {told}", file=sys.stderr)
    for text in capture.begun_again:
        print(f" * read again from the beginning: {text}", file=sys.stderr)
    not_read = [
        f"{text} ({region})" for region, texts in capture.not_read.items() for text in texts
    ]
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
    parser.add_argument(
        "--anonymize",
        action="store_true",
        help="replace account ids, names, ARNs, tags and ids, the same ones alike and of the same shape",
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


def _arguments(options: argparse.Namespace) -> dict[str, Any]:
    """What is captured, by the arguments that say it."""
    return {
        "profile": options.profile,
        "region": options.region,
        "endpoint_url": options.endpoint_url,
        "days": options.days,
        "what": options.what,
        "anonymize": options.anonymize,
    }


def _capture(options: argparse.Namespace, capture: UnfinishedCapture) -> None:
    """Read all sections that the capture does not have."""
    session = boto3.Session(profile_name=options.profile)
    anonymizer = Anonymizer(capture.key) if capture.key else None
    number = 0
    with Progress() as progress:
        for region in options.region or [session.region_name]:
            client = session.client(
                "backup", region, endpoint_url=options.endpoint_url, config=_RETRIES
            )
            region = client.meta.region_name
            account_id = _account_id(session, region, options.endpoint_url)
            reader = AccountReader(client, account_id, options.days)
            for word in (
                each for each in _WORDS if each in options.what and not capture.has(region, each)
            ):
                for part, place in _parts(reader, capture, region, word):
                    number += sum(_numbers([part]).values())
                    progress.tell(number)
                    not_read = capture.with_earlier(region, reader.not_read)
                    written = anonymizer.anonymized(part) if anonymizer else part
                    capture.write(written, ReadUntil(region, word, place, not_read))
                capture.end_section(region, word, capture.with_earlier(region, reader.not_read))


def _parts(
    reader: AccountReader, capture: UnfinishedCapture, region: str, word: str
) -> Iterator[tuple[Part, Place]]:
    """What is to be read of a section: from where reading was interrupted, if that place is still there."""
    until = capture.read_until(region, word)
    try:
        yield from reader.parts([word], until and until.place)
    except PlaceGoneError as error:
        capture.begin_section_again(f"{word} ({region}): {error}")
        yield from reader.parts([word])


def _numbers(parts: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many rows there are of each section."""
    numbers = Counter[str]()
    for part in parts:
        for name, value in part.items():
            if name != HEADER:
                rows = column_rows(value, name) if are_in_columns(value) else value
                numbers[name] += len(rows) if isinstance(rows, Sequence) else 1
    return {name: number for name, number in numbers.items() if number}


def _account_id(session: boto3.Session, region: str, endpoint_url: str | None) -> str | None:
    """Whose credentials these are, which no policy denies; None where nobody says it."""
    try:
        client = session.client("sts", region, endpoint_url=endpoint_url, config=_ONCE)
        return str(client.get_caller_identity()["Account"])
    except (BotoCoreError, ClientError, ResponseParserError):
        # Another service than AWS may have no STS. The ARNs of what is read tell it too.
        return None
