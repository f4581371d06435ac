"""The recovery points of one account and region."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import Any

from moto.utilities.tagging_service import TaggingService

from ..events import JobColumns, PointView
from .point import RecoveryPoint


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
        self._rows = self._rows[over:]

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

    def __init__(self, tagger: TaggingService) -> None:
        self._tagger = tagger
        self._by_vault: defaultdict[str, dict[str, RecoveryPoint]] = defaultdict(dict)
        self._stored: defaultdict[str, list[StoredPoints]] = defaultdict(list)
        self._numbers: dict[str, int] = {}
        # A heap of the moments at which something may have to be deleted.
        self._ends: list[tuple[float, int, RecoveryPoint | StoredPoints]] = []
        self._end_numbers = count()

    def add(self, point: RecoveryPoint) -> None:
        self._in(point.vault_name)
        self._by_vault[point.vault_name][point.arn] = point
        self._numbers.pop(point.vault_name, None)
        self.expect_end(point)

    def add_stored(self, points: StoredPoints) -> None:
        self._stored[points.vault_name].append(points)
        self._numbers.pop(points.vault_name, None)
        self._expect(points.first_end, points)

    def expect_end(self, point: RecoveryPoint) -> None:
        """Delete a recovery point when its lifecycle, which may change again, says so."""
        self._expect(point.ends, point)

    def _expect(self, moment: float | None, ending: RecoveryPoint | StoredPoints) -> None:
        if moment is not None:
            heappush(self._ends, (moment, next(self._end_numbers), ending))

    def expire(self, now: float) -> None:
        """Delete the recovery points whose days are over."""
        while self._ends and self._ends[0][0] <= now:
            _, _, over = heappop(self._ends)
            if isinstance(over, RecoveryPoint):
                kept = self.get(over.vault_name, over.arn)
                if kept is not None and kept.ends is not None and kept.ends <= now:
                    self.remove(kept)
            elif over in self._stored.get(over.vault_name, ()):
                over.expire(now)
                self._numbers.pop(over.vault_name, None)
                self._expect(over.first_end, over)

    def remove(self, point: RecoveryPoint) -> None:
        """Delete a recovery point, with its tags."""
        del self._in(point.vault_name)[point.arn]
        self._numbers.pop(point.vault_name, None)
        self._tagger.delete_all_tags_for_resource(point.arn)

    def tags_of(self, arn: str) -> Mapping[str, str] | None:
        """The tags of a recovery point, or None where there is none of this ARN."""
        return None if self.find(arn) is None else self._tagger.get_tag_dict_for_resource(arn)

    def tag(self, arn: str, tags: Mapping[str, str]) -> bool:
        """Tag a recovery point; whether there is one of this ARN."""
        is_kept = self.find(arn) is not None
        if is_kept:
            self._tagger.tag_resource(arn, TaggingService.convert_dict_to_tags_input(dict(tags)))
        return is_kept

    def untag(self, arn: str, keys: Iterable[str]) -> bool:
        """The same for tags that are taken away."""
        is_kept = self.find(arn) is not None
        if is_kept:
            self._tagger.untag_resource_using_names(arn, list(keys))
        return is_kept

    def get(self, vault_name: str, arn: str) -> RecoveryPoint | None:
        return self._in(vault_name).get(arn)

    def find(self, arn: str) -> RecoveryPoint | None:
        """The recovery point of this ARN in whichever vault."""
        vaults = map(self._in, self._vault_names())
        return next((points[arn] for points in vaults if arn in points), None)

    def number_in(self, vault_name: str) -> int:
        if vault_name not in self._numbers:
            arns = set(self._by_vault.get(vault_name, ()))
            number = 0
            for points in self._stored.get(vault_name, ()):
                given = points.given_arns()
                arns.update(given)
                number += len(points) - len(given)
            self._numbers[vault_name] = number + len(arns)
        return self._numbers[vault_name]

    def within(self, vault_name: str | None = None) -> Iterator[RecoveryPoint]:
        """The recovery points of one vault, or of all."""
        for name in self._vault_names() if vault_name is None else [vault_name]:
            yield from self._in(name).values()

    def parts_of(self, point: PointView) -> list[RecoveryPoint]:
        """The recovery points that a composite one is made of."""
        if not point.is_composite:
            return []
        return [part for part in self.within(point.vault_name) if part.parent_arn == point.arn]

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
            if known is None or known.place < point.place:
                latest[point.resource_arn] = point
        return dict(sorted(latest.items()))

    def _vault_names(self) -> list[str]:
        return list(dict.fromkeys([*self._by_vault, *self._stored]))

    def _in(self, vault_name: str) -> dict[str, RecoveryPoint]:
        for stored in self._stored.pop(vault_name, ()):
            points = {point.arn: point for point in stored}
            self._by_vault[vault_name].update(points)
            if stored.first_end is not None:
                for point in points.values():
                    self.expect_end(point)
        return self._by_vault.get(vault_name, {})
