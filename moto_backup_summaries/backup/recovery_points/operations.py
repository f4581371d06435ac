"""What a vault or a resource has of recovery points."""

from ..account import Account
from ..aws import checks
from ..aws.errors import InvalidRequestException
from ..listing.conditions import conditions_of
from ..members import Members
from ..operations import Request, operation, page_of
from .point import RecoveryPoint

# Filters of recovery points, each with a member and a comparison.
_FILTERS = {
    "ByResourceArn": ("ResourceArn", "equal"),
    "ByResourceType": ("ResourceType", "equal"),
    "ByBackupPlanId": ("CreatedBy.BackupPlanId", "equal"),
    "ByCreatedBefore": ("CreationDate", "before"),
    "ByCreatedAfter": ("CreationDate", "after"),
    "ByParentRecoveryPointArn": ("ParentRecoveryPointArn", "equal"),
}


def _requested(account: Account, request: Request) -> RecoveryPoint:
    vault = account.vaults.requested(request)
    return account.recovery_point(vault.backup_vault_name, request["RecoveryPointArn"])


@operation("DescribeRecoveryPoint")
def describe_recovery_point(account: Account, request: Request) -> Members:
    return _requested(account, request).members()


@operation("GetRecoveryPointRestoreMetadata")
def get_recovery_point_restore_metadata(account: Account, request: Request) -> Members:
    members = _requested(account, request).members()
    return {**members, "RestoreMetadata": {"aws:backup:request-id": members["RequestId"]}}


@operation("UpdateRecoveryPointLifecycle")
def update_recovery_point_lifecycle(account: Account, request: Request) -> Members:
    point = _requested(account, request)
    checks.lifecycle(request.get("Lifecycle"))
    _refuse_if_locked(account, point.vault_name)
    point.change(Lifecycle=request.get("Lifecycle"))
    account.recovery_points.expect_end(point)
    return point.members()


@operation("DeleteRecoveryPoint")
def delete_recovery_point(account: Account, request: Request) -> Members:
    point = _requested(account, request)
    _refuse_if_locked(account, point.vault_name)
    account.recovery_points.remove(point)
    return {}


@operation("DisassociateRecoveryPoint")
def disassociate_recovery_point(account: Account, request: Request) -> Members:
    return delete_recovery_point(account, request)


def _refuse_if_locked(account: Account, vault_name: str) -> None:
    if account.vaults.named(vault_name).locked:
        raise InvalidRequestException(
            f"Backup vault {vault_name} is locked: its recovery points cannot be changed or deleted"
        )


@operation("ListRecoveryPointsByBackupVault")
def list_recovery_points_by_backup_vault(account: Account, request: Request) -> Members:
    account.vaults.requested(request)
    return _listed(account, "ListRecoveryPointsByBackupVault", request)


@operation("ListRecoveryPointsByResource")
def list_recovery_points_by_resource(account: Account, request: Request) -> Members:
    return _listed(account, "ListRecoveryPointsByResource", request)


def _listed(account: Account, name: str, request: Request) -> Members:
    query = account.query(name, request)
    resource_arn = query.filters.get("ResourceArn")
    conditions = conditions_of(_FILTERS, query.filters)
    listed = account.recovery_points.newest_first(request.get("BackupVaultName"), query.after)
    found = (
        (place, point.members())
        for place, point in listed
        if resource_arn in (None, point.resource_arn)
        and all(condition.holds(point.member(condition.member)) for condition in conditions)
    )
    return page_of("RecoveryPoints", found, query, request)
