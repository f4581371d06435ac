"""Statistics of CloudWatch: its periods, and how it computes each of their values.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from statistics import fmean

# Up to which age CloudWatch keeps data in periods of so many seconds.
_RESOLUTIONS = ((timedelta(days=15), 60), (timedelta(days=63), 300))
_COARSEST = 3600
# Periods of less than a minute are for data that is sent more often.
_SHORT_PERIODS = (1, 5, 10, 20, 30)
STATISTICS: dict[str, Callable[[Sequence[float]], float]] = {
    "Average": fmean,
    "Maximum": max,
    "Minimum": min,
    "SampleCount": len,
    "Sum": sum,
}
_PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d+)?|100(?:\.0+)?)")


def rounded_start(start: datetime, now: datetime) -> datetime:
    """The start, rounded down as CloudWatch does it: by its age to a minute, five minutes or an hour.

    Moments have no time zone here, as in moto's CloudWatch.
    """
    step = timedelta(seconds=_resolution(now - start))
    return start - (start - datetime.min) % step


def is_period(seconds: int) -> bool:
    return seconds in _SHORT_PERIODS or (seconds > 0 and seconds % 60 == 0)


def is_statistic(name: str) -> bool:
    return name in STATISTICS or is_percentile(name)


def is_percentile(name: str) -> bool:
    return _PERCENTILE.fullmatch(name) is not None


def statistic(name: str, values: Sequence[float]) -> float:
    """A statistic, by its name such as Sum or p90, of at least one value."""
    if name in STATISTICS:
        return float(STATISTICS[name](values))
    return _percentile(float(name[1:]), sorted(values))


def by_period(
    data: Iterable[tuple[datetime, float]],
    start: datetime,
    end: datetime,
    period: int,
    now: datetime,
) -> dict[datetime, list[float]]:
    """The values from start to before end, by the beginnings of their periods; none is empty.

    CloudWatch keeps older data in longer periods, and has none of it for a shorter one.
    """
    step = timedelta(seconds=period)
    periods: dict[datetime, list[float]] = {}
    for moment, value in data:
        if start <= moment < end and not (period >= 60 and period % _resolution(now - moment)):  # noqa: PLR2004
            periods.setdefault(start + (moment - start) // step * step, []).append(value)
    return periods


def _resolution(age: timedelta) -> int:
    return next((seconds for oldest, seconds in _RESOLUTIONS if age < oldest), _COARSEST)


def _percentile(rank: float, ordered: Sequence[float]) -> float:
    """Interpolate between the two nearest values. AWS does not say how it does that."""
    position = rank / 100 * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)
