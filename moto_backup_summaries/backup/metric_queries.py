"""GetMetricData of moto's CloudWatch, for requests with a query of AWS Backup's metrics; with expressions.

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
from .cloudwatch import NAMESPACE, UNIT, counted_samples, data_of, unsupported

# A MetricDataQuery, and a MetricDataResult with the names that moto gives its members.
DataQuery: TypeAlias = Mapping[str, Any]
Result: TypeAlias = dict[str, Any]


def get_metric_data(
    original: Method,
    backend: CloudWatchBackend,
    queries: Sequence[DataQuery],
    start_time: datetime,
    end_time: datetime,
    *,
    scan_by: str,
) -> Any:
    """The results of queries, in their order; moto's own for metrics of other services."""
    backup_queries = [query for query in queries if _is_of_backup(query)]
    if not backup_queries:
        return original(backend, queries, start_time, end_time, scan_by)
    _check(queries)
    start = rounded_start(start_time, utcnow())
    expressions = [query for query in queries if _is_expression(query)]
    moto_queries = [
        {**query, "ReturnData": True}
        for query in queries
        if not (_is_of_backup(query) or _is_expression(query))
    ]
    # moto also refuses an end before the start.
    moto_results = original(backend, moto_queries, start, end_time, "TimestampAscending")
    results = {result["id"]: [result] for result in moto_results}
    results |= _backup_results(backend, backup_queries, start, end_time)
    metrics = {
        query["Id"]: _series_of(query, results[query["Id"]][0])
        for query in queries
        if "MetricStat" in query
    }
    texts = {query["Id"]: str(query["Expression"]) for query in expressions}
    math = MetricMath(texts, metrics, start, end_time)
    results |= {query["Id"]: list(_expression_results(query, math)) for query in expressions}
    returned = [query["Id"] for query in queries if query.get("ReturnData", True)]
    answer = [result for query_id in returned for result in results[query_id]]
    is_ascending = scan_by == "TimestampAscending"
    return answer if is_ascending else [_newest_first(result) for result in answer]


def _is_of_backup(query: DataQuery) -> bool:
    metric: Mapping[str, Any] = query.get("MetricStat", {}).get("Metric", {})
    return metric.get("Namespace") == NAMESPACE


def _is_expression(query: DataQuery) -> bool:
    """Whether it is an expression over other queries; moto answers those that begin with SELECT."""
    return not str(query.get("Expression", "SELECT")).startswith("SELECT")


def _check(queries: Sequence[DataQuery]) -> None:
    if len({query["Id"] for query in queries}) < len(queries):
        raise ValidationError("The values for parameter id in MetricDataQueries are not unique.")
    for number, query in enumerate(queries, 1):
        stat, name = query.get("MetricStat"), f"MetricDataQueries.member.{number}.MetricStat"
        if stat and not is_period(stat["Period"]):
            raise ValidationError(f"The parameter {name}.Period must be a multiple of 60.")
        if stat and _is_of_backup(query) and not is_statistic(stat["Stat"]):
            raise ValidationError(unsupported(stat["Stat"], f"{name}.Stat"))


def _backup_results(
    backend: CloudWatchBackend, queries: Sequence[DataQuery], start: datetime, end: datetime
) -> dict[str, list[Result]]:
    """The results of queries of AWS Backup, by their Ids; the samples are counted once for all of them."""
    names = {query["MetricStat"]["Metric"]["MetricName"] for query in queries}
    counted, now = counted_samples(backend, names), utcnow()
    results = {}
    for query in queries:
        stat = query["MetricStat"]
        metric, name = stat["Metric"], stat["Stat"]
        has_unit = stat.get("Unit") in (None, UNIT)
        data = data_of(counted, metric["MetricName"], metric.get("Dimensions") or ())
        periods = by_period(data if has_unit else (), start, end, stat["Period"], now)
        values = {moment: statistic(name, samples) for moment, samples in periods.items()}
        label = query.get("Label") or f"{metric['MetricName']} {name}"
        results[query["Id"]] = [_result(query["Id"], label, values)]
    return results


def _expression_results(query: DataQuery, math: MetricMath) -> Iterator[Result]:
    try:
        all_series = math.series(query["Id"])
    except ExpressionError as error:
        raise ValidationError(f"Error in expression '{query['Id']}': {error}") from None
    for series in all_series:
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
