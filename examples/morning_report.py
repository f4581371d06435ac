"""The morning's report: a report plan writes CSV into S3 at 01:00 UTC, and the csv module reads it."""

import csv
import io
from collections import Counter
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import time_machine
from moto import mock_aws

from moto_backup_summaries import set_job_outcome

REGION = "us-east-1"
ACCOUNT = "123456789012"
EVENING = datetime(2026, 3, 1, 22, tzinfo=timezone.utc)


def plan_a_report(backup: Any, s3: Any) -> None:
    s3.create_bucket(Bucket="audit")
    backup.create_report_plan(
        ReportPlanName="daily",
        ReportDeliveryChannel={"S3BucketName": "audit", "Formats": ["CSV"]},
        ReportSetting={"ReportTemplate": "BACKUP_JOB_REPORT"},
    )


def back_up_three_volumes(backup: Any) -> None:
    backup.create_backup_vault(BackupVaultName="nightly")
    set_job_outcome(
        "backup", state="FAILED", status_message="Access denied", resource_arn="*/vol-2"
    )
    for number in (1, 2, 3):
        backup.start_backup_job(
            BackupVaultName="nightly",
            ResourceArn=f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/vol-{number}",
            IamRoleArn=f"arn:aws:iam::{ACCOUNT}:role/backup",
        )


def rows_of(backup: Any, s3: Any) -> list[dict[str, str]]:
    """What the newest report says, a row for each job."""
    (job,) = backup.list_report_jobs(ByStatus="COMPLETED")["ReportJobs"]
    (key,) = job["ReportDestination"]["S3Keys"]
    print(key)
    text = s3.get_object(Bucket="audit", Key=key)["Body"].read().decode()
    return list(csv.DictReader(io.StringIO(text)))


@mock_aws
def main() -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        backup, s3 = (boto3.client(name, region_name=REGION) for name in ("backup", "s3"))
        plan_a_report(backup, s3)
        back_up_three_volumes(backup)
        clock.shift(timedelta(hours=4))
        rows = rows_of(backup, s3)
    for status, number in sorted(Counter(row["Job Status"] for row in rows).items()):
        print(f"{status:10}{number}")
    for row in rows:
        if row["Job Status"] != "COMPLETED":
            print(row["Resource ARN"], row["Status Message"])


if __name__ == "__main__":
    main()
