"""What an update of a stack changes in its place, what it replaces, and what it leaves alone."""

import json
from typing import Any, ClassVar

import pytest
from calls import backed_up, vault_arn
from cloudformation.deploying import RULE, TAGGED, Stack, plan, selection, topic_arn, vault
from cloudformation.test_stacks import RESOURCES, plans, vaults
from support import client_of

OUTPUTS = {"Version": {"Value": {"Fn::GetAtt": ["Plan", "VersionId"]}}}
DENIAL = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "backup:DeleteBackupVault", "Resource": "*"}
    ],
}
NOTIFICATIONS = {"SNSTopicArn": topic_arn(), "BackupVaultEvents": ["BACKUP_JOB_COMPLETED"]}


def rules(client: Any) -> Any:
    (plan_id,) = plans(client)
    return client.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]["Rules"]


def versions(client: Any) -> list[str]:
    (plan_id,) = plans(client)
    listed = client.list_backup_plan_versions(BackupPlanId=plan_id)["BackupPlanVersionsList"]
    return [version["VersionId"] for version in listed]


def test_a_plan_is_changed_in_its_place(mocked_backup: Any) -> None:
    stack = Stack().create(RESOURCES, Outputs=OUTPUTS)
    ids, (first,) = stack.ids(), versions(mocked_backup)
    changed = plan(TargetBackupVault={"Ref": "Vault"}, Lifecycle={"DeleteAfterDays": 40})
    stack.update({**RESOURCES, "Plan": changed}, Outputs=OUTPUTS)
    (second, _) = versions(mocked_backup)
    assert [rule["Lifecycle"] for rule in rules(mocked_backup)] == [{"DeleteAfterDays": 40}]
    assert (stack.status, stack.ids(), stack.outputs) == (
        "UPDATE_COMPLETE",
        ids,
        {"Version": second},
    )
    assert second != first


def test_what_stays_the_same_is_not_changed(mocked_backup: Any) -> None:
    stack = Stack().create(RESOURCES)
    before = versions(mocked_backup)
    stack.update({**RESOURCES, "Other": vault("other")})
    assert (versions(mocked_backup), vaults(mocked_backup)) == (before, ["nightly", "other"])
    stack.update({**RESOURCES, "Other": {**vault("other"), "DeletionPolicy": "Retain"}})
    assert versions(mocked_backup) == before
    stack.delete()
    assert vaults(mocked_backup) == ["other"]


def test_a_parameter_changes_what_it_is_in(mocked_backup: Any) -> None:
    parameters = {"Days": {"Type": "Number", "Default": "35"}}
    resources = {"Plan": plan(Lifecycle={"DeleteAfterDays": {"Ref": "Days"}})}
    stack = Stack().create(resources, Parameters=parameters)
    stack.update(resources, Parameters=parameters, inputs={"Days": "40"})
    assert [rule["Lifecycle"] for rule in rules(mocked_backup)] == [{"DeleteAfterDays": 40}]


class TestAReplacedVault:
    renamed: ClassVar[Any] = {**RESOURCES, "Vault": vault("weekly")}

    def test_goes_and_whatever_refers_to_it_has_the_new_one(self, mocked_backup: Any) -> None:
        stack = Stack().create(RESOURCES)
        plan_id = stack.ids()["Plan"]
        stack.update(self.renamed)
        assert vaults(mocked_backup) == ["weekly"]
        assert [rule["TargetBackupVaultName"] for rule in rules(mocked_backup)] == ["weekly"]
        assert (stack.ids()["Plan"], stack.ids()["Vault"]) == (plan_id, "weekly")
        assert len(versions(mocked_backup)) == 2

    def test_stays_where_it_has_recovery_points(self, mocked_backup: Any) -> None:
        stack = Stack().create(RESOURCES)
        backed_up(mocked_backup)
        stack.update(self.renamed)
        assert (stack.status, vaults(mocked_backup)) == ("UPDATE_COMPLETE", ["nightly", "weekly"])
        assert stack.events()[-3:] == [
            ("backups", "UPDATE_IN_PROGRESS"),
            ("Vault", "DELETE_FAILED"),
            ("backups", "UPDATE_COMPLETE"),
        ]
        stack.delete()
        assert vaults(mocked_backup) == ["nightly"]

    def test_stays_where_its_policy_says_so(self, mocked_backup: Any) -> None:
        kept = {**vault(), "UpdateReplacePolicy": "Retain"}
        stack = Stack().create({**RESOURCES, "Vault": kept}).update(self.renamed)
        assert (stack.status, vaults(mocked_backup)) == ("UPDATE_COMPLETE", ["nightly", "weekly"])

    def test_needs_another_name(self, mocked_backup: Any) -> None:
        key = client_of("kms").create_key()["KeyMetadata"]["Arn"]
        stack = (
            Stack().create(RESOURCES).update({**RESOURCES, "Vault": vault(EncryptionKeyArn=key)})
        )
        assert (stack.status, vaults(mocked_backup)) == ("UPDATE_ROLLBACK_COMPLETE", ["nightly"])
        assert stack.reasons("Vault") == [
            "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
            "Rename nightly and update the stack again."
        ]


