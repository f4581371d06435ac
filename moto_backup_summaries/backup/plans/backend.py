"""PlansBackend: moto's plans, with versions, and the selections of resources that they back up."""

import json
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from heapq import heappush
from itertools import count
from typing import Any

from moto.backup.exceptions import AlreadyExistsException
from moto.backup.models import Plan

from ..aws import checks, service_model, timestamps
from ..aws.errors import (
    InvalidParameterValueException,
    InvalidRequestException,
    ResourceNotFoundException,
)
from ..aws.resource_types import new_id
from ..aws.schedules import Schedule, schedule
from ..jobs.job import Members
from ..listing import parameters
from ..vaults.backend import ITEMS_PER_PAGE, Page, Parameters, VaultsBackend
from . import selections


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


class PlansBackend(VaultsBackend):
    """Moto's backend, whose plans have versions, selections and a time for their next jobs.

    The current version is moto's own Plan; older ones are kept beside it.
    """

    def start_without_selections(self) -> None:
        self.selections: defaultdict[str, dict[str, Selection]] = defaultdict(dict)
        self.older_versions: defaultdict[str, list[Plan]] = defaultdict(list)
        self.runs: list[Run] = []  # A heap.
        self._run_numbers = count()
        for plan in self.plans.values():
            # Moto alone takes any text for a schedule.
            with suppress(ValueError):
                self._expect_runs(plan)

    def forget_selections(self) -> None:
        del self.selections, self.older_versions, self.runs, self._run_numbers

    def expect(self, moment: float | None, plan: Plan, rule: Parameters, times: Schedule) -> None:
        """Let a rule run at this moment, if there is one."""
        if moment is not None:
            heappush(self.runs, Run(moment, next(self._run_numbers), plan, rule, times))

    def in_force(self, plan: Plan) -> bool:
        return plan.deletion_date is None and self.plans.get(plan.backup_plan_id) is plan

    def _expect_runs(self, plan: Plan) -> None:
        now = timestamps.now()
        for rule in plan.backup_plan["Rules"]:
            times = _schedule(rule, now)
            self.expect(times.after(now), plan, rule, times)

    def _plan(self, plan_id: str) -> Plan:
        plan = self.plans.get(plan_id)
        if plan is None or plan.deletion_date is not None:
            raise ResourceNotFoundException(f"Backup plan {plan_id} not found")
        return plan

    def create_backup_plan(
        self, backup_plan: dict[str, Any], backup_plan_tags: dict[str, str], creator_request_id: str
    ) -> Plan:
        _check_rules(backup_plan)
        plan = super().create_backup_plan(backup_plan, backup_plan_tags, creator_request_id)
        self._expect_runs(plan)
        return plan

    def update_backup_plan(self, request: Parameters) -> Plan:
        """A new version. A rule that keeps its name keeps its RuleId; CreationDate is the version's.

        https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateBackupPlan.html
        """
        plan = self._plan(request["BackupPlanId"])
        document = request["BackupPlan"]
        _check_document("BackupPlan", document)
        version = Plan(document, plan.creator_request_id, self)
        version.backup_plan_id = plan.backup_plan_id
        version.backup_plan_arn = plan.backup_plan_arn
        version.last_execution_date = plan.last_execution_date
        rule_ids = {rule["RuleName"]: rule["RuleId"] for rule in plan.backup_plan["Rules"]}
        for rule in document["Rules"]:
            rule["RuleId"] = rule_ids.get(rule["RuleName"], rule["RuleId"])
        self.older_versions[plan.backup_plan_id].append(plan)
        self.plans[plan.backup_plan_id] = version
        self._expect_runs(version)
        return version

    def get_backup_plan(self, backup_plan_id: str, version_id: Any | None = None) -> Plan:
        for version in self.older_versions.get(backup_plan_id, ()):
            if version.version_id == version_id:
                return version
        return super().get_backup_plan(backup_plan_id, version_id)

    def delete_backup_plan(self, backup_plan_id: str) -> tuple[str, str, float, str]:
        if self.selections.get(backup_plan_id):
            raise InvalidRequestException(
                "Related backup plan selections must be deleted prior to backup plan deletion"
            )
        deleted = super().delete_backup_plan(backup_plan_id)
        for version in self.older_versions.get(backup_plan_id, ()):
            version.deletion_date = self.plans[backup_plan_id].deletion_date
        return deleted

    def list_backup_plan_versions(self, request: Parameters) -> Page:
        """Versions, the newest first."""
        query = self.query("ListBackupPlanVersions", request)
        plan_id = query.filters["BackupPlanId"]
        plan = super().get_backup_plan(plan_id, None)
        versions = [*self.older_versions.get(plan_id, ()), plan]
        listed = [
            (number, version.to_list_dict())
            for number, version in reversed(list(enumerate(versions)))
            if query.after is None or number < query.after
        ]
        return query.page(listed, parameters.max_results(request, ITEMS_PER_PAGE))

    def export_backup_plan_template(self, plan_id: str) -> str:
        """A plan's document as JSON, without what makes it this plan."""
        document = self._plan(plan_id).backup_plan
        rules = [{k: v for k, v in rule.items() if k != "RuleId"} for rule in document["Rules"]]
        return json.dumps({**document, "Rules": rules})

    def create_backup_selection(self, request: Parameters) -> Members:
        """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html"""
        plan = self._plan(request["BackupPlanId"])
        checks.required(request, ("BackupSelection",))
        document = request["BackupSelection"]
        selections.check(document)
        of_plan = self.selections[plan.backup_plan_id]
        creator = request.get("CreatorRequestId")
        for other in of_plan.values():
            if creator is not None and other.creator_request_id == creator:
                return other.members()
            if other.document["SelectionName"] == document["SelectionName"]:
                raise AlreadyExistsException(
                    f"Selection {document['SelectionName']} already exists"
                )
        made = Selection(new_id(), plan.backup_plan_id, document, creator, timestamps.now())
        of_plan[made.selection_id] = made
        return made.members()

    def backup_selection(self, request: Parameters) -> Selection:
        self._plan(request["BackupPlanId"])
        found = self.selections[request["BackupPlanId"]].get(request["SelectionId"])
        if found is None:
            raise ResourceNotFoundException(f"Backup selection {request['SelectionId']} not found")
        return found

    def delete_backup_selection(self, request: Parameters) -> None:
        selection = self.backup_selection(request)
        del self.selections[selection.plan_id][selection.selection_id]

    def list_backup_selections(self, request: Parameters) -> Page:
        """Selections of a plan, in the order of their creation."""
        query = self.query("ListBackupSelections", request)
        plan = self._plan(query.filters["BackupPlanId"])
        made = self.selections[plan.backup_plan_id].values()
        listed = sorted(((it.created, it.selection_id), it.members()) for it in made)
        if query.after is not None:
            listed = [entry for entry in listed if entry[0] > tuple(query.after)]
        return query.page(listed, parameters.max_results(request, ITEMS_PER_PAGE))


