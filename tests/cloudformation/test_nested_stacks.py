"""Stacks of other stacks' templates, change sets, and sets of stacks."""

import json
from typing import Any

import pytest
from calls import backed_up, points
from cloudformation.deploying import Stack, plan, vault
from cloudformation.test_refused_stacks import REFUSED, topic, topics
from cloudformation.test_stacks import RESOURCES, plans, vaults
from support import ACCOUNT, REGION, client_of

OUTPUTS = {"Vault": {"Value": {"Ref": "Vault"}, "Export": {"Name": "vault"}}}


@pytest.fixture
def templates(mocked_backup: Any) -> Any:
    """Puts a template into a bucket, and gives the stack of it as a resource of a template."""
    s3 = client_of("s3")
    s3.create_bucket(Bucket="templates")

    def put(name: str, resources: Any, **properties: Any) -> dict[str, Any]:
        s3.put_object(Bucket="templates", Key=name, Body=json.dumps({"Resources": resources}))
        url = f"https://templates.s3.amazonaws.com/{name}"
        return {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": {"TemplateURL": url, **properties},
        }

    return put


def statuses() -> list[str]:
    """Those of all stacks: the parent's first."""
    listed = client_of("cloudformation").describe_stacks()["Stacks"]
    return [stack["StackStatus"] for stack in sorted(listed, key=lambda s: len(s["StackName"]))]


class TestANestedStack:
    def test_is_made_and_goes(self, templates: Any, mocked_backup: Any) -> None:
        stack = Stack().create({"Nested": templates("first", RESOURCES)})
        assert (vaults(mocked_backup), len(plans(mocked_backup))) == (["nightly"], 1)
        stack.delete()
        assert (vaults(mocked_backup), plans(mocked_backup)) == ([], [])

    def test_that_is_refused_rolls_its_parent_back(
        self, templates: Any, mocked_backup: Any
    ) -> None:
        nested = templates("first", {**RESOURCES, "Plan": REFUSED})
        stack = Stack().create({"Other": vault("other"), "Topic": topic(), "Nested": nested})
        assert statuses() == ["ROLLBACK_COMPLETE"]
        assert (vaults(mocked_backup), topics()) == ([], [])
        (reason,) = stack.reasons("Nested")
        assert reason.startswith(f"Embedded stack arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/")
        assert reason.endswith(
            "was not successfully created: The following resource(s) failed to create: [Plan]."
        )

    def test_is_updated_in_its_place(self, templates: Any, mocked_backup: Any) -> None:
        stack = Stack().create({"Nested": templates("first", RESOURCES)})
        before = plans(mocked_backup)
        stack.update({"Nested": templates("second", {**RESOURCES, "Vault": vault("weekly")})})
        assert (vaults(mocked_backup), plans(mocked_backup)) == (["weekly"], before)
        assert statuses() == ["UPDATE_COMPLETE", "UPDATE_COMPLETE"]

    def test_whose_update_is_refused_rolls_its_parent_back(
        self, templates: Any, mocked_backup: Any
    ) -> None:
        resources = {"Nested": templates("first", RESOURCES), "Topic": topic()}
        stack = Stack().create(resources)
        second = templates("second", {"Vault": vault("weekly"), "Plan": REFUSED})
        stack.update({"Nested": second, "Topic": topic(), "New": topic("new")})
        assert statuses() == ["UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"]
        assert (vaults(mocked_backup), topics()) == (["nightly"], ["told"])
        assert stack.reasons("Nested")[-1].endswith(
            "was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: "
            "The following resource(s) failed to update: [Plan]."
        )

    def test_without_ours_is_made_anew_as_moto_does(
        self, templates: Any, mocked_backup: Any
    ) -> None:
        stack = Stack().create({"Nested": templates("first", {"Topic": topic()})})
        before = stack.ids()
        stack.update({"Nested": templates("second", {"Topic": topic("new")})})
        assert (topics(), statuses()[1]) == (["new"], "CREATE_COMPLETE")
        assert stack.ids() != before

    def test_whose_deletion_is_refused_keeps_its_parent(
        self, templates: Any, mocked_backup: Any
    ) -> None:
        stack = Stack().create({"Nested": templates("first", RESOURCES), "Topic": topic()})
        backed_up(mocked_backup)
        stack.delete()
        assert statuses() == ["DELETE_FAILED", "DELETE_FAILED"]
        assert (vaults(mocked_backup), plans(mocked_backup), topics()) == (["nightly"], [], [])
        assert stack.reasons("Nested")[-1].endswith(
            "was not successfully deleted: The following resource(s) failed to delete: [Vault]."
        )
        for point in points(mocked_backup):
            mocked_backup.delete_recovery_point(
                BackupVaultName="nightly", RecoveryPointArn=point["RecoveryPointArn"]
            )
        stack.delete()
        assert (vaults(mocked_backup), statuses()) == ([], [])

    def test_that_cannot_go_stays_where_its_parent_has_it_no_more(
        self, templates: Any, mocked_backup: Any
    ) -> None:
        resources = {"Nested": templates("first", RESOURCES), "Other": vault("other")}
        stack = Stack().create(resources)
        backed_up(mocked_backup)
        stack.update({"New": vault("new")})
        assert (stack.status, stack.ids().keys()) == (
            "UPDATE_ROLLBACK_COMPLETE",
            {"Nested", "Other"},
        )
        assert sorted(vaults(mocked_backup)) == ["nightly", "other"]