def test_a_changed_selection_is_another(mocked_backup: Any) -> None:
    stack = Stack().create(RESOURCES)
    (plan_id,) = plans(mocked_backup)
    first = stack.ids()["Selection"]
    tag = {**TAGGED, "ConditionValue": "weekly"}
    stack.update({**RESOURCES, "Selection": selection({"Ref": "Plan"}, ListOfTags=[tag])})
    (listed,) = mocked_backup.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]
    assert stack.ids()["Selection"] == f"{listed['SelectionId']}_{plan_id}" != first
    shown = mocked_backup.get_backup_selection(
        BackupPlanId=plan_id, SelectionId=listed["SelectionId"]
    )
    assert shown["BackupSelection"]["ListOfTags"] == [tag]


def test_what_is_taken_out_of_a_template_goes(mocked_backup: Any) -> None:
    stack = Stack().create(RESOURCES)
    stack.update({"Vault": vault()})
    assert (vaults(mocked_backup), plans(mocked_backup)) == (["nightly"], [])
    stack.update(RESOURCES)
    assert stack.ids().keys() == RESOURCES.keys()
    assert len(plans(mocked_backup)) == 1
    stack.update({"Plan": plan()})
    assert (stack.status, vaults(mocked_backup)) == ("UPDATE_COMPLETE", [])


def test_what_is_taken_out_of_a_template_may_be_retained(mocked_backup: Any) -> None:
    kept = {**vault("other"), "DeletionPolicy": "Retain"}
    stack = Stack().create({"Vault": vault(), "Other": kept}).update({"Vault": vault()})
    assert (stack.ids(), vaults(mocked_backup)) == ({"Vault": "nightly"}, ["nightly", "other"])


def test_another_name_in_the_template_clashes_with_the_vault_of_the_first(
    mocked_backup: Any,
) -> None:
    """CloudFormation makes the new before it deletes the old."""
    stack = Stack().create({"Vault": vault()}).update({"Renamed": vault()})
    assert (stack.status, stack.ids()) == ("UPDATE_ROLLBACK_COMPLETE", {"Vault": "nightly"})
    (reason,) = stack.reasons("Renamed")
    assert "Backup vault with the same name already exists" in reason


class TestWhatAVaultHas:
    def test_is_given_and_taken_away(self, mocked_backup: Any) -> None:
        stack = Stack().create({"Vault": vault()})
        lock = {"MinRetentionDays": 7, "MaxRetentionDays": 70}
        properties = {"Notifications": NOTIFICATIONS, "LockConfiguration": lock}
        stack.update({"Vault": vault(AccessPolicy=DENIAL, **properties)})
        policy = mocked_backup.get_backup_vault_access_policy(BackupVaultName="nightly")["Policy"]
        assert json.loads(policy) == DENIAL
        told = mocked_backup.get_backup_vault_notifications(BackupVaultName="nightly")
        assert {name: told[name] for name in NOTIFICATIONS} == NOTIFICATIONS
        shown = mocked_backup.describe_backup_vault(BackupVaultName="nightly")
        assert (shown["Locked"], shown["MaxRetentionDays"]) == (True, 70)
        stack.update({"Vault": vault()})
        shown = mocked_backup.describe_backup_vault(BackupVaultName="nightly")
        assert (shown["Locked"], "MaxRetentionDays" in shown) == (False, False)
        for name in ("access_policy", "notifications"):
            with pytest.raises(mocked_backup.exceptions.ResourceNotFoundException):
                getattr(mocked_backup, f"get_backup_vault_{name}")(BackupVaultName="nightly")

    def test_is_not_set_again_where_something_else_changes(self, mocked_backup: Any) -> None:
        """A lock that began to hold again at each update would never be immutable."""
        lock = {"MinRetentionDays": 7, "ChangeableForDays": 3}
        properties = {"LockConfiguration": lock, "BackupVaultTags": {"team": "a"}}
        stack = Stack().create({"Vault": vault(**properties)})
        first = mocked_backup.describe_backup_vault(BackupVaultName="nightly")["LockDate"]
        stack.update({"Vault": vault(**{**properties, "BackupVaultTags": {"team": "b"}})})
        assert mocked_backup.describe_backup_vault(BackupVaultName="nightly")["LockDate"] == first


