"""How jobs go on: moto's transitions of them, and those that a test sets until its mock ends."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from moto.moto_api import state_manager
from moto.moto_api._internal.state_manager import DEFAULT_TRANSITION

from .. import timestamps
from ..aws.errors import refusal
from ..aws.job_kinds import KIND_NAMED, KINDS, JobKind
from ..aws.numbers import is_integer, is_number
from ..timestamps import LONGEST
from ..transactions import append, drop, exclusive, on_failure, put, remove
from .rule import require, require_known

PROGRESSIONS: Final = ("immediate", "manual", "time")
_ACCEPTED = (
    '{"progression": "immediate"}, {"progression": "manual", "times": 1} '
    'or {"progression": "time", "seconds": 60}'
)


class Transition(NamedTuple):
    """How jobs of a kind go on: at once, by looks, or by seconds for each state."""

    progression: str = "immediate"
    times: int = 1
    seconds: float = 0.0


def check_transition(told: Any) -> Transition:
    """A transition as moto's state manager has it; raises ValueError for one that cannot be followed."""
    if isinstance(told, Mapping):
        times: Any = told.get("times")
        seconds: Any = told.get("seconds")
        if told.get("progression") == "immediate":
            return Transition()
        if told.get("progression") == "manual" and is_integer(times) and times >= 1:
            return Transition("manual", times=times)
        is_time = is_number(seconds) and 0 <= seconds <= LONGEST
        if told.get("progression") == "time" and is_time:
            return Transition("time", seconds=seconds)
    raise ValueError(refusal("transition", told, _ACCEPTED))


def transition_of(kind: JobKind) -> Transition:
    """What moto's state manager has for a kind. From Python moto takes anything: this is then immediate."""
    try:
        return check_transition(state_manager.get_transition(kind.transition))
    except ValueError:
        return Transition()


class Progression:
    """How jobs go on by what a test said. `with` it, it is removed at the end of the block."""

    def __init__(
        self, progression: Any, *, kind: Any = None, times: Any = None, seconds: Any = None
    ) -> None:
        """Raises ValueError for what no job can follow."""
        require_known("progression", progression, PROGRESSIONS)
        if kind is not None:
            require_known("kind", kind, KIND_NAMED)
        self.kinds = KINDS if kind is None else (KIND_NAMED[kind],)
        self.transition = {"progression": progression}
        if progression == "manual":
            is_right = times is None or (is_integer(times) and times >= 1)
            require("times", times, is_right, "1 or more looks")
            self.transition["times"] = times or 1
        else:
            require("times", times, times is None, "nothing: only manual counts looks")
        if progression == "time":
            self.transition["seconds"] = timestamps.duration("seconds", seconds)
        else:
            require("seconds", seconds, seconds is None, "nothing: only time counts them")
        self._among: Progressions | None = None

    def enter(self, among: "Progressions") -> None:
        """Be in force, as the latest of some."""
        self._among = among
        among.add(self)

    def __enter__(self) -> "Progression":
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    @exclusive
    def remove(self) -> None:
        """Let jobs go on as before. Once it is gone, this does nothing."""
        if self._among is not None:
            self._among.remove(self)


class Progressions:
    """Those of a mock, the latest last. Moto's state manager has the latest of each kind of job."""

    def __init__(self) -> None:
        self._set: list[Progression] = []
        # What moto had before the first.
        self._before: dict[str, Any] = {}

    def add(self, progression: Progression) -> None:
        for kind in progression.kinds:
            if kind.transition not in self._before:
                put(self._before, kind.transition, state_manager.get_transition(kind.transition))
            _set_transition(kind, progression.transition)
        append(self._set, progression)

    def remove(self, progression: Progression) -> None:
        if progression in self._set:
            remove(self._set, progression)
            for kind in progression.kinds:
                self._set_latest(kind)

    def clear(self) -> None:
        """Let all jobs go on as before the first."""
        for progression in list(self._set):
            self.remove(progression)

    def _set_latest(self, kind: JobKind) -> None:
        transitions = [it.transition for it in self._set if kind in it.kinds]
        before = None if transitions else drop(self._before, kind.transition)
        _set_transition(kind, transitions[-1] if transitions else before)


def _set_transition(kind: JobKind, transition: Any) -> None:
    """Let moto's state manager have a transition of a kind."""
    on_failure(partial(_let, kind, state_manager.get_transition(kind.transition)))
    _let(kind, transition)


def _let(kind: JobKind, transition: Any) -> None:
    if transition is DEFAULT_TRANSITION:
        state_manager.unset_transition(kind.transition)
    else:
        state_manager.set_transition(kind.transition, transition)