class TestAChangeSet:
    def execute(self, stack: Stack, kind: str, resources: Any) -> str:
        """Execute a change set of such resources; its status then."""
        body = json.dumps({"Resources": resources, "Outputs": OUTPUTS})
        cloudformation = stack.client
        made = cloudformation.create_change_set(
            StackName=stack.name, ChangeSetName=kind, TemplateBody=body, ChangeSetType=kind
        )
        cloudformation.execute_change_set(ChangeSetName=made["Id"])
        told = cloudformation.describe_change_set(ChangeSetName=made["Id"])
        cloudformation.delete_change_set(ChangeSetName=made["Id"])
        return str(told["ExecutionStatus"])

    def test_makes_and_changes_a_stack(self, mocked_backup: Any) -> None:
        stack = Stack()
        assert self.execute(stack, "CREATE", RESOURCES) == "EXECUTE_COMPLETE"
        assert (stack.status, stack.outputs) == ("CREATE_COMPLETE", {"Vault": "nightly"})
        exports = stack.client.list_exports()["Exports"]
        assert [export["Value"] for export in exports] == ["nightly"]
        backed_up(mocked_backup)
        changed = {**RESOURCES, "Vault": vault("weekly")}
        assert self.execute(stack, "UPDATE", changed) == "EXECUTE_COMPLETE"
        assert (stack.status, stack.outputs) == ("UPDATE_COMPLETE", {"Vault": "weekly"})
        assert ("Vault", "DELETE_FAILED") in stack.events()
        stack.delete()
        assert (vaults(mocked_backup), plans(mocked_backup)) == (["nightly"], [])

    def test_that_is_refused_makes_nothing(self, mocked_backup: Any) -> None:
        stack = Stack()
        refused = {**RESOURCES, "Plan": REFUSED, "Topic": topic()}
        assert self.execute(stack, "CREATE", refused) == "EXECUTE_FAILED"
        assert (stack.status, stack.ids()) == ("ROLLBACK_COMPLETE", {})
        assert (vaults(mocked_backup), topics()) == ([], [])
        assert stack.events()[2:] == [
            ("Plan", "CREATE_FAILED"),
            ("backups", "ROLLBACK_IN_PROGRESS"),
            ("backups", "ROLLBACK_COMPLETE"),
        ]

    def test_that_is_refused_changes_nothing(self, mocked_backup: Any) -> None:
        stack = Stack().create(RESOURCES, Outputs=OUTPUTS)
        refused = {**RESOURCES, "Vault": vault("weekly"), "Plan": REFUSED}
        assert self.execute(stack, "UPDATE", refused) == "EXECUTE_FAILED"
        assert (stack.status, stack.outputs) == ("UPDATE_ROLLBACK_COMPLETE", {"Vault": "nightly"})
        assert vaults(mocked_backup) == ["nightly"]

    def test_without_ours_is_executed_as_moto_does(self, mocked_backup: Any) -> None:
        stack = Stack()
        cloudformation = stack.client
        body = json.dumps({"Resources": {"Topic": topic()}})
        cloudformation.create_change_set(
            StackName=stack.name, ChangeSetName="first", TemplateBody=body, ChangeSetType="CREATE"
        )
        cloudformation.execute_change_set(ChangeSetName="first")
        assert (stack.status, topics()) == ("CREATE_COMPLETE", ["told"])


