"""What the page asks of AWS Backup: by `call`, as any client."""

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice, product
from operator import attrgetter
from typing import Any, NamedTuple

from ..backup import timestamps
from ..backup.account import Account, existing_accounts
from ..backup.aws import service_model
from ..backup.aws.facts import RUNNING_DAYS
from ..backup.aws.job_kinds import ANY, JobKind
from ..backup.aws.message_categories import SUCCESS, comparable
from ..backup.config import setting
from ..backup.frame.operations import call
from ..backup.members import Members
from ..backup.summaries.counting import Bucket, buckets
from .filters import DAYS, PROBLEMS, Filters

PER_PAGE = 50
# How many jobs a list operation is asked for at a time where many are asked.
_FEW = 10
_MILLISECOND = 0.001
_WITH_ISSUES = "COMPLETED_WITH_ISSUES"


class Count(NamedTuple):
    """How many jobs of a day, in days since 1970, are alike. category: empty where the kind has none."""

    account_id: str
    region: str
    day: int
    state: str
    type: str
    category: str
    number: int

    @property
    def is_failure(self) -> bool:
        return self.state in ("FAILED", "EXPIRED")

    @property
    def has_issues(self) -> bool:
        """Whether a job completed, and not with SUCCESS: AWS's `Completed with issues`."""
        return self.state == _WITH_ISSUES or (
            self.state == "COMPLETED" and comparable(self.category) not in ("", SUCCESS)
        )

    @property
    def is_problem(self) -> bool:
        return self.is_failure or self.has_issues


def accounts_with(kind: JobKind, filters: Filters) -> list[Account]:
    """The accounts that have jobs of a kind, in order; the others need not be asked."""
    accounts = existing_accounts(filters.account_id, filters.region)
    having = (account for account in accounts if len(account.jobs.store(kind)))
    return sorted(having, key=lambda account: (account.id, account.region))


def pages(
    account: Account, operation: str, member: str, request: Mapping[str, Any]
) -> Iterator[Members]:
    """The items of a list operation, page after page as they are asked for."""
    token: dict[str, Any] = {}
    while True:
        answer = call(account, operation, {**request, **token})
        yield from answer[member]
        if answer.get("NextToken") is None:
            return
        token = {"NextToken": answer["NextToken"]}


def days_shown(filters: Filters) -> list[Bucket]:
    """The days of the dashboard, the earliest first."""
    today = timestamps.day_of(timestamps.now())
    return buckets("ONE_DAY", today, setting("include_today"))[-filters.days :]


def counts(filters: Filters) -> list[Count]:
    """The numbers of the days shown in an account and a region or all, as the summaries have them."""
    kind, first = filters.kind, days_shown(filters)[0].start
    request = {name: ANY for name in kind.dimensions if name in _WITH_WORDS}
    rows = (
        Count(
            account.id,
            account.region,
            timestamps.day_of(row["StartTime"]),
            row["State"],
            row["ResourceType"],
            row.get("MessageCategory", ""),
            row["Count"],
        )
        for account in accounts_with(kind, filters)
        for row in pages(account, kind.summary_operation, kind.summaries_member, request)
    )
    return [row for row in rows if row.day >= first]


# The dimensions that the page tells apart.
_WITH_WORDS = ("State", "ResourceType", "MessageCategory")


def is_shown(row: Count, filters: Filters) -> bool:
    """Whether its jobs have one of the chosen states, types and categories."""
    categories = [*map(comparable, filters.categories)]
    return (
        (not filters.states or row.state in filters.states)
        and (not filters.types or row.type in filters.types)
        and (not categories or comparable(row.category) in categories)
    )


def creation_since(filters: Filters, states: Sequence[str], first: int) -> float:
    """From when on the jobs were created that a number counts whose days begin with `first`.

    Summaries count a job that has not ended, and was created before their days, as one of the first day.
    """
    today = timestamps.day_of(timestamps.now())
    is_first = first == buckets("ONE_DAY", today, setting("include_today"))[0].start
    if is_first and states and filters.kind.final_states.isdisjoint(states):
        return timestamps.now() - RUNNING_DAYS * timestamps.DAY
    return first * timestamps.DAY


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


def pages_of_jobs(account: Account, kind: JobKind, request: Members) -> Iterator[Members]:
    """Jobs of a list operation, each with the region that they were listed in."""
    for job in pages(account, kind.list_operation, kind.jobs_member, request):
        yield {**job, "Region": account.region}


def _created(job: Members) -> float:
    return float(job["CreationDate"])


def _created_between(listed: Iterator[Members], filters: Filters) -> Iterator[Members]:
    """Of jobs that come newest first, those of the page: no filter of scan jobs has their creation."""
    first = filters.after if filters.after is not None else timestamps.FIRST
    for job in listed:
        if _created(job) < first:
            return
        if _is_behind(filters, _created(job)):
            yield job


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
    if "ByCreatedBefore" in _parameters(kind) and until:
        shared["ByCreatedBefore"] = min(until)
    if "ByCreatedAfter" in _parameters(kind) and filters.after is not None:
        shared["ByCreatedAfter"] = _later(filters.after, -_MILLISECOND)
    if filters.vault is not None:
        names = [name for name in _VAULT_FILTERS if name in _parameters(kind)]
        shared |= dict.fromkeys(names, filters.vault)
    if filters.health is not None:
        return [{**shared, **problem} for problem in _problems(filters, account)]
    parts = (
        (f"By{kind.state}", filters.states),
        ("ByResourceType", filters.types),
        ("ByMessageCategory", filters.categories),
    )
    choices = [[{name: value} for value in values] or [{}] for name, values in parts]
    return [{**shared, **dict(ChainMap(*chosen))} for chosen in product(*choices)]


_VAULT_FILTERS = ("ByBackupVaultName", "ByDestinationVaultArn")


def _parameters(kind: JobKind) -> Mapping[str, Any]:
    return service_model.members_of(service_model.operation(kind.list_operation).input_shape)


def _later(moment: float, by: float) -> float:
    return round((moment + by) * 1000) / 1000


def _problems(filters: Filters, account: Account) -> list[Members]:
    """The states, types and categories of jobs with problems, or with issues, that the summaries count."""
    kind = filters.kind
    asked = filters._replace(account_id=account.id, region=account.region, days=DAYS[0])
    rows = (row for row in counts(asked) if is_shown(row, filters))
    is_asked = attrgetter("is_problem" if filters.health == PROBLEMS else "has_issues")
    alike = dict.fromkeys(
        (row.state, row.type if filters.types else "", row.category)
        for row in filter(is_asked, rows)
    )
    names = (f"By{kind.state}", "ByResourceType", "ByMessageCategory")
    return [
        {name: value for name, value in zip(names, values, strict=True) if value}
        for values in alike
    ]
