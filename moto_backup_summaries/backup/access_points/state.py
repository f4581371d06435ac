"""The access points of one account and region, and the recovery points that they keep."""

from collections.abc import Callable, Collection, Mapping
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from .. import timestamps
from ..aws.errors import (
    AlreadyExistsException,
    ConflictException,
    InvalidRequestException,
    LimitExceededException,
    ResourceNotFoundException,
)
from ..aws.identifiers import new_id
from ..events import AccessPointChanged
from ..kit.backup_resources import BackupResource, BackupResources
from ..kit.guards import GuardedChange, Guards, Refusals
from ..kit.state import StateDict
from ..kit.states import ManagedProgress, managed_model, progress_of
from ..views import PointView, VaultView

# https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-access-points.html
MOST_OF_POINT = 5
# For how many seconds the name of a deleted one is not free; AWS says "some time".
NAME_RESTS_SECONDS = 60
MODEL = managed_model("backup::backup_access_point")
# Of one that is gone; nobody is answered it.
_DELETED = "DELETED"
_DELETIONS = ("DELETE", "EXPIRE", "LOSE_PARTS", "REPLACE")


class AccessedPoint(NamedTuple):
    """The recovery point that an access point gives access to.

    view: as it was. vault: by which the owner of the access point knows it.
    keeper: the access points of the account that has it.
    """

    view: PointView
    vault: VaultView
    keeper: "AccessPoints"

    @property
    def id(self) -> tuple[str, str]:
        return self.view.vault_name, self.view.arn


class AccessPoint(BackupResource):
    """An access point, whose name is its key.

    alias: what S3 knows it by. progress: its way to AVAILABLE or to its end, or None.
    """

    def __init__(
        self, key: str, arn: str, created: float, request: Mapping[str, Any], point: AccessedPoint
    ) -> None:
        super().__init__(key, arn, created, request)
        self.point = point
        self.alias = f"{key}-{new_id().replace('-', '')}-ext-s3alias"
        self.status = "CREATING"
        self.progress: ManagedProgress | None = None

    @property
    def due(self) -> float:
        """When its status changes, or NEVER."""
        return timestamps.NEVER if self.progress is None else self.progress.due


