"""What AWS Backup tells CloudWatch, counted from what happened when somebody asks.

https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
"""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..account import Account
from ..aws.arns import vault_name_of
from ..aws.job_kinds import BACKUP, COPY, RESTORE
from ..events import JobChanged, JobsStored, PointChanged, PointsExpired, PointView
from ..recovery_points.point import DELETED
from ..timestamps import now

# AWS Backup sends so often what was since.
SECONDS = 300
_JOBS = {
    (kind, state): f"NumberOf{kind.title}Jobs{state.capitalize()}"
    for kind, states in {
        BACKUP: ("CREATED", "PENDING", "RUNNING", "ABORTED", "COMPLETED", "FAILED", "EXPIRED"),
        COPY: ("CREATED", "RUNNING", "COMPLETED", "FAILED"),
        RESTORE: ("PENDING", "RUNNING", "COMPLETED", "FAILED"),
    }.items()
    for state in states
}
_COLD = "NumberOfRecoveryPointsCold"
_POINTS = {
    "COMPLETED": "NumberOfRecoveryPointsCompleted",
    "AVAILABLE": "NumberOfRecoveryPointsCompleted",
    "PARTIAL": "NumberOfRecoveryPointsPartial",
    "DELETED": "NumberOfRecoveryPointsDeleting",
}
NAMES = tuple(dict.fromkeys((*_JOBS.values(), *_POINTS.values(), _COLD)))


class Sample(NamedTuple):
    """A metric, what it was of, and the moment from which it counts for five minutes."""

    name: str
    vault: str
    resource_type: str
    moment: int


def samples(account: Account, names: Collection[str] = NAMES) -> Counter[Sample]:
    """What was sent of these metrics of an account, each with how often."""
    found: Counter[Sample] = Counter()
    for record in (*account.history, *account.loaded):
        if isinstance(record, JobChanged):
            found.update(_of_job(record))
        elif isinstance(record, PointChanged):
            found.update(_of_point(record))
        elif isinstance(record, PointsExpired):
            for changed in record.changes:
                found.update(_of_point(changed))
        elif isinstance(record, JobsStored):
            _count_stored(record, found)
    if _COLD in names:
        found.update(_of_points_that_are_there(account))
    return Counter({metric: count for metric, count in found.items() if metric.name in names})


def _of_job(changed: JobChanged) -> Iterator[Sample]:
    name = _JOBS.get((changed.kind, changed.state))
    if name is not None:
        vault = vault_name_of(changed.job.member(changed.kind.vault))
        yield Sample(name, vault, changed.job.member("ResourceType"), _five_minutes(changed.moment))


def _of_point(changed: PointChanged) -> Iterator[Sample]:
    point, name = changed.point, _POINTS.get(changed.status)
    if changed.status == DELETED:
        yield from _of_cold(point, changed.moment)
    if name is not None:
        resource_type = point.member("ResourceType")
        yield Sample(name, point.vault_name, resource_type, _five_minutes(changed.moment))


def _of_points_that_are_there(account: Account) -> Iterator[Sample]:
    by = now()
    for point in account.recovery_points.within():
        yield from _of_cold(point, by)


def _of_cold(point: PointView, by: float) -> Iterator[Sample]:
    """What was sent when a recovery point got cold, if it did by a moment: now, or its deletion."""
    members = point.members()
    moved = (members["CalculatedLifecycle"] or {}).get("MoveToColdStorageAt")
    if moved is not None and moved <= by:
        yield Sample(_COLD, point.vault_name, members["ResourceType"], _five_minutes(moved))


def _count_stored(stored: JobsStored, found: Counter[Sample]) -> None:
    """Count jobs by what is alike in them. Of loaded ones nobody knows when they were on their way."""
    jobs, kind = stored.jobs, stored.jobs.kind
    ended = zip(jobs.given("CompletionDate"), jobs.created, strict=True)
    spans = ((_five_minutes(b), _five_minutes(e or b)) for e, b in ended)
    alike = zip(*map(jobs.given, (kind.state, kind.vault, "ResourceType")), spans, strict=True)
    for (state, vault_arn, resource_type, span), count in Counter(alike).items():
        for name, moment in _of_stored(stored, state, *span):
            found[Sample(name, vault_name_of(vault_arn), resource_type, moment)] += count


def _of_stored(stored: JobsStored, state: str, began: int, ended: int) -> Iterator[tuple[str, int]]:
    """The metrics of a job that ended in a state, each with its moment."""
    kind = stored.jobs.kind
    on_the_way = kind.lifecycle[:1] if stored.only_ends else kind.path_to(state)[:-1]
    found = [(_JOBS.get((kind, entered)), began) for entered in on_the_way if entered != state]
    found.append((_JOBS.get((kind, state)), ended))
    if kind.leaves_recovery_point:
        found.append((_POINTS.get(state), ended))
    for name, moment in found:
        if name is not None:
            yield name, moment


def _five_minutes(moment: float) -> int:
    return int(moment // SECONDS) * SECONDS
