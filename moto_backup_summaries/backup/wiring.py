"""Puts the families together: the only module that knows all of them."""

from . import timestamps
from .account import Account, existing_accounts
from .events import JobChanged, JobsStored, RunDue, Stream, TimePassed
from .jobs import copies, plan_runs
from .jobs import operations as _job_operations  # noqa: F401
from .jobs import restores as _restores  # noqa: F401
from .jobs import scans as _scans  # noqa: F401
from .jobs import summary_operations as _summary_operations  # noqa: F401
from .plans import operations as _plan_operations  # noqa: F401
from .plans import selection_operations as _selection_operations  # noqa: F401
from .plans.runs import publish_due_runs
from .recovery_points import keeping
from .recovery_points import operations as _recovery_point_operations  # noqa: F401
from .recovery_points import protected_resources as _protected_resources  # noqa: F401
from .reports import operations as _report_operations  # noqa: F401
from .settings import operations as _settings_operations  # noqa: F401
from .tags import operations as _tag_operations  # noqa: F401
from .vaults import operations as _vault_operations  # noqa: F401

STREAM: Stream[Account] = Stream(
    {
        JobChanged: (keeping.keep_recovery_point, copies.copy_what_was_backed_up),
        JobsStored: (keeping.keep_stored_points,),
        RunDue: (plan_runs.back_up_targets,),
        TimePassed: (plan_runs.advance_jobs, keeping.expire_recovery_points),
    }
)


def advance_everything() -> float:
    """Advance plans, jobs and recovery points of every account to the current time, and tell it."""
    now = timestamps.now()
    for account in existing_accounts():
        publish_due_runs(account, now)
        account.publish(TimePassed(now))
    return now
