"""Moments, as the wire has them: seconds since 1970 with milliseconds."""

from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from dateutil.parser import isoparse
from isodate import ISO8601Error, parse_duration
from moto.core import utils

from .aws.errors import refusal

DAY = 86_400
ACCEPTED = "a date, an ISO 8601 string or seconds since 1970"
# datetime's own years, so that every moment can also be shown as one.
FIRST, LAST = -62_135_596_800, 253_402_300_799


def now() -> float:
    """Moto's clock, which freezegun and time-machine move."""
    return seconds(utils.utcnow())


def day_of(moment: float) -> int:
    """The UTC day of a moment, in days since 1970."""
    return int(moment // DAY)


def seconds(value: Any) -> float:
    """Seconds since 1970 of a datetime, date, ISO 8601 string (with or without zone) or number.

    What has no time zone is UTC. Raises ValueError for anything else.
    """
    moment: float
    if isinstance(value, bool):
        raise ValueError(f"not {ACCEPTED}")
    if isinstance(value, (int, float)):
        moment = float(value)
    elif isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
        moment = aware.timestamp()
    elif isinstance(value, date):
        moment = datetime.combine(value, time(), timezone.utc).timestamp()
    elif isinstance(value, str):
        moment = _seconds_of_text(value.strip())
    else:
        raise ValueError(f"not {ACCEPTED}")
    if not FIRST <= moment <= LAST:
        raise ValueError(f"not {ACCEPTED}")
    return round(moment, 3)


def column(values: list[Any]) -> list[float | None]:
    """The same for many, of which some are None."""
    if set(map(type, values)) == {datetime} and all(value.tzinfo for value in values):
        return [round(value.timestamp(), 3) for value in values]
    return [None if value is None else seconds(value) for value in values]


def _seconds_of_text(text: str) -> float:
    # Python's own parser is much faster, but knows fewer forms, the fewest in 3.10.
    if text[4:5] == "-":
        try:
            return seconds(datetime.fromisoformat(text))
        except ValueError:
            return seconds(isoparse(text))
    # "2026" and "20260301" are ISO dates to isoparse, but seconds on the wire.
    try:
        return float(text)
    except ValueError:
        return seconds(isoparse(text))


def duration(name: str, value: Any) -> float:
    """The seconds of a number, a timedelta or an ISO 8601 duration of days, hours, …

    Raises ValueError, under the name of the parameter.
    """
    accepted = "seconds, a timedelta or an ISO 8601 duration such as P14D"
    given = value
    if isinstance(value, str):
        try:
            value = parse_duration(value)
        except ISO8601Error:
            raise ValueError(refusal(name, given, accepted)) from None
    if isinstance(value, timedelta):
        value = value.total_seconds()
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0 <= value < float("inf"):
        raise ValueError(refusal(name, given, accepted))
    return float(value)
