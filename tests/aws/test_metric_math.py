"""Metric math of CloudWatch: what an expression gives of the time series of a request."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from moto_backup_summaries.backup.aws.metric_math import MetricMath
from moto_backup_summaries.backup.aws.time_series import ExpressionError, Series

START = datetime(2026, 3, 10, 12)
MINUTE = timedelta(minutes=1)


def series(*values: float | None, period: int = 60) -> Series:
    """A series with a value in each minute from the start, but where there is None."""
    found = {
        START + index * MINUTE: value for index, value in enumerate(values) if value is not None
    }
    return Series(found, period)


METRICS = {
    "m1": series(1, None, 3, 8),
    "m2": series(3, 5, None, 0),
    "errors_a": series(None, 2),
    "none": series(),
}
# Each with the values of the four minutes.
GIVEN: dict[str, list[float | None]] = {
    "m1": [1, None, 3, 8],
    "m1 + 1": [2, None, 4, 9],
    "2-m2": [-1, -3, None, 2],
    "100*m1/(m1+m2)": [25, None, None, 100],
    "m1 / m2": [1 / 3, None, None, None],
    "-m1^2": [-1, None, -9, -64],
    "(0 - m1) ^ 0.5": [None] * 4,
    "m1 >= 3": [0, None, 1, 1],
    "m1 == 3": [0, None, 1, 0],
    "m1 != 3": [1, None, 0, 1],
    "m1 < 3": [1, None, 0, 0],
    "m1 <= 3": [1, None, 1, 0],
    "m1 > 3": [0, None, 0, 1],
    "FILL(m1, 0)": [1, 0, 3, 8],
    "FILL(m1, -1.5)": [1, -1.5, 3, 8],
    "FILL(m1, REPEAT)": [1, 1, 3, 8],
    "FILL(errors_a, REPEAT)": [None, 2, 2, 2],
    "FILL(m1, LINEAR)": [1, 2, 3, 8],
    "FILL(errors_a, LINEAR)": [None, 2, None, None],
    "FILL(m1, m2)": [1, 5, 3, 8],
    "FILL(none, 0)": [0, 0, 0, 0],
    "FILL(m1, AVG(m1))": [1, 4, 3, 8],
    "SUM([m1, m2])": [4, 5, 3, 8],
    "SUM(METRICS())": [4, 7, 3, 8],
    "SUM(METRICS('m'))": [4, 5, 3, 8],
    'SUM(METRICS("error"))': [None, 2, None, None],
    "SUM(METRICS('absent'))": [None] * 4,
    "AVG([m1, m2])": [2, 5, 3, 4],
    "MAX([m1, m2])": [3, 5, 3, 8],
    "MIN([m1, m2])": [1, 5, 3, 0],
    "m1 - MIN(m1)": [0, None, 2, 7],
    "m1 / SUM(none)": [None] * 4,
    "m1 / MAX(none)": [None] * 4,
    "m1 + SUM(5)": [6, None, 8, 13],
    "m1 / 0": [None] * 4,
    "m1 * (1 / 0)": [None] * 4,
    "SUM(FILL(METRICS('m'), 0))": [4, 5, 3, 8],
    "SUM([m1 * 2, FILL(m2, 0)])": [5, 5, 6, 16],
    "SUM([[m1], m2])": [4, 5, 3, 8],
    "FILL(FILL(errors_a, REPEAT), 0)": [0, 2, 2, 2],
    "FILL(FILL(errors_a, LINEAR), 0)": [0, 2, 0, 0],
    "FILL(RATE(m2), 0)": [0, 2 / 60, 0, -5 / 120],
    "FILL(SUM(METRICS('absent')), 0)": [0, 0, 0, 0],
    "RATE(m2)": [None, 2 / 60, None, -5 / 120],
    "ABS(0 - m1)": [1, None, 3, 8],
    "CEIL(m1 / 2)": [1, None, 2, 4],
    "FLOOR(m1 / 2)": [0, None, 1, 4],
    "IF(m1 > 1, m1, 0)": [0, None, 3, 8],
    "IF(m2, m1, 7)": [1, None, None, 7],
    "e1 * 2": [4, None, 8, 18],
    " m1 ": [1, None, 3, 8],
}
ARRAYS: dict[str, list[list[float | None]]] = {
    "METRICS('m')": [[1, None, 3, 8], [3, 5, None, 0]],
    "METRICS('m') * 2": [[2, None, 6, 16], [6, 10, None, 0]],
    "METRICS('m') + METRICS('m')": [[2, None, 6, 16], [6, 10, None, 0]],
    "RATE(METRICS('m'))": [[None, None, 2 / 120, 5 / 60], [None, 2 / 60, None, -5 / 120]],
    "FILL(METRICS('m'), REPEAT)": [[1, 1, 3, 8], [3, 5, 5, 0]],
    "METRICS('absent')": [],
}
SYNTAX = "Invalid syntax: "
KNOWN = "ABS, AVG, CEIL, FILL, FLOOR, IF, MAX, METRICS, MIN, RATE, SUM"
REFUSED = {
    "1 + 2": "It gives a number, which is no time series",
    "SUM(m1)": "It gives a number, which is no time series",
    "m1 +": f"{SYNTAX}m1 +",
    "": SYNTAX,
    "m1 if m2 else m1": f"{SYNTAX}m1 if m2 else m1",
    "m1 // m2": f"{SYNTAX}m1 // m2",
    "1 < m1 < 2": f"{SYNTAX}1 < m1 < 2",
    "m1 in m2": f"{SYNTAX}m1 in m2",
    "not m1": f"{SYNTAX}not m1",
    "'m1'": f"{SYNTAX}'m1'",
    "True": f"{SYNTAX}True",
    "m1.values": f"{SYNTAX}m1.values",
    "m1.copy()": f"{SYNTAX}m1.copy()",
    "SUM(METRICS(), start=1)": f"{SYNTAX}SUM(METRICS(), start=1)",
    "(" * 5000 + "m1" + ")" * 5000: f"{SYNTAX}{'(' * 5000}m1{')' * 5000}",
    "m1" + "+ m1" * 5000: "The expression is nested too deeply",
    "m1\0": f"{SYNTAX}m1\0",
    "m9 + m1": "'m9' is the Id of no query",
    "MEDIAN(m1)": f"Function 'MEDIAN' not found; there are {KNOWN}",
    "METRICS(m1)": "METRICS takes nothing or a text, got m1",
    "METRICS('m', 1)": "METRICS takes nothing or a text, got 'm', 1",
    "METRICS(1)": "METRICS takes nothing or a text, got 1",
    "FILL(m1)": "FILL takes 2 arguments, got 1",
    "ABS(m1, m2)": "ABS takes 1 argument, got 2",
    "IF(m1)": "IF takes 3 arguments, got 1",
    "RATE(5)": "RATE takes a time series, got a number",
    "FILL(5, 0)": "FILL takes a time series, got a number",
    "FILL(m1, METRICS())": "FILL takes a number or one time series, got an array",
    "SUM([m1, 5])": "An array is of time series, got 5",
    "METRICS('m') + METRICS()": "Arrays of different lengths are combined",
    "e2": "'e2' needs itself",
    "e3": "'e3' needs itself",
}


def given(text: str) -> list[list[float | None]]:
    """The values of the four minutes of each series that an expression gives."""
    expressions = {"it": text, "e1": "m1 + 1", "e2": "e3", "e3": "e2 + m1"}
    math = MetricMath(expressions, METRICS, START, START + 4 * MINUTE)
    minutes = [START + index * MINUTE for index in range(4)]
    found = math.series("it")
    assert {minute for it in found for minute in it.values} <= set(minutes)
    return [[it.values.get(minute) for minute in minutes] for it in found]


@pytest.mark.parametrize(("text", "values"), GIVEN.items(), ids=GIVEN)
def test_an_expression_gives(text: str, values: list[Any]) -> None:
    (found,) = given(text)
    assert found == [value if value is None else pytest.approx(value) for value in values]


@pytest.mark.parametrize(("text", "arrays"), ARRAYS.items(), ids=ARRAYS)
def test_an_expression_gives_an_array(text: str, arrays: list[list[Any]]) -> None:
    assert given(text) == [
        [value if value is None else pytest.approx(value) for value in values] for values in arrays
    ]


@pytest.mark.parametrize(("text", "reason"), REFUSED.items(), ids=lambda text: text[:30])
def test_an_expression_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ExpressionError) as error:
        given(text)
    assert str(error.value) == reason


def test_a_series_of_several_has_the_longest_period() -> None:
    metrics = {"a": series(1), "b": series(2, period=300)}
    math = MetricMath({"e": "a + b", "f": "SUM(METRICS())"}, metrics, START, START + MINUTE)
    assert [it.period for name in ("e", "f") for it in math.series(name)] == [300, 300]
