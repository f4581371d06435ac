"""Which recovery points a vault or a resource has."""

from collections.abc import Iterator
from heapq import merge
from operator import itemgetter
from typing import Any

from ..account import Account
from ..aws.arns import Arn
from ..aws.recorded_errors import TYPE_UNSUPPORTED
from ..aws.resource_types import resource_type_of
from ..frame.operations import Request, operation
from ..kit.pages import Query
from ..listing.conditions import conditions_of
from ..members import Members
from ..neighbours.own_backups import own_backups
from .operations import told

# Filters of recovery points, each with a member and a comparison.
_FILTERS = {
    "ResourceArn": ("ResourceArn", "equal"),
    "ByResourceArn": ("ResourceArn", "equal"),
    "ByResourceType": ("ResourceType", "equal"),
    "ByBackupPlanId": ("CreatedBy.BackupPlanId", "equal"),
    "ByCreatedBefore": ("CreationDate", "before"),
    "ByCreatedAfter": ("CreationDate", "after"),
    "ByParentRecoveryPointArn": ("ParentRecoveryPointArn", "equal"),
}
# Items with their places, which begin with a creation and a number.
_Listed = Iterator[tuple[tuple[Any, ...], Members]]
# The number of what has none: it comes behind what AWS Backup made in the same moment.
_NO_NUMBER = -1


@operation("ListRecoveryPointsByBackupVault")
def list_recovery_points_by_backup_vault(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByBackupVault.html"""
    vault = account.vaults.requested(request)
    resource = request.get("ByResourceArn", "")
    arn = Arn.parse(resource)
    # What was loaded may be of types that are newer than our table.
    is_known = arn is None or resource_type_of(arn) is not None
    if not is_known and account.recovery_points.latest(resource, vault.name) is None:
        raise TYPE_UNSUPPORTED.error(arn=resource)
    query = account.query("ListRecoveryPointsByBackupVault", request)
    points, token = query.page(_ours(account, query))
    return {"RecoveryPoints": points, "NextToken": token}


@operation("ListRecoveryPointsByResource")
def list_recovery_points_by_resource(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByResource.html"""
    query = account.query("ListRecoveryPointsByResource", request)
    found = _ours(account, query)
    if not query.filters.get("ManagedByAWSBackupOnly"):
        found = merge(found, _of_its_service(account, query), key=itemgetter(0), reverse=True)
    points, token = query.page(found)
    return {"RecoveryPoints": points, "NextToken": token}


def _ours(account: Account, query: Query) -> _Listed:
    conditions = conditions_of(_FILTERS, query.filters)
    vault_name = query.filters.get("BackupVaultName")
    listed = account.recovery_points.newest_first(vault_name, conditions, query.after)
    return ((place, told(account, point)) for place, point in listed)


def _of_its_service(account: Account, query: Query) -> _Listed:
    """What the resource's own service made of it, the newest first, from behind the last page."""
    own = own_backups(query.filters["ResourceArn"], account.id, account.region)
    listed = [((it.created, _NO_NUMBER, it.arn), it) for it in own]
    after = query.after
    for place, backup in sorted(listed, reverse=True):
        if after is None or place < after:
            yield (
                place,
                {
                    "RecoveryPointArn": backup.arn,
                    "CreationDate": backup.created,
                    "Status": "COMPLETED",
                    "EncryptionKeyArn": backup.key_arn,
                    "BackupSizeBytes": backup.size,
                    "IsParent": False,
                    "ResourceName": backup.resource_name,
                },
            )
