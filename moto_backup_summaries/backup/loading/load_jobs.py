"""load_jobs(): jobs from what `aws backup list-backup-jobs` or boto3 printed."""

import re
import warnings
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...warning import BackupSummariesWarning
from .. import timestamps
from ..account import account_at, check_registered, existing_account, new_rules
from ..aws import service_model
from ..aws.arns import ANY_ARN, Arn
from ..aws.constraints import PATTERNS, WORDS_FOR
from ..aws.job_kinds import Combination
from ..aws.regions import check_account_id, check_region
from ..aws.resource_types import BY_NAME
from ..aws.spelling import near_names
from ..config import check_settings
from ..events import JobsStored
from ..frame.transactions import exclusive
from ..mocking import warn_without_mock
from ..scenario.rule import SetAt, calling_line
from ..scenario.unseen_loads import UnseenLoad, note_load
from ..thread_switches import frequent_thread_switches
from .checks import check_ids, check_parents, check_vaults
from .defaults import fill
from .document import (
    EXACTLY,
    Shift,
    Source,
    amount,
    document_of,
    lists_of,
    not_nested_too_deeply,
)
from .member_names import MemberNames
from .placement import by_place, check_place, places_told
from .relocation import JobPlace, move_arns
from .remarks import day_lost, in_future, left_out, some_too_old, too_old, yet_to_count
from .rows import Rows, wrong

_RESOURCE_TYPE = re.compile(PATTERNS["ResourceType"], re.ASCII)


def load_jobs(
    source: Source,
    *,
    account_id: str | None = None,
    region_name: str | None = None,
    shift_to_now: Shift = False,
    send_events: bool = False,
) -> int:
    """Put jobs into moto as they are in a document; the number of jobs that were loaded.

    source: a mapping, or the path of a JSON file, in the shape that boto3 and the AWS CLI give:
        `{"BackupJobs": […]}` as ListBackupJobs answers it, `{"BackupJobSummaries": […]}` as
        ListBackupJobSummaries does (Count jobs for each row, spread over its days), and the same for
        copy, restore and scan jobs. Times are datetimes, ISO 8601 strings or seconds since 1970.
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
        source, account_id=account_id, region_name=region_name, shift_to_now=shift_to_now
    )
    warn_without_mock("load_jobs")
    for remark in reading.remarks:
        warnings.warn(remark, BackupSummariesWarning, stacklevel=2)
    return reading.store(calling_line(), send_events=send_events)


@dataclass(frozen=True)
class _Loaded:
    """Jobs of one kind, account and region, with all that they are counted by.

    counts: how many jobs of each day have each combination.
    """

    rows: Rows
    account_id: str
    region: str
    counts: Mapping[int, Counter[Combination]]


@dataclass(frozen=True)
class Reading:
    """The jobs of a document, ready to be stored. remarks: what is odd about them."""

    remarks: Sequence[str]
    _loaded: Sequence[_Loaded]
    _given: JobPlace

    def store(self, loaded_by: SetAt, *, send_events: bool = False) -> int:
        """Keep the jobs as they are, all of them or none; their number. loaded_by: the line that says so."""
        if not isinstance(send_events, bool):
            raise wrong("send_events", send_events, "true or false")
        numbers = Counter[tuple[str, str]]()
        for loaded in self._loaded:
            numbers[loaded.account_id, loaded.region] += len(loaded.rows)
        account_given, region_given = (part is not None for part in self._given)
        _store(
            self._loaded,
            [
                UnseenLoad(*place, number, loaded_by, account_given, region_given)
                for place, number in numbers.items()
            ],
            send_events=send_events,
        )
        return numbers.total()

    @property
    def regions(self) -> list[str]:
        """Where the jobs are put."""
        return sorted({loaded.region for loaded in self._loaded})


def read_jobs(
    source: Source,
    *,
    account_id: str | None = None,
    region_name: str | None = None,
    shift_to_now: Shift = False,
    arguments: Collection[str] = (),
) -> Reading:
    """The same up to where jobs are stored. arguments: what else may be beside the document's lists."""
    check_registered()
    wanted = _Wanted(account_id, region_name, shift_to_now)
    names = MemberNames()
    with frequent_thread_switches(), not_nested_too_deeply("the document"):
        lists = list(lists_of(document_of(source), names, arguments))
        by = amount(lists, wanted.now, shift_to_now)
        loaded = [
            of_place
            for jobs in lists
            for of_place in _by_account_and_region(jobs.jobs(by, wanted.now), wanted)
        ]
    of_places = [it.rows for it in loaded]
    remarks = (
        left_out(names),
        in_future(of_places, wanted.now),
        too_old(of_places, wanted.now)
        or some_too_old(of_places, wanted.now, shifted=bool(shift_to_now)),
        yet_to_count(of_places, wanted.now),
        day_lost(lists, by, wanted.now),
    )
    return Reading([remark for remark in remarks if remark], loaded, wanted.place)


