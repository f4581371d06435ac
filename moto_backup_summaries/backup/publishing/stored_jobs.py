"""Jobs that were stored in their final states, as the changes that they went through."""

from collections.abc import Iterator, Sequence

from ..aws.arns import vault_name_of
from ..aws.job_kinds import LEAVE_RECOVERY_POINTS
from ..events import JobChanged, JobsStored, PointChanged
from ..recovery_points.point import RecoveryPoint, first_status
from .job_events import job_event_kinds
from .point_events import INDEX, POINT
from .published_event import EventKind


def stored_changes(stored: JobsStored) -> Iterator[JobChanged | PointChanged]:
    """The changes of each job and of its recovery point, by the ends of the jobs."""
    kind = stored.jobs.kind
    for job in stored.jobs:
        *earlier_states, state = _path(stored, job.state)
        ended = job.member("CompletionDate") or job.created
        for earlier in earlier_states:
            yield JobChanged(kind, job, earlier, job.created)
        yield JobChanged(kind, job, state, ended, was_loaded=stored.final_state_only)
        if _publishes_point(stored, state):
            arn, vault_arn = job.member(kind.recovery_point), job.member(kind.vault)
            point = RecoveryPoint(arn, vault_name_of(vault_arn), vault_arn, job)
            yield PointChanged(point, point.first_status, ended)


def stored_kinds(stored: JobsStored) -> set[EventKind]:
    """The detail-types and states of all events of these changes, without a look at each job."""
    jobs, kinds = stored.jobs, set[EventKind]()
    point_members = ("IndexStatus", "EnableContinuousBackup", "ResourceType")
    for state, index_status, is_continuous, type_name in jobs.counts(
        jobs.kind.state, *point_members
    ):
        for entered in _path(stored, state):
            kinds |= job_event_kinds(jobs.kind, entered, was_loaded=stored.final_state_only)
        if _publishes_point(stored, state):
            kinds.add((POINT, first_status(state, type_name, is_continuous)))
            if index_status is not None:
                kinds.add((INDEX, index_status))
    return kinds


def _path(stored: JobsStored, state: str) -> Sequence[str]:
    """The published states of a job with this last one."""
    return (state,) if stored.final_state_only else stored.jobs.kind.path_to(state)


def _publishes_point(stored: JobsStored, state: str) -> bool:
    leaves_point = stored.jobs.kind.leaves_recovery_point and state in LEAVE_RECOVERY_POINTS
    return leaves_point and not stored.final_state_only
