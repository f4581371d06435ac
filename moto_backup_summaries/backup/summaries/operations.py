"""ListBackupJobSummaries and its three siblings."""

from collections.abc import Iterator
from functools import partial

from .. import timestamps
from ..account import Account, existing_accounts_of
from ..aws.facts import RUNNING_DAYS
from ..aws.job_kinds import KINDS, JobKind
from ..config import setting
from ..frame.operations import Request, operation
from ..kit.pages import Query
from ..members import Members
from ..neighbours.organizations import visible_accounts
from . import counting

SUMMARIES_PER_PAGE = 500


def _summarize(kind: JobKind, account: Account, request: Request) -> Members:
    query = account.query(kind.summary_operation, request)
    period = query.filters.get("AggregationPeriod", counting.DEFAULT_PERIOD)
    windows = counting.buckets(period, timestamps.day_of(query.asked_at), setting("include_today"))
    dimensions = list(kind.dimensions)
    counts = _counts(account, kind, query, windows)
    rows = counting.summarize(counts, windows, dimensions, query.filters, query.after)
    answered = (
        (key, dict(counting.row_members(row, dimensions, account.region))) for key, row in rows
    )
    page, token = query.page(answered, SUMMARIES_PER_PAGE)
    return {kind.summaries_member: page, "NextToken": token, "AggregationPeriod": period}


for _kind in KINDS:
    operation(_kind.summary_operation)(partial(_summarize, _kind))


def _counts(
    account: Account, kind: JobKind, query: Query, windows: list[counting.Bucket]
) -> Iterator[counting.Counted]:
    """Jobs by account and day. What runs since before the windows belongs to their first day."""
    first, end = windows[0].start, windows[-1].end
    running_since = query.asked_at - RUNNING_DAYS * timestamps.DAY
    row_accounts = visible_accounts(account.id, account.region, query.filters.get("AccountId"))
    for visible in existing_accounts_of(row_accounts, account.region):
        row_account = row_accounts[visible.id]
        for day, combination, count in visible.jobs.store(kind).counts(first, end, running_since):
            yield row_account, day, combination, count
