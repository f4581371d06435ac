"""The recovery points of one account and region."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from typing import Any

from ..aws.arns import Arn, vault_name_of
from ..events import PointChanged, PointsExpired
from ..kit.conditions import Condition
from ..kit.guards import Action, Guards, Refusals
from ..kit.rows import Position, Views
from ..kit.state import StateList
from ..timestamps import NEVER
from ..views import JobRows, JobView, PointTraits, PointView
from .left import CONTENT, leave, leave_stored, remove, without_content
from .point import DELETED, EXPIRED, RecoveryPoint
from .point_rows import ARN, PARENT, RESOURCE, VAULT, StoredPoints, columns_of
from .point_table import PointTable
from .tagged_points import TaggedPoints

# ARNs of AWS Backup's own recovery points; what else it names is none.
_PREFIX = "recovery-point:"
_DELETED_BY: Mapping[Action, str] = {"DELETE": "MANUAL_DELETE"}


class RecoveryPoints(TaggedPoints):
    """Recovery points, stored as point_rows.py says. Views leave here, which nobody can change.

    publish: hears what is deleted. guards: refuse what must not be.
    """

    def __init__(
        self, publish: Callable[[PointChanged | PointsExpired], None], guards: Guards
    ) -> None:
        self._publish = publish
        self._guards = guards
        guards.retry = self._retry
        self._table = PointTable()
        # What becomes rows once somebody asks for recovery points.
        self._unread_batches: list[StoredPoints] = StateList()
        # Stores of jobs without an ARN; rows without a resource, by whether their jobs came with ids.
        self._incomplete: list[JobRows] = StateList()
        self._without_resource: list[range] = StateList()
        self._without_id: list[range] = StateList()

    def add(self, arn: str, vault_arn: str, job: JobView) -> RecoveryPoint | None:
        """Keep what a job left, in place of what has its ARN; None where a guard refuses that."""
        point = RecoveryPoint(arn, vault_name_of(vault_arn), vault_arn, job)
        replaced = self.get(point.vault_name, arn)
        if replaced is not None and self.delete([replaced], point.created, "REPLACE"):
            return None
        self._lower_first_due(self._table.add_point(point))
        leave(point)
        return point

    def load(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Keep recovery points, as point_rows.py makes columns of them."""
        self._catch_up()
        self._table.add(columns, len(columns[ARN]))
        self._lower_first_due(min(filter(None, columns["due"]), default=None))

    def add_stored(
        self, store: JobRows, numbers: Sequence[int], vault_arn: str, kept_for: float | None
    ) -> None:
        """Keep what the jobs with these numbers left: for so many seconds, or for good.

        They become rows when somebody asks: other requests wait while a million are loaded.
        """
        contents = leave_stored(store, numbers, vault_arn, kept_for)
        self._unread_batches.append(StoredPoints(store, numbers, vault_arn, kept_for, contents))
        if kept_for is not None:
            self._lower_first_due(min(store.creations(numbers)) + kept_for)

    def take_over(self, store: JobRows, number: int, members: Mapping[str, Any]) -> None:
        """Have the ARNs that a job was loaded without, now that it has them."""
        for row in self._table.find("job_number", number) if store in self._incomplete else ():
            if self._table.member(row, "job_store") is store:
                arns = {ARN: members[store.kind.recovery_point], RESOURCE: members[RESOURCE]}
                self._table.change(row, arns)

    def _catch_up(self) -> None:
        """Make rows of what many jobs left since somebody asked."""
        if not self._unread_batches:
            return
        for batch in self._unread_batches:
            columns = columns_of(batch)
            rows = self._table.add(columns, len(columns[ARN]))
            if None in columns[ARN] or None in columns[RESOURCE]:
                store = batch.store
                self._incomplete.append(store)
                has_ids = any(store.values(store.kind.id_member, batch.numbers))
                (self._without_resource if has_ids else self._without_id).append(rows)
        self._unread_batches.clear()
        # Of those that have one ARN in one vault the latest stays, or the one that a guard keeps.
        for same in list(self._table.repeated(ARN)):
            by_age = sorted(same, key=lambda row: self._table.creations([row])[0])
            for present, *later in self._table.by_vault(by_age).values():
                for row in later:
                    created = self._table.member(row, "CreationDate")
                    is_refused = bool(self._delete([present], created, "REPLACE"))
                    self._table.remove([row] if is_refused else ())
                    present = present if is_refused else row

    def _lower_first_due(self, due: float | None) -> None:
        if due is not None and due < self.first_due:
            self.first_due = due

    def remove_left(self, rows: Sequence[int] | None = None) -> None:
        """Remove what recovery points are in other services: those of these rows, or all."""
        numbers = list(self._table) if rows is None else rows
        for row in remove(self._view, numbers, self._table.values(CONTENT, numbers)):
            self._table.change(row, without_content(self._table.members(row)))

    def expire(self, now: float) -> None:
        """Delete the recovery points whose days are over; those without parents and parts together."""
        if self.first_due > now:
            return
        self._catch_up()
        self._delete_due(list(self._table.until("due", now)), now)
        first = self._table.first_moment("due")
        self.first_due = NEVER if first is None else first[0]

    def _delete_due(self, due: Sequence[int], now: float) -> None:
        for is_single, rows in groupby(due, self._is_single):
            # A composite one waits for its parts, and goes with the last of them.
            for group in [list(rows)] if is_single else ([row] for row in rows):
                present = [row for row in group if row in self._table]
                has_parts = self._table.has_parts(group[0])
                for row in present if has_parts else self._delete(present, now, "EXPIRE"):
                    self._table.change(row, {"is_overdue": True, "due": None})

    def _is_single(self, row: int) -> bool:
        return self._table.member(row, PARENT) is None and not self._table.has_parts(row)

    def end(self, point: PointView, moment: float) -> None:
        """Delete a recovery point as if its lifecycle were over at a moment."""
        self._table.change(self._rows(point.vault_name, point.arn)[0], {"due": moment})
        self._lower_first_due(moment)
        self.expire(moment)

    def delete(self, points: Iterable[PointView], moment: float, action: Action) -> Refusals:
        """Delete recovery points, but for those that a guard refuses; give the errors of these by ARN.

        A composite one goes with the last of its parts. No recovery point goes but through here.
        """
        rows = [row for point in points for row in self._rows(point.vault_name, point.arn)]
        refused = self._delete(rows, moment, action)
        return {self._view(row).arn: error for row, error in refused.items()}

    def _delete(
        self, rows: Sequence[int], moment: float, action: Action
    ) -> Mapping[int, Exception]:
        views = partial(Views, self._view)
        refused = self._guards.refused_rows(self._table.by_vault(rows), views, action, moment)
        deleted = [row for row in rows if row not in refused]
        if action in ("DELETE", "EXPIRE"):
            deleted = self._without_expired(deleted, moment, action)
        self._table.remove(deleted)
        self.remove_left(deleted)
        if action != "REPLACE" and deleted:
            of_each = partial(self._deletion, moment=moment, action=action)
            events = Views(of_each, deleted)
            self._publish(events[0] if len(deleted) == 1 else PointsExpired(events))
            for row, parent_arn in zip(deleted, self._table.values(PARENT, deleted), strict=True):
                if parent_arn is not None:
                    vault_name, ended = self._table.member(row, VAULT), of_each(row).moment
                    self._lose_part(vault_name, parent_arn, ended)
        return refused

    def _without_expired(self, rows: Sequence[int], moment: float, action: Action) -> list[int]:
        """The rows that can be deleted. The others are EXPIRED, and stay until somebody deletes them."""
        points = Views(self._view, rows)
        messages = self._guards.undeletable(points)
        for index, message in messages.items():
            ended = self._deletion(rows[index], moment=moment, action=action).moment
            point = self.change(points[index], Status=EXPIRED, StatusMessage=message)
            self._table.change(rows[index], {"due": None})
            self._publish(PointChanged(point, EXPIRED, ended))
        return [row for index, row in enumerate(rows) if index not in messages]

    def _deletion(self, row: int, *, moment: float, action: Action) -> PointChanged:
        moment = self._table.member(row, "due") if action == "EXPIRE" else moment
        return PointChanged(self._view(row), DELETED, moment, _DELETED_BY.get(action))

    def _lose_part(self, vault_name: str, parent_arn: str, moment: float) -> RecoveryPoint | None:
        """The composite recovery point that has lost a part, if it stays: with others, or by a guard."""
        parent = self.get(vault_name, parent_arn)
        if parent is None or self._table.parts(vault_name, parent_arn):
            return parent
        (row,) = self._rows(vault_name, parent_arn)
        if not self._delete([row], moment, "LOSE_PARTS"):
            return None
        self._table.change(row, {"has_lost_parts": True})
        return parent

    def _retry(self, moment: float) -> None:
        """Delete what was kept by a guard that lets go."""
        overdue = list(self._table.find("is_overdue", True))
        for row in overdue:
            self._table.change(row, {"is_overdue": None, "due": moment})
        self._delete_due(overdue, moment)
        parents = self._table.find("has_lost_parts", True)
        self._delete(
            [row for row in parents if not self._table.has_parts(row)], moment, "LOSE_PARTS"
        )

    def separate(self, point: RecoveryPoint, now: float) -> None:
        """Let a part be a recovery point of its own. The composite one is then PARTIAL, or gone."""
        self.change(point, ParentRecoveryPointArn=None)
        if parent := self._lose_part(point.vault_name, str(point.parent_arn), now):
            parent = self.change(parent, Status="PARTIAL")
            self._publish(PointChanged(parent, "PARTIAL", now))

    def change(self, point: PointView, **members: Any) -> RecoveryPoint:
        """Change members of a recovery point, and give it as it is now."""
        (row,) = self._rows(point.vault_name, point.arn)
        return self._table.change_point(row, {**self._view(row).changes, **members})

    def change_lifecycle(
        self, point: PointView, lifecycle: Mapping[str, Any] | None, now: float
    ) -> RecoveryPoint:
        """Give a recovery point another lifecycle, by which it is deleted from now on."""
        (row,) = self._rows(point.vault_name, point.arn)
        present = self._view(row)
        changes = {**present.changes, "Lifecycle": lifecycle, "CalculatedLifecycle": None}
        changed = present._replace(changes=changes)
        self._lower_first_due(self._table.change_lifecycle(row, changed, now))
        return changed

    def get(self, vault_name: str, arn: str) -> RecoveryPoint | None:
        return next(map(self._view, self._rows(vault_name, arn)), None)

    def find(self, arn: str) -> RecoveryPoint | None:
        """The recovery point of this ARN in whichever vault."""
        parsed = Arn.parse(arn)
        if parsed and parsed.service == "backup" and not parsed.resource.startswith(_PREFIX):
            return None
        return next(map(self._view, self._rows(None, arn)), None)

    def number_in(self, vault_name: str) -> int:
        self._catch_up()
        return self._table.count(VAULT, vault_name)

    def __iter__(self) -> Iterator[RecoveryPoint]:
        self._catch_up()
        return map(self._view, list(self._table))

    def number_by_traits(self, moment: float) -> Mapping[PointTraits, int]:
        """How many recovery points that were created by a moment have which traits."""
        self._catch_up()
        numbers = Counter(self._table.number_by_traits())
        later = self.newest_first(None, [Condition("CreationDate", "after", moment)])
        numbers.subtract(point.traits for _, point in later)
        return +numbers

    def number_in_cold_storage(self, moment: float) -> Mapping[tuple[str, str, float], int]:
        """How many recovery points are in cold storage at a moment, by vault, type and since when."""
        self._catch_up()
        return self._table.number_in_cold_storage(moment)

    def tagged(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """The ARN and the tags of each recovery point that has tags."""
        self._catch_up()
        rows = self._table.with_tags()
        return ((arn or self._view(row).arn, dict(tags)) for row, arn, tags in rows)

    def parts_of(self, point: PointView) -> list[RecoveryPoint]:
        """The recovery points that a composite one is made of."""
        self._catch_up()
        return [self._view(row) for row in self._table.parts(point.vault_name, point.arn)]

    def newest_first(
        self,
        vault_name: str | None,
        conditions: Sequence[Condition],
        after: Sequence[Any] | None = None,
    ) -> Iterator[tuple[Position, RecoveryPoint]]:
        """Those of one vault, or of all, that meet all conditions, with their positions, from behind one."""
        self._catch_up()
        if vault_name is not None:
            conditions = [*conditions, Condition(VAULT, "equal", vault_name)]
        if any(condition.member == RESOURCE for condition in conditions):
            self._show_resources(self._without_resource)
        last = None if after is None else (after[0], after[1])
        positions = self._table.newest_first(conditions, last)
        return ((position, self._view(position[1])) for position in positions)

    def resources(
        self, vault_name: str | None = None, after: str | None = None
    ) -> Iterator[tuple[str, RecoveryPoint]]:
        """The latest recovery point of each resource, by the resource's ARN, in its order."""
        self._catch_up()
        self._show_resources(self._without_resource)
        self._show_resources(self._without_id)
        for arn in self._table.sorted_values(RESOURCE, after):
            if point := self.latest(arn, vault_name):
                yield arn, point

    def latest(self, resource_arn: str, vault_name: str | None = None) -> RecoveryPoint | None:
        """The latest recovery point of a resource."""
        conditions = [Condition(RESOURCE, "equal", resource_arn)]
        return next((point for _, point in self.newest_first(vault_name, conditions)), None)

    def _rows(self, vault_name: str | None, arn: str) -> list[int]:
        """The rows with an ARN, in one vault or in all."""
        self._catch_up()
        rows = self._table.find(ARN, arn)
        return [row for row in rows if vault_name in (None, self._table.member(row, VAULT))]

    def _view(self, row: int) -> RecoveryPoint:
        return self._table.point(row)

    def _show_resources(self, batches: list[range]) -> None:
        """Let jobs that were loaded without a resource make theirs up."""
        for row in chain.from_iterable(batches):
            if row in self._table and self._table.member(row, RESOURCE) is None:
                self._view(row)
        batches.clear()
