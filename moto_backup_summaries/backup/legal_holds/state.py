"""The legal holds of one account and region, and what they keep."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .. import timestamps
from ..aws.errors import (
    InvalidRequestException,
    InvalidResourceStateException,
    LimitExceededException,
)
from ..aws.identifiers import new_id
from ..kit.backup_resources import BackupResource, BackupResources
from ..kit.guards import GuardedChange, Guards, Refusals
from ..kit.states import managed_model, progress_of
from ..views import PointView

# https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html
MOST_ACTIVE = 50
MODEL = managed_model("backup::legal_hold")
_CANCELLED = ("CANCELING", "CANCELED")


class LegalHold(BackupResource):
    """A legal hold, whose id is its key.

    points: the recovery points that it was made of, each by the name of its vault and its ARN.
    vault_names: of the vaults that they are in.
    progress: its way to ACTIVE or CANCELED; None where the transition is immediate.
    cancelled: when somebody cancelled it, or None. retained_until: when its record ends after that.
    """

    def __init__(
        self,
        key: str,
        arn: str,
        created: float,
        request: Mapping[str, Any],
        points: Iterable[PointView],
    ) -> None:
        super().__init__(key, arn, created, request)
        self.progress = progress_of(MODEL, ("CREATING", "ACTIVE"), created)
        self.cancel_description: str | None = None
        self.cancelled: float | None = None
        self.retained_until: float | None = None
        self.set_points(tuple((point.vault_name, point.arn) for point in points))

    def set_points(self, points: Sequence[tuple[str, str]]) -> None:
        """Hold these recovery points, each by the name of its vault and its ARN."""
        self.points = points
        self._ids = frozenset(points)
        self.vault_names = frozenset(vault_name for vault_name, _ in points)

    def forget_points(self) -> None:
        self.set_points(())

    @property
    def is_active(self) -> bool:
        """Whether it holds what it was made of: while it is CREATING too, and not while it is CANCELING."""
        return self.cancelled is None and self.loaded_members.get("Status") not in _CANCELLED

    def was_made_of(self, point: PointView) -> bool:
        return (point.vault_name, point.arn) in self._ids

    @property
    def status(self) -> str:
        if self.progress is not None:
            self.progress = self.progress.at(timestamps.now())
            return self.progress.state
        return "ACTIVE" if self.is_active else "CANCELED"

    def look(self) -> None:
        """Count a look at it, as a manual transition does."""
        if self.progress is not None:
            self.progress = self.progress.after_look()


class LegalHolds(BackupResources[LegalHold]):
    """Active ones, and cancelled ones for as long as their records are retained.

    guards: ask what is held, and hear when it is no more.
    """

    title = "Legal hold"
    arn_kind = "legal-hold"

    def __init__(self, account_id: str, region: str, guards: Guards) -> None:
        super().__init__(account_id, region)
        self._guards = guards
        guards.register(self.refuse_held)

    def create(self, request: Mapping[str, Any], points: Iterable[PointView]) -> LegalHold:
        """A new hold of these recovery points; raises LimitExceededException for too many."""
        if sum(hold.is_active for hold in self) >= MOST_ACTIVE:
            raise LimitExceededException(f"An account has at most {MOST_ACTIVE} active legal holds")
        hold_id = new_id()
        hold = LegalHold(hold_id, self.arn_of(hold_id), timestamps.now(), request, points)
        hold.tags = request.get("Tags", {})
        self.add(hold)
        return hold

    def cancel(self, hold_id: str, description: str, retained_days: int) -> None:
        """Let go what a hold holds, and keep its record for some days."""
        hold = self.named(hold_id)
        status = hold.loaded_members.get("Status", hold.status)
        if hold.status != "ACTIVE":
            raise InvalidResourceStateException(f"Legal hold {hold_id} is {status}")
        hold.loaded_members = {}
        hold.cancel_description = description
        hold.cancelled = timestamps.now()
        hold.progress = progress_of(MODEL, ("CANCELING", "CANCELED"), hold.cancelled)
        hold.retained_until = hold.cancelled + retained_days * timestamps.DAY
        self._set_first_due()
        self._guards.lift()

    def load(self, hold: LegalHold) -> None:
        """Keep a hold as it is, behind all others."""
        self.add(hold)
        self._set_first_due()

    def forget_old(self, now: float) -> None:
        """Forget the holds whose records are retained no longer."""
        for hold in list(self):
            if hold.retained_until is not None and hold.retained_until <= now:
                self.remove(hold)
        self._set_first_due()

    def _set_first_due(self) -> None:
        ends = (hold.retained_until for hold in self if hold.retained_until is not None)
        self.first_due = min(ends, default=timestamps.NEVER)

    def forget_jobs(self) -> None:
        for hold in self:
            hold.forget_points()

    def refuse_held(self, change: GuardedChange) -> Refusals:
        """A guard: what a hold holds stays, whatever its days; its lifecycle may change."""
        vault_name = change.vault_name
        holds = [hold for hold in self if hold.is_active and vault_name in hold.vault_names]
        if change.action == "UPDATE_LIFECYCLE" or not holds:
            return {}
        held = (point for point in change.points if any(hold.was_made_of(point) for hold in holds))
        return {point.arn: _refusal(point.arn) for point in held}


def _refusal(arn: str) -> Exception:
    return InvalidRequestException(
        f"Recovery point {arn} cannot be deleted or disassociated: it has active legal holds"
    )
