"""How indexes are made and deleted; a recovery point keeps what is told of its own."""

from ..account import Account
from ..events import IndexChanged
from ..timestamps import now
from ..views import BackupIndex, PointView
from .state import PointId, id_of

PENDING, ACTIVE, FAILED, DELETING = STATUSES = ("PENDING", "ACTIVE", "FAILED", "DELETING")
# Of one that is gone; no operation answers it.
DELETED = "DELETED"


def create_index(account: Account, point: PointView, role_arn: str | None, moment: float) -> None:
    """Let a recovery point have an index from now on, which is PENDING first; a test may let it FAIL."""
    has_failed = point.job.member("IndexStatusMessage") is not None
    index = BackupIndex(PENDING, role_arn, moment)
    _begin(account, point, index, FAILED if has_failed else ACTIVE, moment)


def delete_index(account: Account, point: PointView, index: BackupIndex, moment: float) -> None:
    """Let the index of a recovery point be DELETING from now on, then gone."""
    _begin(account, point, index._replace(status=DELETING, deleted=moment), DELETED, moment)


def _begin(
    account: Account, point: PointView, index: BackupIndex, last: str, moment: float
) -> None:
    changed = _changed(account, point, index)
    if not account.backup_indexes.begin(changed, index, last, moment):
        _enter(account, changed, index, last, moment)


def _enter(
    account: Account, point: PointView, index: BackupIndex, status: str, moment: float
) -> None:
    if status == ACTIVE:
        index = index._replace(status=ACTIVE, completed=moment)
    elif status == FAILED:
        message = point.job.member("IndexStatusMessage")
        index = index._replace(status=FAILED, message=message)
    present = None if status == DELETED else index
    changed = _changed(account, point, present)
    account.publish(IndexChanged(changed, index, status, moment))


def _changed(account: Account, point: PointView, index: BackupIndex | None) -> PointView:
    """The recovery point, with this index from now on, or with none."""
    return account.recovery_points.change(
        point,
        BackupIndex=index,
        IndexStatus=index and index.status,
        IndexStatusMessage=index and index.message,
    )


def look(account: Account, point: PointView) -> None:
    """Count a look at the index of a recovery point, which may have another status by that."""
    account.backup_indexes.look(point)
    advance_index(account, id_of(point), now())


def advance_index(account: Account, point_id: PointId, moment: float) -> None:
    """Let the index of a recovery point have the status that it has reached, if it is still that index."""
    step = account.backup_indexes.step(point_id, moment)
    point = account.recovery_points.get(*point_id)
    if step is not None and point is not None:
        index, status, reached = step
        if point.backup_index == index:
            _enter(account, point, index, status, reached)
