"""How many jobs of each day have each combination of values, kept up as jobs come and change."""

from collections.abc import Iterable, Iterator, Mapping

from ..aws.job_kinds import Combination
from ..kit.state import State, StateDict


class JobCounts(State):
    """Of the jobs of one kind, account and region. Days are those of their creation, counted from 1970."""

    def __init__(self) -> None:
        self._days: dict[int, dict[Combination, int]] = StateDict()

    def add(self, day: int, combination: Combination, number: int) -> None:
        """Count so many jobs more, or fewer."""
        counts = self._days.setdefault(day, StateDict())
        counts[combination] = counts.get(combination, 0) + number
        if not counts[combination]:
            del counts[combination]

    def between(self, first: int, end: int) -> Iterator[tuple[int, Mapping[Combination, int]]]:
        """The days with jobs, first inclusive, end exclusive, and their counts."""
        requested = range(first, end)
        days: Iterable[int] = self._days if len(self._days) < len(requested) else requested
        return ((day, self._days[day]) for day in days if day in requested and day in self._days)
