"""Plans: their versions and templates."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls import PLAN, RULE, SELECTION, create_plan, vault_arn
from moto import mock_aws
from support import client_of, frozen_at

import moto_backup_summaries


def test_a_plan_has_versions(backup: Any) -> None:
    first = backup.create_backup_plan(BackupPlan=PLAN)
    plan_id = first["BackupPlanId"]
    rules = [{**RULE, "ScheduleExpression": "rate(1 day)"}, {**RULE, "RuleName": "other"}]
    second = backup.update_backup_plan(BackupPlanId=plan_id, BackupPlan={**PLAN, "Rules": rules})
    assert second["BackupPlanArn"] == first["BackupPlanArn"]
    assert second["VersionId"] != first["VersionId"]
    now = backup.get_backup_plan(BackupPlanId=plan_id)
    before = backup.get_backup_plan(BackupPlanId=plan_id, VersionId=first["VersionId"])
    assert now["VersionId"] == second["VersionId"]
    assert before["VersionId"] == first["VersionId"]
    assert [len(plan["BackupPlan"]["Rules"]) for plan in (before, now)] == [1, 2]
    kept, new = now["BackupPlan"]["Rules"]
    assert kept["RuleId"] == before["BackupPlan"]["Rules"][0]["RuleId"] != new["RuleId"]
    assert (kept["ScheduleExpression"], kept["StartWindowMinutes"]) == ("rate(1 day)", 480)
    pages = backup.get_paginator("list_backup_plan_versions").paginate(
        BackupPlanId=plan_id, PaginationConfig={"PageSize": 1}
    )
    listed = [item["VersionId"] for page in pages for item in page["BackupPlanVersionsList"]]
    assert listed == [second["VersionId"], first["VersionId"]]
    (in_list,) = backup.list_backup_plans()["BackupPlansList"]
    assert in_list["VersionId"] == second["VersionId"]
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        backup.get_backup_plan(BackupPlanId=plan_id, VersionId="none")


def test_a_deleted_plan_is_deleted_in_all_its_versions(backup: Any) -> None:
    plan_id = create_plan(backup)
    (first,) = backup.list_backup_plan_versions(BackupPlanId=plan_id)["BackupPlanVersionsList"]
    backup.update_backup_plan(BackupPlanId=plan_id, BackupPlan=PLAN)
    backup.delete_backup_plan(BackupPlanId=plan_id)
    versions = backup.list_backup_plan_versions(BackupPlanId=plan_id)["BackupPlanVersionsList"]
    assert [bool(version["DeletionDate"]) for version in versions] == [True, True]
    assert first["VersionId"] == versions[1]["VersionId"]
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        backup.update_backup_plan(BackupPlanId=plan_id, BackupPlan=PLAN)


def test_a_plan_with_selections_is_not_deleted(backup: Any) -> None:
    plan_id = create_plan(backup)
    made = backup.create_backup_selection(BackupPlanId=plan_id, BackupSelection=SELECTION)
    with pytest.raises(ClientError, match="selections must be deleted prior"):
        backup.delete_backup_plan(BackupPlanId=plan_id)
    backup.delete_backup_selection(BackupPlanId=plan_id, SelectionId=made["SelectionId"])
    backup.delete_backup_plan(BackupPlanId=plan_id)
    assert backup.list_backup_plans()["BackupPlansList"] == []


def test_a_template_makes_the_same_plan_again(backup: Any) -> None:
    plan_id = create_plan(backup, Rules=[{**RULE, "Lifecycle": {"DeleteAfterDays": 7}}])
    template = backup.export_backup_plan_template(BackupPlanId=plan_id)["BackupPlanTemplateJson"]
    plan = backup.get_backup_plan_from_json(BackupPlanTemplateJson=template)["BackupPlan"]
    original = backup.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]
    (rule,) = original["Rules"]
    del rule["RuleId"]
    assert plan == original


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"ScheduleExpression": "daily"}, "Invalid schedule expression: got 'daily'"),
        ({"ScheduleExpressionTimezone": "Mars"}, "Invalid time zone: got 'Mars'"),
        ({"CopyActions": [{"DestinationBackupVaultArn": "far"}]}, "DestinationBackupVaultArn"),
        ({"Lifecycle": {"MoveToColdStorageAfterDays": -2}}, "MoveToColdStorageAfterDays"),
    ],
)
def test_a_malformed_plan_is_no_new_version(
    mocked_backup: Any, rule: dict[str, Any], said: str
) -> None:
    plan_id = create_plan(mocked_backup)
    with pytest.raises(ClientError, match=said):
        mocked_backup.update_backup_plan(
            BackupPlanId=plan_id, BackupPlan={**PLAN, "Rules": [{**RULE, **rule}]}
        )
    versions = mocked_backup.list_backup_plan_versions(BackupPlanId=plan_id)
    assert len(versions["BackupPlanVersionsList"]) == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"StartWindowMinutes": 1},
        {"ScheduleExpression": "cron(x)"},
        {"RecoveryPointTags": {f"key-{number}": "x" for number in range(51)}},
    ],
)
def test_a_refusal_names_the_rule(mocked_backup: Any, bad: dict[str, Any]) -> None:
    with pytest.raises(ClientError, match=r" \(rule 'hourly'\)$"):
        create_plan(mocked_backup, Rules=[RULE, {**RULE, "RuleName": "hourly", **bad}])


def test_a_new_plan_needs_a_schedule_that_can_be_read(backup: Any) -> None:
    with pytest.raises(ClientError, match="got 'daily', accepts cron"):
        create_plan(backup, Rules=[{**RULE, "ScheduleExpression": "daily"}])
    assert backup.list_backup_plans()["BackupPlansList"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "JSON"),
        ("[]", "the JSON of an object"),
        ("{}", "BackupPlanName, Rules"),
        (json.dumps({**PLAN, "Rules": [{}]}), "RuleName"),
        (json.dumps({**PLAN, "Rules": [1]}), r"Rules\[0\]"),
        (json.dumps({**PLAN, "Rules": [{**RULE, "ScheduleExpression": "x"}]}), "'x'"),
    ],
)
def test_a_malformed_template_is_a_clear_error(mocked_backup: Any, text: str, said: str) -> None:
    with pytest.raises(ClientError, match=said) as refused:
        mocked_backup.get_backup_plan_from_json(BackupPlanTemplateJson=text)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_plans_made_before_registration_run_after_it() -> None:
    with frozen_at("2026-03-01") as clock, mock_aws():
        moto_backup_summaries.unregister()
        try:
            backup = client_of()
            plan_id = create_plan(backup)
            create_plan(
                backup, BackupPlanName="odd", Rules=[{**RULE, "ScheduleExpression": "daily"}]
            )
        finally:
            moto_backup_summaries.register()
        backup.create_backup_vault(BackupVaultName="vault")
        backup.create_backup_selection(BackupPlanId=plan_id, BackupSelection=SELECTION)
        client_of("s3").create_bucket(Bucket="bucket")
        clock.move_to("2026-03-03")
        assert len(backup.list_backup_jobs()["BackupJobs"]) == 2


class TestThePreviewOfRuns:
    def preview(self, client: Any, plan_id: str, **asked: Any) -> list[dict[str, Any]]:
        told = client.get_backup_plan(BackupPlanId=plan_id, MaxScheduledRunsPreview=10, **asked)
        return list(told["ScheduledRunsPreview"])

    def test_ends_with_the_schedule(self, mocked_backup: Any) -> None:
        with frozen_at("2026-03-01"):
            rule = {**RULE, "ScheduleExpression": "cron(0 5 1 4-5 ? 2026)"}
            shown = self.preview(mocked_backup, create_plan(mocked_backup, Rules=[rule]))
        assert [run["ExecutionTime"].month for run in shown] == [4, 5]

    def test_says_that_a_continuous_rule_makes_both(self, mocked_backup: Any) -> None:
        rule = {**RULE, "EnableContinuousBackup": True, "Lifecycle": {"DeleteAfterDays": 35}}
        shown = self.preview(mocked_backup, create_plan(mocked_backup, Rules=[rule]))
        assert {run["RuleExecutionType"] for run in shown} == {"CONTINUOUS_AND_SNAPSHOTS"}

    def test_is_empty_for_a_version_that_is_in_force_no_more(self, mocked_backup: Any) -> None:
        first = mocked_backup.create_backup_plan(BackupPlan=PLAN)
        plan_id = first["BackupPlanId"]
        mocked_backup.update_backup_plan(BackupPlanId=plan_id, BackupPlan=PLAN)
        assert self.preview(mocked_backup, plan_id, VersionId=first["VersionId"]) == []
        assert len(self.preview(mocked_backup, plan_id)) == 10


def test_an_option_of_another_type_is_refused(mocked_backup: Any) -> None:
    setting = {"ResourceType": "S3", "BackupOptions": {"WindowsVSS": "enabled"}}
    with pytest.raises(ClientError, match="got 'WindowsVSS', accepts one of BackupACLs"):
        create_plan(mocked_backup, AdvancedBackupSettings=[setting])


class TestTwoPlansOfOneName:
    """https://github.com/ansible/ansible/pull/53655: a name is no key, a document is."""

    OTHER = (
        {"Rules": [{**RULE, "ScheduleExpression": "cron(0 13 * * ? *)"}]},
        {"Rules": [RULE, {**RULE, "RuleName": "second"}]},
        {
            "AdvancedBackupSettings": [
                {"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "enabled"}}
            ]
        },
    )

    @pytest.mark.parametrize("members", OTHER)
    def test_of_other_documents_are_both_kept(self, backup: Any, members: Any) -> None:
        ids = {create_plan(backup), create_plan(backup, **members)}
        listed = backup.list_backup_plans()["BackupPlansList"]
        assert {plan["BackupPlanId"] for plan in listed} == ids
        assert [plan["BackupPlanName"] for plan in listed] == ["plan", "plan"]

    # What is left out is what it would be.
    @pytest.mark.parametrize(
        "rule", [RULE, {**RULE, "ScheduleExpressionTimezone": "Etc/UTC"}], ids=["same", "default"]
    )
    def test_of_one_document_are_one(self, backup: Any, rule: dict[str, str]) -> None:
        plan_id = create_plan(backup)
        with pytest.raises(backup.exceptions.AlreadyExistsException) as caught:
            create_plan(backup, Rules=[rule])
        assert caught.value.response["Arn"].endswith(plan_id)
        assert len(backup.list_backup_plans()["BackupPlansList"]) == 1

    def test_of_a_document_that_was_changed_are_two(self, backup: Any) -> None:
        plan_id = create_plan(backup)
        changed = {**PLAN, "Rules": [{**RULE, "StartWindowMinutes": 60}]}
        backup.update_backup_plan(BackupPlanId=plan_id, BackupPlan=changed)
        assert create_plan(backup) != plan_id

    def test_of_other_names_are_two(self, backup: Any) -> None:
        assert create_plan(backup) != create_plan(backup, BackupPlanName="other")


@pytest.mark.parametrize(
    ("lifecycle", "said"),
    [
        (None, "Lifecycle must be specified for backup rule enabled continuous backup"),
        ({}, "Lifecycle must be specified for backup rule enabled continuous backup"),
        ({"MoveToColdStorageAfterDays": 1}, "MoveToColdStorageAfterDays is unavailable"),
        ({"DeleteAfterDays": 36}, "DeleteAfterDays cannot be less than 1"),
        ({"DeleteAfterDays": -1}, "DeleteAfterDays cannot be less than 1"),
    ],
    ids=str,
)
def test_a_continuous_backup_ends_and_is_never_cold(
    mocked_backup: Any, lifecycle: dict[str, int] | None, said: str
) -> None:
    rule = {**RULE, "EnableContinuousBackup": True}
    if lifecycle is not None:
        rule["Lifecycle"] = lifecycle
    with pytest.raises(mocked_backup.exceptions.InvalidParameterValueException, match=said):
        create_plan(mocked_backup, Rules=[rule])


@pytest.mark.parametrize(
    "lifecycle", [{"DeleteAfterDays": 35}, {"DeleteAfterDays": 1, "MoveToColdStorageAfterDays": -1}]
)
def test_a_continuous_backup_is_kept_for_35_days_at_most(
    mocked_backup: Any, lifecycle: dict[str, int]
) -> None:
    rule = {**RULE, "EnableContinuousBackup": True, "Lifecycle": lifecycle}
    assert create_plan(mocked_backup, Rules=[rule])


def test_the_lifecycle_of_a_copy_is_told_as_the_rules(mocked_backup: Any) -> None:
    lifecycle = {"MoveToColdStorageAfterDays": 10, "DeleteAfterDays": 20}
    action = {"DestinationBackupVaultArn": vault_arn("far"), "Lifecycle": lifecycle}
    with pytest.raises(ClientError, match=r"due to : Invalid lifecycle\. .*90 days apart"):
        create_plan(mocked_backup, Rules=[{**RULE, "CopyActions": [action]}])
