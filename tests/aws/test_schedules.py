"""When a rule runs: against hand-written dates, two other libraries, and every minute of a zone."""

from datetime import datetime, timedelta, timezone
from itertools import islice
from math import inf, nextafter
from zoneinfo import ZoneInfo

import pytest
from aws_croniter import AwsCroniter
from cronsim import CronSim
from hypothesis import assume, example, given
from hypothesis import strategies as st

from moto_backup_summaries.backup.schedules import Schedule, schedule

UTC = timezone.utc
# 1 March 2026 is a Sunday; 2026 is no leap year.
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def runs(rule: Schedule, since: datetime, count: int) -> list[datetime]:
    """The first runs after a moment, at most `count`, in its time zone."""
    found: list[datetime] = []
    moment: float | None = since.timestamp()
    while len(found) < count and (moment := rule.after(moment)) is not None:
        found.append(datetime.fromtimestamp(moment, since.tzinfo))
    return found


def shown(expression: str, since: datetime = START, count: int = 3, zone: str = "UTC") -> list[str]:
    """The runs as the zone's clocks show them, with the offset from UTC outside UTC."""
    rule = schedule(expression, zone, since.timestamp())
    layout = "%Y-%m-%d %H:%M" if zone == "UTC" else "%Y-%m-%d %H:%M%z"
    found = runs(rule, since.astimezone(ZoneInfo(zone)), count)
    return [run.strftime(layout) for run in found]


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
    assert rule.after(datetime(2199, 1, 1, tzinfo=UTC).timestamp()) is None
    assert rule.after(1e15) is None
    assert rule.after(-1e15) == 0.0


def test_a_run_is_strictly_later_by_any_fraction_of_a_second() -> None:
    rule = schedule("cron(0 0 * * ? *)", "UTC", 0)
    assert rule.after(86_400) == 172_800
    assert rule.after(nextafter(86_400, -inf)) == 86_400
    assert rule.after(nextafter(86_400, inf)) == 172_800


def test_a_rate_is_counted_from_its_start_not_from_the_moment() -> None:
    rule = schedule("rate(10 minutes)", "UTC", 1_000)
    assert [rule.after(moment) for moment in (0, 1_000, 1_599, 1_600)] == [
        1_600,
        1_600,
        1_600,
        2_200,
    ]


