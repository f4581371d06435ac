"""AWS Backup's metrics in moto's CloudWatch: what ListMetrics and GetMetricStatistics answer of them.

Each is given moto's own method, for what is not of AWS Backup.
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
from .publishing.metrics import NAMES, Sent, sent
from .transactions import exclusive
from .wiring import advance_everything

NAMESPACE = "AWS/Backup"
UNIT = "Count"
_VAULT, _TYPE = "BackupVaultName", "ResourceType"
# CloudWatch has each metric under exactly these dimensions, and under no part of them.
_DIMENSIONS = ((_VAULT,), (_VAULT, _TYPE), (_TYPE,))
Dimensions: TypeAlias = Sequence[Mapping[str, str]]


def get_metric_statistics(motos: Method, handler: Any) -> Any:
    """Statistics of periods, of which the first begins with the rounded start of the request."""
    asked = handler._get_params()
    if asked.get("Namespace") != NAMESPACE:
        return motos(handler)
    plain, extended = asked.get("Statistics") or [], asked.get("ExtendedStatistics") or []
    _check_statistics(plain, extended)
    start, end, period = asked["StartTime"], asked["EndTime"], asked["Period"]
    if start >= end:
        text = "The parameter StartTime must be less than the parameter EndTime."
        raise InvalidParameterValue(text)
    if not is_period(period):
        raise InvalidParameterValue("The parameter Period must be a multiple of 60.")
    name, now = asked["MetricName"], utcnow()
    has_unit = asked.get("Unit") in (None, UNIT)
    counted = counted_metrics(handler.cloudwatch_backend, [name]) if has_unit else {}
    data = data_of(counted, name, asked.get("Dimensions") or ())
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
    for name, values, is_known in (
        ("Statistics", plain, STATISTICS.__contains__),
        ("ExtendedStatistics", extended, is_percentile),
    ):
        for value in values:
            if not is_known(value):
                raise InvalidParameterValue(
                    f"The value {value} for parameter {name} is not supported."
                )


def get_filtered_metrics(
    motos: Method,
    backend: CloudWatchBackend,
    metric_name: str,
    namespace: str,
    dimensions: Dimensions,
) -> Any:
    """What ListMetrics lists."""
    found = motos(backend, metric_name, namespace, dimensions)
    for name, shown in _listed(backend):
        pairs = [{"Name": key, "Value": value} for key, value in shown.items()]
        datum: Any = MetricDatum(NAMESPACE, name, 0, pairs, utcnow(), UNIT)
        if datum.filter(namespace, metric_name, [dict(it) for it in dimensions]):
            found.append(datum)
    return found


def _listed(backend: CloudWatchBackend) -> list[tuple[str, dict[str, str]]]:
    """Each metric of AWS Backup, with its dimensions."""
    found = {
        (metric.name, tuple(_shown(metric, names).items()))
        for metric in counted_metrics(backend)
        for names in _DIMENSIONS
    }
    return [(name, dict(shown)) for name, shown in sorted(found)]


@exclusive
def counted_metrics(backend: CloudWatchBackend, names: Collection[str] = NAMES) -> Counter[Sent]:
    """What was sent of these metrics in an account and region, each with how often."""
    advance_everything()
    account = existing_account(backend.account_id, backend.region_name)
    return Counter() if account is None else sent(account, names)


def data_of(
    counted: Mapping[Sent, int], name: str, dimensions: Dimensions
) -> list[tuple[datetime, float]]:
    """What was sent of a metric under exactly these dimensions, in order."""
    asked = {it["Name"]: it.get("Value", "") for it in dimensions}
    names = tuple(sorted(asked))
    if names not in _DIMENSIONS:
        return []
    counts: Counter[int] = Counter()
    for metric, count in counted.items():
        if metric.name == name and _shown(metric, names) == asked:
            counts[metric.moment] += count
    return [(utcfromtimestamp(moment), float(count)) for moment, count in sorted(counts.items())]


def _shown(metric: Sent, names: Iterable[str]) -> dict[str, str]:
    values = {_VAULT: metric.vault, _TYPE: metric.resource_type}
    return {name: values[name] for name in names}
