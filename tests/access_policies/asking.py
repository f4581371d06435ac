"""Calls of the tests of access policies, and who makes them."""

import json
from typing import Any

import pytest
from access_policies.examples import deny
from botocore.exceptions import ClientError
from support import ACCOUNT, REGION, MakeClient

NIGHTLY = {"BackupVaultName": "nightly"}
ROOT = f"arn:aws:iam::{ACCOUNT}:root"


def allow(principal: Any, *operations: str) -> dict[str, Any]:
    return {**deny(*operations, Principal=principal), "Effect": "Allow"}


def denied(client: Any, operation: str, **parameters: Any) -> str:
    """The message of a refusal that is an AccessDeniedException with status 403."""
    with pytest.raises(ClientError) as caught:
        getattr(client, operation)(**parameters)
    response = caught.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert response["Error"]["Code"] == "AccessDeniedException"
    return str(response["Error"]["Message"])


def message(caller: str, operation: str, resource: str) -> str:
    """AWS's message of what a policy denies."""
    return (
        f"User: {caller} is not authorized to perform: backup:{operation} on resource: {resource} with an "
        "explicit deny in a resource-based policy"
    )


def role_arn(name: str, account_id: str = ACCOUNT) -> str:
    return f"arn:aws:iam::{account_id}:role/{name}"


def session_arn(name: str, account_id: str = ACCOUNT) -> str:
    return f"arn:aws:sts::{account_id}:assumed-role/{name}/session"


def make_role(make: MakeClient, name: str) -> str:
    """Make a role of moto's IAM; its id."""
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    role = make(service="iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)
    return str(role["Role"]["RoleId"])


def as_role(make: MakeClient, name: str, region_name: str = REGION) -> Any:
    """A client of a session of a role, which need not exist."""
    answer = make(service="sts").assume_role(RoleArn=role_arn(name), RoleSessionName="session")
    keys = answer["Credentials"]
    return make(
        region_name=region_name,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


def as_user(make: MakeClient, name: str) -> Any:
    """A client of a new user of moto's IAM."""
    iam = make(service="iam")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return make(aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
