"""What the four kinds of job share: they are described and listed by the same rules."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from heapq import merge
from itertools import takewhile
from operator import itemgetter

from .. import timestamps
from ..account import Account, existing_accounts_of
from ..aws import service_model
from ..aws.job_kinds import COPY, KINDS, RESTORE, JobKind
from ..frame.operations import Request, operation
from ..kit.conditions import Condition, conditions_of
from ..kit.states import transition_of
from ..members import Members
from ..neighbours.organizations import listed_accounts
from ..views import JobView
from .job_rows import UNFINISHED

# Where a job stands among those of several accounts: its creation, its account, its number there.
JobPosition = tuple[float, str, int]
# Members that a look may change.
_CHANGED_BY_LOOKS = frozenset(
    {"State", "Status", "MessageCategory", "CompletionDate", "ScanResult.ScanResultStatus"}
)


def _describe(kind: JobKind, account: Account, request: Request) -> Members:
    """A job's members. Each look counts where moto's transition counts them."""
    job = account.jobs.named(kind, request[kind.id_member])
    _look(kind, account, [job])
    return _members(account, account.jobs.named(kind, job.id), timestamps.now())


def _look(kind: JobKind, account: Account, jobs: Iterable[JobView]) -> None:
    """Count one look at each of these jobs and of their children, and let all go as far as that takes."""
    account.jobs.store(kind).look(jobs)
    account.jobs.advance(timestamps.now())


def _members(account: Account, job: JobView, now: float) -> Members:
    """A job's members, and of a parent the number of its children and their states."""
    members = job.members_at(now)
    if not members.get("IsParent"):
        return members
    states = Counter(child.state for child in account.jobs.store(job.kind).children(job.id))
    number = members.get("NumberOfChildJobs", sum(states.values()))
    return {**members, "NumberOfChildJobs": number, "ChildJobsInState": states}


def _list(name: str, kind: JobKind, account: Account, request: Request) -> Members:
    """A page of jobs, newest first, and the token of the next. It is a look at the jobs of the page."""
    query = account.query(name, request)
    days = kind.listed_days
    since = timestamps.FIRST if days is None else query.asked_at - days * timestamps.DAY
    conditions = conditions_of(kind.filters, query.filters)
    visible = listed_accounts(account.id, account.region, query.filters.get("ByAccountId"))
    accounts = {each.id: each for each in existing_accounts_of(visible, account.region)}

    def page() -> tuple[list[tuple[JobPosition, JobView]], str | None]:
        jobs = _newest_first(kind, accounts.values(), conditions, query.after, since)
        return query.page((position, (position, job)) for position, job in jobs)

    listed, token = page()
    if transition_of(kind.transition).progression == "manual":
        # What a look may change is not asked for: it comes before the filters, as in moto's own lists.
        lasting = [it for it in conditions if it.member not in _CHANGED_BY_LOOKS]
        unfinished = _newest_first(
            kind, accounts.values(), [UNFINISHED, *lasting], query.after, since
        )
        end = listed[-1][0] if token else None
        on_page = list(takewhile(lambda item: end is None or item[0] >= end, unfinished))
        for each in accounts.values():
            _look(kind, each, [job for position, job in on_page if position[1] == each.id])
        if on_page:
            listed, token = page()
    now = timestamps.now()
    members = [_members(accounts[position[1]], job, now) for position, job in listed]
    return {kind.jobs_member: members, "NextToken": token}


def _newest_first(
    kind: JobKind,
    accounts: Iterable[Account],
    conditions: Sequence[Condition],
    after: JobPosition | None,
    since: float,
) -> Iterator[tuple[JobPosition, JobView]]:
    """The jobs of several accounts that meet all conditions, from behind a position back to a moment."""

    def jobs_of(account: Account) -> Iterator[tuple[JobPosition, JobView]]:
        behind = None
        if after is not None:
            created, last_account, number = after
            # At the same moment, accounts follow each other from the last to the first.
            if account.id != last_account:
                number = -1 if account.id > last_account else sys.maxsize
            behind = created, number
        store = account.jobs.store(kind)
        for (created, number), job in store.newest_first(conditions, behind, since):
            yield (created, account.id, number), job

    lists = [*map(jobs_of, accounts)]
    return lists[0] if len(lists) == 1 else merge(*lists, key=itemgetter(0), reverse=True)


def as_listed(kind: JobKind, jobs: Iterable[JobView]) -> list[Members]:
    """Jobs as their list operation shows them, so that the document can be loaded."""
    shape = service_model.item_shape(kind.list_operation, kind.jobs_member)
    return [service_model.answered_members(shape, job.members) for job in jobs]


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
