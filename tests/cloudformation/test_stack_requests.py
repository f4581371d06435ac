"""Stacks that are deployed again and again, by the calls of the CDK's command line."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from cloudformation.deploying import Stack, plan, vault
from support import client_of

VERSION = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/version"}
PREVIOUS = [{"ParameterKey": name, "UsePreviousValue": True} for name in ("Version", "Days")]


def refusal(call: Any, **request: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        call(**request)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_change_set_without_a_type_changes_the_stack(mocked_backup: Any) -> None:
    stack = Stack("first")
    stack.client.create_stack(**stack.request({"Vault": vault("one"), "Other": vault("two")}))
    request = stack.request({"Vault": vault("one")})
    stack.client.create_change_set(ChangeSetName="less", **request)
    named = {"StackName": "first", "ChangeSetName": "less"}
    changes = stack.client.describe_change_set(**named)["Changes"]
    actions = {
        each["ResourceChange"]["LogicalResourceId"]: each["ResourceChange"]["Action"]
        for each in changes
    }
    assert actions["Other"] == "Remove"
    stack.client.execute_change_set(**named)
    made = mocked_backup.list_backup_vaults()["BackupVaultList"]
    assert [each["BackupVaultName"] for each in made] == ["one"]


class TestChangeSetsOfOneName:
    """The CDK names that of each stack cdk-deploy-change-set."""

    @pytest.fixture
    def stacks(self, mocked_backup: Any) -> list[Stack]:
        stacks = [Stack("first"), Stack("second")]
        for stack in stacks:
            request = stack.request({"Vault": vault(f"of-{stack.name}")})
            stack.client.create_change_set(
                ChangeSetName="deploy", ChangeSetType="CREATE", **request
            )
        return stacks

    def test_are_described_and_listed_by_their_stacks(self, stacks: list[Stack]) -> None:
        for stack in stacks:
            described = stack.client.describe_change_set(
                StackName=stack.name, ChangeSetName="deploy"
            )
            listed = stack.client.list_change_sets(StackName=stack.name)["Summaries"]
            assert described["StackName"] == stack.name
            assert [each["StackName"] for each in listed] == [stack.name]

    def test_are_executed_by_their_stacks(self, stacks: list[Stack], mocked_backup: Any) -> None:
        first = stacks[0]
        first.client.execute_change_set(StackName="first", ChangeSetName="deploy")
        made = mocked_backup.list_backup_vaults()["BackupVaultList"]
        assert [each["BackupVaultName"] for each in made] == ["of-first"]

    def test_are_deleted_by_their_stacks(self, stacks: list[Stack]) -> None:
        client = stacks[0].client
        client.delete_change_set(StackName="second", ChangeSetName="deploy")
        assert client.describe_change_set(StackName="first", ChangeSetName="deploy")
        assert refusal(client.describe_change_set, StackName="second", ChangeSetName="deploy") == (
            "ChangeSetNotFound",
            "ChangeSet [deploy] does not exist",
        )

    def test_are_several_of_a_stack_that_is_not_there_yet(self, stacks: list[Stack]) -> None:
        first = stacks[0]
        request = first.request({"Vault": vault("other")})
        first.client.create_change_set(ChangeSetName="again", ChangeSetType="CREATE", **request)
        listed = first.client.list_change_sets(StackName="first")["Summaries"]
        assert [each["ChangeSetName"] for each in listed] == ["deploy", "again"]
        described = first.client.describe_change_set(StackName="first", ChangeSetName="again")
        assert described["Status"] == "CREATE_COMPLETE"

    def test_are_deleted_where_there_is_none(self, stacks: list[Stack]) -> None:
        client = stacks[0].client
        client.delete_change_set(StackName="first", ChangeSetName="another")
        assert refusal(client.delete_change_set, StackName="none", ChangeSetName="deploy") == (
            "ValidationError",
            "Stack with id none does not exist",
        )


class TestTheChangesOfAChangeSet:
    def changes(self, stack: Stack, resources: dict[str, Any]) -> dict[str, Any]:
        stack.client.create_change_set(
            ChangeSetName="changes", ChangeSetType="UPDATE", **stack.request(resources)
        )
        described = stack.client.describe_change_set(StackName=stack.name, ChangeSetName="changes")
        each = (change["ResourceChange"] for change in described["Changes"])
        return {change.pop("LogicalResourceId"): change for change in each}

    def test_tell_which_properties_change(self, mocked_backup: Any) -> None:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html"""
        table = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "told"}}
        stack = Stack().create({"Plan": plan(), "Same": vault("same"), "Topic": table})
        kept = {**plan(RuleName="other"), "DeletionPolicy": "Retain"}
        kept["Properties"] = {**kept["Properties"], "BackupPlanTags": {"team": "a"}}
        other = {**table, "Properties": {"TopicName": "other"}}
        changed = self.changes(stack, {"Plan": kept, "Same": vault("same"), "Topic": other})
        facts = {"Evaluation": "Static", "ChangeSource": "DirectModification"}
        targets: list[dict[str, str]] = [
            {"Attribute": "Properties", "Name": "BackupPlan"},
            {"Attribute": "Properties", "Name": "BackupPlanTags"},
            {"Attribute": "DeletionPolicy"},
        ]
        assert changed == {
            "Plan": {
                "Action": "Modify",
                "ResourceType": "AWS::Backup::BackupPlan",
                "Replacement": "False",
                "Scope": ["Properties", "DeletionPolicy"],
                "Details": [
                    {"Target": {**target, "RequiresRecreation": "Never"}, **facts}
                    for target in targets
                ],
            },
            "Topic": {"Action": "Modify", "ResourceType": "AWS::SNS::Topic"},
        }

    def test_tell_which_change_replaces_a_resource(self, mocked_backup: Any) -> None:
        stack = Stack().create({"Vault": vault("one"), "Gone": vault("gone")})
        changed = self.changes(
            stack, {"Vault": vault("two", BackupVaultTags={"team": "a"}), "New": vault("new")}
        )
        assert {name: change["Action"] for name, change in changed.items()} == {
            "New": "Add",
            "Vault": "Modify",
            "Gone": "Remove",
        }
        assert changed["Vault"]["Replacement"] == "True"
        targets = [detail["Target"] for detail in changed["Vault"]["Details"]]
        assert {target["Name"]: target["RequiresRecreation"] for target in targets} == {
            "BackupVaultName": "Always",
            "BackupVaultTags": "Never",
        }


