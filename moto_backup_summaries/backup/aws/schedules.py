"""When a rule of a backup plan runs: AWS's cron() and rate() expressions, in a time zone.

The syntax: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html;
what that page leaves open is as in Quartz, whose syntax it is. Daylight saving:
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from difflib import get_close_matches
from itertools import pairwise, product, takewhile
from math import floor, inf
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

from ..timestamps import DAY

FORMS = (
    "cron(minutes hours day-of-month month day-of-week year), rate(1 minute|hour|day) "
    "or rate(N minutes|hours|days) with N from 2 to 999999"
)
_CRON = re.compile(r"cron\((.*)\)")
_RATE = re.compile(
    r"rate\(\s*(?:(1)\s+(minute|hour|day)|([2-9]|[1-9][0-9]{1,5})\s+(minute|hour|day)s)\s*\)"
)
MINUTE = 60
_PERIODS = {"minute": MINUTE, "hour": 3_600, "day": DAY}

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
_ANY_CASE = re.ASCII | re.IGNORECASE
_PART = re.compile(r"(?:\*|(\w{1,4})(?:-(\w{1,4}))?)(?:/([0-9]{1,4}))?", _ANY_CASE)
_ONE_DAY = re.compile(
    r"(?:L(?:-([0-9]|[12][0-9]|30))?|(0?[1-9]|[12][0-9]|3[01])(?=W))(W?)", _ANY_CASE
)
_ONE_WEEKDAY = re.compile(rf"([1-7]|{'|'.join(_WEEKDAYS)})(?:L|#([1-5]))", _ANY_CASE)

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
# A day around the years of cron(), so that any moment can be a local date in any zone.
_EARLIEST, _LATEST = -DAY, int(datetime(2200, 1, 2, tzinfo=timezone.utc).timestamp())


class Schedule(Protocol):
    """The runs of a rule, each in seconds since 1970."""

    @property
    def least_gap(self) -> int:
        """The fewest seconds between two runs, by the clocks of the zone."""
        ...

    def most_gap(self, since: float) -> float:
        """The most seconds between two runs of the year behind a moment, by the clocks of the zone.

        Infinite where no two come.
        """
        ...

    def next_after(self, moment: float) -> float | None:
        """The first run strictly later than the moment, or None where there is none any more."""
        ...

    def until(self, start: float, end: float) -> "array[float]":
        """The runs from `start`, itself a run, to `end` inclusive, in order."""
        ...


def schedule(expression: str, timezone: str, since: float) -> Schedule:
    """The runs that an expression means in a time zone, an IANA name.

    `since` is the moment that the periods of rate() are counted from; cron() has no use for it.
    Raises ValueError, which says what came and what may come.
    """
    zone = _zone(timezone)
    if match := _RATE.fullmatch(expression):
        number, unit = filter(None, match.groups())
        return Rate(since, int(number) * _PERIODS[unit])
    if match := _CRON.fullmatch(expression):
        return _cron(match[1], zone)
    raise ValueError(f"Invalid schedule expression: got {expression!r}, accepts {FORMS}")


@dataclass(frozen=True)
class Rate:
    """Runs at whole periods, in seconds, since a moment: elapsed time, the same in every zone."""

    since: float
    period: int

    @property
    def least_gap(self) -> int:
        return self.period

    def most_gap(self, since: float) -> float:
        return self.period

    def next_after(self, moment: float) -> float:
        count = max(1, floor((moment - self.since) / self.period))
        # Dividing floats can be a hair off: the run itself decides.
        while (run := self.since + count * self.period) <= moment:
            count += 1
        return run

    def until(self, start: float, end: float) -> "array[float]":
        periods = floor((end - start) / self.period)
        return array("d", (start + count * self.period for count in range(periods + 1)))


@dataclass(frozen=True)
class Cron:
    """Runs when a zone's clocks show a matching minute, and for the first time only.

    A time that daylight saving leaves out is skipped. One that comes twice, when clocks go back,
    runs once: an hourly or minutely rule too rests until clocks show times not seen before.
    """

    years: tuple[int, ...]
    months: tuple[int, ...]
    # The days in a month, by the weekday of its first (Monday is 0) and its length.
    days: Mapping[tuple[int, int], tuple[int, ...]]
    # Minutes since midnight.
    times: tuple[int, ...]
    zone: ZoneInfo

    @property
    def least_gap(self) -> int:
        gaps = [later - earlier for earlier, later in pairwise(self.times)]
        return min(gaps) * MINUTE if gaps else DAY

    def most_gap(self, since: float) -> float:
        first = _local_time(since, self.zone).date()
        last = first + timedelta(days=366)
        days = takewhile(lambda day: day <= last, self._dates(first))
        overnight = self.times[0] - self.times[-1]
        gaps = [(later - day).days * DAY + overnight * MINUTE for day, later in pairwise(days)]
        of_day = (later - earlier for earlier, later in pairwise(self.times))
        return max(max(gaps), max(of_day, default=0) * MINUTE) if gaps else inf

    def next_after(self, moment: float) -> float | None:
        for local in self._local_times(_local_time(moment, self.zone)):
            run = local.timestamp()
            # PEP 495: it is the second of two that is earlier only in a gap of the zone.
            if moment < run <= local.replace(fold=1).timestamp():
                return run
        return None

    def until(self, start: float, end: float) -> "array[float]":
        runs = array("d")
        for day in self._dates(_local_time(start, self.zone).date()):
            begin, finish = self._midnight(day), self._midnight(day + timedelta(days=1))
            if begin > end:
                break
            if finish - begin == DAY:
                of_day = [begin + time * MINUTE for time in self.times]
            else:
                of_day = list(self._runs_between(begin, finish))
            is_whole = start <= begin and finish <= end
            runs.extend(of_day if is_whole else [run for run in of_day if start <= run <= end])
        return runs

    def _midnight(self, day: date) -> float:
        return datetime(day.year, day.month, day.day, tzinfo=self.zone).timestamp()

    def _runs_between(self, begin: float, finish: float) -> Iterator[float]:
        run = self.next_after(begin - 1)
        while run is not None and run < finish:
            yield run
            run = self.next_after(run)

    def _local_times(self, now: datetime) -> Iterator[datetime]:
        today = now.date()
        for day in self._dates(today):
            past = bisect_right(self.times, now.hour * 60 + now.minute) if day == today else 0
            for time in self.times[past:]:
                hour, minute = divmod(time, 60)
                yield datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)

    def _dates(self, start: date) -> Iterator[date]:
        years = self.years[bisect_left(self.years, start.year) :]
        for year, month in product(years, self.months):
            if (year, month) >= (start.year, start.month):
                days = self.days[monthrange(year, month)]
                yield from (run_day for day in days if (run_day := date(year, month, day)) >= start)


def _local_time(moment: float, zone: ZoneInfo) -> datetime:
    """The time of day in a zone. Fractions are dropped, since runs fall on whole seconds."""
    second = min(max(floor(moment), _EARLIEST), _LATEST)
    return (_EPOCH + timedelta(seconds=second)).astimezone(zone)


@dataclass(frozen=True)
class _Field:
    """A field of cron(), its numbers and the names that stand for some of them."""

    name: str
    least: int
    most: int
    names: Mapping[str, int] = field(default_factory=dict)
    more: str = ""
    wraps: bool = True

    def error(self, text: str) -> ValueError:
        names = f" or {'|'.join(self.names)}" if self.names else ""
        return ValueError(
            f"Invalid {self.name} in cron(): got {text!r}, accepts {self.least}-{self.most}{names}"
            f" with * , - /{self.more}"
        )

    def values(self, text: str) -> tuple[int, ...]:
        return tuple(sorted({value for part in text.split(",") for value in self._part(part)}))

    def _part(self, text: str) -> Iterable[int]:
        match = _PART.fullmatch(text)
        if match is None:
            raise self.error(text)
        start, end, step = match.groups()
        first = self._value(start, text) if start else self.least
        last = self._value(end, text) if end else first if start and not step else self.most
        stride, span = int(step or 1), self.most - self.least + 1
        if first > last and self.wraps:
            last += span
        if not 1 <= stride <= self.most or first > last:
            raise self.error(text)
        return [(n - self.least) % span + self.least for n in range(first, last + 1, stride)]

    def _value(self, text: str, part: str) -> int:
        value = self.names.get(text.upper(), int(text) if text.isdecimal() else -1)
        if not self.least <= value <= self.most:
            raise self.error(part)
        return value


MINUTES = _Field("minutes", 0, 59)
HOURS = _Field("hours", 0, 23)
DAY_OF_MONTH = _Field("day-of-month", 1, 31, more=", or one of ? L L-3 LW 15W")
MONTH = _Field("month", 1, 12, dict(zip(_MONTHS, range(1, 13), strict=True)))
DAY_OF_WEEK = _Field(
    "day-of-week", 1, 7, dict(zip(_WEEKDAYS, range(1, 8), strict=True)), ", or one of ? L 6L 3#2"
)
YEAR = _Field("year", 1970, 2199, wraps=False)
FIELDS = (MINUTES, HOURS, DAY_OF_MONTH, MONTH, DAY_OF_WEEK, YEAR)

# Gives the days of a month by the weekday of its first (Monday is 0) and its length.
_Days = Callable[[int, int], Iterable[int]]


def _zone(name: str) -> ZoneInfo:
    # The tzdata package, on Windows, raises OSError for a folder such as "Europe".
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        close = get_close_matches(name, sorted(available_timezones()), 1)
    hint = f"; did you mean {close[0]}?" if close else ""
    raise ValueError(
        f"Invalid time zone: got {name!r}, accepts an IANA name such as Europe/Berlin{hint}"
    )


def _cron(fields: str, zone: ZoneInfo) -> Cron:
    texts = fields.split()
    if len(texts) != len(FIELDS):
        names = " ".join(cron_field.name for cron_field in FIELDS)
        raise ValueError(f"Invalid cron(): got {len(texts)} fields, accepts 6: {names}")
    minutes, hours, day, month, weekday, year = texts
    if (day == "?") == (weekday == "?"):
        raise ValueError(
            f"Invalid day-of-month and day-of-week in cron(): got {day!r} and {weekday!r}, "
            "accepts ? in exactly one of them"
        )
    days = _days_of_month(day) if weekday == "?" else _days_of_week(weekday)
    times = product(HOURS.values(hours), MINUTES.values(minutes))
    return Cron(
        YEAR.values(year),
        MONTH.values(month),
        {kind: tuple(days(*kind)) for kind in product(range(7), range(28, 32))},
        tuple(hour * 60 + minute for hour, minute in times),
        zone,
    )


def _days_of_month(text: str) -> _Days:
    match = _ONE_DAY.fullmatch(text)
    if match is None:
        values = DAY_OF_MONTH.values(text)
        return lambda first, length: (day for day in values if day <= length)
    before_last, number, weekday = match.groups()

    def days(first: int, length: int) -> Iterable[int]:
        day = int(number) if number else length - int(before_last or 0)
        if not 1 <= day <= length:
            return ()
        return (_nearest_weekday(day, first, length) if weekday else day,)

    return days


def _nearest_weekday(day: int, first: int, length: int) -> int:
    """The day, or the one from Monday to Friday that is nearest to it in the same month."""
    name = _WEEKDAYS[(first + day) % 7]
    if name == "SAT":
        return day - 1 if day > 1 else 3
    if name == "SUN":
        return day + 1 if day < length else length - 2
    return day


def _days_of_week(text: str) -> _Days:
    match = _ONE_WEEKDAY.fullmatch(text)
    name, nth = match.groups() if match else ("SAT" if text.upper() == "L" else text, None)
    numbers = DAY_OF_WEEK.values(name)
    chosen = slice(int(nth) - 1, int(nth)) if nth else slice(-1 if match else None, None)
    return lambda first, length: [
        day for day in range(1, length + 1) if (first + day) % 7 + 1 in numbers
    ][chosen]
