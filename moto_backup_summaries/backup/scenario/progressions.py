"""How jobs advance: moto's transitions of them, and those that a test sets until its mock ends."""

from typing import Any, Final

from moto.moto_api import state_manager
from moto.moto_api._internal.state_manager import DEFAULT_TRANSITION

from .. import timestamps
from ..aws.job_kinds import KIND_NAMED, KINDS, JobKind
from ..aws.numbers import is_integer
from ..frame.transactions import exclusive
from ..kit.state import State, StateDict, StateList, on_failure
from .rule import require, require_one_of

PROGRESSIONS: Final = ("immediate", "manual", "time")


class Progression(State):
    """How a test lets jobs advance. A `with` block removes it at its end."""

    def __init__(
        self, progression: Any, *, kind: Any = None, times: Any = None, seconds: Any = None
    ) -> None:
        """Raises ValueError for a progression that no job can follow."""
        require_one_of("progression", progression, PROGRESSIONS)
        if kind is not None:
            require_one_of("kind", kind, KIND_NAMED)
        self.kinds = KINDS if kind is None else (KIND_NAMED[kind],)
        self.transition: StateDict[str, Any] = StateDict(progression=progression)
        if progression == "manual":
            is_valid = times is None or (is_integer(times) and times >= 1)
            require("times", times, is_valid, "1 or more looks")
            self.transition["times"] = times or 1
        else:
            require("times", times, times is None, "nothing: only manual counts looks")
        if progression == "time":
            self.transition["seconds"] = timestamps.duration("seconds", seconds)
        else:
            require("seconds", seconds, seconds is None, "nothing: only time counts them")
        self._progressions: Progressions | None = None

    def activate(self, progressions: "Progressions") -> None:
        """Add the progression to active ones, as the latest."""
        self._progressions = progressions
        progressions.add(self)

    def __enter__(self) -> "Progression":
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    @exclusive
    def remove(self) -> None:
        """Let jobs advance as before. Removing it again does nothing."""
        if self._progressions is not None:
            self._progressions.remove(self)


class Progressions(State):
    """The progressions of a mock, the latest last; moto's state manager has the latest of each kind."""

    def __init__(self) -> None:
        self._active: list[Progression] = StateList()
        # Moto's own transitions, from before the first progression, by their names.
        self._before: dict[str, Any] = StateDict()

    def add(self, progression: Progression) -> None:
        for kind in progression.kinds:
            if kind.transition not in self._before:
                self._before[kind.transition] = state_manager.get_transition(kind.transition)
            _set_transition(kind, progression.transition)
        self._active.append(progression)

    def remove(self, progression: Progression) -> None:
        if progression in self._active:
            self._active.remove(progression)
            for kind in progression.kinds:
                self._set_latest(kind)

    def clear(self) -> None:
        """Remove all, so that jobs advance by moto's own transitions."""
        for progression in list(self._active):
            self.remove(progression)

    def _set_latest(self, kind: JobKind) -> None:
        transitions = [each.transition for each in self._active if kind in each.kinds]
        before = None if transitions else self._before.pop(kind.transition, None)
        _set_transition(kind, transitions[-1] if transitions else before)


def _set_transition(kind: JobKind, transition: Any) -> None:
    """Set the transition of a kind in moto's state manager."""
    on_failure(_put, kind, state_manager.get_transition(kind.transition))
    _put(kind, transition)


def _put(kind: JobKind, transition: Any) -> None:
    if transition is DEFAULT_TRANSITION:
        state_manager.unset_transition(kind.transition)
    else:
        state_manager.set_transition(kind.transition, transition)
