"""The jobs of one kind, account and region: kept in order, and counted as they settle."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..aws.job_kinds import JobKind
from ..events import JobChanged
from ..listing.conditions import Condition
from ..timestamps import FIRST, LAST, day_of
from .columns import Batch
from .day import Day, StorePlace
from .job import Job
from .summaries import Combination

# Behind all jobs.
END: StorePlace = (LAST, float("inf"))


_AT_A_TIME = 20_000


class SortedRows(NamedTuple):
    """The rows of a batch by the day of their creation, with that, and how many have each combination."""

    by_day: Mapping[int, tuple[Sequence[int], Sequence[float]]]
    counts: Mapping[tuple[int, Combination], int]


def rows_and_counts(batch: Batch) -> SortedRows:
    """Goes by some thousand rows at a time, between which other threads have their turn."""
    rows_of: defaultdict[int, list[int]] = defaultdict(list)
    created_of: defaultdict[int, array[float]] = defaultdict(lambda: array("d"))
    counts: Counter[tuple[int, Combination]] = Counter()
    combinations = iter(batch.combinations())
    for start in range(0, len(batch), _AT_A_TIME):
        moments = batch.created[start : start + _AT_A_TIME]
        days = list(map(day_of, moments))
        for row, (day, moment) in enumerate(zip(days, moments, strict=True), start):
            rows_of[day].append(row)
            created_of[day].append(moment)
        counts.update(zip(days, combinations, strict=False))
    return SortedRows({day: (rows, created_of[day]) for day, rows in rows_of.items()}, counts)


class JobStore:
    """Jobs by id, by day in order of creation, and a count of each day's combinations.

    Jobs on their way are few and change; they are counted when asked. All others are counted
    once, so that a summary costs its days and combinations, not its jobs. Those that came together
    stay in their batch until one is asked for by its id.

    publish: is told each state that a job enters.
    """

    def __init__(self, kind: JobKind, publish: Callable[[JobChanged], None]) -> None:
        self.kind = kind
        self.moving: dict[int, Job] = {}  # Those on their way, by number.
        self._publish = publish
        self._size = 0
        self._jobs: dict[int, Job] = {}
        self._numbers: dict[str, int] = {}
        self._batches: list[Batch] = []
        self._firsts: list[int] = []  # The number of each batch's first job.
        self._unread: list[tuple[int, Batch]] = []  # Those whose given ids are not in _numbers yet.
        self._days: defaultdict[int, Day] = defaultdict(Day)
        self._children: defaultdict[str, list[int]] = defaultdict(list)

    def __contains__(self, job_id: str) -> bool:
        return self._number(job_id) is not None

    def __len__(self) -> int:
        return sum(len(day.numbers) for day in self._days.values())

    def get(self, job_id: str) -> Job | None:
        """The job with this id, which from now on is kept as an object that may change."""
        number = self._number(job_id)
        return None if number is None else self._jobs.setdefault(number, self._job(number))

    def add(self, jobs: Iterable[Job]) -> None:
        """Take on jobs that begin."""
        for job in jobs:
            number = self._size
            self._size += 1
            self._jobs[number] = job
            self._numbers[job.id] = number
            self._day(job).add((job.created,), (number,))
            if parent := job.members.get("ParentJobId"):
                self._children[parent].append(number)
            self.moving[number] = job
            self._publish(JobChanged(self.kind, job, job.state, job.created))

    def add_batch(self, batch: Batch, sorted_rows: "SortedRows | None" = None) -> None:
        """Take on jobs that are settled.

        sorted_rows: what is known of its rows, where that was found out before.
        """
        rows_by_day, counts = sorted_rows or rows_and_counts(batch)
        first = self._size
        self._size += len(batch)
        self._batches.append(batch)
        self._firsts.append(first)
        self._unread.append((first, batch))
        for (parent,), rows in batch.rows_by("ParentJobId").items():
            if parent:
                self._children[parent] += [first + row for row in rows]
        for day, (rows, created) in rows_by_day.items():
            self._days[day].add(created, [first + row for row in rows])
        for (day, combination), number in counts.items():
            self._days[day].counts[combination] += number

    def forget_settled(self, jobs: Iterable[Job]) -> None:
        """Drop those of these jobs, the last that were added, that go no further."""
        if not any(self._numbers[job.id] in self.moving for job in jobs):
            for job in jobs:
                number = self._numbers.pop(job.id)
                del self._jobs[number]
                self._day(job).count(job.combination, -1)
                self._day(job).remove(number)
                self._children.pop(job.id, None)

    def children(self, job_id: str) -> Sequence[Job]:
        return [self._job(number) for number in self._children.get(job_id, ())]

    def advance(self, now: float) -> None:
        """Advance every job to a moment, children before parents, and publish what they enter."""
        for number, job in list(self.moving.items()):
            for state, moment in job.advance(now, self.children(job.id)):
                if job.progress is None:
                    del self.moving[number]
                    self._day(job).count(job.combination, 1)
                self._publish(JobChanged(self.kind, job, state, moment))

    def redirect(self, job: Job, path: Sequence[str], now: float) -> None:
        """Send a job, on its way or loaded as such, the way of these states."""
        if job.progress is None:
            self._day(job).count(job.combination, -1)
            self.moving[self._numbers[job.id]] = job
        job.redirect(path, now)
        self._publish(JobChanged(self.kind, job, job.state, now))

    def counts(self, first_day: int, end_day: int) -> Iterator[tuple[int, Combination, int]]:
        """(day, combination, count) for the days, first_day inclusive, end_day exclusive."""
        for day in range(first_day, end_day):
            if day in self._days:
                for combination, count in self._days[day].counts.items():
                    yield day, combination, count
        for job in self.moving.values():
            if first_day <= (day := day_of(job.created)) < end_day:
                yield day, job.combination, 1

    def unfinished(self, since: float, before_day: int) -> Iterator[tuple[Combination, int]]:
        """The same for the jobs that have not ended, created since a moment and before a day."""
        first_day = day_of(since)
        for number in range(first_day, before_day):
            if number in self._days:
                counts = self._unfinished_on(self._days[number])
                if counts and number == first_day:
                    counts = self._days[number].counts_since(since, counts, self._combination_of)
                yield from counts.items()
        for job in self.moving.values():
            if since <= job.created and day_of(job.created) < before_day:
                yield job.combination, 1

    def _unfinished_on(self, day: Day) -> Mapping[Combination, int]:
        state = list(self.kind.dimensions.values()).index(self.kind.state)
        return {
            combination: count
            for combination, count in day.counts.items()
            if combination[state] not in self.kind.final_states
        }

    def _combination_of(self, number: int) -> Combination | None:
        """The value in each dimension of a job that was loaded before its end, or None."""
        if number in self.moving or self.value(number, self.kind.state) in self.kind.final_states:
            return None
        return tuple(self.value(number, path) for path in self.kind.dimensions.values())

    def newest_first(
        self,
        conditions: Sequence[Condition] = (),
        after: StorePlace = END,
        since: float = FIRST,
    ) -> Iterator[tuple[StorePlace, Job]]:
        """Jobs that meet all conditions, with their places, the newest first, from behind a place.

        since: the moment before which no job is shown.
        """
        after, since = _narrowed(conditions, after, since)
        for number in sorted(self._days, reverse=True):
            if day_of(since) <= number <= day_of(after[0]):
                for place, job in self._of_day(self._days[number], conditions, after):
                    if job.created >= since:
                        yield place, job

    def _of_day(
        self, day: Day, conditions: Sequence[Condition], after: StorePlace
    ) -> Iterator[tuple[StorePlace, Job]]:
        day.sort()
        found = [
            day.positions(condition, self.moving, self.value)
            for condition in conditions
            if condition.tells_apart
        ]
        positions: Sequence[int] = min(found, key=len, default=range(len(day.numbers)))
        for position in reversed(positions[: bisect_left(positions, day.number_before(after))]):
            job = self._job(day.numbers[position])
            if all(condition.holds(job.member(condition.member)) for condition in conditions):
                yield day.place(position), job

    def value(self, number: int, path: str) -> Any:
        """A job's member, or one of a structure in it."""
        job = self._jobs.get(number)
        if job is not None:
            return job.member(path)
        batch, row = self._stored(number)
        return batch.member(row, path)

    def _day(self, job: Job) -> Day:
        return self._days[day_of(job.created)]

    def _job(self, number: int) -> Job:
        job = self._jobs.get(number)
        if job is None:
            batch, row = self._stored(number)
            job = Job(self.kind, batch.members(row))
        return job

    def _stored(self, number: int) -> tuple[Batch, int]:
        index = bisect_right(self._firsts, number) - 1
        return self._batches[index], number - self._firsts[index]

    def _number(self, job_id: str) -> int | None:
        while self._unread:
            first, batch = self._unread.pop()
            ids = batch.given(self.kind.id_member)
            self._numbers.update((given, first + row) for row, given in enumerate(ids) if given)
        if job_id not in self._numbers:
            for first, batch in zip(self._firsts, self._batches, strict=True):
                row = batch.row_of(job_id)
                if row is not None:
                    self._numbers[job_id] = first + row
        return self._numbers.get(job_id)


def _narrowed(
    conditions: Sequence[Condition], after: StorePlace, since: float
) -> tuple[StorePlace, float]:
    """The place behind which, and the moment from which on, jobs can meet the conditions."""
    for condition in conditions:
        if condition.member == "CreationDate" and condition.comparison == "before":
            after = min(after, (condition.wanted, -1))
        elif condition.member == "CreationDate":
            since = max(since, condition.wanted)
    return after, since
