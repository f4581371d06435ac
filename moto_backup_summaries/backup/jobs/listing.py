"""The jobs that a list operation shows, newest first."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge

from ..aws import service_model
from ..aws.job_kinds import JobKind
from ..events import JobView
from ..listing.conditions import Condition
from ..members import Members
from .job_store import JobStore

# Where a job stands among those of several accounts: its creation, its account, its number there.
ListPlace = tuple[float, str, int]
# Members that a look may change.
_MAY_CHANGE = frozenset(
    {"State", "Status", "MessageCategory", "CompletionDate", "ScanResult.ScanResultStatus"}
)


def newest_first(
    stores: Iterable[tuple[str, JobStore]],
    conditions: Sequence[Condition],
    after: ListPlace | None,
    since: float,
) -> Iterator[tuple[ListPlace, JobView]]:
    """The jobs of several accounts that meet all conditions, from behind a place back to a moment."""
    placed = [
        _of_account(account_id, store, conditions, after, since) for account_id, store in stores
    ]
    return merge(*placed, key=lambda entry: entry[0], reverse=True)


def _of_account(
    account_id: str,
    store: JobStore,
    conditions: Sequence[Condition],
    after: ListPlace | None,
    since: float,
) -> Iterator[tuple[ListPlace, JobView]]:
    for (created, number), job in store.newest_first(conditions, _in(account_id, after), since):
        yield (created, account_id, number), job


def _in(account_id: str, after: ListPlace | None) -> tuple[float, int] | None:
    """Where in an account a place among those of several is."""
    if after is None:
        return None
    created, last_account, number = after
    # At the same moment, accounts follow each other from the last to the first.
    numbers = {-1: sys.maxsize, 0: number, 1: -1}
    return created, numbers[(account_id > last_account) - (account_id < last_account)]


def as_listed(kind: JobKind, jobs: Iterable[JobView]) -> list[Members]:
    """Jobs as their list operation shows them, so that the document can be loaded."""
    shape = service_model.item_shape(kind.list_operation, kind.jobs_member)
    return [service_model.answered_members(shape, job.members) for job in jobs]


def on_their_way(
    stores: Iterable[tuple[str, JobStore]],
    conditions: Sequence[Condition],
    after: ListPlace | None,
    since: float,
    last: ListPlace | None,
) -> list[tuple[str, JobView]]:
    """The accounts and jobs that a page looks at: those on their way that it shows, or would show.

    What a look may change is not asked for: it comes before the filters, as in moto's own lists.
    last: the place of the page's last job, or None where nothing comes behind it.
    """
    lasting = [condition for condition in conditions if condition.member not in _MAY_CHANGE]
    return [
        (account_id, job)
        for account_id, store in stores
        for job in _shown(account_id, store, after, last)
        if job.created >= since
        and all(condition.holds(job.member(condition.member)) for condition in lasting)
    ]


def _shown(
    account_id: str, store: JobStore, after: ListPlace | None, last: ListPlace | None
) -> Iterator[JobView]:
    """The jobs of an account that are on their way, from behind a place to another."""
    for (created, number), job in store.unfinished(_in(account_id, after)):
        if last is not None and (created, account_id, number) < last:
            return
        yield job
