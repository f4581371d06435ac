"""What CloudFormation refuses of a template before it does anything: names of nothing, and circles."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from cloudformation.deploying import Stack, plan, vault

UNRESOLVED = (
    "Template format error: Unresolved resource dependencies [{}] in the {} block of the template"
)


def named(client: Any) -> list[str]:
    return [each["BackupVaultName"] for each in client.list_backup_vaults()["BackupVaultList"]]


def refused(
    stack: Stack, resources: dict[str, Any], *, is_update: bool = False, **blocks: Any
) -> Any:
    with pytest.raises(ClientError) as error:
        (stack.update if is_update else stack.create)(resources, **blocks)
    assert error.value.response["Error"]["Code"] == "ValidationError"
    return error.value.response["Error"]["Message"]


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "Absent"},
        {"Fn::GetAtt": ["Absent", "BackupVaultName"]},
        {"Fn::GetAtt": "Absent.BackupVaultName"},
        {"Fn::Sub": "${Absent}-${AWS::Region}-${!Literal}"},
        {"Fn::Sub": ["${Absent.Arn}-${here}", {"here": {"Ref": "AWS::StackName"}}]},
        {"Fn::Join": ["-", ["a", {"Ref": "Absent"}]]},
    ],
)
def test_a_name_of_nothing_is_refused(mocked_backup: Any, value: Any) -> None:
    assert refused(Stack(), {"Vault": vault(value)}) == UNRESOLVED.format("Absent", "Resources")
    assert named(mocked_backup) == []


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"Ref": "Absent"}, UNRESOLVED.format("Absent", "Outputs")),
        ({"Fn::Sub": "${Lost.Arn} ${Absent}"}, UNRESOLVED.format("Lost, Absent", "Outputs")),
        (
            {"Fn::GetAtt": ["Vault", "Name"]},
            "Template error: resource Vault does not support attribute type Name in Fn::GetAtt",
        ),
    ],
)
def test_an_output_of_nothing_is_refused(mocked_backup: Any, value: Any, message: str) -> None:
    outputs = {"Outputs": {"Told": {"Value": value}}}
    assert refused(Stack(), {"Vault": vault()}, **outputs) == message
    assert named(mocked_backup) == []
    stack = Stack().create({"Vault": vault()})
    assert refused(stack, {"Vault": vault("weekly")}, is_update=True, **outputs) == message
    assert (named(mocked_backup), stack.status) == (["nightly"], "CREATE_COMPLETE")


@pytest.mark.parametrize("names", ["Absent", ["Other", "Absent"]])
def test_an_order_after_nothing_is_refused(mocked_backup: Any, names: Any) -> None:
    resources = {"Vault": {**vault(), "DependsOn": names}, "Other": vault("other")}
    assert refused(Stack(), resources) == UNRESOLVED.format("Absent", "Resources")


def test_a_circle_is_refused(mocked_backup: Any) -> None:
    resources = {
        "One": vault({"Ref": "Two"}),
        "Two": {**vault("two"), "DependsOn": "One"},
        "Three": vault("three"),
    }
    assert refused(Stack(), resources) == "Circular dependency between resources: [One, Two]"


def test_an_update_that_is_refused_changes_nothing(mocked_backup: Any) -> None:
    stack = Stack().create({"Vault": vault()})
    before = stack.events
    changed = {"Vault": vault("weekly"), "Other": vault({"Ref": "Absent"})}
    assert refused(stack, changed, is_update=True) == UNRESOLVED.format("Absent", "Resources")
    assert (named(mocked_backup), stack.status) == (["nightly"], "CREATE_COMPLETE")
    assert stack.events == before
    template = stack.client.get_template(StackName="backups")["TemplateBody"]
    assert [*template["Resources"]] == ["Vault"]


@pytest.mark.parametrize("value", [{"Fn::GetAtt": ["Vault", "Name"]}, {"Fn::Sub": "${Vault.Name}"}])
def test_an_attribute_that_a_type_does_not_have_is_refused(mocked_backup: Any, value: Any) -> None:
    stack = Stack().create({"Vault": vault()})
    changed = {"Vault": vault("weekly"), "Other": vault(value)}
    assert refused(stack, changed, is_update=True) == (
        "Template error: resource Vault does not support attribute type Name in Fn::GetAtt"
    )
    assert named(mocked_backup) == ["nightly"]


def test_parameters_and_what_a_text_says_itself_are_known(mocked_backup: Any) -> None:
    name = {"Fn::Sub": ["${Team}-${days}", {"days": "7"}]}
    team = {"Team": {"Type": "String", "Default": "blue"}}
    made = {"Vault": vault(name), "Plan": plan(TargetBackupVault={"Ref": "Vault"})}
    Stack().create(made, Parameters=team).assert_made()
    assert named(mocked_backup) == ["blue-7"]


def test_stacks_without_ours_are_refused_as_moto_does(mocked_backup: Any) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Absent"}}}
    with pytest.raises(KeyError):
        Stack().create({"Queue": queue})
