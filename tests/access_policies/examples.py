"""Of access policies, for the tests that all families share."""

import json
from typing import Any

VAULT = {"BackupVaultName": "opened"}


def document(*statements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def deny(*operations: str, **more: Any) -> dict[str, Any]:
    """A statement that denies operations of AWS Backup to everybody."""
    actions = [f"backup:{operation}" for operation in operations]
    defaults = {"Effect": "Deny", "Principal": "*", "Action": actions, "Resource": "*"}
    return {**defaults, **more}


def put(client: Any, *statements: Any, **parameters: Any) -> Any:
    """Put a policy of these statements on the vault `nightly`."""
    policy = {"BackupVaultName": "nightly", "Policy": document(*statements)}
    return client.put_backup_vault_access_policy(**{**policy, **parameters})


def _vault_with_policy(client: Any) -> None:
    client.create_backup_vault(**VAULT)
    put(client, deny("DeleteBackupVault"), **VAULT)


def _show(client: Any) -> None:
    put(client, deny("DeleteBackupVault"))
    client.get_backup_vault_access_policy(BackupVaultName="nightly")
    client.delete_backup_vault_access_policy(BackupVaultName="nightly")


PREPARATIONS = {"a vault with a policy": _vault_with_policy}
CHANGES = {
    "PutBackupVaultAccessPolicy": lambda client: put(client, deny("StartBackupJob"), **VAULT),
    "DeleteBackupVaultAccessPolicy": lambda client: client.delete_backup_vault_access_policy(
        **VAULT
    ),
}
ANSWERS = {"access policies": _show}
