"""The plans of one account and region: their versions, selections and next runs."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from heapq import heappop, heappush, merge
from itertools import count
from operator import itemgetter
from typing import Any, cast

from moto.backup.models import BackupBackend, Plan

from .. import timestamps
from ..aws.arns import last_part_of
from ..aws.errors import ResourceNotFoundException
from ..aws.identifiers import new_version_id
from ..aws.recorded_errors import PLAN_EXISTS, PLAN_NOT_READ, PLAN_OF_SELECTION_NOT_FOUND
from ..aws.schedules import Schedule
from ..events import PlanChanged
from ..frame.transactions import append, assign, keep_attributes, keep_tags, push, put
from ..members import Members
from .documents import schedule_of, without_rule_ids
from .selections import as_told


@dataclass(frozen=True)
class Selection:
    """Resources that a plan backs up. `document` is the BackupSelection as it was sent."""

    selection_id: str
    plan_id: str
    document: Mapping[str, Any]
    creator_request_id: str | None
    created: float

    def members(self) -> Members:
        """What the operations of selections answer, each its part of it."""
        return {
            "BackupPlanId": self.plan_id,
            "BackupSelection": as_told(self.document),
            "CreationDate": self.created,
            "CreatorRequestId": self.creator_request_id,
            "IamRoleArn": self.document["IamRoleArn"],
            "SelectionId": self.selection_id,
            "SelectionName": self.document["SelectionName"],
        }


@dataclass(frozen=True, order=True)
class Run:
    """The next time at which a rule of a plan's version makes jobs. Earlier ones come first."""

    moment: float
    number: int
    plan: Plan
    rule: Mapping[str, Any]
    schedule: Schedule


