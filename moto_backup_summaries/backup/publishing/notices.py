"""Tells topics of what happens in vaults.

https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html
"""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from ..account import Account
from ..aws.arns import vault_name_of
from ..aws.job_kinds import BACKUP, COPY, RESTORE, JobKind
from ..events import (
    JobChanged,
    JobsStored,
    LifecycleChanged,
    PointChanged,
    PointsExpired,
)
from ..frame.transactions import deliver_later
from ..neighbours.topics import publish
from ..timestamps import iso
from ..vaults.state import Notifications

SUBJECT = "Notification from AWS Backup"


class _Notice(NamedTuple):
    """What a vault's topic may hear of, and in which words."""

    event: str
    text: str


# The member with the ARN of the vault whose topic hears of a job.
_VAULTS = {BACKUP: "BackupVaultArn", COPY: "SourceBackupVaultArn", RESTORE: "BackupVaultArn"}
_BACKED_UP = "Resource ARN : {resource}. BackupJob ID : {job}"
_STARTED = "BACKUP_JOB_STARTED"
_ENDED = "BACKUP_JOB_COMPLETED"
_COPY_FAILED = _Notice(
    "COPY_JOB_FAILED",
    "An AWS Copy job was completed but was failed or was aborted. Copy Job Id : {job}",
)
_COPIED = _Notice(
    "COPY_JOB_SUCCESSFUL", "An AWS Copy job was completed successfully. Copy Job Id : {job}"
)
# By kind and state. What AWS sends for a completed backup differs from its guide, which has
# "Resource ARN" and "BackupJob ID" there too.
_OF_JOBS: Mapping[tuple[JobKind, str], _Notice] = {
    (BACKUP, "RUNNING"): _Notice(_STARTED, f"An AWS Backup job was started. {_BACKED_UP}"),
    **{
        (BACKUP, state): _Notice(
            _ENDED,
            "An AWS Backup job was completed successfully. Recovery point ARN: {point}. "
            "Backed up Resource ARN : {resource}. Backup Job Id : {job}",
        )
        for state in ("COMPLETED", "PARTIAL")
    },
    # The guide lacks the message, which AWS was seen to send: widdix/aws-cf-templates PR 633 (2022-06).
    (BACKUP, "FAILED"): _Notice(
        _ENDED, f"An AWS Backup job failed. {_BACKED_UP} Status Message : {{message}}"
    ),
    (BACKUP, "EXPIRED"): _Notice(
        _ENDED, f"An AWS Backup job failed to complete in time. {_BACKED_UP}"
    ),
    (BACKUP, "ABORTED"): _Notice(_ENDED, f"An AWS Backup job was stopped. {_BACKED_UP}"),
    (COPY, "RUNNING"): _Notice(
        "COPY_JOB_STARTED", "An AWS Copy job was started. Copy Job Id : {job}"
    ),
    (COPY, "COMPLETED"): _COPIED,
    (COPY, "PARTIAL"): _COPIED,
    (COPY, "FAILED"): _COPY_FAILED,
    (COPY, "ABORTED"): _COPY_FAILED,
    (RESTORE, "RUNNING"): _Notice(
        "RESTORE_JOB_STARTED", "An AWS Backup Restore job was started. Restore Job Id : {job}"
    ),
    **{
        (RESTORE, state): _Notice(
            "RESTORE_JOB_COMPLETED",
            f"An AWS Backup Restore job {words}. Recovery point ARN: {{point}}. "
            "Restore Job Id : {job}",
        )
        for state, words in {
            "COMPLETED": "was completed successfully",
            "FAILED": "failed",
            "ABORTED": "was stopped",
        }.items()
    },
}
_MODIFIED = _Notice(
    "RECOVERY_POINT_MODIFIED",
    "An AWS Backup recovery point was modified. Recovery point ARN: {point}. "
    "Resource ARN : {resource}",
)
_INDEXED = _Notice(
    "RECOVERY_POINT_INDEX_COMPLETED",
    "Indexing of an AWS Backup recovery point was completed. Recovery point ARN: {point}",
)


