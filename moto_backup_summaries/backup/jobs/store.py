"""The jobs of one kind, account and region: kept in order, and counted as they settle."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..aws.job_kinds import JobKind
from ..aws.timestamps import FIRST, LAST, day_of
from ..listing.conditions import Condition
from .columns import Batch
from .job import Job

Combination = tuple[str | None, ...]
# A job's place in its store: its creation, and its number among all that were stored.
Place = tuple[float, float]


class _Day:
    """The jobs of one day: in order of creation, counted, and found by their members.

    A job is known here by its number, and its position is that in the day's order.
    """

    __slots__ = ("_created", "_index", "_is_sorted", "counts", "numbers")

    def __init__(self) -> None:
        self.counts: Counter[Combination] = Counter()
        self.numbers = array("q")
        self._created = array("d")
        self._is_sorted = True
        self._index: dict[tuple[str, str], dict[Any, list[int]]] = {}

    def add(self, created: Iterable[float], numbers: Iterable[int]) -> None:
        self._created.extend(created)
        self.numbers.extend(numbers)
        self._is_sorted = False
        self.changed()

    def remove(self, number: int) -> None:
        position = self.numbers.index(number)
        del self.numbers[position], self._created[position]
        self.changed()

    def changed(self) -> None:
        """Forget what was known of the jobs' members."""
        self._index.clear()

    def count(self, combination: Combination, by: int) -> None:
        self.counts[combination] += by
        if not self.counts[combination]:
            del self.counts[combination]
        self.changed()

    def sort(self) -> None:
        if not self._is_sorted:
            order = sorted(range(len(self._created)), key=self._created.__getitem__)
            self._created = array("d", map(self._created.__getitem__, order))
            self.numbers = array("q", map(self.numbers.__getitem__, order))
            self._is_sorted = True

    def place(self, position: int) -> Place:
        return self._created[position], self.numbers[position]

    def behind(self, after: Place) -> int:
        """How many positions, from the first, are those of jobs before a place."""
        first = bisect_left(self._created, after[0])
        end = bisect_right(self._created, after[0])
        return bisect_left(self.numbers, after[1], first, end)

    def positions(self, condition: Condition, store: "JobStore") -> list[int]:
        """Where jobs are that may meet a condition: all that do, and those on their way."""
        key = (condition.member, condition.comparison)
        if key not in self._index:
            buckets: defaultdict[Any, list[int]] = defaultdict(list)
            for position, number in enumerate(self.numbers):
                moving = number in store.moving
                value = None if moving else store.value(number, condition.member)
                buckets[_MOVING if moving else condition.bucket(value)].append(position)
            self._index[key] = dict(buckets)
        found = self._index[key]
        names = [name for name in condition.buckets(found) if name in found]
        if _MOVING in found:
            names.append(_MOVING)
        if len(names) == 1:
            return found[names[0]]
        return sorted(position for name in names for position in found[name])


_MOVING = object()