class AccessPoints(BackupResources[AccessPoint]):
    """Access points, which keep recovery points of their own account, or of another that lets them.

    publish: hears of each new status.
    guards: ask which recovery points are kept, and hear when one is no more.
    """

    arn_kind = "accesspoint"
    arn_separator = "/"

    def __init__(
        self,
        account_id: str,
        region: str,
        publish: Callable[[AccessPointChanged], None],
        guards: Guards,
    ) -> None:
        super().__init__(account_id, region)
        self._publish = publish
        self._guards = guards
        guards.register(self.refuse_accessed)
        # Of recovery points here, by the names of their vaults and their ARNs, whoever made them.
        self._of_points: StateDict[tuple[str, str], tuple[AccessPoint, ...]] = StateDict()
        # When the names of deleted ones are free.
        self._names_free: StateDict[str, float] = StateDict()

    def create(self, request: Mapping[str, Any], point: AccessedPoint) -> AccessPoint:
        """A new access point to a recovery point.

        Raises AlreadyExistsException or ConflictException where the name is not free, and
        LimitExceededException where the recovery point has too many.
        """
        name, now = request["Name"], timestamps.now()
        present = self.get(name)
        if present is not None:
            raise AlreadyExistsException(f"Access point {name} already exists", Arn=present.arn)
        if now < self._names_free.get(name, now):
            raise ConflictException(
                f"Access point {name} was deleted a moment ago: wait for some time, or use another name"
            )
        if len(point.keeper.attached(point)) >= MOST_OF_POINT:
            raise LimitExceededException(
                f"Recovery point {point.view.arn} has {MOST_OF_POINT} access points, which is the most"
            )
        access_point = AccessPoint(name, self.arn_of(name), now, request, point)
        access_point.tags = request.get("Tags", {})
        self.add(access_point)
        point.keeper.attach(access_point)
        self._begin(access_point, ("CREATING", "AVAILABLE"), now)
        return access_point

    def named(self, arn: str) -> AccessPoint:
        access_point = self._by_arn.get(arn)
        if access_point is None:
            raise ResourceNotFoundException(f"Access point {arn} not found")
        return access_point

    def delete(self, access_point: AccessPoint) -> None:
        """Begin to delete an access point; of one that is DELETING this is no error."""
        if access_point.status != "DELETING":
            self._begin(access_point, ("DELETING", _DELETED), timestamps.now())

    def look(self, access_point: AccessPoint) -> bool:
        """Count a look at it, as a manual transition does; whether it is there after that."""
        if access_point.progress is not None:
            access_point.progress.advance()
            self.advance(access_point, timestamps.now())
        return access_point.status != _DELETED

    def due_by(self, now: float) -> list[tuple[float, AccessPoint]]:
        """Those whose status has changed by now, each with the moment, in the order of these."""
        due = [(each.due, each) for each in self if each.due <= now]
        # Where a test has made a transition immediate meanwhile, it is now.
        return sorted(
            ((now if at == timestamps.FIRST else at, each) for at, each in due), key=itemgetter(0)
        )

    def advance(self, access_point: AccessPoint, now: float) -> None:
        """Let an access point have the status that it has reached by now."""
        step = access_point.progress and access_point.progress.step(now)
        if step:
            self._enter(access_point, *step)
            self._set_first_due()

    def _begin(self, access_point: AccessPoint, path: tuple[str, str], now: float) -> None:
        first, last = path
        access_point.status = first
        access_point.progress = progress_of(MODEL, path, now)
        if access_point.progress is None:
            self._enter(access_point, last, now)
        self._set_first_due()

    def _enter(self, access_point: AccessPoint, status: str, moment: float) -> None:
        access_point.status = status
        access_point.progress = None
        point = access_point.point
        self._publish(
            AccessPointChanged(
                access_point.arn,
                point.view.arn,
                point.vault.name,
                access_point.created,
                status,
                moment,
            )
        )
        if status == _DELETED:
            self.remove(access_point)
            self._names_free[access_point.key] = moment + NAME_RESTS_SECONDS
            point.keeper.detach(access_point, moment)

    def _set_first_due(self) -> None:
        self.first_due = min((access_point.due for access_point in self), default=timestamps.NEVER)

    def attach(self, access_point: AccessPoint) -> None:
        """Keep the recovery point of an access point, which may be of another account."""
        point = access_point.point
        self._of_points[point.id] = (*self.attached(point), access_point)

    def detach(self, access_point: AccessPoint, moment: float) -> None:
        """Keep the recovery point no longer for the sake of an access point, from a moment on."""
        point = access_point.point
        remaining = tuple(each for each in self.attached(point) if each is not access_point)
        if remaining:
            self._of_points[point.id] = remaining
        else:
            self._of_points.pop(point.id, None)
        self._guards.lift(moment)

    def attached(self, point: AccessedPoint) -> tuple[AccessPoint, ...]:
        """The access points to a recovery point that is here."""
        return self._of_points.get(point.id, ())

    def of_point(self, arn: str) -> Collection[AccessPoint]:
        """Those to a recovery point of this ARN: of this account, and of others if it is here."""
        own = (access_point for access_point in self if access_point.point.view.arn == arn)
        here = (attached for (_, kept), attached in self._of_points.items() if kept == arn)
        return {each.arn: each for each in chain(own, *here)}.values()

    def forget_jobs(self) -> None:
        """Be without access points: nothing is left that they could give access to."""
        for access_point in list(self):
            self.remove(access_point)
            access_point.point.keeper.detach(access_point, timestamps.now())
        self._of_points.clear()
        self._set_first_due()

    def refuse_accessed(self, change: GuardedChange) -> Refusals:
        """A guard: what has an access point stays, whatever its days; all else of it may change."""
        kept = {arn for vault_name, arn in self._of_points if vault_name == change.vault_name}
        if change.action not in _DELETIONS or not kept:
            return {}
        return {point.arn: _refusal(point.arn) for point in change.points if point.arn in kept}


def _refusal(arn: str) -> Exception:
    return InvalidRequestException(
        f"Recovery point {arn} cannot be deleted: it has access points, which must be deleted first"
    )
