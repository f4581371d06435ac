"""Logically air-gapped vaults: created, shown beside other vaults, locked, deleted."""

from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError
from calls import points, refused, vault_arn
from listeners import BACKUP_EVENTS, Queue, put_rule
from moto import mock_aws
from moto.moto_api import state_manager
from support import client_of
from vaults.examples import create_gapped

import moto_backup_summaries
from moto_backup_summaries import load_jobs

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
GAPPED = {"BackupVaultName": "gapped"}
KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
INVALID = "InvalidParameterValueException"
TYPE = "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"
CREATE = "create_logically_air_gapped_backup_vault"
MODEL = "backup::backup_vault"


def describe(client: Any) -> Any:
    return client.describe_backup_vault(**GAPPED)


class TestANewOne:
    def test_is_creating_in_its_answer_and_available_afterwards(self, backup: Any) -> None:
        answer = create_gapped(backup)
        assert answer["BackupVaultArn"] == vault_arn("gapped")
        assert (answer["BackupVaultName"], answer["VaultState"]) == ("gapped", "CREATING")
        assert describe(backup)["VaultState"] == "AVAILABLE"

    def test_is_locked_for_good_from_its_creation_on(self, vault: Any) -> None:
        created = create_gapped(vault)["CreationDate"]
        told = describe(vault)
        assert told["VaultType"] == "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"
        assert (told["MinRetentionDays"], told["MaxRetentionDays"]) == (7, 30)
        assert told["Locked"] is True
        assert created == told["CreationDate"] == told["LockDate"]

    def test_has_a_key_of_aws_that_nobody_sees(self, vault: Any) -> None:
        create_gapped(vault)
        told = describe(vault)
        assert told["EncryptionKeyType"] == "AWS_OWNED_KMS_KEY"
        assert "EncryptionKeyArn" not in told

    def test_may_have_a_key_of_its_own(self, vault: Any) -> None:
        create_gapped(vault, EncryptionKeyArn=KEY)
        told = describe(vault)
        assert told["EncryptionKeyArn"] == KEY
        assert told["EncryptionKeyType"] == "CUSTOMER_MANAGED_KMS_KEY"

    def test_has_the_tags_that_it_was_given(self, vault: Any) -> None:
        arn = create_gapped(vault, BackupVaultTags={"team": "a"})["BackupVaultArn"]
        assert vault.list_tags(ResourceArn=arn)["Tags"] == {"team": "a"}

    def test_is_told_by_an_event_as_its_end_is(self, vault: Any) -> None:
        queue = Queue(client_of("sqs"))
        put_rule(client_of("events"), BACKUP_EVENTS, queue.arn)
        create_gapped(vault)
        vault.delete_backup_vault(**GAPPED)
        details = [event["detail"] for event in queue.events()]
        assert details == [
            {"backupVaultName": "gapped", "state": "CREATED"},
            {"backupVaultName": "gapped", "state": "DELETED"},
        ]


@pytest.fixture
def _by_looks() -> Iterator[None]:
    state_manager.set_transition(MODEL, {"progression": "manual", "times": 1})
    yield
    state_manager.unset_transition(MODEL)


@pytest.mark.usefixtures("_by_looks")
def test_it_is_creating_for_as_long_as_a_transition_says(vault: Any) -> None:
    assert create_gapped(vault)["VaultState"] == "CREATING"
    listed = [told.get("VaultState") for told in vault.list_backup_vaults()["BackupVaultList"]]
    assert listed == ["AVAILABLE", "AVAILABLE"]


class TestItsDays:
    @pytest.mark.parametrize(
        ("days", "name", "value", "accepts"),
        [
            ({"MinRetentionDays": 6}, "MinRetentionDays", 6, "7 to 36500"),
            ({"MinRetentionDays": 31}, "MaxRetentionDays", 30, "31 to 36500"),
            ({"MaxRetentionDays": 36_501}, "MaxRetentionDays", 36_501, "7 to 36500"),
        ],
    )
    def test_are_at_least_seven_and_in_order(
        self, vault: Any, days: dict[str, int], name: str, value: int, accepts: str
    ) -> None:
        message = f"Invalid value for {name}: got {value}, accepts an integer from {accepts}"
        assert refused(
            vault, CREATE, **GAPPED, **{"MinRetentionDays": 7, "MaxRetentionDays": 30, **days}
        ) == (INVALID, message)
        assert len(vault.list_backup_vaults()["BackupVaultList"]) == 1

    def test_may_be_one_number_and_the_most_that_there_is(self, vault: Any) -> None:
        create_gapped(vault, MinRetentionDays=36_500, MaxRetentionDays=36_500)
        assert describe(vault)["MinRetentionDays"] == 36_500

    def test_must_be_given(self, vault: Any) -> None:
        with pytest.raises(ParamValidationError, match="MaxRetentionDays"):
            vault.create_logically_air_gapped_backup_vault(**GAPPED, MinRetentionDays=7)


