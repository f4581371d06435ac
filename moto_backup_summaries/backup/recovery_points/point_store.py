"""The recovery points of one account and region."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import heappush
from itertools import count
from typing import Any

from ..aws.arns import Arn
from ..events import JobColumns, PointView
from ..transactions import append, assign, drop, on_failure, pop, push, put
from .point import RecoveryPoint
from .uses import Uses

# ARNs of AWS Backup's own recovery points; what else it names is none.
_PREFIX = "recovery-point:"


class StoredPoints:
    """The recovery points that these jobs of a batch left in a vault.

    kept_for: for how many seconds from their creation they are kept, or None where they stay. The jobs are
        then in the order of their creation.
    """

    def __init__(
        self,
        batch: JobColumns,
        rows: Sequence[int],
        vault_name: str,
        vault_arn: str,
        kept_for: float | None,
    ) -> None:
        self.vault_name = vault_name
        self._batch = batch
        self._rows = rows
        self._vault_arn = vault_arn
        self._kept_for = kept_for

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def first_end(self) -> float | None:
        """When the first of them is deleted."""
        if self._kept_for is None or not self._rows:
            return None
        return self._batch.created_at(self._rows[0]) + self._kept_for

    def expire(self, now: float) -> None:
        """Drop those whose days are over."""
        kept_for = self._kept_for or 0
        over = bisect_right(self._rows, now - kept_for, key=self._batch.created_at)
        assign(self, _rows=self._rows[over:])

    def given_arns(self) -> list[str]:
        """The ARNs that came with the jobs; the others have ones that no other has."""
        member = self._batch.kind.recovery_point
        if not self._batch.count_given(member, self._rows):
            return []
        given = self._batch.given(member)
        return [arn for arn in map(given.__getitem__, self._rows) if arn]

    def __iter__(self) -> Iterator[RecoveryPoint]:
        for row in self._rows:
            job = self._batch.job(row)
            arn = str(job.member(self._batch.kind.recovery_point))
            yield RecoveryPoint(arn, self.vault_name, self._vault_arn, job)


class RecoveryPointStore:
    """The recovery points of one account and region, by vault and ARN.

    Those of a batch are only counted until somebody looks at one of their vault.
    """

    def __init__(self) -> None:
        self.uses = Uses()
        self._by_vault: defaultdict[str, dict[str, RecoveryPoint]] = defaultdict(dict)
        self._stored: defaultdict[str, list[StoredPoints]] = defaultdict(list)
        self._looked_at: set[str] = set()  # Vaults where stored ones were told already.
        self._numbers: dict[str, int] = {}
        # What composite ones are made of, by the vault and ARN of these.
        self._parts: defaultdict[tuple[str, str], dict[str, RecoveryPoint]] = defaultdict(dict)
        # A heap of the moments at which something may have to be deleted.
        self._ends: list[tuple[float, int, RecoveryPoint | StoredPoints]] = []
        self._end_numbers = count()

    def add(self, point: RecoveryPoint) -> None:
        self._in(point.vault_name)
        put(self._by_vault[point.vault_name], point.arn, point)
        self._forget_number(point.vault_name)
        if point.parent_arn is not None:
            put(self._parts[point.vault_name, point.parent_arn], point.arn, point)
        self.expect_end(point)

    def add_stored(self, points: StoredPoints) -> None:
        append(self._stored[points.vault_name], points)
        self._forget_number(points.vault_name)
        self._expect(points.first_end, points)

    def expect_end(self, point: RecoveryPoint) -> None:
        """Delete a recovery point when its lifecycle, which may change again, says so."""
        self._expect(point.ends, point)

    def _expect(self, moment: float | None, ending: RecoveryPoint | StoredPoints) -> None:
        if moment is not None:
            push(self._ends, (moment, next(self._end_numbers), ending))

    def _forget_number(self, vault_name: str) -> None:
        """Count again when asked, also if what is going on fails."""
        self._numbers.pop(vault_name, None)
        on_failure(partial(self._numbers.pop, vault_name, None))

    def has_due(self, now: float) -> bool:
        return bool(self._ends) and self._ends[0][0] <= now

    def expire(self, now: float) -> None:
        """Delete the recovery points whose days are over."""
        while self._ends and self._ends[0][0] <= now:
            _, _, over = pop(self._ends)
            if isinstance(over, RecoveryPoint):
                kept = self.get(over.vault_name, over.arn)
                # What has parts goes with the last of them.
                if kept is not None and _is_over(kept, now) and not self.parts_of(kept):
                    self.remove(kept)
            elif over in self._stored.get(over.vault_name, ()):
                over.expire(now)
                self._forget_number(over.vault_name)
                self._expect(over.first_end, over)

    def remove(self, point: RecoveryPoint) -> None:
        """Delete a recovery point, and with the last part of a composite one that too."""
        drop(self._in(point.vault_name), point.arn)
        self._forget_number(point.vault_name)
        self._part(point)

    def _part(self, point: RecoveryPoint) -> RecoveryPoint | None:
        """Take a part away from its composite recovery point, which stays if it has others."""
        if point.parent_arn is None:
            return None
        parent = self.get(point.vault_name, point.parent_arn)
        parts = self._parts[point.vault_name, point.parent_arn]
        drop(parts, point.arn)
        if not parts:
            drop(self._parts, (point.vault_name, point.parent_arn))
            if parent is not None:
                self.remove(parent)
            return None
        return parent

    def separate(self, point: RecoveryPoint) -> None:
        """Let a part be a recovery point of its own. The composite one is then PARTIAL, or gone."""
        left = self._part(point)
        if left is not None:
            left.change(Status="PARTIAL")
        point.change(ParentRecoveryPointArn=None)

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
        vaults = map(self._in, self._vault_names())
        return next((points[arn] for points in vaults if arn in points), None)

    def number_in(self, vault_name: str) -> int:
        if vault_name not in self._numbers:
            self._numbers[vault_name] = self._count(vault_name)
        return self._numbers[vault_name]

    def _count(self, vault_name: str) -> int:
        stored = self._stored.get(vault_name, [])
        given = [points.given_arns() for points in stored]
        made_up = sum(map(len, stored)) - sum(map(len, given))
        told = vault_name in self._looked_at or any(given)
        if made_up and told:
            # An ARN that was told may be one that is made up: only a look tells.
            return len(self._in(vault_name))
        return made_up + len(set(self._by_vault.get(vault_name, ())).union(*given))

    def within(self, vault_name: str | None = None) -> Iterator[RecoveryPoint]:
        """The recovery points of one vault, or of all."""
        for name in self._vault_names() if vault_name is None else [vault_name]:
            yield from self._in(name).values()

    def parts_of(self, point: PointView) -> list[RecoveryPoint]:
        """The recovery points that a composite one is made of."""
        self._in(point.vault_name)
        return list(self._parts.get((point.vault_name, point.arn), {}).values())

    def newest_first(
        self, vault_name: str | None = None, after: Sequence[Any] | None = None
    ) -> Iterator[tuple[tuple[float, str], RecoveryPoint]]:
        """Recovery points with their places, from behind a place."""
        points = sorted(self.within(vault_name), key=lambda point: point.place, reverse=True)
        for point in points:
            if after is None or point.place < tuple(after):
                yield point.place, point

    def resources(self, vault_name: str | None = None) -> dict[str, RecoveryPoint]:
        """The latest recovery point of each resource, by the resource's ARN, in its order."""
        latest: dict[str, RecoveryPoint] = {}
        for point in self.within(vault_name):
            known = latest.get(point.resource_arn)
            if known is None or _made(known) < _made(point):
                latest[point.resource_arn] = point
        return dict(sorted(latest.items()))

    def _vault_names(self) -> list[str]:
        return list(dict.fromkeys([*self._by_vault, *self._stored]))

    def _in(self, vault_name: str) -> dict[str, RecoveryPoint]:
        for stored in self._stored.pop(vault_name, ()):
            points = {point.arn: point for point in stored}
            self._by_vault[vault_name].update(points)
            self._looked_at.add(vault_name)
            if stored.first_end is not None:
                # No change, however what is going on ends.
                ends = [(end, point) for point in points.values() if (end := point.ends)]
                for end, point in ends:
                    heappush(self._ends, (end, next(self._end_numbers), point))
        return self._by_vault.get(vault_name, {})


def _made(point: RecoveryPoint) -> tuple[float, float, str]:
    """Orders recovery points by their creation, and copies behind what they were made of."""
    return point.created, point.job.created, point.arn


def _is_over(point: RecoveryPoint, now: float) -> bool:
    ends = point.ends
    return ends is not None and ends <= now
