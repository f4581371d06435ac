"""The time series of CloudWatch's metric math.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

import math
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

from .schedules import MINUTE


class ExpressionError(ValueError):
    """An expression is invalid; the text says why."""


class Series(NamedTuple):
    """Values by the beginnings of their periods, in order, and the seconds of a period."""

    values: Mapping[datetime, float]
    period: int


# A number, a time series, or several.
Operand: TypeAlias = float | Series | list[Series]


def each(function: Callable[..., Any], *operands: Operand) -> Operand:
    """Apply a function to each value; of several series, at the moments that all of them have."""
    lengths = {len(operand) for operand in operands if isinstance(operand, list)}
    if not lengths:
        return _each_moment(function, operands)
    if len(lengths) > 1:
        raise ExpressionError("Arrays of different lengths are combined")
    rows = ([_item(operand, index) for operand in operands] for index in range(lengths.pop()))
    return [series for row in rows if isinstance(series := _each_moment(function, row), Series)]


def aggregated(function: Callable[[Sequence[float]], Any], operand: Operand) -> Operand:
    """Apply a function to all values of one series, or to those of several series at each moment."""
    if isinstance(operand, Series):
        return _number(function, list(operand.values.values()))
    if isinstance(operand, (int, float)):
        return operand
    moments = sorted({moment for series in operand for moment in series.values})
    values = {
        moment: _number(
            function, [series.values[moment] for series in operand if moment in series.values]
        )
        for moment in moments
    }
    return Series(values, max((series.period for series in operand), default=MINUTE))


def rate(operand: Operand) -> Operand:
    """The change per second of each value since the one before."""
    if isinstance(operand, list):
        return [_rate_of(series) for series in operand]
    if isinstance(operand, Series):
        return _rate_of(operand)
    raise ExpressionError("RATE takes a time series, got a number")


def repeated(series: Series, moments: Iterable[datetime]) -> Series:
    """The series, with the value before where one is missing."""
    values: dict[datetime, float] = {}
    latest: float | None = None
    for moment in moments:
        latest = series.values.get(moment, latest)
        if latest is not None:
            values[moment] = latest
    return Series(values, series.period)


def interpolated(series: Series, moments: Iterable[datetime]) -> Series:
    """The series, with values on the line between their neighbours where some are missing."""
    moments_with_value = list(series.values)
    values: dict[datetime, float] = {}
    for moment in moments:
        index = bisect(moments_with_value, moment)
        if moment in series.values:
            values[moment] = series.values[moment]
        elif 0 < index < len(moments_with_value):
            before, after = moments_with_value[index - 1 : index + 1]
            share = (moment - before) / (after - before)
            change = series.values[after] - series.values[before]
            values[moment] = series.values[before] + change * share
    return Series(values, series.period)


def filled(series: Series, moments: Iterable[datetime], filling: float | Series) -> Series:
    """The series, with a number or the values of another series where some are missing."""
    fillings = filling.values if isinstance(filling, Series) else dict.fromkeys(moments, filling)
    values = {**fillings, **series.values}
    return Series({moment: values[moment] for moment in sorted(values)}, series.period)


def _item(operand: Operand, index: int) -> float | Series:
    return operand[index] if isinstance(operand, list) else operand


def _each_moment(function: Callable[..., Any], operands: Sequence[Operand]) -> float | Series:
    """Apply a function at each moment that all series have, and drop results that are not finite."""
    all_series = [operand for operand in operands if isinstance(operand, Series)]
    if not all_series:
        return _number(function, *operands)
    values = {
        moment: _number(function, *(_value_at(operand, moment) for operand in operands))
        for moment in all_series[0].values
        if all(moment in series.values for series in all_series)
    }
    finite = {moment: value for moment, value in values.items() if math.isfinite(value)}
    return Series(finite, max(series.period for series in all_series))


def _value_at(operand: Operand, moment: datetime) -> Operand:
    return operand.values[moment] if isinstance(operand, Series) else operand


def _number(function: Callable[..., Any], *operands: Any) -> float:
    """A function of numbers; NaN where it fails or gives a complex number."""
    try:
        return float(function(*operands))
    except (ArithmeticError, TypeError, ValueError):
        return math.nan


def _rate_of(series: Series) -> Series:
    values = {
        moment: (value - earlier) / (moment - before).total_seconds()
        for (before, earlier), (moment, value) in pairwise(series.values.items())
    }
    return Series(values, series.period)
