"""How jobs begin, whatever asks for them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .. import timestamps
from ..account import Account, current_scenario
from ..aws.endings import Ending
from ..aws.job_kinds import BACKUP, COPY, JobKind
from ..aws.lifecycles import days_of
from ..frame.operations import Request
from ..members import Members
from ..scenario.outcomes import Outcome
from ..views import VaultView
from .job import Job

# Makes the jobs of a request, the children before their parent; it changes nothing.
MakeJobs = Callable[[Account, Request], list[Job]]
# https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html#lag-troubleshoot
# The first was also seen in several public logs of 2026, of a job without a lifecycle in a locked vault.
_LOCK_MESSAGES = {
    BACKUP: "Backup job failed because the lifecycle is outside the valid range for backup vault.",
    COPY: (
        "Copy job failed. The retention specified in the job is not within the range specified "
        "for the target Backup Vault."
    ),
}


def start(
    account: Account, operation: str, request: Request, make_jobs: MakeJobs, answered: Sequence[str]
) -> Members:
    """Start the jobs of a request, and answer these members of the last.

    A request that comes again within the hour, with its IdempotencyToken, starts nothing.
    """

    def answer() -> Members:
        jobs = make_jobs(account, request)
        members = {name: jobs[-1].members.get(name) for name in answered}
        account.jobs.requests[jobs[-1].kind.name, jobs[-1].id] = request
        set_endings(account, jobs)
        # The clock may have moved since the jobs were made.
        account.jobs.begin_and_advance(jobs, timestamps.now())
        return members

    return account.jobs.tokens.once(operation, request, answer)


def set_endings(account: Account, jobs: Sequence[Job], last_outcome: Outcome | None = None) -> None:
    """Give new jobs of one kind the endings that a test has set for them.

    last_outcome: that of the last job, if it was asked for already.
    """
    kind, scenario = jobs[0].kind, current_scenario()
    for job in jobs:
        outcome = last_outcome if job is jobs[-1] else None
        if outcome is None:
            resource_arn, type_name = job.members[kind.resource], job.members["ResourceType"]
            outcome = scenario.outcome(kind, resource_arn, type_name, account.id, account.region)
        if outcome is not None:
            job.set_ending(outcome.ending(kind, job.ending), outcome.duration)


def ending_by_lock(kind: JobKind, vault: VaultView, lifecycle: Mapping[str, Any] | None) -> Ending:
    """COMPLETED, or FAILED where the lock of the vault that is to keep the result forbids it."""
    stated_days = days_of(lifecycle, "DeleteAfterDays")
    days = float("inf") if stated_days is None else stated_days
    least = vault.min_retention_days or 0
    most = vault.max_retention_days or float("inf")
    if not vault.is_locked or least <= days <= most:
        return Ending()
    reason = {"StatusMessage": _LOCK_MESSAGES[kind], "MessageCategory": "INVALID_LIFECYCLE"}
    return Ending("FAILED", reason)
