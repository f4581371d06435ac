"""Expressions of CloudWatch's metric math.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html

Python's own parser reads them: but for `^` they are Python expressions.
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
# Each function with the number of its arguments. FILL has none here: its second argument may be a word.
_FUNCTIONS: dict[str, tuple[int, Callable[..., Operand] | None]] = {
    "ABS": (1, partial(each, abs)),
    "AVG": (1, partial(aggregated, fmean)),
    "CEIL": (1, partial(each, math.ceil)),
    "FILL": (2, None),
    "FLOOR": (1, partial(each, math.floor)),
    "IF": (3, partial(each, lambda condition, value, default: value if condition else default)),
    "MAX": (1, partial(aggregated, max)),
    "MIN": (1, partial(aggregated, min)),
    "RATE": (1, rate),
    "SUM": (1, partial(aggregated, sum)),
}
_FILLINGS = {"REPEAT": repeated, "LINEAR": interpolated}


class MetricMath:
    """The expressions of a request, which may use its metrics and each other.

    expressions: texts by the Ids of their queries. metrics: the time series of the other queries by theirs.
    start, end: of the request.
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
        self._evaluating: list[str] = []

    def series(self, query_id: str) -> list[Series]:
        """The series that an expression gives. Raises ExpressionError."""
        operand = self._query_result(query_id)
        if isinstance(operand, (int, float)):
            raise ExpressionError("It gives a number, which is no time series")
        return operand if isinstance(operand, list) else [operand]

    def _query_result(self, query_id: str) -> Operand:
        if query_id in self._evaluating:
            raise ExpressionError(f"'{query_id}' needs itself")
        self._evaluating.append(query_id)
        try:
            return self._node_value(_parsed(self._expressions[query_id]))
        except RecursionError:
            raise ExpressionError("The expression is nested too deeply") from None
        finally:
            self._evaluating.remove(query_id)

    def _node_value(self, node: ast.expr) -> Operand:
        match node:
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
                return each(_OPERATORS[type(sign)], self._node_value(left), self._node_value(right))
            case ast.Compare(left=left, ops=[sign], comparators=[right]) if (
                type(sign) in _OPERATORS
            ):
                return each(_OPERATORS[type(sign)], self._node_value(left), self._node_value(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return each(operator.neg, self._node_value(operand))
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._function_result(name, arguments)
            case _:
                return self._query_or_literal(node)

    def _query_or_literal(self, node: ast.expr) -> Operand:
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return float(number)
            case ast.List(elts=items):
                return [series for item in items for series in self._series_of(item)]
            case ast.Name(id=name) if name in self._expressions:
                return self._query_result(name)
            case ast.Name(id=name) if name in self._metrics:
                return self._metrics[name]
            case ast.Name(id=name):
                raise ExpressionError(f"'{name}' is the Id of no query")
            case _:
                raise ExpressionError(f"Invalid syntax: {ast.unparse(node)}")

    def _function_result(self, name: str, arguments: Sequence[ast.expr]) -> Operand:
        if name == "METRICS":
            return self._all_metrics(arguments)
        if name not in _FUNCTIONS:
            names = ", ".join(sorted((*_FUNCTIONS, "METRICS")))
            raise ExpressionError(f"Function '{name}' not found; there are {names}")
        count, function = _FUNCTIONS[name]
        if len(arguments) != count:
            plural = "" if count == 1 else "s"
            raise ExpressionError(f"{name} takes {count} argument{plural}, got {len(arguments)}")
        if function is None:
            return self._filled(*arguments)
        return function(*map(self._node_value, arguments))

    def _all_metrics(self, arguments: Sequence[ast.expr]) -> list[Series]:
        """All metrics of the request, or those with a text in their Id."""
        match arguments:
            case []:
                return list(self._metrics.values())
            case [ast.Constant(value=str() as part)]:
                return [series for name, series in self._metrics.items() if part in name]
            case _:
                text = ", ".join(map(ast.unparse, arguments))
                raise ExpressionError(f"METRICS takes nothing or a text, got {text}")

    def _series_of(self, node: ast.expr) -> list[Series]:
        operand = self._node_value(node)
        if isinstance(operand, (int, float)):
            raise ExpressionError(f"An array is of time series, got {ast.unparse(node)}")
        return operand if isinstance(operand, list) else [operand]

    def _filled(self, argument: ast.expr, filling: ast.expr) -> Operand:
        operand = self._node_value(argument)
        word = filling.id if isinstance(filling, ast.Name) else ""
        if word in _FILLINGS:
            return self._each_filled(operand, _FILLINGS[word])
        value = self._node_value(filling)
        if isinstance(value, list):
            raise ExpressionError("FILL takes a number or one time series, got an array")
        return self._each_filled(operand, partial(filled, filling=value))

    def _each_filled(self, operand: Operand, fill: Callable[..., Series]) -> Operand:
        if isinstance(operand, list):
            return [fill(series, self._moments(series.period)) for series in operand]
        if isinstance(operand, Series):
            return fill(operand, self._moments(operand.period))
        raise ExpressionError("FILL takes a time series, got a number")

    def _moments(self, period: int) -> Iterator[datetime]:
        """The beginnings of all periods of the request."""
        moment = self._start
        while moment < self._end:
            yield moment
            moment += timedelta(seconds=period)


def _parsed(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip().replace("^", "**"), mode="eval").body
    except (SyntaxError, ValueError, MemoryError):
        raise ExpressionError(f"Invalid syntax: {text}") from None
