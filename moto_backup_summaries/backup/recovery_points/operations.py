"""The recovery points of vaults and resources: described, listed, changed and deleted."""

from collections.abc import Iterator
from heapq import merge
from operator import itemgetter
from typing import Any

from .. import timestamps
from ..account import Account
from ..aws import checks
from ..aws.arns import Arn
from ..aws.errors import InvalidRequestException, ResourceNotFoundException, refusal
from ..aws.job_kinds import RESTORE, SCAN
from ..aws.lifecycles import is_until_copied, until_copied
from ..aws.recorded_errors import TYPE_UNSUPPORTED, VAULT_DENIED
from ..aws.resource_types import resource_type_of
from ..aws.restoring import REQUEST_ID
from ..events import LifecycleChanged, PointChanged
from ..frame.operations import Request, operation
from ..kit.conditions import conditions_of
from ..kit.guards import Action, GuardedChange
from ..kit.pages import Query
from ..members import Members
from ..neighbours.own_backups import own_backups
from ..neighbours.restore_metadata import of_arns
from ..views import VaultView
from .point import STOPPED, RecoveryPoint
from .uses import uses_of_point, uses_of_resource

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
# Items with their positions, which begin with a creation and a number.
_Items = Iterator[tuple[tuple[Any, ...], Members]]
# The number of what has none: it comes behind what AWS Backup made in the same moment.
_NO_NUMBER = -1
# What the move to cold storage is set by.
_COLD = ("MoveToColdStorageAfterDays", "OptInToArchiveForSupportedResources")


def _requested(account: Account, request: Request) -> RecoveryPoint:
    vault = account.vaults.requested(request)
    return account.recovery_point(vault.name, request["RecoveryPointArn"])


def _refuse_if_guarded(account: Account, point: RecoveryPoint, action: Action) -> None:
    account.guards.check(GuardedChange(action, point.vault_name, [point], timestamps.now()))


def _with_uses(account: Account, point: RecoveryPoint) -> Members:
    """What is answered of a recovery point: with what used it last."""
    return {**point.members(), **uses_of_point(account, point.arn)}


@operation("DescribeRecoveryPoint")
def describe_recovery_point(account: Account, request: Request) -> Members:
    """AWS denies access to a vault that is not there, before it looks for the recovery point."""
    if account.vaults.get(request["BackupVaultName"]) is None:
        raise VAULT_DENIED.error()
    return _with_uses(account, _requested(account, request))


@operation("GetRecoveryPointRestoreMetadata")
def get_recovery_point_restore_metadata(account: Account, request: Request) -> Members:
    """How the resource was configured, for StartRestoreJob."""
    point = _requested(account, request)
    members = point.members()
    restore_metadata = {
        **of_arns(
            Arn.of(point.resource_arn), Arn.of(point.arn), members.get("BackupSizeInBytes", 0)
        ),
        **(point.job.member("RestoreMetadata") or {}),
        REQUEST_ID: members["RequestId"],
    }
    return {**members, "RestoreMetadata": restore_metadata}


@operation("UpdateRecoveryPointLifecycle")
def update_recovery_point_lifecycle(account: Account, request: Request) -> Members:
    """A recovery point that is in cold storage keeps what moved it there.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRecoveryPointLifecycle.html
    """
    point, now = _requested(account, request), timestamps.now()
    lifecycle = request.get("Lifecycle")
    checks.lifecycle(lifecycle)
    _refuse_if_guarded(account, point, "UPDATE_LIFECYCLE")
    if point.is_continuous:
        raise InvalidRequestException(
            f"The lifecycle of {point.arn} cannot be changed: it is of a continuous backup"
        )
    if point.is_cold_at(now):
        lifecycle = _keeping_cold(point.member("Lifecycle"), lifecycle or {})
    if is_until_copied(point.lifecycle):
        lifecycle = until_copied(lifecycle)
    changed = account.recovery_points.change_lifecycle(point, lifecycle, now)
    account.publish(LifecycleChanged(changed, now))
    members = changed.members()
    # Its days may be over by now.
    account.recovery_points.expire(now)
    return members


def _keeping_cold(lifecycle: Members, requested: Members) -> Members:
    """The requested lifecycle with the present cold setting; raises for a request to change that."""
    cold = {name: lifecycle[name] for name in _COLD if name in lifecycle}
    days = requested.get(_COLD[0], cold[_COLD[0]])
    if days != cold[_COLD[0]]:
        accepted = f"{cold[_COLD[0]]}: the recovery point is in cold storage"
        raise InvalidRequestException(refusal(f"Lifecycle.{_COLD[0]}", days, accepted))
    changed = {**requested, **cold}
    checks.lifecycle(changed)
    return changed


@operation("DeleteRecoveryPoint")
def delete_recovery_point(account: Account, request: Request) -> Members:
    point = _requested(account, request)
    _refuse_if_guarded(account, point, "DELETE")
    parts = account.recovery_points.parts_of(point)
    if parts:
        raise InvalidRequestException(
            f"Recovery point {point.arn} cannot be deleted: it has {len(parts)} nested ones"
        )
    account.recovery_points.delete([point], timestamps.now(), "DELETE")
    return {}


