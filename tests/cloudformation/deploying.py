"""Stacks of templates, and what is told of them."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from support import ACCOUNT, ROLE, client_of

VAULT = {"Type": "AWS::Backup::BackupVault", "Properties": {"BackupVaultName": "nightly"}}
RULE = {
    "RuleName": "daily",
    "TargetBackupVault": "nightly",
    "ScheduleExpression": "cron(0 5 * * ? *)",
    "Lifecycle": {"DeleteAfterDays": 35},
}
TAGGED = {"ConditionType": "STRINGEQUALS", "ConditionKey": "backup", "ConditionValue": "daily"}


def plan(**rule: Any) -> dict[str, Any]:
    """A plan of one rule, as a resource of a template."""
    document = {"BackupPlanName": "plan", "BackupPlanRule": [{**RULE, **rule}]}
    return {"Type": "AWS::Backup::BackupPlan", "Properties": {"BackupPlan": document}}


def selection(plan_id: Any, **members: Any) -> dict[str, Any]:
    """A selection by a tag, as a resource of a template."""
    document = {"SelectionName": "tagged", "IamRoleArn": ROLE, "ListOfTags": [TAGGED], **members}
    properties = {"BackupPlanId": plan_id, "BackupSelection": document}
    return {"Type": "AWS::Backup::BackupSelection", "Properties": properties}


def vault(name: str = "nightly", **properties: Any) -> dict[str, Any]:
    return {**VAULT, "Properties": {"BackupVaultName": name, **properties}}


def topic_arn(name: str = "told") -> str:
    return f"arn:aws:sns:us-east-1:{ACCOUNT}:{name}"


class Stack:
    """A stack by its name, with a client of moto's CloudFormation."""

    def __init__(self, name: str = "backups", client: Any = None) -> None:
        self.name = name
        self.client = client or client_of("cloudformation")

    def create(self, resources: Mapping[str, Any], **sections: Any) -> "Stack":
        """sections: of the template; `inputs` for its parameters, `tags` of the stack, and `request`."""
        self.client.create_stack(**self.request(resources, **sections))
        return self

    def update(self, resources: Mapping[str, Any], **sections: Any) -> "Stack":
        self.client.update_stack(**self.request(resources, **sections))
        return self

    def request(self, resources: Mapping[str, Any], **sections: Any) -> dict[str, Any]:
        return {"StackName": self.name, **_request(resources, sections)}

    def delete(self) -> None:
        self.client.delete_stack(StackName=self.name)

    def describe(self) -> Any:
        (described,) = self.client.describe_stacks(StackName=self.name)["Stacks"]
        return described

    @property
    def status(self) -> str:
        return str(self.describe()["StackStatus"])

    @property
    def outputs(self) -> dict[str, str]:
        outputs = self.describe().get("Outputs", [])
        return {output["OutputKey"]: output["OutputValue"] for output in outputs}

    def events(self) -> list[tuple[str, str]]:
        """The resource and the status of each event, the oldest first."""
        return [(e["LogicalResourceId"], e["ResourceStatus"]) for e in self._events()]

    def reasons(self, logical_id: str) -> list[str]:
        """Why a resource has failed, the oldest first."""
        events = [event for event in self._events() if event["LogicalResourceId"] == logical_id]
        return [e["ResourceStatusReason"] for e in events if "ResourceStatusReason" in e]

    def _events(self) -> Any:
        return self.client.describe_stack_events(StackName=self.name)["StackEvents"][::-1]

    def assert_made(self) -> None:
        """Fail with the reasons of all that has failed."""
        reasons = [
            e["ResourceStatusReason"] for e in self._events() if "FAILED" in e["ResourceStatus"]
        ]
        if reasons:
            pytest.fail("\n".join(reasons))

    def ids(self) -> dict[str, str]:
        """The physical id of each resource, which Ref gives."""
        listed = self.client.list_stack_resources(StackName=self.name)["StackResourceSummaries"]
        return {row["LogicalResourceId"]: row["PhysicalResourceId"] for row in listed}


def _request(resources: Mapping[str, Any], sections: Mapping[str, Any]) -> dict[str, Any]:
    sections = dict(sections)
    inputs, tags = sections.pop("inputs", {}), sections.pop("tags", {})
    request: dict[str, Any] = sections.pop("request", {})
    body = json.dumps({"Resources": resources, **sections})
    request = {**request, "TemplateBody": body}
    if inputs:
        request["Parameters"] = [
            {"ParameterKey": name, "ParameterValue": value} for name, value in inputs.items()
        ]
    if tags:
        request["Tags"] = [{"Key": key, "Value": value} for key, value in tags.items()]
    return request