@pytest.mark.parametrize("model", ["SELF_MANAGED", "SERVICE_MANAGED"])
def test_a_set_of_stacks_makes_them_in_each_region(mocked_backup: Any, model: str) -> None:
    cloudformation, far = client_of("cloudformation"), client_of("backup", "eu-west-1")
    body = json.dumps({"Resources": RESOURCES})
    cloudformation.create_stack_set(
        StackSetName="backups", TemplateBody=body, PermissionModel=model
    )
    of = {"StackSetName": "backups", "Regions": [REGION, "eu-west-1"]}
    if model == "SELF_MANAGED":
        cloudformation.create_stack_instances(Accounts=[ACCOUNT], **of)
        assert (vaults(mocked_backup), vaults(far)) == (["nightly"], ["nightly"])
        cloudformation.delete_stack_instances(Accounts=[ACCOUNT], RetainStacks=False, **of)
    assert (vaults(mocked_backup), vaults(far)) == ([], [])


@pytest.mark.parametrize(
    "made", [topic(DisplayName={"Ref": "Told"}), vault(BackupVaultTags={"told": {"Ref": "Told"}})]
)
def test_moto_changes_no_stack_of_a_set_that_is_updated(
    mocked_backup: Any, made: dict[str, Any]
) -> None:
    """The manual says so: it is the same without anything of AWS Backup."""
    kept, told = {"UsePreviousValue": True}, {"ParameterKey": "Told", "ParameterValue": "first"}
    declared = {"Told": {"Type": "String"}, "Other": {"Type": "String", "Default": "other"}}
    body = json.dumps({"Parameters": declared, "Resources": {"Made": made}})
    cloudformation, of_set = client_of("cloudformation"), {"StackSetName": "backups"}
    of_stack = {**of_set, "Accounts": [ACCOUNT], "Regions": [REGION]}
    cloudformation.create_stack_set(**of_set, TemplateBody=body, Parameters=[told])
    cloudformation.create_stack_instances(**of_stack)
    stack = Stack("StackSet:backups")
    events = stack.events()

    def update(**parameter: Any) -> list[dict[str, str]]:
        cloudformation.update_stack_set(
            **of_stack, UsePreviousTemplate=True, Parameters=[parameter]
        )
        return list(cloudformation.describe_stack_set(**of_set)["StackSet"]["Parameters"])

    changed = {**told, "ParameterValue": "then"}
    assert update(**changed) == [changed]
    assert update(ParameterKey="Told", **kept) == [changed]
    assert stack.events() == events
    with pytest.raises(KeyError, match="Other"):
        update(ParameterKey="Other", **kept)


def test_stacks_without_ours_are_made_updated_and_deleted_as_moto_does(mocked_backup: Any) -> None:
    stack = Stack().create({"Topic": topic()}, Outputs={"Arn": {"Value": {"Ref": "Topic"}}})
    stack.update({"Topic": topic("new")}, Outputs={"Arn": {"Value": {"Ref": "Topic"}}})
    assert (topics(), plan()["Type"]) == (["new"], "AWS::Backup::BackupPlan")
    stack.delete()
    assert topics() == []
