"""Vaults."""

from typing import Any

from calls import refused, start


def test_a_vault_with_recovery_points_is_not_deleted(backup: Any) -> None:
    start(backup)
    code, message = refused(backup, "delete_backup_vault", BackupVaultName="nightly")
    assert code == "InvalidRequestException"
    assert "1 recovery points" in message
