"""Where a job stands on its way, by moto's transitions and clock."""

from collections.abc import Sequence
from itertools import pairwise

from moto.moto_api._internal.managed_state_model import ManagedState

from ..aws.job_kinds import JobKind
from ..frame.transactions import assign
from ..scenario.progressions import transition_of
from ..timestamps import FIRST, NEVER


class JobProgress(ManagedState):
    """Where a job stands on its way, by the transition that moto's state manager has for its kind.

    Unlike a plain ManagedState it reads moto's clock, and one look takes as many steps as the
    elapsed time holds, each at its own moment. A job with a duration follows that instead.
    """

    def __init__(
        self, kind: JobKind, path: Sequence[str], since: float, seconds: float | None = None
    ) -> None:
        super().__init__(kind.transition, list(pairwise(path)))
        self._kind = kind
        self._since = since
        self._ends = None if seconds is None else since + seconds
        self._last = path[-1]

    def advance(self) -> None:
        """Count a look, as a plain ManagedState does, and be able to take it back."""
        assign(self, _tick=self._tick + 1)

    @property
    def next_is_last(self) -> bool:
        return self._get_next_status(self._status) == self._last

    def step(self, now: float) -> tuple[str, float] | None:
        """The next state that is reached by now and the moment it was reached; None when none is."""
        due = self.due
        if due > now:
            return None
        reached = now if due == FIRST else due
        following = str(self._get_next_status(self._status))
        assign(self, _status=following, _since=reached, _tick=0)
        return following, reached

    @property
    def due(self) -> float:
        """When the next state is reached: FIRST where it is at once, NEVER where it takes a look."""
        if self._ends is not None:
            return self._ends if self.next_is_last else self._since
        transition = transition_of(self._kind)
        if transition.progression == "time":
            return self._since + transition.seconds
        if transition.progression == "manual" and self._tick < transition.times:
            return NEVER
        return FIRST