class TestTags:
    def tags(self, client: Any) -> dict[str, str]:
        tags = client.list_tags(ResourceArn=vault_arn("nightly"))["Tags"]
        return {key: value for key, value in tags.items() if not key.startswith("aws:")}

    def test_are_changed_and_taken_away(self, mocked_backup: Any) -> None:
        stack = Stack().create({"Vault": vault(BackupVaultTags={"team": "a", "stage": "test"})})
        assert self.tags(mocked_backup) == {"team": "a", "stage": "test"}
        stack.update({"Vault": vault(BackupVaultTags={"team": "b", "cost": "7"})})
        assert self.tags(mocked_backup) == {"team": "b", "cost": "7"}

    def test_of_the_stack_are_those_of_its_resources(self, mocked_backup: Any) -> None:
        resources = {"Vault": vault(BackupVaultTags={"team": "a"})}
        stack = Stack().create(resources, tags={"team": "all", "cost": "7"})
        assert self.tags(mocked_backup) == {"team": "a", "cost": "7"}
        stack.update(resources, tags={"cost": "8"})
        assert self.tags(mocked_backup) == {"team": "a", "cost": "8"}

    def test_of_cloudformation_name_the_stack(self, mocked_backup: Any) -> None:
        stack = Stack().create({"Vault": vault()})
        assert mocked_backup.list_tags(ResourceArn=vault_arn("nightly"))["Tags"] == {
            "aws:cloudformation:stack-name": "backups",
            "aws:cloudformation:stack-id": stack.describe()["StackId"],
            "aws:cloudformation:logical-id": "Vault",
        }


def test_a_type_cannot_be_changed(mocked_backup: Any) -> None:
    stack = Stack().create({"Vault": vault()})
    with pytest.raises(stack.client.exceptions.ClientError) as error:
        stack.update({"Vault": plan()})
    assert error.value.response["Error"]["Message"] == (
        "Update of resource type is not permitted. The new template modifies resource type of the "
        "following resources: [Vault]"
    )
    assert (stack.ids(), vaults(mocked_backup)) == ({"Vault": "nightly"}, ["nightly"])


def test_others_may_replace_what_ours_refers_to(mocked_backup: Any) -> None:
    """Moto makes the new topic in the same update."""
    notifications = {"SNSTopicArn": {"Ref": "Topic"}, "BackupVaultEvents": ["BACKUP_JOB_COMPLETED"]}

    def resources(name: str) -> dict[str, Any]:
        topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": name}}
        return {"Vault": vault(Notifications=notifications), "Topic": topic}

    Stack().create(resources("first")).update(resources("second"))
    told = mocked_backup.get_backup_vault_notifications(BackupVaultName="nightly")
    assert told["SNSTopicArn"] == topic_arn("second")


def test_a_plan_without_a_vault_runs_as_it_says(mocked_backup: Any) -> None:
    Stack().create({"Plan": plan(StartWindowMinutes="60", CompletionWindowMinutes=120.0)})
    (rule,) = rules(mocked_backup)
    assert (rule["StartWindowMinutes"], rule["CompletionWindowMinutes"]) == (60, 120)
    assert rule["RuleName"] == RULE["RuleName"]
