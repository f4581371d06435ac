"""What this family does when runs of a plan are due, and when a backup job of such a run has ended.

However many runs a leap of the clock makes due, those whose jobs complete at once are stored together.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

from ..account import Account, current_scenario
from ..aws.facts import DEFAULT_START_WINDOW, LEAST_GAP, LISTED_DAYS, STANDARD_VAULT
from ..aws.job_kinds import BACKUP
from ..aws.lifecycles import days_of
from ..aws.resource_types import BY_NAME, INDEX_TRANSITION
from ..aws.schedules import MINUTE
from ..events import JobEnded, JobsStored, RestoreTestsDue, RunsDue, Target
from ..frame.transactions import isolated
from ..kit.states import transition_of
from ..scenario.outcomes import Outcome
from ..timestamps import DAY, FIRST
from ..views import VaultView
from .air_gaps import GAPPED_VAULT, has_air_gap, target_of
from .backups import backup_jobs, denial_of_plan, option_members, resource_members, shared_members
from .copies import copy_jobs
from .restores import tested_job
from .start import set_endings


class PendingRun(NamedTuple):
    """A run whose job goes on by itself. Earlier ones come first."""

    moment: float
    number: int
    due: RunsDue
    target: Target


def back_up_targets(account: Account, due: RunsDue) -> None:
    """Store the jobs that complete at once, and note the runs of the others."""
    vault = account.vaults.get(due.rule["TargetBackupVaultName"])
    batched: list[Target] = []
    if vault is not None and _completes_immediately(account, due, vault):
        batched = [target for target in due.targets if _can_be_batched(account, target, vault)]
        _store(account, due._replace(targets=batched), vault)
    single = [target for target in due.targets if target not in batched]
    for moment in due.moments if single else ():
        for target in single:
            account.jobs.run_count += 1
            run = PendingRun(moment, account.jobs.run_count, due, target)
            account.jobs.pending_runs.push(run)


def _completes_immediately(account: Account, due: RunsDue, vault: VaultView) -> bool:
    """Whether jobs of this rule complete at once, and leave nothing but their recovery points."""
    return (
        transition_of(BACKUP.transition).progression == "immediate"
        and (not due.rule.get("IndexActions") or _indexes_immediately())
        and not due.rule.get("CopyActions")
        and not target_of(due.rule)
        and not (due.rule.get("EnableContinuousBackup") and has_air_gap(account))
        and not vault.is_locked
        and vault.vault_type == STANDARD_VAULT
    )


def _indexes_immediately() -> bool:
    return transition_of(INDEX_TRANSITION).progression == "immediate"


def _can_be_batched(account: Account, target: Target, vault: VaultView) -> bool:
    """Whether a resource has no parts, no test has said how its jobs end, and no policy denies them."""
    arn, type_name = target.resource.arn, target.resource.type_name
    is_decided = current_scenario().decides(BACKUP, arn, type_name, account.id, account.region)
    if is_decided or BY_NAME[type_name].composite:
        return False
    return denial_of_plan(account, vault, target.role_arn) is None


def _store(account: Account, due: RunsDue, vault: VaultView) -> None:
    """Store the jobs of runs, and publish those that can be listed."""
    begin_of_list = bisect_left(due.moments, _listed_since(due))
    old = due.moments[bisect_left(due.moments, _observable_since(due)) : begin_of_list]
    for moments, is_listed in ((old, False), (due.moments[begin_of_list:], True)):
        if moments and due.targets:
            columns = _columns(account, due, moments, vault)
            jobs = account.jobs.store(BACKUP).load(columns, len(moments) * len(due.targets))
            account.publish(JobsStored(jobs, _kept_for(due), is_listed, is_listed))


def _kept_for(due: RunsDue) -> float | None:
    """For how many seconds the recovery points of a rule are kept, or None where they stay."""
    days = days_of(due.rule.get("Lifecycle"), "DeleteAfterDays")
    return None if days is None else float(days * DAY)


def _listed_since(due: RunsDue) -> float:
    """The moment since which jobs can be listed."""
    return due.now - LISTED_DAYS * DAY


def _observable_since(due: RunsDue) -> float:
    """The moment since which runs have jobs that can be listed, or recovery points that are kept.

    AWS refuses rules that run more often than once an hour. Of those that moto took, by itself, runs are
    made that can be listed: in ten years a rule of each minute has five million.
    """
    kept_for, listed_since = _kept_for(due), _listed_since(due)
    if (due.moments[-1] - due.moments[0]) / LEAST_GAP < len(due.moments) - 1:
        return listed_since
    return FIRST if kept_for is None else min(listed_since, due.now - kept_for)


def _columns(
    account: Account, due: RunsDue, moments: Sequence[float], vault: VaultView
) -> dict[str, Sequence[Any]]:
    """The members of a job for each moment and target, in the order of their creation."""
    targets, options = due.targets, due.backup_options
    shared = shared_members(account, vault, due.rule, 0)
    start_window = shared.pop("StartBy")
    shared |= {
        "CreatedBy": due.created_by,
        "State": "COMPLETED",
        "MessageCategory": "SUCCESS",
        "IsParent": False,
    }
    own = [
        {
            "IamRoleArn": target.role_arn,
            **resource_members(account, target.resource, vault, due.rule),
            **option_members(options.get(target.resource.type_name)),
        }
        for target in targets
    ]
    created = [moment for moment in moments for _ in targets]
    size = len(created)
    return {
        **{name: [value] * size for name, value in shared.items()},
        **{name: [members[name] for members in own] * len(moments) for name in own[0]},
        **dict.fromkeys(("CreationDate", "InitiationDate", "CompletionDate"), created),
        "StartBy": [moment + start_window for moment in created],
    }


def advance_jobs(accounts: Iterable[Account], now: float) -> None:
    """Let jobs go on, and start those of pending runs, each as if it were looked at in time.

    What a test has said of so many jobs is for the first of them, in whichever account: so all are advanced
    from moment to moment. Else nobody can tell in which order, and each is advanced at once.
    """
    is_ordered = bool(current_scenario().active(Outcome))
    waiting = [(it.jobs.next_due, number, it) for number, it in enumerate(accounts)]
    heapify(waiting)
    while waiting and waiting[0][0] <= now:
        moment, number, account = heappop(waiting)
        is_at_once = moment == FIRST or not is_ordered
        with isolated(f"advancing jobs of account {account.id} in {account.region}"):
            _advance(account, now if is_at_once else moment)
            heappush(waiting, (account.jobs.next_due, number, account))


def _advance(account: Account, now: float) -> None:
    runs = account.jobs.pending_runs
    while runs and runs[0].moment <= now:
        run = runs.pop_least()
        with isolated(f"the run of rule {run.due.rule['RuleName']}"):
            _start(account, run)
    account.jobs.advance(now)


def _start(account: Account, run: PendingRun) -> None:
    """Start the job of a run, and its children."""
    due, target = run.due, run.target
    vault = account.vaults.get(due.rule["TargetBackupVaultName"])
    scenario, outcome = current_scenario(), None
    is_composite = BY_NAME[target.resource.type_name].composite
    if not is_composite:
        resource = target.resource
        outcome = scenario.outcome(
            BACKUP, resource.arn, resource.type_name, account.id, account.region
        )
    may_fail = is_composite and scenario.active(Outcome)
    # What comes behind an air gap at once needs no other vault.
    has_vault = vault is not None or target_of(due.rule) is not None
    if not may_fail and _is_unobservable(run, outcome, has_vault=has_vault):
        return
    if vault is None:
        vault = account.vaults.absent(due.rule["TargetBackupVaultName"])
    request = {
        **due.rule,
        "ResourceArn": target.resource.arn,
        "IamRoleArn": target.role_arn,
        "CreatedBy": dict(due.created_by),
        "BackupOptions": due.backup_options.get(target.resource.type_name),
    }
    jobs = backup_jobs(account, vault, target.resource, request, run.moment)
    if copies := due.rule.get("CopyActions"):
        account.jobs.copy_actions[jobs[-1].id] = copies
    set_endings(account, jobs, outcome)
    account.jobs.begin_and_advance(jobs, run.moment)


def _is_unobservable(run: PendingRun, outcome: Outcome | None, *, has_vault: bool) -> bool:
    """Whether the job of a run is over, cannot be listed, starts nothing, and leaves nothing."""
    since = _observable_since(run.due) if has_vault else _listed_since(run.due)
    transition = transition_of(BACKUP.transition)
    seconds = transition.seconds * len(BACKUP.lifecycle)
    if transition.progression == "manual":
        # Nobody can look at it, so that it expires.
        seconds = MINUTE * run.due.rule.get("StartWindowMinutes", DEFAULT_START_WINDOW)
    if outcome is not None and outcome.duration is not None:
        seconds = outcome.duration
    is_over = run.moment + seconds <= run.due.now
    return is_over and run.moment < since and not _starts_copies(run)


def _starts_copies(run: PendingRun) -> bool:
    """Whether what a run backs up may be copied: what is managed fully comes behind an air gap at once."""
    is_fully_managed = BY_NAME[run.target.resource.type_name].is_fully_managed
    is_copied_behind_gap = target_of(run.due.rule) is not None and not is_fully_managed
    return bool(run.due.rule.get("CopyActions")) or is_copied_behind_gap


def copy_what_was_backed_up(account: Account, ended: JobEnded) -> None:
    """Copy what a backup job left: behind an air gap, and by the copy actions of the rule that made it."""
    job = ended.job
    if job.kind is not BACKUP:
        return
    actions = account.jobs.copy_actions.pop(job.id, ())
    if not BACKUP.leaves_recovery_point_in(job.state):
        return
    gapped_vault = job.member(GAPPED_VAULT)
    if gapped_vault is not None:
        actions = [{"DestinationBackupVaultArn": gapped_vault}, *actions]
    for action in actions:
        vault_name, point_arn = job.member("BackupVaultName"), job.member("RecoveryPointArn")
        point = account.recovery_point(vault_name, point_arn)
        request = {**action, "IamRoleArn": job.member("IamRoleArn")}
        origin = {"CreatedBy": job.member("CreatedBy"), "CreatedByBackupJobId": job.id}
        jobs = copy_jobs(account, point, request, ended.moment, **origin)
        set_endings(account, jobs)
        account.jobs.begin(jobs)


def restore_what_is_tested(account: Account, due: RestoreTestsDue) -> None:
    """Start the restore jobs of a run of a restore testing plan."""
    for test in due.tests:
        created_by = {"RestoreTestingPlanArn": due.plan_arn}
        job = tested_job(account, test, due.moment, CreatedBy=created_by, StartBy=due.start_by)
        set_endings(account, [job])
        account.jobs.begin([job])
    account.jobs.advance(due.moment)
