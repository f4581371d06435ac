"""The jobs of one kind, account and region: kept in order, and counted as they settle."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from ..aws.endings import Ending
from ..aws.job_kinds import JobKind
from ..events import JobChanged, JobView
from ..frame.transactions import append, assign, put
from ..kit.state import on_failure
from ..listing.conditions import Condition
from ..listing.days import meeting, newest_first
from ..listing.timeline import END, ByMember, Place
from ..timestamps import FIRST, day_of
from .columns import Batch
from .day import CountedDay
from .job import Job
from .moving import MovingJobs
from .stored_batches import StoredBatch, StoredBatches
from .summaries import Combination

DayCounts = Mapping[int, Counter[Combination]]


def counts_by_day(batch: Batch) -> DayCounts:
    """How many jobs of a batch have each combination of values, by the day of their creation."""
    return {day: batch.counts(day) for day in batch.days}


class JobStore:
    """Jobs by id, by day in order of creation, and a count of each day's combinations.

    They are counted when they come and when they change, so that a summary costs its days and
    combinations, not its jobs. Those that came together stay in their batch until one is asked for by
    its id.

    publish: is told each state that a job enters.
    has_vault: whether there is a vault of this ARN.
    """

    def __init__(
        self,
        kind: JobKind,
        publish: Callable[[JobChanged], None],
        has_vault: Callable[[str], bool],
    ) -> None:
        self.kind = kind
        self._has_vault = has_vault
        self.moving = MovingJobs(kind)
        self._publish = publish
        self._size = 0
        self._jobs: dict[int, Job] = {}
        self._numbers: dict[str, int] = {}  # By the ids of those that are kept as objects.
        self._stored = StoredBatches()
        self._days: dict[int, CountedDay] = {}
        self._of_resources: ByMember | None = None  # Made when somebody asks for a resource's.
        self._children: defaultdict[str, list[int]] = defaultdict(list)

    def __contains__(self, job_id: str) -> bool:
        return self._number(job_id) is not None

    def __len__(self) -> int:
        return sum(sum(day.counts.values()) for day in self._days.values())

    def parent_of(self, job_id: str) -> str | None:
        """The id of a job's parent, if both are there."""
        number = self._number(job_id)
        parent: str | None = None if number is None else self.value(number, "ParentJobId")
        return parent

    def get(self, job_id: str) -> JobView | None:
        number = self._number(job_id)
        return None if number is None else self._job(number).view()

    def _changeable(self, job_id: str) -> tuple[int, Job]:
        """A job by its id, which from now on is kept as an object that may change, and its number."""
        number = self._number(job_id)
        if number is None:
            raise KeyError(job_id)
        if number not in self._jobs:
            put(self._jobs, number, self._job(number))
            put(self._numbers, job_id, number)
        return number, self._jobs[number]

    def change(self, job: JobView, members: Mapping[str, Any]) -> None:
        """Give a job these members."""
        _, stored = self._changeable(job.id)
        before = stored.combination
        assign(stored, members={**stored.members, **members})
        self._recount(stored, before)

    def add(self, jobs: Iterable[Job]) -> None:
        """Take on jobs that begin."""
        for job in jobs:
            number = self._size
            assign(self, _size=number + 1)
            put(self._jobs, number, job)
            put(self._numbers, job.id, number)
            day = self._day(day_of(job.created))
            day.insert(job.created, number)
            day.count(job.combination, 1)
            on_failure(self._forget_resources)
            if self._of_resources is not None:
                self._of_resources.insert(job.member(self.kind.resource), job.created, number)
            if parent := job.members.get("ParentJobId"):
                append(self._children[parent], number)
            self.moving.add(number, job)
            self._publish(JobChanged(self.kind, job.view(), job.state, job.created))

    def add_batch(self, batch: Batch, counts: DayCounts | None = None) -> None:
        """Take on jobs that are settled.

        counts: those of its days, where they were found out before.
        """
        stored = StoredBatch(self._size, batch)
        assign(self, _size=stored.first + len(batch))
        self._stored.add(stored)
        if batch.has_given("ParentJobId"):
            for row, parent in enumerate(batch.given("ParentJobId")):
                if parent:
                    append(self._children[parent], stored.first + row)
        for number, of_day in (counts or counts_by_day(batch)).items():
            day = self._day(number)
            day.add_stored(stored)
            for combination, times in of_day.items():
                day.count(combination, times)
        on_failure(self._forget_resources)
        if self._of_resources is not None:
            self._of_resources.add(stored)

    def _forget_resources(self) -> None:
        self._of_resources = None

    def forget_settled(self, jobs: Iterable[Job]) -> None:
        """Drop those of these jobs, the last that were added, that go no further."""
        if not any(self._numbers[job.id] in self.moving for job in jobs):
            for job in jobs:
                number = self._numbers.pop(job.id)
                del self._jobs[number]
                day = self._day(day_of(job.created))
                day.count(job.combination, -1)
                day.remove(job.created, number)
                self._children.pop(job.id, None)
            self._forget_resources()

    def children(self, job_id: str) -> Sequence[JobView]:
        return [job.view() for job in self._children_of(job_id)]

    def _children_of(self, job_id: str) -> Sequence[Job]:
        return [self._job(number) for number in self._children.get(job_id, ())]

    def advance(self, now: float) -> None:
        """Advance every job to a moment, children before parents, and publish what they enter."""
        while due := self.moving.take_due(now):
            for number in due:
                # Whoever hears of one may have advanced others.
                if number in self.moving:
                    self._advance(number, now)

    def _advance(self, number: int, now: float) -> None:
        job = self.moving[number]
        before = job.combination
        for state, moment in job.advance(now, self._children_of(job.id), self._has_vault):
            self._publish(JobChanged(self.kind, job.view(), state, moment))
        self._recount(job, before)
        if job.progress is not None:
            self.moving.expect(number, now)
            return
        self.moving.remove(number)
        parent = self._numbers.get(job.members.get("ParentJobId", ""))
        if parent is not None:
            self.moving.wake([parent])

    def look(self, jobs: Iterable[JobView]) -> None:
        """Count a look at each of these jobs and of their children."""
        families = ((*self._children.get(job.id, ()), self._number(job.id)) for job in jobs)
        for number in dict.fromkeys(number for family in families for number in family):
            progress = self.moving[number].progress if number in self.moving else None
            if progress is not None:
                progress.advance()
                self.moving.wake([number])

    def redirect(self, view: JobView, path: Sequence[str], ending: Ending, now: float) -> None:
        """Send a job, on its way or loaded as such, through these states to an ending."""
        number, job = self._changeable(view.id)
        before = job.combination
        assign(job, ending=ending)
        job.redirect(path, now)
        self._recount(job, before)
        if number in self.moving:
            self.moving.wake([number])
        else:
            self.moving.add(number, job)
        self._publish(JobChanged(self.kind, job.view(), job.state, now))

    def _recount(self, job: Job, before: Combination) -> None:
        """Count a job as it is now, and not as it was before."""
        if job.combination != before:
            day = self._day(day_of(job.created))
            day.count(before, -1)
            day.count(job.combination, 1)

    def counts(
        self, first_day: int, end_day: int, running_since: float
    ) -> Iterator[tuple[int, Combination, int]]:
        """(day, combination, count) for the days, first_day inclusive, end_day exclusive.

        running_since: a moment of the first day or before. Jobs of earlier days that have not ended,
        created since then, count as the first day's.
        """
        wanted = range(day_of(running_since), end_day)
        days: Iterable[int] = self._days if len(self._days) < len(wanted) else wanted
        for day in days:
            if day not in wanted or day not in self._days:
                continue
            counts: Mapping[Combination, int] = self._days[day].counts
            if day < first_day:
                counts = self._days[day].unfinished(running_since, self._combination_of)
            for combination, count in counts.items():
                yield max(day, first_day), combination, count

    def _combination_of(self, number: int) -> Combination | None:
        """The value in each dimension of a job that has not ended, or None."""
        if self.value(number, self.kind.state) in self.kind.final_states:
            return None
        return tuple(self.value(number, path) for path in self.kind.dimensions.values())

    def newest_first(
        self, conditions: Sequence[Condition] = (), after: Place = END, since: float = FIRST
    ) -> Iterator[tuple[Place, JobView]]:
        """Jobs that meet all conditions, with their places, the newest first, from behind a place.

        since: the moment before which no job is shown.
        """
        found = partial(self._found, conditions)
        jobs = meeting(conditions, found, self._job, after, since)
        return ((place, job.view()) for place, job in jobs)

    def unfinished(self, after: Place = END) -> Iterator[tuple[Place, JobView]]:
        """Jobs on their way, with their places, the newest first, from behind a place."""
        return ((place, job.view()) for place, job in self.moving.newest_first(after))

    def _found(
        self, conditions: Sequence[Condition], after: Place, since: float
    ) -> Iterator[Place]:
        """The places of all that may meet the conditions."""
        for condition in conditions:
            if condition.member == self.kind.resource:
                return self._resources().of(condition.wanted).newest_first(after)
        return newest_first(self._days, conditions, self._jobs, after, since)

    def _resources(self) -> ByMember:
        """All jobs by the ARN of their resource."""
        if self._of_resources is None:
            resources = ByMember(self.kind.resource, self._created)
            for stored in self._stored:
                resources.add(stored)
            for number, job in self._jobs.items():
                if number not in self._stored:
                    resources.insert(job.member(self.kind.resource), job.created, number)
            self._of_resources = resources
        return self._of_resources

    def _created(self, number: int) -> float:
        if number in self._stored:
            batch, row = self._stored.row(number)
            return batch.created[row]
        return self._jobs[number].created

    def value(self, number: int, path: str) -> Any:
        """A job's member, or one of a structure in it."""
        job = self._jobs.get(number)
        if job is not None:
            return job.member(path)
        batch, row = self._stored.row(number)
        return batch.member(row, path)

    def _day(self, day: int) -> CountedDay:
        if day not in self._days:
            self._days[day] = CountedDay(day, self.kind)
        return self._days[day]

    def _job(self, number: int) -> Job:
        job = self._jobs.get(number)
        if job is None:
            batch, row = self._stored.row(number)
            job = Job(self.kind, batch.members(row))
        return job

    def _number(self, job_id: str) -> int | None:
        number = self._numbers.get(job_id)
        return self._stored.number_of(job_id) if number is None else number
