"""What the four kinds of job share: they are described and listed by the same rules."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from itertools import groupby
from operator import itemgetter

from .. import timestamps
from ..account import Account, existing_accounts_of
from ..aws.job_kinds import COPY, KINDS, RESTORE, JobKind
from ..events import JobView
from ..frame.operations import Request, operation
from ..kit.states import transition_of
from ..listing.conditions import conditions_of
from ..members import Members
from ..neighbours.organizations import listed_accounts
from .job_store import JobStore
from .listing import ListPlace, newest_first, on_their_way


def _describe(kind: JobKind, account: Account, request: Request) -> Members:
    """A job's members. Each look counts where moto's transition counts them."""
    job = account.jobs.named(kind, request[kind.id_member])
    _look(kind, account, [job])
    job = account.jobs.named(kind, job.id)
    return _told(account.jobs.of(kind), job, timestamps.now())


def _look(kind: JobKind, account: Account, jobs: Iterable[JobView]) -> None:
    """Count one look at each of these jobs and of their children, and let all go as far as that takes."""
    account.jobs.of(kind).look(jobs)
    account.jobs.advance(timestamps.now())


def _told(store: JobStore, job: JobView, now: float) -> Members:
    """A job's members, and of a parent the number of its children and their states."""
    members = job.members_at(now)
    if not members.get("IsParent"):
        return members
    states = Counter(child.state for child in store.children(job.id))
    number = members.get("NumberOfChildJobs", sum(states.values()))
    return {**members, "NumberOfChildJobs": number, "ChildJobsInState": states}


def _list(name: str, kind: JobKind, account: Account, request: Request) -> Members:
    """A page of jobs, newest first, and the token of the next. It is a look at the jobs that it shows."""
    query = account.query(name, request)
    days = kind.listed_days
    since = timestamps.FIRST if days is None else query.asked_at - days * timestamps.DAY
    conditions = conditions_of(kind.filters, query.filters)
    seen = listed_accounts(account.id, account.region, query.filters.get("ByAccountId"))
    accounts = {other.id: other for other in existing_accounts_of(seen, account.region)}
    stores = [(account_id, other.jobs.of(kind)) for account_id, other in accounts.items()]

    def page() -> tuple[list[tuple[ListPlace, JobView]], str | None]:
        found = newest_first(stores, conditions, query.after, since)
        items = ((place, (place, job)) for place, job in found)
        return query.page(items)

    shown, token = page()
    if transition_of(kind.transition).progression == "manual":
        last = shown[-1][0] if token else None
        looked_at = on_their_way(stores, conditions, query.after, since, last)
        for account_id, jobs in groupby(looked_at, itemgetter(0)):
            _look(kind, accounts[account_id], [job for _, job in jobs])
        if looked_at:
            shown, token = page()
    now = timestamps.now()
    told = [_told(accounts[place[1]].jobs.of(kind), job, now) for place, job in shown]
    return {kind.jobs_member: told, "NextToken": token}


for _kind in KINDS:
    operation(_kind.list_operation)(partial(_list, _kind.list_operation, _kind))
    if _kind is not COPY:
        operation(f"Describe{_kind.title}Job")(partial(_describe, _kind))


@operation("DescribeCopyJob")
def describe_copy_job(account: Account, request: Request) -> Members:
    return {"CopyJob": _describe(COPY, account, request)}


@operation("ListRestoreJobsByProtectedResource")
def list_restore_jobs_by_protected_resource(account: Account, request: Request) -> Members:
    return _list("ListRestoreJobsByProtectedResource", RESTORE, account, request)
