"""load_jobs(): jobs from what `aws backup list-backup-jobs` or boto3 printed."""

import warnings
from array import array
from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple, overload

from ...warning import BackupSummariesWarning
from .. import timestamps
from ..account import check_registered
from ..aws.errors import refusal
from ..aws.regions import check_account_id, check_region
from ..config import check_settings
from ..mocking import warn_without_mock
from ..paused_collector import paused_collector
from ..scenario.rule import calling_line
from ..thread_switches import frequent_thread_switches
from .checks import check_rows
from .defaults import fill
from .document import Document
from .member_names import MemberNames
from .placement import (
    StatedKey,
    by_account,
    check_account,
    move_arns,
    stated_keys,
)
from .problems import Problems, RefusedRow
from .progress import Progress
from .remarks import (
    first_day_lost,
    in_future,
    kept_words,
    left_out,
    other_events,
    some_too_old,
    too_old,
    yet_to_count,
)
from .rows import Rows
from .shifts import DocumentList, Seconds, Shift, check_shift, lists_of, shift_seconds
from .sources import Pages, Pieces, Source, not_nested_too_deeply
from .storing import AccountJobs, Reading, check_against_stored_alone


class LoadedJobs(NamedTuple):
    """What load_jobs(…, strict=False) has loaded, and what not.

    number: of the jobs that were loaded. refused: the rows that were not, each with its reason.
    """

    number: int
    refused: Sequence[RefusedRow]


@overload
def load_jobs(
    source: Source,
    *,
    account_id: str | None = None,
    region_name: str | None = None,
    shift_to_now: Shift = False,
    send_events: bool = False,
    strict: Literal[True] = True,
) -> int: ...


@overload
def load_jobs(
    source: Source,
    *,
    account_id: str | None = None,
    region_name: str | None = None,
    shift_to_now: Shift = False,
    send_events: bool = False,
    strict: Literal[False],
) -> LoadedJobs: ...


def load_jobs(
    source: Source,
    *,
    account_id: str | None = None,
    region_name: str | None = None,
    shift_to_now: Shift = False,
    send_events: bool = False,
    strict: bool = True,
) -> int | LoadedJobs:
    """Put jobs into moto as they are in a document; the number of jobs that were loaded.

    source: a mapping in the shape that boto3 and the AWS CLI give: `{"BackupJobs": […]}` as
        ListBackupJobs answers it, `{"BackupJobSummaries": […]}` as ListBackupJobSummaries does (Count
        jobs for each row, spread over its days), and the same for copy, restore and scan jobs. Or a list
        of such pages, of jobs with their ids, or of events. Or the path of a file, of a folder, a pattern of
        paths such as `pages/*.json`, `s3://BUCKET/KEY` of moto's S3 (all below a KEY that ends in a slash),
        or `-` for standard input. A file has one such document, or several, one after the other; or it is
        a report of AWS Backup in CSV or JSON; or it has events of EventBridge, as an archive, a queue or a
        log keeps them: each job's last state counts, and its states become its history, as job_events()
        tells it. It may be compressed by gzip or zstd. Its form is told by what is in it, not by its name.
        Times are datetimes, ISO 8601 strings or seconds since 1970.
    account_id, region_name: where the jobs are put, with all that was of their own account and region:
        their vaults, recovery points and whatever else ARNs name. Else a row's AccountId and ARNs say
        where its job is, else it is where a client asks that is told as little: MOTO_ACCOUNT_ID or
        moto's default account; and boto3's default region, by AWS_DEFAULT_REGION or a profile, or
        us-east-1.
    shift_to_now: whether all dates of the document are moved alike: by whole days, so that the day on
        which the newest job was created is the last that summaries count, whatever the hour.
        "exactly" keeps the distance instead: the newest moment at which a job was created or completed
        is now by moto's clock. Rows of summaries are moved by whole days always.
    send_events: whether AWS Backup sends an event of each job: of its state, at its CompletionDate or
        CreationDate.
    strict: whether one bad row refuses all. If not, the others are loaded, and the answer has the number
        of jobs and the rows that were refused, each with where it stands and why.

    What a row leaves out gets a plausible value: State COMPLETED, CreationDate now or when it ended, a
    new id, ResourceType by the ARN or EBS, MessageCategory by the StatusMessage. Loaded jobs stay in the
    state that they were loaded in. A COMPLETED one leaves its recovery point, in a vault made if missing.

    Raises ValueError for a bad row, naming the row, the member, what it is and what it may be; then
    nothing of the document is loaded. So it does for a member that AWS Backup does not have, if it has
    one that is near. Others are left out.
    Warns with BackupSummariesWarning, once for each: of members that were left out, of jobs in the
    future, of jobs that are too old for any summary or of today where it does not count, and if rows of
    summaries lose their first day since today counts too. When the mock ends, it warns of jobs whose
    account or region no argument named and nobody asked, while somebody asked elsewhere and found none.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupJob.html
    """
    reading = read_jobs(
        source,
        account_id=account_id,
        region_name=region_name,
        shift_to_now=shift_to_now,
        strict=strict,
    )
    warn_without_mock("load_jobs")
    set_at = calling_line()
    for remark in reading.remarks:
        warnings.warn_explicit(remark, BackupSummariesWarning, *set_at)
    number = reading.store(set_at, send_events=send_events)
    return number if strict else LoadedJobs(number, reading.refused)


