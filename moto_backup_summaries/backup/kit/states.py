"""How jobs and resources go through their states, by the transitions of moto's state manager.

A family names the model of its resources once, by `managed_model`. Its transition is immediate until a test
calls moto's `set_transition`, in Python or over HTTP.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from moto.moto_api import state_manager
from moto.moto_api._internal.state_manager import DEFAULT_TRANSITION

from ..aws.errors import refusal
from ..aws.numbers import is_integer, is_number
from ..timestamps import FIRST, LONGEST, NEVER
from .state import State

_ACCEPTED = (
    '{"progression": "immediate"}, {"progression": "manual", "times": 1} '
    'or {"progression": "time", "seconds": 60}'
)


class Transition(NamedTuple):
    """How a model advances: at once, after so many calls, or by seconds for each state."""

    progression: str = "immediate"
    times: int = 1
    seconds: float = 0.0


_IMMEDIATE = Transition()


def check_transition(document: Any) -> Transition:
    """A transition in moto's state manager; raises ValueError for an invalid one."""
    if isinstance(document, Mapping):
        progression: Any = document.get("progression")
        times: Any = document.get("times")
        seconds: Any = document.get("seconds")
        if progression == "immediate":
            return _IMMEDIATE
        if progression == "manual" and is_integer(times) and times >= 1:
            return Transition("manual", times=times)
        if progression == "time" and is_number(seconds) and 0 <= seconds <= LONGEST:
            return Transition("time", seconds=seconds)
    raise ValueError(refusal("transition", document, _ACCEPTED))


def transition_of(name: str) -> Transition:
    """moto's transition of a model; moto accepts any from Python, and what is invalid counts as immediate."""
    document = state_manager.get_transition(name)
    if document is DEFAULT_TRANSITION:
        return _IMMEDIATE
    try:
        return check_transition(document)
    except ValueError:
        return _IMMEDIATE


# The models of moto's state manager that resources of AWS Backup are, beside those of jobs.
MODELS: list[str] = []


def managed_model(name: str) -> str:
    """Let resources of a model, such as `backup::backup_vault`, go on by moto's transitions."""
    MODELS.append(name)
    return name


def progress_of(model_name: str, path: Sequence[str], since: float) -> "ManagedProgress | None":
    """The progress of a new resource; None where its transition is immediate."""
    if transition_of(model_name).progression == "immediate":
        return None
    return ManagedProgress(model_name, path, since)


class ManagedProgress(State):
    """Where something stands on its way through some states.

    Unlike moto's ManagedState it goes by moto's clock, and one look takes as many steps as time has
    brought, each at its own moment. What takes some seconds to its last state follows these instead of
    moto's transition.
    """

    def __init__(
        self, model_name: str, path: Sequence[str], since: float, seconds: float | None = None
    ) -> None:
        self._model_name = model_name
        self._path = path
        self._position = 0  # Of its state in the path.
        self._since = since
        self._looks = 0  # Since then.
        self._ends = None if seconds is None else since + seconds

    def advance(self) -> None:
        """Count a look."""
        self._looks += 1

    @property
    def next_is_last(self) -> bool:
        return self._position + 2 >= len(self._path)

    @property
    def due(self) -> float:
        """When the next state is reached: FIRST where it is at once, NEVER where it takes a look."""
        if self._ends is not None:
            return self._ends if self.next_is_last else self._since
        transition = transition_of(self._model_name)
        if transition.progression == "time":
            return self._since + transition.seconds
        if transition.progression == "manual" and self._looks < transition.times:
            return NEVER
        return FIRST

    def step(self, now: float) -> tuple[str, float] | None:
        """The next state that is reached by now and the moment it was reached; None when none is."""
        due = self.due
        if due > now:
            return None
        self._since = now if due == FIRST else due
        self._position = min(self._position + 1, len(self._path) - 1)
        self._looks = 0
        return self._path[self._position], self._since

    def state_at(self, now: float) -> str:
        """The state after all steps that are due by now."""
        while self._position + 1 < len(self._path) and self.step(now):
            pass
        return self._path[self._position]
