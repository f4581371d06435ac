"""What the world outside AWS Backup hears of each kind of event: its row in TABLE."""

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

from ..account import Account
from ..aws.arns import vault_name_of
from ..aws.job_kinds import KINDS
from ..events import (
    AccessPointChanged,
    Event,
    IndexChanged,
    JobChanged,
    JobEnded,
    JobsStored,
    LifecycleChanged,
    OperationAnswered,
    PlanChanged,
    PointChanged,
    PointsExpired,
    RestoreTestsDue,
    RestoreValidated,
    RunsDue,
    SettingsChanged,
    VaultChanged,
    VaultDeleted,
)
from ..recovery_points.point import DELETED, RecoveryPoint, first_status
from .account_events import ACCOUNT_STATES, plan_events, settings_events, vault_events
from .eventbridge import bus_of, put_events
from .job_events import DETAIL_TYPES, job_event_kinds, job_events, states_of
from .metrics import (
    COLD,
    NAMES,
    Sample,
    Samples,
    cold_samples,
    expired_samples,
    job_samples,
    point_samples,
    stored_samples,
)
from .notices import (
    Notice,
    access_point_notices,
    index_notices,
    job_notices,
    lifecycle_notices,
    point_notices,
    send_notices,
)
from .point_events import INDEX, POINT, POINT_STATES, index_events, point_events
from .published_event import EventKind, PublishedEvent


def _stored_changes(stored: JobsStored) -> Iterator[JobChanged | PointChanged | IndexChanged]:
    """The changes of each job, of its recovery point and of the index of that, by the ends of the jobs."""
    kind = stored.jobs.kind
    for job in stored.jobs:
        *earlier_states, state = _published_states(stored, job.state)
        ended = job.member("CompletionDate") or job.created
        entered = [*((earlier, job.created) for earlier in earlier_states), (state, ended)]
        yield JobChanged(job, entered, was_loaded=stored.final_state_only)
        if _publishes_point(stored, state):
            arn, vault_arn = job.member(kind.recovery_point), job.member(kind.vault)
            point = RecoveryPoint(arn, vault_name_of(vault_arn), vault_arn, job)
            yield PointChanged(point, point.first_status, ended)
            if point.backup_index is not None:
                yield IndexChanged(point, point.backup_index, point.backup_index.status, ended)


def _stored_kinds(stored: JobsStored) -> set[EventKind]:
    """The detail-types and states of all events of these changes, without a look at each job."""
    jobs, kinds = stored.jobs, set[EventKind]()
    point_members = ("IndexStatus", "EnableContinuousBackup", "ResourceType")
    for state, index_status, is_continuous, type_name in jobs.counts(
        jobs.kind.state, *point_members
    ):
        for entered in _published_states(stored, state):
            kinds |= job_event_kinds(jobs.kind, entered, was_loaded=stored.final_state_only)
        if _publishes_point(stored, state):
            kinds.add((POINT, first_status(state, type_name, is_continuous)))
            if index_status is not None:
                kinds.add((INDEX, index_status))
    return kinds


def _published_states(stored: JobsStored, state: str) -> Sequence[str]:
    """The published states of a job with this last one."""
    return (state,) if stored.final_state_only else stored.jobs.kind.path_to(state)


def _publishes_point(stored: JobsStored, state: str) -> bool:
    return stored.jobs.kind.leaves_recovery_point_in(state) and not stored.final_state_only


def _none(*_: object) -> Iterable[Any]:
    return ()


class Publication(NamedTuple):
    """What the world outside hears of one kind of event; by default nothing.

    events: gives its events for EventBridge, which job_events() shows too.
    notices: gives its messages to topics.
    samples: gives its samples for CloudWatch.
    changes: for an event that stands for many changes: gives each of them, which has its own row.
    event_kinds: for such an event: gives the kinds of all events of its changes, without making any.
    in_history: whether somebody may request later what it gave.
    """

    events: Callable[[Account, Any], Iterable[PublishedEvent]] = _none
    notices: Callable[[Account, Any], Iterable[Notice]] = _none
    samples: Callable[[Any], Samples] = _none
    changes: Callable[[Any], Iterable[Event]] | None = None
    event_kinds: Callable[[Any], set[EventKind]] | None = None
    in_history: bool = True


