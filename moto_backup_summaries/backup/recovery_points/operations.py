"""What a vault or a resource has of recovery points."""

from .. import timestamps
from ..account import Account
from ..aws import checks
from ..aws.arns import Arn
from ..aws.errors import InvalidRequestException, refusal
from ..aws.recorded_errors import POINT_LOCKED, VAULT_DENIED
from ..aws.restoring import REQUEST_ID
from ..events import LifecycleChanged, PointChanged
from ..frame.operations import Request, operation
from ..members import Members
from ..neighbours.restore_metadata import of_arns
from .point import STOPPED, RecoveryPoint

# What the move to cold storage is set by.
_COLD = ("MoveToColdStorageAfterDays", "OptInToArchiveForSupportedResources")


def _requested(account: Account, request: Request) -> RecoveryPoint:
    vault = account.vaults.requested(request)
    return account.recovery_point(vault.name, request["RecoveryPointArn"])


def told(account: Account, point: RecoveryPoint) -> Members:
    """A recovery point, with what used it last."""
    return {**point.members(), **account.recovery_points.uses.of_point(point.arn)}


@operation("DescribeRecoveryPoint")
def describe_recovery_point(account: Account, request: Request) -> Members:
    """AWS denies access to a vault that is not there, before it looks for the recovery point."""
    if account.vaults.get(request["BackupVaultName"]) is None:
        raise VAULT_DENIED.error()
    return told(account, _requested(account, request))


@operation("GetRecoveryPointRestoreMetadata")
def get_recovery_point_restore_metadata(account: Account, request: Request) -> Members:
    """How the resource was configured, for StartRestoreJob."""
    point = _requested(account, request)
    members = point.members()
    told = {
        **of_arns(
            Arn.of(point.resource_arn), Arn.of(point.arn), members.get("BackupSizeInBytes", 0)
        ),
        **(point.job.member("RestoreMetadata") or {}),
        REQUEST_ID: members["RequestId"],
    }
    return {**members, "RestoreMetadata": told}


@operation("UpdateRecoveryPointLifecycle")
def update_recovery_point_lifecycle(account: Account, request: Request) -> Members:
    """A recovery point that is in cold storage keeps what moved it there.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRecoveryPointLifecycle.html
    """
    point = _requested(account, request)
    lifecycle = request.get("Lifecycle")
    checks.lifecycle(lifecycle)
    _refuse_if_locked(account, point.vault_name)
    if point.is_continuous:
        raise InvalidRequestException(
            f"The lifecycle of {point.arn} cannot be changed: it is of a continuous backup"
        )
    if point.is_cold_at(timestamps.now()):
        lifecycle = _keeping_cold(point.member("Lifecycle"), lifecycle or {})
    point.change(Lifecycle=lifecycle)
    account.recovery_points.expect_end(point, timestamps.now())
    account.publish(LifecycleChanged(point, timestamps.now()))
    return point.members()


def _keeping_cold(lifecycle: Members, wanted: Members) -> Members:
    """A lifecycle with the cold setting that it has; raises for one that would change it."""
    kept = {name: lifecycle[name] for name in _COLD if name in lifecycle}
    days = wanted.get(_COLD[0], kept[_COLD[0]])
    if days != kept[_COLD[0]]:
        accepted = f"{kept[_COLD[0]]}: the recovery point is in cold storage"
        raise InvalidRequestException(refusal(f"Lifecycle.{_COLD[0]}", days, accepted))
    changed = {**wanted, **kept}
    checks.lifecycle(changed)
    return changed


@operation("DeleteRecoveryPoint")
def delete_recovery_point(account: Account, request: Request) -> Members:
    point = _requested(account, request)
    _refuse_if_locked(account, point.vault_name)
    parts = account.recovery_points.parts_of(point)
    if parts:
        raise InvalidRequestException(
            f"Recovery point {point.arn} cannot be deleted: it has {len(parts)} nested ones"
        )
    account.recovery_points.remove(point, timestamps.now(), "MANUAL_DELETE")
    return {}


@operation("DisassociateRecoveryPoint")
def disassociate_recovery_point(account: Account, request: Request) -> Members:
    """Of continuous backups only; AWS Backup then leaves them to the service that they are of.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DisassociateRecoveryPoint.html
    """
    point = _requested(account, request)
    _refuse_if_locked(account, point.vault_name)
    if not point.is_continuous:
        raise InvalidRequestException(
            f"Recovery point {point.arn} cannot be disassociated: it is of no continuous backup"
        )
    point.change(Status=STOPPED)
    account.publish(PointChanged(point.as_it_is(), STOPPED, timestamps.now()))
    return {}


@operation("DisassociateRecoveryPointFromParent")
def disassociate_recovery_point_from_parent(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DisassociateRecoveryPointFromParent.html"""
    point = _requested(account, request)
    if point.parent_arn is None:
        raise InvalidRequestException(
            f"Recovery point {point.arn} cannot be disassociated: it is nested in no other"
        )
    account.recovery_points.separate(point, timestamps.now())
    return {}


def _refuse_if_locked(account: Account, vault_name: str) -> None:
    if account.vaults.named(vault_name).is_locked:
        raise POINT_LOCKED.error()
