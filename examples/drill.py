"""A fortnight of restore tests: a validator looks at each table that was restored, and says what it found."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import time_machine
from moto import mock_aws

from moto_backup_summaries import register

REGION = "us-east-1"
ROLE = "arn:aws:iam::123456789012:role/backup"
START = datetime(2026, 3, 1, tzinfo=timezone.utc)


def prepare(backup: Any, dynamodb: Any) -> str:
    """Back up a table at five each day, and restore it at six; the ARN of the restore testing plan."""
    dynamodb.create_table(
        TableName="orders",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    backup.create_backup_vault(BackupVaultName="nightly")
    rule = {
        "RuleName": "daily",
        "TargetBackupVaultName": "nightly",
        "ScheduleExpression": "cron(0 5 ? * * *)",
        "Lifecycle": {"DeleteAfterDays": 7},
    }
    plan = backup.create_backup_plan(BackupPlan={"BackupPlanName": "plan", "Rules": [rule]})
    backup.create_backup_selection(
        BackupPlanId=plan["BackupPlanId"],
        BackupSelection={"SelectionName": "all", "IamRoleArn": ROLE, "Resources": ["*"]},
    )
    testing_plan = backup.create_restore_testing_plan(
        RestoreTestingPlan={
            "RestoreTestingPlanName": "drill",
            "ScheduleExpression": "cron(0 6 ? * * *)",
            "RecoveryPointSelection": {
                "Algorithm": "LATEST_WITHIN_WINDOW",
                "RecoveryPointTypes": ["SNAPSHOT"],
                "IncludeVaults": ["*"],
            },
        }
    )
    backup.create_restore_testing_selection(
        RestoreTestingPlanName="drill",
        RestoreTestingSelection={
            "RestoreTestingSelectionName": "tables",
            "ProtectedResourceType": "DynamoDB",
            "ProtectedResourceArns": ["*"],
            "IamRoleArn": ROLE,
            "ValidationWindowHours": 2,
        },
    )
    return str(testing_plan["RestoreTestingPlanArn"])


def waiting_jobs(backup: Any, plan_arn: str) -> Iterator[Any]:
    """The restore jobs of a plan whose results nobody has put yet."""
    jobs = backup.list_restore_jobs(ByRestoreTestingPlanArn=plan_arn)["RestoreJobs"]
    return (job for job in jobs if job.get("ValidationStatus") == "VALIDATING")


def validate(backup: Any, dynamodb: Any, job: Any) -> str:
    """Say that a restored table is as it should be if it has any items; what was said."""
    table = job["CreatedResourceArn"].rpartition("/")[2]
    number = dynamodb.scan(TableName=table)["Count"]
    status = "SUCCESSFUL" if number else "FAILED"
    backup.put_restore_validation_result(
        RestoreJobId=job["RestoreJobId"],
        ValidationStatus=status,
        ValidationStatusMessage=f"{number} items",
    )
    return f"{job['CreationDate']:%Y-%m-%d} {status:10} {number} items"


@mock_aws
def main() -> None:
    with time_machine.travel(START, tick=False) as clock:
        backup = boto3.client("backup", region_name=REGION)
        dynamodb = boto3.client("dynamodb", region_name=REGION)
        plan_arn = prepare(backup, dynamodb)
        for day in range(14):
            if day > 1:
                dynamodb.put_item(TableName="orders", Item={"id": {"S": str(day)}})
            # The window of two hours is open for another one.
            clock.move_to(START + timedelta(days=day, hours=7))
            for job in waiting_jobs(backup, plan_arn):
                print(validate(backup, dynamodb, job))
        for row in backup.list_restore_job_summaries(
            State="ANY", AggregationPeriod="FOURTEEN_DAYS"
        )["RestoreJobSummaries"]:
            print(f"{row['Count']} restores {row['State']}")
        print("left:", *dynamodb.list_tables()["TableNames"])


if __name__ == "__main__":
    register()
    main()
