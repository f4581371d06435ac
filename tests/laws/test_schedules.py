"""When a rule runs: against two other libraries, and every minute of a zone."""

from datetime import datetime, timedelta, timezone
from itertools import islice
from math import inf, nextafter
from zoneinfo import ZoneInfo

from aws_croniter import AwsCroniter
from cronsim import CronSim
from hypothesis import assume, example, given
from hypothesis import strategies as st
from support import runs

from moto_backup_summaries.backup.aws.schedules import schedule

UTC = timezone.utc


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
    run = rule.next_after(moment)
    assume(run is not None)
    assert run is not None
    assert run > moment
    # Nothing lies between, and the moment just before a run gives that run.
    assert rule.next_after((moment + run) / 2) == run or (moment + run) / 2 == run
    assert rule.next_after(nextafter(run, -inf)) == run
    later = rule.next_after(run)
    assert later is None or later > run
