"""Shows AWS Backup's metrics in moto's CloudWatch: what its methods answer of them.

Each is given moto's own method, for what is not of AWS Backup.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from moto.cloudwatch.models import CloudWatchBackend, MetricDatum, Statistics
from moto.core.utils import utcfromtimestamp

from .account import existing_account
from .neighbours.walking import settled
from .transactions import exclusive
from .watchers.metrics import NAMES, Sent, sent
from .wiring import advance_everything

NAMESPACE = "AWS/Backup"
_UNIT = "Count"
_VAULT, _TYPE = "BackupVaultName", "ResourceType"
# CloudWatch has each metric under exactly these dimensions, and under no part of them.
_DIMENSIONS = ((_VAULT,), (_VAULT, _TYPE), (_TYPE,))
Dimensions = Sequence[Mapping[str, str]]


class _Asked(NamedTuple):
    """What moto's get_metric_statistics is asked."""

    namespace: str
    metric_name: str
    start_time: datetime
    end_time: datetime
    period: int
    stats: list[str]
    dimensions: Dimensions
    unit: str | None = None


def get_metric_statistics(
    motos: Callable[..., Any], backend: CloudWatchBackend, *args: Any, **kwargs: Any
) -> Any:
    """The statistics of periods that begin with the start of all."""
    asked = _Asked(*args, **kwargs)
    start, end = asked.start_time.replace(microsecond=0), asked.end_time
    if asked.namespace != NAMESPACE or start >= end or asked.unit not in (None, _UNIT):
        return motos(backend, *args, **kwargs)
    period = timedelta(seconds=asked.period)
    name = asked.metric_name
    data = _data(_sent(backend, [name]), name, asked.dimensions, NAMESPACE)
    within = [datum for datum in data if start <= datum.timestamp < end]
    found = []
    for number, of_period in groupby(within, lambda datum: (datum.timestamp - start) // period):
        statistics = Statistics(asked.stats, start + number * period)
        statistics.metric_data = list(of_period)
        statistics.unit = _UNIT
        found.append(statistics)
    return found


def get_metric_data(
    motos: Callable[..., Any],
    backend: CloudWatchBackend,
    queries: list[dict[str, Any]],
    *times: Any,
    **named_times: Any,
) -> Any:
    """Each query of AWS Backup gets its data in a namespace of its own, and no dimensions to compare."""
    data: list[Any] = list(settled(backend.get_all_metrics))
    asked: list[dict[str, Any]] = []
    wanted = [_metric_of(query) for query in queries]
    names = {metric["MetricName"] for metric in wanted if metric}
    metrics = _sent(backend, names) if names else Counter[Sent]()
    for query, metric in zip(queries, wanted, strict=True):
        if metric:
            namespace, name = f"{NAMESPACE} {query['Id']}", metric["MetricName"]
            data += _data(metrics, name, metric.get("Dimensions", ()), namespace)
            own = {"Namespace": namespace, "MetricName": name}
            asked.append({**query, "MetricStat": {**query["MetricStat"], "Metric": own}})
        else:
            asked.append(query)
    return motos(_OnlyData(data), asked, *times, **named_times)


def _metric_of(query: Mapping[str, Any]) -> Mapping[str, Any]:
    """The metric of AWS Backup that a query asks for; nothing where it asks for another."""
    metric: Mapping[str, Any] = query.get("MetricStat", {}).get("Metric", {})
    return metric if metric.get("Namespace") == NAMESPACE else {}


def get_filtered_metrics(
    motos: Callable[..., Any],
    backend: CloudWatchBackend,
    metric_name: str,
    namespace: str,
    dimensions: Dimensions,
) -> Any:
    """What ListMetrics lists."""
    found = motos(backend, metric_name, namespace, dimensions)
    for name, shown in _listed(backend):
        datum = _datum(name, 0, 0, shown, NAMESPACE)
        if datum.filter(namespace, metric_name, [dict(it) for it in dimensions]):
            found.append(datum)
    return found


class _OnlyData:
    """All that moto's get_metric_data asks of its backend."""

    def __init__(self, data: list[Any]) -> None:
        self._data = data

    def get_all_metrics(self) -> list[Any]:
        return self._data


def _listed(backend: CloudWatchBackend) -> list[tuple[str, dict[str, str]]]:
    """Each metric of AWS Backup, with its dimensions."""
    found = {
        (metric.name, tuple(_shown(metric, names).items()))
        for metric in _sent(backend)
        for names in _DIMENSIONS
    }
    return [(name, dict(shown)) for name, shown in sorted(found)]


def _data(
    metrics: Mapping[Sent, int], name: str, dimensions: Dimensions, namespace: str
) -> list[Any]:
    """What was sent of a metric under exactly these dimensions, in order."""
    asked = {it["Name"]: it.get("Value", "") for it in dimensions}
    names = tuple(sorted(asked))
    if names not in _DIMENSIONS:
        return []
    counts: Counter[int] = Counter()
    for metric, count in metrics.items():
        if metric.name == name and _shown(metric, names) == asked:
            counts[metric.moment] += count
    return [
        _datum(name, count, moment, asked, namespace) for moment, count in sorted(counts.items())
    ]


@exclusive
def _sent(backend: CloudWatchBackend, names: Collection[str] = NAMES) -> Counter[Sent]:
    advance_everything()
    account = existing_account(backend.account_id, backend.region_name)
    return Counter() if account is None else sent(account, names)


def _shown(metric: Sent, names: Iterable[str]) -> dict[str, str]:
    values = {_VAULT: metric.vault, _TYPE: metric.resource_type}
    return {name: values[name] for name in names}


def _datum(
    name: str, count: int, moment: int, dimensions: Mapping[str, str], namespace: str
) -> Any:
    shown = [{"Name": name, "Value": value} for name, value in dimensions.items()]
    return MetricDatum(namespace, name, count, shown, utcfromtimestamp(moment), _UNIT)
