"""What is stored of a recovery point: the members by which it is found and counted, and where its job is.

content: what the backup has of its resource, if anything is made of it in moto.
job: the job that left it; or `job_store` and its `job_number` there, where many were stored together.
changes: the members that were changed since.
due: when its lifecycle deletes it. is_overdue: True where it was to be deleted by then, and was not.
cold_from: when its lifecycle moves it to cold storage.
has_lost_parts: True where it was to go with the last of its parts, and did not.
An ARN that a job was loaded without is None until the job is viewed; nobody can ask for it before.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..aws.arns import vault_name_of
from ..aws.lifecycles import calculated_lifecycle, days_of, gets_cold
from ..aws.resource_types import BY_NAME
from ..members import Members
from ..timestamps import FIRST
from ..views import JobRows, JobView
from .left import CONTENT
from .point import LIFECYCLES_OF_JOBS, UNCHANGED, RecoveryPoint

ARN, VAULT, PARENT = "RecoveryPointArn", "BackupVaultName", "ParentRecoveryPointArn"
RESOURCE = "ResourceArn"
_INDEX_STATUS = "IndexStatus"
LIFECYCLE, TAGS, COLD_FROM = "Lifecycle", "RecoveryPointTags", "cold_from"
_OF_JOB = (RESOURCE, "ResourceType", "CreatedBy", PARENT, _INDEX_STATUS)
_COLD_DAYS, _COLD_MOMENT = "MoveToColdStorageAfterDays", "MoveToColdStorageAt"
# As those that are made up begin, of what AWS Backup keeps itself.
_OWN_ARN = "arn:aws:backup:::recovery-point:"
# Those that may change.
_CHANGING = (PARENT, _INDEX_STATUS, LIFECYCLE, TAGS)


def row_of(point: RecoveryPoint) -> Members:
    """The row of a recovery point."""
    moments = point.calculated_lifecycle or {}
    due = moments.get("DeleteAt")
    return {
        "CreationDate": point.created,
        **{name: point.stored_member(name) for name in (*_OF_JOB, TAGS)},
        "IsEncrypted": point.is_encrypted,
        LIFECYCLE: point.lifecycle,
        ARN: point.arn,
        VAULT: point.vault_name,
        "BackupVaultArn": point.vault_arn,
        CONTENT: point.job.member(CONTENT),
        "job": point.job,
        "changes": point.changes or None,
        # The days of a copy count from its source's creation, and may be over before it is there.
        "due": due and max(due, point.stored_member("CompletionDate") or due),
        COLD_FROM: moments.get(_COLD_MOMENT),
    }


def changed_row(changes: Mapping[str, Any]) -> Members:
    """What a row has of all changes of its recovery point."""
    return {"changes": changes, **{name: changes[name] for name in _CHANGING if name in changes}}


def point_of(row: Members) -> RecoveryPoint:
    """The recovery point of a row."""
    job: JobView = row.get("job") or row["job_store"].view(row["job_number"])
    # The job of one without an ARN makes it up when it is first viewed.
    arn = row.get(ARN) or job.member(job.kind.recovery_point)
    changes = row.get("changes", UNCHANGED)
    return RecoveryPoint(arn, row[VAULT], row["BackupVaultArn"], job, changes)


def columns_of_points(
    points: Sequence[RecoveryPoint], since: float = FIRST
) -> dict[str, Sequence[Any]]:
    """The rows of recovery points. since: whatever was due by then stays for good."""
    rows = [row_of(point) for point in points]
    columns: dict[str, Sequence[Any]] = {name: [row[name] for row in rows] for name in rows[0]}
    columns["due"] = [due if due and due > since else None for due in columns["due"]]
    return columns


class StoredPoints(NamedTuple):
    """What jobs that were stored together left in one vault.

    kept_for: for how many seconds, or None for good.
    contents: what each backup has left in moto, or None; empty where none has left anything.
    """

    store: JobRows
    numbers: Sequence[int]
    vault_arn: str
    kept_for: float | None
    contents: Sequence[Any]


def columns_of(stored: StoredPoints) -> dict[str, Sequence[Any]]:
    """The rows of what many jobs left."""
    store, numbers, vault_arn, kept_for, contents = stored
    size, created = len(numbers), store.creations(numbers)
    lifecycles = (store.values(name, numbers) for name in LIFECYCLES_OF_JOBS)
    columns: dict[str, Sequence[Any]] = {
        "CreationDate": created,
        **{name: store.values(name, numbers) for name in (*_OF_JOB, "IsEncrypted", TAGS)},
        LIFECYCLE: [one or other for one, other in zip(*lifecycles, strict=True)],
        ARN: store.values(store.kind.recovery_point, numbers),
        VAULT: [vault_name_of(vault_arn)] * size,
        "BackupVaultArn": [vault_arn] * size,
        "job_store": [store] * size,
        "job_number": numbers,
    }
    if contents:
        columns[CONTENT] = contents
    columns[COLD_FROM] = _cold_moments(columns, store.values("IsManaged", numbers))
    if kept_for is not None:
        columns["due"] = [moment + kept_for for moment in created]
    return columns


def _cold_moments(
    columns: Mapping[str, Sequence[Any]], are_managed: Sequence[bool | None]
) -> list[float | None]:
    """When each of these rows moves to cold storage, if it does.

    are_managed: whether AWS Backup keeps each itself; None where that follows from its type.
    """
    lifecycles = columns[LIFECYCLE]
    # Many jobs share few lifecycles.
    moving = {
        id(lifecycle)
        for lifecycle in dict(zip(map(id, lifecycles), lifecycles, strict=True)).values()
        if days_of(lifecycle, _COLD_DAYS) is not None
    }
    moments: list[float | None] = [None] * len(lifecycles)
    if not moving:
        return moments
    for row, lifecycle in enumerate(lifecycles):
        if id(lifecycle) not in moving:
            continue
        resource_type = BY_NAME.get(columns["ResourceType"][row])
        arn = columns[ARN][row] or ("" if are_managed[row] is False else _OWN_ARN)
        if gets_cold(resource_type, lifecycle, arn):
            created = columns["CreationDate"][row]
            moments[row] = (calculated_lifecycle(lifecycle, created) or {})[_COLD_MOMENT]
    return moments
