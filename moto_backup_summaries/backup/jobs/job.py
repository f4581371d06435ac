"""A job of any kind, and how it goes through its states."""

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from ..aws.endings import WINDOW_MESSAGE, Ending, default_reason, reason
from ..aws.job_kinds import LEAVE_RECOVERY_POINTS, JobKind
from ..aws.message_categories import SUCCESS
from ..aws.schedules import MINUTE
from ..events import JobChanged, JobEnded
from ..kit.states import ManagedProgress
from ..members import Members
from ..timestamps import LAST, NEVER
from ..views import JobView

_SIZE = "BackupSizeInBytes"
# The state in which a job is that somebody has stopped.
STOPPING = "ABORTING"


# Does what a job with these members has to do to complete; gives its ending where it cannot.
Finish: TypeAlias = Callable[[Members], Ending | None]


class Path(NamedTuple):
    """How an unfinished job goes on.

    begun: members that it has once it has begun; the ARNs are of what it makes, if it does not fail.
    expected: when it is expected to be done, if a test has said so.
    """

    progress: ManagedProgress
    ending: Ending
    begun: Mapping[str, Any]
    expected: float | None


class Job:
    """A job that begins or goes on, out of the store that keeps its members and its path.

    Moments are seconds since 1970. A loaded job has no path: it stays as it was loaded.

    members: its own, which change as it goes on.
    """

    def __init__(self, kind: JobKind, members: Members, path: Path | None = None) -> None:
        self.kind = kind
        self.members: Members = members
        self.id = str(members[kind.id_member])
        self.created = float(members["CreationDate"])
        self.state: str = members.get(kind.state, "")  # A new job enters its first one.
        self.progress: ManagedProgress | None = None
        self.ending = Ending()
        self.begun: Mapping[str, Any] = MappingProxyType({})
        self.expected: float | None = None
        # The states that nobody has been told of, each with its moment.
        self._entered: list[tuple[str, float]] = []
        if path is not None:
            self.progress, self.ending, self.begun, self.expected = path

    @property
    def path(self) -> Path | None:
        if self.progress is None:
            return None
        return Path(self.progress, self.ending, self.begun, self.expected)

    def events(self) -> list[JobChanged | JobEnded]:
        """What is to be told of the states that it has entered since this was asked, and of its end."""
        if not self._entered:
            return []
        view = JobView(self.kind, {**self.members}, self.expected)
        entered, self._entered = tuple(self._entered), []
        changed = JobChanged(view, entered)
        return [changed, JobEnded(view, entered[-1][1])] if view.is_final else [changed]

    def enter(self, state: str, moment: float) -> None:
        """Take on a state; a final one completes the job at that moment."""
        if state not in self.kind.waiting_states:
            self.members |= self.begun
        self.members[self.kind.state] = state
        self.state = state
        self._entered.append((state, moment))
        if state in self.kind.final_states:
            self._end(state)
            self.members["CompletionDate"] = max(moment, self.created)
        if self.kind.percent_done:
            done = 100.0 if state in ("COMPLETED", "PARTIAL") else 0.0
            self.members["PercentDone"] = self.kind.percent_done.format(done)

    def _end(self, state: str) -> None:
        """Set the members of a job that has ended in a state, and leave out what such a job lacks."""
        kind, members = self.kind, self.members
        self.progress = None
        if state == self.ending.state or (state, self.ending.state) == ("PARTIAL", "COMPLETED"):
            members.update(self.ending.members)
        members.update(default_reason(kind, state, members))
        states = kind.states_with_recovery_point
        if states is not None and state not in states:
            members.pop(kind.recovery_point, None)
        if state not in LEAVE_RECOVERY_POINTS:
            for name in self.begun:
                if name.endswith("Arn"):
                    members.pop(name, None)
        if kind.expected_date:
            members.pop(kind.expected_date, None)

    def advance(self, now: float, children: Sequence[JobView], finish: Finish) -> None:
        """Take every step that is due. A parent's last one waits for its children, unless it is stopped.

        finish: does what is to be done before it completes.
        """
        are_done = all(child.is_final for child in children)
        while self.progress is not None:
            if self.progress.next_is_last and self.state != STOPPING and not are_done:
                break
            reached = self.progress.after_step(now)
            is_last = reached is not None and reached.state in self.kind.final_states
            if reached is not None and is_last and self.state != STOPPING:
                # What was ready before its children ends with the last of them.
                ends = [child.member("CompletionDate") for child in children]
                reached = reached._replace(since=max([reached.since, *ends]))
            if timeout := self._timeout(reached, now):
                moment, state, message = timeout
                self.members.update(reason(self.kind, message))
            elif reached is None:
                break
            else:
                self.progress = reached
                state, moment = reached.state, reached.since
                state = self._last_state(state, children, finish) if is_last else state
            self.enter(state, moment)

    def _last_state(self, planned: str, children: Sequence[JobView], finish: Finish) -> str:
        """The state that it ends in, where this one is planned: its children or its end may forbid it."""
        state = planned
        if state == "COMPLETED" and any(child.state != "COMPLETED" for child in children):
            state = "PARTIAL"
        if state in LEAVE_RECOVERY_POINTS:
            ending = finish({**self.members, **self.ending.members})
            if ending is not None:
                self.ending = ending
                state = ending.state
        return state

    def _timeout(
        self, reached: ManagedProgress | None, now: float
    ) -> tuple[float, str, str] | None:
        """When, how and why a job ends before it has reached this, or by now, since it took too long."""
        moment = reached.since if reached else now
        start_by, complete_by = self._windows
        ends = []
        if start_by <= moment:
            ends.append((start_by, *self.kind.late))
        # What ends with its window has completed within it.
        if complete_by < moment or (reached is None and complete_by == moment):
            ends.append((complete_by, "ABORTED", WINDOW_MESSAGE))
        return min(ends, default=None)

    @property
    def _windows(self) -> tuple[float, float]:
        """The moments by which it has to start, and to complete, or NEVER."""
        is_waiting = self.state == self.kind.lifecycle[0]
        start_by = self.members.get("StartBy") if is_waiting else None
        minutes = self.members.get("CompleteWindowMinutes")
        complete_by = NEVER if minutes is None else self.created + minutes * MINUTE
        return NEVER if start_by is None else start_by, complete_by

    @property
    def due(self) -> float:
        """When it goes on: FIRST where that is at once, NEVER where it takes a look or is over."""
        return NEVER if self.progress is None else min(self.progress.due, *self._windows)

    def due_after(self, now: float) -> float:
        """When it goes on that has gone as far as it can by now; LAST where that takes more than time.

        One that is due by now waits for its children, and is marked as ready by the last of them.
        """
        due = self.due
        return due if now < due < NEVER else LAST

    def set_ending(self, ending: Ending, seconds: float | None) -> None:
        """Begin the way to this ending, which takes so many seconds if they are given."""
        self.ending = ending
        if _SIZE in ending.members:
            # How much there is to back up is known from the start, or once the job has begun.
            size = {_SIZE: ending.members[_SIZE]}
            if _SIZE in self.begun:
                self.begun = {**self.begun, **size}
            else:
                self.members |= size
        if seconds is not None:
            self.expected = self.created + seconds
            if self.kind.expected_date:
                self.members[self.kind.expected_date] = self.expected
            if self.kind.expected_minutes:
                self.members[self.kind.expected_minutes] = round(seconds / MINUTE)
        self.start_path(self.kind.path_to(ending.state), self.created, seconds)

    def start_path(self, states: Sequence[str], now: float, seconds: float | None = None) -> None:
        """Enter the first of these states, and schedule the others."""
        self._entered.clear()
        self.enter(states[0], now)
        ends = None if seconds is None else now + seconds
        self.progress = ManagedProgress(self.kind.transition, states, now, ends)


def new_job(
    kind: JobKind, members: Members, ending: Ending, now: float, begun: Collection[str] = ()
) -> Job:
    """A job that starts now: in its first state, and on its way to this ending.

    begun: the members that it has only once it has begun.
    """
    present = {name: value for name, value in members.items() if value is not None}
    job = Job(kind, {"CreationDate": now, **present})
    job.begun = {name: job.members.pop(name) for name in begun if name in present}
    job.set_ending(ending, None)
    if kind.has_message_category:
        job.members["MessageCategory"] = SUCCESS
    return job
