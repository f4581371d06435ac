"""load_jobs(): jobs from what `aws backup list-backup-jobs` or boto3 printed."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import boto3
from moto.core.models import DEFAULT_ACCOUNT_ID

from .. import timestamps
from ..account import HOME_REGION, account_at, check_registered, existing_account
from ..aws.arns import Arn, parsed
from ..aws.constraints import ACCOUNT_ID, PATTERNS, WORDS_FOR
from ..events import JobsStored
from ..giving_way import giving_way
from ..mocking import warn_without_mock
from ..transactions import exclusive
from .columns import Batch
from .defaults import fill
from .job_store import DayCounts, counts_by_day
from .rows import Rows, Source, document_of, rows_of, wrong

_RESOURCE_TYPE = re.compile(PATTERNS["ResourceType"], re.ASCII)


def load_jobs(
    source: Source, *, account_id: str | None = None, region_name: str | None = None
) -> int:
    """Put jobs into moto as they are in a document; the number of jobs that were loaded.

    source: a mapping, or the path of a JSON file, in the shape that boto3 and the AWS CLI give:
        `{"BackupJobs": […]}` as ListBackupJobs answers it, `{"BackupJobSummaries": […]}` as
        ListBackupJobSummaries does (Count jobs for each row, spread over its days), and the same for
        copy, restore and scan jobs. Times are datetimes, ISO 8601 strings or seconds since 1970.
        Members that AWS Backup does not have are ignored.
    account_id, region_name: where the jobs are. Else a row's AccountId and ARNs say so, else it is
        moto's default account and us-east-1.

    What a row leaves out gets a plausible value: State COMPLETED, CreationDate now, a new id,
    ResourceType by the ARN or EBS, MessageCategory by the StatusMessage. Loaded jobs stay in the state
    that they were loaded in. A COMPLETED one leaves its recovery point, in a vault made if missing.

    Raises ValueError for a bad row, naming the row, the member, what it is and what it may be; then
    nothing of the document is loaded.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupJob.html
    """
    check_registered()
    document = document_of(source)
    defaults = _Defaults(account_id, region_name)
    with giving_way():
        all_loaded = [
            loaded
            for rows in rows_of(document, defaults.now)
            for loaded in _by_account_and_region(rows, defaults)
        ]
        for loaded in all_loaded:
            # Moto takes long to make all regions of one that is new.
            account_at(loaded.batch.account_id, loaded.batch.region)
        number = sum(len(loaded.batch) for loaded in all_loaded)
    warn_without_mock("load_jobs")
    _store(all_loaded)
    return number


@dataclass(frozen=True)
class _Loaded:
    """Jobs of one account and region, and the rows that told of them."""

    rows: Rows
    batch: Batch
    counts: DayCounts


@exclusive
def _store(all_loaded: Sequence[_Loaded]) -> None:
    """Keep jobs as they are, all of them or none."""
    for loaded in all_loaded:
        _check_ids(loaded)
    for loaded in all_loaded:
        batch = loaded.batch
        account = account_at(batch.account_id, batch.region)
        account.jobs.of(batch.kind).add_batch(batch, loaded.counts)
        account.publish(JobsStored(batch, None, is_told=False))


class _Defaults:
    """What the caller said, and the moment of the call, for rows that leave something out."""

    def __init__(self, account_id: str | None, region_name: str | None) -> None:
        for name, value in (("account_id", account_id), ("region_name", region_name)):
            if value is not None and not isinstance(value, str):
                raise wrong(name, value, "a string")
        self.account_id = account_id
        self.region_name = region_name
        self.now = timestamps.now()


def _by_account_and_region(rows: Rows, defaults: _Defaults) -> Iterator[_Loaded]:
    """The jobs of these rows, with all that they leave out."""
    _check(rows, defaults)
    indexes: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, place in enumerate(_accounts_and_regions(rows, defaults)):
        indexes[place].append(index)
    for (account_id, region), of_place in indexes.items():
        _check_account_and_region(account_id, region, rows.where(of_place[0]))
        there = rows if len(indexes) == 1 else rows.at(of_place)
        columns = there.columns
        for name in ("AccountId", "Region"):
            columns.pop(name, None)
        fill(
            rows.kind,
            columns,
            len(there),
            account_id=account_id,
            region=region,
            now=defaults.now,
        )
        batch = Batch(rows.kind, account_id, region, columns)
        # What takes long is done before anything is locked.
        batch.numbers_by(rows.kind.state, rows.kind.vault)
        yield _Loaded(there, batch, counts_by_day(batch))


def _accounts_and_regions(rows: Rows, defaults: _Defaults) -> Iterator[tuple[str, str]]:
    accounts = [defaults.account_id or account_id for account_id in rows.column("AccountId")]
    regions = [defaults.region_name or region for region in rows.column("Region")]
    for name in rows.kind.arns:
        if all(accounts) and all(regions):
            break
        arns = [text and parsed(text) for text in rows.column(name)]
        accounts = [it or (arn and arn.account_id) for it, arn in zip(accounts, arns, strict=True)]
        regions = [it or (arn and arn.region) for it, arn in zip(regions, arns, strict=True)]
    for account_id, region in zip(accounts, regions, strict=True):
        yield account_id or DEFAULT_ACCOUNT_ID, region or HOME_REGION


def _check(rows: Rows, defaults: _Defaults) -> None:
    kind = rows.kind
    rows.require(kind.state, kind.states.__contains__, "one of " + ", ".join(kind.states))
    rows.require("ResourceType", _RESOURCE_TYPE.fullmatch, WORDS_FOR["ResourceType"])
    rows.require(
        kind.vault, _is_vault, "the ARN of a vault in a region that moto has AWS Backup in"
    )
    dates = zip(rows.column("CompletionDate"), rows.column("CreationDate"), strict=True)
    for index, (completed, created) in enumerate(dates):
        if completed is not None and completed < (defaults.now if created is None else created):
            raise wrong(rows.where(index, "CompletionDate"), completed, "a time after creation")


def _is_vault(text: str) -> bool:
    arn = Arn.parse(text)
    return (
        arn is not None
        and arn.resource.startswith("backup-vault:")
        and ACCOUNT_ID.fullmatch(arn.account_id) is not None
        and arn.region in _regions()
    )


def _check_account_and_region(account_id: str, region: str, where: str) -> None:
    if not ACCOUNT_ID.fullmatch(account_id):
        raise wrong(f"{where}.AccountId", account_id, WORDS_FOR["AccountId"])
    if region not in _regions():
        raise wrong(f"{where}: region", region, "a region that moto has AWS Backup in")


@cache
def _regions() -> frozenset[str]:
    session = boto3.Session()
    return frozenset(
        region
        for partition in session.get_available_partitions()
        for region in session.get_available_regions("backup", partition)
    )


def _check_ids(loaded: _Loaded) -> None:
    rows, batch = loaded.rows, loaded.batch
    name = rows.kind.id_member
    given = rows.columns.get(name, [])
    account = existing_account(batch.account_id, batch.region)
    known = account.jobs.of(rows.kind) if account else ()
    if not len(known) and len(set(given)) == len(given):
        return
    seen = set()
    for index, job_id in enumerate(given):
        if job_id is not None and (job_id in seen or job_id in known):
            raise wrong(rows.where(index, name), job_id, "an id that no other job has")
        seen.add(job_id)
