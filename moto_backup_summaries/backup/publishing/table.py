"""What AWS Backup's events tell of what happened: a record of an account's stream gives none or more.

Events are built only when somebody takes them.
https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

from ..account import Account
from ..aws.arns import vault_name_of
from ..aws.job_kinds import KINDS, LEAVE_RECOVERY_POINTS, JobKind
from ..events import (
    JobChanged,
    JobColumns,
    JobsStored,
    JobView,
    PointChanged,
    PointsExpired,
    Record,
)
from ..recovery_points.point import DELETED, RecoveryPoint, first_status
from . import account_events, job_events, point_events
from .published_event import Event, built


class Happened(NamedTuple):
    """An event that is not built yet.

    state: the value of the detail's state, status or indexStatus.
    moment: when it happened, in seconds since 1970.
    build: makes the whole event: version, id, detail-type, source, account, time, region, resources, detail.
    job: the job that it is of, or that made the recovery point that it is of.
    about: what it is of: the id of that job, or an ARN.
    """

    detail_type: str
    state: str
    moment: float
    build: Callable[[], dict[str, Any]]
    job: JobView | None
    about: str


@cache
def states_by_detail_type() -> Mapping[str, Sequence[str]]:
    """The states that the events of each detail-type may tell."""
    of_jobs = {job_events.DETAIL_TYPES[kind]: job_events.states_of(kind) for kind in KINDS}
    return {**of_jobs, **point_events.STATES_OF_POINTS, **account_events.STATES_OF_OTHERS}


def happened(account: Account, record: Record) -> Iterator[Happened]:
    """The events of a record, in their order; those of jobs that were stored together one by one."""
    for event in _events(account, record):
        build = partial(built, account, event)
        yield Happened(event.detail_type, event.state, event.moment, build, event.job, event.about)


def kinds_of(record: Record) -> set[tuple[str, str]]:
    """The detail-types, each with a state, of the events that a record may give.

    It looks at no job of many, so that whoever wants none of these need not either.
    """
    if isinstance(record, JobChanged):
        return _kinds_of_job(record.kind, job_events.states_told(record.kind, (record.state,)))
    if isinstance(record, PointChanged):
        of_index = point_events.index_status(record.point, record.status)
        return _kinds_of_point(record.status, of_index)
    if isinstance(record, PointsExpired):
        return _kinds_of_point(DELETED, DELETED)
    if isinstance(record, JobsStored):
        return _kinds_of_stored(record)
    event = account_events.event_of(record)
    return set() if event is None else {(event.detail_type, event.state)}


def _kinds_of_job(kind: JobKind, states: Sequence[str]) -> set[tuple[str, str]]:
    return {(job_events.DETAIL_TYPES[kind], state) for state in states}


def _kinds_of_point(status: str, of_index: str | None) -> set[tuple[str, str]]:
    found = {(point_events.POINT, status)}
    return found if of_index is None else {*found, (point_events.INDEX, of_index)}


def _kinds_of_stored(stored: JobsStored) -> set[tuple[str, str]]:
    jobs = stored.jobs
    found: set[tuple[str, str]] = set()
    of_points = ("IndexStatus", "EnableContinuousBackup", "ResourceType")
    for state, indexed, *of_type in jobs.numbers_by(jobs.kind.state, *of_points):
        found |= _kinds_of_job(jobs.kind, _way(stored, state))
        if _leaves_point(stored, state):
            is_continuous, type_name = of_type
            found |= _kinds_of_point(first_status(state, type_name, is_continuous), indexed)
    return found


def _events(account: Account, record: Record) -> Iterator[Event]:
    if isinstance(record, JobChanged):
        for state in job_events.states_told(record.kind, (record.state,)):
            yield _of_job(record.kind, record.job, state, record.moment)
    elif isinstance(record, PointChanged):
        yield from point_events.events_of(record, account.id)
    elif isinstance(record, PointsExpired):
        for changed in record.changes:
            yield from point_events.events_of(changed, account.id)
    elif isinstance(record, JobsStored):
        for row in _by_end(record.jobs):
            yield from _of_stored(account, record, record.jobs.job(row))
    else:
        event = account_events.event_of(record)
        yield from () if event is None else (event,)


def _of_job(kind: JobKind, job: JobView, state: str, moment: float) -> Event:
    content = partial(job_events.content, kind, job, state, moment)
    return Event(job_events.DETAIL_TYPES[kind], job.id, job.id, state, moment, content, job)


def _of_stored(account: Account, stored: JobsStored, job: JobView) -> Iterator[Event]:
    kind = stored.jobs.kind
    end = job.member("CompletionDate") or job.created
    *before, last = _way(stored, str(job.member(kind.state)))
    for state in before:
        yield _of_job(kind, job, state, job.created)
    yield _of_job(kind, job, last, end)
    if _leaves_point(stored, last):
        arn, vault_arn = str(job.member(kind.recovery_point)), str(job.member(kind.vault))
        point = RecoveryPoint(arn, vault_name_of(vault_arn), vault_arn, job)
        changed = PointChanged(point, point.first_status, end)
        yield from point_events.events_of(changed, account.id)


def _way(stored: JobsStored, state: str) -> Sequence[str]:
    """The states that are told of a job that was stored in this one."""
    kind = stored.jobs.kind
    return (state,) if stored.only_ends else job_events.states_told(kind, kind.path_to(state))


def _leaves_point(stored: JobsStored, state: str) -> bool:
    leaves = stored.jobs.kind.leaves_recovery_point and state in LEAVE_RECOVERY_POINTS
    return leaves and not stored.only_ends


def _by_end(jobs: JobColumns) -> Sequence[int]:
    """The rows of jobs in the order of their ends, or of their creation where they have no end."""
    ends = jobs.given("CompletionDate")

    def end(row: int) -> float:
        moment: float | None = ends[row]
        return jobs.created[row] if moment is None else moment

    return sorted(range(len(jobs)), key=end)
