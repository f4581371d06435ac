"""A job of any kind, and how it goes through its states."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from ..aws.endings import WINDOW_MESSAGE, Ending, default_reason, no_vault, reason
from ..aws.job_kinds import LEAVE_RECOVERY_POINTS, JobKind
from ..aws.message_categories import SUCCESS
from ..aws.schedules import MINUTE
from ..events import JobView
from ..frame.transactions import assign
from ..members import Members, inner_member
from ..timestamps import NEVER
from .progress import JobProgress

_SIZE = "BackupSizeInBytes"
# The state in which a job is that somebody has stopped.
STOPPING = "ABORTING"


class Job:
    """A job of any kind: its members as the wire has them, and its progress while it is on its way.

    Moments are seconds since 1970. A loaded job has no progress: it stays as it was loaded.
    begun: members that it has once it has begun; the ARNs are of what it makes, if it does not fail.
    """

    __slots__ = ("begun", "ending", "expected", "kind", "members", "progress")

    def __init__(self, kind: JobKind, members: Members) -> None:
        self.kind = kind
        self.members = members
        self.begun: Members = {}
        self.progress: JobProgress | None = None
        self.ending = Ending()
        # When it is expected to be done, if that was said; a job that is done keeps it.
        self.expected: float | None = None

    @property
    def id(self) -> str:
        return str(self.members[self.kind.id_member])

    @property
    def created(self) -> float:
        return float(self.members["CreationDate"])

    @property
    def state(self) -> str:
        return str(self.members[self.kind.state])

    @property
    def is_final(self) -> bool:
        return self.state in self.kind.final_states

    @property
    def combination(self) -> tuple[str | None, ...]:
        """The job's value in each dimension of its kind's summaries."""
        return tuple(self.member(path) for path in self.kind.dimensions.values())

    def member(self, path: str) -> Any:
        return inner_member(self.members, path)

    def view(self) -> JobView:
        return JobView(self.kind, self.members, self.expected)

    def enter(self, state: str, moment: float) -> None:
        """Take on a state; a final one completes the job at that moment."""
        begun = {} if state in self.kind.waiting_states else self.begun
        assign(self, members={**self.members, **begun, self.kind.state: state})
        if self.is_final:
            self._end(state)
            self.members["CompletionDate"] = max(moment, self.created)
        if self.kind.percent_done:
            done = 100.0 if state in ("COMPLETED", "PARTIAL") else 0.0
            self.members["PercentDone"] = self.kind.percent_done.format(done)

    def _end(self, state: str) -> None:
        """Have what a job has that ended in a state, and nothing that such a job lacks."""
        kind, members = self.kind, self.members
        assign(self, progress=None)
        if state == self.ending.state or (state, self.ending.state) == ("PARTIAL", "COMPLETED"):
            members.update(self.ending.members)
        members.update(default_reason(kind, state, members))
        if (
            kind.states_with_recovery_point is not None
            and state not in kind.states_with_recovery_point
        ):
            members.pop(kind.recovery_point, None)
        if state not in LEAVE_RECOVERY_POINTS:
            for name in self.begun:
                if name.endswith("Arn"):
                    members.pop(name, None)
        if kind.expected_date:
            members.pop(kind.expected_date, None)

    def advance(
        self, now: float, children: Sequence["Job"], has_vault: Callable[[str], bool]
    ) -> Iterator[tuple[str, float]]:
        """Take every step that is due; each state, once it is entered, and its moment.

        A parent's last step waits for its children, unless it is stopped.
        has_vault: whether there is a vault of an ARN.
        """
        while self.progress is not None:
            is_waiting = self.progress.next_is_last and self.state != STOPPING
            if is_waiting and not all(child.is_final for child in children):
                return
            step = self._expire_or_step(self.progress, now, children, has_vault)
            if step is None:
                return
            yield step

    def _expire_or_step(
        self,
        progress: JobProgress,
        now: float,
        children: Sequence["Job"],
        has_vault: Callable[[str], bool],
    ) -> tuple[str, float] | None:
        step = progress.step(now)
        if step is not None and step[0] in self.kind.final_states and self.state != STOPPING:
            # What was ready before its children ends with the last of them.
            state, moment = step
            step = state, max([moment, *(child.members["CompletionDate"] for child in children)])
        if over := self._over(step, now):
            moment, state, message = over
            assign(self, members={**self.members, **reason(self.kind, message)})
            self.enter(state, moment)
            return state, moment
        if step is None:
            return None
        state, moment = step
        if state == "COMPLETED" and any(child.state != "COMPLETED" for child in children):
            state = "PARTIAL"
        leaves_point = self.kind.leaves_recovery_point and state in LEAVE_RECOVERY_POINTS
        if leaves_point and not has_vault(self.members[self.kind.vault]):
            assign(self, ending=no_vault(self.kind, self.members[self.kind.vault]))
            state = self.ending.state
        self.enter(state, moment)
        return state, moment

    def _over(self, step: tuple[str, float] | None, now: float) -> tuple[float, str, str] | None:
        """When, how and why a job ends before this step, or by now, since it took too long."""
        moment = step[1] if step else now
        start_by, complete_by = self._windows
        ends = []
        if start_by <= moment:
            ends.append((start_by, "EXPIRED", self.kind.default_status_messages["EXPIRED"]))
        # What ends with its window has completed within it.
        if complete_by < moment or (step is None and complete_by == moment):
            ends.append((complete_by, "ABORTED", WINDOW_MESSAGE))
        return min(ends, default=None)

    @property
    def _windows(self) -> tuple[float, float]:
        """The moments by which it has to start, and to complete, or NEVER."""
        start_by = self.members.get("StartBy") if self.state == "CREATED" else None
        minutes = self.members.get("CompleteWindowMinutes")
        complete_by = NEVER if minutes is None else self.created + minutes * MINUTE
        return NEVER if start_by is None else start_by, complete_by

    @property
    def due(self) -> float:
        """When it goes on: FIRST where that is at once, NEVER where it takes a look or is over."""
        return NEVER if self.progress is None else min(self.progress.due, *self._windows)

    def conclude(self, ending: Ending, seconds: float | None) -> None:
        """Go on to this ending instead, after so many seconds if they are given."""
        assign(self, ending=ending)
        if _SIZE in ending.members:
            # How much there is to back up is known from the start, or once the job has begun.
            known = self.begun if _SIZE in self.begun else self.members
            known[_SIZE] = ending.members[_SIZE]
        if seconds is not None:
            self.expected = self.created + seconds
        if seconds is not None and self.kind.expected_date:
            self.members[self.kind.expected_date] = self.expected
        if seconds is not None and self.kind.expected_minutes:
            self.members[self.kind.expected_minutes] = round(seconds / MINUTE)
        self.redirect(self.kind.path_to(ending.state), self.created, seconds)

    def redirect(self, path: Sequence[str], now: float, seconds: float | None = None) -> None:
        """Take on the first of these states, and go the others' way from there."""
        self.enter(path[0], now)
        assign(self, progress=JobProgress(self.kind, path, now, seconds))


def new_job(
    kind: JobKind, members: Members, ending: Ending, now: float, begun: Collection[str] = ()
) -> Job:
    """A job that starts now: in its first state, and on its way to this ending.

    begun: the members that it has only once it has begun.
    """
    job = Job(kind, {"CreationDate": now, **members})
    job.begun = {name: job.members.pop(name) for name in begun if name in members}
    job.conclude(ending, None)
    if kind.has_message_category:
        job.members["MessageCategory"] = SUCCESS
    return job
