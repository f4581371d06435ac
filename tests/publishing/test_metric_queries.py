"""GetMetricStatistics and GetMetricData of AWS Backup's metrics, as alarms and reports ask them."""

import warnings
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import start, vault_arn
from support import client_of

from moto_backup_summaries import BackupSummariesWarning, load_jobs, set_job_outcome

NOW = datetime(2026, 3, 10, 12, 32, 34, 567_000, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NIGHTLY = [{"Name": "BackupVaultName", "Value": "nightly"}]


@pytest.fixture
def cloudwatch(clock: Any) -> Any:
    return client_of("cloudwatch")


def jobs(number: int, moment: datetime, state: str = "COMPLETED") -> None:
    """Jobs of the vault that began and ended at a moment."""
    row = {
        "BackupVaultArn": vault_arn("nightly"),
        "State": state,
        "CreationDate": moment,
        "CompletionDate": moment,
    }
    with warnings.catch_warnings():
        # Some are older than what a summary counts.
        warnings.simplefilter("ignore", BackupSummariesWarning)
        load_jobs({"BackupJobs": [row] * number})


def statistics(cloudwatch: Any, **asked: Any) -> list[Any]:
    """The points of completed jobs of the vault, of the last two hours unless asked otherwise."""
    names = {} if "ExtendedStatistics" in asked else {"Statistics": ["Sum"]}
    defaults = {
        "Namespace": "AWS/Backup",
        "MetricName": "NumberOfBackupJobsCompleted",
        "Dimensions": NIGHTLY,
        "StartTime": NOW - 2 * HOUR,
        "EndTime": NOW,
        "Period": 3600,
    }
    told = cloudwatch.get_metric_statistics(**without_none({**defaults, **names, **asked}))
    return sorted(told["Datapoints"], key=lambda point: point["Timestamp"])


def without_none(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def metric(query_id: str, state: str = "Completed", stat: str = "Sum", **more: Any) -> Any:
    """A query for jobs of the vault in a state, by the hour."""
    named = {
        "Namespace": "AWS/Backup",
        "MetricName": f"NumberOfBackupJobs{state}",
        "Dimensions": NIGHTLY,
    }
    return {"Id": query_id, "MetricStat": {"Metric": named, "Period": 3600, "Stat": stat}, **more}


def data(cloudwatch: Any, *queries: Any, **asked: Any) -> list[tuple[str, list[Any]]]:
    """The Ids and values of the results, the oldest first, of the last three hours."""
    defaults = {"StartTime": NOW - 3 * HOUR, "EndTime": NOW, "ScanBy": "TimestampAscending"}
    told = cloudwatch.get_metric_data(MetricDataQueries=list(queries), **{**defaults, **asked})
    return [(result["Id"], result["Values"]) for result in told["MetricDataResults"]]


def refusal(cloudwatch: Any, operation: str, **parameters: Any) -> tuple[str, str]:
    with pytest.raises(cloudwatch.exceptions.ClientError) as caught:
        getattr(cloudwatch, operation)(**parameters)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.mark.parametrize(
    ("age", "clock_time"),
    [(HOUR, "11:32:00"), (20 * DAY, "12:30:00"), (70 * DAY, "12:00:00")],
    ids=str,
)
def test_points_begin_with_the_start_that_is_rounded_down_by_its_age(
    cloudwatch: Any, age: timedelta, clock_time: str
) -> None:
    moment = NOW - age
    jobs(2, moment + timedelta(minutes=10))
    asked = {"StartTime": moment, "EndTime": moment + HOUR}
    (point,) = statistics(cloudwatch, **asked)
    assert (str(point["Timestamp"].time()), point["Sum"]) == (clock_time, 2)
    told = cloudwatch.get_metric_data(MetricDataQueries=[metric("m")], **asked)
    (result,) = told["MetricDataResults"]
    assert (str(result["Timestamps"][0].time()), result["Values"]) == (clock_time, [2])


def test_percentiles_are_of_what_was_sent_each_five_minutes(cloudwatch: Any) -> None:
    for number in range(1, 6):
        jobs(number, NOW - HOUR + number * timedelta(minutes=5))
    (point,) = statistics(
        cloudwatch, ExtendedStatistics=["p50", "p90"], StartTime=NOW - HOUR, Period=3600
    )
    assert point["ExtendedStatistics"] == {"p50": 3.0, "p90": 4.6}
    assert point["Unit"] == "Count"
    asked = (metric("m", stat="p90"), metric("n", stat="Average"))
    assert data(cloudwatch, *asked, StartTime=NOW - HOUR) == [("m", [4.6]), ("n", [3.0])]


def test_a_point_has_every_statistic_that_was_asked_for(cloudwatch: Any) -> None:
    jobs(1, NOW - timedelta(minutes=50))
    jobs(3, NOW - timedelta(minutes=30))
    names = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"]
    (point,) = statistics(cloudwatch, Statistics=names, StartTime=NOW - HOUR)
    assert [point[name] for name in names] == [2, 3, 1, 2, 4]


WRONG_STATISTICS = {
    "InvalidParameterCombination": [
        ({"Statistics": None}, "Must specify either Statistics or ExtendedStatistics"),
        (
            {"ExtendedStatistics": ["p90"], "Statistics": ["Sum"]},
            "Must specify either Statistics or ExtendedStatistics",
        ),
    ],
    "InvalidParameterValue": [
        (
            {"Statistics": ["Median"]},
            "The value Median for parameter Statistics is not supported.",
        ),
        (
            {"ExtendedStatistics": ["tm90"]},
            "The value tm90 for parameter ExtendedStatistics is not supported.",
        ),
        (
            {"EndTime": NOW - 2 * HOUR},
            "The parameter StartTime must be less than the parameter EndTime.",
        ),
        ({"Period": 61}, "The parameter Period must be a multiple of 60."),
    ],
}


@pytest.mark.parametrize(
    ("code", "asked", "message"),
    [(code, *case) for code, cases in WRONG_STATISTICS.items() for case in cases],
)
def test_wrong_statistics_are_refused(cloudwatch: Any, code: str, asked: Any, message: str) -> None:
    with pytest.raises(cloudwatch.exceptions.ClientError) as caught:
        statistics(cloudwatch, **asked)
    error = caught.value.response["Error"]
    assert (error["Code"].removesuffix("Exception"), error["Message"]) == (code, message)


def test_the_share_of_failed_jobs_is_an_expression(nightly: Any, cloudwatch: Any) -> None:
    jobs(3, NOW - 150 * timedelta(minutes=1))
    jobs(1, NOW - 150 * timedelta(minutes=1), "FAILED")
    jobs(2, NOW - timedelta(minutes=30))
    asked = (
        metric("failed", "Failed", ReturnData=False),
        metric("done", ReturnData=False),
        {"Id": "share", "Expression": "100 * f / (f + done)", "Label": "%"},
        {"Id": "f", "Expression": "FILL(failed, 0)", "ReturnData": False},
    )
    assert data(cloudwatch, *asked) == [("share", [25, 0])]
    labels = cloudwatch.get_metric_data(
        MetricDataQueries=list(asked), StartTime=NOW - 3 * HOUR, EndTime=NOW
    )["MetricDataResults"]
    assert [(it["Label"], it["Values"], it["StatusCode"]) for it in labels] == [
        ("%", [0, 25], "Complete")
    ]


def test_expressions_are_over_all_metrics_of_the_request(nightly: Any, cloudwatch: Any) -> None:
    start(nightly)
    set_job_outcome("backup", state="FAILED", times=1)
    start(nightly)
    cloudwatch.put_metric_data(
        Namespace="Own", MetricData=[{"MetricName": "m", "Value": 7, "Timestamp": NOW - HOUR / 2}]
    )
    own = {"Metric": {"Namespace": "Own", "MetricName": "m"}, "Period": 3600, "Stat": "Sum"}
    asked = (
        metric("a"),
        metric("b", "Failed", ReturnData=False),
        {"Id": "c", "MetricStat": own},
        {"Id": "e", "Expression": "SUM(METRICS())"},
        {"Id": "d", "Expression": "METRICS('b')"},
    )
    times = {"StartTime": NOW - HOUR, "EndTime": NOW + HOUR}
    assert data(cloudwatch, *asked, **times) == [("a", [1]), ("c", [7]), ("e", [9]), ("d", [1])]


def test_expressions_over_metrics_of_others_alone_are_moto_s(cloudwatch: Any) -> None:
    own = {"Metric": {"Namespace": "Own", "MetricName": "m"}, "Period": 3600, "Stat": "Sum"}
    asked = ({"Id": "c", "MetricStat": own}, {"Id": "e", "Expression": "FILL(c, 0)"})
    assert data(cloudwatch, *asked) == [("c", []), ("e", [])]


def test_a_select_beside_our_metrics_is_moto_s(cloudwatch: Any) -> None:
    jobs(1, NOW - HOUR)
    select = {"Id": "s", "Expression": 'SELECT SUM(m) FROM "Own"', "Period": 3600}
    assert data(cloudwatch, metric("a"), select) == [("a", [1]), ("s", [])]


def test_a_metric_of_another_unit_has_no_data(cloudwatch: Any) -> None:
    jobs(1, NOW - HOUR)
    assert statistics(cloudwatch, Unit="Bytes") == []
    of_unit = metric("a")
    of_unit["MetricStat"]["Unit"] = "Bytes"
    assert data(cloudwatch, of_unit, metric("b")) == [("a", []), ("b", [1])]


WRONG_QUERIES: list[tuple[Any, str]] = [
    (
        (metric("a"), metric("a")),
        "The values for parameter id in MetricDataQueries are not unique.",
    ),
    (
        (metric("a", stat="tm90"),),
        "The value tm90 for parameter MetricDataQueries.member.1.MetricStat.Stat is not supported.",
    ),
    (
        (metric("a"), {"Id": "e", "Expression": "MEDIAN(a)"}),
        "Error in expression 'e': Function 'MEDIAN' not found; there are "
        "ABS, AVG, CEIL, FILL, FLOOR, IF, MAX, METRICS, MIN, RATE, SUM",
    ),
    (
        (metric("a"), {"Id": "e", "Expression": "a + b", "ReturnData": False}),
        "Error in expression 'e': 'b' is the Id of no query",
    ),
]


@pytest.mark.parametrize(("queries", "message"), WRONG_QUERIES, ids=[it[1] for it in WRONG_QUERIES])
def test_wrong_queries_are_refused(cloudwatch: Any, queries: Any, message: str) -> None:
    times = {"StartTime": NOW - HOUR, "EndTime": NOW}
    asked = {"MetricDataQueries": list(queries), **times}
    assert refusal(cloudwatch, "get_metric_data", **asked) == ("ValidationError", message)


@pytest.mark.parametrize("period", [61, 3599])
def test_a_period_that_is_none_is_refused(cloudwatch: Any, period: int) -> None:
    wrong = metric("a")
    wrong["MetricStat"]["Period"] = period
    asked = {"MetricDataQueries": [wrong], "StartTime": NOW - HOUR, "EndTime": NOW}
    assert refusal(cloudwatch, "get_metric_data", **asked) == (
        "ValidationError",
        "The parameter MetricDataQueries.member.1.MetricStat.Period must be a multiple of 60.",
    )


def test_an_end_before_the_start_is_refused(cloudwatch: Any) -> None:
    asked = {"MetricDataQueries": [metric("a")], "StartTime": NOW, "EndTime": NOW - HOUR}
    assert refusal(cloudwatch, "get_metric_data", **asked) == (
        "ValidationError",
        "The parameter EndTime must be greater than StartTime.",
    )
