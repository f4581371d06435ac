"""AWS Backup's metrics: the samples that it sends to CloudWatch, counted when somebody requests them.

https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

from ..account import Account
from ..aws.arns import vault_name_of
from ..aws.job_kinds import BACKUP, COPY, RESTORE
from ..events import JobChanged, JobsStored, PointChanged, PointsExpired
from ..recovery_points.point import DELETED
from ..timestamps import now
from ..views import JobBatch

# AWS Backup sends its samples in periods of so many seconds.
SECONDS = 300
_JOB_METRICS = {
    (kind, state): f"NumberOf{kind.title}Jobs{state.capitalize()}"
    for kind, states in {
        BACKUP: ("CREATED", "PENDING", "RUNNING", "ABORTED", "COMPLETED", "FAILED", "EXPIRED"),
        COPY: ("CREATED", "RUNNING", "COMPLETED", "FAILED"),
        RESTORE: ("PENDING", "RUNNING", "COMPLETED", "FAILED"),
    }.items()
    for state in states
}
COLD = "NumberOfRecoveryPointsCold"
_POINT_METRICS = {
    "COMPLETED": "NumberOfRecoveryPointsCompleted",
    "AVAILABLE": "NumberOfRecoveryPointsCompleted",
    "PARTIAL": "NumberOfRecoveryPointsPartial",
    "EXPIRED": "NumberOfRecoveryPointsExpired",
    "DELETED": "NumberOfRecoveryPointsDeleting",
}
NAMES = tuple(dict.fromkeys((*_JOB_METRICS.values(), *_POINT_METRICS.values(), COLD)))


class Sample(NamedTuple):
    """One count of a metric, with its dimensions and the moment that its five minutes begin at."""

    name: str
    vault: str
    resource_type: str
    moment: int


# Samples, each with how many there are of it.
Samples: TypeAlias = Iterable[tuple[Sample, int]]


def job_samples(changed: JobChanged) -> Iterator[tuple[Sample, int]]:
    job, kind = changed.job, changed.job.kind
    for state, moment in changed.entered:
        name = _JOB_METRICS.get((kind, state))
        if name is not None:
            vault = vault_name_of(job.member(kind.vault))
            yield Sample(name, vault, job.member("ResourceType"), _period_begin(moment)), 1


def point_samples(changed: PointChanged) -> Iterator[tuple[Sample, int]]:
    point, name = changed.point, _POINT_METRICS.get(changed.status)
    if changed.status == DELETED and point.cold_from and point.cold_from <= changed.moment:
        begin = _period_begin(point.cold_from)
        yield Sample(COLD, point.vault_name, point.member("ResourceType"), begin), 1
    if name is not None:
        resource_type = point.member("ResourceType")
        yield Sample(name, point.vault_name, resource_type, _period_begin(changed.moment)), 1


def expired_samples(expired: PointsExpired) -> Iterator[tuple[Sample, int]]:
    for changed in expired.changes:
        yield from point_samples(changed)


# Of jobs that were stored together, which stay as they were then: a million are counted once.
_stored_samples: WeakKeyDictionary[JobBatch, Samples] = WeakKeyDictionary()


def stored_samples(stored: JobsStored) -> Samples:
    """The samples of stored jobs and of their recovery points."""
    samples = _stored_samples.get(stored.jobs)
    if samples is None:
        samples = _stored_samples[stored.jobs] = list(_count_samples(stored))
    return samples


def _count_samples(stored: JobsStored) -> Iterator[tuple[Sample, int]]:
    """Count samples by equal jobs. Of a loaded one only the first state and the last are known."""
    jobs, kind = stored.jobs, stored.jobs.kind
    members = (kind.state, kind.vault, "ResourceType", "CreationDate", "CompletionDate")
    values = (
        (*others, _period_begin(begin), _period_begin(end or begin))
        for *others, begin, end in jobs.values(*members)
    )
    for (state, vault_arn, resource_type, began, ended), number in Counter(values).items():
        vault = vault_name_of(vault_arn)
        path = kind.lifecycle[:1] if stored.final_state_only else kind.path_to(state)[:-1]
        moments = [
            (_JOB_METRICS.get((kind, entered)), began) for entered in path if entered != state
        ]
        moments.append((_JOB_METRICS.get((kind, state)), ended))
        if kind.leaves_recovery_point_in(state):
            moments.append((_POINT_METRICS.get(state), ended))
        for name, moment in moments:
            if name is not None:
                yield Sample(name, vault, resource_type, moment), number


def cold_samples(account: Account) -> Iterator[tuple[Sample, int]]:
    """The samples of the existing recovery points that are in cold storage."""
    in_cold_storage = account.recovery_points.number_in_cold_storage(now())
    for (vault, resource_type, moved), number in in_cold_storage.items():
        yield Sample(COLD, vault, resource_type, _period_begin(moved)), number


def _period_begin(moment: float) -> int:
    return int(moment // SECONDS) * SECONDS
