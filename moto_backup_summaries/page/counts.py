"""The numbers of the page: those of the summaries, or of a vault, which no summary counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from ..backup import timestamps
from ..backup.account import Account
from ..backup.aws.facts import RUNNING_DAYS
from ..backup.aws.job_kinds import ANY
from ..backup.aws.message_categories import SUCCESS, comparable
from ..backup.config import setting
from ..backup.members import Members
from ..backup.summaries.counting import Bucket, buckets, row_members, summarize
from .filters import Filters, of_vault, parameters
from .reading import accounts_with, pages, pages_of_jobs

# So many jobs of a vault are counted at most: they are listed one by one.
MOST_OF_VAULT = 10_000
_AT_A_TIME = 1_000
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


def all_days() -> list[Bucket]:
    """The days that summaries count one by one, the earliest first."""
    today = timestamps.day_of(timestamps.now())
    return buckets("ONE_DAY", today, setting("include_today"))


def days_shown(filters: Filters) -> list[Bucket]:
    """The days of the dashboard, the earliest first."""
    return all_days()[-filters.days :]


def counts(filters: Filters) -> list[Count] | None:
    """The numbers of the days shown in an account and a region or all, as the summaries have them.

    None for a vault with more jobs than can be counted one by one.
    """
    rows = _summed(filters) if filters.vault is None else _listed(filters)
    if rows is None:
        return None
    first = days_shown(filters)[0].start
    every = (
        Count(
            account.id,
            account.region,
            timestamps.day_of(row["StartTime"]),
            row["State"],
            row["ResourceType"],
            row.get("MessageCategory", ""),
            row["Count"],
        )
        for account, row in rows
    )
    return [row for row in every if row.day >= first]


def _summed(filters: Filters) -> Iterable[tuple[Account, Members]]:
    """The rows of the summaries, each with its account."""
    kind = filters.kind
    request = {name: ANY for name in kind.dimensions if name in _WITH_WORDS}
    for account in accounts_with(kind, filters):
        for row in pages(account, kind.summary_operation, kind.summaries_member, request):
            yield account, row


def _listed(filters: Filters) -> list[tuple[Account, Members]] | None:
    """The rows that the summaries would have of the jobs of a vault; None where these are too many."""
    kind, left = filters.kind, MOST_OF_VAULT
    words = {name: ANY for name in kind.dimensions if name in _WITH_WORDS}
    rows: list[tuple[Account, Members]] = []
    for account in accounts_with(kind, filters):
        listed = list(islice(_counted_jobs(account, filters), left + 1))
        left -= len(listed)
        if left < 0:
            return None
        counted = Counter((account.id, _day(job), kind.combination(job)) for job in listed)
        of_days = [(*alike, number) for alike, number in counted.items()]
        summary = summarize(of_days, all_days(), [*kind.dimensions], words)
        rows += [
            (account, dict(row_members(row, [*kind.dimensions], account.region)))
            for _, row in summary
        ]
    return rows


def _counted_jobs(account: Account, filters: Filters) -> Iterator[Members]:
    """The jobs of a vault that summaries count: of their days, or running since before them."""
    kind, first, end = filters.kind, all_days()[0].start, all_days()[-1].end
    running = [state for state in kind.states if state not in kind.final_states]
    since = creation_since(filters, running, first)
    request = {**of_vault(filters), "MaxResults": _AT_A_TIME}
    if "ByCreatedAfter" in parameters(kind):
        request["ByCreatedAfter"] = since - 1
    for job in pages_of_jobs(account, kind, request):
        created = job["CreationDate"]
        day = timestamps.day_of(created)
        if created >= since and day < end and (day >= first or job[kind.state] in running):
            yield job


def _day(job: Members) -> int:
    """The day that counts a job."""
    return max(timestamps.day_of(job["CreationDate"]), all_days()[0].start)


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
    is_first = first == all_days()[0].start
    if is_first and states and filters.kind.final_states.isdisjoint(states):
        return timestamps.now() - RUNNING_DAYS * timestamps.DAY
    return first * timestamps.DAY
