"""When a rule runs, by hand-written dates."""

from datetime import datetime, timezone
from math import inf, nextafter
from zoneinfo import ZoneInfo

import pytest
from support import runs

from moto_backup_summaries.backup.aws.schedules import schedule

UTC = timezone.utc
# 1 March 2026 is a Sunday; 2026 is no leap year.
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def shown(expression: str, since: datetime = START, count: int = 3, zone: str = "UTC") -> list[str]:
    """The runs as the zone's clocks show them, with the offset from UTC outside UTC."""
    rule = schedule(expression, zone, since.timestamp())
    layout = "%Y-%m-%d %H:%M" if zone == "UTC" else "%Y-%m-%d %H:%M%z"
    found = runs(rule, since.astimezone(ZoneInfo(zone)), count)
    return [run.strftime(layout) for run in found]


@pytest.mark.parametrize(
    ("expression", "hours"),
    [
        ("rate(12 hours)", 12),
        ("cron(0 * ? * * *)", 1),
        ("cron(0 5 ? * * *)", 24),
        ("cron(0 5,6 ? * * *)", 23),
        ("cron(0 5,20 ? * * *)", 15),
        ("cron(0 5 ? * MON-FRI *)", 72),
        ("cron(0 5 1 * ? *)", 31 * 24),
        # From the end of a March to the beginning of a January.
        ("cron(0 5 ? 1-3 * *)", (365 - 31 - 28 - 31 + 1) * 24),
        ("cron(0 5 ? * * 2026)", 24),
        # No two runs within a year.
        ("cron(0 5 29 2 ? *)", inf),
        ("cron(0 5 ? * * 2025)", inf),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_the_most_hours_between_two_runs_are_those_of_the_coming_year(
    expression: str, hours: float, zone: str
) -> None:
    since = START.timestamp()
    assert schedule(expression, zone, since).most_gap(since) == hours * 3600


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("cron(0 5 ? * * *)", ["2026-03-02 05:00", "2026-03-03 05:00", "2026-03-04 05:00"]),
        ("cron(0 12 * * ? *)", ["2026-03-02 12:00", "2026-03-03 12:00", "2026-03-04 12:00"]),
        ("cron(* * * * ? *)", ["2026-03-01 12:01", "2026-03-01 12:02", "2026-03-01 12:03"]),
        ("cron(  0  5 *\t* ? * )", ["2026-03-02 05:00", "2026-03-03 05:00", "2026-03-04 05:00"]),
        ("cron(30 6,18 * * ? *)", ["2026-03-01 18:30", "2026-03-02 06:30", "2026-03-02 18:30"]),
        ("cron(0 8-9 * * ? *)", ["2026-03-02 08:00", "2026-03-02 09:00", "2026-03-03 08:00"]),
        ("cron(0/15 * * * ? *)", ["2026-03-01 12:15", "2026-03-01 12:30", "2026-03-01 12:45"]),
        ("cron(*/25 * * * ? *)", ["2026-03-01 12:25", "2026-03-01 12:50", "2026-03-01 13:00"]),
        ("cron(10-50/20 * * * ? *)", ["2026-03-01 12:10", "2026-03-01 12:30", "2026-03-01 12:50"]),
        ("cron(1/50 0 1 * ? *)", ["2026-04-01 00:01", "2026-04-01 00:51", "2026-05-01 00:01"]),
        ("cron(0 22-2/2 * * ? *)", ["2026-03-01 22:00", "2026-03-02 00:00", "2026-03-02 02:00"]),
        ("cron(0 0 1 NOV-JAN ? *)", ["2026-11-01 00:00", "2026-12-01 00:00", "2027-01-01 00:00"]),
        ("cron(0 0 30-1 4 ? *)", ["2026-04-01 00:00", "2026-04-30 00:00", "2027-04-01 00:00"]),
        ("cron(0 0 ? * FRI-MON *)", ["2026-03-02 00:00", "2026-03-06 00:00", "2026-03-07 00:00"]),
        ("cron(0 0 ? * mon,Wed *)", ["2026-03-02 00:00", "2026-03-04 00:00", "2026-03-09 00:00"]),
        ("cron(0 0 ? * 1 *)", ["2026-03-08 00:00", "2026-03-15 00:00", "2026-03-22 00:00"]),
        ("cron(0 0 ? jan-FEB 7 *)", ["2027-01-02 00:00", "2027-01-09 00:00", "2027-01-16 00:00"]),
        ("cron(0 0 L * ? *)", ["2026-03-31 00:00", "2026-04-30 00:00", "2026-05-31 00:00"]),
        ("cron(0 0 l-3 * ? *)", ["2026-03-28 00:00", "2026-04-27 00:00", "2026-05-28 00:00"]),
        ("cron(0 0 L-30 * ? *)", ["2026-05-01 00:00", "2026-07-01 00:00", "2026-08-01 00:00"]),
        ("cron(0 0 LW * ? *)", ["2026-03-31 00:00", "2026-04-30 00:00", "2026-05-29 00:00"]),
        # A Sunday at the end of a month goes back over the Saturday, a Saturday by one day.
        (
            "cron(0 0 LW 1-2 ? 2027-2028)",
            ["2027-01-29 00:00", "2027-02-26 00:00", "2028-01-31 00:00"],
        ),
        # A Saturday on the 1st goes on to Monday, the 3rd; a Sunday goes on by one day.
        ("cron(0 0 1W 8-11 ? *)", ["2026-08-03 00:00", "2026-09-01 00:00", "2026-10-01 00:00"]),
        ("cron(0 0 1W 11 ? *)", ["2026-11-02 00:00", "2027-11-01 00:00", "2028-11-01 00:00"]),
        ("cron(0 0 15w * ? *)", ["2026-03-16 00:00", "2026-04-15 00:00", "2026-05-15 00:00"]),
        ("cron(0 0 30W 1-2 ? *)", ["2027-01-29 00:00", "2028-01-31 00:00", "2029-01-30 00:00"]),
        ("cron(0 0 ? * L *)", ["2026-03-07 00:00", "2026-03-14 00:00", "2026-03-21 00:00"]),
        ("cron(0 0 ? * 6L *)", ["2026-03-27 00:00", "2026-04-24 00:00", "2026-05-29 00:00"]),
        ("cron(0 0 ? * friL *)", ["2026-03-27 00:00", "2026-04-24 00:00", "2026-05-29 00:00"]),
        ("cron(0 0 ? * 3#2 *)", ["2026-03-10 00:00", "2026-04-14 00:00", "2026-05-12 00:00"]),
        ("cron(0 0 ? * SUN#5 *)", ["2026-03-29 00:00", "2026-05-31 00:00", "2026-08-30 00:00"]),
        ("cron(0 0 29 2 ? *)", ["2028-02-29 00:00", "2032-02-29 00:00", "2036-02-29 00:00"]),
        ("cron(0 0 1 1 ? 2025,2199)", ["2199-01-01 00:00"]),
        ("cron(0 0 1 1 ? 2020/100)", ["2120-01-01 00:00"]),
        ("cron(0 0 1 1 ? 1970-2025)", []),
        ("cron(0 0 30 2 ? *)", []),
        ("cron(0 0 31 4,6,9,11 ? *)", []),
        ("cron(0 0 L-29 2 ? *)", []),
        ("rate(1 minute)", ["2026-03-01 12:01", "2026-03-01 12:02", "2026-03-01 12:03"]),
        ("rate(90 minutes)", ["2026-03-01 13:30", "2026-03-01 15:00", "2026-03-01 16:30"]),
        ("rate(1 hour)", ["2026-03-01 13:00", "2026-03-01 14:00", "2026-03-01 15:00"]),
        ("rate(12 hours)", ["2026-03-02 00:00", "2026-03-02 12:00", "2026-03-03 00:00"]),
        ("rate(1 day)", ["2026-03-02 12:00", "2026-03-03 12:00", "2026-03-04 12:00"]),
        ("rate( 7  days )", ["2026-03-08 12:00", "2026-03-15 12:00", "2026-03-22 12:00"]),
    ],
)
def test_an_expression_means_these_runs(expression: str, expected: list[str]) -> None:
    assert shown(expression) == expected


