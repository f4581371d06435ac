"""Moments as seconds since 1970 with milliseconds, which is also their form on the wire."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from dateutil.parser import isoparse
from isodate import Duration, ISO8601Error, parse_duration
from moto.core import utils

from .aws.errors import refusal
from .aws.numbers import is_number

DAY = 86_400
HOUR = 3_600
ACCEPTED = "a date, an ISO 8601 string or seconds since 1970"
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
# A hundred years.
LONGEST = 36_525 * DAY
# The range of datetime, so that every moment can be written as a date.
FIRST, LAST = -62_135_596_800, 253_402_300_799
NEVER = float("inf")
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def now() -> float:
    """Moto's clock, which freezegun and time-machine move."""
    moment = utils.utcnow().replace(tzinfo=timezone.utc).timestamp()
    return round(moment * 1000) / 1000


def iso(moment: float) -> str:
    """A moment as AWS Backup writes it in events: with milliseconds only where there are some."""
    return _iso(moment, "milliseconds" if round(moment * 1000) % 1000 else "seconds")


def iso_milliseconds(moment: float) -> str:
    """A moment, always with milliseconds: in a column of a report all have one form."""
    return _iso(moment, "milliseconds")


def _iso(moment: float, precision: str) -> str:
    date = datetime.fromtimestamp(moment, timezone.utc)
    return date.replace(tzinfo=None).isoformat(timespec=precision) + "Z"


def iso_if_any(moment: float | None) -> str | None:
    return None if moment is None else iso(moment)


def iso_second(moment: float) -> str:
    """The second of a moment: `2020-07-29T20:13:07Z`."""
    return f"{datetime.fromtimestamp(int(moment), timezone.utc):%Y-%m-%dT%H:%M:%SZ}"


def american_date(moment: float) -> str:
    """`Jul 15, 2020 9:39:07 PM`, which AWS Backup writes for one member only."""
    date = datetime.fromtimestamp(int(moment), timezone.utc)
    half, hour = divmod(date.hour, 12)
    time = f"{hour or 12}:{date:%M:%S} {('AM', 'PM')[half]}"
    return f"{_MONTHS[date.month - 1]} {date.day}, {date.year} {time}"


def seconds_of_american_date(text: str) -> float:
    """The moment of such a date; raises ValueError for what is none."""
    month, rest = text[:3], text[3:]
    date = datetime.strptime(f"{_MONTHS.index(month) + 1}{rest}", "%m %d, %Y %I:%M:%S %p")
    return date.replace(tzinfo=timezone.utc).timestamp()


def day_of(moment: float) -> int:
    """The UTC day of a moment, in days since 1970."""
    return int(moment // DAY)


def seconds(value: Any) -> float:
    """Seconds since 1970 of a datetime, date, ISO 8601 string (with or without zone) or number.

    A value without time zone is UTC. Raises ValueError for anything else.
    """
    try:
        moment = _seconds_of(value)
    except OverflowError:
        raise ValueError(f"not {ACCEPTED}") from None
    if not FIRST <= moment <= LAST:
        raise ValueError(f"not {ACCEPTED}")
    return round(moment * 1000) / 1000


def _seconds_of(value: Any) -> float:
    if is_number(value):
        return float(value)
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
        return aware.timestamp()
    if isinstance(value, date):
        return datetime.combine(value, time(), timezone.utc).timestamp()
    if isinstance(value, str) and value.isascii():
        return _seconds_of_text(value)
    raise ValueError(f"not {ACCEPTED}")


def refused(name: str, value: object) -> str:
    """The refusal of a value that is no moment; for milliseconds it proposes seconds."""
    text = refusal(name, value, ACCEPTED)
    # Other numbers, such as numpy's integers, may be seconds; what is wrong is their type.
    if not isinstance(value, str) and not is_number(value):
        return text
    try:
        moment = seconds(float(str(value)) / 1000)
    except ValueError:
        return text
    return f"{text}; did you mean seconds? As milliseconds it is {iso(moment)}"


def column(values: Sequence[Any]) -> Sequence[float | None]:
    """The seconds of many values, None for those that are None."""
    types = set(map(type, values))
    if type(None) in types:
        moments = iter(column([value for value in values if value is not None]))
        return [None if value is None else next(moments) for value in values]
    try:
        parsed = _all_seconds(values, types)
    except (OverflowError, TypeError, ValueError):
        # Of numbers that are infinite or none, of dates without a time zone, and of other texts.
        parsed = None
    return list(map(seconds, values)) if parsed is None else parsed


def _all_seconds(values: Sequence[Any], types: set[type]) -> list[float] | None:
    """The seconds of datetimes or strings as the AWS CLI prints them, all with zones; of seconds; else None.

    A million jobs have as many, so that this avoids a Python call for each. round(…, 3) makes decimal
    text, which takes longer; whole milliseconds need no rounding.
    """
    if types == {float}:
        return _in_range([round(moment * 1000) / 1000 for moment in values])
    if types == {str} and {text[4:5] for text in values} == {"-"} and "".join(values).isascii():
        values = list(map(datetime.fromisoformat, values))
    elif types != {datetime}:
        return None
    deltas = [moment - _EPOCH for moment in values]
    moments = [each.days * 86_400.0 + each.seconds + each.microseconds / 1e6 for each in deltas]
    if any(microseconds % 1000 for microseconds in {each.microseconds for each in deltas}):
        moments = [round(moment * 1000) / 1000 for moment in moments]
    return _in_range(moments)


def _in_range(moments: list[float]) -> list[float] | None:
    return moments if min(moments) >= FIRST and max(moments) <= LAST else None


def _seconds_of_text(text: str) -> float:
    # Python's own parser is much faster, but has fewer forms, the fewest in 3.10.
    if text[4:5] == "-":
        try:
            return _seconds_of(datetime.fromisoformat(text))
        except ValueError:
            return _seconds_of(isoparse(text))
    # "2026" and "20260301" are ISO dates to isoparse, but seconds on the wire.
    return float(text) if _NUMBER.fullmatch(text) else _seconds_of(isoparse(text))


def duration(name: str, value: Any) -> float:
    """The seconds of a number, a timedelta or an ISO 8601 duration of days, hours, …

    Raises ValueError, which names the parameter.
    """
    amount = _duration_seconds(value)
    if amount is None or not 0 <= amount <= LONGEST:
        accepted = f"0 to {LONGEST} seconds, a timedelta or an ISO 8601 duration such as P14D"
        hint = ""
        if isinstance(_parsed(value), Duration):
            hint = "; years and months have no fixed length"
        raise ValueError(refusal(name, value, accepted) + hint)
    return float(amount)


def _parsed(value: Any) -> Any:
    """A text as isodate reads it, or None; whatever else is given as it is."""
    if not isinstance(value, str):
        return value
    try:
        return parse_duration(value)
    except (ISO8601Error, ValueError, OverflowError, TypeError):
        return None


def _duration_seconds(value: Any) -> float | None:
    value = _parsed(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value if is_number(value) else None