@exclusive
def _store(
    all_loaded: Sequence[_Loaded], unseen_loads: Sequence[UnseenLoad], *, send_events: bool
) -> None:
    """Keep jobs as they are, all of them or none."""
    for loaded in all_loaded:
        _check_ids(loaded)
    for loaded in all_loaded:
        rows = loaded.rows
        account = account_at(loaded.account_id, loaded.region)
        jobs = account.jobs.store(rows.kind).load(rows.columns, len(rows), loaded.counts)
        account.publish(JobsStored(jobs, None, is_published=send_events, final_state_only=True))
    for load in unseen_loads:
        note_load(new_rules().unseen_loads, load)


class _Wanted:
    """What the caller said, and the moment of the call."""

    def __init__(
        self, account_id: str | None, region_name: str | None, shift_to_now: Shift
    ) -> None:
        check_account_id("account_id", account_id)
        check_region("region_name", region_name)
        if not isinstance(shift_to_now, bool) and shift_to_now != EXACTLY:
            raise wrong("shift_to_now", shift_to_now, f"true, false or {EXACTLY!r}")
        check_settings()
        self.place: JobPlace = (account_id, region_name)
        self.now = timestamps.now()


def _by_account_and_region(rows: Rows, wanted: _Wanted) -> Iterator[_Loaded]:
    """The jobs of these rows, with all that they leave out."""
    _check(rows, wanted)
    made_in = places_told(rows)
    if any(wanted.place):
        move_arns(rows.columns, made_in, wanted.place)
    for place, there in by_place(rows, made_in, wanted.place):
        check_place(place, there.where(0))
        columns = there.columns
        for name in ("AccountId", "Region"):
            columns.pop(name, None)
        fill(rows.kind, columns, len(there), place=place, now=wanted.now)
        # What takes long is done before anything is locked.
        yield _Loaded(there, *place, rows.kind.counts_by_day(columns))


def _check(rows: Rows, wanted: _Wanted) -> None:
    kind = rows.kind
    rows.require(
        kind.state, kind.states.__contains__, "one of " + ", ".join(kind.states), kind.states
    )
    for name, enum in service_model.enums_of_items(kind.list_operation, kind.jobs_member).items():
        # Summaries know more states, and AWS new types.
        if name not in (kind.state, "ResourceType"):
            rows.require(name, enum.__contains__, "one of " + ", ".join(enum), enum)
    rows.require("ResourceType", _is_type, WORDS_FOR["ResourceType"], BY_NAME)
    check_vaults(rows)
    for name in rows.columns:
        # Recovery points are as many as jobs.
        if name.endswith("Arn") and "RecoveryPoint" not in name:
            rows.require(name, Arn.parse, ANY_ARN)
    dates = zip(rows.column("CompletionDate"), rows.column("CreationDate"), strict=True)
    for index, (completed, created) in enumerate(dates):
        if None not in (completed, created) and completed < created:
            accepted = f"a time after creation, {timestamps.iso(created)}"
            raise wrong(rows.where(index, "CompletionDate"), timestamps.iso(completed), accepted)


def _is_type(name: str) -> bool:
    """Whether this can be a resource type: one that is known, or one that is near to none of these."""
    return name in BY_NAME or bool(_RESOURCE_TYPE.fullmatch(name) and not near_names(name, BY_NAME))


def _check_ids(loaded: _Loaded) -> None:
    rows = loaded.rows
    account = existing_account(loaded.account_id, loaded.region)
    known = account.jobs.store(rows.kind) if account else None
    ids = [job_id for job_id in rows.columns.get(rows.kind.id_member, ()) if job_id is not None]
    if known or len(set(ids)) < len(ids):
        check_ids(rows, known)
    check_parents(rows, known)