def test_a_century_that_is_no_leap_year_is_skipped() -> None:
    since = datetime(2096, 1, 1, tzinfo=UTC)
    assert shown("cron(0 0 29 2 ? *)", since, 2) == ["2096-02-29 00:00", "2104-02-29 00:00"]


def test_runs_end_with_the_year_2199_and_begin_with_1970() -> None:
    rule = schedule("cron(0 0 1 1 ? *)", "UTC", 0)
    assert rule.next_after(datetime(2199, 1, 1, tzinfo=UTC).timestamp()) is None
    assert rule.next_after(1e15) is None
    assert rule.next_after(-1e15) == 0.0


def test_a_run_is_strictly_later_by_any_fraction_of_a_second() -> None:
    rule = schedule("cron(0 0 * * ? *)", "UTC", 0)
    assert rule.next_after(86_400) == 172_800
    assert rule.next_after(nextafter(86_400, -inf)) == 86_400
    assert rule.next_after(nextafter(86_400, inf)) == 172_800


def test_a_rate_is_counted_from_its_start_not_from_the_moment() -> None:
    rule = schedule("rate(10 minutes)", "UTC", 1_000)
    assert [rule.next_after(moment) for moment in (0, 1_000, 1_599, 1_600)] == [
        1_600,
        1_600,
        1_600,
        2_200,
    ]


