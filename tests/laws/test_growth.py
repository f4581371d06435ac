"""What a request costs does not grow with the jobs that are stored: its calls of functions are counted."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from functools import cache
from types import FrameType
from typing import Any

import boto3
import pytest
from moto import mock_aws

from moto_backup_summaries import load_jobs

ACCOUNT = "123456789012"
# Some of each hour, by which moments are found.
FEW, MANY = ("us-east-1", 1_000), ("eu-west-1", 10_000)
# Twenty jobs of each resource, so that what is of one is as much among many.
OF_A_RESOURCE, PAGE = 20, 50
NOW = datetime.now(timezone.utc).replace(microsecond=0)
# A part of an hour, whose jobs are on both sides of it.
SOME_DAYS_AGO = NOW - timedelta(days=9, minutes=20)
VAULT: Any = {"BackupVaultName": "nightly"}
Call = Callable[[Any, str], object]


def resource(region: str, number: int) -> str:
    return f"arn:aws:ec2:{region}:{ACCOUNT}:volume/vol-{number:017x}"


def rows(region: str, number: int) -> Iterator[dict[str, Any]]:
    """Jobs of 28 days, the newest first; each seventh failed."""
    for index in range(number):
        created = NOW - timedelta(minutes=10, days=28 * index / number)
        yield {
            "BackupJobId": f"job-{index}",
            "BackupVaultName": "nightly",
            "ResourceArn": resource(region, index % (number // OF_A_RESOURCE)),
            "RecoveryPointArn": f"arn:aws:ec2:{region}::snapshot/snap-{index:017x}",
            "ResourceType": "EBS",
            "State": "COMPLETED" if index % 7 else "FAILED",
            "CreationDate": created,
            "CompletionDate": created + timedelta(minutes=5),
        }


def jobs(**filters: Any) -> Call:
    return lambda client, _: client.list_backup_jobs(MaxResults=PAGE, **filters)


def points(**filters: Any) -> Call:
    return lambda client, _: client.list_recovery_points_by_backup_vault(
        **VAULT, MaxResults=PAGE, **filters
    )


CALLS: dict[str, Call] = {
    "summary": lambda client, _: client.list_backup_job_summaries(
        AggregationPeriod="FOURTEEN_DAYS"
    ),
    "jobs": jobs(),
    "jobs by state": jobs(ByState="COMPLETED"),
    "jobs by a state that none has": jobs(ByState="RUNNING"),
    "jobs of a resource": lambda client, region: client.list_backup_jobs(
        ByResourceArn=resource(region, 7)
    ),
    "jobs by type": jobs(ByResourceType="EBS"),
    "jobs by message category": jobs(ByMessageCategory="SUCCESS"),
    "jobs created before": jobs(ByCreatedBefore=SOME_DAYS_AGO),
    "jobs created after": jobs(ByCreatedAfter=SOME_DAYS_AGO),
    "jobs completed before": jobs(ByCompleteBefore=SOME_DAYS_AGO),
    "jobs completed after": jobs(ByCompleteAfter=NOW + timedelta(days=1)),
    "a job": lambda client, _: client.describe_backup_job(BackupJobId="job-3"),
    "recovery points": points(),
    "recovery points by type": points(ByResourceType="EBS"),
    "recovery points of a resource": lambda client, region: client.list_recovery_points_by_resource(
        ResourceArn=resource(region, 7)
    ),
    "protected resources": lambda client, _: client.list_protected_resources(MaxResults=10),
    "a vault": lambda client, _: client.describe_backup_vault(**VAULT),
    "an audit of recovery points": lambda client, _: client.start_report_job(
        ReportPlanName="audit"
    ),
    "what has tags": lambda _, region: client_at(
        "resourcegroupstaggingapi", region
    ).get_resources(),
    "a metric": lambda _, region: client_at("cloudwatch", region).get_metric_statistics(
        Namespace="AWS/Backup",
        MetricName="NumberOfRecoveryPointsCold",
        Dimensions=[{"Name": "BackupVaultName", "Value": "nightly"}],
        StartTime=NOW - timedelta(days=1),
        EndTime=NOW,
        Period=3600,
        Statistics=["Sum"],
    ),
}


@cache
def client_at(service: Any, region: str) -> Any:
    return boto3.client(service, region_name=region)


@pytest.fixture(scope="module")
def clients() -> Iterator[dict[str, Any]]:
    with mock_aws():
        boto3.client("s3", region_name=FEW[0]).create_bucket(Bucket="reports")
        made = {}
        for region, number in (FEW, MANY):
            made[region] = boto3.client("backup", region_name=region)
            load_jobs({"BackupJobs": list(rows(region, number))}, region_name=region)
            plan_audit(made[region])
        yield made


def plan_audit(client: Any) -> None:
    """Plan reports that count what controls say of each recovery point."""
    names = ("BACKUP_RECOVERY_POINT_ENCRYPTED", "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK")
    client.create_framework(
        FrameworkName="audit", FrameworkControls=[{"ControlName": name} for name in names]
    )
    arn = client.describe_framework(FrameworkName="audit")["FrameworkArn"]
    client.create_report_plan(
        ReportPlanName="audit",
        ReportDeliveryChannel={"S3BucketName": "reports", "Formats": ["JSON"]},
        ReportSetting={"ReportTemplate": "CONTROL_COMPLIANCE_REPORT", "FrameworkArns": [arn]},
    )


def number_of_calls(call: Callable[[], object]) -> int:
    number = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        call()
    finally:
        sys.setprofile(None)
    return number


@pytest.mark.parametrize("name", CALLS)
def test_a_request_takes_as_many_calls_among_many_jobs_as_among_few(
    clients: dict[str, Any], name: str
) -> None:
    numbers = []
    for region, _ in (FEW, MANY):
        # Indexes are made at the first look.
        for _ in range(2):
            CALLS[name](clients[region], region)
        numbers.append(number_of_calls(lambda at=region: CALLS[name](clients[at], at)))
    few, many = numbers
    assert many <= 1.1 * few
