"""The jobs of one kind, account and region: a row each, whether they were started or loaded."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from typing import Any

from ..aws.endings import Ending
from ..aws.job_kinds import Combination, JobKind
from ..events import Publish
from ..kit.conditions import Condition
from ..kit.rows import Position, Reversed
from ..kit.state import State, StateDict
from ..kit.states import Transition, transition_of
from ..kit.table import Table
from ..members import LastingMembers, Members
from ..timestamps import DAY, FIRST, NEVER, day_of
from ..views import JobBatch, JobView
from .finishing import finish
from .job import Job
from .job_rows import CONTENT, DUE, IS_NEW, IS_UNFINISHED, PATH, row_of, without_hidden
from .missing_members import missing_members


class JobStore(State):
    """Only the store changes jobs. What it gives are views.

    Jobs are counted when they come and when they change, so that a summary costs its days and
    combinations, not its jobs.

    account: its id and region.
    publish: is told each state that a job enters. has_vault: whether there is a vault of an ARN.
    on_first_view: is told the store, the number and all members of a loaded job when it is first shown.
    """

    def __init__(
        self,
        kind: JobKind,
        account: tuple[str, str],
        *,
        publish: Publish,
        has_vault: Callable[[str], bool],
        on_first_view: Callable[["JobStore", int, Members], None],
    ) -> None:
        self.kind = kind
        self._account_id, self._region = account
        self._publish = publish
        self._finish = partial(finish, kind, account, has_vault)
        self._on_first_view = on_first_view
        self._table = Table()
        self._counts: dict[int, dict[Combination, int]] = StateDict()  # By day.
        # What jobs were that changed after they were stored in their last state.
        self._originals: dict[int, JobView] = StateDict()
        # When the first job goes on, by the transition that was in force then.
        self.first_due = NEVER
        self._transition: Transition | None = None

    def __len__(self) -> int:
        return len(self._table)

    def _number(self, job_id: str) -> int | None:
        return next(iter(self._table.find(self.kind.id_member, job_id)), None)

    def taken_ids(self, ids: Set[str]) -> Set[str]:
        return self._table.found(self.kind.id_member, ids)

    def get(self, job_id: str) -> JobView | None:
        number = self._number(job_id)
        return None if number is None else self.view(number)

    def view(self, number: int) -> JobView:
        kept: JobView | None = self._table.kept(number)
        if kept is not None:
            return kept
        row = self._shown_row(number)
        path, members = row.get(PATH), without_hidden(row)
        if path is None and CONTENT not in row:
            return self._table.keep(number, JobView(self.kind, LastingMembers(members), None))
        return JobView(self.kind, members, path and path.expected)

    def _shown_row(self, number: int) -> Members:
        """The members of a row. What a loaded job lacks is made up when it is first shown."""
        row = self._table.members(number)
        if row.pop(IS_NEW, False):
            missing = missing_members(self.kind, row, self._account_id, self._region)
            self._table.change(number, {**missing, IS_NEW: None})
            row |= missing
            self._on_first_view(self, number, row)
        return row

    def original(self, number: int) -> JobView:
        """The job of a row as it was stored."""
        return self._originals.get(number) or self.view(number)

    def original_values(self, path: str, numbers: range) -> Sequence[Any]:
        """The value of each of these rows as it was stored, or None."""
        values = self._table.values(path, numbers)
        for number, job in self._originals.items():
            if number in numbers:
                values[number - numbers.start] = job.member(path)
        return values

    def _keep_original(self, number: int) -> None:
        if self._table.member(number, PATH) is None:
            self._originals.setdefault(number, self.view(number))

    def values(self, path: str, numbers: Sequence[int]) -> Sequence[Any]:
        return self._table.values(path, numbers)

    def drop_content(self, number: int) -> None:
        self._table.change(number, {CONTENT: None})

    def creations(self, numbers: Sequence[int]) -> Sequence[float]:
        """The moment of each of these jobs' creation."""
        return self._table.creations(numbers)

    def add(self, jobs: Sequence[Job], advanced_to: float | None = None) -> None:
        """Store jobs that begin.

        advanced_to: a moment up to which one without children goes on first, so that its row is written once.
        """
        for job in jobs:
            due = float(FIRST)
            if advanced_to is not None:
                self._follow_transition()
                job.advance(advanced_to, (), self._finish)
                due = job.due_after(advanced_to)
            self._table.append(row_of(job, due))
            if job.progress is not None and due < self.first_due:
                self.first_due = due
            self._count(day_of(job.created), {self.kind.combination(job.members): 1})
            self._publish(*job.events())

    def load(
        self,
        columns: Mapping[str, Sequence[Any]],
        size: int,
        counts: Mapping[int, Counter[Combination]] | None = None,
        *,
        newest_first: bool = False,
    ) -> JobBatch:
        """Store so many jobs as they are: for each member a column of their values, or None.

        CreationDate and the dimensions must be among them.
        counts: how many jobs of each day have each combination, where that was counted before.
        newest_first: whether those of one moment are in the order in which lists have them.
        """
        rows = {**columns, IS_NEW: [True] * size}
        numbers = self._table.add(Reversed(rows) if newest_first else rows, size)
        for day, of_day in (counts or self.kind.counts_by_day(columns)).items():
            self._count(day, of_day)
        return JobBatch(self, numbers)

    def _count(self, day: int, numbers: Mapping[Combination, int]) -> None:
        """Count so many jobs more, or fewer, of each combination."""
        counts = self._counts.setdefault(day, StateDict())
        for combination, number in numbers.items():
            counts[combination] = counts.get(combination, 0) + number
            if not counts[combination]:
                del counts[combination]

    def change(self, job: JobView, members: Mapping[str, Any]) -> None:
        """Give a job these members; None takes one away."""
        number = self._number_of(job)
        row = self._shown_row(number)
        self._keep_original(number)
        self._write(number, row, {**row, **members})

    def _number_of(self, job: JobView) -> int:
        number = self._number(job.id)
        if number is None:
            raise KeyError(job.id)
        return number

    def _write(self, number: int, before: Members, after: Members) -> None:
        """Write what has become of a row, and count its job as it is now."""
        row = {**dict.fromkeys(before), **after}
        changed = {name: value for name, value in row.items() if before.get(name) != value}
        self._table.change(number, changed)
        earlier, later = map(self.kind.combination, (before, after))
        if earlier != later:
            self._count(day_of(after["CreationDate"]), {earlier: -1, later: 1})

    def parent_of(self, job_id: str) -> str | None:
        """The id of a job's parent, if both are there."""
        number = self._number(job_id)
        parent: str | None = None if number is None else self._table.member(number, "ParentJobId")
        return parent

    def children(self, job_id: str) -> list[JobView]:
        return self.with_value("ParentJobId", job_id)

    def with_value(self, path: str, value: Any) -> list[JobView]:
        """The jobs with a value of a member, in the order in which they were stored."""
        return [*map(self.view, self._table.find(path, value))]

    @property
    def next_due(self) -> float:
        """When the first job goes on; LAST where that is not a matter of time, NEVER where none does."""
        if self.first_due == NEVER:
            return NEVER
        is_followed = transition_of(self.kind.transition) == self._transition
        return self.first_due if is_followed else FIRST

    def advance(self, now: float) -> None:
        """Let every job go on up to a moment, children before parents, and publish what they enter."""
        self._follow_transition()
        while due := self._table.until(DUE, now):
            for number in sorted(due):
                # Whoever hears of one may have advanced others.
                moment = self._table.member(number, DUE)
                if moment is not None and moment <= now:
                    self._advance(number, now)
        first = self._table.first_moment(DUE)
        self.first_due = NEVER if first is None else first[0]

    def _follow_transition(self) -> None:
        """Let all jobs on their way go on by the transition that is in force."""
        transition = transition_of(self.kind.transition)
        if transition != self._transition:
            self._transition = transition
            for number in self._table.find(IS_UNFINISHED, True):
                self._mark_ready(number)

    def _mark_ready(self, number: int) -> None:
        """Let a job on its way go on at once, if it can."""
        self.first_due = FIRST
        self._table.change(number, {DUE: float(FIRST)})

    def _advance(self, number: int, now: float) -> None:
        row = self._shown_row(number)
        job = Job(self.kind, without_hidden(row), row[PATH])
        job.advance(now, self.children(job.id), self._finish)
        self._write(number, row, row_of(job, job.due_after(now)))
        parent_id = row.get("ParentJobId")
        parent = self._number(parent_id) if job.progress is None and parent_id else None
        if parent is not None and self._table.member(parent, IS_UNFINISHED):
            self._mark_ready(parent)
        self._publish(*job.events())

    def look(self, jobs: Iterable[JobView]) -> None:
        """Count a look at each of these jobs and of their children."""
        families = ((*self.children(job.id), job) for job in jobs)
        for number in {self._number_of(job): None for family in families for job in family}:
            path = self._table.member(number, PATH)
            if path is not None:
                looked_at = path._replace(progress=path.progress.after_look())
                self._table.change(number, {PATH: looked_at})
                self._mark_ready(number)

    def redirect(self, view: JobView, states: Sequence[str], ending: Ending, now: float) -> None:
        """Send a job, on its way or loaded as such, through these states to an ending."""
        number = self._number_of(view)
        self._keep_original(number)
        row = self._shown_row(number)
        job = Job(self.kind, without_hidden(row), row.get(PATH))
        job.ending = ending
        job.start_path(states, now)
        self.first_due = FIRST
        self._write(number, row, row_of(job, FIRST))
        self._publish(*job.events())

    def newest_first(
        self,
        conditions: Sequence[Condition] = (),
        after: Position | None = None,
        since: float | None = None,
    ) -> Iterator[tuple[Position, JobView]]:
        """Jobs that meet all conditions, with their positions, the newest first, from behind a position.

        since: the moment before which no job is shown.
        """
        positions = self._table.newest_first(conditions, after, since)
        return ((position, self.view(position[1])) for position in positions)

    def counts(
        self, first_day: int, end_day: int, running_since: float
    ) -> Iterator[tuple[int, Combination, int]]:
        """(day, combination, count) for the days, first_day inclusive, end_day exclusive.

        running_since: a moment of the first day or before. Jobs of earlier days that have not ended,
        created since then, count as the first day's.
        """
        counted = range(day_of(running_since), end_day)
        days = self._counts if len(self._counts) < len(counted) else counted
        for day in days:
            if day not in counted or day not in self._counts:
                continue
            counts: Mapping[Combination, int] = self._counts[day]
            if day < first_day:
                counts = self._unfinished_counts(day, counts, running_since)
            for combination, count in counts.items():
                yield max(day, first_day), combination, count

    def _unfinished_counts(
        self, day: int, counts: Mapping[Combination, int], since: float
    ) -> Mapping[Combination, int]:
        """How many of a day's jobs, created since a moment, have not ended, by combination."""
        state_index = [*self.kind.dimensions.values()].index(self.kind.state)
        unfinished = {
            combination: count
            for combination, count in counts.items()
            if combination[state_index] not in self.kind.final_states
        }
        if not unfinished or day > day_of(since):
            return unfinished
        next_day = float((day + 1) * DAY), -1
        later = Counter(
            tuple(self._table.member(position[1], path) for path in self.kind.dimensions.values())
            for state in {combination[state_index] for combination in unfinished}
            for position in self._table.newest_first(
                [Condition(self.kind.state, "equal", state)], next_day, since
            )
        )
        return {combination: later[combination] for combination in unfinished if later[combination]}