def check_arguments(
    account_id: object = None,
    region_name: object = None,
    shift_to_now: object = False,
    strict: object = True,
) -> None:
    """Raise ValueError for what load_jobs() or load_account() does not take beside the document."""
    check_account_id("account_id", account_id)
    check_region("region_name", region_name)
    check_shift(shift_to_now)
    if not isinstance(strict, bool):
        raise ValueError(refusal("strict", strict, "true or false"))


def read_jobs(
    source: Source | Pages | Pieces,
    *,
    account_id: str | None = None,
    region_name: str | None = None,
    shift_to_now: Shift | Seconds = False,
    arguments: Collection[str] = (),
    strict: bool = True,
) -> Reading:
    """Read and check a document, without storing its jobs.

    arguments: what else may be beside the document's lists. strict: as of load_jobs(); if it is False,
    all rows that are wrong are in `refused` of what is given back.
    shift_to_now: also by how many seconds.
    """
    check_registered()
    check_arguments(account_id, region_name, shift_to_now, strict)
    check_settings()
    now, named_account = timestamps.now(), (account_id, region_name)
    names, progress = MemberNames(), Progress()
    # Pages are of an account, which AWS has told in whatever words.
    problems = Problems(strict=strict, keeps_words=isinstance(source, Pages))
    with (
        frequent_thread_switches(),
        paused_collector(),
        not_nested_too_deeply("the document"),
        progress,
    ):
        document = Document(source, names, problems, arguments, progress.tell, forgets_rows=strict)
        sources, histories, number_of_others = document.lists()
        lists: list[DocumentList] = list(lists_of(sources, document.read_lists, names, problems))
        shift = shift_seconds(lists, now, shift_to_now)
        jobs: list[AccountJobs] = []
        for jobs_list in lists:
            jobs += _by_account(jobs_list.rows(shift, now), named_account, now, problems)
            progress.tell(sum(len(each.rows) for each in jobs), "checked")
    all_rows = [account_jobs.rows for account_jobs in jobs]
    remarks = (
        left_out(names),
        kept_words(problems),
        other_events(number_of_others),
        in_future(all_rows, now),
        too_old(all_rows, now) or some_too_old(all_rows, now, shifted=bool(shift_to_now)),
        yet_to_count(all_rows, now),
        first_day_lost(lists, shift, now),
    )
    return Reading(
        [remark for remark in remarks if remark],
        problems.refused,
        jobs,
        named_account,
        histories,
        shift,
    )


def _by_account(
    rows: Rows, named_account: StatedKey, now: float, problems: Problems
) -> Iterator[AccountJobs]:
    """The jobs of these rows, with all that they leave out, by account and region."""
    check_rows(rows, problems)
    rows = rows.without_refused(problems)
    stated = stated_keys(rows)
    # Most documents of an account are loaded into that account.
    if any(named_account) and set(stated) != {named_account}:
        move_arns(rows.columns, stated, named_account)
    for key, account_rows in by_account(rows, stated, named_account):
        check_account(key, account_rows, problems)
        if not problems.strict:
            check_against_stored_alone(account_rows, key, problems)
            account_rows = account_rows.without_refused(problems)
        if not len(account_rows):
            continue
        columns = account_rows.columns
        for name in ("AccountId", "Region"):
            columns.pop(name, None)
        fill(rows.kind, columns, len(account_rows), account=key, now=now)
        # What takes long is done before anything is locked.
        moments = {
            name: array("d", column)
            for name, column in columns.items()
            if type(column[0]) is float and set(map(type, column)) == {float}
        }
        counts = rows.kind.counts_by_day(columns)
        yield AccountJobs(account_rows, {**columns, **moments}, *key, counts)
