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
from ..timestamps import DAY

# What an omitted filter means. AWS leaves it open.
OMITTED = AGGREGATE_ALL
DEFAULT_PERIOD = "ONE_DAY"
# Dimensions whose enum has neither word: summed over and left out of the row when omitted.
WITHOUT_WORDS = frozenset({"ScanResultStatus"})
# The dimension that compares without case and underscores.
CATEGORY = "MessageCategory"

# The account of the row, the day, the value in each dimension, and how many jobs.
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


class _Filter:
    """The filter of one dimension: it turns jobs away, or gives the text of their value in a row."""

    def __init__(self, dimension: str, value: str | None) -> None:
        self.value = value if value or dimension in WITHOUT_WORDS else OMITTED
        self._compared: Callable[[str], str] = comparable if dimension == CATEGORY else str
        if dimension == CATEGORY and value is not None:
            self.value = word_of_all(value) or value

    def text(self, job_value: str | None) -> str | None:
        """The text in the row of a job with this value, or None where it is turned away."""
        if self.value == ANY:
            return job_value
        if self.value == AGGREGATE_ALL:
            return AGGREGATE_ALL
        if self.value is None:
            return ""
        is_equal = self._compared(str(job_value)) == self._compared(self.value)
        return job_value if is_equal else None


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
    filters: a value for a dimension, ANY or AGGREGATE_ALL; absent is AGGREGATE_ALL.
    after: the key of the last row that was given out.
    """
    if CATEGORY in dimensions:
        counts = _in_one_spelling(list(counts), dimensions.index(CATEGORY))
    bucket_of = {day: bucket for bucket in windows for day in range(*bucket)}
    row_filters = [_Filter(name, filters.get(name)) for name in dimensions]
    rows: Counter[RowKey] = Counter()
    # Many days share few combinations.
    texts_of: dict[Combination, tuple[str, ...] | None] = {}
    for account_id, day, combination, count in counts:
        if combination not in texts_of:
            texts_of[combination] = _row_texts(row_filters, combination)
        texts = texts_of[combination]
        if texts is not None:
            rows[bucket_of[day], account_id, texts] += count
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


def _row_texts(row_filters: Sequence[_Filter], combination: Combination) -> tuple[str, ...] | None:
    """The texts of a row for jobs with this combination, or None where a filter turns them away."""
    texts = []
    for row_filter, value in zip(row_filters, combination, strict=True):
        text = row_filter.text(value)
        if text is None:
            return None
        texts.append(text)
    return tuple(texts)


def row_members(row: Row, dimensions: Sequence[str], region: str) -> Iterator[tuple[str, object]]:
    """A row's members, as the operation returns them."""
    yield "Region", region
    yield "AccountId", row.account_id
    yield from ((name, value) for name, value in zip(dimensions, row.values, strict=True) if value)
    yield "Count", row.count
    yield "StartTime", row.bucket.start * DAY
    yield "EndTime", row.bucket.end * DAY
