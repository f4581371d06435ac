"""The plans of one account and region: their versions, selections and next runs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from operator import itemgetter
from typing import Any

from .. import timestamps
from ..aws.identifiers import new_id, new_version_id
from ..aws.recorded_errors import PLAN_NOT_READ, PLAN_OF_SELECTION_NOT_FOUND
from ..aws.schedules import Schedule
from ..events import Target
from ..kit.backup_resources import BackupResource, BackupResources
from ..kit.state import State, StateDict, StateHeap, StateList
from ..members import Members
from ..neighbours.resources import Resource
from .documents import complete, schedule_of
from .selections import selected, with_empty_members


@dataclass(frozen=True)
class Selection:
    """Resources that a plan backs up. `document` is the BackupSelection as it was sent.

    number: its position among the selections of its plan.
    """

    selection_id: str
    plan_id: str
    document: Mapping[str, Any]
    creator_request_id: str | None
    created: float
    number: int

    def members(self) -> Members:
        """What the operations of selections answer, each its part of it."""
        return {
            "BackupPlanId": self.plan_id,
            "BackupSelection": with_empty_members(self.document),
            "CreationDate": self.created,
            "CreatorRequestId": self.creator_request_id,
            "IamRoleArn": self.document["IamRoleArn"],
            "SelectionId": self.selection_id,
            "SelectionName": self.document["SelectionName"],
        }


# The ids of plans that an organization's backup policies make begin so.
ORGANIZATION_PREFIX = "orgs/"


class Plan(BackupResource):
    """A plan, whose id is its key. It keeps its versions when it is deleted.

    versions: the oldest first; the last is current.
    organization_id: of the organization whose backup policies have made it, if they did.
    """

    def __init__(self, arn: str, plan_id: str, created: float, request: Mapping[str, Any]) -> None:
        super().__init__(plan_id, arn, created, request)
        self.id = plan_id
        self.versions: StateList[PlanVersion] = StateList()
        self.selections: StateDict[str, Selection] = StateDict()
        self.last_selection_number = 0
        self.organization_id: str | None = None

    @property
    def current(self) -> "PlanVersion":
        return self.versions[-1]

    def targets(
        self, resources: Sequence[Resource], opted_in: Mapping[str, bool]
    ) -> Mapping[str, Target]:
        """Those of these resources that it backs up, by ARN, with the role of the first selection of each.

        opted_in: whether each type of resource is backed up.
        """
        targets: dict[str, Target] = {}
        for selection in self.selections.values():
            role = selection.document["IamRoleArn"]
            for resource in selected(selection.document, resources, opted_in):
                targets.setdefault(resource.arn, Target(resource, role))
        return targets


class PlanVersion(State):
    """One version of a plan; it ends with the next one, or when the plan is deleted.

    document: complete, with the ids of its rules.
    schedules: of its rules, in their order.
    """

    def __init__(
        self, plan: Plan, document: Members, created: float, schedules: Sequence[Schedule]
    ) -> None:
        self.plan = plan
        self.id = new_version_id()
        self.number = len(plan.versions)
        self.document = document
        self.created = created
        self.schedules = schedules
        self.ended: float | None = None
        self.last_run: float | None = None


@dataclass(frozen=True, order=True)
class Run:
    """The next time at which a rule of a plan's version makes jobs. Earlier ones come first."""

    moment: float
    number: int
    version: PlanVersion
    rule: Mapping[str, Any]
    schedule: Schedule


