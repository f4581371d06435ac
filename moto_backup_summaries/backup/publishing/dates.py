"""Two forms of moments that only events have, beside the ISO dates of all that AWS Backup sends."""

from datetime import datetime, timezone

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def iso_second(moment: float) -> str:
    """The second that a moment is in: `2020-07-29T20:13:07Z`."""
    return f"{datetime.fromtimestamp(int(moment), timezone.utc):%Y-%m-%dT%H:%M:%SZ}"


def spoken(moment: float) -> str:
    """`Jul 15, 2020 9:39:07 PM`, which AWS Backup writes for one member only."""
    date = datetime.fromtimestamp(int(moment), timezone.utc)
    half, hour = divmod(date.hour, 12)
    time = f"{hour or 12}:{date:%M:%S} {('AM', 'PM')[half]}"
    return f"{_MONTHS[date.month - 1]} {date.day}, {date.year} {time}"
