"""AWS Backup's metrics in moto's CloudWatch: ListMetrics, GetMetricStatistics and GetMetricData.

Each function gets moto's own method, which answers for metrics of other services.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from moto.cloudwatch.exceptions import (
    InvalidParameterCombination,
    InvalidParameterValue,
    ValidationError,
)
from moto.cloudwatch.models import CloudWatchBackend, MetricDatum
from moto.core.responses import ActionResult
from moto.core.utils import utcfromtimestamp, utcnow

from ..replacing import Method
from .account import existing_account
from .aws.metric_math import MetricMath
from .aws.metric_statistics import (
    STATISTICS,
    by_period,
    is_percentile,
    is_period,
    is_statistic,
    rounded_start,
    statistic,
)
from .aws.time_series import ExpressionError, Series
from .frame.transactions import exclusive
from .publishing.metrics import NAMES, Sample
from .publishing.table import samples
from .wiring import advance_everything

NAMESPACE = "AWS/Backup"
UNIT = "Count"
_VAULT, _TYPE = "BackupVaultName", "ResourceType"
# CloudWatch has each metric under exactly these combinations of dimensions.
_DIMENSIONS = ((_VAULT,), (_VAULT, _TYPE), (_TYPE,))
Dimensions: TypeAlias = Sequence[Mapping[str, str]]
# A MetricDataQuery, and a MetricDataResult with the names that moto gives its members.
DataQuery: TypeAlias = Mapping[str, Any]
Result: TypeAlias = dict[str, Any]


def get_metric_statistics(original: Method, handler: Any) -> Any:
    """Statistics of periods; the first begins at the rounded start of the request."""
    parameters = handler._get_params()
    if parameters.get("Namespace") != NAMESPACE:
        return original(handler)
    plain = parameters.get("Statistics") or []
    extended = parameters.get("ExtendedStatistics") or []
    _check_statistics(plain, extended)
    start, end = parameters["StartTime"], parameters["EndTime"]
    period = parameters["Period"]
    if start >= end:
        text = "The parameter StartTime must be less than the parameter EndTime."
        raise InvalidParameterValue(text)
    if not is_period(period):
        raise InvalidParameterValue("The parameter Period must be a multiple of 60.")
    name, now = parameters["MetricName"], utcnow()
    has_unit = parameters.get("Unit") in (None, UNIT)
    counted = counted_samples(handler.cloudwatch_backend, [name]) if has_unit else {}
    data = data_of(counted, name, parameters.get("Dimensions") or ())
    points = [
        {
            "Timestamp": moment,
            "Unit": UNIT,
            **{name: statistic(name, values) for name in plain},
            "ExtendedStatistics": {name: statistic(name, values) for name in extended},
        }
        for moment, values in by_period(data, rounded_start(start, now), end, period, now).items()
    ]
    return ActionResult({"Label": name, "Datapoints": points})


def _check_statistics(plain: Sequence[str], extended: Sequence[str]) -> None:
    if bool(plain) is bool(extended):
        raise InvalidParameterCombination("Must specify either Statistics or ExtendedStatistics")
    for name, values, is_supported in (
        ("Statistics", plain, STATISTICS.__contains__),
        ("ExtendedStatistics", extended, is_percentile),
    ):
        for value in values:
            if not is_supported(value):
                raise InvalidParameterValue(unsupported(value, name))


def unsupported(value: str, name: str) -> str:
    """CloudWatch's text for a statistic that it does not have."""
    return f"The value {value} for parameter {name} is not supported."


def get_filtered_metrics(
    original: Method,
    backend: CloudWatchBackend,
    metric_name: str,
    namespace: str,
    dimensions: Dimensions,
) -> Any:
    """The metrics of ListMetrics."""
    metrics = original(backend, metric_name, namespace, dimensions)
    for name, dimension_values in _metrics_of_backup(backend):
        pairs = [{"Name": key, "Value": value} for key, value in dimension_values.items()]
        datum: Any = MetricDatum(NAMESPACE, name, 0, pairs, utcnow(), UNIT)
        if datum.filter(namespace, metric_name, [dict(pair) for pair in dimensions]):
            metrics.append(datum)
    return metrics


def _metrics_of_backup(backend: CloudWatchBackend) -> list[tuple[str, dict[str, str]]]:
    """Each metric of AWS Backup, with its dimensions."""
    metrics = {
        (sample.name, tuple(_dimensions(sample, names).items()))
        for sample in counted_samples(backend)
        for names in _DIMENSIONS
    }
    return [(name, dict(dimensions)) for name, dimensions in sorted(metrics)]


@exclusive
def counted_samples(backend: CloudWatchBackend, names: Collection[str] = NAMES) -> Counter[Sample]:
    """The samples of these metrics in an account and region, each with its number."""
    advance_everything()
    account = existing_account(backend.account_id, backend.region_name)
    return Counter() if account is None else samples(account, names)


def data_of(
    counted: Mapping[Sample, int], name: str, dimensions: Dimensions
) -> list[tuple[datetime, float]]:
    """The values of a metric with exactly these dimensions, in order."""
    values = {pair["Name"]: pair.get("Value", "") for pair in dimensions}
    names = tuple(sorted(values))
    if names not in _DIMENSIONS:
        return []
    counts: Counter[int] = Counter()
    for sample, count in counted.items():
        if sample.name == name and _dimensions(sample, names) == values:
            counts[sample.moment] += count
    return [(utcfromtimestamp(moment), float(count)) for moment, count in sorted(counts.items())]


def _dimensions(sample: Sample, names: Iterable[str]) -> dict[str, str]:
    values = {_VAULT: sample.vault, _TYPE: sample.resource_type}
    return {name: values[name] for name in names}


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
