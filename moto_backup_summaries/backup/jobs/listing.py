"""The jobs that a list operation shows, newest first."""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge

from ..aws import service_model
from ..aws.job_kinds import JobKind
from ..listing.conditions import Condition
from ..members import Members
from ..timestamps import LAST
from .job import Job
from .job_store import JobStore

# Where a job stands among those of several accounts: its creation, its account, its number there.
ListPlace = tuple[float, str, float]
# Members that a look may change.
_MAY_CHANGE = frozenset(
    {"State", "Status", "MessageCategory", "CompletionDate", "ScanResult.ScanResultStatus"}
)


def newest_first(
    stores: Iterable[tuple[str, JobStore]],
    conditions: Sequence[Condition],
    after: ListPlace | None,
    since: float,
) -> Iterator[tuple[ListPlace, Job]]:
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
) -> Iterator[tuple[ListPlace, Job]]:
    behind: tuple[float, float] = (LAST, float("inf"))
    if after is not None:
        created, last_account, number = after
        # At the same moment, accounts follow each other from the last to the first.
        numbers = {-1: float("inf"), 0: number, 1: -1}
        behind = (created, numbers[(account_id > last_account) - (account_id < last_account)])
    for (created, number), job in store.newest_first(conditions, behind, since):
        yield (created, account_id, number), job


def as_listed(kind: JobKind, jobs: Iterable[Job]) -> list[Members]:
    """Jobs as their list operation shows them, so that the document can be loaded."""
    shape = service_model.item_shape(kind.list_operation, kind.jobs_member)
    return [service_model.of_structure(shape, job.members) for job in jobs]


def on_their_way(
    stores: Iterable[tuple[str, JobStore]],
    conditions: Sequence[Condition],
    after: ListPlace | None,
    since: float,
    last: ListPlace | None,
) -> list[tuple[str, Job]]:
    """The accounts and jobs that a page looks at: those on their way that it shows, or would show.

    What a look may change is not asked for: it comes before the filters, as in moto's own lists.
    last: the place of the page's last job, or None where nothing comes behind it.
    """
    lasting = [condition for condition in conditions if condition.member not in _MAY_CHANGE]
    return [
        (account_id, job)
        for account_id, store in stores
        for number, job in store.moving.items()
        if job.created >= since
        and _is_between(after, (job.created, account_id, number), last)
        and all(condition.holds(job.member(condition.member)) for condition in lasting)
    ]


def _is_between(after: ListPlace | None, place: ListPlace, last: ListPlace | None) -> bool:
    return (after is None or place < tuple(after)) and (last is None or place >= last)