class Plans(BackupResources[Plan]):
    title = "Backup plan"
    arn_kind = "backup-plan"

    def __init__(self, account_id: str, region: str) -> None:
        super().__init__(account_id, region)
        # By their ids.
        self.deleted: StateDict[str, Plan] = StateDict()
        self._runs: StateHeap[Run] = StateHeap()
        self._last_run_number = 0

    def plan_of_selections(self, plan_id: str) -> Plan:
        """A plan that is not deleted, for operations on selections, which have an error of their own."""
        plan = self.get(plan_id)
        if plan is None:
            raise PLAN_OF_SELECTION_NOT_FOUND.error(plan_id=plan_id)
        return plan

    def version(self, plan_id: str, version_id: str | None) -> PlanVersion:
        """A version of a plan. A deleted plan has no current version, but its versions can be read by id."""
        if version_id is None:
            plan = self.get(plan_id)
            if plan is not None:
                return plan.current
        else:
            for version in self.versions(plan_id):
                if version.id == version_id:
                    return version
        raise PLAN_NOT_READ.error()

    def versions(self, plan_id: str) -> Sequence[PlanVersion]:
        """All versions of a plan, which may be deleted, the oldest first."""
        plan = self.get(plan_id) or self.deleted.get(plan_id)
        if plan is None:
            raise PLAN_NOT_READ.error()
        return plan.versions

    def create(
        self, request: Mapping[str, Any], document: Members, plan_id: str | None = None
    ) -> Plan:
        """A new plan with this document, which is complete."""
        plan_id = plan_id or new_id()
        plan = Plan(self.arn_of(plan_id), plan_id, timestamps.now(), request)
        plan.tags = request.get("BackupPlanTags", {})
        self.add(plan)
        self.add_version(plan, document)
        return plan

    def update(self, plan: Plan, document: Members) -> PlanVersion:
        """A new version, with which the one before ends. A rule that keeps its name keeps its RuleId."""
        previous = plan.current
        rule_ids = {rule["RuleName"]: rule["RuleId"] for rule in previous.document["Rules"]}
        version = self.add_version(plan, complete(document, rule_ids))
        version.last_run = previous.last_run
        previous.ended = version.created
        return version

    def delete(self, plan: Plan) -> PlanVersion:
        """Delete a plan in all its versions, with its tags; gives the last."""
        self.remove(plan)
        self.deleted[plan.id] = plan
        plan.current.ended = timestamps.now()
        return plan.current

    def load(self, plan: Plan, *, is_deleted: bool) -> None:
        """Keep a plan as it is, with its versions, behind all others."""
        self.add(plan)
        if is_deleted:
            self.remove(plan)
            self.deleted[plan.id] = plan
            return
        now, version = timestamps.now(), plan.current
        for rule, schedule in zip(version.document["Rules"], version.schedules, strict=True):
            self._schedule(Run(now, 0, version, rule, schedule), now)

    def add_version(self, plan: Plan, document: Members) -> PlanVersion:
        """Let a plan go on by this document, which is complete."""
        now = timestamps.now()
        schedules = [schedule_of(rule, now) for rule in document["Rules"]]
        version = PlanVersion(plan, document, now, schedules)
        plan.versions.append(version)
        for rule, schedule in zip(document["Rules"], schedules, strict=True):
            self._schedule(Run(now, 0, version, rule, schedule), now)
        return version

    def _schedule(self, run: Run, now: float) -> None:
        """Let a rule run again at the first of its moments after now, if there is one."""
        moment = run.schedule.next_after(now)
        if moment is not None:
            self._last_run_number += 1
            self._runs.push(replace(run, moment=moment, number=self._last_run_number))
            self.first_due = self._runs[0].moment

    def next_runs(self, version: PlanVersion) -> Iterator[tuple[float, Mapping[str, Any]]]:
        """The coming runs of a version, each with its rule, without end; none of a version that has ended."""
        runs: Iterable[Run] = self._runs if version.ended is None else ()
        return merge(*(_moments(run) for run in runs if run.version is version), key=itemgetter(0))

    def pop_due(self, now: float) -> Iterator[Run]:
        """Take off and schedule anew the rules that are due by now, each with its first due run.

        Rules of versions that have ended are dropped.
        """
        while self._runs and self._runs[0].moment <= now:
            run = self._runs.pop_least()
            self.first_due = self._runs[0].moment if self._runs else timestamps.NEVER
            if run.version.ended is None:
                self._schedule(run, now)
                yield run


def _moments(run: Run) -> Iterator[tuple[float, Mapping[str, Any]]]:
    """A run, and all later ones of its rule."""
    moment: float | None = run.moment
    while moment is not None:
        yield moment, run.rule
        moment = run.schedule.next_after(moment)
