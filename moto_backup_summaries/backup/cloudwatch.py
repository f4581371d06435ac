"""AWS Backup's metrics in moto's CloudWatch: ListMetrics and GetMetricStatistics.

Each function gets moto's own method, which answers for metrics of other services.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from moto.cloudwatch.exceptions import InvalidParameterCombination, InvalidParameterValue
from moto.cloudwatch.models import CloudWatchBackend, MetricDatum
from moto.core.responses import ActionResult
from moto.core.utils import utcfromtimestamp, utcnow

from ..replacing import Method
from .account import existing_account
from .aws.metric_statistics import (
    STATISTICS,
    by_period,
    is_percentile,
    is_period,
    rounded_start,
    statistic,
)
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
