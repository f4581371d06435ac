"""Expressions of CloudWatch's metric math.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html

They are written as Python writes them, but for `^`, so that Python reads them.
"""

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from statistics import fmean
from typing import Any

from .time_series import (
    ExpressionError,
    Operand,
    Series,
    aggregated,
    each,
    filled,
    interpolated,
    rate,
    repeated,
)

_OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
# Each with the number of its arguments. FILL, of which one may be a word, is no function of two values.
_FUNCTIONS: dict[str, tuple[int, Callable[..., Operand] | None]] = {
    "ABS": (1, partial(each, abs)),
    "AVG": (1, partial(aggregated, fmean)),
    "CEIL": (1, partial(each, math.ceil)),
    "FILL": (2, None),
    "FLOOR": (1, partial(each, math.floor)),
    "IF": (3, partial(each, lambda condition, value, other: value if condition else other)),
    "MAX": (1, partial(aggregated, max)),
    "MIN": (1, partial(aggregated, min)),
    "RATE": (1, rate),
    "SUM": (1, partial(aggregated, sum)),
}
_FILLINGS = {"REPEAT": repeated, "LINEAR": interpolated}


class MetricMath:
    """The expressions of a request, which may use its metrics and each other.

    expressions: by their Ids. metrics: the time series of the other queries, by theirs. start, end: of what
    the request asks for.
    """

    def __init__(
        self,
        expressions: Mapping[str, str],
        metrics: Mapping[str, Series],
        start: datetime,
        end: datetime,
    ) -> None:
        self._expressions = expressions
        self._metrics = metrics
        self._start = start
        self._end = end
        self._begun: list[str] = []

    def series(self, query_id: str) -> list[Series]:
        """What an expression gives, which may be several. Raises ExpressionError."""
        found = self._of_expression(query_id)
        if isinstance(found, (int, float)):
            raise ExpressionError("It gives a number, which is no time series")
        return found if isinstance(found, list) else [found]

    def _of_expression(self, query_id: str) -> Operand:
        if query_id in self._begun:
            raise ExpressionError(f"'{query_id}' needs itself")
        self._begun.append(query_id)
        try:
            return self._value(_parsed(self._expressions[query_id]))
        except RecursionError:
            raise ExpressionError("The expression is nested too deeply") from None
        finally:
            self._begun.remove(query_id)

    def _value(self, node: ast.expr) -> Operand:
        match node:
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
                return each(_OPERATORS[type(sign)], self._value(left), self._value(right))
            case ast.Compare(left=left, ops=[sign], comparators=[right]) if (
                type(sign) in _OPERATORS
            ):
                return each(_OPERATORS[type(sign)], self._value(left), self._value(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return each(operator.neg, self._value(operand))
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._called(name, arguments)
            case _:
                return self._named(node)

    def _named(self, node: ast.expr) -> Operand:
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return float(number)
            case ast.List(elts=items):
                return [series for item in items for series in self._series_of(item)]
            case ast.Name(id=name) if name in self._expressions:
                return self._of_expression(name)
            case ast.Name(id=name) if name in self._metrics:
                return self._metrics[name]
            case ast.Name(id=name):
                raise ExpressionError(f"'{name}' is the Id of no query")
            case _:
                raise ExpressionError(f"Invalid syntax: {ast.unparse(node)}")

    def _called(self, name: str, arguments: Sequence[ast.expr]) -> Operand:
        if name == "METRICS":
            return self._all_metrics(arguments)
        if name not in _FUNCTIONS:
            known = ", ".join(sorted((*_FUNCTIONS, "METRICS")))
            raise ExpressionError(f"Function '{name}' not found; there are {known}")
        count, function = _FUNCTIONS[name]
        if len(arguments) != count:
            plural = "" if count == 1 else "s"
            raise ExpressionError(f"{name} takes {count} argument{plural}, got {len(arguments)}")
        if function is None:
            return self._filled(*arguments)
        return function(*map(self._value, arguments))

    def _all_metrics(self, arguments: Sequence[ast.expr]) -> list[Series]:
        """All metrics of the request, or those with a text in their Id."""
        match arguments:
            case []:
                return list(self._metrics.values())
            case [ast.Constant(value=str() as part)]:
                return [series for it, series in self._metrics.items() if part in it]
            case _:
                shown = ", ".join(map(ast.unparse, arguments))
                raise ExpressionError(f"METRICS takes nothing or a text, got {shown}")

    def _series_of(self, node: ast.expr) -> list[Series]:
        found = self._value(node)
        if isinstance(found, (int, float)):
            raise ExpressionError(f"An array is of time series, got {ast.unparse(node)}")
        return found if isinstance(found, list) else [found]

    def _filled(self, operand: ast.expr, filling: ast.expr) -> Operand:
        found = self._value(operand)
        word = filling.id if isinstance(filling, ast.Name) else ""
        if word in _FILLINGS:
            return self._each_filled(found, _FILLINGS[word])
        value = self._value(filling)
        if isinstance(value, list):
            raise ExpressionError("FILL takes a number or one time series, got an array")
        return self._each_filled(found, partial(filled, filling=value))

    def _each_filled(self, operand: Operand, fill: Callable[..., Series]) -> Operand:
        if isinstance(operand, list):
            return [fill(series, self._moments(series.period)) for series in operand]
        if isinstance(operand, Series):
            return fill(operand, self._moments(operand.period))
        raise ExpressionError("FILL takes a time series, got a number")

    def _moments(self, period: int) -> Iterator[datetime]:
        """The beginnings of all periods that the request asks for."""
        moment = self._start
        while moment < self._end:
            yield moment
            moment += timedelta(seconds=period)


def _parsed(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip().replace("^", "**"), mode="eval").body
    except (SyntaxError, ValueError, MemoryError):
        raise ExpressionError(f"Invalid syntax: {text}") from None
