"""The jobs that a list operation shows, newest first."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import merge
from typing import Any

from . import parameters
from .job_store import JobStore
from .jobs import Job
from .message_categories import upper_case_form
from .timestamps import DAY

# Where a job stands among those of several accounts: its creation, its account, its number there.
Place = tuple[float, str, int]

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "equal": lambda member, wanted: member == wanted,
    "before": lambda member, wanted: member is not None and member < wanted,
    "after": lambda member, wanted: member is not None and member > wanted,
    "category": lambda member, wanted: (
        wanted == "*" or (member is not None and upper_case_form(member) == wanted)
    ),
}


def matching(
    operation: str, comparisons: Mapping[str, tuple[str, str]], filters: Mapping[str, str]
) -> Callable[[Callable[[str], Any]], bool]:
    """Whether something passes the filters of a list, by a function that gives its members.

    comparisons: for each filter a member, and how it compares.
    Raises InvalidParameterValueException for a malformed filter.
    """
    conditions = []
    for name, value in filters.items():
        wanted = parameters.list_filter(operation, name, value)
        # Whose jobs are shown is settled before they are compared.
        if name != "ByAccountId":
            member, comparison = comparisons[name]
            conditions.append((member, _COMPARISONS[comparison], wanted))
    return lambda member: all(holds(member(name), wanted) for name, holds, wanted in conditions)


def newest_first(
    stores: Iterable[tuple[str, JobStore]], after: Place | None, asked_at: float
) -> Iterator[tuple[Place, Job]]:
    """The listed jobs of several accounts, from behind a place."""
    placed = [_of_account(account_id, store, after) for account_id, store in stores]
    for place, job in merge(*placed, key=lambda entry: entry[0], reverse=True):
        days = job.kind.listed_days
        if days is not None and place[0] < asked_at - days * DAY:
            return
        yield place, job


def _of_account(
    account_id: str, store: JobStore, after: Place | None
) -> Iterator[tuple[Place, Job]]:
    behind = None
    if after is not None:
        created, last_account, number = after
        # At the same moment, accounts follow each other from the last to the first.
        numbers = {-1: float("inf"), 0: number, 1: -1}
        behind = (created, numbers[(account_id > last_account) - (account_id < last_account)])
    for (created, number), job in store.newest_first(behind):
        yield (created, account_id, number), job
