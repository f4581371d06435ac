"""What time brings to access points, what their end brings, and the end of access to a vault."""

from ..account import Account, account_of
from ..events import AccessPointChanged, VaultDeleted
from .state import DELETED, DISASSOCIATED


def advance_access_points(account: Account, now: float) -> None:
    """Let each have the status that it has reached, in the order of time."""
    for moment, access_point in account.access_points.due_by(now):
        # What ends before waits for the access point, which is still there.
        account_of(access_point.point.vault_arn).recovery_points.expire(moment)
        account.access_points.advance(access_point, moment)


def release_recovery_point(account: Account, changed: AccessPointChanged) -> None:
    """Let the recovery point go of an access point that has ended; it may be of another account."""
    if changed.status in (DELETED, DISASSOCIATED):
        keeper = account_of(changed.point.vault_arn)
        keeper.access_points.detach(changed.arn, changed.point, changed.moment)


def disassociate_access_points(account: Account, deleted: VaultDeleted) -> None:
    """Let the access points of a vault for restore access end with it; any other is empty by then."""
    account.access_points.disassociate(deleted.name, deleted.moment)
