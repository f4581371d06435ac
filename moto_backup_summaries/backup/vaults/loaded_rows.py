"""Vaults of an account's document."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..account import Account
from ..aws.facts import AIR_GAPPED_VAULT, STANDARD_VAULT
from ..kit.account_rows import AccountRow, new_rows, tags_of
from .state import STATES, Notifications, Vault


def load_vaults(account: Account, rows: Sequence[AccountRow]) -> None:
    """Keep vaults with their locks, and what topics hear of them.

    No operation tells for how many days a lock could be changed; LockDate says until when it can.
    """
    for row in new_rows(rows, "BackupVaultName", account.vaults.get, "vault of the account"):
        name, vault_type = row["BackupVaultName"], row.get("VaultType") or STANDARD_VAULT
        if row["BackupVaultArn"] != account.vaults.arn_of(name):
            raise row.refusal("BackupVaultArn", f"{account.vaults.arn_of(name)!r}")
        request = row.having("BackupVaultName", "CreatorRequestId")
        key = row.get("EncryptionKeyArn") or ""
        vault = Vault(
            name, row["BackupVaultArn"], row["CreationDate"], request, key, vault_type=vault_type
        )
        vault.progress = None
        vault.tags = tags_of(row)
        vault.loaded_members = _loaded_members(row, vault)
        vault.is_locked = row.get("Locked") or vault_type == AIR_GAPPED_VAULT
        vault.min_retention_days = row.get("MinRetentionDays")
        vault.max_retention_days = row.get("MaxRetentionDays")
        vault.lock_date = row.get("LockDate")
        account.vaults.add(vault)
        if row.get("SNSTopicArn"):
            topic, events = row["SNSTopicArn"], row.get("BackupVaultEvents") or []
            account.vaults.notifications[name] = Notifications(topic, events)


def _loaded_members(row: AccountRow, vault: Vault) -> Mapping[str, Any]:
    """Whose key it is, and a state that it would not be in by itself."""
    members = row.having("EncryptionKeyType")
    state = row.get("VaultState")
    return members if state in (None, STATES[-1]) else {**members, "VaultState": state}
