"""What a stack makes of AWS Backup, keeps, and deletes; in process and on a server."""

from typing import Any

import pytest
from calls import backed_up, points, vault_arn
from cloudformation.deploying import RULE, Stack, plan, selection, vault
from support import ACCOUNT, ROLE, MakeClient, client_of

from moto_backup_summaries import fail_operation

RESOURCES = {
    "Selection": selection({"Ref": "Plan"}),
    "Plan": plan(TargetBackupVault={"Ref": "Vault"}),
    "Vault": vault(),
}


def vaults(client: Any) -> list[str]:
    return [item["BackupVaultName"] for item in client.list_backup_vaults()["BackupVaultList"]]


def plans(client: Any) -> list[str]:
    return [item["BackupPlanId"] for item in client.list_backup_plans()["BackupPlansList"]]


def test_a_vault_a_plan_and_a_selection_are_made(make_client: MakeClient) -> None:
    stack, client = Stack(client=make_client(service="cloudformation")), make_client()
    stack.create(RESOURCES)
    assert stack.status == "CREATE_COMPLETE"
    (plan_id,) = plans(client)
    (listed,) = client.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]
    assert stack.ids() == {
        "Vault": "nightly",
        "Plan": plan_id,
        "Selection": f"{listed['SelectionId']}_{plan_id}",
    }
    (rule,) = client.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]["Rules"]
    assert (rule["TargetBackupVaultName"], rule["Lifecycle"]) == ("nightly", RULE["Lifecycle"])
    assert listed["IamRoleArn"] == ROLE


def test_what_a_stack_made_goes_with_it(make_client: MakeClient) -> None:
    stack, client = Stack(client=make_client(service="cloudformation")), make_client()
    stack.create(RESOURCES).delete()
    assert (vaults(client), plans(client)) == ([], [])
    with pytest.raises(stack.client.exceptions.ClientError, match="does not exist"):
        stack.describe()


def test_a_stack_is_made_again_after_it_was_deleted(mocked_backup: Any) -> None:
    Stack().create(RESOURCES).delete()
    Stack().create(RESOURCES)
    assert vaults(mocked_backup) == ["nightly"]


@pytest.mark.usefixtures("mocked_backup")
def test_exports_are_those_of_the_last_update() -> None:
    def exporting(*names: str) -> dict[str, Any]:
        return {name: {"Value": {"Ref": "Vault"}, "Export": {"Name": name}} for name in names}

    stack = Stack().create({"Vault": vault()}, Outputs=exporting("One", "Two"))
    Stack("other").create({"Vault": vault("other")}, Outputs=exporting("Other"))
    stack.update({"Vault": vault()}, Outputs=exporting("Two", "Three"))

    def exported() -> list[str]:
        return sorted(export["Name"] for export in stack.client.list_exports()["Exports"])

    assert exported() == ["Other", "Three", "Two"]
    stack.delete()
    assert exported() == ["Other"]


def test_exports_and_joins_have_what_was_made(mocked_backup: Any) -> None:
    outputs = {
        "Arn": {"Value": {"Fn::GetAtt": ["Vault", "BackupVaultArn"]}, "Export": {"Name": "vault"}},
        "Text": {"Value": {"Fn::Sub": "${Vault} by ${Plan.BackupPlanArn}"}},
    }
    stack = Stack().create(RESOURCES, Outputs=outputs)
    (plan_id,) = plans(mocked_backup)
    arn = f"arn:aws:backup:us-east-1:{ACCOUNT}:backup-plan:{plan_id}"
    assert stack.outputs == {"Arn": vault_arn("nightly"), "Text": f"nightly by {arn}"}
    target = {"Fn::ImportValue": "vault"}
    Stack("copies").create({"Plan": plan(CopyActions=[{"DestinationBackupVaultArn": target}])})
    documents = [
        mocked_backup.get_backup_plan(BackupPlanId=i)["BackupPlan"] for i in plans(mocked_backup)
    ]
    copies = [
        action for d in documents for rule in d["Rules"] for action in rule.get("CopyActions", [])
    ]
    assert [action["DestinationBackupVaultArn"] for action in copies] == [vault_arn("nightly")]


def test_an_attribute_that_a_type_does_not_have_is_refused(mocked_backup: Any) -> None:
    outputs = {"Size": {"Value": {"Fn::GetAtt": ["Vault", "Size"]}}}
    with pytest.raises(client_of("cloudformation").exceptions.ClientError) as error:
        Stack().create(RESOURCES, Outputs=outputs)
    assert "Vault does not support attribute type Size" in str(error.value)
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": outputs["Size"]["Value"]}}
    with pytest.raises(client_of("cloudformation").exceptions.ClientError) as error:
        Stack("other").create({"Vault": vault("other"), "Topic": topic})
    assert "Vault does not support attribute type Size" in str(error.value)


def test_a_condition_decides_whether_a_resource_is_made(mocked_backup: Any) -> None:
    sections = {
        "Parameters": {"Stage": {"Type": "String", "Default": "test"}},
        "Conditions": {"IsLive": {"Fn::Equals": [{"Ref": "Stage"}, "live"]}},
    }
    resources = {"Vault": {**vault(), "Condition": "IsLive"}, "Other": vault("other")}
    stack = Stack().create(resources, **sections)
    assert vaults(mocked_backup) == ["other"]
    stack.update(resources, **sections, inputs={"Stage": "live"})
    assert vaults(mocked_backup) == ["other", "nightly"]
    stack.update(resources, **sections, inputs={"Stage": "test"})
    assert (stack.status, vaults(mocked_backup)) == ("UPDATE_COMPLETE", ["other"])


