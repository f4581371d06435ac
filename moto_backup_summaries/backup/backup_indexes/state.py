"""Which indexes of one account and region are being made or deleted."""

from operator import itemgetter
from typing import NamedTuple, TypeAlias

from ..aws.resource_types import INDEX_TRANSITION
from ..kit.state import FamilyState, StateDict
from ..kit.states import ManagedProgress, managed_model, progress_of
from ..timestamps import FIRST, NEVER
from ..views import BackupIndex, PointView

MODEL = managed_model(INDEX_TRANSITION)
# The name of its vault, and its ARN.
PointId: TypeAlias = tuple[str, str]


class UnfinishedIndex(NamedTuple):
    """An index as it was when its present status began, and its progress to the next one."""

    backup_index: BackupIndex
    progress: ManagedProgress


class BackupIndexes(FamilyState):
    """Indexes that are PENDING or DELETING. What is told of any index is kept with its recovery point."""

    def __init__(self) -> None:
        self._unfinished: StateDict[PointId, UnfinishedIndex] = StateDict()

    def begin(self, point: PointView, index: BackupIndex, last: str, now: float) -> bool:
        """Let an index go on to a last status; False where it has that at once."""
        progress = progress_of(MODEL, (index.status, last), now)
        if progress is None:
            self._unfinished.pop(id_of(point), None)
        else:
            self._unfinished[id_of(point)] = UnfinishedIndex(index, progress)
        self._set_first_due()
        return progress is not None

    def look(self, point: PointView) -> None:
        """Count a look at an index, as a manual transition does."""
        if unfinished := self._unfinished.get(id_of(point)):
            looked_at = unfinished._replace(progress=unfinished.progress.after_look())
            self._unfinished[id_of(point)] = looked_at

    def due_by(self, now: float) -> list[tuple[float, PointId]]:
        """The recovery points whose index has another status by now, with its moment, in this order."""
        due = [(each.progress.due, point_id) for point_id, each in self._unfinished.items()]
        # Where a test has made a transition immediate meanwhile, it is now.
        reached = ((now if at == FIRST else at, point_id) for at, point_id in due if at <= now)
        return sorted(reached, key=itemgetter(0))

    def step(self, point_id: PointId, now: float) -> tuple[BackupIndex, str, float] | None:
        """The step that an index has taken by now, if any: what it was, its status, and the moment."""
        unfinished = self._unfinished.get(point_id)
        reached = unfinished and unfinished.progress.after_step(now)
        if unfinished is None or reached is None:
            return None
        del self._unfinished[point_id]
        self._set_first_due()
        return unfinished.backup_index, reached.state, reached.since

    def _set_first_due(self) -> None:
        unfinished = self._unfinished.values()
        self.first_due = min((each.progress.due for each in unfinished), default=NEVER)

    def forget_jobs(self) -> None:
        self._unfinished.clear()
        self._set_first_due()


def id_of(point: PointView) -> PointId:
    return point.vault_name, point.arn