class Plans:
    """Moto's plans, with their older versions, their selections and a time for their next jobs.

    The current version of a plan is moto's own Plan; older ones are kept beside it.

    publish: is told what becomes of plans.
    """

    def __init__(self, moto: BackupBackend, publish: Callable[[PlanChanged], None]) -> None:
        self._moto = moto
        self._publish = publish
        self.selections: defaultdict[str, dict[str, Selection]] = defaultdict(dict)
        self._older_versions: defaultdict[str, list[Plan]] = defaultdict(list)
        self._runs: list[Run] = []  # A heap.
        self._run_numbers = count()
        self._schedules: dict[str, tuple[float, list[Schedule]]] = {}
        for plan in moto.plans.values():
            # Moto alone takes any text for a schedule.
            with suppress(ValueError):
                self._expect_runs(plan)

    def __iter__(self) -> Iterator[Plan]:
        """The current versions of the plans, deleted ones too."""
        return iter(self._moto.plans.values())

    def named(self, plan_id: str) -> Plan:
        """The current version of a plan that is not deleted."""
        plan = self._get(plan_id)
        if plan is None:
            raise ResourceNotFoundException(f"Backup plan {plan_id} not found")
        return plan

    def of_selection(self, plan_id: str) -> Plan:
        """The same for an operation on selections, of which AWS says something else."""
        plan = self._get(plan_id)
        if plan is None:
            raise PLAN_OF_SELECTION_NOT_FOUND.error(plan_id=plan_id)
        return plan

    def _get(self, plan_id: str) -> Plan | None:
        plan = self._moto.plans.get(plan_id)
        return None if plan is None or plan.deletion_date is not None else plan

    def has_arn(self, arn: str) -> bool:
        plan = self._get(last_part_of(arn))
        return plan is not None and plan.backup_plan_arn == arn

    def version(self, plan_id: str, version_id: str | None) -> Plan:
        """A version of a plan, of one that is deleted too; the current one only of one that is not."""
        if version_id is None:
            plan = self._get(plan_id)
            if plan is None:
                raise PLAN_NOT_READ.error()
            return plan
        for version in self._older_versions.get(plan_id, ()):
            if version.version_id == version_id:
                return version
        return self._moto.get_backup_plan(plan_id, version_id)

    def versions(self, plan_id: str) -> list[Plan]:
        """All versions, the oldest first."""
        return [*self._older_versions.get(plan_id, ()), self._moto.get_backup_plan(plan_id, None)]

    def create(self, request: Mapping[str, Any]) -> Plan:
        """The plan that CreateBackupPlan asks for; the same one for a request that is repeated.

        Others may have its name, but not its document.
        """
        document, creator = request["BackupPlan"], request.get("CreatorRequestId")
        there = [plan for plan in self if plan.deletion_date is None]
        for plan in there:
            if creator is not None and plan.creator_request_id == creator:
                return plan
        # Moto's own way would not let go of the names of deleted plans.
        made = self._new(document, creator)
        asked = without_rule_ids(made.backup_plan)
        for plan in there:
            if without_rule_ids(plan.backup_plan) == asked:
                raise PLAN_EXISTS.error(
                    Arn=plan.backup_plan_arn, CreatorRequestId=plan.creator_request_id
                )
        put(self._moto.plans, made.backup_plan_id, made)
        keep_tags(self._moto.tagger, made.backup_plan_arn)
        self._moto.tag_resource(made.backup_plan_arn, request.get("BackupPlanTags", {}))
        self._expect_runs(made)
        self._tell(made, "CREATED")
        return made

    def _tell(self, version: Plan, state: str) -> None:
        plan_id, arn = version.backup_plan_id, version.backup_plan_arn
        moment = timestamps.now()
        self._publish(PlanChanged(plan_id, arn, version.version_id, state, moment))

    def _new(self, document: Members, creator_request_id: str | None) -> Plan:
        # Moto's classes of models make what has no type.
        made: Any = Plan(document, creator_request_id or "", self._moto)
        made.version_id = new_version_id()
        return cast(Plan, made)

    def update(self, plan: Plan, document: Members) -> Plan:
        """A new version, with which the one before ends. A rule that keeps its name keeps its RuleId."""
        version = self._new(document, plan.creator_request_id)
        version.backup_plan_id = plan.backup_plan_id
        version.backup_plan_arn = plan.backup_plan_arn
        version.last_execution_date = plan.last_execution_date
        rule_ids = {rule["RuleName"]: rule["RuleId"] for rule in plan.backup_plan["Rules"]}
        for rule in document["Rules"]:
            rule["RuleId"] = rule_ids.get(rule["RuleName"], rule["RuleId"])
        assign(plan, deletion_date=version.creation_date)
        append(self._older_versions[plan.backup_plan_id], plan)
        put(self._moto.plans, plan.backup_plan_id, version)
        self._expect_runs(version)
        self._tell(version, "MODIFIED")
        return version

    def delete(self, plan: Plan) -> Members:
        """Delete a plan in all its versions, with its tags."""
        keep_attributes(plan, "deletion_date")
        keep_tags(self._moto.tagger, plan.backup_plan_arn)
        plan_id, arn, deleted, version_id = self._moto.delete_backup_plan(plan.backup_plan_id)
        self._moto.tagger.delete_all_tags_for_resource(arn)
        self._tell(plan, "DELETED")
        return {
            "BackupPlanId": plan_id,
            "BackupPlanArn": arn,
            "DeletionDate": deleted,
            "VersionId": version_id,
        }

    def next_runs(self, plan: Plan) -> Iterator[tuple[float, Mapping[str, Any]]]:
        """The moments of a version that is in force, each with its rule, without end."""
        runs = [run for run in self._runs if run.plan is plan and self._in_force(plan)]
        return merge(*map(_moments, runs), key=itemgetter(0))

    def due(self, now: float) -> Iterator[Run]:
        """The rules that are due by now, each with its first run that is, of plans that are in force.

        The first run that is not due is expected before a rule is given out.
        """
        while self._runs and self._runs[0].moment <= now:
            run = heappop(self._runs)
            if self._in_force(run.plan):
                self._expect(heappush, run.schedule.next_after(now), run)
                yield run

    def schedules_of(self, plan: Plan) -> tuple[float, Sequence[Schedule]]:
        """Since when a version of a plan runs, and the schedules of its rules."""
        return self._schedules[plan.version_id]

    @property
    def next_due(self) -> float:
        """When the next run of a rule is due, or NEVER."""
        return self._runs[0].moment if self._runs else timestamps.NEVER

    def _in_force(self, plan: Plan) -> bool:
        return plan.deletion_date is None and self._moto.plans.get(plan.backup_plan_id) is plan

    def _expect_runs(self, plan: Plan) -> None:
        now = timestamps.now()
        schedules: list[Schedule] = []
        put(self._schedules, plan.version_id, (now, schedules))
        for rule in plan.backup_plan["Rules"]:
            schedule = schedule_of(rule, now)
            schedules.append(schedule)
            self._expect(push, schedule.next_after(now), Run(now, 0, plan, rule, schedule))

    def _expect(
        self, put_on: Callable[[list[Run], Run], None], moment: float | None, run: Run
    ) -> None:
        """Let a rule run again at this moment, if there is one.

        put_on: what time brings is not undone, what a request does is.
        """
        if moment is not None:
            put_on(self._runs, replace(run, moment=moment, number=next(self._run_numbers)))


def _moments(run: Run) -> Iterator[tuple[float, Mapping[str, Any]]]:
    """A run, and those of its rule after it."""
    moment: float | None = run.moment
    while moment is not None:
        yield moment, run.rule
        moment = run.schedule.next_after(moment)
