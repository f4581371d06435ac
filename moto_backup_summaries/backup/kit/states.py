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


class ManagedProgress(NamedTuple):
    """Where something stands on its way through some states.

    Unlike moto's ManagedState it goes by moto's clock, and one look takes as many steps as time has
    brought, each at its own moment.

    path: the states. position: that of its state in the path. since: the moment that it has had this state
        since. looks: how many were counted since then.
    ends: when it is in its last state, where it follows that instead of moto's transition.
    """

    model_name: str
    path: Sequence[str]
    since: float
    ends: float | None = None
    position: int = 0
    looks: int = 0

    @property
    def state(self) -> str:
        return self.path[self.position]

    @property
    def next_is_last(self) -> bool:
        return self.position + 2 >= len(self.path)

    @property
    def due(self) -> float:
        """When the next state is reached: FIRST where it is at once, NEVER where it takes a look."""
        if self.ends is not None:
            return self.ends if self.next_is_last else self.since
        transition = transition_of(self.model_name)
        if transition.progression == "time":
            return self.since + transition.seconds
        if transition.progression == "manual" and self.looks < transition.times:
            return NEVER
        return FIRST

    def after_look(self) -> "ManagedProgress":
        """The same, with a look more."""
        return self._replace(looks=self.looks + 1)

    def after_step(self, now: float) -> "ManagedProgress | None":
        """Where it stands once the next state is reached; None where that is not by now."""
        due = self.due
        if due > now:
            return None
        since = now if due == FIRST else due
        position = min(self.position + 1, len(self.path) - 1)
        return ManagedProgress(self.model_name, self.path, since, self.ends, position)

    def at(self, now: float) -> "ManagedProgress":
        """Where it stands after all steps that are due by now."""
        if self.position + 1 < len(self.path):
            later = self.after_step(now)
            return self if later is None else later.at(now)
        return self