CRON = "Invalid {} in cron(): got {!r}, accepts {}".format
NUMBERS = "{} with * , - /".format
MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
MONTH_DAYS = NUMBERS("1-31") + ", or one of ? L L-3 LW 15W"
WEEKDAYS = NUMBERS("1-7 or SUN|MON|TUE|WED|THU|FRI|SAT") + ", or one of ? L 6L 3#2"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("60 5 * * ? *", CRON("minutes", "60", NUMBERS("0-59"))),
        ("-1 5 * * ? *", CRON("minutes", "-1", NUMBERS("0-59"))),
        ("1, 5 * * ? *", CRON("minutes", "", NUMBERS("0-59"))),
        ("/5 5 * * ? *", CRON("minutes", "/5", NUMBERS("0-59"))),
        ("*-5 5 * * ? *", CRON("minutes", "*-5", NUMBERS("0-59"))),
        ("0/0 5 * * ? *", CRON("minutes", "0/0", NUMBERS("0-59"))),
        ("0/60 5 * * ? *", CRON("minutes", "0/60", NUMBERS("0-59"))),
        ("? 5 * * ? *", CRON("minutes", "?", NUMBERS("0-59"))),
        ("٣ 5 * * ? *", CRON("minutes", "٣", NUMBERS("0-59"))),
        ("0 8,24 * * ? *", CRON("hours", "24", NUMBERS("0-23"))),
        ("0 2-noon * * ? *", CRON("hours", "2-noon", NUMBERS("0-23"))),
        ("0 0000000005 * * ? *", CRON("hours", "0000000005", NUMBERS("0-23"))),
        ("0 5 0 * ? *", CRON("day-of-month", "0", MONTH_DAYS)),
        ("0 5 32W * ? *", CRON("day-of-month", "32W", MONTH_DAYS)),
        ("0 5 L-31 * ? *", CRON("day-of-month", "L-31", MONTH_DAYS)),
        ("0 5 1,L * ? *", CRON("day-of-month", "L", MONTH_DAYS)),
        ("0 5 1,15W * ? *", CRON("day-of-month", "15W", MONTH_DAYS)),
        ("0 5 W * ? *", CRON("day-of-month", "W", MONTH_DAYS)),
        ("0 5 * 13 ? *", CRON("month", "13", NUMBERS(f"1-12 or {MONTHS}"))),
        ("0 5 * Mai ? *", CRON("month", "Mai", NUMBERS(f"1-12 or {MONTHS}"))),
        ("0 5 * MON ? *", CRON("month", "MON", NUMBERS(f"1-12 or {MONTHS}"))),
        ("0 5 ? * 0 *", CRON("day-of-week", "0", WEEKDAYS)),
        ("0 5 ? * JUL *", CRON("day-of-week", "JUL", WEEKDAYS)),
        ("0 5 ? * 8L *", CRON("day-of-week", "8L", WEEKDAYS)),
        ("0 5 ? * 3#6 *", CRON("day-of-week", "3#6", WEEKDAYS)),
        # AWS's page: "3#1,6#3" is not valid, as it is two expressions.
        ("0 5 ? * 3#1,6#3 *", CRON("day-of-week", "3#1", WEEKDAYS)),
        ("0 5 * * ? 1969", CRON("year", "1969", NUMBERS("1970-2199"))),
        ("0 5 * * ? 2200", CRON("year", "2200", NUMBERS("1970-2199"))),
        ("0 5 * * ? 2030-2026", CRON("year", "2030-2026", NUMBERS("1970-2199"))),
        *(
            (
                f"0 5 {day} * {weekday} *",
                "Invalid day-of-month and day-of-week in cron(): "
                f"got {day!r} and {weekday!r}, accepts ? in exactly one of them",
            )
            for day, weekday in [("*", "*"), ("?", "?"), ("1", "*"), ("*", "MON"), ("1", "MON")]
        ),
        *(
            (
                fields,
                f"Invalid cron(): got {count} fields, accepts 6: "
                "minutes hours day-of-month month day-of-week year",
            )
            for fields, count in [("", 0), ("0 5 * * ?", 5), ("0 0 5 * * ? *", 7)]
        ),
    ],
)
def test_a_malformed_cron_says_what_it_accepts(fields: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^Invalid ") as refused:
        schedule(f"cron({fields})", "UTC", 0)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "0 5 * * ? *",
        "cron(0 5 * * ? *",
        "CRON(0 5 * * ? *)",
        "rate()",
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 days)",
        "rate(-1 day)",
        "rate(1.5 hours)",
        "rate(05 minutes)",
        "rate(1000000 days)",
        "rate(2 weeks)",
        "rate(5minutes)",
        "at(2026-01-01T00:00:00)",
    ],
)
def test_any_other_expression_is_answered_with_the_forms_there_are(expression: str) -> None:
    with pytest.raises(ValueError, match=r"^Invalid ") as refused:
        schedule(expression, "UTC", 0)
    assert str(refused.value) == (
        f"Invalid schedule expression: got {expression!r}, accepts "
        "cron(minutes hours day-of-month month day-of-week year), rate(1 minute|hour|day) "
        "or rate(N minutes|hours|days) with N from 2 to 999999"
    )


@pytest.mark.parametrize("expression", ["cron(0 5 * * ? *)", "rate(1 day)"])
@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("Europe/Berlim", "; did you mean Europe/Berlin?"),
        ("america/new_york!", "; did you mean America/New_York?"),
        ("Europe", "; did you mean Europe/Rome?"),
        ("", ""),
        ("../../etc", ""),
        ("x\0y", ""),
        ("x" * 1_000, ""),
    ],
)
def test_an_unknown_time_zone_is_refused_with_the_closest(
    expression: str, zone: str, hint: str
) -> None:
    with pytest.raises(ValueError, match=r"^Invalid time zone") as refused:
        schedule(expression, zone, 0)
    assert str(refused.value) == (
        f"Invalid time zone: got {zone!r}, accepts an IANA name such as Europe/Berlin{hint}"
    )


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


# What follows compares with others, or states laws, for whatever Hypothesis comes up with.


