"""The events of recovery points and of their indexes, with members in AWS's order.

https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ..account import Account
from ..aws.lifecycles import NEVER_DAYS
from ..events import IndexChanged, PointChanged
from ..members import Members
from ..recovery_points.point import DELETED
from ..timestamps import LAST, iso, iso_if_any
from .job_events import plan_of_job
from .published_event import Content, PublishedEvent

POINT = "Recovery Point State Change"
INDEX = "Recovery Point Index State Change"
ACTIVE = "ACTIVE"
# All states that AWS names, and those that consumers are known to have seen.
POINT_STATES = {
    POINT: (
        *("COMPLETED", "PARTIAL", "DELETING", "EXPIRED", "AVAILABLE", "STOPPED", "CREATING"),
        DELETED,
    ),
    INDEX: (ACTIVE, DELETED, "FAILED"),
}
_INDEX_MESSAGES = {
    ACTIVE: "An AWS Backup recovery point index was successfully completed.",
    DELETED: "An AWS Backup recovery point index was deleted.",
}
_INDEX_DATES = {ACTIVE: "indexCompletionTime", DELETED: "indexDeletionTime"}


def point_events(account: Account, changed: PointChanged) -> Iterator[PublishedEvent]:
    """The event of a recovery point, and that of its index, which goes with it."""
    point, status, moment = changed.point, changed.status, changed.moment
    about, subject = point.job.id, f"{point.vault_arn} {point.arn} {changed.number}"
    content = partial(_point_content, changed)
    yield PublishedEvent(account, POINT, about, subject, status, moment, content, point.job)
    if status == DELETED and point.backup_index is not None:
        yield from index_events(
            account, IndexChanged(point, point.backup_index, DELETED, moment, changed.number)
        )


def index_events(account: Account, changed: IndexChanged) -> Iterator[PublishedEvent]:
    point, status = changed.point, changed.status
    about, subject = point.job.id, f"{point.vault_arn} {point.arn} {changed.number}"
    content = partial(_index_content, changed, account.id)
    yield PublishedEvent(account, INDEX, about, subject, status, changed.moment, content, point.job)


def _point_content(changed: PointChanged) -> Content:
    point, status, moment = changed.point, changed.status, changed.moment
    members = point.members()
    calculated = members["CalculatedLifecycle"] or {}
    is_cold = calculated.get("MoveToColdStorageAt", LAST) <= moment
    detail = {
        "backupVaultName": point.vault_name,
        "backupVaultArn": point.vault_arn,
        "creationDate": iso(point.created),
        "iamRoleArn": members.get("IamRoleArn"),
        "resourceType": members["ResourceType"],
        "resourceArn": point.resource_arn,
        "status": status,
        "isEncrypted": str(members["IsEncrypted"]).lower(),
        "storageClass": "COLD" if is_cold else "WARM",
        "completionDate": iso_if_any(members.get("CompletionDate")),
        "createdBy": plan_of_job(members.get("CreatedBy")),
        "lifecycle": _lifecycle_days(members.get("Lifecycle") or {}),
        "calculatedLifeCycle": (
            {_lower(name): iso(date) for name, date in calculated.items()} or None
        ),
    }
    if status == DELETED:
        detail["initiationDate"] = iso_if_any(members.get("InitiationDate"))
        detail["deletedBy"] = changed.deleted_by
    return [point.arn], _without_none(detail)


def _index_content(changed: IndexChanged, account_id: str) -> Content:
    point, status, index = changed.point, changed.status, changed.backup_index
    members = point.members()
    detail = {
        "recoveryPointArn": point.arn,
        "accountId": account_id,
        "indexStatus": status,
        "iamRoleArn": index.role_arn,
        "resourceType": members["ResourceType"],
        "backupVaultArn": point.vault_arn,
        "indexCreationTime": iso(index.created),
        "isIndexingContinuous": bool(point.job.member("EnableContinuousBackup")),
        "sourceResourceArn": point.resource_arn,
        "backupCreationTime": iso(point.created),
        "indexStatusMessage": index.message,
    }
    if status in _INDEX_DATES:
        detail[_INDEX_DATES[status]] = iso(changed.moment)
        told = _INDEX_MESSAGES[status]
        detail["indexStatusMessage"] = f"{told} Indexed recovery point arn : {point.arn}"
    return [point.arn], _without_none(detail)


def _without_none(detail: Members) -> Members:
    return {name: value for name, value in detail.items() if value is not None}


def _lifecycle_days(lifecycle: Mapping[str, Any]) -> Members | None:
    return {_lower(name): days for name, days in lifecycle.items() if days != NEVER_DAYS} or None


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]
