"""The recovery points of one account and region."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import count, groupby
from typing import Any

from ..aws.arns import Arn
from ..events import PointChanged, PointsExpired, PointView
from ..frame.transactions import assign, drop, pop, push, put
from ..listing.conditions import Condition
from ..listing.timeline import END, Place
from ..timestamps import FIRST, NEVER
from .point import DELETED, RecoveryPoint
from .stored_points import StoredPoints
from .uses import Uses
from .vault_points import VaultPoints

# ARNs of AWS Backup's own recovery points; what else it names is none.
_PREFIX = "recovery-point:"


class RecoveryPointStore:
    """The recovery points of one account and region, by vault. They are numbered as they come.

    publish: is told which are deleted, and when.
    is_locked: whether a vault of this name lets nobody delete what it keeps.
    """

    def __init__(
        self,
        publish: Callable[[PointChanged | PointsExpired], None],
        is_locked: Callable[[str], bool],
    ) -> None:
        self._publish = publish
        self._is_locked = is_locked
        self.uses = Uses()
        self._size = 0
        self._vaults: dict[str, VaultPoints] = {}
        # What composite ones are made of, by the vault and ARN of these, but for what is stored together.
        self._parts: defaultdict[tuple[str, str], dict[str, RecoveryPoint]] = defaultdict(dict)
        # A heap of the moments at which something may have to be deleted.
        self._ends: list[tuple[float, int, RecoveryPoint | StoredPoints]] = []
        self._end_numbers = count()

    def _in(self, vault_name: str) -> VaultPoints:
        return self._vaults.setdefault(vault_name, VaultPoints())

    def _of(self, vault_name: str | None) -> list[VaultPoints]:
        """Those of one vault, or of each."""
        return list(self._vaults.values()) if vault_name is None else [self._in(vault_name)]

    def add(self, point: RecoveryPoint) -> None:
        self._in(point.vault_name).add(self._size, point)
        assign(self, _size=self._size + 1)
        if point.parent_arn is not None:
            put(self._parts[point.vault_name, point.parent_arn], point.arn, point)
        self.expect_end(point)

    def add_stored(self, points: StoredPoints) -> None:
        points.first = self._size
        assign(self, _size=self._size + len(points))
        self._in(points.vault_name).add_stored(points)
        self._expect(points.first_end, points)

    def expect_end(self, point: RecoveryPoint, now: float = FIRST) -> None:
        """Delete a recovery point when its lifecycle, which may change again, says so; from now on."""
        ends = point.ends
        self._expect(None if ends is None else max(ends, now), point)

    def _expect(self, moment: float | None, ending: RecoveryPoint | StoredPoints) -> None:
        if moment is not None:
            push(self._ends, (moment, next(self._end_numbers), ending))

    @property
    def next_due(self) -> float:
        """When the days of the first recovery point are over, or NEVER."""
        return self._ends[0][0] if self._ends else NEVER

    def expire(self, now: float) -> None:
        """Delete the recovery points whose days are over."""
        while self._ends and self._ends[0][0] <= now:
            moment, _, over = pop(self._ends)
            if isinstance(over, RecoveryPoint):
                kept = self.get(over.vault_name, over.arn)
                # What has parts goes with the last of them.
                if kept is not None and _is_over(kept, now) and not self.parts_of(kept):
                    self.remove(kept, moment)
            else:
                expired, asked = self._in(over.vault_name).expire(over, now)
                for point in asked:
                    self.expect_end(point)
                self._publish(PointsExpired(expired))
                self._expect(over.first_end, over)

    def remove(self, point: RecoveryPoint, moment: float, deleted_by: str | None = None) -> None:
        """Delete a recovery point, and with the last part of a composite one that too."""
        self._in(point.vault_name).remove(point.arn)
        self._publish(PointChanged(point, DELETED, moment, deleted_by))
        self._without(point, point.parent_arn, moment)

    def separate(self, point: RecoveryPoint, now: float) -> None:
        """Let a part be a recovery point of its own. The composite one is then PARTIAL, or gone."""
        parent_arn = point.parent_arn
        point.change(ParentRecoveryPointArn=None)
        left = self._without(point, parent_arn, now)
        if left is not None:
            left.change(Status="PARTIAL")
            self._publish(PointChanged(left.as_it_is(), "PARTIAL", now))

    def _without(
        self, part: RecoveryPoint, parent_arn: str | None, moment: float
    ) -> RecoveryPoint | None:
        """The composite recovery point that has lost a part, if it stays.

        It does while it has others, and as long as its own days are where its vault is locked.
        """
        if parent_arn is None:
            return None
        drop(self._parts.get((part.vault_name, parent_arn), {}), part.arn)
        parent = self.get(part.vault_name, parent_arn)
        if parent is None or self.parts_of(parent):
            return parent
        if self._is_locked(parent.vault_name) and not _is_over(parent, moment):
            return parent
        self.remove(parent, moment)
        return None

    def tags_of(self, arn: str) -> Mapping[str, str] | None:
        """The tags of a recovery point, or None where there is none of this ARN."""
        point = self.find(arn)
        return None if point is None else point.tags

    def tag(self, arn: str, tags: Mapping[str, str]) -> bool:
        """Tag a recovery point; whether there is one of this ARN."""
        point = self.find(arn)
        if point is not None:
            point.tag(tags)
        return point is not None

    def untag(self, arn: str, keys: Iterable[str]) -> bool:
        """The same for tags that are taken away."""
        point = self.find(arn)
        if point is not None:
            point.untag(keys)
        return point is not None

    def get(self, vault_name: str, arn: str) -> RecoveryPoint | None:
        return self._in(vault_name).get(arn)

    def find(self, arn: str) -> RecoveryPoint | None:
        """The recovery point of this ARN in whichever vault."""
        parsed = Arn.parse(arn)
        if parsed and parsed.service == "backup" and not parsed.resource.startswith(_PREFIX):
            return None
        found = (points.get(arn) for points in self._of(None))
        return next((point for point in found if point is not None), None)

    def number_in(self, vault_name: str) -> int:
        return len(self._in(vault_name))

    def within(self, vault_name: str | None = None) -> Iterator[RecoveryPoint]:
        """The recovery points of one vault, or of all."""
        for points in self._of(vault_name):
            yield from points

    def parts_of(self, point: PointView) -> list[RecoveryPoint]:
        """The recovery points that a composite one is made of."""
        vault, arn = self._in(point.vault_name), point.arn
        own = self._parts.get((point.vault_name, arn), {}).values()
        return [
            part
            for part in (*vault.stored_parts_of(arn), *own)
            # Another may have taken its place.
            if part.parent_arn == arn != part.arn and vault.get(part.arn) is part
        ]

    def newest_first(
        self,
        vault_name: str | None,
        conditions: Sequence[Condition],
        after: Sequence[Any] | None = None,
    ) -> Iterator[tuple[Place, RecoveryPoint]]:
        """Those of one vault, or of all, that meet all conditions, with their places, from behind a place."""
        place = END if after is None else (after[0], after[1])
        found = [points.newest_first(conditions, place) for points in self._of(vault_name)]
        return merge(*found, key=lambda entry: entry[0], reverse=True)

    def resources(
        self, vault_name: str | None = None, after: str | None = None
    ) -> Iterator[tuple[str, RecoveryPoint]]:
        """The latest recovery point of each resource, by the resource's ARN, in its order."""
        arns = merge(*(points.resources(after) for points in self._of(vault_name)))
        found = (self.latest(arn, vault_name) for arn, _ in groupby(arns))
        return ((point.resource_arn, point) for point in found if point is not None)

    def latest(self, resource_arn: str, vault_name: str | None = None) -> RecoveryPoint | None:
        """The latest recovery point of a resource."""
        found = [entry for points in self._of(vault_name) for entry in points.latest(resource_arn)]
        return max(found, key=lambda entry: entry[0])[1] if found else None


def _is_over(point: RecoveryPoint, now: float) -> bool:
    ends = point.ends
    return ends is not None and ends <= now
