"""What a plan's rules ask for when their time comes: backups of the resources that are selected."""

from array import array
from bisect import bisect_left
from typing import Any

from moto.backup.models import Plan

from ..account import Account, current_scenario
from ..aws import service_model
from ..aws.job_kinds import BACKUP
from ..events import RunsDue, Target
from ..frame.transactions import assign, isolated
from ..neighbours.resources import existing
from .documents import backup_options
from .overlaps import runs_of
from .selections import absent, selected
from .state import Run, Selection


def publish_due_runs(account: Account, now: float) -> None:
    """Tell of the runs that are due by now, rule by rule."""
    if account.plans.next_due > now:
        return
    due = _DueRuns(account)
    runs = list(account.plans.due(now))
    first = {run.plan.backup_plan_id: run.moment for run in reversed(runs)}
    kept: dict[str, list[array[float]]] = {}
    for run in runs:
        plan_id = run.plan.backup_plan_id
        targets = due.targets(run.plan)
        if not targets:
            continue
        if plan_id not in kept:
            kept[plan_id] = runs_of(
                run.plan.backup_plan["Rules"],
                *account.plans.schedules_of(run.plan),
                first[plan_id],
                now,
            )
        place = run.plan.backup_plan["Rules"].index(run.rule)
        moments = kept[plan_id][place]
        moments = moments[bisect_left(moments, run.moment) :]
        if moments:
            with isolated(f"the runs of rule {run.rule.get('RuleName')}"):
                _note_execution(run.plan, moments[-1])
                options = backup_options(run.plan.backup_plan)
                account.publish(RunsDue(moments, now, run.rule, _created_by(run), targets, options))


class _DueRuns:
    """The resources that exist while an account's due runs are made, and whom each plan backs up."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._resources = existing(account.id, account.region)
        self._arns = frozenset(resource.arn for resource in self._resources)
        self._targets: dict[str, list[Target]] = {}

    def targets(self, plan: Plan) -> list[Target]:
        """Each resource once, with the role of the first selection that takes it."""
        plan_id = plan.backup_plan_id
        if plan_id not in self._targets:
            found: dict[str, Target] = {}
            for selection in self._account.plans.selections[plan_id].values():
                role = selection.document["IamRoleArn"]
                opted_in = self._account.settings.opt_in
                for resource in selected(selection.document, self._resources, opted_in):
                    found.setdefault(resource.arn, Target(resource, role))
                self._note_absent(plan, selection)
            self._targets[plan_id] = list(found.values())
        return self._targets[plan_id]

    def _note_absent(self, plan: Plan, selection: Selection) -> None:
        """Tell of resources that a selection names and moto does not have: no run makes a job of them."""
        name, account = selection.document["SelectionName"], self._account
        for arn in absent(selection.document, self._arns):
            current_scenario().note_absent(
                selection.selection_id,
                arn,
                f"selection {name!r} of backup plan {plan.backup_plan['BackupPlanName']!r} names {arn}, "
                f"which moto does not have in {account.region} of account {account.id}, so that no run makes "
                "a job of it; make it in moto before the plan runs",
            )


def _note_execution(plan: Any, moment: float) -> None:
    """Moto declares LastExecutionDate to be None always."""
    assign(plan, last_execution_date=max(moment, plan.last_execution_date or moment))


def _created_by(run: Run) -> dict[str, Any]:
    """All members that this botocore knows of what made a job."""
    plan: Plan = run.plan
    told = {
        "BackupPlanId": plan.backup_plan_id,
        "BackupPlanArn": plan.backup_plan_arn,
        "BackupPlanName": plan.backup_plan["BackupPlanName"],
        "BackupPlanVersion": plan.version_id,
        "BackupRuleId": run.rule["RuleId"],
        "BackupRuleName": run.rule["RuleName"],
        "BackupRuleCron": run.rule["ScheduleExpression"],
        "BackupRuleTimezone": run.rule["ScheduleExpressionTimezone"],
    }
    shape = service_model.item_shape(BACKUP.list_operation, BACKUP.jobs_member)
    return service_model.answered_members(service_model.structure(shape.members["CreatedBy"]), told)
