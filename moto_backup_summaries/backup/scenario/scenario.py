"""All that a test has said of what will happen; of several rules that match, the latest wins."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeVar

from ..aws.job_kinds import JobKind
from ..kit.state import State, StateDict, StateList
from ..mocking import is_mocked
from ..views import PointView
from .approvals import ApprovalOutcome
from .deletions import EXPIRED, DeletionOutcome
from .deployments import DEPLOYED, DeploymentOutcome
from .faults import Fault
from .outcomes import Outcome
from .progressions import Progressions
from .rule import Rule, SetAt, unused_text
from .unseen_loads import UnseenLoads

_LOG = logging.getLogger(__name__)
AnyRule = TypeVar("AnyRule", bound=Rule)
# All kinds of rules. Each has an endpoint and its place on the page; what it decides is a method of Scenario.
RULE_TYPES: Final[Sequence[type[Rule]]] = (
    Outcome,
    ApprovalOutcome,
    DeletionOutcome,
    DeploymentOutcome,
    Fault,
)


class SetClock(Protocol):
    """A clock that a test has set."""

    def set_back(self) -> None: ...


class Scenario(State):
    """unseen_loads: loaded jobs that nobody has requested yet.
    clock: set over HTTP, so that a reset of moto sets it back.
    """

    def __init__(self) -> None:
        self._active: Mapping[type[Rule], list[Any]] = MappingProxyType(
            {rule_type: StateList() for rule_type in RULE_TYPES}
        )
        # All that were set, also those that no longer apply.
        self.rules: list[Rule] = StateList()
        # By the id of a call that one of them has failed: what its further attempts are answered too.
        self.failed_calls: dict[str, Fault] = StateDict()
        self.progressions = Progressions()
        self.unseen_loads: UnseenLoads = StateDict()
        # Warnings of resources that a selection names and moto lacks, by the selection's id and the ARN.
        self.absent: dict[tuple[str, str], str] = StateDict()
        self.clock: SetClock | None = None

    def end(self) -> None:
        """Set moto's transitions and the clock back."""
        self.progressions.clear()
        if self.clock is not None:
            self.clock.set_back()

    def clear(self) -> None:
        """Remove all rules."""
        for rule in self.rules:
            rule.remove()
        self.progressions.clear()

    def active(self, rule_type: type[AnyRule]) -> list[AnyRule]:
        """The rules of a type that still apply, the latest last."""
        return self._active[rule_type]

    def add(self, rule: Rule, set_at: SetAt) -> None:
        """Let a rule apply from now on, and give it its id."""
        rule.activate(self._active[type(rule)], set_at)
        self.rules.append(rule)
        rule.id = len(self.rules)

    def note_absent(self, selection_id: str, arn: str, text: str) -> None:
        """Keep the warning of a resource that a selection names and moto lacks; a server logs it, once."""
        if (selection_id, arn) not in self.absent:
            self.absent[selection_id, arn] = text
            if not is_mocked():
                _LOG.warning(text)

    def unused(self) -> list[Rule]:
        """The active rules that were never used, in the order in which they were set."""
        return [rule for rule in self.rules if not rule.times_used and not rule.is_removed]

    def warnings(self, ended_at: SetAt) -> Iterator[tuple[str, SetAt]]:
        """The warnings at the end of a mock, each with the line of its cause, or of that end."""
        if unused := self.unused():
            yield unused_text(unused), unused[0].set_at
        for load in self.unseen_loads.values():
            if load.missed_by is not None:
                yield str(load), load.set_at
        for text in self.absent.values():
            yield text, ended_at

    def approval(
        self, operation: str, approval_team_arn: str, account_id: str, region: str
    ) -> ApprovalOutcome | None:
        """What a team decides about a request that is made now, if a test has said so; counts its use."""
        return self._use_latest(
            ApprovalOutcome,
            account_id,
            region,
            lambda rule: rule.matches(operation, approval_team_arn),
        )

    def undeletable(
        self, points: Sequence[PointView], account_id: str, region: str
    ) -> dict[int, str]:
        """Why AWS Backup cannot delete some recovery points, by their index; counts the use of rules.

        What is EXPIRED already was not deleted once, and can be now.
        """
        messages: dict[int, str] = {}
        # Without a rule nobody looks at a point: there may be a million.
        for index, point in enumerate(points if self.active(DeletionOutcome) else ()):
            rule = None if point.is_expired else self._deletion(point, account_id, region)
            if rule is not None and rule.status == EXPIRED:
                messages[index] = rule.message
        return messages

    def _deletion(self, point: PointView, account_id: str, region: str) -> DeletionOutcome | None:
        return self._use_latest(
            DeletionOutcome, account_id, region, lambda rule: rule.matches(point)
        )

    def deployment_status(self, framework_name: str, account_id: str, region: str) -> str:
        """The DeploymentStatus with which a framework ends up that is deployed now; counts a rule's use."""
        rule = self._use_latest(
            DeploymentOutcome, account_id, region, lambda rule: rule.matches(framework_name)
        )
        return DEPLOYED if rule is None else rule.status

    def outcome(
        self, kind: JobKind, resource_arn: str, resource_type: str, account_id: str, region: str
    ) -> Outcome | None:
        """The outcome of a job that starts now, if any; counts its use."""
        return self._use_latest(
            Outcome,
            account_id,
            region,
            lambda rule: rule.matches(kind, resource_arn, resource_type),
        )

    def decides(
        self, kind: JobKind, resource_arn: str, resource_type: str, account_id: str, region: str
    ) -> bool:
        """Whether there is an outcome for such a job; counts no use."""
        return any(
            rule.applies_in(account_id, region) and rule.matches(kind, resource_arn, resource_type)
            for rule in self.active(Outcome)
        )

    def fault(
        self, operation: str, account_id: str, region: str, call_id: str | None
    ) -> Fault | None:
        """The fault of this request, if any; counts its use. call_id: of its call, if one was sent."""
        fault = None if call_id is None else self.failed_calls.get(call_id)
        if fault is None or fault.is_removed:
            fault = self._use_latest(
                Fault, account_id, region, lambda rule: rule.operation == operation
            )
        if fault is not None:
            fault.note_request(call_id)
            if call_id is not None and fault.counts == "calls":
                self.failed_calls[call_id] = fault
        return fault

    def _use_latest(
        self,
        rule_type: type[AnyRule],
        account_id: str,
        region: str,
        matches: Callable[[AnyRule], bool],
    ) -> AnyRule | None:
        """The latest rule that applies in an account and region and matches, if any; counts its use."""
        for rule in reversed(self.active(rule_type)):
            if rule.applies_in(account_id, region) and matches(rule):
                rule.apply_once()
                return rule
        return None
