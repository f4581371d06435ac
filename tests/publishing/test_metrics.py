"""The metrics of AWS Backup in moto's CloudWatch."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import (
    FAR,
    TABLE,
    arn,
    backed_up,
    bucket,
    copied,
    create_plan,
    leave_tables_to_dynamodb,
    points,
    restore,
    scan,
    start,
    vault_arn,
)
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from support import ROLE, MakeClient, client_of, frozen_at

import moto_backup_summaries
from moto_backup_summaries import load_jobs, set_deletion_outcome, set_job_outcome

NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
DAY = timedelta(days=1)
NIGHTLY = {"BackupVaultName": "nightly"}
CONTINUOUS = {"EnableContinuousBackup": True, "Lifecycle": {"DeleteAfterDays": 35}}


class Metrics:
    """What CloudWatch tells of a day around a moment."""

    def __init__(self, client: Any, moment: datetime) -> None:
        self.client = client
        self._times = {"StartTime": moment - DAY, "EndTime": moment + DAY}

    def points(
        self, name: str, dimensions: dict[str, str], period: int = 300, **asked: Any
    ) -> list[Any]:
        told = self.client.get_metric_statistics(
            Namespace="AWS/Backup",
            MetricName=name,
            Dimensions=as_dimensions(dimensions),
            Period=period,
            Statistics=["Sum"],
            **{**self._times, **asked},
        )
        assert told["Label"] == name
        return sorted(told["Datapoints"], key=lambda point: point["Timestamp"])

    def sum(self, name: str, **dimensions: str) -> float:
        return sum(point["Sum"] for point in self.points(name, dimensions, 2 * 86_400))

    def data(self, *asked: tuple[str, dict[str, str]], period: int = 2 * 86_400) -> list[Any]:
        queries = [
            {
                "Id": f"q{number}",
                "MetricStat": {
                    "Metric": {
                        "Namespace": "AWS/Backup",
                        "MetricName": name,
                        "Dimensions": as_dimensions(dimensions),
                    },
                    "Period": period,
                    "Stat": "Sum",
                },
            }
            for number, (name, dimensions) in enumerate(asked)
        ]
        told = self.client.get_metric_data(MetricDataQueries=queries, **self._times)
        return [result["Values"] for result in told["MetricDataResults"]]

    def listed(self, **asked: Any) -> list[tuple[str, dict[str, str]]]:
        told = self.client.list_metrics(Namespace="AWS/Backup", **asked)["Metrics"]
        return [
            (it["MetricName"], {d["Name"]: d["Value"] for d in it["Dimensions"]}) for it in told
        ]


def as_dimensions(dimensions: dict[str, str]) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in dimensions.items()]


def run_plan(client: Any, clock: Any, **rule: Any) -> None:
    """Let a plan back a bucket up for a day."""
    rule = {"RuleName": "r", "TargetBackupVaultName": "nightly", **rule}
    selection = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": [bucket()]}
    plan = create_plan(client, Rules=[rule])
    client.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    clock.shift(DAY)


@pytest.fixture
def metrics(clock: Any) -> Metrics:
    return Metrics(client_of("cloudwatch"), NOW)


def test_every_state_of_a_backup_counts_under_its_three_sets_of_dimensions(
    make_client: MakeClient, backup: Any
) -> None:
    metrics = Metrics(make_client(service="cloudwatch"), datetime.now(timezone.utc))
    start(backup)
    start(backup, ResourceArn=arn("rds", "db:orders"))
    for state in ("Created", "Pending", "Running", "Completed"):
        name = f"NumberOfBackupJobs{state}"
        assert metrics.sum(name, **NIGHTLY) == 2
        assert metrics.sum(name, **NIGHTLY, ResourceType="EBS") == 1
        assert metrics.sum(name, ResourceType="RDS") == 1
    assert metrics.sum("NumberOfRecoveryPointsCompleted", **NIGHTLY) == 2
    assert metrics.sum("NumberOfBackupJobsFailed", **NIGHTLY) == 0


@pytest.mark.parametrize(
    "dimensions",
    [{}, {"VaultName": "nightly"}, {**NIGHTLY, "Region": "us-east-1"}, {"ResourceType": "S3"}],
    ids=str,
)
def test_other_dimensions_have_no_data(
    nightly: Any, metrics: Metrics, dimensions: dict[str, str]
) -> None:
    start(nightly)
    name = "NumberOfBackupJobsCompleted"
    assert metrics.points(name, dimensions) == []
    assert metrics.data((name, dimensions), (name, NIGHTLY)) == [[], [1]]


def test_each_query_of_a_request_gets_its_own_metric(nightly: Any, metrics: Metrics) -> None:
    start(nightly)
    set_job_outcome("backup", state="FAILED")
    start(nightly)
    asked = [(f"NumberOfBackupJobs{state}", NIGHTLY) for state in ("Created", "Failed", "Expired")]
    assert metrics.data(*asked) == [[2], [1], []]


@pytest.mark.parametrize("state", ["FAILED", "ABORTED", "EXPIRED"])
def test_a_backup_that_ends_without_success_counts(
    nightly: Any, metrics: Metrics, state: str
) -> None:
    set_job_outcome("backup", state=state)
    start(nightly)
    assert metrics.sum(f"NumberOfBackupJobs{state.capitalize()}", **NIGHTLY) == 1
    assert metrics.sum("NumberOfBackupJobsCompleted", **NIGHTLY) == 0
    assert metrics.sum("NumberOfRecoveryPointsCompleted", **NIGHTLY) == 0


def test_a_copy_counts_under_the_vault_that_it_was_copied_into(
    nightly: Any, metrics: Metrics
) -> None:
    far = client_of(region_name=FAR)
    far.create_backup_vault(BackupVaultName="far")
    point = backed_up(nightly)
    copied(nightly, point)
    set_job_outcome("copy", state="FAILED")
    copied(nightly, point)
    for state, number in {"Created": 2, "Running": 2, "Completed": 1, "Failed": 1}.items():
        assert metrics.sum(f"NumberOfCopyJobs{state}", BackupVaultName="far") == number
    assert metrics.sum("NumberOfCopyJobsCreated", **NIGHTLY) == 0


def test_a_restore_counts_under_the_vault_of_its_recovery_point(
    nightly: Any, metrics: Metrics
) -> None:
    restore(nightly, backed_up(nightly))
    for state in ("Pending", "Running", "Completed"):
        assert metrics.sum(f"NumberOfRestoreJobs{state}", **NIGHTLY) == 1


def test_a_recovery_point_that_got_cold_counts_on_its_day_though_it_is_deleted(
    nightly: Any, clock: Any
) -> None:
    cold = {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 100}
    system = arn("elasticfilesystem", "file-system/fs-1")
    deleted = backed_up(nightly, ResourceArn=system, Lifecycle=cold)
    backed_up(nightly, ResourceArn=system, Lifecycle=cold)
    too_early = backed_up(nightly, ResourceArn=system, Lifecycle=cold)
    nightly.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=too_early)
    clock.shift(2 * DAY)
    nightly.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=deleted)
    of_that_day = Metrics(client_of("cloudwatch"), NOW + DAY)
    assert of_that_day.sum("NumberOfRecoveryPointsCold", **NIGHTLY) == 2
    clock.shift(100 * DAY)
    assert of_that_day.sum("NumberOfRecoveryPointsCold", **NIGHTLY) == 2


def test_points_of_a_plan_s_runs_count_as_cold_though_their_days_are_over(
    nightly: Any, clock: Any
) -> None:
    client_of("efs").create_file_system(CreationToken="t")
    rule = {"RuleName": "r", "TargetBackupVaultName": "nightly"}
    cold = {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 91}
    plan = create_plan(nightly, Rules=[{**rule, "Lifecycle": cold}])
    selection = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": ["*"]}
    nightly.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    for _ in range(2):
        clock.shift(DAY)
        points(nightly)
    clock.shift(99 * DAY)
    day_after = Metrics(client_of("cloudwatch"), NOW + 2 * DAY)
    assert day_after.sum("NumberOfRecoveryPointsCold", **NIGHTLY) == 2


@pytest.mark.parametrize(
    ("resource_type", "cold"),
    [("EFS", 1), ("DynamoDB", 1), ("EC2", 0), ("EBS", 0)],
)
def test_loaded_recovery_points_count_as_cold_before_anybody_looks_at_them(
    clock: Any, resource_type: str, cold: int
) -> None:
    lifecycle = {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 100}
    shared = {"ResourceType": resource_type, "BackupVaultName": "nightly"}
    jobs = [{**shared, "RecoveryPointLifecycle": lifecycle}, {**shared}]
    load_jobs({"BackupJobs": jobs})
    clock.shift(2 * DAY)
    of_that_day = Metrics(client_of("cloudwatch"), NOW + DAY)
    assert of_that_day.sum("NumberOfRecoveryPointsCold", ResourceType=resource_type) == cold
    moments = [point.get("CalculatedLifecycle", {}) for point in points(client_of())]
    assert sum("MoveToColdStorageAt" in each for each in moments) == cold


@pytest.mark.parametrize(("leave", "cold"), [(lambda _: None, 1), (leave_tables_to_dynamodb, 0)])
def test_of_tables_only_what_aws_backup_keeps_gets_cold(
    nightly: Any, clock: Any, leave: Callable[[Any], None], cold: int
) -> None:
    leave(nightly)
    client_of("dynamodb").create_table(
        TableName="orders",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    selection = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": [TABLE]}
    lifecycle = {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 91}
    rule = {"RuleName": "r", "TargetBackupVaultName": "nightly", "Lifecycle": lifecycle}
    plan = create_plan(nightly, Rules=[rule])
    nightly.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    clock.shift(2 * DAY)
    day_after = Metrics(client_of("cloudwatch"), NOW + 2 * DAY)
    assert day_after.sum("NumberOfRecoveryPointsCold", ResourceType="DynamoDB") == cold


def test_recovery_points_count_when_they_are_deleted_and_when_they_get_cold(
    nightly: Any, clock: Any, metrics: Metrics
) -> None:
    cold = {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 100}
    system = arn("elasticfilesystem", "file-system/fs-1")
    backed_up(nightly, ResourceArn=system, Lifecycle=cold)
    point = backed_up(nightly)
    clock.shift(DAY)
    nightly.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
    later = Metrics(metrics.client, NOW + DAY)
    assert later.sum("NumberOfRecoveryPointsDeleting", **NIGHTLY) == 1
    assert later.sum("NumberOfRecoveryPointsCold", ResourceType="EFS") == 1
    assert later.sum("NumberOfRecoveryPointsCold", ResourceType="EBS") == 0


def test_recovery_points_that_stay_count_as_expired_and_expired_jobs_do_not(
    nightly: Any, clock: Any, metrics: Metrics
) -> None:
    backed_up(nightly, Lifecycle={"DeleteAfterDays": 1})
    set_deletion_outcome("EXPIRED")
    load_jobs({"BackupJobs": [{"State": "EXPIRED", "BackupVaultName": "nightly"}]})
    clock.shift(DAY)
    later = Metrics(metrics.client, NOW + DAY)
    assert later.sum("NumberOfRecoveryPointsExpired", **NIGHTLY) == 1
    assert later.sum("NumberOfRecoveryPointsDeleting", **NIGHTLY) == 0


def test_recovery_points_of_a_plan_count_when_their_days_are_over(
    nightly: Any, clock: Any, metrics: Metrics
) -> None:
    run_plan(nightly, clock, ScheduleExpression="rate(6 hours)", Lifecycle={"DeleteAfterDays": 1})
    clock.shift(DAY)
    later = Metrics(metrics.client, NOW + 2 * DAY)
    assert later.sum("NumberOfRecoveryPointsDeleting", **NIGHTLY) == 4


def test_periods_begin_with_the_start_of_all_and_none_is_empty(
    nightly: Any, clock: Any, metrics: Metrics
) -> None:
    for _ in range(3):
        start(nightly)
        clock.shift(timedelta(minutes=25))
    asked = {"StartTime": NOW - timedelta(minutes=30), "EndTime": NOW + timedelta(hours=3)}
    told = metrics.points("NumberOfBackupJobsCompleted", NIGHTLY, 3600, **asked)
    assert [(point["Timestamp"], point["Sum"], point["Unit"]) for point in told] == [
        (NOW - timedelta(minutes=30), 2, "Count"),
        (NOW + timedelta(minutes=30), 1, "Count"),
    ]
    assert metrics.points("NumberOfBackupJobsCompleted", NIGHTLY, Unit="Bytes") == []


@pytest.mark.parametrize("send_events", [False, True])
def test_loaded_jobs_count_when_they_began_and_when_they_ended(
    clock: Any, metrics: Metrics, send_events: bool
) -> None:
    hour = timedelta(hours=1)
    load_jobs(
        {
            "BackupJobs": [
                {
                    "BackupVaultArn": vault_arn("nightly"),
                    "CreationDate": NOW - 5 * hour,
                    "CompletionDate": NOW - 3 * hour,
                },
                {"BackupVaultArn": vault_arn("nightly"), "State": "RUNNING"},
                {"BackupVaultArn": vault_arn("nightly"), "State": "PARTIAL"},
            ],
            "ScanJobs": [{"BackupVaultArn": vault_arn("nightly")}],
        },
        send_events=send_events,
    )
    told = metrics.points("NumberOfBackupJobsCompleted", NIGHTLY)
    assert [point["Timestamp"] for point in told] == [NOW - 3 * hour]
    told = metrics.points("NumberOfBackupJobsCreated", NIGHTLY)
    assert [(point["Timestamp"], point["Sum"]) for point in told] == [
        (NOW - 5 * hour, 1),
        (NOW, 2),
    ]
    assert metrics.sum("NumberOfBackupJobsRunning", **NIGHTLY) == 1
    assert metrics.sum("NumberOfRecoveryPointsPartial", **NIGHTLY) == 1


def test_runs_of_a_plan_count_in_all_their_states(
    nightly: Any, clock: Any, metrics: Metrics
) -> None:
    run_plan(nightly, clock, ScheduleExpression="rate(6 hours)")
    for state in ("Created", "Pending", "Running", "Completed"):
        later = Metrics(metrics.client, NOW + DAY)
        assert later.sum(f"NumberOfBackupJobs{state}", ResourceType="S3") == 4
    assert later.sum("NumberOfRecoveryPointsCompleted", **NIGHTLY) == 4


@pytest.mark.parametrize("decided", [(), ("COMPLETED",)], ids=["together", "alone"])
def test_a_continuous_recovery_point_is_counted_as_completed(
    nightly: Any, clock: Any, metrics: Metrics, decided: tuple[str, ...]
) -> None:
    for state in decided:
        set_job_outcome("backup", state=state)
    run_plan(nightly, clock, ScheduleExpression="rate(1 day)", **CONTINUOUS)
    assert [point["Status"] for point in points(nightly)] == ["AVAILABLE"]
    later = Metrics(metrics.client, NOW + DAY)
    assert later.sum("NumberOfRecoveryPointsCompleted", **NIGHTLY) == 1


def test_scans_and_recovery_points_that_are_let_go_have_no_metrics(
    nightly: Any, clock: Any, metrics: Metrics
) -> None:
    run_plan(nightly, clock, ScheduleExpression="rate(1 day)", **CONTINUOUS)
    (point,) = points(nightly)
    before = metrics.listed()
    named = {"BackupVaultName": "nightly", "RecoveryPointArn": point["RecoveryPointArn"]}
    nightly.disassociate_recovery_point(**named)
    scan(nightly, point["RecoveryPointArn"])
    assert metrics.listed() == before


def test_metrics_are_listed_once_for_each_set_of_dimensions(nightly: Any, metrics: Metrics) -> None:
    start(nightly)
    start(nightly)
    assert metrics.listed(MetricName="NumberOfBackupJobsCompleted") == [
        ("NumberOfBackupJobsCompleted", NIGHTLY),
        ("NumberOfBackupJobsCompleted", {**NIGHTLY, "ResourceType": "EBS"}),
        ("NumberOfBackupJobsCompleted", {"ResourceType": "EBS"}),
    ]
    of_type = metrics.listed(Dimensions=[{"Name": "ResourceType", "Value": "EBS"}])
    assert {name for name, _ in of_type} == {name for name, _ in metrics.listed()}
    assert len(metrics.listed()) == 3 * len({name for name, _ in metrics.listed()})


def test_metrics_of_others_are_as_they_were(nightly: Any, metrics: Metrics) -> None:
    client = metrics.client
    client.put_metric_data(
        Namespace="Own", MetricData=[{"MetricName": "m", "Value": 7, "Timestamp": NOW}]
    )
    start(nightly)
    own = {"Namespace": "Own", "MetricName": "m"}
    times = {"StartTime": NOW - DAY, "EndTime": NOW + DAY}
    told = client.get_metric_statistics(**own, **times, Period=300, Statistics=["Sum"])
    assert [point["Sum"] for point in told["Datapoints"]] == [7]
    queries = [{"Id": "own", "MetricStat": {"Metric": own, "Period": 86_400, "Stat": "Sum"}}]
    (result,) = client.get_metric_data(MetricDataQueries=queries, **times)["MetricDataResults"]
    assert result["Values"] == [7]
    assert [it["Namespace"] for it in client.list_metrics(Namespace="Own")["Metrics"]] == ["Own"]


def test_an_account_without_backups_has_no_metrics(metrics: Metrics) -> None:
    assert metrics.listed() == []
    assert metrics.points("NumberOfBackupJobsCompleted", NIGHTLY) == []


def test_cloudwatch_is_moto_s_again_once_the_package_is_unregistered(
    nightly: Any, metrics: Metrics
) -> None:
    start(nightly)
    moto_backup_summaries.unregister()
    try:
        assert metrics.listed() == []
    finally:
        moto_backup_summaries.register()


# Few stories of a few jobs: what is compared is the sum over all metrics of states.
@given(st.lists(st.sampled_from(["COMPLETED", "FAILED", "ABORTED", "EXPIRED"]), max_size=5))
def test_what_ended_sums_to_the_summaries(states: list[str]) -> None:
    with mock_aws(config={"core": {"reset_boto3_session": False}}), frozen_at(NOW):
        client = client_of()
        client.create_backup_vault(BackupVaultName="nightly")
        for state in states:
            set_job_outcome("backup", state=state, times=1)
            start(client)
        metrics = Metrics(client_of("cloudwatch"), NOW)
        summed = client.list_backup_job_summaries(State="ANY")["BackupJobSummaries"]
        counted = {row["State"]: row["Count"] for row in summed}
        for state in ("COMPLETED", "FAILED", "ABORTED", "EXPIRED"):
            name = f"NumberOfBackupJobs{state.capitalize()}"
            assert metrics.sum(name, **NIGHTLY) == counted.get(state, 0)
