"""Plans as AWS answered them. Above each test stands where that was recorded, and when."""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import RULE, create_plan, refused, vault_arn
from support import ACCOUNT, REGION
from truth.calls import disk, selected

from cases.records import UUID, members

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
NOON, LATER = "cron(0 12 * * ? *)", "cron(0 13 * * ? *)"
VSS = [{"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "enabled"}}]


def plan(name: str = "plan", **rule: Any) -> dict[str, Any]:
    """A plan's document with one rule."""
    return {"BackupPlanName": name, "Rules": [{**RULE, "ScheduleExpression": NOON, **rule}]}


def rule_of(client: Any, plan_id: str) -> dict[str, Any]:
    (rule,) = client.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]["Rules"]
    return dict(rule)


# ansible/ansible issue 53655, 2019-03.
def test_two_plans_of_one_name_are_two_where_their_documents_differ(mocked_backup: Any) -> None:
    first, second = (
        mocked_backup.create_backup_plan(BackupPlan=plan(ScheduleExpression=moment))["BackupPlanId"]
        for moment in (NOON, LATER)
    )
    assert first != second
    listed = mocked_backup.list_backup_plans()["BackupPlansList"]
    assert [row["BackupPlanName"] for row in listed] == ["plan", "plan"]


# ministryofjustice/modernisation-platform pull request 4909, 2023-08.
def test_the_same_document_again_is_refused(mocked_backup: Any) -> None:
    create_plan(mocked_backup)
    code, message = refused(
        mocked_backup,
        "create_backup_plan",
        BackupPlan={"BackupPlanName": "plan", "Rules": [RULE]},
    )
    assert code == "AlreadyExistsException"
    assert "same plan document already exists" in message


# aws/aws-cdk pull request 17602, 2021-11.
def test_a_continuous_rule_tells_how_long_it_keeps(mocked_backup: Any) -> None:
    document = plan(EnableContinuousBackup=True)
    code, message = refused(mocked_backup, "create_backup_plan", BackupPlan=document)
    assert code == "InvalidParameterValueException"
    assert "lifecycle" in message.lower()


# A walk-through in a public repository, 2020-04.
def test_a_new_plan_is_told_by_its_id_arn_date_and_version(mocked_backup: Any) -> None:
    told = mocked_backup.create_backup_plan(BackupPlan=plan())
    assert members(told) == {"BackupPlanArn", "BackupPlanId", "CreationDate", "VersionId"}


# hashicorp/terraform-provider-aws issue 10414, and its resource of plans, which tries again at this text.
def test_a_plan_with_selections_is_not_deleted(mocked_backup: Any) -> None:
    plan_id = create_plan(mocked_backup)
    selected(mocked_backup, plan_id, Resources=["*"])
    code, message = refused(mocked_backup, "delete_backup_plan", BackupPlanId=plan_id)
    assert code == "InvalidRequestException"
    assert "Related backup plan selections must be deleted prior to backup" in message


# hashicorp/terraform-provider-aws, the resource of plans.
def test_a_deleted_plan_is_not_found(mocked_backup: Any) -> None:
    plan_id = create_plan(mocked_backup)
    mocked_backup.delete_backup_plan(BackupPlanId=plan_id)
    code, _ = refused(mocked_backup, "get_backup_plan", BackupPlanId=plan_id)
    assert code == "ResourceNotFoundException"


# hashicorp/terraform-provider-aws, the resource of plans.
def test_advanced_settings_stand_beside_the_plan(mocked_backup: Any) -> None:
    made = mocked_backup.create_backup_plan(BackupPlan={**plan(), "AdvancedBackupSettings": VSS})
    told = mocked_backup.get_backup_plan(BackupPlanId=made["BackupPlanId"])
    assert made["AdvancedBackupSettings"] == told["AdvancedBackupSettings"] == VSS
    assert "AdvancedBackupSettings" not in told["BackupPlan"]


# hashicorp/terraform-provider-aws, the resource of plans and its acceptance tests.
def test_a_rule_without_a_time_zone_runs_by_utc(mocked_backup: Any) -> None:
    rule = rule_of(mocked_backup, create_plan(mocked_backup))
    assert rule["ScheduleExpressionTimezone"] == "Etc/UTC"


TAKEN: dict[str, dict[str, Any]] = {
    # hashicorp/terraform-provider-aws pull request 7350, 2019.
    "kept for fifteen days": plan(
        TargetBackupVaultName="Default",
        ScheduleExpression="cron(0 10 * * ? *)",
        Lifecycle={"DeleteAfterDays": 15},
    ),
    # aws-cloudformation/cloudformation-coverage-roadmap issue 637, 2020.
    "of Windows": {**plan(), "AdvancedBackupSettings": VSS},
    # hashicorp/terraform issue 22205, 2019.
    "each hour": plan(
        ScheduleExpression="cron(2 * * * ? *)",
        StartWindowMinutes=60,
        CompletionWindowMinutes=180,
        RecoveryPointTags={"Name": "each-hour"},
        Lifecycle={"DeleteAfterDays": 1},
    ),
    # hashicorp/terraform-provider-aws issue 13165, 2020.
    "copied": plan(CopyActions=[{"DestinationBackupVaultArn": vault_arn("copies")}]),
    # cloud-custodian/cloud-custodian, a recorded answer of 2019.
    "each week, and cold": plan(
        TargetBackupVaultName="Default",
        ScheduleExpression="cron(0 5 ? * 7 *)",
        StartWindowMinutes=480,
        CompletionWindowMinutes=10_080,
        Lifecycle={"MoveToColdStorageAfterDays": 90, "DeleteAfterDays": 180},
    ),
}


@pytest.mark.parametrize("document", TAKEN.values(), ids=TAKEN)
def test_a_plan_that_was_taken_is_told_as_it_was_given(
    mocked_backup: Any, document: dict[str, Any]
) -> None:
    for name in ("Default", "copies"):
        mocked_backup.create_backup_vault(BackupVaultName=name)
    made = mocked_backup.create_backup_plan(BackupPlan=document)["BackupPlanId"]
    (asked,) = document["Rules"]
    told = rule_of(mocked_backup, made)
    assert {name: told[name] for name in asked} == asked


REFUSED: dict[str, dict[str, Any]] = {
    # hashicorp/terraform-provider-aws pull request 7350, 2019.
    "cold at once": {"Lifecycle": {"DeleteAfterDays": 15, "MoveToColdStorageAfterDays": 0}},
    # A public file: cold for five days.
    "cold for days": {"Lifecycle": {"DeleteAfterDays": 35, "MoveToColdStorageAfterDays": 30}},
    # lgallard/terraform-aws-backup issue 61.
    "continuous and cold": {
        "EnableContinuousBackup": True,
        "Lifecycle": {"DeleteAfterDays": 2555, "MoveToColdStorageAfterDays": 730},
    },
    "continuous for twelve weeks": {
        "EnableContinuousBackup": True,
        "Lifecycle": {"DeleteAfterDays": 84},
    },
}


@pytest.mark.parametrize("rule", REFUSED.values(), ids=REFUSED)
def test_a_plan_that_was_refused_is_refused(mocked_backup: Any, rule: dict[str, Any]) -> None:
    code, _ = refused(mocked_backup, "create_backup_plan", BackupPlan=plan(**rule))
    assert code == "InvalidParameterValueException"


# aws/aws-tools-for-powershell issue 236, 2021-10: it is written in lower case.
def test_an_option_in_capitals_is_refused(mocked_backup: Any) -> None:
    settings = [{"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "Enabled"}}]
    document = {**plan(), "AdvancedBackupSettings": settings}
    code, _ = refused(mocked_backup, "create_backup_plan", BackupPlan=document)
    assert code == "InvalidParameterValueException"


# cloud-custodian/cloud-custodian test_backup_augment, recorded 2019-01.
def test_a_plan_and_its_rules_have_these_members(mocked_backup: Any) -> None:
    document = plan(
        StartWindowMinutes=480,
        CompletionWindowMinutes=10_080,
        Lifecycle={"DeleteAfterDays": 21},
        RecoveryPointTags={"CostCenter": "Backup"},
    )
    made = mocked_backup.create_backup_plan(BackupPlan=document)["BackupPlanId"]
    told = mocked_backup.get_backup_plan(BackupPlanId=made)
    shared = {"BackupPlanArn", "BackupPlanId", "CreationDate", "VersionId"}
    assert {"BackupPlan", *shared} <= set(told)
    assert "LastExecutionDate" not in told
    assert re.fullmatch(UUID, rule_of(mocked_backup, made)["RuleId"])
    plan_arn = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-plan:{UUID}"
    assert re.fullmatch(plan_arn, told["BackupPlanArn"])
    (row,) = mocked_backup.list_backup_plans()["BackupPlansList"]
    assert {"BackupPlanName", *shared} <= set(row)


# cloud-custodian/cloud-custodian test_backup_plan_tag_untag, recorded 2020-01;
# turbot/steampipe-plugin-aws pull request 164.
def test_a_plan_that_ran_tells_when(clock: Any, nightly: Any) -> None:
    ran, idle = (create_plan(nightly, BackupPlanName=name) for name in ("ran", "idle"))
    selected(nightly, ran, Resources=[disk()])
    clock.shift(timedelta(hours=12))
    told = {row["BackupPlanId"]: row for row in nightly.list_backup_plans()["BackupPlansList"]}
    assert told[ran]["LastExecutionDate"] == NOW + timedelta(hours=5)
    again = nightly.get_backup_plan(BackupPlanId=ran)
    assert again["LastExecutionDate"] == told[ran]["LastExecutionDate"]
    assert "LastExecutionDate" not in told[idle]


# cloud-custodian/cloud-custodian test_backup_plan_tag_untag, recorded 2020-01.
def test_a_plan_without_tags_any_more_has_an_empty_map(mocked_backup: Any) -> None:
    arn = mocked_backup.create_backup_plan(BackupPlan=plan(), BackupPlanTags={"team": "ops"})[
        "BackupPlanArn"
    ]
    assert mocked_backup.list_tags(ResourceArn=arn)["Tags"] == {"team": "ops"}
    mocked_backup.untag_resource(ResourceArn=arn, TagKeyList=["team"])
    assert mocked_backup.list_tags(ResourceArn=arn)["Tags"] == {}


# boto/boto3 issue 3167, 2022.
def test_an_empty_token_is_refused(mocked_backup: Any) -> None:
    code, _ = refused(mocked_backup, "list_backup_plans", NextToken="")
    assert code == "InvalidParameterValueException"
