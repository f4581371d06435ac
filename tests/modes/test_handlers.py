"""Who answers an operation: a function that is registered here, else moto's handler, else nobody."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from calls import backed_up
from moto import mock_aws
from moto.backup.responses import BackupResponse
from moto.core.authorization import enable_iam_authentication
from moto.core.utils import camelcase_to_underscores
from support import ONCE, REGION

from moto_backup_summaries.backup.aws.service_model import operation_names
from moto_backup_summaries.backup.frame.operations import OPERATIONS

# What moto and we answer, and a request for it.
SHARED = {
    "ListBackupVaults": {},
    "DescribeBackupVault": {"BackupVaultName": "nightly"},
    "ListTags": {"ResourceArn": "arn:aws:backup:us-east-1:123456789012:backup-vault:nightly"},
}


def method(operation: str) -> str:
    """The name of an operation's handler in moto, and of its method in boto3."""
    return camelcase_to_underscores(operation)


def call(client: Any, operation: str, **parameters: Any) -> Any:
    return getattr(client, method(operation))(**parameters)


@pytest.fixture
def moto_s_handlers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The operations that moto is asked to answer, once it answers all that AWS has."""
    asked: list[str] = []

    def handler_of(operation: str) -> Any:
        def answer(self: BackupResponse) -> str:
            asked.append(operation)
            return "{}"

        return answer

    for operation in operation_names():
        monkeypatch.setattr(BackupResponse, method(operation), handler_of(operation), raising=False)
    return asked


def lacking(operation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an operation be none of ours."""
    monkeypatch.delitem(OPERATIONS, operation)


@pytest.mark.parametrize("operation", ["ListBackupJobSummaries", "ListBackupJobs", *SHARED])
def test_ours_wins_over_a_handler_that_moto_has_or_will_have(
    operation: str, vault: Any, moto_s_handlers: list[str]
) -> None:
    call(vault, operation, **SHARED.get(operation, {}))
    assert moto_s_handlers == []


@pytest.mark.parametrize("operation", SHARED)
def test_moto_answers_what_we_do_not(
    operation: str, vault: Any, moto_s_handlers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking(operation, monkeypatch)
    call(vault, operation, **SHARED[operation])
    assert moto_s_handlers == [operation]


def test_moto_s_own_error_comes_through(vault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lacking("DescribeBackupVault", monkeypatch)
    with pytest.raises(vault.exceptions.ResourceNotFoundException) as caught:
        vault.describe_backup_vault(BackupVaultName="weekly")
    assert caught.value.response["Error"]["Message"] == "weekly"


def test_moto_s_own_answer_comes_through(vault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    backed_up(vault)
    (ours,) = vault.list_backup_vaults()["BackupVaultList"]
    lacking("ListBackupVaults", monkeypatch)
    (moto_s,) = vault.list_backup_vaults()["BackupVaultList"]
    assert ours.keys() - moto_s.keys() == {"VaultType", "EncryptionKeyType"}
    assert (moto_s["BackupVaultName"], moto_s["NumberOfRecoveryPoints"]) == ("nightly", 1)


def test_iam_refuses_what_moto_would_answer_as_it_refuses_ours(
    vault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking("ListBackupVaults", monkeypatch)
    with enable_iam_authentication(), pytest.raises(ClientError) as error:
        vault.list_backup_vaults()
    response = error.value.response
    assert response["Error"]["Code"] == "UnrecognizedClientException"
    assert response["ResponseMetadata"]["HTTPHeaders"]["content-type"] == "application/json"


def test_what_nobody_answers_is_refused_by_name(
    vault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking("ListBackupJobs", monkeypatch)
    with pytest.raises(ClientError, match="ListBackupJobs is implemented neither by moto") as error:
        vault.list_backup_jobs()
    answer = error.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert answer["Error"]["Code"] == "NotImplementedException"
    # One SDK reads the message in this header only.
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    assert headers["x-amzn-errormessage"] == answer["Error"]["Message"]


def test_what_an_operation_does_not_expect_is_an_internal_failure(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(account: Any, request: Any) -> dict[str, Any]:
        raise KeyError("nobody thought of this")

    monkeypatch.setitem(OPERATIONS, "ListBackupJobs", fail)
    with mock_aws():
        client = boto3.client("backup", region_name=REGION, config=ONCE)
        with pytest.raises(ClientError, match="AWS Backup failed: see the log of moto") as error:
            client.list_backup_jobs()
        assert client.list_copy_jobs()["CopyJobs"] == []
    response = error.value.response
    assert response["Error"]["Code"] == "InternalFailure"
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 500
    assert "nobody thought of this" in caplog.text


def test_what_is_registered_is_an_operation_of_aws(vault: Any) -> None:
    unknown = OPERATIONS.keys() - {*operation_names()}
    words = ("Scan", "AccessPoint", "Tiering")
    newer = {name for name in unknown if any(word in name for word in words)}
    assert unknown == newer, "old botocores know no scans, access points and tiering configurations"
