"""Vaults."""

from datetime import datetime, timezone
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
