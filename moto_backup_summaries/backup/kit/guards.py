"""Who may refuse what is done with recovery points: locks, legal holds and policies register a guard here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from ..timestamps import now
from ..views import PointView
from .state import State, StateList

# DELETE is DeleteRecoveryPoint; EXPIRE is done by a lifecycle, in whose time nobody asked; LOSE_PARTS happens
# to a composite recovery point without its last part; REPLACE to one whose ARN another comes with.
# DISASSOCIATE leaves a continuous backup to its service, or lets a part be a recovery point of its own.
Action: TypeAlias = Literal[
    "DELETE", "EXPIRE", "LOSE_PARTS", "REPLACE", "UPDATE_LIFECYCLE", "DISASSOCIATE"
]


class GuardedChange(NamedTuple):
    """What somebody is about to do, at a moment, with recovery points of one vault.

    points: views of them, each made when a guard looks at it.
    """

    action: Action
    vault_name: str
    points: Sequence[PointView]
    moment: float


# The error of each recovery point that a guard refuses to let be changed, by its ARN.
Refusals: TypeAlias = Mapping[str, Exception]
Guard: TypeAlias = Callable[[GuardedChange], Refusals]


class Guards(State):
    """The guards of one account and region; a family registers its own when its state is made.

    EXPIRE and LOSE_PARTS, which nobody asks for, are postponed where they are refused, until a guard lets go.
    retry: does then what was postponed, as far as it is not refused again; it is told the moment.
    undeletable: says of recovery points that nobody guards, by their index, why AWS Backup is unable to
        delete them; a test has said so.
    """

    def __init__(self, undeletable: Callable[[Sequence[PointView]], Mapping[int, str]]) -> None:
        self.undeletable = undeletable
        self._guards: list[Guard] = StateList()
        self.retry: Callable[[float], None] | None = None

    def register(self, guard: Guard) -> None:
        self._guards.append(guard)

    def lift(self, moment: float | None = None) -> None:
        """Say that a guard refuses less from a moment on, by default now: what was postponed is due then."""
        if self.retry is not None:
            self.retry(now() if moment is None else moment)

    def refusals(self, change: GuardedChange) -> Refusals:
        """What any guard refuses, each with the error of the first that does."""
        refused: dict[str, Exception] = {}
        for guard in self._guards:
            for arn, error in guard(change).items():
                refused.setdefault(arn, error)
        return refused

    def refused_rows(
        self,
        rows: Mapping[str, Sequence[int]],
        views: Callable[[Sequence[int]], Sequence[PointView]],
        action: Action,
        moment: float,
    ) -> dict[int, Exception]:
        """The rows that any guard refuses, with its errors; guards are asked once for a vault.

        rows: by the names of their vaults. views: gives the recovery points of rows.
        """
        refused: dict[int, Exception] = {}
        for vault_name, of_vault in rows.items():
            points = views(of_vault)
            errors = self.refusals(GuardedChange(action, vault_name, points, moment))
            if errors:
                pairs = zip(of_vault, [point.arn for point in points], strict=True)
                refused |= {row: errors[arn] for row, arn in pairs if arn in errors}
        return refused

    def check(self, change: GuardedChange) -> None:
        """Raise the error of the first guard that refuses."""
        for error in self.refusals(change).values():
            raise error
