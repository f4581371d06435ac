"""Where a job stands on its way, by moto's transitions and clock."""

from collections.abc import Sequence
from itertools import pairwise

from moto.moto_api import state_manager
from moto.moto_api._internal.managed_state_model import ManagedState

from ..aws.job_kinds import JobKind


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
