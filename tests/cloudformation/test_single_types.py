"""What single types have of their own: names that are made up, ends, teams, times."""

import re
from datetime import datetime, timezone
from typing import Any

import pytest
from access_points.test_access_points import continuous
from calls import backed_up
from cloudformation.deploying import Stack, plan, selection, vault
from cloudformation.full_templates import EXAMPLES, TEAM
from support import ROLE, client_of

from moto_backup_summaries import set_deployment_outcome
from moto_backup_summaries.backup.cloudformation.failures import (
    CloudFormationError,
    PropertiesError,
)
from moto_backup_summaries.backup.cloudformation.properties import check_properties, check_taken
from moto_backup_summaries.backup.cloudformation.stack_types import TYPES

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)


def resource(name: str, **properties: Any) -> dict[str, Any]:
    """An example as a resource of a template, with other properties."""
    example = EXAMPLES[name]
    return {"Type": example.resource_type, "Properties": {**example.properties, **properties}}


def without(definition: dict[str, Any], name: str) -> dict[str, Any]:
    properties = {key: v for key, v in definition["Properties"].items() if key != name}
    return {**definition, "Properties": properties}


def test_a_framework_that_is_not_deployed_is_that_of_its_stack(vault: Any) -> None:
    """Its page: DeploymentStatus is usually Completed, but might also be another status."""
    told = {"Status": {"Value": {"Fn::GetAtt": ["Made", "DeploymentStatus"]}}}
    set_deployment_outcome("FAILED")
    stack = Stack().create({"Made": resource("a framework")}, Outputs=told)
    assert (stack.status, stack.outputs) == ("CREATE_COMPLETE", {"Status": "FAILED"})
    stack.update({"Made": resource("a framework", FrameworkDescription="other")}, Outputs=told)
    assert (stack.status, stack.outputs) == ("UPDATE_COMPLETE", {"Status": "FAILED"})
    (listed,) = vault.list_frameworks()["Frameworks"]
    assert (listed["FrameworkDescription"], listed["DeploymentStatus"]) == ("other", "FAILED")
    stack.delete()
    assert vault.list_frameworks()["Frameworks"] == []


class TestAMadeUpName:
    def test_of_a_framework_has_underscores(self, vault: Any) -> None:
        framework = without(resource("a framework"), "FrameworkName")
        Stack("the-backups").create({"Made": framework})
        (listed,) = vault.list_frameworks()["Frameworks"]
        assert re.fullmatch("the_backups_Made_[0-9A-Z]{12}", listed["FrameworkName"])

    def test_of_a_report_plan_stays_when_it_is_changed(self, vault: Any) -> None:
        made = without(resource("a report plan"), "ReportPlanName")
        stack = Stack().create({"Made": made})
        (first,) = vault.list_report_plans()["ReportPlans"]
        described = resource("a report plan", ReportPlanDescription="other")
        stack.update({"Made": without(described, "ReportPlanName")})
        (second,) = vault.list_report_plans()["ReportPlans"]
        assert second["ReportPlanDescription"] == "other"
        assert second["ReportPlanName"] == first["ReportPlanName"]

    def test_may_become_a_name_of_ones_own(self, vault: Any) -> None:
        made = without(resource("a report plan"), "ReportPlanName")
        Stack().create({"Made": made}).update({"Made": resource("a report plan")})
        (listed,) = vault.list_report_plans()["ReportPlans"]
        assert listed["ReportPlanName"] == "morning"

    def test_takes_the_place_of_a_name_that_is_taken_out(self, vault: Any) -> None:
        stack = Stack().create({"Made": resource("a report plan")})
        stack.update({"Made": without(resource("a report plan"), "ReportPlanName")})
        (listed,) = vault.list_report_plans()["ReportPlans"]
        assert re.fullmatch("backups_Made_[0-9A-Z]{12}", listed["ReportPlanName"])
        assert (stack.status, stack.ids()["Made"]) == ("UPDATE_COMPLETE", listed["ReportPlanArn"])

    def test_is_another_for_what_is_replaced(self, vault: Any) -> None:
        point = backed_up(vault, ResourceArn="arn:aws:s3:::files")
        made = without(resource("an access point", RecoveryPointArn=point), "Name")
        stack = Stack().create({"Made": made})
        first = stack.ids()["Made"]
        changed = resource("an access point", RecoveryPointArn=point, AccessPointPolicy={})
        stack.update({"Made": without(changed, "Name")})
        assert stack.status == "UPDATE_COMPLETE"
        assert re.fullmatch(".*backups-made-[0-9a-z]{12}.*", stack.ids()["Made"])
        assert stack.ids()["Made"] != first

    def test_of_an_access_point_is_short_and_small(self, vault: Any) -> None:
        point = backed_up(vault, ResourceArn="arn:aws:s3:::files")
        made = without(resource("an access point", RecoveryPointArn=point), "Name")
        Stack("the-backups-of-a-very-large-department").create({"AccessPoint": made})
        (listed,) = vault.list_backup_access_points()["BackupAccessPoints"]
        assert re.fullmatch("the-backups-of-a-very-large-departmen-[0-9a-z]{12}", listed["Name"])