def numbers(least: int, most: int, *, wrapping: bool) -> st.SearchStrategy[str]:
    """A field of numbers: up to three values, ranges and steps, enough to overlap."""
    value = st.integers(least, most)
    # Long enough to leave a field after one step, short enough to take some.
    step = st.integers(1, max(2, (most - least) // 2))
    ends = st.tuples(value, value).map(lambda pair: pair if wrapping else tuple(sorted(pair)))
    span = ends.map(lambda pair: f"{pair[0]}-{pair[1]}")
    # Two ends that differ: cronsim takes 7-7/5, which is 7 alone, for 7/5.
    apart = ends.filter(lambda pair: pair[0] != pair[1]).map(lambda pair: f"{pair[0]}-{pair[1]}")
    start = st.one_of(st.just("*"), value.map(str), apart)
    stepped = st.tuples(start, step).map(lambda pair: f"{pair[0]}/{pair[1]}")
    part = st.one_of(value.map(str), span, stepped)
    return st.one_of(st.just("*"), st.lists(part, min_size=1, max_size=3).map(",".join))


# From before the leap day of 2024 to after 2100, which is no leap year.
MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2105, 1, 1), timezones=st.just(UTC))
WEEKDAY = st.integers(1, 7)
NTH = st.integers(1, 5)


@st.composite
def for_aws_croniter(draw: st.DrawFn) -> str:
    """Six fields that aws-croniter understands as AWS does.

    It raises for LW, L-0, steps of weekdays and steps of years, never runs for L as a day of the
    week, and knows no time zone but UTC.
    """
    days = st.one_of(
        numbers(1, 31, wrapping=True),
        st.just("L"),
        # To the 31st, which most months lack in some year.
        st.integers(1, 30).map(lambda before: f"L-{before}"),
        st.integers(1, 31).map(lambda day: f"{day}W"),
    )
    weekdays = st.one_of(
        st.lists(WEEKDAY.map(str), min_size=1, max_size=3).map(",".join),
        st.tuples(WEEKDAY, WEEKDAY).map(lambda pair: f"{pair[0]}-{pair[1]}"),
        WEEKDAY.map(lambda weekday: f"{weekday}L"),
        st.tuples(WEEKDAY, NTH).map(lambda pair: f"{pair[0]}#{pair[1]}"),
        st.sampled_from(["MON-FRI", "SAT,SUN", "FRI-MON", "FRIL", "TUE#2"]),
    )
    day, weekday = draw(st.one_of(st.tuples(days, st.just("?")), st.tuples(st.just("?"), weekdays)))
    minutes = draw(numbers(0, 59, wrapping=True))
    hours = draw(numbers(0, 23, wrapping=True))
    month = draw(numbers(1, 12, wrapping=True) | st.sampled_from(["FEB", "NOV-JAN"]))
    # Within the years of the moments, so that they are now over, now to come.
    years = st.lists(st.integers(2025, 2103), min_size=1, max_size=2, unique=True).map(sorted)
    joined = st.sampled_from("-,")
    year = draw(
        st.just("*") | st.tuples(joined, years).map(lambda drawn: drawn[0].join(map(str, drawn[1])))
    )
    return f"{minutes} {hours} {day} {month} {weekday} {year}"


@given(for_aws_croniter(), MOMENTS)
@example("0 0 ? 2 2#5 *", datetime(2026, 1, 1, tzinfo=UTC))
@example("0 0 29 2 ? *", datetime(2096, 1, 1, tzinfo=UTC))
def test_aws_croniter_agrees(fields: str, since: datetime) -> None:
    expected = [run for run in AwsCroniter(fields).get_next(since, 3) if run is not None]
    found = runs(schedule(f"cron({fields})", "UTC", 0), since, 3)
    assert found[: len(expected)] == expected
    # It gives up after ten steps to a later hour, day, month or year, at least six of them months:
    # a run that it lacks is far from the last that it found.
    last = max([since, *expected])
    assert all(run - last > timedelta(days=180) for run in found[len(expected) :])


@st.composite
def for_cronsim(draw: st.DrawFn) -> tuple[str, str]:
    """Six fields of AWS, and the five that mean the same to cronsim.

    cronsim has no year, W, L-3 or L as a weekday, and refuses ranges that wrap. Its weekdays are
    0 to 7, with Sunday at both ends, so that a step over them means something else than AWS's.
    """
    days = st.one_of(numbers(1, 31, wrapping=False), st.sampled_from(["L", "LW"]))
    span = st.tuples(WEEKDAY, WEEKDAY).map(sorted)
    weekdays = st.one_of(
        WEEKDAY.map(lambda n: (f"{n}", f"{n - 1}")),
        span.map(lambda pair: (f"{pair[0]}-{pair[1]}", f"{pair[0] - 1}-{pair[1] - 1}")),
        WEEKDAY.map(lambda n: (f"{n}L", f"{n - 1}L")),
        st.tuples(WEEKDAY, NTH).map(
            lambda pair: (f"{pair[0]}#{pair[1]}", f"{pair[0] - 1}#{pair[1]}")
        ),
    )
    day, (weekday, theirs) = draw(
        st.one_of(st.tuples(days, st.just(("?", "*"))), st.tuples(st.just("?"), weekdays))
    )
    minutes = draw(numbers(0, 59, wrapping=False))
    hours = draw(numbers(0, 23, wrapping=False))
    month = draw(numbers(1, 12, wrapping=False))
    return (
        f"{minutes} {hours} {day} {month} {weekday} *",
        f"{minutes} {hours} {day.replace('?', '*')} {month} {theirs}",
    )


