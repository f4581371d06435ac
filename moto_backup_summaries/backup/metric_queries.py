"""What GetMetricData of moto's CloudWatch answers where a query is of AWS Backup, expressions too.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from moto.cloudwatch.exceptions import ValidationError
from moto.cloudwatch.models import CloudWatchBackend
from moto.core.utils import utcnow

from ..replacing import Method
from .aws.metric_math import MetricMath
from .aws.metric_statistics import by_period, is_period, is_statistic, rounded_start, statistic
from .aws.time_series import ExpressionError, Series
from .cloudwatch import NAMESPACE, UNIT, counted_metrics, data_of

# A MetricDataQuery, and a MetricDataResult with the names that moto gives its members.
DataQuery: TypeAlias = Mapping[str, Any]
Result: TypeAlias = dict[str, Any]


def get_metric_data(
    motos: Method,
    backend: CloudWatchBackend,
    queries: Sequence[DataQuery],
    start_time: datetime,
    end_time: datetime,
    *,
    scan_by: str,
) -> Any:
    """The results of queries, in their order; moto's own of those for metrics of others."""
    ours = [query for query in queries if _is_ours(query)]
    if not ours:
        return motos(backend, queries, start_time, end_time, scan_by)
    _check(queries)
    start = rounded_start(start_time, utcnow())
    others = [{**it, "ReturnData": True} for it in queries if not (_is_ours(it) or _is_math(it))]
    # moto also refuses an end before the start.
    found = motos(backend, others, start, end_time, "TimestampAscending")
    results = {result["id"]: [result] for result in found}
    results |= _of_backup(backend, ours, start, end_time)
    metrics = {
        it["Id"]: _series_of(it, results[it["Id"]][0]) for it in queries if "MetricStat" in it
    }
    expressions = {it["Id"]: str(it["Expression"]) for it in queries if _is_math(it)}
    math = MetricMath(expressions, metrics, start, end_time)
    results |= {it["Id"]: list(_of_expression(it, math)) for it in queries if _is_math(it)}
    shown = [it["Id"] for it in queries if it.get("ReturnData", True)]
    told = [result for query_id in shown for result in results[query_id]]
    return told if scan_by == "TimestampAscending" else [_newest_first(result) for result in told]


def _is_ours(query: DataQuery) -> bool:
    metric: Mapping[str, Any] = query.get("MetricStat", {}).get("Metric", {})
    return metric.get("Namespace") == NAMESPACE


def _is_math(query: DataQuery) -> bool:
    """Whether it is an expression over other queries; those that begin with SELECT are moto's."""
    return not str(query.get("Expression", "SELECT")).startswith("SELECT")


def _check(queries: Sequence[DataQuery]) -> None:
    if len({query["Id"] for query in queries}) < len(queries):
        raise ValidationError("The values for parameter id in MetricDataQueries are not unique.")
    for number, query in enumerate(queries, 1):
        asked, place = query.get("MetricStat"), f"MetricDataQueries.member.{number}.MetricStat"
        if asked and not is_period(asked["Period"]):
            raise ValidationError(f"The parameter {place}.Period must be a multiple of 60.")
        if _is_ours(query) and not is_statistic(query["MetricStat"]["Stat"]):
            value = query["MetricStat"]["Stat"]
            raise ValidationError(f"The value {value} for parameter {place}.Stat is not supported.")


def _of_backup(
    backend: CloudWatchBackend, queries: Sequence[DataQuery], start: datetime, end: datetime
) -> dict[str, list[Result]]:
    """The results of our queries, by their Ids. What happened is counted once for all of them."""
    names = {query["MetricStat"]["Metric"]["MetricName"] for query in queries}
    counted, now = counted_metrics(backend, names), utcnow()
    found = {}
    for query in queries:
        asked = query["MetricStat"]
        metric, name = asked["Metric"], asked["Stat"]
        has_unit = asked.get("Unit") in (None, UNIT)
        data = data_of(counted, metric["MetricName"], metric.get("Dimensions") or ())
        periods = by_period(data if has_unit else (), start, end, asked["Period"], now)
        values = {moment: statistic(name, sent) for moment, sent in periods.items()}
        label = query.get("Label") or f"{metric['MetricName']} {name}"
        found[query["Id"]] = [_result(query["Id"], label, values)]
    return found


def _of_expression(query: DataQuery, math: MetricMath) -> Iterator[Result]:
    try:
        found = math.series(query["Id"])
    except ExpressionError as error:
        raise ValidationError(f"Error in expression '{query['Id']}': {error}") from None
    for series in found:
        yield _result(query["Id"], query.get("Label") or query["Id"], series.values)


def _series_of(query: DataQuery, result: Result) -> Series:
    values = dict(zip(result["timestamps"], map(float, result["values"]), strict=True))
    return Series(values, query["MetricStat"]["Period"])


def _result(query_id: str, label: str, values: Mapping[datetime, float]) -> Result:
    return {
        "id": query_id,
        "label": label,
        "timestamps": list(values),
        "values": list(values.values()),
        "status_code": "Complete",
    }


def _newest_first(result: Result) -> Result:
    return {**result, "timestamps": result["timestamps"][::-1], "values": result["values"][::-1]}
