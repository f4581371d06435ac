"""Of vaults with an air gap, for the tests that all families share."""

from typing import Any


def create_gapped(client: Any, **parameters: Any) -> Any:
    """Create a logically air-gapped vault; the answer."""
    defaults = {"BackupVaultName": "gapped", "MinRetentionDays": 7, "MaxRetentionDays": 30}
    return client.create_logically_air_gapped_backup_vault(**{**defaults, **parameters})


def _show(client: Any) -> None:
    create_gapped(client)
    client.describe_backup_vault(BackupVaultName="gapped")
    client.list_backup_vaults()


CHANGES = {"CreateLogicallyAirGappedBackupVault": create_gapped}
ANSWERS = {"air-gapped vaults": _show}
