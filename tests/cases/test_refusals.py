"""Errors as AWS answered them: their texts, Code and Context, and headers.

Above each test stands where that was recorded, and when.
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls import RULE, backed_up, refused
from support import ACCOUNT, REGION, client_of
from truth.calls import raw

from cases.records import part

ABSENT = f"arn:aws:backup:{REGION}:{ACCOUNT}:recovery-point:1eb3b5e7-9eb0-435a-a80b-108b488b0d45"


def error(client: Any, operation: str, **parameters: Any) -> dict[str, Any]:
    """An error, with the members that its shape has in the model."""
    with pytest.raises(ClientError) as caught:
        getattr(client, operation)(**parameters)
    return dict(caught.value.response)


NUMBERS: dict[str, str] = {
    # gruntwork-io/cloud-nuke issue 730, 2024-06.
    "delete_backup_vault": "ERROR_9101",
    # cloudquery/cloudquery, which compares it, 2022.
    "get_backup_vault_notifications": "ERROR_2106",
}


@pytest.mark.parametrize(("operation", "number"), NUMBERS.items(), ids=NUMBERS)
def test_have_a_number_as_their_code(fresh_server: str, operation: str, number: str) -> None:
    backup = client_of(endpoint_url=fresh_server)
    backup.create_backup_vault(BackupVaultName="nightly")
    backed_up(backup)
    told = error(backup, operation, BackupVaultName="nightly")
    assert told["Error"]["Code"] in ("InvalidRequestException", "ResourceNotFoundException")
    assert told["Code"] == number


REASONS: dict[str, dict[str, Any]] = {
    # lgallard/terraform-aws-backup issue 40, 2021-06.
    "Invalid lifecycle. MoveToColdStorageAfterDays is unavailable": {
        "EnableContinuousBackup": True,
        "Lifecycle": {"MoveToColdStorageAfterDays": 730, "DeleteAfterDays": 2555},
    },
    # hashicorp/terraform-provider-aws pull request 7350, 2019-03.
    "Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from "
    "MoveToColdStorageAfterDays": {
        "Lifecycle": {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 35},
    },
    # hashicorp/terraform-provider-aws issue 24960, 2022-05.
    "Invalid lifecycle. DeleteAfterDays cannot be less than 1 or more than 36500 days": {
        "Lifecycle": {"DeleteAfterDays": 0},
    },
}


# How it begins is of hashicorp/terraform-provider-aws pull request 34994, 2024-01. The issues above have
# "Error in rule NAME : …" instead, which is older.
@pytest.mark.parametrize(("reason", "rule"), REASONS.items())
def test_of_a_rule_tell_the_reason(mocked_backup: Any, reason: str, rule: dict[str, Any]) -> None:
    document = {"BackupPlanName": "plan", "Rules": [{**RULE, **rule}]}
    code, message = refused(mocked_backup, "create_backup_plan", BackupPlan=document)
    assert code == "InvalidParameterValueException"
    assert message == f"Error in some rules due to : {reason}"


# cloudquery/cloudquery, its table of recovery points, 2022: what it takes for no tags.
def test_of_tags_of_an_absent_recovery_point(mocked_backup: Any) -> None:
    code, message = refused(mocked_backup, "list_tags", ResourceArn=ABSENT)
    assert code == "ResourceNotFoundException"
    assert message.startswith("Cannot find recovery point")


# cloud-custodian/cloud-custodian test_backup_vault_kms_filter, recorded 2020-03.
def test_headers_of_an_answer(vault: Any) -> None:
    told = vault.describe_backup_vault(BackupVaultName="nightly")["ResponseMetadata"]
    recorded = {"content-type": "application/json", "x-amzn-requestid": told["RequestId"]}
    assert part(told["HTTPHeaders"], recorded) == recorded
    assert len(told["RequestId"]) == len("7ad118d0-5707-4ebd-acf8-c79319352487")


# hashicorp/terraform-provider-aws issue 29199, 2023-02: what SDKs cut off stands behind the name.
def test_headers_of_an_error(fresh_server: str) -> None:
    body = b'{"BackupSelection": {"SelectionName": "s"}}'
    status, headers, told = raw(f"{fresh_server}/backup/plans/none/selections", "PUT", body)
    assert status == 400
    name, _, _ = headers["x-amzn-ErrorType"].partition(":")
    assert name == told["__type"]
    assert headers["Content-Type"] == "application/json"
    assert len(headers["x-amzn-RequestId"]) == len("9e8efa36-f6e2-42d9-a916-27d41765d0ea")
