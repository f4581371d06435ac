"""Counting, without jobs: windows, rows and their order.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobSummaries.html
"""

from typing import Any

import pytest

from moto_backup_summaries.backup.summaries.counting import (
    Bucket,
    Row,
    buckets,
    row_members,
    summarize,
)

ONE, TWO = "111111111111", "222222222222"
DIMENSIONS = ("State", "ResourceType", "ScanResultStatus")
TODAY = 100
COUNTS = [
    (ONE, 99, ("COMPLETED", "EBS", "NO_THREATS_FOUND"), 4),
    (ONE, 100, ("COMPLETED", "EBS", "NO_THREATS_FOUND"), 8),
    (ONE, 100, ("FAILED", "S3", None), 16),
    (TWO, 100, ("COMPLETED", "S3", "THREATS_FOUND"), 32),
]
DAYS = [Bucket(99, 100), Bucket(100, 101)]
WEEK = [Bucket(94, 101)]
ALL = "AGGREGATE_ALL"


@pytest.mark.parametrize(
    ("period", "include_today", "expected"),
    [
        ("ONE_DAY", True, [(day, day + 1) for day in range(87, 101)]),
        ("ONE_DAY", False, [(day, day + 1) for day in range(86, 100)]),
        ("SEVEN_DAYS", True, [(94, 101)]),
        ("SEVEN_DAYS", False, [(93, 100)]),
        ("FOURTEEN_DAYS", True, [(87, 101)]),
        ("FOURTEEN_DAYS", False, [(86, 100)]),
    ],
)
def test_a_period_has_its_windows(period: str, include_today: bool, expected: Any) -> None:
    assert buckets(period, TODAY, include_today) == expected


def found(windows: list[Bucket], **filters: str) -> list[tuple[Any, ...]]:
    rows = [row for _, row in summarize(COUNTS, windows, DIMENSIONS, filters)]
    return [(row.bucket, row.account_id, *row.values, row.count) for row in rows]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [(ONE, ALL, ALL, "", 28), (TWO, ALL, ALL, "", 32)]),
        ({"State": ALL, "ResourceType": ""}, [(ONE, ALL, ALL, "", 28), (TWO, ALL, ALL, "", 32)]),
        (
            {"State": "COMPLETED"},
            [(ONE, "COMPLETED", ALL, "", 12), (TWO, "COMPLETED", ALL, "", 32)],
        ),
        ({"State": "FAILED"}, [(ONE, "FAILED", ALL, "", 16)]),
        ({"State": "RUNNING"}, []),
        (
            {"State": "ANY"},
            [
                (ONE, "COMPLETED", ALL, "", 12),
                (ONE, "FAILED", ALL, "", 16),
                (TWO, "COMPLETED", ALL, "", 32),
            ],
        ),
        ({"State": "COMPLETED", "ResourceType": "S3"}, [(TWO, "COMPLETED", "S3", "", 32)]),
        (
            {"ResourceType": "ANY"},
            [(ONE, ALL, "EBS", "", 12), (ONE, ALL, "S3", "", 16), (TWO, ALL, "S3", "", 32)],
        ),
        (
            {"ScanResultStatus": "NO_THREATS_FOUND"},
            [(ONE, ALL, ALL, "NO_THREATS_FOUND", 12)],
        ),
        # What has no value in a dimension is in no row of one.
        (
            {"ScanResultStatus": "ANY"},
            [(ONE, ALL, ALL, "NO_THREATS_FOUND", 12), (TWO, ALL, ALL, "THREATS_FOUND", 32)],
        ),
    ],
)
def test_a_filter_turns_away_shows_or_sums(filters: dict[str, str], expected: Any) -> None:
    assert found(WEEK, **filters) == [(WEEK[0], *row) for row in expected]


def test_rows_are_ordered_by_day_account_and_values() -> None:
    assert found(DAYS, State="ANY", ResourceType="ANY") == [
        (DAYS[0], ONE, "COMPLETED", "EBS", "", 4),
        (DAYS[1], ONE, "COMPLETED", "EBS", "", 8),
        (DAYS[1], ONE, "FAILED", "S3", "", 16),
        (DAYS[1], TWO, "COMPLETED", "S3", "", 32),
    ]


@pytest.mark.parametrize("place", range(5))
def test_rows_go_on_behind_any_of_them(place: int) -> None:
    filters = {"State": "ANY"}
    every = summarize(COUNTS, DAYS, DIMENSIONS, filters)
    assert len(every) == 4
    # As a token carries it: lists, where there were tuples.
    key = every[place - 1][0] if place else None
    after = [list(key[0]), key[1], list(key[2])] if key else None
    assert summarize(COUNTS, DAYS, DIMENSIONS, filters, after) == every[place:]


def test_rows_go_on_behind_one_that_is_no_more() -> None:
    after = [[100, 101], ONE, ["CREATED", ALL, ""]]
    rows = summarize(COUNTS, DAYS, DIMENSIONS, {"State": "ANY"}, after)
    assert [row.count for _, row in rows] == [16, 32]


def test_the_key_of_a_row_orders_it() -> None:
    ((key, row),) = summarize(COUNTS[:1], DAYS, DIMENSIONS, {})
    assert key == (DAYS[0], ONE, (ALL, ALL, ""))
    assert row == Row(DAYS[0], ONE, (ALL, ALL, ""), 4)


def test_nothing_counted_is_no_row() -> None:
    assert summarize([], DAYS, DIMENSIONS, {}) == []


def test_as_many_values_come_as_there_are_dimensions() -> None:
    short = [(ONE, 100, ("COMPLETED", "EBS"), 1)]
    with pytest.raises(ValueError, match="zip"):
        summarize(short, DAYS, DIMENSIONS, {})
    with pytest.raises(ValueError, match="zip"):
        list(row_members(Row(DAYS[0], ONE, ("COMPLETED",), 1), DIMENSIONS, "us-east-1"))


def test_a_row_is_told_with_its_moments_and_without_what_was_summed_over() -> None:
    row = Row(Bucket(99, 101), ONE, ("COMPLETED", ALL, ""), 7)
    assert list(row_members(row, DIMENSIONS, "eu-west-1")) == [
        ("Region", "eu-west-1"),
        ("AccountId", ONE),
        ("State", "COMPLETED"),
        ("ResourceType", ALL),
        ("Count", 7),
        ("StartTime", 99 * 86_400),
        ("EndTime", 101 * 86_400),
    ]
