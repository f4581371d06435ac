"""An operation without HTTP: the gate, the refusals, the transaction and the answer of one over boto3."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls import PLAN, bucket, start, volume
from moto.core.exceptions import ServiceException
from moto.core.utils import camelcase_to_underscores
from support import ACCOUNT, ONCE, REGION, ROLE, client_of, transition

from moto_backup_summaries import fail_operation
from moto_backup_summaries.backup import timestamps
from moto_backup_summaries.backup.account import Account, account_at
from moto_backup_summaries.backup.frame.operations import (
    AUTHORIZERS,
    OPERATIONS,
    AskedCall,
    authorizer,
    call,
)
from moto_backup_summaries.backup.frame.transactions import exclusive

NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
NIGHTLY = {"BackupVaultName": "nightly"}
JOB = {**NIGHTLY, "ResourceArn": volume(), "IamRoleArn": ROLE}


@pytest.fixture
def account(nightly: Any) -> Account:
    return account_at(ACCOUNT, REGION)


def over_http(operation: str, members: dict[str, Any]) -> dict[str, Any]:
    """What boto3 gives, with moments as the wire has them."""
    answer = getattr(client_of(), camelcase_to_underscores(operation))(**members)
    del answer["ResponseMetadata"]
    return {name: written(value) for name, value in answer.items()}


def written(value: Any) -> Any:
    if isinstance(value, datetime):
        return timestamps.seconds(value)
    if isinstance(value, dict):
        return {name: written(member) for name, member in value.items()}
    return [written(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("DescribeBackupVault", NIGHTLY),
        ("ListBackupVaults", {"MaxResults": 1}),
        ("ListBackupJobs", {"ByCreatedAfter": NOW - timedelta(days=1)}),
        ("ListBackupJobSummaries", {"State": "ANY", "AggregationPeriod": "SEVEN_DAYS"}),
        ("ListRecoveryPointsByBackupVault", NIGHTLY),
        ("GetSupportedResourceTypes", {}),
    ],
)
def test_it_gives_the_members_that_boto3_gives(
    account: Account, operation: str, members: dict[str, Any]
) -> None:
    start(client_of())
    client_of().create_backup_vault(BackupVaultName="second")
    assert call(account, operation, members) == over_http(operation, members)


def test_what_it_makes_is_there_for_everybody(account: Account, nightly: Any) -> None:
    made = call(account, "CreateBackupPlan", {"BackupPlan": PLAN})
    assert (
        nightly.get_backup_plan(BackupPlanId=made["BackupPlanId"])["VersionId"] == made["VersionId"]
    )
    job = call(account, "StartBackupJob", JOB)
    shown = nightly.describe_backup_job(BackupJobId=job["BackupJobId"])
    assert (shown["State"], shown["CreationDate"].timestamp()) == ("COMPLETED", job["CreationDate"])
    assert call(account, "DeleteBackupVaultNotifications", NIGHTLY) == {}
    # What is empty in a body is left out.
    call(account, "CreateBackupVault", {"BackupVaultName": "second", "CreatorRequestId": ""})
    assert not nightly.describe_backup_vault(BackupVaultName="second").get("CreatorRequestId")


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("CreateBackupVault", NIGHTLY),
        ("CreateBackupVault", {"BackupVaultName": "no name"}),
        ("DescribeBackupJob", {"BackupJobId": "absent"}),
        ("DeleteBackupVault", NIGHTLY),
        ("StartBackupJob", {**JOB, "Lifecycle": {"DeleteAfterDays": 0}}),
        ("ListBackupJobSummaries", {"State": ""}),
        ("ListBackupJobSummaries", {"State": "DONE"}),
        ("ListBackupJobs", {"NextToken": "made up"}),
    ],
)
def test_it_raises_what_boto3_raises(
    account: Account, operation: str, members: dict[str, Any]
) -> None:
    start(client_of())
    with pytest.raises(ClientError) as answered:
        over_http(operation, members)
    with pytest.raises(ServiceException) as raised:
        call(account, operation, members)
    error = answered.value.response["Error"]
    assert (raised.value.code, raised.value.message) == (error["Code"], error["Message"])


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({}, "Missing required parameter: BackupVaultName"),
        ({"BackupVaultName": None}, "Missing required parameter: BackupVaultName"),
        (
            {"BackupVaultName": 1},
            "Invalid value for BackupVaultName: got 1, accepts a string",
        ),
        (
            {"BackupVaultNam": "n"},
            "Invalid value for a parameter: got 'BackupVaultNam', accepts one of BackupVaultName, "
            "BackupVaultTags, EncryptionKeyArn, CreatorRequestId; did you mean BackupVaultName?",
        ),
    ],
)
def test_the_gate_refuses_what_no_client_sends(
    account: Account, members: dict[str, Any], message: str
) -> None:
    with pytest.raises(ServiceException) as raised:
        call(account, "CreateBackupVault", members)
    assert raised.value.message == message


def test_a_fault_that_a_test_has_set_is_raised_and_used_up(account: Account) -> None:
    fault = fail_operation("ListBackupVaults", code="ThrottlingException")
    with pytest.raises(ServiceException) as raised:
        call(account, "ListBackupVaults", {})
    assert (raised.value.code, raised.value.message) == (
        "ThrottlingException",
        "Injected ThrottlingException",
    )
    fault.assert_used()
    assert call(account, "ListBackupVaults", {})["BackupVaultList"]


def test_what_nobody_answers_is_refused_by_name(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(OPERATIONS, "DescribeFramework")
    with pytest.raises(ServiceException, match="is implemented neither by moto nor by"):
        call(account, "DescribeFramework", {"FrameworkName": "n"})


def test_time_comes_first(account: Account, clock: Any) -> None:
    with transition("time", seconds=60):
        start(client_of())
        clock.shift(timedelta(hours=1))
        assert len(call(account, "ListBackupJobs", {"ByState": "COMPLETED"})["BackupJobs"]) == 1


def test_what_calls_in_the_middle_did_is_undone_with_the_whole(
    account: Account, nightly: Any
) -> None:
    bucket()

    @exclusive
    def fail_after_calls() -> None:
        for name in ("second", "third"):
            call(account, "CreateBackupVault", {"BackupVaultName": name})
        call(account, "CreateBackupVault", NIGHTLY)

    with pytest.raises(ServiceException):
        fail_after_calls()
    names = [vault["BackupVaultName"] for vault in nightly.list_backup_vaults()["BackupVaultList"]]
    assert names == ["nightly"]


# What moto takes for the key of tests, which is none of AWS's.
NO_KEY = "AKIAEXAMPLE"


@pytest.fixture
def locked_out() -> Iterator[list[tuple[str, str, str | None]]]:
    """Whoever deletes something is refused; what was asked about, and whose access key asked."""
    asked: list[tuple[str, str, str | None]] = []

    def refuse(call: AskedCall) -> None:
        asked.append((call.operation, call.resource, call.access_key and call.access_key()))
        if call.operation.startswith("Delete"):
            raise ServiceException("AccessDeniedException", f"{call.resource} stays")

    authorizer(refuse)
    yield asked
    AUTHORIZERS.remove(refuse)


def test_what_a_family_registers_may_refuse_every_call_of_everybody(
    account: Account, locked_out: list[tuple[str, str, str | None]]
) -> None:
    vault = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:nightly"
    client = client_of(config=ONCE)
    with pytest.raises(ClientError) as answered:
        client.delete_backup_vault(**NIGHTLY)
    assert answered.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert answered.value.response["Error"]["Message"] == f"{vault} stays"
    with pytest.raises(ServiceException, match="stays"):
        call(account, "DeleteBackupVault", NIGHTLY)
    client.describe_backup_vault(**NIGHTLY)
    client.list_backup_jobs()
    assert locked_out == [
        ("DeleteBackupVault", vault, NO_KEY),
        ("DeleteBackupVault", vault, None),
        ("DescribeBackupVault", vault, NO_KEY),
        ("ListBackupJobs", "*", NO_KEY),
    ]


def test_what_the_gate_refuses_is_asked_of_nobody(
    nightly: Any, locked_out: list[tuple[str, str, str | None]]
) -> None:
    with pytest.raises(ClientError):
        client_of(config=ONCE).list_backup_jobs(MaxResults=1001)
    assert locked_out == []
