"""The jobs of one day, counted."""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from ..aws.job_kinds import JobKind
from ..kit.state import on_failure
from ..listing.conditions import Condition
from ..listing.days import Day, HasMembers
from ..listing.timeline import Place, Stored
from ..timestamps import day_of
from .summaries import Combination

# Under which key the positions of the jobs of each combination are kept.
_BY_COMBINATION = ("", "")


class CountedDay(Day):
    """How many jobs of the day have each combination of values, beside their order."""

    __slots__ = ("_dimensions", "_kind", "counts")

    def __init__(self, day: int, kind: JobKind) -> None:
        super().__init__(day)
        self._kind = kind
        self._dimensions = list(kind.dimensions.values())
        self.counts: Counter[Combination] = Counter()

    def add_stored(self, stored: Stored) -> None:
        on_failure(partial(self._forget_from, stored.first))
        super().add_stored(stored)

    def insert(self, created: float, number: int) -> None:
        on_failure(partial(self._forget_from, number))
        super().insert(created, number)

    def _forget_from(self, first: int) -> None:
        kept = [position for position, number in enumerate(self._numbers) if number < first]
        self._created = array("d", map(self._created.__getitem__, kept))
        self._numbers = array("q", map(self._numbers.__getitem__, kept))
        self._stored = [stored for stored in self._stored if stored.first < first]
        self._unread = [stored for stored in self._unread if stored.first < first]
        self._index.clear()

    def count(self, combination: Combination, by: int) -> None:
        self._index.clear()
        self.counts[combination] += by
        if not self.counts[combination]:
            del self.counts[combination]
        on_failure(partial(self.count, combination, -by))

    def found(
        self, conditions: Sequence[Condition], after: Place, apart: Mapping[int, HasMembers]
    ) -> Iterator[Place]:
        """A day that has counted no such job is not looked at."""
        if all(map(self._may_meet, conditions)):
            return super().found(conditions, after, apart)
        return iter(())

    def _may_meet(self, condition: Condition) -> bool:
        if condition.member not in self._dimensions:
            return True
        position = self._dimensions.index(condition.member)
        values = [combination[position] for combination in self.counts]
        return condition.wanted in condition.buckets_of(values)

    def unfinished(
        self, since: float, combination_of: Callable[[int], Combination | None]
    ) -> Mapping[Combination, int]:
        """How many jobs of each combination have not ended, of those created since a moment.

        combination_of: tells a job's combination, or None for one that has ended.
        """
        state = self._dimensions.index(self._kind.state)
        found = {
            combination: count
            for combination, count in self.counts.items()
            if combination[state] not in self._kind.final_states
        }
        if found and self._day == day_of(since):
            return self._since(since, found, combination_of)
        return found

    def _since(
        self,
        moment: float,
        combinations: Iterable[Combination],
        combination_of: Callable[[int], Combination | None],
    ) -> Mapping[Combination, int]:
        self.sort()
        if _BY_COMBINATION not in self._index:
            found: defaultdict[Any, list[int]] = defaultdict(list)
            for position, number in enumerate(self._numbers):
                found[combination_of(number)].append(position)
            self._index[_BY_COMBINATION] = dict(found)
        first = bisect_left(self._created, moment)
        positions = self._index[_BY_COMBINATION]
        counts = (
            (it, len(positions[it]) - bisect_left(positions[it], first)) for it in combinations
        )
        return {combination: count for combination, count in counts if count}
