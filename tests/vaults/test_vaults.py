"""Vaults."""

from datetime import datetime, timedelta, timezone
from typing import Any

from calls import refused, start
from moto import mock_aws
from support import client_of

import moto_backup_summaries

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)


def test_a_vault_with_recovery_points_is_not_deleted(backup: Any) -> None:
    start(backup)
    assert refused(backup, "delete_backup_vault", BackupVaultName="nightly") == (
        "InvalidRequestException",
        "Backup vault cannot be deleted because it contains recovery points.",
    )


def test_a_request_that_is_repeated_with_another_key_is_refused(backup: Any) -> None:
    asked = {"BackupVaultName": "second", "CreatorRequestId": "once"}
    backup.create_backup_vault(**asked)
    code, _ = refused(backup, "create_backup_vault", **asked, EncryptionKeyArn="arn:aws:kms:::k")
    assert code == "AlreadyExistsException"


class TestALock:
    def lock(self, client: Any, **days: int) -> None:
        client.put_backup_vault_lock_configuration(BackupVaultName="nightly", **days)

    def test_cannot_be_changed_or_taken_away_from_its_date_on(
        self, clock: Any, nightly: Any
    ) -> None:
        self.lock(nightly, MinRetentionDays=1, ChangeableForDays=3)
        clock.shift(timedelta(days=3))
        for verb, past in (("put", "modified"), ("delete", "deleted")):
            operation = f"{verb}_backup_vault_lock_configuration"
            assert refused(nightly, operation, BackupVaultName="nightly") == (
                "InvalidRequestException",
                f"Vault Lock configuration is immutable and cannot be {past}",
            )
        assert nightly.describe_backup_vault(BackupVaultName="nightly")["MinRetentionDays"] == 1

    def test_keeps_no_longer_at_least_than_at_most(self, vault: Any) -> None:
        days = {"MinRetentionDays": 3, "MaxRetentionDays": 2}
        operation = "put_backup_vault_lock_configuration"
        assert refused(vault, operation, BackupVaultName="nightly", **days) == (
            "InvalidParameterValueException",
            "MinRetentionDays cannot be greater than MaxRetentionDays",
        )
        self.lock(vault, MinRetentionDays=2, MaxRetentionDays=2)


def test_a_vault_that_moto_had_before_is_encrypted_too() -> None:
    with mock_aws():
        moto_backup_summaries.unregister()
        try:
            client_of().create_backup_vault(BackupVaultName="before")
        finally:
            moto_backup_summaries.register()
        told = client_of().describe_backup_vault(BackupVaultName="before")
    assert told["EncryptionKeyArn"].startswith("arn:aws:kms:")
    assert told["EncryptionKeyType"] == "AWS_OWNED_KMS_KEY"
