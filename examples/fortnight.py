"""Two weeks of a backup plan: tagged volumes and tables, and the summaries of their jobs."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import time_machine
from freezegun import freeze_time
from moto import mock_aws

from moto_backup_summaries import register

REGION = "us-east-1"
ROLE = "arn:aws:iam::123456789012:role/backup"
START = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAILY = [{"Key": "backup", "Value": "daily"}]


def create_resources() -> None:
    """Two volumes and a table that are to be backed up, and a volume that is not."""
    ec2 = boto3.client("ec2", region_name=REGION)
    for tags in (DAILY, DAILY, [{"Key": "backup", "Value": "never"}]):
        specifications = [{"ResourceType": "volume", "Tags": tags}]
        ec2.create_volume(AvailabilityZone="us-east-1a", Size=8, TagSpecifications=specifications)
    boto3.client("dynamodb", region_name=REGION).create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        Tags=DAILY,
    )


def create_plan(backup: Any) -> None:
    """One rule for every night, one for each Sunday."""
    backup.create_backup_vault(BackupVaultName="nightly")
    rules = [
        {"RuleName": name, "TargetBackupVaultName": "nightly", "ScheduleExpression": expression}
        for name, expression in (("night", "cron(0 5 ? * * *)"), ("week", "cron(0 7 ? * SUN *)"))
    ]
    plan = {"BackupPlanName": "daily", "Rules": rules}
    plan_id = backup.create_backup_plan(BackupPlan=plan)["BackupPlanId"]
    tagged = {
        "ConditionType": "STRINGEQUALS",
        "ConditionKey": "aws:ResourceTag/backup",
        "ConditionValue": "daily",
    }
    selection = {"SelectionName": "tagged", "IamRoleArn": ROLE, "ListOfTags": [tagged]}
    backup.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)


@mock_aws
def fortnight(move_to: Callable[[datetime], Any]) -> list[str]:
    """The rows of the summary after two weeks, with whatever moves the clock."""
    backup = boto3.client("backup", region_name=REGION)
    create_resources()
    create_plan(backup)
    # The evening of the fourteenth day.
    move_to(START + timedelta(days=14, hours=-1))
    answer = backup.list_backup_job_summaries(
        AggregationPeriod="FOURTEEN_DAYS", State="ANY", ResourceType="ANY"
    )
    return [
        f"{row['ResourceType']:10} {row['State']:10} {row['Count']:4}"
        for row in answer["BackupJobSummaries"]
    ]


def main() -> None:
    register()
    with freeze_time(START) as frozen:
        print("freezegun", *fortnight(frozen.move_to), sep="\n")
    with time_machine.travel(START, tick=False) as traveller:
        print("time-machine", *fortnight(traveller.move_to), sep="\n")


if __name__ == "__main__":
    main()
