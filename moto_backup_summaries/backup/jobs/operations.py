"""What the four kinds of job share: they are described and listed by the same rules."""

from collections import Counter
from functools import partial

from .. import timestamps
from ..account import Account
from ..aws.job_kinds import COPY, KINDS, RESTORE, JobKind
from ..listing.conditions import conditions_of
from ..members import Members
from ..neighbours.organizations import listed_accounts
from ..operations import Request, operation, page_of
from .job import Job
from .job_store import JobStore
from .listing import newest_first
from .visible import stores_of


def _describe(kind: JobKind, account: Account, request: Request) -> Members:
    """A job's members. Each look counts where moto's transition counts them."""
    store = account.jobs.of(kind)
    job = account.jobs.named(kind, request[kind.id_member])
    children = store.children(job.id)
    for member_of_family in (*children, job):
        if member_of_family.progress is not None:
            member_of_family.progress.advance()
    account.jobs.advance(timestamps.now())
    return _told(store, job)


def _told(store: JobStore, job: Job) -> Members:
    """A job's members, and of a parent the states of its children."""
    if not job.members.get("IsParent"):
        return job.members
    states = Counter(child.state for child in store.children(job.id))
    return {**job.members, "ChildJobsInState": states}


def _list(name: str, kind: JobKind, account: Account, request: Request) -> Members:
    """A page of jobs, newest first, and the token of the next."""
    query = account.query(name, request)
    conditions = conditions_of(kind.filters, query.filters)
    seen = listed_accounts(account.id, account.region, query.filters.get("ByAccountId"))
    stores = {of.id: store for _, of, store in stores_of(seen, account.region, kind)}
    days = kind.listed_days
    listed = newest_first(
        stores.items(),
        conditions,
        query.after,
        timestamps.FIRST if days is None else query.asked_at - days * timestamps.DAY,
    )
    found = ((place, _told(stores[place[1]], job)) for place, job in listed)
    return page_of(kind.jobs_member, found, query, request)


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
