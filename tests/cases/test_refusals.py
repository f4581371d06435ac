"""Errors as AWS answered them: their texts, Code and Context, and headers.

Above each test stands where that was recorded, and when.
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls import RULE, backed_up, refused
from support import ACCOUNT, REGION
from truth.calls import raw

from cases.records import part

ABSENT = f"arn:aws:backup:{REGION}:{ACCOUNT}:recovery-point:1eb3b5e7-9eb0-435a-a80b-108b488b0d45"
COLD = {"MoveToColdStorageAfterDays": 730, "DeleteAfterDays": 2555}


def error(client: Any, operation: str, **parameters: Any) -> dict[str, Any]:
    """All members of an error."""
    with pytest.raises(ClientError) as caught:
        getattr(client, operation)(**parameters)
    return {**caught.value.response, **caught.value.response["Error"]}


def plan(**rule: Any) -> dict[str, Any]:
    return {"BackupPlanName": "plan", "Rules": [{**RULE, "RuleName": "Yearly-Backups", **rule}]}


# gruntwork-io/cloud-nuke issue 730, 2024-06; aws/aws-cdk issue 33711, 2025-03.
@pytest.mark.xfail(reason="the text and the Code are others")
def test_of_a_vault_with_recovery_points(vault: Any) -> None:
    backed_up(vault)
    told = error(vault, "delete_backup_vault", BackupVaultName="nightly")
    assert told["Message"] == (
        "Backup vault cannot be deleted because it contains recovery points."
    )
    assert told["Code"] == "InvalidRequestException"


# lgallard/terraform-aws-backup issue 40, 2021-06.
@pytest.mark.xfail(reason="the text is another")
def test_of_a_rule_that_is_continuous_and_cold(mocked_backup: Any) -> None:
    document = plan(EnableContinuousBackup=True, Lifecycle=COLD)
    code, message = refused(mocked_backup, "create_backup_plan", BackupPlan=document)
    assert code == "InvalidParameterValueException"
    assert message == (
        "Error in rule Yearly-Backups : Invalid lifecycle. MoveToColdStorageAfterDays is unavailable"
    )


# hashicorp/terraform-provider-aws pull request 7350, 2019-03.
@pytest.mark.xfail(reason="the text is another")
def test_of_a_rule_that_is_not_cold_for_long(mocked_backup: Any) -> None:
    lifecycle = {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 35}
    code, message = refused(
        mocked_backup, "create_backup_plan", BackupPlan=plan(Lifecycle=lifecycle)
    )
    assert code == "InvalidParameterValueException"
    assert message == (
        "Error in rule Yearly-Backups : Invalid lifecycle. DeleteAfterDays cannot be less than 90 "
        "days apart from MoveToColdStorageAfterDays"
    )


# cloudquery/cloudquery, its table of recovery points, 2022: what it takes for no tags.
@pytest.mark.xfail(reason="the text is another")
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