class TestAParameterThatKeepsItsDefault:
    @pytest.fixture
    def stack(self, mocked_backup: Any) -> Stack:
        client_of("ssm").put_parameter(Name="/version", Value="30", Type="String")
        return Stack().create(**self.sections("7"))

    @staticmethod
    def sections(default: str) -> dict[str, Any]:
        days = {"Type": "Number", "Default": default}
        return {
            "resources": {
                "Vault": vault(),
                "Plan": plan(Lifecycle={"DeleteAfterDays": {"Ref": "Days"}}),
            },
            "Parameters": {"Version": VERSION, "Days": days},
        }

    @staticmethod
    def days(client: Any) -> int:
        (listed,) = client.list_backup_plans()["BackupPlansList"]
        document = client.get_backup_plan(BackupPlanId=listed["BackupPlanId"])["BackupPlan"]
        return int(document["Rules"][0]["Lifecycle"]["DeleteAfterDays"])

    def test_has_it_after_an_update(self, stack: Stack, mocked_backup: Any) -> None:
        assert self.days(mocked_backup) == 7
        stack.client.update_stack(**stack.request(**self.sections("9")), Parameters=PREVIOUS)
        assert (stack.status, self.days(mocked_backup)) == ("UPDATE_COMPLETE", 7)

    def test_has_it_after_a_change_set(self, stack: Stack, mocked_backup: Any) -> None:
        for default in ("9", "11"):
            stack.client.create_change_set(
                ChangeSetName=f"to-{default}",
                ChangeSetType="UPDATE",
                Parameters=PREVIOUS,
                **stack.request(**self.sections(default)),
            )
            stack.client.execute_change_set(StackName=stack.name, ChangeSetName=f"to-{default}")
            assert (stack.status, self.days(mocked_backup)) == ("UPDATE_COMPLETE", 7)

    def test_gets_another_value(self, stack: Stack, mocked_backup: Any) -> None:
        given = [PREVIOUS[0], {"ParameterKey": "Days", "ParameterValue": "10"}]
        stack.client.update_stack(**stack.request(**self.sections("9")), Parameters=given)
        assert self.days(mocked_backup) == 10


class TestATemplateInABucket:
    """Of a server's S3, clients give the server's own address."""

    @pytest.mark.parametrize(
        "address",
        [
            "http://127.0.0.1:5000/templates",
            "http://moto:5000/templates",
            "http://localhost:5000/templates",
            "https://s3.us-east-1.amazonaws.com/templates",
            "https://templates.s3.us-east-1.amazonaws.com",
        ],
    )
    def test_is_found_by_each_address(self, address: str, mocked_backup: Any) -> None:
        bucket, body = client_of("s3"), json.dumps({"Resources": {"Vault": vault("inner")}})
        bucket.create_bucket(Bucket="templates")
        bucket.put_object(Bucket="templates", Key="inner.json", Body=body)
        nested = {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": {"TemplateURL": f"{address}/inner.json"},
        }
        outer = json.dumps({"Resources": {"Nested": nested, "Vault": vault("outer")}})
        bucket.put_object(Bucket="templates", Key="outer.json", Body=outer)
        stacks = client_of("cloudformation")
        stacks.create_stack(StackName="outer", TemplateURL=f"{address}/outer.json")
        stacks.update_stack(
            StackName="outer",
            TemplateBody=json.dumps({"Resources": {"Nested": nested}}),
        )
        made = mocked_backup.list_backup_vaults()["BackupVaultList"]
        assert [each["BackupVaultName"] for each in made] == ["inner"]

    @pytest.mark.parametrize(
        "address", ["http://127.0.0.1:5000/templates/none.json", "https://s3.test/none.json"]
    )
    def test_is_not_found_where_nothing_is(self, address: str, mocked_backup: Any) -> None:
        assert refusal(
            client_of("cloudformation").create_stack, StackName="none", TemplateURL=address
        ) == ("NoSuchBucket", "The specified bucket does not exist")
