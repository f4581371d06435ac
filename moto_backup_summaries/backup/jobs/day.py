"""The jobs of one day: in order of creation, counted, and found by their members."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from ..listing.conditions import Condition
from ..transactions import on_failure
from .summaries import Combination

# Where a job stands in its store: its creation, and its number among all that were stored.
StorePlace = tuple[float, float]
ON_THE_WAY = object()
# Under which key the positions of the jobs of each combination are kept.
_BY_COMBINATION = ("", "")


class Day:
    """A job is known here by its number, and its position is that in the day's order."""

    __slots__ = ("_created", "_index", "_is_sorted", "counts", "numbers")

    def __init__(self) -> None:
        self.counts: Counter[Combination] = Counter()
        self.numbers = array("q")
        self._created = array("d")
        self._is_sorted = True
        self._index: dict[tuple[str, str], dict[Any, list[int]]] = {}

    def add(self, created: Iterable[float], numbers: Sequence[int]) -> None:
        """Take on jobs, whose numbers are above those of all that are there."""
        on_failure(partial(self._forget_from, numbers[0]))
        self._created.extend(created)
        self.numbers.extend(numbers)
        self._is_sorted = False
        self._forget_members()

    def _forget_from(self, first: int) -> None:
        kept = [position for position, number in enumerate(self.numbers) if number < first]
        self._created = array("d", map(self._created.__getitem__, kept))
        self.numbers = array("q", map(self.numbers.__getitem__, kept))
        self._forget_members()

    def remove(self, number: int) -> None:
        position = self.numbers.index(number)
        del self.numbers[position], self._created[position]
        self._forget_members()

    def count(self, combination: Combination, by: int) -> None:
        self._index.clear()
        self.counts[combination] += by
        if not self.counts[combination]:
            del self.counts[combination]
        on_failure(partial(self.count, combination, -by))

    def _forget_members(self) -> None:
        self._index.clear()

    def sort(self) -> None:
        if not self._is_sorted:
            order = sorted(range(len(self._created)), key=self._created.__getitem__)
            self._created = array("d", map(self._created.__getitem__, order))
            self.numbers = array("q", map(self.numbers.__getitem__, order))
            self._is_sorted = True

    def place(self, position: int) -> StorePlace:
        return self._created[position], self.numbers[position]

    def number_before(self, place: StorePlace) -> int:
        """How many of the day's jobs, in their order, stand before a place."""
        first = bisect_left(self._created, place[0])
        end = bisect_right(self._created, place[0])
        return bisect_left(self.numbers, place[1], first, end)

    def counts_since(
        self,
        moment: float,
        combinations: Iterable[Combination],
        combination_of: Callable[[int], Combination | None],
    ) -> Mapping[Combination, int]:
        """How many jobs of these combinations were created since a moment.

        combination_of: tells a job's combination, or None for one that is not counted here.
        """
        self.sort()
        if _BY_COMBINATION not in self._index:
            found: defaultdict[Any, list[int]] = defaultdict(list)
            for position, number in enumerate(self.numbers):
                found[combination_of(number)].append(position)
            self._index[_BY_COMBINATION] = dict(found)
        first = bisect_left(self._created, moment)
        positions = self._index[_BY_COMBINATION]
        counts = (
            (it, len(positions[it]) - bisect_left(positions[it], first)) for it in combinations
        )
        return {combination: count for combination, count in counts if count}

    def positions(
        self, condition: Condition, moving: Collection[int], value: Callable[[int, str], Any]
    ) -> list[int]:
        """Where jobs are that may meet a condition: all that do, and those on their way.

        moving: the numbers of jobs that are on their way. value: tells a job's member.
        """
        key = (condition.member, condition.comparison)
        if key not in self._index:
            buckets: defaultdict[Any, list[int]] = defaultdict(list)
            for position, number in enumerate(self.numbers):
                if number in moving:
                    buckets[ON_THE_WAY].append(position)
                else:
                    buckets[condition.bucket(value(number, condition.member))].append(position)
            self._index[key] = dict(buckets)
        found = self._index[key]
        names = [name for name in condition.buckets(found) if name in found]
        if ON_THE_WAY in found:
            names.append(ON_THE_WAY)
        if len(names) == 1:
            return found[names[0]]
        return sorted(position for name in names for position in found[name])
