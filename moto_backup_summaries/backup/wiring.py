"""Puts the families together: the only module that knows all of them."""

from collections.abc import Callable, Iterable

from . import timestamps
from .account import Account, due_accounts
from .events import (
    JobChanged,
    JobsStored,
    LifecycleChanged,
    PlanChanged,
    PointChanged,
    PointsExpired,
    RunsDue,
    SettingsChanged,
    Stream,
    VaultChanged,
)
from .frame.transactions import in_order_of_moments, isolated
from .jobs import backups, copies, plan_runs, restores, scans, summary_operations
from .jobs import operations as job_operations
from .plans import operations as plan_operations
from .plans import selection_operations
from .plans.runs import publish_due_runs
from .publishing import notices
from .publishing.eventbridge import tell_eventbridge
from .publishing.history import remember
from .recovery_points import keeping, list_operations, protected_resources
from .recovery_points import operations as recovery_point_operations
from .reports import job_operations as report_job_operations
from .reports import operations as report_operations
from .reports.writing import write_due_reports
from .settings import operations as settings_operations
from .tags import operations as tag_operations
from .vaults import notification_operations
from .vaults import operations as vault_operations

# The modules that register operations when they are imported.
OPERATIONS_OF = (
    backups,
    copies,
    job_operations,
    list_operations,
    notification_operations,
    plan_operations,
    protected_resources,
    recovery_point_operations,
    report_job_operations,
    report_operations,
    restores,
    scans,
    selection_operations,
    settings_operations,
    summary_operations,
    tag_operations,
    vault_operations,
)
STREAM: Stream[Account] = Stream(
    {
        JobChanged: (
            remember,
            tell_eventbridge,
            notices.notify_of_job,
            keeping.keep_recovery_point,
            copies.copy_what_was_backed_up,
        ),
        JobsStored: (
            remember,
            tell_eventbridge,
            notices.notify_of_stored_jobs,
            keeping.keep_stored_points,
        ),
        LifecycleChanged: (notices.notify_of_lifecycle,),
        PlanChanged: (remember, tell_eventbridge),
        PointChanged: (remember, tell_eventbridge, notices.notify_of_point),
        PointsExpired: (remember, tell_eventbridge, notices.notify_of_expired_points),
        RunsDue: (plan_runs.back_up_targets,),
        SettingsChanged: (remember, tell_eventbridge),
        VaultChanged: (remember, tell_eventbridge),
    }
)


def advance_everything() -> float:
    """Advance plans, jobs and recovery points of every account to the current time, and tell it.

    One phase after the other in all accounts: recovery points, and reports, are also of others' jobs.
    """
    now = timestamps.now()
    due = due_accounts(now)
    if due:
        with in_order_of_moments():
            _for_each(due, publish_due_runs, now)
            plan_runs.advance_jobs(due, now)
            # Copies have left some in accounts in which nothing was due.
            _for_each(due_accounts(now), keeping.expire_recovery_points, now)
            _for_each(due, write_due_reports, now)
    return now


def _for_each(
    accounts: Iterable[Account], advance: Callable[[Account, float], None], now: float
) -> None:
    """Advance each account by itself: what fails in one hurts no other."""
    for account in accounts:
        with isolated(f"advancing account {account.id} in {account.region}"):
            advance(account, now)
