"""ListBackupJobSummaries and its three siblings."""

from collections.abc import Iterator, Mapping
from functools import partial

from .. import timestamps
from ..account import Account
from ..aws.job_kinds import KINDS, WORDS, JobKind
from ..aws.message_categories import upper_case_form
from ..config import setting
from ..members import Members
from ..operations import Request, operation, page_of
from . import summaries
from .visible import stores_seen_by

SUMMARIES_PER_PAGE = 500


def _summarize(kind: JobKind, account: Account, request: Request) -> Members:
    query = account.query(kind.summary_operation, request)
    period = query.filters.get("AggregationPeriod", summaries.DEFAULT_PERIOD)
    windows = summaries.buckets(period, timestamps.day_of(query.asked_at), setting("include_today"))
    dimensions = list(kind.dimensions)
    rows = summaries.summarize(
        _counts(account, kind, query.filters.get("AccountId"), windows),
        windows,
        dimensions,
        _compared(query.filters),
        query.after,
    )
    wired = ((key, dict(summaries.wire(row, dimensions, account.region))) for key, row in rows)
    page = page_of(kind.summaries_member, wired, query, request, SUMMARIES_PER_PAGE)
    return {**page, "AggregationPeriod": period}


for _kind in KINDS:
    operation(_kind.summary_operation)(partial(_summarize, _kind))


def _counts(
    account: Account, kind: JobKind, account_id: str | None, windows: list[summaries.Bucket]
) -> Iterator[tuple[str, int, summaries.Combination, int]]:
    for shown, _, store in stores_seen_by(account, kind, account_id):
        for day, combination, count in store.counts(windows[0].start, windows[-1].end):
            yield shown, day, combination, count


def _compared(filters: Mapping[str, str]) -> dict[str, str]:
    """The filters as they compare: the category in upper case."""
    compared = dict(filters)
    if "MessageCategory" in compared and compared["MessageCategory"] not in WORDS:
        compared["MessageCategory"] = upper_case_form(compared["MessageCategory"])
    return compared
