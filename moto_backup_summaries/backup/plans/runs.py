"""What a plan's rules do when their time comes: a job for each resource that the plan selects."""

from collections.abc import Mapping, Sequence
from heapq import heappop
from typing import TYPE_CHECKING, Any

from moto.backup.models import Vault
from moto.moto_api import state_manager

from ..aws import service_model, timestamps
from ..aws.job_kinds import BACKUP
from ..aws.resource_types import BY_NAME
from ..jobs import starts
from ..jobs.columns import Batch
from ..jobs.job import Job, Members
from ..neighbours.resources import Resource, existing
from ..recovery_points.store import calculated
from .backend import Run
from .selections import selected

if TYPE_CHECKING:
    from ..models import BackupJobsBackend

# A resource, and the role that it is backed up with.
_Target = tuple[Resource, str]


class _Look:
    """One look at a backend's runs: the resources that exist, and whom each plan backs up."""

    def __init__(self, backend: "BackupJobsBackend", now: float) -> None:
        self.now = now
        self._backend = backend
        self._resources = existing(backend.account_id, backend.region_name)
        self._targets: dict[str, list[_Target]] = {}

    def targets(self, plan_id: str) -> list[_Target]:
        """Each resource once, with the role of the first selection that takes it."""
        if plan_id not in self._targets:
            found: dict[str, _Target] = {}
            for selection in self._backend.selections[plan_id].values():
                opted_in = self._backend.settings.opt_in
                for resource in selected(selection.document, self._resources, opted_in):
                    found.setdefault(resource.arn, (resource, selection.document["IamRoleArn"]))
            self._targets[plan_id] = list(found.values())
        return self._targets[plan_id]


def make_due_runs(backend: "BackupJobsBackend", now: float) -> None:
    """Make the runs that are due by now, in their order, each as if it were looked at in time."""
    look = _Look(backend, now)
    while backend.runs and backend.runs[0].moment <= now:
        run = heappop(backend.runs)
        if not backend.in_force(run.plan):
            continue
        backend.expect(run.schedule.after(run.moment), run.plan, run.rule, run.schedule)
        targets = look.targets(run.plan.backup_plan_id)
        if targets:
            run.plan.last_execution_date = run.moment  # type: ignore[assignment]
            _back_up(backend, run, targets, now)
            backend.advance_jobs(run.moment)


def _back_up(
    backend: "BackupJobsBackend", run: Run, targets: Sequence[_Target], now: float
) -> None:
    vault = backend.vaults.get(run.rule["TargetBackupVaultName"])
    listed = run.moment >= now - (BACKUP.listed_days or 0) * timestamps.DAY
    alone = targets
    if vault is not None and _goes_without_saying(backend, run.rule, vault):
        alone = [target for target in targets if BY_NAME[target[0].type_name].composite]
        together = [target for target in targets if not BY_NAME[target[0].type_name].composite]
        _store_batch(backend, run, vault, together, listed)
    for resource, role in alone:
        _start(backend, run, vault, {"ResourceArn": resource.arn, "IamRoleArn": role}, listed)


def _goes_without_saying(
    backend: "BackupJobsBackend", rule: Mapping[str, Any], vault: Vault
) -> bool:
    """Whether jobs of this rule complete at once, and leave nothing but their recovery points."""
    transition = state_manager.get_transition(BACKUP.transition)
    return (
        transition["progression"] == "immediate"
        and not backend.has_outcomes()
        and not vault.locked
        and not rule.get("CopyActions")
        and not rule.get("RecoveryPointTags")
        and not backend.advanced_dynamodb
    )


def _store_batch(
    backend: "BackupJobsBackend", run: Run, vault: Vault, targets: Sequence[_Target], listed: bool
) -> None:
    if not targets:
        return
    ends = calculated(run.rule.get("Lifecycle"), run.moment) or {}
    shared = {
        **starts.shared_members(backend, vault, run.rule, run.moment),
        "CreatedBy": _created_by(run),
        "CreationDate": run.moment,
        "CompletionDate": run.moment,
        "State": "COMPLETED",
        "MessageCategory": "SUCCESS",
        "IsParent": False,
    }
    columns: dict[str, list[Any]] = {
        name: [value] * len(targets) for name, value in shared.items() if value is not None
    }
    columns["ResourceArn"] = [resource.arn for resource, _ in targets]
    columns["ResourceType"] = [resource.type_name for resource, _ in targets]
    columns["IamRoleArn"] = [role for _, role in targets]
    columns["ResourceName"] = [
        resource.arn.replace(":", "/").rpartition("/")[2] for resource, _ in targets
    ]
    batch = Batch(BACKUP, backend.account_id, backend.region_name, columns)
    if listed:
        backend.jobs[BACKUP.name].add_batch(batch)
    backend.keep_recovery_points(batch, ends.get("DeleteAt"))


def _start(
    backend: "BackupJobsBackend",
    run: Run,
    vault: Vault | None,
    request: Mapping[str, Any],
    listed: bool,
) -> None:
    """Start a job and its children. One that is final already and that nobody can list is not kept."""
    asked = {**run.rule, **request}
    origin = {"CreatedBy": _created_by(run)}
    jobs: list[Job]
    if vault is None:
        name = run.rule["TargetBackupVaultName"]
        missing = Vault(name, "", "", backend)
        message = f"Backup vault {name} does not exist"
        jobs = starts.backup_jobs(backend, missing, asked, run.moment, origin, message)
    else:
        jobs = starts.backup_jobs(backend, vault, asked, run.moment, origin)
    backend.begin(BACKUP, jobs)
    copies = run.rule.get("CopyActions") or []
    if copies:
        backend.copy_when_complete(jobs[-1].id, copies)
    backend.advance_jobs(run.moment)
    if not listed:
        backend.jobs[BACKUP.name].forget_settled(jobs)


def _created_by(run: Run) -> Members:
    """All members that this botocore knows of what made a job."""
    plan, rule = run.plan, run.rule
    told = {
        "BackupPlanId": plan.backup_plan_id,
        "BackupPlanArn": plan.backup_plan_arn,
        "BackupPlanName": plan.backup_plan["BackupPlanName"],
        "BackupPlanVersion": plan.version_id,
        "BackupRuleId": rule["RuleId"],
        "BackupRuleName": rule["RuleName"],
        "BackupRuleCron": rule["ScheduleExpression"],
        "BackupRuleTimezone": rule["ScheduleExpressionTimezone"],
    }
    shape = service_model.item_shape(BACKUP.list_operation, BACKUP.jobs_member)
    known: Any = shape.members["CreatedBy"]
    return {name: value for name, value in told.items() if name in known.members}
