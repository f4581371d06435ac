"""What is stored of a recovery point: the members by which it is found and counted, and where its job is.

content: what the backup has of its resource, if anything is made of it in moto.
job: the job that left it; or `job_store` and its `job_number` there, where many were stored together.
changes: the members that were changed since.
due: when its lifecycle deletes it. is_overdue: True where it was to be deleted by then, and was not.
has_lost_parts: True where it was to go with the last of its parts, and did not.
An ARN that a job was loaded without is None until the job is viewed; nobody can ask for it before.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ..aws.arns import vault_name_of
from ..members import Members
from ..timestamps import FIRST
from ..views import JobRows, JobView
from .left import CONTENT
from .point import LIFECYCLES_OF_JOBS, UNCHANGED, RecoveryPoint

ARN, VAULT, PARENT = "RecoveryPointArn", "BackupVaultName", "ParentRecoveryPointArn"
RESOURCE = "ResourceArn"
_INDEX_STATUS = "IndexStatus"
LIFECYCLE, TAGS = "Lifecycle", "RecoveryPointTags"
_OF_JOB = (RESOURCE, "ResourceType", "CreatedBy", PARENT, _INDEX_STATUS)
# Those that may change.
_CHANGING = (PARENT, _INDEX_STATUS, LIFECYCLE, TAGS)


def row_of(point: RecoveryPoint) -> Members:
    """The row of a recovery point."""
    due = point.ends
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


def columns_of(
    store: JobRows, numbers: Sequence[int], vault_arn: str, kept_for: float | None
) -> dict[str, Sequence[Any]]:
    """The rows of what many jobs left in one vault, to be kept for so many seconds, or for good."""
    size, created = len(numbers), store.creations(numbers)
    lifecycles = (store.values(name, numbers) for name in LIFECYCLES_OF_JOBS)
    columns: dict[str, Sequence[Any]] = {
        "CreationDate": created,
        **{name: store.values(name, numbers) for name in (*_OF_JOB, "IsEncrypted", TAGS)},
        LIFECYCLE: [one or other for one, other in zip(*lifecycles, strict=True)],
        ARN: store.values(store.kind.recovery_point, numbers),
        VAULT: [vault_name_of(vault_arn)] * size,
        "BackupVaultArn": [vault_arn] * size,
        CONTENT: store.values(CONTENT, numbers),
        "job_store": [store] * size,
        "job_number": numbers,
    }
    if kept_for is not None:
        columns["due"] = [moment + kept_for for moment in created]
    return columns