def test_what_a_condition_leaves_out_may_change(mocked_backup: Any) -> None:
    sections = {
        "Parameters": {"Stage": {"Type": "String", "Default": "test"}},
        "Conditions": {"IsLive": {"Fn::Equals": [{"Ref": "Stage"}, "live"]}},
    }
    resources = {
        "Vault": {**vault({"Ref": "Stage"}), "Condition": "IsLive"},
        "Other": vault("other"),
    }
    stack = Stack().create(resources, **sections)
    stack.update(resources, **sections, inputs={"Stage": "trial"})
    assert (stack.status, vaults(mocked_backup)) == ("UPDATE_COMPLETE", ["other"])


def test_what_depends_on_another_is_made_after_it(mocked_backup: Any) -> None:
    first = {**plan(), "DependsOn": ["Vault"]}
    stack = Stack().create({"Plan": first, "Vault": vault()})
    assert (stack.status, vaults(mocked_backup)) == ("CREATE_COMPLETE", ["nightly"])


def test_a_retained_vault_stays(mocked_backup: Any) -> None:
    for policy in ("Retain", "RetainExceptOnCreate"):
        resources = {**RESOURCES, "Vault": {**vault(), "DeletionPolicy": policy}}
        Stack().create(resources).delete()
        assert (vaults(mocked_backup), plans(mocked_backup)) == (["nightly"], [])
        mocked_backup.delete_backup_vault(BackupVaultName="nightly")


def test_what_is_gone_already_is_deleted_with_its_stack(mocked_backup: Any) -> None:
    stack = Stack().create(RESOURCES)
    mocked_backup.delete_backup_vault(BackupVaultName="nightly")
    stack.delete()
    assert plans(mocked_backup) == []


class TestAVaultWithRecoveryPoints:
    @pytest.fixture
    def stack(self, mocked_backup: Any) -> Stack:
        stack = Stack().create(RESOURCES, Outputs={"Vault": {"Value": {"Ref": "Vault"}}})
        backed_up(mocked_backup)
        stack.delete()
        return stack

    def test_is_not_deleted_with_its_stack(self, stack: Stack, mocked_backup: Any) -> None:
        assert (stack.status, stack.outputs, stack.ids()) == (
            "DELETE_FAILED",
            {},
            {"Vault": "nightly"},
        )
        assert (vaults(mocked_backup), plans(mocked_backup)) == (["nightly"], [])
        assert stack.events()[-3:] == [
            ("backups", "DELETE_IN_PROGRESS"),
            ("Vault", "DELETE_FAILED"),
            ("backups", "DELETE_FAILED"),
        ]
        (reason,) = stack.reasons("Vault")
        assert reason.startswith(
            'Resource handler returned message: "Backup vault cannot be deleted because it contains '
            "recovery points. (Service: Backup, Status Code: 400, Request ID: "
        )
        assert reason.endswith("HandlerErrorCode: InvalidRequest)")
        assert (
            stack.reasons("backups")[-1] == "The following resource(s) failed to delete: [Vault]."
        )

    def test_is_deleted_with_it_once_they_are_gone(self, stack: Stack, mocked_backup: Any) -> None:
        for point in points(mocked_backup):
            mocked_backup.delete_recovery_point(
                BackupVaultName="nightly", RecoveryPointArn=point["RecoveryPointArn"]
            )
        stack.delete()
        assert vaults(mocked_backup) == []
        assert stack.client.describe_stacks()["Stacks"] == []


def test_what_a_kept_vault_refers_to_stays(mocked_backup: Any) -> None:
    topics = {
        "Told": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "told"}},
        "Untold": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "untold"}},
    }
    notifications = {"SNSTopicArn": {"Ref": "Told"}, "BackupVaultEvents": ["BACKUP_JOB_COMPLETED"]}
    stack = Stack().create({**topics, "Vault": vault(Notifications=notifications)})
    backed_up(mocked_backup)
    stack.delete()
    assert stack.ids().keys() == {"Told", "Vault"}
    listed = client_of("sns").list_topics()["Topics"]
    assert [topic["TopicArn"].split(":")[-1] for topic in listed] == ["told"]


def test_a_deletion_that_a_test_lets_fail_is_not_tried_again(mocked_backup: Any) -> None:
    stack = Stack().create(RESOURCES)
    fail_operation("DeleteBackupSelection", code="ThrottlingException", times=1)
    stack.delete()
    assert (stack.status, stack.ids().keys()) == ("DELETE_FAILED", {"Selection", "Plan"})
    stack.delete()
    assert plans(mocked_backup) == []


def test_a_deletion_whose_look_fails_has_failed(mocked_backup: Any) -> None:
    stack = Stack().create(RESOURCES)
    fail_operation("DescribeBackupVault", code="ServiceUnavailableException", times=1)
    stack.delete()
    assert (stack.status, stack.ids()) == ("DELETE_FAILED", {"Vault": "nightly"})


def test_a_deleted_stack_has_no_outputs(mocked_backup: Any) -> None:
    stack = Stack().create(RESOURCES, Outputs={"Vault": {"Value": {"Ref": "Vault"}}})
    stack_id = stack.describe()["StackId"]
    stack.delete()
    (described,) = stack.client.describe_stacks(StackName=stack_id)["Stacks"]
    assert (described["StackStatus"], "Outputs" in described) == ("DELETE_COMPLETE", False)
    assert vaults(mocked_backup) == []