def plan_of_template(text: str) -> Members:
    """The plan that ExportBackupPlanTemplate wrote; raises InvalidParameterValueException."""
    name = "BackupPlanTemplateJson"
    try:
        document = json.loads(text)
    except ValueError as error:
        raise InvalidParameterValueException.of(name, text, f"JSON ({error})") from None
    if not isinstance(document, dict):
        raise InvalidParameterValueException.of(name, text, "the JSON of an object")
    _check_document(name, document)
    return document


def _check_document(name: str, document: Any) -> None:
    """Members that a plan cannot be without."""
    checks.required(document, ("BackupPlanName", "Rules"))
    service_model.check_input("CreateBackupPlan", "BackupPlan", document)
    for rule in document["Rules"]:
        checks.required(rule, ("RuleName", "TargetBackupVaultName"))
        checks.lifecycle(rule.get("Lifecycle"))
    _check_rules(document)


def _check_rules(document: Parameters) -> None:
    for rule in document.get("Rules", ()):
        try:
            _schedule(rule, 0)
        except ValueError as error:
            raise InvalidParameterValueException(str(error)) from None
        for action in rule.get("CopyActions") or ():
            checks.vault("DestinationBackupVaultArn", action["DestinationBackupVaultArn"])


# What moto gives to rules that leave it out.
_DEFAULTS = {"ScheduleExpression": "cron(0 5 ? * * *)", "ScheduleExpressionTimezone": "Etc/UTC"}


def _schedule(rule: Parameters, since: float) -> Schedule:
    told = {**_DEFAULTS, **rule}
    return schedule(told["ScheduleExpression"], told["ScheduleExpressionTimezone"], since)
