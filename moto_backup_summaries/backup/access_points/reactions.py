"""What time brings to access points."""

from ..account import Account, account_at


def advance_access_points(account: Account, now: float) -> None:
    """Let each have the statuses that it has reached, in the order of time."""
    for moment, access_point in account.access_points.due_by(now):
        keeper = access_point.point.keeper
        # What ends before waits for the access point, which is still there.
        account_at(keeper.account_id, keeper.region).recovery_points.expire(moment)
        account.access_points.advance(access_point, moment)