def test_an_access_point_shows_a_continuous_backup_at_a_time(nightly: Any, clock: Any) -> None:
    point = continuous(nightly, clock)
    properties = {"RecoveryPointArn": point, "AccessPointInTime": "2026-03-01T06:00:00Z"}
    definition = {"Type": "AWS::Backup::BackupAccessPoint", "Properties": properties}
    attribute = "AccessPointMetadata.AccessPointInTime"
    outputs = {"Time": {"Value": {"Fn::GetAtt": ["Made", attribute]}}}
    stack = Stack().create({"Made": definition}, Outputs=outputs)
    stack.assert_made()
    assert stack.outputs == {"Time": "2026-03-01T06:00:00Z"}


def test_a_plan_may_have_an_air_gapped_target_of_the_same_stack(vault: Any) -> None:
    gapped = without(resource("an air-gapped vault"), "MpaApprovalTeamArn")
    target = {"Fn::GetAtt": ["Gapped", "BackupVaultArn"]}
    made = {"Plan": plan(TargetLogicallyAirGappedBackupVaultArn=target), "Gapped": gapped}
    Stack().create(made).assert_made()
    (listed,) = vault.list_backup_plans()["BackupPlansList"]
    shown = vault.get_backup_plan(BackupPlanId=listed["BackupPlanId"])["BackupPlan"]
    (rule,) = shown["Rules"]
    assert rule["TargetLogicallyAirGappedBackupVaultArn"].endswith(":backup-vault:gapped")


def test_an_approval_team_is_given_later_and_then_stays(vault: Any) -> None:
    gapped = resource("an air-gapped vault")
    lacking = without(gapped, "MpaApprovalTeamArn")
    stack = Stack().create({"Made": lacking}).update({"Made": gapped})
    for changed in (lacking, resource("an air-gapped vault", MpaApprovalTeamArn=f"{TEAM}2")):
        stack.update({"Made": changed})
        assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
        assert stack.reasons("Made")[-1] == "MpaApprovalTeamArn cannot be changed once it is set."
        shown = vault.describe_backup_vault(BackupVaultName="gapped")
        assert shown["MpaApprovalTeamArn"] == TEAM


def test_a_rollback_cannot_take_an_approval_team_away(vault: Any) -> None:
    gapped = resource("an air-gapped vault")
    lacking = without(gapped, "MpaApprovalTeamArn")
    stack = Stack().create({"Made": lacking, "Plan": plan()})
    stack.update({"Made": gapped, "Plan": plan(ScheduleExpression="cron(1)")})
    assert stack.status == "UPDATE_ROLLBACK_FAILED"
    assert stack.reasons("Made") == ["MpaApprovalTeamArn cannot be changed once it is set."]


def test_a_cancelled_hold_is_as_good_as_deleted(vault: Any) -> None:
    stack = Stack().create({"Made": resource("a legal hold")})
    (hold,) = vault.list_legal_holds()["LegalHolds"]
    vault.cancel_legal_hold(LegalHoldId=hold["LegalHoldId"], CancelDescription="settled")
    stack.delete()
    assert stack.client.describe_stacks()["Stacks"] == []
    shown = vault.get_legal_hold(LegalHoldId=hold["LegalHoldId"])
    assert shown["CancelDescription"] == "settled"


