"""Versions of plans as AWS answered them. Above each test stands where that was recorded, and when."""

import re
from base64 import b64decode
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import PLAN, RULE, create_plan, jobs
from truth.calls import disk, selected

from cases.records import UUID, members, part

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)


def updated(client: Any, plan_id: str, **rule: Any) -> dict[str, Any]:
    document = {**PLAN, "Rules": [{**RULE, **rule}]}
    return dict(client.update_backup_plan(BackupPlanId=plan_id, BackupPlan=document))


def versions(client: Any, plan_id: str) -> list[dict[str, Any]]:
    return list(client.list_backup_plan_versions(BackupPlanId=plan_id)["BackupPlanVersionsList"])


# aws/aws-cli, its example of create-backup-plan, 2019-09: a UUID in base64. So are those of a walk-through of
# 2020-04 and of the events in AWS's guide.
def test_a_version_is_a_uuid_in_base64(mocked_backup: Any) -> None:
    made = mocked_backup.create_backup_plan(BackupPlan=PLAN)
    told = [made["VersionId"], updated(mocked_backup, made["BackupPlanId"])["VersionId"]]
    assert all(re.fullmatch(UUID, b64decode(version).decode()) for version in told)
    assert len(set(told)) == 2


# Ansible's community.missing_collection, its aws_backup_info, 2020-12.
def test_a_version_ends_when_the_next_one_begins(clock: Any, nightly: Any) -> None:
    plan_id = create_plan(nightly)
    clock.shift(HOUR)
    updated(nightly, plan_id)
    newer, older = versions(nightly, plan_id)
    assert older["DeletionDate"] == newer["CreationDate"] == NOW + HOUR
    assert "DeletionDate" not in newer


# The same: the dates of a version's last run, which is before its end.
def test_each_version_tells_when_it_ran(clock: Any, nightly: Any) -> None:
    nightly.create_backup_vault(BackupVaultName="vault")
    plan_id = create_plan(nightly)
    selected(nightly, plan_id, Resources=[disk()])
    clock.shift(6 * HOUR)
    nightly.list_backup_jobs()
    updated(nightly, plan_id)
    clock.shift(24 * HOUR)
    newer, older = versions(nightly, plan_id)
    assert older["LastExecutionDate"] == NOW + 5 * HOUR
    assert newer["LastExecutionDate"] == NOW + 29 * HOUR


# The same: a deleted plan in a list that includes them.
def test_a_deleted_plan_is_listed_with_its_dates(clock: Any, nightly: Any) -> None:
    nightly.create_backup_vault(BackupVaultName="vault")
    plan_id = create_plan(nightly)
    selected(nightly, plan_id, Resources=[disk()])
    clock.shift(6 * HOUR)
    (selection,) = nightly.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]
    nightly.delete_backup_selection(BackupPlanId=plan_id, SelectionId=selection["SelectionId"])
    nightly.delete_backup_plan(BackupPlanId=plan_id)
    assert nightly.list_backup_plans()["BackupPlansList"] == []
    (row,) = nightly.list_backup_plans(IncludeDeleted=True)["BackupPlansList"]
    recorded = {"DeletionDate": NOW + 6 * HOUR, "LastExecutionDate": NOW + 5 * HOUR}
    assert part(row, recorded) == recorded


# The same: its job began at the plan's last execution, and the start window counts from the rule's time.
def test_a_plans_job_begins_with_its_last_execution(clock: Any, nightly: Any) -> None:
    nightly.create_backup_vault(BackupVaultName="vault")
    plan_id = create_plan(nightly, Rules=[{**RULE, "StartWindowMinutes": 60}])
    selected(nightly, plan_id, Resources=[disk()])
    clock.shift(6 * HOUR)
    (job,) = jobs(nightly)
    plan = nightly.get_backup_plan(BackupPlanId=plan_id)
    assert job["CreationDate"] == plan["LastExecutionDate"]
    assert job["StartBy"] == NOW + 6 * HOUR
    created_by = {name: plan[name] for name in ("BackupPlanArn", "BackupPlanId")}
    assert part(job["CreatedBy"], created_by) == created_by
    assert job["CreatedBy"]["BackupPlanVersion"] == plan["VersionId"]
    assert job["CreatedBy"]["BackupRuleId"] == plan["BackupPlan"]["Rules"][0]["RuleId"]