class TestItsName:
    def test_is_one_of_the_names_of_all_vaults(self, vault: Any) -> None:
        days = {"MinRetentionDays": 7, "MaxRetentionDays": 30}
        with pytest.raises(vault.exceptions.AlreadyExistsException) as caught:
            vault.create_logically_air_gapped_backup_vault(BackupVaultName="nightly", **days)
        assert caught.value.response["Arn"] == vault_arn("nightly")
        create_gapped(vault, CreatorRequestId="once")
        with pytest.raises(vault.exceptions.AlreadyExistsException) as caught:
            vault.create_backup_vault(**GAPPED)
        assert caught.value.response["CreatorRequestId"] == "once"

    def test_is_taken_for_another_request(self, vault: Any) -> None:
        create_gapped(vault)
        # botocore gives each request a token of its own.
        with pytest.raises(vault.exceptions.AlreadyExistsException):
            create_gapped(vault)

    def test_is_not_taken_for_the_request_that_is_sent_again(self, vault: Any) -> None:
        first = create_gapped(vault, CreatorRequestId="once")
        again = create_gapped(vault, CreatorRequestId="once")
        members = ("BackupVaultName", "BackupVaultArn", "CreationDate", "VaultState")
        assert [again[name] for name in members] == [first[name] for name in members]
        assert len(vault.list_backup_vaults()["BackupVaultList"]) == 2


def test_an_account_has_no_more_than_300_vaults_of_both_kinds(vault: Any) -> None:
    load_jobs({"BackupJobs": [{"BackupVaultName": f"vault-{number}"} for number in range(298)]})
    create_gapped(vault)
    message = "An account has at most 300 vaults in a region"
    for operation, asked in (
        (CREATE, {"MinRetentionDays": 7, "MaxRetentionDays": 30}),
        ("create_backup_vault", {}),
    ):
        refusal = refused(vault, operation, BackupVaultName="one-more", **asked)
        assert refusal == ("LimitExceededException", message)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["nightly", "gapped"]),
        ({"ByVaultType": "BACKUP_VAULT"}, ["nightly"]),
        ({"ByVaultType": "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"}, ["gapped"]),
        ({"ByShared": False}, ["nightly", "gapped"]),
        ({"ByShared": True}, []),
    ],
)
def test_lists_of_vaults_are_by_type(vault: Any, asked: dict[str, Any], names: list[str]) -> None:
    create_gapped(vault)
    listed = vault.list_backup_vaults(**asked)["BackupVaultList"]
    assert [told["BackupVaultName"] for told in listed] == names


@pytest.mark.parametrize(("verb", "past"), [("put", "modified"), ("delete", "deleted")])
def test_its_lock_is_not_changed(vault: Any, verb: str, past: str) -> None:
    create_gapped(vault)
    before = describe(vault)
    assert refused(vault, f"{verb}_backup_vault_lock_configuration", **GAPPED) == (
        "InvalidRequestException",
        f"Vault Lock configuration is immutable and cannot be {past}",
    )
    assert describe(vault)["MinRetentionDays"] == before["MinRetentionDays"] == 7


def test_it_stays_what_it_is_while_the_package_is_unregistered() -> None:
    with mock_aws():
        create_gapped(client_of())
        before = describe(client_of())
        moto_backup_summaries.unregister()
        moto_backup_summaries.register()
        after = describe(client_of())
    for told in (before, after):
        del told["ResponseMetadata"], told["CreatorRequestId"]
    assert after == before


def test_loaded_jobs_make_the_vault_that_they_tell_of(vault: Any) -> None:
    gap = {"BackupVaultName": "gapped", "VaultType": TYPE}
    copy = {"DestinationBackupVaultArn": vault_arn("copies"), "DestinationVaultType": TYPE}
    load_jobs({"BackupJobs": [gap, {}], "CopyJobs": [copy]})
    listed = vault.list_backup_vaults(ByVaultType=TYPE)["BackupVaultList"]
    assert [told["BackupVaultName"] for told in listed] == ["gapped", "copies"]
    for told in listed:
        assert (told["MinRetentionDays"], told["MaxRetentionDays"]) == (7, 36_500)
        (point,) = points(vault, told["BackupVaultName"])
        assert point["VaultType"] == TYPE
        code, _ = refused(
            vault,
            "delete_recovery_point",
            BackupVaultName=told["BackupVaultName"],
            RecoveryPointArn=point["RecoveryPointArn"],
        )
        assert code == "InvalidRequestException"


class TestAsTerraformCreatesAndDestroysIt:
    """The calls of aws_backup_logically_air_gapped_vault, and what it makes of the answers."""

    @pytest.mark.usefixtures("_by_looks")
    def test_it_waits_until_it_has_seen_available_twice(self, vault: Any) -> None:
        assert create_gapped(vault, BackupVaultTags={"team": "a"})["BackupVaultName"] == "gapped"
        states = [describe(vault)["VaultState"]]
        while states[-2:] != ["AVAILABLE"] * 2:
            states.append(describe(vault)["VaultState"])
        assert set(states) <= {"CREATING", "AVAILABLE"}
        read = describe(vault)
        assert read["BackupVaultArn"] == vault_arn("gapped")
        assert (read["MinRetentionDays"], read["MaxRetentionDays"]) == (7, 30)
        assert vault.list_tags(ResourceArn=read["BackupVaultArn"])["Tags"] == {"team": "a"}

    def test_it_takes_a_denial_for_the_end(self, vault: Any) -> None:
        create_gapped(vault)
        vault.delete_backup_vault(**GAPPED)
        with pytest.raises(ClientError, match="Insufficient privileges to perform this action"):
            vault.delete_backup_vault(**GAPPED)
