"""What stacks rely on in moto's CloudFormation, asked of moto alone: stack_changes.py and cloudformation/."""

import inspect
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.cloudformation import models, parsing, responses
from moto.cloudformation.models import CloudFormationBackend, Stack
from moto.cloudformation.responses import CloudFormationResponse
from support import REGION

pytestmark = pytest.mark.usefixtures("stock_moto")
TYPE = "AWS::Backup::BackupVault"
TEMPLATE = '{"Resources": {"Made": {"Type": "%s", "Properties": {"Name": "%s"}}}}'


class Resource:
    """Notes how moto asks for a resource to be made, changed and deleted."""

    physical_resource_id = "made"

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []

    def create_from_cloudformation_json(self, *args: Any, **kwargs: Any) -> "Resource":
        self.asked.append(("create", (args, kwargs)))
        return self

    def update_from_cloudformation_json(self, **kwargs: Any) -> "Resource":
        self.asked.append(("update", kwargs))
        return self

    def delete(self, *args: str) -> None:
        self.asked.append(("delete", args))

    def is_created(self) -> bool:
        return True


def test_a_class_is_looked_up_by_two_functions_of_the_module(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resource = Resource()
    # What moto has is there again before the package is registered again.
    with monkeypatch.context() as patched, mock_aws():
        patched.setattr(parsing, "resource_class_from_type", lambda name: resource)
        patched.setattr(parsing, "resource_name_property_from_type", lambda name: "Name")
        client = boto3.client("cloudformation", region_name=REGION)
        client.create_stack(StackName="s", TemplateBody=TEMPLATE % (TYPE, "first"))
        client.update_stack(StackName="s", TemplateBody=TEMPLATE % (TYPE, "second"))
        client.delete_stack(StackName="s")
    (_, (made, names)), (_, changed), (_, deleted) = resource.asked
    assert [action for action, _ in resource.asked] == ["create", "update", "delete"]
    assert (made[0], made[1]["Properties"], made[3]) == ("first", {"Name": "first"}, REGION)
    assert names["LogicalId"] == "Made"
    assert names["StackId"].split("/")[1] == "s"
    assert changed["original_resource"] is resource
    assert changed["cloudformation_json"]["Properties"] == {"Name": "second"}
    assert deleted[1] == REGION


@pytest.mark.parametrize(
    ("owner", "name", "parameters"),
    [
        (parsing.ResourceMap, "update", ["self", "template", "parameters"]),
        (parsing.ResourceMap, "delete", ["self"]),
        (parsing.ResourceMap, "load_parameters", ["self"]),
        (Stack, "create_resources", ["self"]),
        (Stack, "update", ["self", "template", "role_arn", "parameters", "tags"]),
        (Stack, "delete", ["self"]),
        (CloudFormationBackend, "delete_stack", ["self", "name_or_stack_id"]),
        (CloudFormationBackend, "execute_change_set", ["self", "change_set_name", "stack_name"]),
        (models, "get_stack_from_s3_url", ["template_url", "account_id", "partition"]),
        (responses, "get_stack_from_s3_url", ["template_url", "account_id", "partition"]),
    ],
)
def test_what_is_replaced_is_there(owner: Any, name: str, parameters: list[str]) -> None:
    assert list(inspect.signature(owner.__dict__[name]).parameters) == parameters


@pytest.mark.parametrize("action", ["create", "describe", "execute", "delete"])
def test_a_change_set_is_asked_for_by_parameters_that_are_kept_in_a_mapping(action: str) -> None:
    assert f"{action}_change_set" in CloudFormationResponse.__dict__
    response = CloudFormationResponse()
    response.params = {"ChangeSetName": "deploy"}
    response.uri_match = {}
    assert response._get_param("ChangeSetName") == "deploy"


@pytest.mark.parametrize("action", ["create", "update", "delete"])
def test_nested_stacks_are_made_by_class_methods(action: str) -> None:
    assert isinstance(Stack.__dict__[f"{action}_from_cloudformation_json"], classmethod)


def test_a_map_of_resources_has_what_is_put_back() -> None:
    made = parsing.ResourceMap(
        "id",
        "name",
        {},
        {},
        region_name=REGION,
        account_id="1",
        template={"Resources": {"A": {"Type": TYPE}}},
        cross_stack_resources=None,
    )
    made.load()
    names = {
        *("_template", "_resource_json_map", "_parsed_resources", "input_parameters"),
        *("resolved_parameters", "lazy_condition_map"),
    }
    assert names <= made.__dict__.keys()