@operation("DisassociateRecoveryPoint")
def disassociate_recovery_point(account: Account, request: Request) -> Members:
    """Of continuous backups only; AWS Backup then leaves them to the service that they are of.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DisassociateRecoveryPoint.html
    """
    point = _requested(account, request)
    _refuse_if_guarded(account, point, "DISASSOCIATE")
    if not point.is_continuous:
        raise InvalidRequestException(
            f"Recovery point {point.arn} cannot be disassociated: it is of no continuous backup"
        )
    stopped = account.recovery_points.change(point, Status=STOPPED)
    account.publish(PointChanged(stopped, STOPPED, timestamps.now()))
    return {}


@operation("DisassociateRecoveryPointFromParent")
def disassociate_recovery_point_from_parent(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DisassociateRecoveryPointFromParent.html"""
    point = _requested(account, request)
    _refuse_if_guarded(account, point, "DISASSOCIATE")
    if point.parent_arn is None:
        raise InvalidRequestException(
            f"Recovery point {point.arn} cannot be disassociated: it is nested in no other"
        )
    account.recovery_points.separate(point, timestamps.now())
    return {}


@operation("ListRecoveryPointsByBackupVault")
def list_recovery_points_by_backup_vault(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByBackupVault.html"""
    vault = account.vaults.requested(request)
    resource = request.get("ByResourceArn", "")
    arn = Arn.parse(resource)
    # What was loaded may be of types that are newer than our table.
    is_known = arn is None or resource_type_of(arn) is not None
    keeper, vault_name = account.keeper_of(vault.name)
    if not is_known and keeper.recovery_points.latest(resource, vault_name) is None:
        raise TYPE_UNSUPPORTED.error(arn=resource)
    query = account.query("ListRecoveryPointsByBackupVault", request)
    points, token = query.page(_listed_points(account, query, vault))
    return {"RecoveryPoints": points, "NextToken": token}


@operation("ListRecoveryPointsByResource")
def list_recovery_points_by_resource(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByResource.html"""
    query = account.query("ListRecoveryPointsByResource", request)
    items = _listed_points(account, query)
    if not query.filters.get("ManagedByAWSBackupOnly"):
        items = merge(items, _backups_of_service(account, query), key=itemgetter(0), reverse=True)
    points, token = query.page(items)
    return {"RecoveryPoints": points, "NextToken": token}


def _listed_points(account: Account, query: Query, vault: VaultView | None = None) -> _Items:
    """The recovery points of AWS Backup that the query's filters let through: those of a vault, or of all."""
    conditions = conditions_of(_FILTERS, query.filters)
    keeper, vault_name = (account, None) if vault is None else account.keeper_of(vault.name)
    points = keeper.recovery_points.newest_first(vault_name, conditions, query.after)
    if vault is not None and vault_name != vault.name:
        points = ((position, point.shown_in(vault)) for position, point in points)
    if not (account.jobs.store(RESTORE) or account.jobs.store(SCAN)):
        return ((position, point.members()) for position, point in points)
    return ((position, _with_uses(account, point)) for position, point in points)


def _backups_of_service(account: Account, query: Query) -> _Items:
    """What the resource's own service made of it, the newest first, from behind the last page."""
    backups = own_backups(query.filters["ResourceArn"], account.id, account.region)
    listed = [
        ((backup.created, _NO_NUMBER, backup.arn), backup)
        for backup in backups
        if account.recovery_points.find(backup.arn) is None
    ]
    for position, backup in sorted(listed, reverse=True):
        if query.after is None or position < query.after:
            members = {
                "RecoveryPointArn": backup.arn,
                "CreationDate": backup.created,
                "Status": "COMPLETED",
                "EncryptionKeyArn": backup.key_arn,
                "BackupSizeBytes": backup.size,
                "IsParent": False,
                "ResourceName": backup.resource_name,
            }
            yield position, members


@operation("DescribeProtectedResource")
def describe_protected_resource(account: Account, request: Request) -> Members:
    resource_arn = request["ResourceArn"]
    point = account.recovery_points.latest(resource_arn)
    if point is None:
        raise ResourceNotFoundException(f"Resource {resource_arn} has no recovery points")
    return {**point.as_resource(), **uses_of_resource(account, resource_arn)}


@operation("ListProtectedResources")
def list_protected_resources(account: Account, request: Request) -> Members:
    query = account.query("ListProtectedResources", request)
    return _protected_resources(query, account.recovery_points.resources(None, query.after))


@operation("ListProtectedResourcesByBackupVault")
def list_protected_resources_by_backup_vault(account: Account, request: Request) -> Members:
    vault = account.vaults.requested(request)
    query = account.query("ListProtectedResourcesByBackupVault", request)
    keeper, vault_name = account.keeper_of(vault.name)
    latest = keeper.recovery_points.resources(vault_name, query.after)
    shown = ((arn, point.shown_in(vault)) for arn, point in latest)
    return _protected_resources(query, shown)


def _protected_resources(query: Query, latest: Iterator[tuple[str, RecoveryPoint]]) -> Members:
    return query.answer("Results", latest, RecoveryPoint.as_resource)
