"""The jobs of one kind, account and region: kept in order, and counted as they settle."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from .job_kinds import JobKind
from .jobs import Job
from .timestamps import day_of

Combination = tuple[str | None, ...]
# A job's place in its store: its creation, and its number among those of the same moment.
Place = tuple[float, int]


def _place(entry: tuple[float, int, Job]) -> Place:
    return entry[:2]


class JobStore:
    """Jobs by id, by day in order of creation, and a count of each day's combinations.

    Jobs on their way are few and change; they are counted when asked. All others are counted
    once, so that a summary costs its days and combinations, not its jobs.
    """

    def __init__(self, kind: JobKind) -> None:
        self.kind = kind
        self._jobs: dict[str, Job] = {}
        self.moving: dict[str, Job] = {}  # Those on their way, by id.
        self._counts: dict[int, Counter[Combination]] = {}
        self._days: dict[int, list[tuple[float, int, Job]]] = {}
        self._unsorted: set[int] = set()
        self._children: dict[str, list[Job]] = {}

    def __contains__(self, job_id: str) -> bool:
        return job_id in self._jobs

    def get(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def add(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            day = day_of(job.created)
            place = (job.created, len(self._jobs), job)
            in_day = self._days.setdefault(day, [])
            if in_day and in_day[-1][:2] > place[:2]:
                self._unsorted.add(day)
            in_day.append(place)
            self._jobs[job.id] = job
            if parent := job.members.get("ParentJobId"):
                self._children.setdefault(parent, []).append(job)
            if job.progress is None:
                self._count(job, 1)
            else:
                self.moving[job.id] = job

    def children(self, job_id: str) -> Sequence[Job]:
        return self._children.get(job_id, ())

    def advance(self, now: float) -> list[Job]:
        """Move what is due, children before parents; the jobs that became final by it."""
        finished = []
        for job in list(self.moving.values()):
            job.advance(now, self.children(job.id))
            if job.progress is None:
                del self.moving[job.id]
                self._count(job, 1)
                finished.append(job)
        return finished

    def redirect(self, job: Job, path: Sequence[str], now: float) -> None:
        """Send a job, on its way or loaded as such, the way of these states."""
        if self.moving.setdefault(job.id, job).progress is None:
            self._count(job, -1)
        job.redirect(path, now)

    def counts(self, first_day: int, end_day: int) -> Iterator[tuple[int, Combination, int]]:
        """(day, combination, jobs) for the days from first_day up to, without, end_day."""
        for day in range(first_day, end_day):
            for combination, jobs in self._counts.get(day, {}).items():
                yield day, combination, jobs
        for job in self.moving.values():
            if first_day <= (day := day_of(job.created)) < end_day:
                yield day, job.combination, 1

    def newest_first(self, after: tuple[float, float] | None = None) -> Iterator[tuple[Place, Job]]:
        """Jobs with their places, the newest first, from behind a place."""
        for day in sorted(self._days, reverse=True):
            if after is not None and day > day_of(after[0]):
                continue
            in_day = self._sorted_day(day)
            end = len(in_day) if after is None else bisect_left(in_day, after, key=_place)
            for created, number, job in reversed(in_day[:end]):
                yield (created, number), job

    def _sorted_day(self, day: int) -> list[tuple[float, int, Job]]:
        if day in self._unsorted:
            self._days[day].sort(key=_place)
            self._unsorted.discard(day)
        return self._days[day]

    def _count(self, job: Job, by: int) -> None:
        counts = self._counts.setdefault(day_of(job.created), Counter())
        combination = job.combination
        counts[combination] += by
        if not counts[combination]:
            del counts[combination]
