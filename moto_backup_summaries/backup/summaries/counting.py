"""Counting: which days, which rows, in which order. No clock, no moto, no I/O.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobSummaries.html
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..aws.facts import AGGREGATION_PERIODS
from ..aws.job_kinds import AGGREGATE_ALL, ANY, Combination
from ..aws.message_categories import comparable, word_of_all

# What an omitted filter means. AWS leaves it open.
OMITTED = AGGREGATE_ALL
DEFAULT_PERIOD = "ONE_DAY"
# Dimensions whose enum has neither word: summed over and left out of the row when omitted.
WITHOUT_WORDS = frozenset({"ScanResultStatus"})
# The dimension that compares without case and underscores.
CATEGORY = "MessageCategory"

# The account shown, the day, the value in each dimension, and how many jobs.
Counted = tuple[str, int, Combination, int]


class Bucket(NamedTuple):
    """Days since 1970, `start` inclusive, `end` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a summary: its window, what it shows, and its count."""

    bucket: Bucket
    account_id: str
    values: tuple[str, ...]
    count: int


# A row's window, account and values, which order the rows.
RowKey = tuple[Bucket, str, tuple[str, ...]]


def buckets(period: str, today: int, include_today: bool) -> list[Bucket]:
    """The rows' windows of an AggregationPeriod, the earliest first."""
    days, each_day = AGGREGATION_PERIODS[period]
    end = today + 1 if include_today else today
    if each_day:
        return [Bucket(day, day + 1) for day in range(end - days, end)]
    return [Bucket(end - days, end)]


class _Dimension:
    """What one filter does to a value: None turns the job away, a string goes into the row."""

    def __init__(self, name: str, wanted: str | None) -> None:
        self.wanted = wanted if wanted or name in WITHOUT_WORDS else OMITTED
        self._compared: Callable[[str], str] = comparable if name == CATEGORY else str
        if name == CATEGORY and wanted is not None:
            self.wanted = word_of_all(wanted) or wanted

    def shown(self, value: str | None) -> str | None:
        if self.wanted == ANY:
            return value
        if self.wanted == AGGREGATE_ALL:
            return AGGREGATE_ALL
        if self.wanted is None:
            return ""
        return value if self._compared(str(value)) == self._compared(self.wanted) else None


def summarize(
    counts: Iterable[Counted],
    windows: Sequence[Bucket],
    dimensions: Sequence[str],
    filters: Mapping[str, str],
    after: Sequence[Any] | None = None,
) -> list[tuple[RowKey, Row]]:
    """The rows of a summary, in order, each with its key.

    counts: of days within the windows.
    windows: what `buckets` gave for the period.
    filters: a dimension's wanted value, ANY or AGGREGATE_ALL; absent is AGGREGATE_ALL.
    after: the key of the last row that was given out.
    """
    if CATEGORY in dimensions:
        counts = _in_one_spelling(list(counts), dimensions.index(CATEGORY))
    bucket_of = {day: bucket for bucket in windows for day in range(*bucket)}
    wanted = [_Dimension(name, filters.get(name)) for name in dimensions]
    rows: Counter[RowKey] = Counter()
    # Many days share few combinations.
    shown_of: dict[Combination, tuple[str, ...] | None] = {}
    for account_id, day, combination, count in counts:
        if combination not in shown_of:
            shown_of[combination] = _shown(wanted, combination)
        shown = shown_of[combination]
        if shown is not None:
            rows[bucket_of[day], account_id, shown] += count
    behind = (Bucket(*after[0]), after[1], tuple(after[2])) if after else None
    keys = sorted(key for key in rows if behind is None or key > behind)
    return [(key, Row(*key, rows[key])) for key in keys]


def _in_one_spelling(counts: Sequence[Counted], category_index: int) -> Iterable[Counted]:
    """Counts with each category as it is written with the most underscores.

    Jobs may have come with one that nobody knows in several ways.
    """
    spellings = {str(combination[category_index]) for _, _, combination, _ in counts}
    chosen = {comparable(text): text for text in sorted(spellings, key=_most_underscores_last)}
    if len(chosen) == len(spellings):
        return counts
    return [
        (account_id, day, _with_category(combination, category_index, chosen), count)
        for account_id, day, combination, count in counts
    ]


def _most_underscores_last(category: str) -> tuple[int, str]:
    return category.count("_"), category


def _with_category(
    combination: Combination, category_index: int, chosen: Mapping[str, str]
) -> Combination:
    category = chosen[comparable(str(combination[category_index]))]
    return (*combination[:category_index], category, *combination[category_index + 1 :])


def _shown(wanted: Sequence[_Dimension], combination: Combination) -> tuple[str, ...] | None:
    shown = []
    for dimension, value in zip(wanted, combination, strict=True):
        text = dimension.shown(value)
        if text is None:
            return None
        shown.append(text)
    return tuple(shown)


def wire(row: Row, dimensions: Sequence[str], region: str) -> Iterator[tuple[str, object]]:
    """A row's members, as the operation returns them."""
    yield "Region", region
    yield "AccountId", row.account_id
    yield from ((name, value) for name, value in zip(dimensions, row.values, strict=True) if value)
    yield "Count", row.count
    yield "StartTime", row.bucket.start * 86_400
    yield "EndTime", row.bucket.end * 86_400