# Clocks go on in spring and back in autumn: the day before, and what the rule's runs are.
@pytest.mark.parametrize(
    ("zone", "fields", "since", "expected"),
    [
        # Berlin leaves out 02:00-03:00 on 29 March, and has it twice on 25 October.
        (
            "Europe/Berlin",
            "30 2 * * ? *",
            "2026-03-27T12:00Z",
            ["2026-03-28 02:30+0100", "2026-03-30 02:30+0200", "2026-03-31 02:30+0200"],
        ),
        (
            "Europe/Berlin",
            "0 * * * ? *",
            "2026-03-28T23:30Z",
            ["2026-03-29 01:00+0100", "2026-03-29 03:00+0200", "2026-03-29 04:00+0200"],
        ),
        (
            "Europe/Berlin",
            "30 2 * * ? *",
            "2026-10-24T12:00Z",
            ["2026-10-25 02:30+0200", "2026-10-26 02:30+0100", "2026-10-27 02:30+0100"],
        ),
        (
            "Europe/Berlin",
            "0/30 * * * ? *",
            "2026-10-25T00:00Z",
            ["2026-10-25 02:30+0200", "2026-10-25 03:00+0100", "2026-10-25 03:30+0100"],
        ),
        # Asked within the hour that comes for the second time.
        (
            "Europe/Berlin",
            "* * * * ? *",
            "2026-10-25T01:10Z",
            ["2026-10-25 03:00+0100", "2026-10-25 03:01+0100", "2026-10-25 03:02+0100"],
        ),
        # New York leaves out 02:00-03:00 on 8 March, and has 01:00-02:00 twice on 1 November.
        (
            "America/New_York",
            "15 2 ? * SUN *",
            "2026-03-02T00:00Z",
            ["2026-03-15 02:15-0400", "2026-03-22 02:15-0400", "2026-03-29 02:15-0400"],
        ),
        (
            "America/New_York",
            "59 0/1 1 11 ? *",
            "2026-11-01T04:30Z",
            ["2026-11-01 00:59-0400", "2026-11-01 01:59-0400", "2026-11-01 02:59-0500"],
        ),
        # Lord Howe's clocks move by half an hour: 02:00-02:30 on 4 October, 01:30-02:00 on 5 April.
        (
            "Australia/Lord_Howe",
            "0/15 2 4 10 ? *",
            "2026-10-03T00:00Z",
            ["2026-10-04 02:30+1100", "2026-10-04 02:45+1100", "2027-10-04 02:00+1100"],
        ),
        (
            "Australia/Lord_Howe",
            "0/15 1-2 5 4 ? *",
            "2026-04-04T14:15Z",
            ["2026-04-05 01:30+1100", "2026-04-05 01:45+1100", "2026-04-05 02:00+1030"],
        ),
        # Samoa had no 30 December 2011: it moved over the date line.
        (
            "Pacific/Apia",
            "0 12 * * ? *",
            "2011-12-29T00:00Z",
            ["2011-12-29 12:00-1000", "2011-12-31 12:00+1400", "2012-01-01 12:00+1400"],
        ),
    ],
)
def test_daylight_saving_skips_what_is_left_out_and_runs_once_what_comes_twice(
    zone: str, fields: str, since: str, expected: list[str]
) -> None:
    moment = datetime.fromisoformat(since.replace("Z", "+00:00"))
    assert shown(f"cron({fields})", moment, zone=zone) == expected


def test_a_rate_counts_elapsed_time_through_daylight_saving() -> None:
    since = datetime(2026, 10, 24, 10, tzinfo=UTC)
    expected = ["2026-10-25 11:00+0100", "2026-10-26 11:00+0100"]
    assert shown("rate(1 day)", since, 2, "Europe/Berlin") == expected


@pytest.mark.parametrize(
    ("expression", "zone", "days"),
    [
        ("rate(7 hours)", "Etc/UTC", 9),
        ("cron(30 * * * ? *)", "Europe/Berlin", 400),
        ("cron(0 0 L * ? *)", "America/Santiago", 800),
        ("cron(15 2 ? * SUN *)", "Europe/Berlin", 400),
    ],
)
def test_runs_taken_together_are_those_taken_one_by_one(
    expression: str, zone: str, days: int
) -> None:
    """Over days whose clocks are put forward or back, which are walked, and all others."""
    runs = schedule(expression, zone, 1_767_225_600)
    first = runs.next_after(1_767_225_600)
    assert first is not None
    end = first + days * 86_400 + 1800
    one_by_one, run = [], first
    while run is not None and run <= end:
        one_by_one.append(run)
        run = runs.next_after(run)
    assert list(runs.until(first, end)) == one_by_one