def test_a_deleted_hold_says_who_deleted_it(vault: Any) -> None:
    Stack().create({"Made": resource("a legal hold")}).delete()
    (listed,) = vault.list_legal_holds()["LegalHolds"]
    hold = vault.get_legal_hold(LegalHoldId=listed["LegalHoldId"])
    assert (hold["Status"], hold["CancelDescription"]) == ("CANCELED", "Deleted by CloudFormation")


def test_a_restore_testing_selection_goes_to_another_plan(vault: Any) -> None:
    of_drill = {"Ref": "Drill"}
    resources = {
        "Drill": resource("a restore testing plan"),
        "Disks": resource("a restore testing selection", RestoreTestingPlanName=of_drill),
    }
    stack = Stack().create(resources)
    assert stack.ids() == {"Drill": "drill", "Disks": "drill|disks"}
    resources["Drill"] = resource("a restore testing plan", RestoreTestingPlanName="other")
    stack.update(resources)
    assert stack.ids() == {"Drill": "other", "Disks": "other|disks"}
    listed = vault.list_restore_testing_plans()["RestoreTestingPlans"]
    assert [item["RestoreTestingPlanName"] for item in listed] == ["other"]
    stack.delete()
    assert vault.list_restore_testing_plans()["RestoreTestingPlans"] == []


def test_frameworks_with_the_same_controls_clash_when_one_replaces_the_other(vault: Any) -> None:
    """CloudFormation makes the new before it deletes the old, as with a vault's tiering."""
    made = {name: resource(f"a {name}") for name in ("framework", "tiering configuration")}
    stack = Stack().create({"Framework": made["framework"], "Tiers": made["tiering configuration"]})
    stack.assert_made()
    other = resource("a framework", FrameworkName="other")
    stack.update({"Framework": other, "Tiers": made["tiering configuration"]})
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert "HandlerErrorCode: AlreadyExists" in stack.reasons("Framework")[0]
    tiers = resource("a tiering configuration", TieringConfigurationName="other")
    stack.update({"Framework": made["framework"], "Tiers": tiers})
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert "HandlerErrorCode: AlreadyExists" in stack.reasons("Tiers")[0]
    assert stack.ids()["Tiers"] == "cheaper"


def test_a_team_s_own_template_is_deployed_whole(mocked_backup: Any) -> None:
    resources = {
        "Vault": vault(LockConfiguration={"MinRetentionDays": 7, "MaxRetentionDays": 400}),
        "Plan": plan(TargetBackupVault={"Ref": "Vault"}),
        "Selection": selection({"Ref": "Plan"}),
        "Gapped": without(resource("an air-gapped vault"), "MpaApprovalTeamArn"),
        "Drill": resource("a restore testing plan"),
        "Disks": resource("a restore testing selection", RestoreTestingPlanName={"Ref": "Drill"}),
        "Framework": resource("a framework"),
        "Report": {
            "Type": "AWS::Backup::ReportPlan",
            "Properties": {
                "ReportDeliveryChannel": {"S3BucketName": "reports"},
                "ReportSetting": {
                    "ReportTemplate": "CONTROL_COMPLIANCE_REPORT",
                    "FrameworkArns": [{"Ref": "Framework"}],
                },
            },
        },
        "Tiers": resource("a tiering configuration", BackupVaultName={"Ref": "Vault"}),
    }
    stack = Stack().create(resources)
    stack.assert_made()
    assert (stack.status, stack.ids().keys()) == ("CREATE_COMPLETE", resources.keys())
    stack.delete()
    left = {
        "BackupVaultList": mocked_backup.list_backup_vaults(),
        "BackupPlansList": mocked_backup.list_backup_plans(),
        "Frameworks": mocked_backup.list_frameworks(),
        "ReportPlans": mocked_backup.list_report_plans(),
        "RestoreTestingPlans": mocked_backup.list_restore_testing_plans(),
        "TieringConfigurations": mocked_backup.list_tiering_configurations(),
    }
    assert {name: answer[name] for name, answer in left.items()} == {name: [] for name in left}


