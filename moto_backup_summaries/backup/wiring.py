"""Puts the families together: the only module that knows all of them."""

from importlib import import_module

from . import timestamps
from .account import Account, existing_accounts
from .events import JobChanged, JobsStored, RunsDue, Stream, TimePassed
from .jobs import copies, plan_runs
from .plans.runs import publish_due_runs
from .recovery_points import keeping

# The modules whose operations are registered when they are imported.
_OPERATIONS = (
    "jobs.backups",
    "jobs.copies",
    "jobs.operations",
    "jobs.restores",
    "jobs.scans",
    "jobs.summary_operations",
    "plans.operations",
    "plans.selection_operations",
    "recovery_points.operations",
    "recovery_points.protected_resources",
    "reports.operations",
    "settings.operations",
    "tags.operations",
    "vaults.operations",
)
for _module in _OPERATIONS:
    import_module(f".{_module}", __package__)

STREAM: Stream[Account] = Stream(
    {
        JobChanged: (keeping.keep_recovery_point, copies.copy_what_was_backed_up),
        JobsStored: (keeping.keep_stored_points,),
        RunsDue: (plan_runs.back_up_targets,),
        TimePassed: (plan_runs.advance_jobs, keeping.expire_recovery_points),
    }
)


def advance_everything() -> float:
    """Advance plans, jobs and recovery points of every account to the current time, and tell it."""
    now = timestamps.now()
    passed = TimePassed(now)
    for account in existing_accounts():
        publish_due_runs(account, now)
        account.publish(passed)
    return now