class JobStore:
    """Jobs by id, by day in order of creation, and a count of each day's combinations.

    Jobs on their way are few and change; they are counted when asked. All others are counted
    once, so that a summary costs its days and combinations, not its jobs. Those that came together
    stay in their batch until one is asked for by its id.
    """

    def __init__(self, kind: JobKind) -> None:
        self.kind = kind
        self.moving: dict[int, Job] = {}  # Those on their way, by number.
        self._size = 0
        self._jobs: dict[int, Job] = {}
        self._numbers: dict[str, int] = {}
        self._batches: list[Batch] = []
        self._firsts: list[int] = []  # The number of each batch's first job.
        self._unread: list[
            tuple[int, Batch]
        ] = []  # Batches whose given ids are not in _numbers yet.
        self._days: defaultdict[int, _Day] = defaultdict(_Day)
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
            day = self._days[day_of(job.created)]
            day.add((job.created,), (number,))
            if parent := job.members.get("ParentJobId"):
                self._children[parent].append(number)
            self.moving[number] = job

    def add_batch(self, batch: Batch) -> None:
        first = self._size
        self._size += len(batch)
        self._batches.append(batch)
        self._firsts.append(first)
        self._unread.append((first, batch))
        for row, parent in enumerate(batch.given("ParentJobId")):
            if parent:
                self._children[parent].append(first + row)
        days = list(map(day_of, batch.created))
        rows_of: defaultdict[int, list[int]] = defaultdict(list)
        for row, day in enumerate(days):
            rows_of[day].append(row)
        for day, rows in rows_of.items():
            created = map(batch.created.__getitem__, rows)
            self._days[day].add(created, [first + row for row in rows])
        for (day, combination), jobs in Counter(
            zip(days, batch.combinations(), strict=True)
        ).items():
            self._days[day].counts[combination] += jobs

    def forget_settled(self, jobs: Iterable[Job]) -> None:
        """Drop those of these jobs, the last that were added, that go no further."""
        if not any(self._numbers[job.id] in self.moving for job in jobs):
            for job in jobs:
                number = self._numbers.pop(job.id)
                del self._jobs[number]
                self._days[day_of(job.created)].count(job.combination, -1)
                self._days[day_of(job.created)].remove(number)
                self._children.pop(job.id, None)

    def children(self, job_id: str) -> Sequence[Job]:
        return [self._job(number) for number in self._children.get(job_id, ())]

    def advance(self, now: float) -> list[Job]:
        """Move what is due, children before parents; the jobs that became final by it."""
        finished = []
        for number, job in list(self.moving.items()):
            job.advance(now, self.children(job.id))
            if job.progress is None:
                del self.moving[number]
                self._days[day_of(job.created)].count(job.combination, 1)
                finished.append(job)
        return finished

    def redirect(self, job: Job, path: Sequence[str], now: float) -> None:
        """Send a job, on its way or loaded as such, the way of these states."""
        if job.progress is None:
            self._days[day_of(job.created)].count(job.combination, -1)
            self.moving[self._numbers[job.id]] = job
        job.redirect(path, now)

    def counts(self, first_day: int, end_day: int) -> Iterator[tuple[int, Combination, int]]:
        """(day, combination, jobs) for the days from first_day up to, without, end_day."""
        for day in range(first_day, end_day):
            if day in self._days:
                for combination, jobs in self._days[day].counts.items():
                    yield day, combination, jobs
        for job in self.moving.values():
            if first_day <= (day := day_of(job.created)) < end_day:
                yield day, job.combination, 1

    def newest_first(
        self,
        conditions: Sequence[Condition] = (),
        after: Place = (LAST, float("inf")),
        since: float = FIRST,
    ) -> Iterator[tuple[Place, Job]]:
        """Jobs that meet all conditions, with their places, the newest first, from behind a place.

        since: the moment before which no job is shown.
        """
        for condition in conditions:
            if condition.member == "CreationDate" and condition.comparison == "before":
                after = min(after, (condition.wanted, -1))
            elif condition.member == "CreationDate":
                since = max(since, condition.wanted)
        indexed = [condition for condition in conditions if condition.tells_apart]
        for day_number in sorted(self._days, reverse=True):
            if day_number < day_of(since):
                return
            if day_number > day_of(after[0]):
                continue
            day = self._days[day_number]
            day.sort()
            found = [day.positions(condition, self) for condition in indexed]
            positions: Sequence[int] = min(found, key=len, default=range(len(day.numbers)))
            for position in reversed(positions[: bisect_left(positions, day.behind(after))]):
                job = self._job(day.numbers[position])
                if job.created < since:
                    return
                if all(condition.holds(job.member(condition.member)) for condition in conditions):
                    yield day.place(position), job

    def value(self, number: int, path: str) -> Any:
        """A job's member, or one of a structure in it."""
        job = self._jobs.get(number)
        if job is not None:
            return job.member(path)
        batch, row = self._stored(number)
        return batch.member(row, path)

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
