"""The rules that a test has set; of several that match, the latest wins."""

import logging
from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from ..aws.job_kinds import JobKind
from ..mocking import is_mocked
from ..transactions import clear
from .faults import Fault
from .landings import Landings
from .outcomes import Outcome
from .progressions import Progressions
from .rule import Rule, SetAt, unused_text

_LOG = logging.getLogger(__name__)
AnyRule = TypeVar("AnyRule", bound=Rule)


class SetClock(Protocol):
    """A clock that a test has set, and that goes back when the test's state does."""

    def set_back(self) -> None: ...


class Scenario:
    """landings: where jobs were loaded that nobody asked for.

    clock: one that was set over HTTP, so that a reset of moto sets it back.
    """

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.faults: list[Fault] = []
        self.progressions = Progressions()
        self.landings: Landings = {}
        # What a plan's selection names and moto does not have, by the selection's id and the ARN.
        self.absent: dict[tuple[str, str], str] = {}
        self.clock: SetClock | None = None

    def end(self) -> None:
        """Let jobs go on as before, and the clock go back to the real time, if they were set."""
        self.progressions.clear()
        if self.clock is not None:
            self.clock.set_back()

    def clear(self) -> None:
        """Be without rules."""
        clear(self.outcomes)
        clear(self.faults)
        self.progressions.clear()

    def note_absent(self, selection_id: str, arn: str, text: str) -> None:
        """Note what a plan's selection names and moto does not have; a server logs it, once."""
        if (selection_id, arn) not in self.absent:
            self.absent[selection_id, arn] = text
            if not is_mocked():
                _LOG.warning(text)

    def unused(self) -> list[Rule]:
        """The rules in force that were never used."""
        return [rule for rule in (*self.outcomes, *self.faults) if not rule.times_used]

    def to_tell(self, ended_at: SetAt) -> Iterator[tuple[str, SetAt]]:
        """What a test hardly meant, each with the line that did it, or at which the mock ended."""
        if unused := self.unused():
            # The line that set the first rule is the one to look at.
            yield unused_text(unused), unused[0].set_at
        for landing in self.landings.values():
            if landing.missed is not None:
                yield str(landing), landing.set_at
        for text in self.absent.values():
            yield text, ended_at

    def outcome(
        self, kind: JobKind, resource_arn: str, resource_type: str, account_id: str, region: str
    ) -> Outcome | None:
        """How a job that starts now is to end, if a test has said so."""
        return _use_latest(
            self.outcomes,
            lambda rule: (
                rule.is_for(account_id, region) and rule.matches(kind, resource_arn, resource_type)
            ),
        )

    def decides(
        self, kind: JobKind, resource_arn: str, resource_type: str, account_id: str, region: str
    ) -> bool:
        """Whether a rule says how such a job ends. None is used up by asking."""
        return any(
            rule.is_for(account_id, region) and rule.matches(kind, resource_arn, resource_type)
            for rule in self.outcomes
        )

    def fault(self, operation: str, account_id: str, region: str) -> Fault | None:
        """The error that this call is to answer, if any."""
        return _use_latest(
            self.faults,
            lambda rule: rule.operation == operation and rule.is_for(account_id, region),
        )


def _use_latest(rules: list[AnyRule], applies: Callable[[AnyRule], bool]) -> AnyRule | None:
    rule = next((rule for rule in reversed(rules) if applies(rule)), None)
    if rule is not None:
        rule.apply_once()
    return rule
