"""A job of any kind, and how it goes through its states."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

from moto.moto_api import state_manager
from moto.moto_api._internal.managed_state_model import ManagedState

from ..aws.job_kinds import JobKind
from ..aws.message_categories import SUCCESS, category_of

Members = dict[str, Any]
EXPIRY_MESSAGE = "Backup job expired before completion"


class Ending(NamedTuple):
    """How a job ends: its last state, and the members that it gets with it."""

    state: str = "COMPLETED"
    members: Mapping[str, Any] = MappingProxyType({})


class JobProgress(ManagedState):
    """Where a job stands on its way, by the transition that moto's state manager has for its kind.

    Unlike a plain ManagedState it reads moto's clock, and one look takes as many steps as the
    elapsed time holds, each at its own moment. A job with a duration follows that instead.
    """

    def __init__(
        self, kind: JobKind, path: Sequence[str], since: float, seconds: float | None = None
    ) -> None:
        super().__init__(kind.transition, list(pairwise(path)))
        self._since = since
        self._ends = None if seconds is None else since + seconds
        self._last = path[-1]

    @property
    def next_is_last(self) -> bool:
        return self._get_next_status(self._status) == self._last

    def step(self, now: float) -> tuple[str, float] | None:
        """The next state that is reached by now and the moment it was reached; None when none is."""
        reached = self._reached(now)
        if reached is None or reached > now:
            return None
        following = str(self._get_next_status(self._status))
        self._status, self._since, self._tick = following, reached, 0
        return following, reached

    def _reached(self, now: float) -> float | None:
        """When the next state is reached, or None where that cannot be told by time."""
        if self._ends is not None:
            return self._ends if self.next_is_last else self._since
        transition = state_manager.get_transition(self.model_name)
        if transition["progression"] == "time":
            return self._since + float(transition["seconds"])
        if transition["progression"] == "manual" and self._tick < transition["times"]:
            return None
        return now


def inner_member(members: Members, path: str) -> Any:
    name, _, inner = path.partition(".")
    value = members.get(name)
    return (value or {}).get(inner) if inner else value


class Job:
    """A job of any kind: its members as the wire has them, and its progress while it is on its way.

    Moments are seconds since 1970. A loaded job has no progress: it stays as it was loaded.
    """

    __slots__ = ("ending", "kind", "members", "progress")

    def __init__(self, kind: JobKind, members: Members) -> None:
        self.kind = kind
        self.members = members
        self.progress: JobProgress | None = None
        self.ending: Ending | None = None

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
        """A member, or one of a structure in it: `ScanResult.ScanResultStatus`."""
        return inner_member(self.members, path)

    def enter(self, state: str, moment: float) -> None:
        """Take on a state; a final one completes the job at that moment."""
        self.members[self.kind.state] = state
        if self.is_final:
            if self.ending is not None and state == self.ending.state:
                self.members.update(self.ending.members)
            self.progress = self.ending = None
            self.members["CompletionDate"] = max(moment, self.created)
        if self.kind.percent_done:
            done = 100.0 if state in ("COMPLETED", "PARTIAL") else 0.0
            self.members["PercentDone"] = self.kind.percent_done.format(done)

    def advance(self, now: float, children: Sequence["Job"] = ()) -> None:
        """Take every step that is due. A parent's last one waits for its children."""
        while self.progress is not None:
            if self.progress.next_is_last and not all(child.is_final for child in children):
                return
            expires = self.members.get("StartBy") if self.state == "CREATED" else None
            step = self.progress.step(now)
            if expires is not None and expires <= (step[1] if step else now):
                self.fail("EXPIRED", EXPIRY_MESSAGE, expires)
            elif step is None:
                return
            else:
                state, moment = step
                whole = all(child.state == "COMPLETED" for child in children)
                self.enter(state if whole or state != "COMPLETED" else "PARTIAL", moment)

    def fail(self, state: str, status_message: str, moment: float) -> None:
        """End in a state with a message, which decides the MessageCategory."""
        self.members.update(reason(self.kind, status_message))
        self.enter(state, moment)

    def conclude(self, ending: Ending, seconds: float | None) -> None:
        """Go on to this ending instead, after so many seconds if they are given."""
        self.ending = ending
        self.redirect(self.kind.path_to(ending.state), self.created, seconds)

    def redirect(self, path: Sequence[str], now: float, seconds: float | None = None) -> None:
        """Take on the first of these states, and go the others' way from there."""
        self.enter(path[0], now)
        self.progress = JobProgress(self.kind, path, now, seconds)


def new_job(kind: JobKind, members: Members, ending: Ending, now: float) -> Job:
    """A job that starts now: in its first state, and on its way to this ending."""
    job = Job(kind, {"CreationDate": now, **members})
    job.ending = ending
    job.redirect(kind.path_to(ending.state), now)
    if kind.has_message_category:
        job.members["MessageCategory"] = SUCCESS
    return job


def failure(kind: JobKind, status_message: str) -> Ending:
    """FAILED, for this reason, which decides the MessageCategory."""
    return Ending("FAILED", reason(kind, status_message))


def reason(kind: JobKind, status_message: str) -> Members:
    if kind.has_message_category:
        return {"StatusMessage": status_message, "MessageCategory": category_of(status_message)}
    return {"StatusMessage": status_message}