# The same: what a list tells of a selection.
def test_a_listed_selection_has_these_members(mocked_backup: Any) -> None:
    plan_id = create_plan(mocked_backup)
    selected(mocked_backup, plan_id, Resources=["*"])
    (row,) = mocked_backup.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]
    told = {"BackupPlanId", "CreationDate", "IamRoleArn", "SelectionId", "SelectionName"}
    assert members(row) == {*told, "CreatorRequestId"}


# aws/aws-cli, its examples of create-backup-plan and get-backup-plan, 2019-09.
def test_a_rule_that_says_little_is_told_with_its_windows(mocked_backup: Any) -> None:
    rule = {
        "RuleName": "DailyBackups",
        "TargetBackupVaultName": "Default",
        "ScheduleExpression": "cron(0 5 ? * * *)",
        "StartWindowMinutes": 480,
        "Lifecycle": {"DeleteAfterDays": 35},
    }
    plan_id = create_plan(mocked_backup, Rules=[rule])
    told = mocked_backup.get_backup_plan(BackupPlanId=plan_id)
    (known,) = told["BackupPlan"]["Rules"]
    recorded = {**rule, "CompletionWindowMinutes": 10_080}
    assert part(known, recorded) == recorded
    assert members(told["BackupPlan"]) == {"BackupPlanName", "Rules"}
    assert "AdvancedBackupSettings" not in told


LIFECYCLE = {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 180}
LONG = {"MoveToColdStorageAfterDays": 60, "DeleteAfterDays": 365}
COPIES = "arn:aws:backup:{region}:123456789012:backup-vault:{name}"
NEAR, SECOND = (COPIES.format(region="us-east-1", name=name) for name in ("near", "second"))
# hashicorp/terraform-provider-aws, its acceptance tests of plans, 2022: what the real service took.
TAKEN: dict[str, dict[str, Any]] = {
    "cold after a week, and kept": {"Lifecycle": {"MoveToColdStorageAfterDays": 7}},
    "archived on the last Friday": {
        "ScheduleExpression": "cron(0 10 ? * 6L *)",
        "Lifecycle": {**LIFECYCLE, "OptInToArchiveForSupportedResources": True},
    },
    "copied twice": {
        "Lifecycle": LIFECYCLE,
        "CopyActions": [
            {"DestinationBackupVaultArn": NEAR, "Lifecycle": LIFECYCLE},
            {"DestinationBackupVaultArn": SECOND, "Lifecycle": LONG},
        ],
    },
    "copied to another region": {
        "Lifecycle": LIFECYCLE,
        "CopyActions": [
            {
                "DestinationBackupVaultArn": COPIES.format(region="us-west-2", name="far"),
                "Lifecycle": LIFECYCLE,
            }
        ],
    },
    "continuous for five weeks": {
        "EnableContinuousBackup": True,
        "Lifecycle": {"DeleteAfterDays": 35},
    },
    "with tags": {"RecoveryPointTags": {"Name": "nightly", "Key1": "Value1", "Key2": "Value2a"}},
}


@pytest.mark.parametrize("rule", TAKEN.values(), ids=TAKEN)
def test_a_rule_that_was_taken_is_told_as_it_was_given(
    mocked_backup: Any, rule: dict[str, Any]
) -> None:
    plan_id = create_plan(mocked_backup, Rules=[{**RULE, **rule}])
    (told,) = mocked_backup.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]["Rules"]
    assert part(told, rule) == rule


# The same: three rules, in the order in which they were given.
def test_rules_keep_their_order(mocked_backup: Any) -> None:
    hours = ("12", "6", "18")
    rules = [
        {**RULE, "RuleName": f"at-{hour}", "ScheduleExpression": f"cron(0 {hour} * * ? *)"}
        for hour in hours
    ]
    plan_id = create_plan(mocked_backup, Rules=rules)
    told = mocked_backup.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]["Rules"]
    assert [rule["RuleName"] for rule in told] == [f"at-{hour}" for hour in hours]


# The same: the snapshots of Windows, switched off again.
@pytest.mark.parametrize("value", ["enabled", "disabled"])
def test_snapshots_of_windows_are_switched(mocked_backup: Any, value: str) -> None:
    settings = [{"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": value}}]
    plan_id = create_plan(mocked_backup, AdvancedBackupSettings=settings)
    told = mocked_backup.get_backup_plan(BackupPlanId=plan_id)
    assert told["AdvancedBackupSettings"] == settings
