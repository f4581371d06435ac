"""Runs of plans: when a rule is due, backups of the selected resources start."""

from array import array
from bisect import bisect_left
from typing import Any

from ..account import Account, current_scenario
from ..aws import service_model
from ..aws.inferring import is_made_by_test
from ..aws.job_kinds import BACKUP
from ..events import RunsDue, Target
from ..frame.transactions import isolated
from ..neighbours.resources import existing
from .documents import backup_options
from .overlaps import runs_of
from .selections import absent
from .state import Plan, Run, Selection


def publish_due_runs(account: Account, now: float) -> None:
    """Publish the runs that are due by now, rule by rule."""
    if account.plans.first_due > now:
        return
    due_runs = _DueRuns(account)
    runs = list(account.plans.pop_due(now))
    first = {run.version.id: run.moment for run in reversed(runs)}
    moments_of_rules: dict[str, list[array[float]]] = {}
    for run in runs:
        with isolated(f"the runs of rule {run.rule.get('RuleName')}"):
            version, rules = run.version, run.version.document["Rules"]
            targets = due_runs.targets(version.plan)
            if not targets:
                continue
            if version.id not in moments_of_rules:
                moments_of_rules[version.id] = runs_of(
                    rules, version.created, version.schedules, first[version.id], now
                )
            moments = moments_of_rules[version.id][rules.index(run.rule)]
            moments = moments[bisect_left(moments, run.moment) :]
            if moments:
                version.last_run = max(moments[-1], version.last_run or moments[-1])
                options = backup_options(version.document)
                account.publish(RunsDue(moments, now, run.rule, _created_by(run), targets, options))


class _DueRuns:
    """The existing resources of an account, and those that each of its plans backs up."""

    def __init__(self, account: Account) -> None:
        self._account = account
        resources = existing(account.id, account.region)
        self._arns = frozenset(resource.arn for resource in resources)
        self._resources = [it for it in resources if not is_made_by_test(it.arn, it.tags)]
        self._targets: dict[str, list[Target]] = {}

    def targets(self, plan: Plan) -> list[Target]:
        """The resources of a plan, each with the role of the first selection that selects it."""
        if plan.id not in self._targets:
            targets = plan.targets(self._resources, self._account.settings.opt_in)
            for selection in plan.selections.values():
                self._note_absent(plan, selection)
            self._targets[plan.id] = list(targets.values())
        return self._targets[plan.id]

    def _note_absent(self, plan: Plan, selection: Selection) -> None:
        """Report the resources that a selection names and moto does not have: no run backs them up."""
        name, account = selection.document["SelectionName"], self._account
        plan_name = plan.current.document["BackupPlanName"]
        for arn in absent(selection.document, self._arns):
            current_scenario().note_absent(
                selection.selection_id,
                arn,
                f"selection {name!r} of backup plan {plan_name!r} names {arn}, "
                f"which moto does not have in {account.region} of account {account.id}, so that no run makes "
                "a job of it; make it in moto before the plan runs",
            )


def _created_by(run: Run) -> dict[str, Any]:
    """The CreatedBy of the jobs of a run, with the members that this botocore has."""
    version, plan = run.version, run.version.plan
    members = {
        "BackupPlanId": plan.id,
        "BackupPlanArn": plan.arn,
        "BackupPlanName": version.document["BackupPlanName"],
        "BackupPlanVersion": version.id,
        "BackupRuleId": run.rule["RuleId"],
        "BackupRuleName": run.rule["RuleName"],
        "BackupRuleCron": run.rule["ScheduleExpression"],
        "BackupRuleTimezone": run.rule["ScheduleExpressionTimezone"],
    }
    shape = service_model.item_shape(BACKUP.list_operation, BACKUP.jobs_member)
    created_by = service_model.structure(shape.members["CreatedBy"])
    return service_model.answered_members(created_by, members)
