"""Moments, as the wire has them: seconds since 1970 with milliseconds."""

from datetime import date, datetime, time, timezone
from typing import Any

from dateutil.parser import isoparse
from moto.core import utils

DAY = 86_400
ACCEPTED = "a date, an ISO 8601 string or seconds since 1970"
# datetime's own years, so that every moment can also be shown as one.
_FIRST, _LAST = -62_135_596_800, 253_402_300_799


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
    if not _FIRST <= moment <= _LAST:
        raise ValueError(f"not {ACCEPTED}")
    return round(moment, 3)


def _seconds_of_text(text: str) -> float:
    # "2026" and "20260301" are ISO dates to isoparse, but seconds on the wire.
    try:
        return float(text)
    except ValueError:
        return seconds(isoparse(text))
