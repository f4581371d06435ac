"""Lists of jobs: just those that a number counts, newest first, in pages."""

from collections import ChainMap
from collections.abc import Iterator
from heapq import merge
from itertools import islice, product
from operator import attrgetter

from ..backup import timestamps
from ..backup.account import Account
from ..backup.members import Members
from .counts import counts, days_shown, is_shown
from .filters import DAYS, PROBLEMS, Filters, of_vault, parameters, types_to_ask_for
from .reading import accounts_with, pages_of_jobs

PER_PAGE = 50
# How many jobs a list operation is asked for at a time where many are asked.
_FEW = 10
_MILLISECOND = 0.001


def jobs(filters: Filters) -> tuple[list[Members], Filters | None]:
    """A page of jobs, the newest first, and the filters of the next page if there is one.

    Those with problems, or with issues, are of the days that the summaries count.
    """
    if filters.health is not None:
        first = float(days_shown(filters._replace(days=DAYS[0]))[0].start * timestamps.DAY)
        filters = filters._replace(after=max(first, filters.after or first))
    accounts = accounts_with(filters.kind, filters)
    requests = [
        (account, request) for account in accounts for request in _requests(filters, account)
    ]
    size = PER_PAGE + 1 if len(requests) <= _FEW else _FEW
    sources = [
        _created_between(
            pages_of_jobs(account, filters.kind, {**request, "MaxResults": size}), filters
        )
        for account, request in requests
    ]
    newest_first = merge(*sources, key=_created, reverse=True)
    listed = list(islice(newest_first, filters.skip, filters.skip + PER_PAGE + 1))
    if len(listed) <= PER_PAGE:
        return listed, None
    listed.pop()
    last = _created(listed[-1])
    skip = sum(_created(job) == last for job in listed)
    if last == filters.last:
        skip += filters.skip
    return listed, filters._replace(last=last, skip=skip)


def _created(job: Members) -> float:
    return float(job["CreationDate"])


def _created_between(listed: Iterator[Members], filters: Filters) -> Iterator[Members]:
    """Of jobs that come newest first, those of the page: no filter of scan jobs has their creation."""
    first = filters.after if filters.after is not None else timestamps.FIRST
    for job in listed:
        if _created(job) < first:
            return
        if _is_behind(filters, _created(job)) and _is_of_types(filters, job):
            yield job


def _is_of_types(filters: Filters, job: Members) -> bool:
    """Whether a job has one of the chosen types; the list operation may not know one that was loaded."""
    return not filters.types or job.get("ResourceType") in filters.types


def _is_behind(filters: Filters, created: float) -> bool:
    return (filters.before is None or created < filters.before) and (
        filters.last is None or created <= filters.last
    )


def _requests(filters: Filters, account: Account) -> list[Members]:
    """The requests of the list operation that together give just the jobs of these filters."""
    kind = filters.kind
    shared: Members = {}
    until = [] if filters.before is None else [filters.before]
    until += [] if filters.last is None else [_later(filters.last, _MILLISECOND)]
    if "ByCreatedBefore" in parameters(kind) and until:
        shared["ByCreatedBefore"] = min(until)
    if "ByCreatedAfter" in parameters(kind) and filters.after is not None:
        shared["ByCreatedAfter"] = _later(filters.after, -_MILLISECOND)
    shared |= of_vault(filters)
    if filters.health is not None:
        return [{**shared, **problem} for problem in _problems(filters, account)]
    parts = (
        (f"By{kind.state}", filters.states),
        ("ByResourceType", types_to_ask_for(filters)),
        ("ByMessageCategory", filters.categories),
    )
    choices = [[{name: value} for value in values] or [{}] for name, values in parts]
    return [{**shared, **dict(ChainMap(*chosen))} for chosen in product(*choices)]


def _later(moment: float, by: float) -> float:
    return round((moment + by) * 1000) / 1000


def _problems(filters: Filters, account: Account) -> list[Members]:
    """The states, types and categories of jobs with problems, or with issues, that the summaries count."""
    kind = filters.kind
    asked = filters._replace(account_id=account.id, region=account.region, days=DAYS[0], vault=None)
    rows = (row for row in counts(asked) or () if is_shown(row, filters))
    is_asked = attrgetter("is_problem" if filters.health == PROBLEMS else "has_issues")
    alike = dict.fromkeys(
        (row.state, row.type if types_to_ask_for(filters) else "", row.category)
        for row in filter(is_asked, rows)
    )
    names = (f"By{kind.state}", "ByResourceType", "ByMessageCategory")
    return [
        {name: value for name, value in zip(names, values, strict=True) if value}
        for values in alike
    ]
