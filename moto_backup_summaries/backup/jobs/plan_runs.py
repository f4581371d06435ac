"""What this family does when runs of a plan are due: a backup job for each run and resource.

However many runs a leap of the clock makes due, those that leave nothing to be seen are not made, and
those whose jobs complete at once are stored together.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Any, NamedTuple

from ..account import Account, current_scenario
from ..aws.job_kinds import BACKUP
from ..aws.lifecycles import days_of
from ..aws.resource_types import BY_NAME
from ..aws.schedules import MINUTE
from ..events import JobsStored, RunsDue, Target
from ..frame.transactions import isolated, pop, push, put
from ..scenario.outcomes import Outcome
from ..scenario.progressions import transition_of
from ..timestamps import DAY, FIRST
from .backups import DEFAULT_START_WINDOW, backup_jobs, of_options, of_resource, shared_members
from .columns import Batch, Cycle
from .start import begin

_numbers = count()


class PendingRun(NamedTuple):
    """A run whose job has to go its way alone. Earlier ones come first."""

    moment: float
    number: int
    due: RunsDue
    target: Target


def back_up_targets(account: Account, due: RunsDue) -> None:
    vault = account.vaults.get(due.rule["TargetBackupVaultName"])
    together: list[Target] = []
    if vault is not None and _completes_immediately(due, vault):
        together = [target for target in due.targets if _goes_with_others(account, target)]
        seen = _from(due.moments, _seen_since(due, leaves_points=True))
        _store_together(account, due._replace(moments=seen, targets=together), vault)
    alone = [target for target in due.targets if target not in together]
    for moment in due.moments if alone else ():
        for target in alone:
            push(account.jobs.pending_runs, PendingRun(moment, next(_numbers), due, target))


def _goes_with_others(account: Account, target: Target) -> bool:
    """Whether a resource has no parts, and no test has said how its jobs end."""
    arn, type_name = target.resource.arn, target.resource.type_name
    is_decided = current_scenario().decides(BACKUP, arn, type_name, account.id, account.region)
    return not is_decided and not BY_NAME[type_name].composite


def advance_jobs(accounts: Iterable[Account], now: float) -> None:
    """Let jobs go on, and start those of pending runs, each as if it were looked at in time.

    What a test has said of so many jobs is for the first of them, in whichever account: so all are advanced
    from moment to moment. Else nobody can tell in which order, and each is advanced at once.
    """
    is_ordered = bool(current_scenario().outcomes)
    waiting = [(it.jobs.next_due, number, it) for number, it in enumerate(accounts)]
    heapify(waiting)
    while waiting and waiting[0][0] <= now:
        moment, number, account = heappop(waiting)
        is_at_once = moment == FIRST or not is_ordered
        with isolated(f"advancing jobs of account {account.id} in {account.region}"):
            _advance(account, now if is_at_once else moment)
            heappush(waiting, (account.jobs.next_due, number, account))


def _advance(account: Account, now: float) -> None:
    runs: list[PendingRun] = account.jobs.pending_runs
    while runs and runs[0].moment <= now:
        run = pop(runs)
        with isolated(f"the run of rule {run.due.rule['RuleName']}"):
            _start(account, run)
    account.jobs.advance(now)


def _completes_immediately(due: RunsDue, vault: Any) -> bool:
    """Whether jobs of this rule complete at once, and leave nothing but their recovery points."""
    return (
        transition_of(BACKUP).progression == "immediate"
        and not due.rule.get("CopyActions")
        and not vault.is_locked
    )


def _kept_for(due: RunsDue) -> float | None:
    """For how many seconds the recovery points of a rule are kept, or None where they stay."""
    days = days_of(due.rule.get("Lifecycle"), "DeleteAfterDays")
    return None if days is None else float(days * DAY)


def _listed_since(due: RunsDue) -> float:
    """The moment since which anybody can list jobs."""
    return due.now - (BACKUP.listed_days or 0) * DAY


def _seen_since(due: RunsDue, *, leaves_points: bool) -> float:
    """The moment since which runs leave jobs that are listed, or recovery points that are kept."""
    kept_for = _kept_for(due)
    if not leaves_points:
        return _listed_since(due)
    return FIRST if kept_for is None else min(_listed_since(due), due.now - kept_for)


def _from(moments: Sequence[float], start: float) -> Sequence[float]:
    return moments[bisect_left(moments, start) :]


def _store_together(account: Account, due: RunsDue, vault: Any) -> None:
    """Store the jobs that can be listed, and the recovery points of the others."""
    if not due.targets or not due.moments:
        return
    listed = bisect_left(due.moments, _listed_since(due))
    for moments, is_listed in ((due.moments[:listed], False), (due.moments[listed:], True)):
        if moments:
            batch = _batch(account, due._replace(moments=moments), vault)
            if is_listed:
                account.jobs.of(BACKUP).add_batch(batch)
            account.publish(JobsStored(batch, _kept_for(due), is_listed, is_listed))


def _batch(account: Account, due: RunsDue, vault: Any) -> Batch:
    """A job for each run and target, in the order of their creation."""
    targets, moments = due.targets, due.moments
    created = array("d", (moment for moment in moments for _ in targets))
    shared = shared_members(account, vault, due.rule, 0)
    start_window = shared.pop("StartBy")
    shared |= {
        "CreatedBy": due.created_by,
        "State": "COMPLETED",
        "MessageCategory": "SUCCESS",
        "IsParent": False,
    }
    columns: dict[str, Sequence[Any]] = {
        "CreationDate": created,
        "InitiationDate": created,
        "CompletionDate": created,
        "StartBy": array("d", (moment + start_window for moment in created)),
        "IamRoleArn": Cycle([target.role_arn for target in targets], len(moments)),
    }
    options = due.backup_options
    own = [
        {**of_resource(account, it, vault, due.rule), **of_options(options.get(it.type_name))}
        for it in (target.resource for target in targets)
    ]
    for name in own[0]:
        columns[name] = Cycle([members[name] for members in own], len(moments))
    return Batch(BACKUP, account.id, account.region, columns, shared)


def _start(account: Account, run: PendingRun) -> None:
    """Start a job and its children. One that is final already and that nobody can list is not kept."""
    due, target = run.due, run.target
    vault = account.vaults.get(due.rule["TargetBackupVaultName"])
    scenario, outcome = current_scenario(), None
    arn, type_name = target.resource.arn, target.resource.type_name
    is_composite = BY_NAME[type_name].composite
    if not is_composite:
        outcome = scenario.outcome(BACKUP, arn, type_name, account.id, account.region)
    if not (is_composite and scenario.outcomes) and _leaves_nothing(run, vault, outcome):
        return
    request = {
        **due.rule,
        "ResourceArn": arn,
        "IamRoleArn": target.role_arn,
        "CreatedBy": dict(due.created_by),
        "BackupOptions": due.backup_options.get(type_name),
    }
    if vault is None:
        vault = account.vaults.absent(due.rule["TargetBackupVaultName"])
    jobs = backup_jobs(
        account,
        vault,
        request,
        run.moment,
        resource=target.resource,
    )
    if copies := due.rule.get("CopyActions"):
        put(account.jobs.copy_actions, jobs[-1].id, copies)
    begin(account, jobs, outcome)
    account.jobs.advance(run.moment)
    if run.moment < _listed_since(due):
        account.jobs.of(BACKUP).forget_settled(jobs)


def _leaves_nothing(run: PendingRun, vault: Any, outcome: Outcome | None) -> bool:
    """Whether the job of a run is over, cannot be listed, started nothing, and left nothing."""
    transition = transition_of(BACKUP)
    lasted = transition.seconds * len(BACKUP.lifecycle)
    if transition.progression == "manual":
        # Nobody can look at it, so that it expires.
        lasted = MINUTE * run.due.rule.get("StartWindowMinutes", DEFAULT_START_WINDOW)
    if outcome is not None and outcome.duration is not None:
        lasted = outcome.duration
    return (
        not run.due.rule.get("CopyActions")
        and run.moment < _seen_since(run.due, leaves_points=vault is not None)
        and run.moment + lasted <= run.due.now
    )
