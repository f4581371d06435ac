"""Indexes of recovery points: made and deleted afterwards, shown and listed.

https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-search.html
"""

from heapq import merge
from operator import itemgetter

from ..account import Account
from ..aws import checks
from ..aws.errors import (
    InvalidRequestException,
    MissingParameterValueException,
    ResourceNotFoundException,
)
from ..aws.facts import STANDARD_VAULT
from ..aws.resource_types import INDEXED
from ..frame.operations import Request, operation
from ..kit.conditions import Condition, conditions_of
from ..members import Members
from ..timestamps import now
from ..views import PointView
from .indexing import DELETING, FAILED, PENDING, STATUSES, create_index, delete_index, look

# What can be indexed has one of these; AWS says an ACTIVE recovery point, which is no status of one.
_USABLE = ("COMPLETED", "AVAILABLE")
# Filters of the list, each with a member of a recovery point and a comparison.
_FILTERS = {
    "SourceResourceArn": ("ResourceArn", "equal"),
    "ResourceType": ("ResourceType", "equal"),
    "CreatedBefore": ("CreationDate", "before"),
    "CreatedAfter": ("CreationDate", "after"),
    "IndexStatus": ("IndexStatus", "equal"),
}


def _looked_at(account: Account, request: Request) -> PointView:
    """The requested recovery point, after this look at its index."""
    vault = account.vaults.requested(request)
    look(account, account.recovery_point(vault.name, request["RecoveryPointArn"]))
    return account.recovery_point(vault.name, request["RecoveryPointArn"])


@operation("UpdateRecoveryPointIndexSettings")
def update_recovery_point_index_settings(account: Account, request: Request) -> Members:
    """Make or delete the index of a recovery point; where there is nothing to do, nothing changes.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRecoveryPointIndexSettings.html
    """
    role_arn = request.get("IamRoleArn")
    if role_arn is None:
        # botocore's model does not demand it, but says in words that it is required.
        raise MissingParameterValueException("Missing required parameter: IamRoleArn")
    checks.shared_parameters(request)
    checks.own_partition(account.partition, request, "IamRoleArn")
    point = _looked_at(account, request)
    index = point.backup_index
    status = None if index is None else index.status
    if request["Index"] == "ENABLED":
        _check(point)
        if status == DELETING:
            raise InvalidRequestException(f"The index of recovery point {point.arn} is {DELETING}")
        if status in (None, FAILED):
            create_index(account, point, role_arn, now())
            status = PENDING
    elif index is not None and status != DELETING:
        delete_index(account, point, index, now())
        status = DELETING
    return {
        "BackupVaultName": point.vault_name,
        "RecoveryPointArn": point.arn,
        "IndexStatus": status,
        "Index": request["Index"],
    }


def _check(point: PointView) -> None:
    """Raise for a recovery point that can have no index."""
    members = point.members()
    reasons = {
        f"its ResourceType is {members['ResourceType']}": members["ResourceType"] not in INDEXED,
        f"it is in a vault of type {members['VaultType']}": members["VaultType"] != STANDARD_VAULT,
        "it is in cold storage": members["StorageClass"] != "WARM",
        f"its Status is {members['Status']}": members["Status"] not in _USABLE,
    }
    for reason, is_so in reasons.items():
        if is_so:
            raise InvalidRequestException(f"Recovery point {point.arn} has no index: {reason}")


@operation("GetRecoveryPointIndexDetails")
def get_recovery_point_index_details(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetRecoveryPointIndexDetails.html"""
    return _members(_looked_at(account, request))


@operation("ListIndexedRecoveryPoints")
def list_indexed_recovery_points(account: Account, request: Request) -> Members:
    """The recovery points with indexes, the newest first; dates are those of the recovery points.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListIndexedRecoveryPoints.html
    """
    query = account.query("ListIndexedRecoveryPoints", request)
    conditions = conditions_of(_FILTERS, query.filters)
    points = merge(
        *(
            account.recovery_points.newest_first(
                None, [*conditions, Condition("IndexStatus", "equal", status)], query.after
            )
            for status in STATUSES
        ),
        key=itemgetter(0),
        reverse=True,
    )
    return query.answer("IndexedRecoveryPoints", points, _members)


def _members(point: PointView) -> Members:
    """What is told of the index of a recovery point; raises ResourceNotFoundException where it has none."""
    index = point.backup_index
    if index is None:
        raise ResourceNotFoundException(f"Recovery point {point.arn} has no index")
    return {
        "RecoveryPointArn": point.arn,
        "BackupVaultArn": point.vault_arn,
        "SourceResourceArn": point.resource_arn,
        "ResourceType": point.member("ResourceType"),
        "BackupCreationDate": point.created,
        "IamRoleArn": index.role_arn,
        "IndexStatus": index.status,
        "IndexStatusMessage": index.message,
        "IndexCreationDate": index.created,
        "IndexCompletionDate": index.completed,
        "IndexDeletionDate": index.deleted,
        "TotalItemsIndexed": point.job.member("NumberOfItems") or 0,
    }
