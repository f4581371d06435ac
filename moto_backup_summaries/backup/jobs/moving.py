"""The jobs of a store that are on their way, and when each of them goes on."""

from collections.abc import Iterable, Iterator
from functools import partial
from heapq import heappop, heappush

from ..aws.job_kinds import JobKind
from ..frame.transactions import drop, put
from ..kit.state import on_failure
from ..listing.timeline import END, Place, Timeline
from ..scenario.progressions import Transition, transition_of
from ..timestamps import FIRST, LAST, NEVER
from .job import Job


class MovingJobs:
    """Jobs on their way, by number. Those that go on are found without looking at the others.

    A job is woken to go on at once, or expected at a moment; once too often does no harm.
    """

    def __init__(self, kind: JobKind) -> None:
        self._kind = kind
        self._jobs: dict[int, Job] = {}
        self._timeline = Timeline()
        self._woken: set[int] = set()
        self._moments: list[tuple[float, int]] = []  # A heap.
        self._expected: dict[int, float] = {}  # The first moment of each on the heap.
        self._transition: Transition | None = None  # By which they were found out.

    def __contains__(self, number: int) -> bool:
        return number in self._jobs

    def __getitem__(self, number: int) -> Job:
        return self._jobs[number]

    def newest_first(self, after: Place = END) -> Iterator[tuple[Place, Job]]:
        """The jobs with their places, from behind one."""
        return ((place, self._jobs[int(place[1])]) for place in self._timeline.newest_first(after))

    def add(self, number: int, job: Job) -> None:
        put(self._jobs, number, job)
        on_failure(partial(self._timeline.remove, job.created, number))
        self._timeline.insert(job.created, number)
        self.wake([number])

    def remove(self, number: int) -> None:
        created = self._jobs[number].created
        drop(self._jobs, number)
        on_failure(partial(self._timeline.insert, created, number))
        self._timeline.remove(created, number)

    def wake(self, numbers: Iterable[int]) -> None:
        """Let these go on if they can."""
        self._woken.update(numbers)

    def expect(self, number: int, now: float) -> None:
        """Let one that has gone on go on again when it is due.

        One that is due by now waits for its children: they wake it.
        """
        due = self._jobs[number].due
        if now < due < self._expected.get(number, NEVER):
            self._expected[number] = due
            heappush(self._moments, (due, number))

    @property
    def next_due(self) -> float:
        """When the first of them goes on; LAST where that is not a matter of time, NEVER without any."""
        if not self._jobs:
            return NEVER
        if self._woken or transition_of(self._kind) != self._transition:
            return FIRST
        return self._moments[0][0] if self._moments else LAST

    def take_due(self, now: float) -> list[int]:
        """The numbers of those that may go on by now, in their order. Whoever asks expects each again."""
        transition = transition_of(self._kind)
        if transition != self._transition:
            self._transition = transition
            self.wake(self._jobs)
        due, self._woken = self._woken, set()
        while self._moments and self._moments[0][0] <= now:
            _, number = heappop(self._moments)
            self._expected.pop(number, None)
            due.add(number)
        on_failure(partial(self.wake, due))
        return sorted(due & self._jobs.keys())
