"""load_jobs(): jobs from what `aws backup list-backup-jobs` or boto3 printed."""

import warnings
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, overload

from ...warning import BackupSummariesWarning
from .. import timestamps
from ..account import account_at, check_registered, existing_account, new_rules
from ..aws.errors import refusal
from ..aws.job_kinds import Combination
from ..aws.regions import check_account_id, check_region
from ..config import check_settings
from ..events import JobChanged, JobsStored
from ..frame.transactions import exclusive
from ..mocking import warn_without_mock
from ..scenario.rule import SetAt, calling_line
from ..scenario.unseen_loads import UnseenLoad, note_load
from ..thread_switches import frequent_thread_switches
from ..views import JobBatch
from .checks import check_ids, check_parents, check_rows
from .defaults import fill
from .document import Document, not_nested_too_deeply
from .event_archives import Told
from .member_names import MemberNames
from .placement import (
    AccountKey,
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
    left_out,
    other_events,
    some_too_old,
    too_old,
    yet_to_count,
)
from .rows import Rows
from .shifts import EXACTLY, DocumentList, Shift, lists_of, shift_seconds
from .sources import Source


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


@dataclass(frozen=True)
class AccountJobs:
    """Jobs of one kind, account and region, with all that they are counted by.

    columns: their members, in which moments take eight bytes each.
    counts: how many jobs of each day have each combination.
    """

    rows: Rows
    columns: Mapping[str, Sequence[Any]]
    account_id: str
    region: str
    counts: Mapping[int, Counter[Combination]]


@dataclass(frozen=True)
class Reading:
    """The jobs of a document, ready to be stored.

    remarks: what is odd about them. refused: the rows that are not among them, unless one refuses all.
    """

    remarks: Sequence[str]
    refused: Sequence[RefusedRow]
    _jobs: Sequence[AccountJobs]
    _arguments: StatedKey
    _told: Mapping[str, Mapping[int, Told]]
    _shift: float

    def store(self, loaded_by: SetAt, *, send_events: bool = False) -> int:
        """Store all of the jobs as they are, or none; their number. loaded_by: the line that says so."""
        if not isinstance(send_events, bool):
            raise ValueError(refusal("send_events", send_events, "true or false"))
        numbers = Counter[AccountKey]()
        for jobs in self._jobs:
            numbers[jobs.account_id, jobs.region] += len(jobs.rows)
        has_account, has_region = (argument is not None for argument in self._arguments)
        loads = [
            UnseenLoad(*key, number, loaded_by, has_account, has_region)
            for key, number in numbers.items()
        ]
        self._store(loads, send_events=send_events)
        return numbers.total()

    @property
    def regions(self) -> list[str]:
        """Where the jobs are put."""
        return sorted({jobs.region for jobs in self._jobs})

    @exclusive
    def _store(self, loads: Sequence[UnseenLoad], *, send_events: bool) -> None:
        problems = Problems()
        for jobs in self._jobs:
            _check_stored(jobs.rows, (jobs.account_id, jobs.region), problems)
        for jobs in self._jobs:
            account = account_at(jobs.account_id, jobs.region)
            store = account.jobs.store(jobs.rows.kind)
            batch = store.load(jobs.columns, len(jobs.rows), jobs.counts)
            account.publish(
                JobsStored(batch, None, is_published=send_events, final_state_only=True)
            )
            account.history.extend(self._history(jobs.rows, batch, is_sent=send_events))
        for load in loads:
            note_load(new_rules().unseen_loads, load)

    def _history(self, rows: Rows, batch: JobBatch, *, is_sent: bool) -> Iterator[JobChanged]:
        """What events tell of the states of these jobs. is_sent: whether the last of each has been told."""
        told = self._told.get(rows.member, {})
        for origin, number in zip(rows.origins, batch.numbers, strict=True) if told else ():
            if origin in told:
                job, states = batch.store.view(number), told[origin].states
                for state, moment in states[:-1] if is_sent else states:
                    yield JobChanged(rows.kind, job, state, moment + self._shift, was_loaded=True)


def _check_stored(rows: Rows, key: AccountKey, problems: Problems) -> None:
    """Refuse rows with an id that is taken, or with parents that cannot be."""
    account = existing_account(*key)
    stored = account.jobs.store(rows.kind) if account else None
    check_ids(rows, stored, problems)
    check_parents(rows, stored, problems)


def read_jobs(
    source: Source,
    *,
    account_id: str | None = None,
    region_name: str | None = None,
    shift_to_now: Shift = False,
    arguments: Collection[str] = (),
    strict: bool = True,
) -> Reading:
    """Read and check a document, without storing its jobs.

    arguments: what else may be beside the document's lists. strict: as of load_jobs(); if it is False,
    all rows that are wrong are in `refused` of what is given back.
    """
    check_registered()
    check_account_id("account_id", account_id)
    check_region("region_name", region_name)
    if not isinstance(shift_to_now, bool) and shift_to_now != EXACTLY:
        accepted = f"true, false or {EXACTLY!r}"
        raise ValueError(refusal("shift_to_now", shift_to_now, accepted))
    if not isinstance(strict, bool):
        raise ValueError(refusal("strict", strict, "true or false"))
    check_settings()
    now, key = timestamps.now(), (account_id, region_name)
    names, problems, progress = MemberNames(), Problems(strict=strict), Progress()
    with frequent_thread_switches(), not_nested_too_deeply("the document"), progress:
        sources, told, others = Document(source, names, problems, arguments, progress.tell).lists()
        lists: list[DocumentList] = list(lists_of(sources, names, problems))
        shift = shift_seconds(lists, now, shift_to_now)
        jobs: list[AccountJobs] = []
        for jobs_list in lists:
            jobs += _by_account(jobs_list.rows(shift, now), key, now, problems)
            progress.tell(sum(len(each.rows) for each in jobs), "checked")
    all_rows = [account_jobs.rows for account_jobs in jobs]
    remarks = (
        left_out(names),
        other_events(others),
        in_future(all_rows, now),
        too_old(all_rows, now) or some_too_old(all_rows, now, shifted=bool(shift_to_now)),
        yet_to_count(all_rows, now),
        first_day_lost(lists, shift, now),
    )
    return Reading(
        [remark for remark in remarks if remark], problems.refused, jobs, key, told, shift
    )


def _by_account(
    rows: Rows, arguments: StatedKey, now: float, problems: Problems
) -> Iterator[AccountJobs]:
    """The jobs of these rows, with all that they leave out, by account and region."""
    check_rows(rows, problems)
    rows = rows.without_refused(problems)
    stated = stated_keys(rows)
    if any(arguments):
        move_arns(rows.columns, stated, arguments)
    for key, account_rows in by_account(rows, stated, arguments):
        check_account(key, account_rows, problems)
        if not problems.strict:
            _look_at_stored(account_rows, key, problems)
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


_look_at_stored = exclusive(_check_stored)
