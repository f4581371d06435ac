"""Statistics of CloudWatch, and how it rounds the start of a request and keeps older data."""

from datetime import datetime, timedelta

import pytest

from moto_backup_summaries.backup.aws.metric_statistics import (
    by_period,
    is_period,
    is_statistic,
    rounded_start,
    statistic,
)

NOW = datetime(2026, 3, 10, 12)
DAY = timedelta(days=1)
START = datetime(2026, 3, 10, 11, 32, 34, 567_000)


@pytest.mark.parametrize(
    ("age", "minute", "second"),
    [
        (timedelta(), 32, 0),
        (14 * DAY, 32, 0),
        (15 * DAY, 30, 0),
        (62 * DAY, 30, 0),
        (63 * DAY, 0, 0),
        (400 * DAY, 0, 0),
    ],
    ids=str,
)
def test_a_start_is_rounded_down_by_its_age(age: timedelta, minute: int, second: int) -> None:
    start = START - age
    expected = start.replace(minute=minute, second=second, microsecond=0)
    assert rounded_start(start, START) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Average", 4),
        ("Maximum", 10),
        ("Minimum", 1),
        ("SampleCount", 4),
        ("Sum", 16),
        ("p0", 1),
        ("p50", 2.5),
        ("p90", 7.9),
        ("p99.9", 9.979),
        ("p100", 10),
    ],
)
def test_a_statistic_is_of_all_values(name: str, value: float) -> None:
    assert statistic(name, [10, 1, 2, 3]) == pytest.approx(value)


def test_a_percentile_of_one_value_is_that_value() -> None:
    assert statistic("p90", [7]) == 7


@pytest.mark.parametrize("name", ["Sum", "p0", "p99.99", "p100"])
def test_what_is_a_statistic(name: str) -> None:
    assert is_statistic(name)


@pytest.mark.parametrize("name", ["sum", "p101", "p", "tm90", "Median", "p1000", "p-1"])
def test_what_is_no_statistic_here(name: str) -> None:
    assert not is_statistic(name)


@pytest.mark.parametrize(
    ("seconds", "is_one"),
    [(1, True), (30, True), (60, True), (3600, True), (0, False), (-60, False), (61, False)],
)
def test_a_period_is_short_or_of_whole_minutes(seconds: int, is_one: bool) -> None:
    assert is_period(seconds) is is_one


def test_values_stand_in_the_period_in_which_they_are() -> None:
    data = [(NOW + timedelta(minutes=minute), float(minute)) for minute in (-1, 0, 4, 5, 60)]
    found = by_period(data, NOW, NOW + timedelta(hours=1), 300, NOW)
    assert found == {NOW: [0.0, 4.0], NOW + timedelta(minutes=5): [5.0]}


@pytest.mark.parametrize(
    ("age", "period", "is_there"),
    [
        (14 * DAY, 60, True),
        (16 * DAY, 60, False),
        (16 * DAY, 300, True),
        (64 * DAY, 300, False),
        (64 * DAY, 3600, True),
        (DAY, 30, True),
    ],
    ids=str,
)
def test_older_data_is_there_for_longer_periods_only(
    age: timedelta, period: int, is_there: bool
) -> None:
    moment = NOW - age
    found = by_period([(moment, 1.0)], moment, NOW, period, NOW)
    assert list(found) == [moment] * is_there