@given(for_cronsim(), MOMENTS)
@example(("0 0 LW * ? *", "0 0 LW * *"), datetime(2027, 1, 1, tzinfo=UTC))
def test_cronsim_agrees(fields: tuple[str, str], since: datetime) -> None:
    ours, theirs = fields
    found = runs(schedule(f"cron({ours})", "UTC", 0), since, 3)
    assume(found)  # cronsim refuses dates that never come, rather than having no runs
    assert found == list(islice(CronSim(theirs, since), 3))


# A day of each kind of change that a zone has made: by 1 h in both hemispheres, by half an hour,
# by two hours, at midnight, over the date line, and for good.
CHANGES = st.sampled_from(
    [
        ("Europe/Berlin", "2026-03-29"),
        ("Europe/Berlin", "2026-10-25"),
        ("America/New_York", "2026-03-08"),
        ("America/New_York", "2099-11-01"),
        ("Australia/Lord_Howe", "2026-04-05"),
        ("Australia/Lord_Howe", "2026-10-04"),
        ("Antarctica/Troll", "2026-03-29"),
        ("Antarctica/Troll", "2026-10-25"),
        ("America/Sao_Paulo", "2018-11-04"),
        ("America/Sao_Paulo", "2018-02-18"),
        ("Pacific/Apia", "2011-12-30"),
        ("Europe/Moscow", "2014-10-26"),
    ]
)


@given(
    change=CHANGES,
    # Through the 24 hours around the change and those hours that the date line takes.
    start=st.integers(-36 * 60, 12 * 60),
    hours=st.sets(st.integers(0, 23), min_size=1),
    # Few, so that an example is quick: each minute is one to look at.
    minutes=st.sets(st.integers(0, 59), min_size=1, max_size=4),
)
def test_the_runs_are_the_minutes_that_clocks_show_for_the_first_time(
    change: tuple[str, str], start: int, hours: set[int], minutes: set[int]
) -> None:
    name, day = change
    zone = ZoneInfo(name)
    since = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(minutes=start)
    clocks = [(since + timedelta(minutes=n)).astimezone(zone) for n in range(1, 36 * 60)]
    # PEP 495: fold is 1 when a clock shows a time for the second time.
    expected = [
        clock
        for clock in clocks
        if clock.hour in hours and clock.minute in minutes and not clock.fold
    ]
    fields = f"{','.join(map(str, minutes))} {','.join(map(str, hours))}"
    rule = schedule(f"cron({fields} * * ? *)", name, 0)
    found = runs(rule, since.astimezone(zone), len(expected))
    assert [run.astimezone(UTC) for run in found] == [run.astimezone(UTC) for run in expected]


EXPRESSIONS = st.one_of(
    for_aws_croniter().map(lambda fields: f"cron({fields})"),
    st.sampled_from(["cron(0 0 LW * ? *)", "cron(0 0 ? * L *)", "cron(0 0 L-29 * ? *)"]),
    st.sampled_from(["rate(1 minute)", "rate(1 hour)", "rate(1 day)"]),
    # Up to some years, so that the moments below are several periods long.
    st.integers(2, 1_000).flatmap(
        lambda number: st.sampled_from(["minutes", "hours", "days"]).map(
            lambda unit: f"rate({number} {unit})"
        )
    ),
)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
# The years of MOMENTS, with any fraction that a float can have.
SECONDS = st.floats(1_672_531_200, 4_260_211_200)


@given(EXPRESSIONS, ZONES, SECONDS, SECONDS)
def test_a_run_is_the_first_that_is_strictly_later(
    expression: str, zone: str, since: float, moment: float
) -> None:
    rule = schedule(expression, zone, since)
    run = rule.after(moment)
    assume(run is not None)
    assert run is not None
    assert run > moment
    # Nothing lies between, and the moment just before a run gives that run.
    assert rule.after((moment + run) / 2) == run or (moment + run) / 2 == run
    assert rule.after(nextafter(run, -inf)) == run
    later = rule.after(run)
    assert later is None or later > run