NOT_TOLD = Publication(in_history=False)
TABLE: Mapping[type[Event], Publication] = {
    AccessPointChanged: Publication(notices=access_point_notices, in_history=False),
    IndexChanged: Publication(events=index_events, notices=index_notices),
    JobChanged: Publication(events=job_events, notices=job_notices, samples=job_samples),
    JobsStored: Publication(
        samples=stored_samples, changes=_stored_changes, event_kinds=_stored_kinds
    ),
    LifecycleChanged: Publication(notices=lifecycle_notices, in_history=False),
    PlanChanged: Publication(events=plan_events),
    PointChanged: Publication(events=point_events, notices=point_notices, samples=point_samples),
    PointsExpired: Publication(
        samples=expired_samples,
        changes=lambda expired: expired.changes,
        event_kinds=lambda expired: {(POINT, DELETED), (INDEX, DELETED)},
    ),
    JobEnded: NOT_TOLD,
    OperationAnswered: NOT_TOLD,
    RestoreTestsDue: NOT_TOLD,
    RestoreValidated: NOT_TOLD,
    RunsDue: NOT_TOLD,
    SettingsChanged: Publication(events=settings_events),
    VaultChanged: Publication(events=vault_events),
    VaultDeleted: NOT_TOLD,
}


def row_of(event: Event) -> Publication:
    """The row of an event; raises TypeError for a kind without one."""
    try:
        return TABLE[type(event)]
    except KeyError:
        name = type(event).__name__
        raise TypeError(f"{name} has no row in TABLE of publishing/table.py") from None


def _without_content(event: Event) -> Event:
    """An event as it is remembered: without what a backup has of its resource, which may be gone by then."""
    if isinstance(event, JobChanged):
        job = event.job.without_content()
        return event if job is event.job else event._replace(job=job)
    if isinstance(event, PointChanged) and isinstance(event.point, RecoveryPoint):
        point = event.point
        job = point.job.without_content()
        return event if job is point.job else event._replace(point=point._replace(job=job))
    return event


def publish(account: Account, events: Sequence[Event]) -> None:
    """Tell the world outside of events, once the lock is released, and remember them.

    Jobs that were loaded as history are only counted in metrics.
    """
    publications: list[tuple[Event, Publication]] = []
    for event in events:
        row = row_of(event)
        if isinstance(event, JobsStored) and not event.is_published:
            account.loaded.extend([event] if event.is_listed else [])
        elif row is not NOT_TOLD:
            publications.append((event, row))
    account.history.extend(
        [_without_content(event) for event, row in publications if row.in_history]
    )
    has_bus = publications and "moto.events.models" in sys.modules
    bus = bus_of(account) if has_bus else None
    for event, row in publications:
        if bus is not None:
            kinds = partial(row.event_kinds, event) if row.event_kinds else None
            put_events(account, bus, partial(published_events, account, event), kinds)
        if account.vaults.notifications:
            send_notices(account, _notices(account, event))


def published_events(account: Account, event: Event) -> Iterator[PublishedEvent]:
    """The events for EventBridge, in their order."""
    for change in _changes(event):
        yield from row_of(change).events(account, change)


def event_kinds(account: Account, event: Event) -> set[EventKind]:
    """The detail-types and states of the published events of an event."""
    row = row_of(event)
    if row.event_kinds is not None:
        return row.event_kinds(event)
    return {(published.detail_type, published.state) for published in row.events(account, event)}


def _notices(account: Account, event: Event) -> Iterator[Notice]:
    for change in _changes(event):
        yield from row_of(change).notices(account, change)


def _changes(event: Event) -> Iterable[Event]:
    changes = row_of(event).changes
    return (event,) if changes is None else changes(event)


def samples(account: Account, names: Collection[str] = NAMES) -> Counter[Sample]:
    """The samples of these metrics of an account, each with its number."""
    counts: Counter[Sample] = Counter()
    all_samples = [row_of(event).samples(event) for event in (*account.history, *account.loaded)]
    if COLD in names:
        all_samples.append(cold_samples(account))
    for event_samples in all_samples:
        for sample, number in event_samples:
            if sample.name in names:
                counts[sample] += number
    return counts


@cache
def states_by_detail_type() -> Mapping[str, Sequence[str]]:
    """The states that the events of each detail-type may have."""
    job_states = {DETAIL_TYPES[kind]: states_of(kind) for kind in KINDS}
    return {**job_states, **POINT_STATES, **ACCOUNT_STATES}
