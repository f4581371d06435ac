"""How jobs begin, whatever asks for them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .. import timestamps
from ..account import Account, current_scenario
from ..aws.endings import Ending, reason
from ..aws.job_kinds import JobKind
from ..aws.lifecycles import days_of
from ..frame.operations import Request
from ..members import Members
from ..scenario.outcomes import Outcome
from .job import Job

# What makes the jobs of a request, the children before their parent; it changes nothing.
MakeJobs = Callable[[Account, Request], list[Job]]


def start(
    account: Account, operation: str, request: Request, make_jobs: MakeJobs, shown: Sequence[str]
) -> Members:
    """Start what a request asks for, and tell these members of it.

    The same again with the same IdempotencyToken within the hour starts nothing.
    """

    def answer() -> Members:
        jobs = make_jobs(account, request)
        told = {name: jobs[-1].members.get(name) for name in shown}
        begin(account, jobs)
        # Not before they were created.
        account.jobs.advance(timestamps.now())
        return told

    return account.jobs.tokens.once(operation, request, answer)


def begin(account: Account, jobs: Sequence[Job], of_last: Outcome | None = None) -> None:
    """Let new jobs of one kind go their way, which a test may have said.

    of_last: what it has said of the last job, if that was asked for already.
    """
    for job in jobs:
        outcome = of_last if job is jobs[-1] else None
        if outcome is None:
            outcome = _outcome(account, job)
        if outcome is not None:
            job.set_ending(outcome.ending(job.kind, job.ending), outcome.duration)
    account.jobs.store(jobs[0].kind).add(jobs)


def _outcome(account: Account, job: Job) -> Outcome | None:
    arn, resource_type = job.members[job.kind.resource], job.members["ResourceType"]
    return current_scenario().outcome(job.kind, arn, resource_type, account.id, account.region)


def ending_in(kind: JobKind, vault: Any, lifecycle: Mapping[str, Any] | None) -> Ending:
    """COMPLETED, or FAILED where the lock of the vault that is to keep the result forbids it."""
    kept = days_of(lifecycle, "DeleteAfterDays")
    days = float("inf") if kept is None else kept
    least = vault.min_retention_days or 0
    most = vault.max_retention_days or float("inf")
    if not vault.is_locked or least <= days <= most:
        return Ending()
    message = (
        f"{kind.title} job failed. The retention specified in the job is not within the range "
        "specified for the target Backup Vault."
    )
    return Ending("FAILED", {**reason(kind, message), "MessageCategory": "INVALID_LIFECYCLE"})
