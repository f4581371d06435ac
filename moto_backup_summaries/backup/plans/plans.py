"""The plans of one account and region: their versions, selections and next runs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Any

from moto.backup.models import BackupBackend, Plan

from .. import timestamps
from ..aws.errors import ResourceNotFoundException
from ..aws.schedules import Schedule
from ..members import Members
from .documents import schedule_of


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
            "BackupSelection": self.document,
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
    """

    def __init__(self, moto: BackupBackend) -> None:
        self._moto = moto
        self.selections: defaultdict[str, dict[str, Selection]] = defaultdict(dict)
        self._older_versions: defaultdict[str, list[Plan]] = defaultdict(list)
        self._runs: list[Run] = []  # A heap.
        self._run_numbers = count()
        self._schedules: dict[str, tuple[float, list[Schedule]]] = {}
        for plan in moto.plans.values():
            # Moto alone takes any text for a schedule.
            with suppress(ValueError):
                self._expect_runs(plan)

    def named(self, plan_id: str) -> Plan:
        """The current version of a plan that is not deleted."""
        plan = self._moto.plans.get(plan_id)
        if plan is None or plan.deletion_date is not None:
            raise ResourceNotFoundException(f"Backup plan {plan_id} not found")
        return plan

    def version(self, plan_id: str, version_id: str | None) -> Plan:
        """A version of a plan, or the current one; plans that are deleted too."""
        for version in self._older_versions.get(plan_id, ()):
            if version.version_id == version_id:
                return version
        return self._moto.get_backup_plan(plan_id, version_id)

    def versions(self, plan_id: str) -> list[Plan]:
        """All versions, the oldest first."""
        return [*self._older_versions.get(plan_id, ()), self._moto.get_backup_plan(plan_id, None)]

    def create(self, document: Members, tags: dict[str, str], creator_request_id: str) -> Plan:
        plan = self._moto.create_backup_plan(document, tags, creator_request_id)
        self._expect_runs(plan)
        return plan

    def update(self, plan: Plan, document: Members) -> Plan:
        """A new version. A rule that keeps its name keeps its RuleId; CreationDate is the version's."""
        version = Plan(document, plan.creator_request_id, self._moto)
        version.backup_plan_id = plan.backup_plan_id
        version.backup_plan_arn = plan.backup_plan_arn
        version.last_execution_date = plan.last_execution_date
        rule_ids = {rule["RuleName"]: rule["RuleId"] for rule in plan.backup_plan["Rules"]}
        for rule in document["Rules"]:
            rule["RuleId"] = rule_ids.get(rule["RuleName"], rule["RuleId"])
        self._older_versions[plan.backup_plan_id].append(plan)
        self._moto.plans[plan.backup_plan_id] = version
        self._expect_runs(version)
        return version

    def delete(self, plan_id: str) -> Members:
        _, arn, deleted, version_id = self._moto.delete_backup_plan(plan_id)
        for version in self._older_versions.get(plan_id, ()):
            version.deletion_date = deleted
        return {
            "BackupPlanId": plan_id,
            "BackupPlanArn": arn,
            "DeletionDate": deleted,
            "VersionId": version_id,
        }

    def due(self, now: float) -> Iterator[Run]:
        """The rules that are due by now, each with its first run that is, of plans that are in force.

        The first run that is not due is expected before a rule is given out.
        """
        while self._runs and self._runs[0].moment <= now:
            run = heappop(self._runs)
            if self._in_force(run.plan):
                self._expect(run.schedule.after(now), run.plan, run.rule, run.schedule)
                yield run

    def schedules_of(self, plan: Plan) -> tuple[float, Sequence[Schedule]]:
        """Since when a version of a plan runs, and the schedules of its rules."""
        return self._schedules[plan.version_id]

    def has_due(self, now: float) -> bool:
        return bool(self._runs) and self._runs[0].moment <= now

    def _in_force(self, plan: Plan) -> bool:
        return plan.deletion_date is None and self._moto.plans.get(plan.backup_plan_id) is plan

    def _expect_runs(self, plan: Plan) -> None:
        now = timestamps.now()
        schedules: list[Schedule] = []
        self._schedules[plan.version_id] = now, schedules
        for rule in plan.backup_plan["Rules"]:
            schedule = schedule_of(rule, now)
            schedules.append(schedule)
            self._expect(schedule.after(now), plan, rule, schedule)

    def _expect(
        self, moment: float | None, plan: Plan, rule: Mapping[str, Any], schedule: Schedule
    ) -> None:
        """Let a rule run at this moment, if there is one."""
        if moment is not None:
            heappush(self._runs, Run(moment, next(self._run_numbers), plan, rule, schedule))
