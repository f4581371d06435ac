"""What this family does when a run of a plan is due: a backup job for each of its resources."""

from collections.abc import Sequence
from typing import Any

from moto.moto_api import state_manager

from ..account import Account, current_scenario
from ..aws.arns import name_in
from ..aws.job_kinds import BACKUP
from ..aws.lifecycles import calculated
from ..aws.resource_types import BY_NAME
from ..events import JobsStored, RunDue, Target, TimePassed
from ..timestamps import DAY
from .backups import backup_jobs, shared_members
from .columns import Batch
from .start import begin


def back_up_targets(account: Account, due: RunDue) -> None:
    vault = account.vaults.get(due.rule["TargetBackupVaultName"])
    alone = due.targets
    if vault is not None and _completes_immediately(account, due, vault):
        alone = [target for target in alone if BY_NAME[target.resource_type].composite]
        together = [t for t in due.targets if not BY_NAME[t.resource_type].composite]
        _store_together(account, due, vault, together)
    for target in alone:
        _start(account, due, vault, target)


def advance_jobs(account: Account, passed: TimePassed) -> None:
    account.jobs.advance(passed.now)


def _is_listed(due: RunDue) -> bool:
    """Whether anybody can list the jobs of a run that is made this late."""
    return due.moment >= due.now - (BACKUP.listed_days or 0) * DAY


def _completes_immediately(account: Account, due: RunDue, vault: Any) -> bool:
    """Whether jobs of this rule complete at once, and leave nothing but their recovery points."""
    transition = state_manager.get_transition(BACKUP.transition)
    return (
        transition["progression"] == "immediate"
        and not current_scenario().outcomes
        and not vault.locked
        and not due.rule.get("CopyActions")
        and not due.rule.get("RecoveryPointTags")
        and not account.settings.advanced_dynamodb
    )


def _store_together(account: Account, due: RunDue, vault: Any, targets: Sequence[Target]) -> None:
    if not targets:
        return
    shared = {
        **shared_members(account, vault, due.rule, due.moment),
        "CreatedBy": due.created_by,
        "CreationDate": due.moment,
        "CompletionDate": due.moment,
        "State": "COMPLETED",
        "MessageCategory": "SUCCESS",
        "IsParent": False,
    }
    columns: dict[str, list[Any]] = {
        name: [value] * len(targets) for name, value in shared.items() if value is not None
    }
    columns["ResourceArn"] = [target.resource_arn for target in targets]
    columns["ResourceType"] = [target.resource_type for target in targets]
    columns["IamRoleArn"] = [target.role_arn for target in targets]
    columns["ResourceName"] = [name_in(target.resource_arn) for target in targets]
    batch = Batch(BACKUP, account.id, account.region, columns)
    if _is_listed(due):
        account.jobs.of(BACKUP).add_batch(batch)
    ends = calculated(due.rule.get("Lifecycle"), due.moment) or {}
    account.publish(JobsStored(batch, ends.get("DeleteAt")))


def _start(account: Account, due: RunDue, vault: Any, target: Target) -> None:
    """Start a job and its children. One that is final already and that nobody can list is not kept."""
    request = {**due.rule, "ResourceArn": target.resource_arn, "IamRoleArn": target.role_arn}
    missing = None
    if vault is None:
        name = due.rule["TargetBackupVaultName"]
        vault, missing = account.vaults.missing(name), f"Backup vault {name} does not exist"
    jobs = backup_jobs(
        account,
        vault,
        request,
        due.moment,
        created_by=dict(due.created_by),
        failure_message=missing,
    )
    if copies := due.rule.get("CopyActions"):
        account.jobs.copy_actions[jobs[-1].id] = copies
    begin(account, jobs)
    account.jobs.advance(due.moment)
    if not _is_listed(due):
        account.jobs.of(BACKUP).forget_settled(jobs)
