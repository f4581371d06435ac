"""A stack of CloudFormation with a plan: two weeks pass, it is changed, and its vault refuses to go."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import boto3
import time_machine
from moto import mock_aws

from moto_backup_summaries import register

REGION = "us-east-1"
START = datetime(2026, 3, 1, tzinfo=timezone.utc)
TEMPLATE = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")


def status(stacks: Any) -> str:
    (stack,) = stacks.describe_stacks(StackName="backups")["Stacks"]
    return str(stack["StackStatus"])


def show_summaries(backup: Any) -> None:
    answer = backup.list_backup_job_summaries(
        AggregationPeriod="FOURTEEN_DAYS", State="ANY", ResourceType="ANY"
    )
    for row in answer["BackupJobSummaries"]:
        print(row["ResourceType"], row["State"], row["Count"])


def days_of_rule(backup: Any) -> int:
    (plan,) = backup.list_backup_plans()["BackupPlansList"]
    document = backup.get_backup_plan(BackupPlanId=plan["BackupPlanId"])["BackupPlan"]
    return int(document["Rules"][0]["Lifecycle"]["DeleteAfterDays"])


@mock_aws
def main() -> None:
    stacks = boto3.client("cloudformation", region_name=REGION)
    backup = boto3.client("backup", region_name=REGION)
    with time_machine.travel(START, tick=False) as traveller:
        stacks.create_stack(StackName="backups", TemplateBody=TEMPLATE)
        print(status(stacks))
        # The evening of the fourteenth day.
        traveller.shift(timedelta(days=14, hours=-1))
        show_summaries(backup)
        days = [{"ParameterKey": "Days", "ParameterValue": "40"}]
        stacks.update_stack(StackName="backups", UsePreviousTemplate=True, Parameters=days)
        print(status(stacks), days_of_rule(backup))
        stacks.delete_stack(StackName="backups")
        print(status(stacks))
        for event in stacks.describe_stack_events(StackName="backups")["StackEvents"]:
            if event["ResourceStatus"] == "DELETE_FAILED" and event["LogicalResourceId"] == "Vault":
                print(event["ResourceStatusReason"].split(" (")[0])


if __name__ == "__main__":
    register()
    main()
