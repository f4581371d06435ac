"""The indexes that new recovery points have, and what time brings to indexes."""

from ..account import Account
from ..events import PointChanged
from .indexing import advance_index, create_index


def index_new_point(account: Account, changed: PointChanged) -> None:
    """Make the index that was asked for with a backup."""
    point = changed.point
    if point.job.member("IndexStatus") is not None and changed.status == point.first_status:
        create_index(account, point, point.job.member("IamRoleArn"), changed.moment)


def advance_indexes(account: Account, now: float) -> None:
    """Let each have the status that it has reached, in the order of time."""
    for moment, point_id in account.backup_indexes.due_by(now):
        # What ends before is gone, with its index.
        account.recovery_points.expire(moment)
        advance_index(account, point_id, moment)
