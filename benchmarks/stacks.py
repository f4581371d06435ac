"""What a stack of a hundred plans costs, beside a hundred calls; both in turns, in processor time.

python benchmarks/stacks.py
"""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import boto3
from moto import mock_aws

import moto_backup_summaries

ROUNDS = 15
PLANS = 100
REGION = "us-east-1"
BOUND = 1.2


def document(number: int, rules: str, vault: str) -> dict[str, Any]:
    rule = {
        "RuleName": "daily",
        vault: "nightly",
        "ScheduleExpression": "cron(0 5 * * ? *)",
        "Lifecycle": {"DeleteAfterDays": 35},
    }
    return {"BackupPlanName": f"plan-{number}", rules: [rule]}


DOCUMENTS = [document(number, "Rules", "TargetBackupVaultName") for number in range(PLANS)]
TEMPLATE = json.dumps(
    {
        "Resources": {
            f"Plan{number}": {
                "Type": "AWS::Backup::BackupPlan",
                "Properties": {
                    "BackupPlan": document(number, "BackupPlanRule", "TargetBackupVault")
                },
            }
            for number in range(PLANS)
        }
    }
)


def by_calls() -> None:
    client = boto3.client("backup", region_name=REGION)
    for plan in DOCUMENTS:
        client.create_backup_plan(BackupPlan=plan)


def by_a_stack() -> None:
    client = boto3.client("cloudformation", region_name=REGION)
    client.create_stack(StackName="plans", TemplateBody=TEMPLATE)


def seconds(make: Callable[[], None]) -> float:
    with mock_aws():
        boto3.client("backup", region_name=REGION).list_backup_plans()
        begin = time.process_time()
        make()
        return time.process_time() - begin


def main() -> None:
    moto_backup_summaries.register()
    by_way: dict[str, list[float]] = {"calls": [], "a stack": []}
    for _ in range(ROUNDS):
        by_way["calls"].append(seconds(by_calls))
        by_way["a stack"].append(seconds(by_a_stack))
    medians = {way: statistics.median(times[1:]) for way, times in by_way.items()}
    for way, median in medians.items():
        print(f"{PLANS} plans by {way:8} {median * 1000:6.0f} ms")
    ratio = medians["a stack"] / medians["calls"]
    print(f"ratio {ratio:.2f}, bound {BOUND}")
    if ratio > BOUND:
        raise SystemExit("a stack costs more than its bound")


if __name__ == "__main__":
    main()
