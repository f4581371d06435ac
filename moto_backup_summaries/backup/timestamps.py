"""Moments, as the wire has them: seconds since 1970 with milliseconds."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from operator import attrgetter
from typing import Any

from dateutil.parser import isoparse
from isodate import ISO8601Error, parse_duration
from moto.core import utils

from .aws.errors import refusal
from .aws.numbers import is_number

DAY = 86_400
ACCEPTED = "a date, an ISO 8601 string or seconds since 1970"
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
# A hundred years.
LONGEST = 36_525 * DAY
# datetime's own years, so that every moment can also be shown as one.
FIRST, LAST = -62_135_596_800, 253_402_300_799
NEVER = float("inf")


def now() -> float:
    """Moto's clock, which freezegun and time-machine move."""
    return seconds(utils.utcnow())


def iso(moment: float) -> str:
    """A moment as AWS Backup writes it in events: milliseconds only where there are some."""
    return _iso(moment, "milliseconds" if round(moment * 1000) % 1000 else "seconds")


def iso_milliseconds(moment: float) -> str:
    """A moment with milliseconds, always: what has a column of moments has them in one form."""
    return _iso(moment, "milliseconds")


def _iso(moment: float, precision: str) -> str:
    told = datetime.fromtimestamp(moment, timezone.utc)
    return told.replace(tzinfo=None).isoformat(timespec=precision) + "Z"


def iso_if_any(moment: float | None) -> str | None:
    return None if moment is None else iso(moment)


def day_of(moment: float) -> int:
    """The UTC day of a moment, in days since 1970."""
    return int(moment // DAY)


def seconds(value: Any) -> float:
    """Seconds since 1970 of a datetime, date, ISO 8601 string (with or without zone) or number.

    What has no time zone is UTC. Raises ValueError for anything else.
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
    """The refusal of what is no moment; of milliseconds it tells which moment they are."""
    text = refusal(name, value, ACCEPTED)
    try:
        moment = seconds(float(str(value)) / 1000)
    except ValueError:
        return text
    return f"{text}; did you mean seconds? As milliseconds it is {iso(moment)}"


def column(values: list[Any]) -> Sequence[float | None]:
    """The same for many, of which some are None."""
    types = set(map(type, values))
    if type(None) in types:
        left = iter(column([value for value in values if value is not None]))
        return [None if value is None else next(left) for value in values]
    moments = _all_seconds(values, types)
    return list(map(seconds, values)) if moments is None else moments


def _all_seconds(values: list[Any], types: set[type]) -> list[float] | None:
    """Those of datetimes, or of strings as the AWS CLI prints them, with zones; None for all others.

    They are as many as jobs, so that what can be is done without a call for each. round(…, 3) goes by
    way of decimal text, which takes longer, and what is whole milliseconds needs none; so are the zones.
    """
    if types == {str} and {text[4:5] for text in values} == {"-"} and "".join(values).isascii():
        try:
            values = list(map(datetime.fromisoformat, values))
        except ValueError:
            return None
    elif types != {datetime}:
        return None
    if not all(map(attrgetter("tzinfo"), values)):
        return None
    moments = list(map(datetime.timestamp, values))
    if any(microsecond % 1000 for microsecond in set(map(attrgetter("microsecond"), values))):
        moments = [round(moment * 1000) / 1000 for moment in moments]
    return moments if min(moments) >= FIRST and max(moments) <= LAST else None


def _seconds_of_text(text: str) -> float:
    # Python's own parser is much faster, but knows fewer forms, the fewest in 3.10.
    if text[4:5] == "-":
        try:
            return _seconds_of(datetime.fromisoformat(text))
        except ValueError:
            return _seconds_of(isoparse(text))
    # "2026" and "20260301" are ISO dates to isoparse, but seconds on the wire.
    return float(text) if _NUMBER.fullmatch(text) else _seconds_of(isoparse(text))


def duration(name: str, value: Any) -> float:
    """The seconds of a number, a timedelta or an ISO 8601 duration of days, hours, …

    Raises ValueError, under the name of the parameter.
    """
    seconds_given = _seconds_in(value)
    if seconds_given is None or not 0 <= seconds_given <= LONGEST:
        accepted = f"0 to {LONGEST} seconds, a timedelta or an ISO 8601 duration such as P14D"
        raise ValueError(refusal(name, value, accepted))
    return float(seconds_given)


def _seconds_in(value: Any) -> float | None:
    if isinstance(value, str):
        try:
            value = parse_duration(value)
        except (ISO8601Error, ValueError, OverflowError, TypeError):
            return None
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value if is_number(value) else None
