"""The access points of one account and region, and the recovery points that they keep."""

from collections.abc import Callable, Collection, Mapping
from itertools import chain
from operator import itemgetter
from typing import Any

from .. import timestamps
from ..aws.arns import vault_name_of
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
from ..views import AccessedPoint

# https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-access-points.html
MOST_OF_POINT = 5
# For how many seconds the name of a deleted one is not free; AWS says "some time".
NAME_RESTS_SECONDS = 60
MODEL = managed_model("backup::backup_access_point")
# Of one that is gone; nobody is answered it.
DELETED = "DELETED"
# Of one whose recovery point its owner cannot reach any more.
DISASSOCIATED = "DISASSOCIATED"
# Of one that gives access, or will.
_OPEN = ("CREATING", "AVAILABLE")
# Members of AccessPointMetadata that tell how S3 knows one that is AVAILABLE.
S3_ARN, S3_ALIAS = "S3AccessPointArn", "S3AccessPointAlias"
_DELETIONS = ("DELETE", "EXPIRE", "LOSE_PARTS", "REPLACE")


class AccessPoint(BackupResource):
    """An access point, whose name is its key.

    vault_arn: of the vault by which its owner knows the recovery point.
    alias: what S3 knows the access point by. progress: its way to a status, or None.
    """

    def __init__(
        self, key: str, arn: str, request: Mapping[str, Any], point: AccessedPoint, vault_arn: str
    ) -> None:
        super().__init__(key, arn, timestamps.now(), request)
        self.point = point
        self.vault_arn = vault_arn
        self.alias = f"{key}-{new_id().replace('-', '')}-ext-s3alias"
        self.status = "CREATING"
        self.progress: ManagedProgress | None = None

    @property
    def vault_name(self) -> str:
        return vault_name_of(self.vault_arn)

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

    def create(
        self, request: Mapping[str, Any], point: AccessedPoint, vault_arn: str
    ) -> AccessPoint:
        """A new access point.

        Raises AlreadyExistsException or ConflictException for a name that is not free.
        """
        name, now = request["Name"], timestamps.now()
        present = self.get(name)
        if present is not None:
            raise AlreadyExistsException(f"Access point {name} already exists", Arn=present.arn)
        if now < self._names_free.get(name, now):
            raise ConflictException(
                f"Access point {name} was deleted a moment ago: wait for some time, or use another name"
            )
        access_point = AccessPoint(name, self.arn_of(name), request, point, vault_arn)
        access_point.tags = request.get("Tags", {})
        self.add(access_point)
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
            self._begin(access_point, ("DELETING", DELETED), timestamps.now())

    def disassociate(self, vault_name: str, moment: float) -> None:
        """Let those of a vault that is gone give access no more, but for what ends already."""
        for access_point in [each for each in self if each.vault_name == vault_name]:
            self.advance(access_point, moment)
            if access_point.status in _OPEN:
                self._begin(access_point, ("DISASSOCIATING", DISASSOCIATED), moment)

    def look(self, access_point: AccessPoint) -> bool:
        """Count a look at it, as a manual transition does; whether it is there after that."""
        if access_point.progress is not None:
            access_point.progress = access_point.progress.after_look()
            self.advance(access_point, timestamps.now())
        return access_point.status != DELETED

    def due_by(self, now: float) -> list[tuple[float, AccessPoint]]:
        """Those whose status has changed by now, each with the moment, in the order of these."""
        due = [(each.due, each) for each in self if each.due <= now]
        # Where a test has made a transition immediate meanwhile, it is now.
        return sorted(
            ((now if at == timestamps.FIRST else at, each) for at, each in due), key=itemgetter(0)
        )

    def advance(self, access_point: AccessPoint, now: float) -> None:
        """Let an access point have the status that it has reached by now."""
        reached = access_point.progress and access_point.progress.after_step(now)
        if reached:
            self._enter(access_point, reached.state, reached.since)
            self._set_first_due()

    def _begin(self, access_point: AccessPoint, path: tuple[str, str], now: float) -> None:
        first, last = path
        access_point.status = first
        access_point.loaded_members = {}
        access_point.progress = progress_of(MODEL, path, now)
        if access_point.progress is None:
            self._enter(access_point, last, now)
        self._set_first_due()

    def _enter(self, access_point: AccessPoint, status: str, moment: float) -> None:
        access_point.status = status
        access_point.progress = None
        if status == DELETED:
            self.remove(access_point)
            self._names_free[access_point.key] = moment + NAME_RESTS_SECONDS
        self._publish(
            AccessPointChanged(
                access_point.arn,
                access_point.point,
                access_point.vault_name,
                access_point.created,
                status,
                moment,
            )
        )

    def _set_first_due(self) -> None:
        self.first_due = min((access_point.due for access_point in self), default=timestamps.NEVER)

    def check_number(self, point: AccessedPoint) -> None:
        """Raise LimitExceededException where a recovery point that is here can have no more access points."""
        if len(self._attached(point)) >= MOST_OF_POINT:
            raise LimitExceededException(
                f"Recovery point {point.arn} has {MOST_OF_POINT} access points, which is the most"
            )

    def attach(self, access_point: AccessPoint) -> None:
        """Keep the recovery point of an access point, which may be of another account."""
        point = access_point.point
        self._of_points[_id_of(point)] = (*self._attached(point), access_point)

    def detach(self, arn: str, point: AccessedPoint, moment: float) -> None:
        """Keep a recovery point no longer for the sake of an access point, from a moment on."""
        remaining = tuple(each for each in self._attached(point) if each.arn != arn)
        if remaining:
            self._of_points[_id_of(point)] = remaining
        else:
            self._of_points.pop(_id_of(point), None)
        self._guards.lift(moment)

    def _attached(self, point: AccessedPoint) -> tuple[AccessPoint, ...]:
        return self._of_points.get(_id_of(point), ())

    def of_point(self, arn: str) -> Collection[AccessPoint]:
        """Those to a recovery point of this ARN: of this account, and of others if it is here."""
        own = (access_point for access_point in self if access_point.point.arn == arn)
        here = (attached for (_, each), attached in self._of_points.items() if each == arn)
        return {each.arn: each for each in chain(own, *here)}.values()

    def forget_jobs(self) -> None:
        """Be without access points to recovery points that were here, for there are none any more."""
        for access_point in list(self):
            if access_point in self._attached(access_point.point):
                self.remove(access_point)
        self._of_points.clear()
        self._set_first_due()

    def refuse_accessed(self, change: GuardedChange) -> Refusals:
        """A guard: what has an access point stays, whatever its days; all else of it may change."""
        arns = {arn for vault_name, arn in self._of_points if vault_name == change.vault_name}
        if change.action not in _DELETIONS or not arns:
            return {}
        return {point.arn: _refusal(point.arn) for point in change.points if point.arn in arns}


def _id_of(point: AccessedPoint) -> tuple[str, str]:
    return point.vault_name, point.arn


def _refusal(arn: str) -> Exception:
    return InvalidRequestException(
        f"Recovery point {arn} cannot be deleted: it has access points, which must be deleted first"
    )
