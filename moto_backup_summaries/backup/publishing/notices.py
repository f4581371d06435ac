"""Messages to the topics of vaults: what becomes of their jobs and recovery points.

https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from ..account import Account
from ..aws.arns import vault_name_of
from ..aws.job_kinds import BACKUP, COPY, RESTORE, JobKind
from ..events import (
    AccessPointChanged,
    IndexChanged,
    JobChanged,
    LifecycleChanged,
    PointChanged,
)
from ..frame.transactions import deliver_later
from ..neighbours.topics import publish
from ..recovery_points.point import DELETED
from ..timestamps import iso
from ..views import PointView

SUBJECT = "Notification from AWS Backup"


class Notice(NamedTuple):
    """A message to the topic of a vault, if that is to have messages of the event.

    event: of PutBackupVaultNotifications, such as BACKUP_JOB_COMPLETED. about: the id of its job.
    """

    vault_name: str
    event: str
    text: str
    attributes: Mapping[str, str]
    about: str
    moment: float


def send_notices(account: Account, notices: Iterable[Notice]) -> None:
    """Send notices to those topics that are to have them, in their order."""
    for notice in notices:
        requested = account.vaults.notifications.get(notice.vault_name)
        if requested is not None and notice.event in requested.events:
            message = (SUBJECT, notice.text, notice.attributes)
            send = partial(publish, requested.topic_arn, *message)
            deliver_later(notice.about, notice.moment, send)


class _Template(NamedTuple):
    """An event of PutBackupVaultNotifications, and the text of its message."""

    event: str
    text: str


# The member with the ARN of the vault whose topic gets the notices of a job.
_VAULTS = {BACKUP: "BackupVaultArn", COPY: "SourceBackupVaultArn", RESTORE: "BackupVaultArn"}
_BACKED_UP = "Resource ARN : {resource}. BackupJob ID : {job}"
_STARTED = "BACKUP_JOB_STARTED"
_ENDED = "BACKUP_JOB_COMPLETED"
_COPY_FAILED = _Template(
    "COPY_JOB_FAILED",
    "An AWS Copy job was completed but was failed or was aborted. Copy Job Id : {job}",
)
_COPIED = _Template(
    "COPY_JOB_SUCCESSFUL", "An AWS Copy job was completed successfully. Copy Job Id : {job}"
)
# By kind and state. AWS was seen to send other words for a completed backup than its guide, which has
# "Resource ARN" and "BackupJob ID" there too.
_JOB_TEMPLATES: Mapping[tuple[JobKind, str], _Template] = {
    (BACKUP, "RUNNING"): _Template(_STARTED, f"An AWS Backup job was started. {_BACKED_UP}"),
    **{
        (BACKUP, state): _Template(
            _ENDED,
            "An AWS Backup job was completed successfully. Recovery point ARN: {point}. "
            "Backed up Resource ARN : {resource}. Backup Job Id : {job}",
        )
        for state in ("COMPLETED", "PARTIAL")
    },
    # The guide lacks the Status Message, which AWS sent in widdix/aws-cf-templates PR 633 (2022-06).
    (BACKUP, "FAILED"): _Template(
        _ENDED, f"An AWS Backup job failed. {_BACKED_UP} Status Message : {{message}}"
    ),
    (BACKUP, "EXPIRED"): _Template(
        _ENDED, f"An AWS Backup job failed to complete in time. {_BACKED_UP}"
    ),
    (BACKUP, "ABORTED"): _Template(_ENDED, f"An AWS Backup job was stopped. {_BACKED_UP}"),
    (COPY, "RUNNING"): _Template(
        "COPY_JOB_STARTED", "An AWS Copy job was started. Copy Job Id : {job}"
    ),
    (COPY, "COMPLETED"): _COPIED,
    (COPY, "PARTIAL"): _COPIED,
    (COPY, "FAILED"): _COPY_FAILED,
    (COPY, "ABORTED"): _COPY_FAILED,
    (RESTORE, "RUNNING"): _Template(
        "RESTORE_JOB_STARTED", "An AWS Backup Restore job was started. Restore Job Id : {job}"
    ),
    **{
        (RESTORE, state): _Template(
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
_MODIFIED = _Template(
    "RECOVERY_POINT_MODIFIED",
    "An AWS Backup recovery point was modified. Recovery point ARN: {point}. "
    "Resource ARN : {resource}",
)
# AWS's guide shows the notice of an index that was completed; it has no texts of the others.
_INDEX_EVENT_TYPES = {
    "ACTIVE": "RECOVERY_POINT_INDEXING_COMPLETED",
    "DELETED": "RECOVERY_POINT_INDEX_DELETED",
    "FAILED": "RECOVERY_POINT_INDEXING_FAILED",
}
_INDEX_TEMPLATES: Mapping[str, _Template] = {
    "ACTIVE": _Template(
        "RECOVERY_POINT_INDEX_COMPLETED",
        "Indexing of an AWS Backup recovery point was completed. Recovery point ARN: {point}",
    ),
    "DELETED": _Template(
        "RECOVERY_POINT_INDEX_DELETED",
        "The index of an AWS Backup recovery point was deleted. Recovery point ARN: {point}",
    ),
    "FAILED": _Template(
        "RECOVERY_POINT_INDEXING_FAILED",
        "Indexing of an AWS Backup recovery point failed. Recovery point ARN: {point}",
    ),
}
# By the status; the guide has no texts of these.
_ACCESS_POINT_TEMPLATES: Mapping[str, _Template] = {
    "AVAILABLE": _Template(
        "ACCESS_POINT_AVAILABLE",
        "An AWS Backup access point is available. Access point ARN: {access_point}. "
        "Recovery point ARN: {point}",
    ),
    "DISASSOCIATED": _Template(
        "ACCESS_POINT_DISASSOCIATED",
        "An AWS Backup access point was disassociated. Access point ARN: {access_point}. "
        "Recovery point ARN: {point}",
    ),
    "DELETED": _Template(
        "ACCESS_POINT_DELETED",
        "An AWS Backup access point was deleted. Access point ARN: {access_point}. "
        "Recovery point ARN: {point}",
    ),
}


def job_notices(account: Account, changed: JobChanged) -> Iterator[Notice]:
    """The notice of a job in each state that has one. A copy that was loaded may have no source vault."""
    job, kind = changed.job, changed.job.kind
    for state, moment in changed.entered:
        template = _JOB_TEMPLATES.get((kind, state))
        vault_arn = job.member(_VAULTS[kind]) if template else None
        if template is None or not vault_arn:
            continue
        text = template.text.format(
            job=job.id,
            resource=job.member(kind.resource),
            point=job.member("RecoveryPointArn"),
            message=job.member("StatusMessage"),
        )
        attributes = {
            "EventType": f"{kind.name.upper()}_JOB",
            "State": state,
            "AccountId": account.id,
            "Id": job.id,
            "StartTime": iso(job.created),
        }
        yield Notice(vault_name_of(vault_arn), template.event, text, attributes, job.id, moment)


def point_notices(account: Account, changed: PointChanged) -> Iterator[Notice]:
    """The notices of a recovery point, which is not modified as long as it is new, and of its index."""
    point, status, moment = changed.point, changed.status, changed.moment
    if status != point.first_status:
        yield _modified(account, point, status, moment)
    if status == DELETED and point.backup_index is not None:
        yield from index_notices(account, IndexChanged(point, point.backup_index, DELETED, moment))


def index_notices(account: Account, changed: IndexChanged) -> Iterator[Notice]:
    point, template = changed.point, _INDEX_TEMPLATES[changed.status]
    attributes = {
        "EventType": _INDEX_EVENT_TYPES[changed.status],
        "AccountId": account.id,
        "IndexStatus": changed.status,
        "IsIndexingContinuous": "false",
        "RecoveryPointArn": point.arn,
    }
    text = template.text.format(point=point.arn)
    yield Notice(point.vault_name, template.event, text, attributes, point.job.id, changed.moment)


def lifecycle_notices(account: Account, changed: LifecycleChanged) -> Iterator[Notice]:
    yield _modified(account, changed.point, changed.point.member("Status"), changed.moment)


def _modified(account: Account, point: PointView, status: str, moment: float) -> Notice:
    attributes = {
        "EventType": "RECOVERY_POINT",
        "State": status,
        "AccountId": account.id,
        "Id": point.arn,
        "StartTime": iso(point.created),
    }
    text = _MODIFIED.text.format(point=point.arn, resource=point.resource_arn)
    return Notice(point.vault_name, _MODIFIED.event, text, attributes, point.job.id, moment)


def access_point_notices(account: Account, changed: AccessPointChanged) -> Iterator[Notice]:
    """The notice of an access point, to the topic of the vault with its recovery point."""
    template = _ACCESS_POINT_TEMPLATES[changed.status]
    attributes = {
        "EventType": "ACCESS_POINT",
        "State": changed.status,
        "AccountId": account.id,
        "Id": changed.arn,
        "StartTime": iso(changed.created),
    }
    text = template.text.format(access_point=changed.arn, point=changed.point.arn)
    yield Notice(changed.vault_name, template.event, text, attributes, changed.arn, changed.moment)
