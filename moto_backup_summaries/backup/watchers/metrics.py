"""What AWS Backup tells CloudWatch, counted from what happened when somebody asks.

https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ..account import Account
from ..aws.arns import name_in
from ..aws.job_kinds import BACKUP, COPY, LEAVE_RECOVERY_POINTS, RESTORE
from ..events import JobChanged, JobsStored, PointChanged

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
    "PARTIAL": "NumberOfRecoveryPointsPartial",
    "DELETED": "NumberOfRecoveryPointsDeleting",
}
NAMES = (*_JOBS.values(), *_POINTS.values(), _COLD)


class Sent(NamedTuple):
    """A metric, what it was of, and the moment from which it counts for five minutes."""

    name: str
    vault: str
    resource_type: str
    moment: int


def sent(account: Account, name: str | None = None) -> Counter[Sent]:
    """What was sent of an account, each with how often; of one metric or all."""
    found: Counter[Sent] = Counter()
    for record in (*account.history, *account.loaded):
        if isinstance(record, JobChanged):
            found.update(_of_job(record))
        elif isinstance(record, PointChanged):
            found.update(_of_point(record))
        elif isinstance(record, JobsStored):
            _count_stored(record, found)
    if name in (None, _COLD):
        found.update(_of_cold_points(account))
    wanted = NAMES if name is None else (name,)
    return Counter({metric: count for metric, count in found.items() if metric.name in wanted})


def _of_job(changed: JobChanged) -> Iterator[Sent]:
    name = _JOBS.get((changed.kind, changed.state))
    if name is not None:
        vault = name_in(changed.job.member(changed.kind.vault))
        yield Sent(name, vault, changed.job.member("ResourceType"), _five_minutes(changed.moment))


def _of_point(changed: PointChanged) -> Iterator[Sent]:
    point, name = changed.point, _POINTS.get(changed.status)
    if name is not None:
        resource_type = point.member("ResourceType")
        yield Sent(name, point.vault_name, resource_type, _five_minutes(changed.moment))


def _of_cold_points(account: Account) -> Iterator[Sent]:
    for point in account.recovery_points.within():
        members = point.members()
        if members["StorageClass"] == "COLD":
            moved = members["CalculatedLifecycle"]["MoveToColdStorageAt"]
            yield Sent(_COLD, point.vault_name, members["ResourceType"], _five_minutes(moved))


def _count_stored(stored: JobsStored, found: Counter[Sent]) -> None:
    """Count jobs by what is alike in them. Of loaded ones nobody knows when they were on their way."""
    jobs, kind = stored.jobs, stored.jobs.kind
    ended = jobs.given("CompletionDate")
    for values, rows in jobs.rows_by(kind.state, kind.vault, "ResourceType").items():
        state, vault_arn, resource_type = values
        began = kind.path_to(state)[:-1] if stored.is_told else kind.lifecycle[:1]
        names = [_JOBS.get((kind, on_the_way)) for on_the_way in began if on_the_way != state]
        created = Counter(_five_minutes(jobs.created_at(row)) for row in rows)
        last = Counter(_five_minutes(ended[row] or jobs.created_at(row)) for row in rows)
        leaves = kind.leaves_recovery_point and state in LEAVE_RECOVERY_POINTS
        ends = [_JOBS.get((kind, state)), _POINTS[state] if leaves else None]
        for moments, metrics in ((created, names), (last, ends)):
            for name in filter(None, metrics):
                for moment, count in moments.items():
                    found[Sent(name, name_in(vault_arn), resource_type, moment)] += count


def _five_minutes(moment: float) -> int:
    return int(moment // SECONDS) * SECONDS