def notify_of_job(account: Account, changed: JobChanged) -> None:
    """Tell the topic of a job's vault, if there is one that wants to hear of it."""
    if account.vaults.notifications:
        _of_job(account, changed)


def notify_of_stored_jobs(account: Account, stored: JobsStored) -> None:
    """The same for jobs that came together, and that went their way at once if they were not loaded."""
    kind = stored.jobs.kind
    if not account.vaults.notifications or not stored.is_told or kind not in _VAULTS:
        return
    for (vault_arn,), rows in stored.jobs.rows_by(_VAULTS[kind]).items():
        # A copy that was loaded may not tell where it came from.
        if vault_arn and vault_name_of(vault_arn) in account.vaults.notifications:
            for job in map(stored.jobs.job, rows):
                if not stored.only_ends:
                    _of_job(account, JobChanged(kind, job, "RUNNING", job.created))
                ended = job.member("CompletionDate") or job.created
                _of_job(account, JobChanged(kind, job, job.state, ended))


def _of_job(account: Account, changed: JobChanged) -> None:
    kind, job, state = changed.kind, changed.job, changed.state
    notice = _OF_JOBS.get((kind, state))
    if notice is None:
        return
    words = {
        "job": job.id,
        "resource": job.member(kind.resource),
        "point": job.member("RecoveryPointArn"),
        "message": job.member("StatusMessage"),
    }
    attributes = {
        "EventType": f"{kind.name.upper()}_JOB",
        "State": state,
        "AccountId": account.id,
        "Id": job.id,
        "StartTime": iso(job.created),
    }
    wanted = account.vaults.notifications.get(vault_name_of(job.member(_VAULTS[kind])))
    _notify(wanted, changed, notice, words, attributes)


def notify_of_point(account: Account, changed: PointChanged) -> None:
    """A recovery point that is new was not modified; it may have been indexed."""
    point = changed.point
    if not account.vaults.notifications:
        return
    if changed.status != point.first_status:
        _of_modified(account, changed)
    elif point.member("IndexStatus") == "ACTIVE":
        attributes = {
            "EventType": "RECOVERY_POINT_INDEXING_COMPLETED",
            "AccountId": account.id,
            "IndexStatus": "ACTIVE",
            "IsIndexingContinuous": "false",
            "RecoveryPointArn": point.arn,
        }
        wanted = account.vaults.notifications.get(point.vault_name)
        _notify(wanted, changed, _INDEXED, {"point": point.arn}, attributes)


def notify_of_expired_points(account: Account, expired: PointsExpired) -> None:
    """The same for those that were deleted together."""
    for changed in expired.changes if account.vaults.notifications else ():
        _of_modified(account, changed)


def notify_of_lifecycle(account: Account, changed: LifecycleChanged) -> None:
    if account.vaults.notifications:
        status = changed.point.member("Status")
        _of_modified(account, PointChanged(changed.point, status, changed.moment))


def _of_modified(account: Account, changed: PointChanged) -> None:
    point = changed.point
    attributes = {
        "EventType": "RECOVERY_POINT",
        "State": changed.status,
        "AccountId": account.id,
        "Id": point.arn,
        "StartTime": iso(point.created),
    }
    words = {"point": point.arn, "resource": point.resource_arn}
    wanted = account.vaults.notifications.get(point.vault_name)
    _notify(wanted, changed, _MODIFIED, words, attributes)


def _notify(
    wanted: Notifications | None,
    changed: JobChanged | PointChanged,
    notice: _Notice,
    words: Mapping[str, str],
    attributes: Mapping[str, str],
) -> None:
    if wanted is not None and notice.event in wanted.events:
        text = notice.text.format(**words)
        tell = partial(publish, wanted.topic_arn, SUBJECT, text, attributes)
        job = changed.job if isinstance(changed, JobChanged) else changed.point.job
        deliver_later(job.id, changed.moment, tell)