YAML = """
Resources:
  Vault:
    Type: AWS::Backup::BackupVault
    Properties:
      BackupVaultName: 2026
      BackupVaultTags: {stage: 7, live: true, until: 2026-12-31}
      AccessPolicy:
        Version: 2012-10-17
        Statement:
          - {Effect: Deny, Principal: "*", Action: backup:StartCopyJob, Resource: "*"}
      LockConfiguration: {MinRetentionDays: "7", MaxRetentionDays: 70.0}
  Plan:
    Type: AWS::Backup::BackupPlan
    Properties:
      BackupPlan:
        BackupPlanName: plan
        AdvancedBackupSettings: [{ResourceType: EC2, BackupOptions: '{"WindowsVSS": "enabled"}'}]
        BackupPlanRule:
          - RuleName: daily
            TargetBackupVault: !Ref Vault
            EnableContinuousBackup: "true"
            Lifecycle: {DeleteAfterDays: "35"}
            CopyActions: [!Ref AWS::NoValue]
"""


def test_yaml_may_be_without_quotes_and_numbers_text(mocked_backup: Any) -> None:
    client_of("cloudformation").create_stack(StackName="backups", TemplateBody=YAML)
    assert Stack().reasons("Vault") + Stack().reasons("Plan") == []
    shown = mocked_backup.describe_backup_vault(BackupVaultName="2026")
    assert (shown["MinRetentionDays"], shown["MaxRetentionDays"]) == (7, 70)
    tags = mocked_backup.list_tags(ResourceArn=shown["BackupVaultArn"])["Tags"]
    told = {key: value for key, value in tags.items() if not key.startswith("aws:")}
    assert told == {"stage": "7", "live": "true", "until": "2026-12-31"}
    (listed,) = mocked_backup.list_backup_plans()["BackupPlansList"]
    answer = mocked_backup.get_backup_plan(BackupPlanId=listed["BackupPlanId"])
    (rule,) = answer["BackupPlan"]["Rules"]
    assert (rule["EnableContinuousBackup"], rule["Lifecycle"]) == (True, {"DeleteAfterDays": 35})
    assert answer["AdvancedBackupSettings"][0]["BackupOptions"] == {"WindowsVSS": "enabled"}


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"StartWindowMinutes": "soon"}, "StartWindowMinutes"),
        ({"StartWindowMinutes": 60.5}, "StartWindowMinutes"),
        ({"EnableContinuousBackup": "perhaps"}, "EnableContinuousBackup"),
        ({"RecoveryPointTags": "text"}, "RecoveryPointTags"),
        ({"CopyActions": {}}, "CopyActions"),
        ({"Lifecycle": "35"}, "Lifecycle"),
    ],
)
def test_what_is_of_another_type_is_refused_by_aws_backup(
    mocked_backup: Any, change: Any, name: str
) -> None:
    (reason,) = Stack().create({"Plan": plan(**change)}).reasons("Plan")
    assert f"Rules[0].{name}" in reason


def test_roles_may_be_those_of_the_stack(mocked_backup: Any) -> None:
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {"RoleName": "backup", "AssumeRolePolicyDocument": {}},
    }
    arn = {"Fn::GetAtt": ["Role", "Arn"]}
    chosen = selection({"Ref": "Plan"}, IamRoleArn=arn)
    Stack().create({"Selection": chosen, "Plan": plan(), "Role": role})
    (listed,) = mocked_backup.list_backup_plans()["BackupPlansList"]
    of_plan = mocked_backup.list_backup_selections(BackupPlanId=listed["BackupPlanId"])
    assert [item["IamRoleArn"] for item in of_plan["BackupSelectionsList"]] == [ROLE]


class TestAnOlderBotocore:
    def test_lacks_a_type(self) -> None:
        kind = TYPES["AWS::Backup::BackupVault"]._replace(create="CreateNothing")
        with pytest.raises(CloudFormationError) as error:
            check_properties(kind, {"BackupVaultName": "nightly"})
        assert str(error.value).startswith("AWS::Backup::BackupVault: botocore ")
        assert "it has no CreateNothing" in str(error.value)

    def test_lacks_a_property(self) -> None:
        with pytest.raises(PropertiesError, match="extraneous key"):
            check_taken(TYPES["AWS::Backup::BackupVault"], {"Name": "nightly"}, {})
