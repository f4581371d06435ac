"""What lists of many loaded jobs and of their recovery points cost, beside those of 1,000 jobs.

    python benchmarks/recovery_points.py [JOBS] [RESOURCES] [--made-up]

Few jobs are loaded into one region and many into another. Their calls are made in turns, and the time is
that of the process, so that a busy machine slows both alike. First looks are told in calls of
list_backup_vaults, and made once. With --made-up, the rows leave out their ids and recovery points.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
from moto import mock_aws

from moto_backup_summaries import load_jobs

FEW, MANY = "us-east-1", "eu-west-1"
FEW_JOBS, JOBS_OF_A_RESOURCE = 1_000, 50
ROUNDS, CALLS, PAGE = 15, 10, 100
ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/backup"
VAULT = {"BackupVaultName": "nightly"}
CONTROLS = ("BACKUP_RECOVERY_POINT_ENCRYPTED", "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK")


def resource(region: str, number: int) -> str:
    return f"arn:aws:ec2:{region}:{ACCOUNT}:volume/vol-{number:017x}"


def rows(region: str, number: int, resources: int, *, made_up: bool) -> Iterator[dict[str, Any]]:
    """Jobs over 28 days, the newest first as the AWS CLI prints them; each seventh failed."""
    now = datetime.now(timezone.utc)
    for i in range(number):
        row = {
            "BackupVaultArn": f"arn:aws:backup:{region}:{ACCOUNT}:backup-vault:nightly",
            "CreationDate": now - timedelta(seconds=i * 28 * 86_400 / number),
            "ResourceArn": resource(region, i % resources),
            "ResourceType": "EBS",
            "State": "FAILED" if i % 7 == 0 else "COMPLETED",
        }
        if not made_up:
            row["BackupJobId"] = f"{i:08x}-0000-4000-8000-000000000000"
            row["RecoveryPointArn"] = f"arn:aws:ec2:{region}::snapshot/snap-{i:017x}"
        yield row


class Side:
    """A region with jobs, and the calls that are measured there."""

    def __init__(self, region: str, number: int, resources: int, *, made_up: bool) -> None:
        self.client: Any = boto3.client("backup", region_name=region)
        self.client.create_backup_vault(**VAULT)
        self.client.create_backup_vault(BackupVaultName="copies")
        load_jobs({"BackupJobs": list(rows(region, number, resources, made_up=made_up))})
        self.resource = resource(region, 7)
        self.copies = f"arn:aws:backup:{region}:{ACCOUNT}:backup-vault:copies"
        framework = self.client.create_framework(
            FrameworkName="audit", FrameworkControls=[{"ControlName": name} for name in CONTROLS]
        )
        self.client.create_report_plan(
            ReportPlanName="audit",
            ReportDeliveryChannel={"S3BucketName": "reports"},
            ReportSetting={
                "ReportTemplate": "CONTROL_COMPLIANCE_REPORT",
                "FrameworkArns": [framework["FrameworkArn"]],
            },
        )

    def points(self, **more: Any) -> Any:
        return self.client.list_recovery_points_by_backup_vault(**VAULT, MaxResults=PAGE, **more)

    def pages(self) -> dict[str, Callable[[], Any]]:
        """What is only read. A first look at each is measured in this order."""
        client, of_resource = self.client, {"ResourceArn": self.resource}
        ten = {"MaxResults": 10}
        return {
            "ListRecoveryPointsByBackupVault": self.points,
            "… the second page": lambda: self.points(NextToken=self.points()["NextToken"]),
            "… by resource": lambda: self.points(ByResourceArn=self.resource),
            "… by resource type": lambda: self.points(ByResourceType="EBS"),
            "ListRecoveryPointsByResource": lambda: client.list_recovery_points_by_resource(
                **of_resource, MaxResults=PAGE
            ),
            "ListProtectedResources": lambda: client.list_protected_resources(**ten),
            "… of the vault": lambda: client.list_protected_resources_by_backup_vault(
                **VAULT, **ten
            ),
            "DescribeProtectedResource": lambda: client.describe_protected_resource(**of_resource),
            "ListBackupJobs by ResourceArn": lambda: client.list_backup_jobs(
                ByResourceArn=self.resource, MaxResults=PAGE
            ),
            "… by State": lambda: client.list_backup_jobs(ByState="COMPLETED", MaxResults=PAGE),
            "… by a State that none has": lambda: client.list_backup_jobs(ByState="RUNNING"),
            "StartReportJob, of two controls": lambda: client.start_report_job(
                ReportPlanName="audit"
            ),
        }

    def changes(self) -> dict[str, Callable[[], Any]]:
        """What is done to one recovery point after the other."""
        listed = self.client.list_recovery_points_by_backup_vault(**VAULT)["RecoveryPoints"]
        arns = [point["RecoveryPointArn"] for point in listed]
        named = ({**VAULT, "RecoveryPointArn": arn} for arn in 2 * arns)
        client = self.client
        return {
            "UpdateRecoveryPointLifecycle": lambda: client.update_recovery_point_lifecycle(
                **next(named), Lifecycle={"DeleteAfterDays": 400}
            ),
            "StartCopyJob": lambda: client.start_copy_job(
                RecoveryPointArn=next(named)["RecoveryPointArn"],
                SourceBackupVaultName="nightly",
                DestinationBackupVaultArn=self.copies,
                IamRoleArn=ROLE,
            ),
            "StartRestoreJob": lambda: client.start_restore_job(
                RecoveryPointArn=next(named)["RecoveryPointArn"],
                Metadata={"encrypted": "false"},
                IamRoleArn=ROLE,
            ),
            "DeleteRecoveryPoint": lambda: client.delete_recovery_point(
                **VAULT, RecoveryPointArn=arns.pop()
            ),
            "StartBackupJob": lambda: client.start_backup_job(
                **VAULT, ResourceArn=self.resource, IamRoleArn=ROLE
            ),
        }


def seconds(call: Callable[[], Any], calls: int = CALLS) -> float:
    begun = time.process_time()
    for _ in range(calls):
        call()
    return (time.process_time() - begun) / calls


def compare(name: str, few: Callable[[], Any], many: Callable[[], Any], vaults: Any) -> None:
    first = seconds(many, 1)
    few()
    taken = [(seconds(few), seconds(many), seconds(vaults)) for _ in range(ROUNDS)]
    of_few, of_many, of_vaults = (statistics.median(column) for column in zip(*taken, strict=True))
    print(
        f"{name:34}{of_few * 1000:8.2f} ms{of_many / of_few:7.2f} x"
        f"{first / of_vaults:8.0f} calls{first * 1000:7.0f} ms",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("jobs", type=int, nargs="?", default=200_000)
    parser.add_argument("resources", type=int, nargs="?", default=None)
    parser.add_argument("--made-up", action="store_true")
    asked = parser.parse_args()
    with mock_aws():
        boto3.client("s3", region_name=FEW).create_bucket(Bucket="reports")
        few_resources = FEW_JOBS // JOBS_OF_A_RESOURCE
        few = Side(FEW, FEW_JOBS, few_resources, made_up=asked.made_up)
        resources = asked.resources or asked.jobs // JOBS_OF_A_RESOURCE
        many = Side(MANY, asked.jobs, resources, made_up=asked.made_up)
        vaults = many.client.list_backup_vaults
        print(f"{'':34}{'of 1,000':>11}{f'{asked.jobs:,} / it':>15}{'first look':>14}")
        counted = seconds(vaults, 1)
        print(f"list_backup_vaults, at first {counted * 1000:.2f} ms")
        for what in (Side.pages, Side.changes):
            of_few, of_many = what(few), what(many)
            for name, call in of_many.items():
                compare(name, of_few[name], call, vaults)


if __name__ == "__main__":
    main()
