"""Vaults with the number of their recovery points."""

from moto.backup.models import Vault

from ..account import Account
from ..aws import checks
from ..aws.constraints import OF_EFS
from ..aws.facts import VAULT_TYPE, key_type
from ..aws.recorded_errors import VAULT_DENIED, VAULT_NOT_EMPTY
from ..frame.operations import Request, in_order, operation, page_of
from ..members import Members
from ..moto_answers import ABSENT_VAULT, ABSENT_VAULT_OF_LOCK, MotoAnswer

# How long a lock can be changed at least.
LEAST_DAYS_TO_CHANGE = 3
# All vaults are of this type, and none is shared.


@operation("CreateBackupVault")
def create_backup_vault(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html"""
    return account.vaults.create(request).to_dict()


@operation("ListBackupVaults")
def list_backup_vaults(account: Account, request: Request) -> Members:
    query = account.query("ListBackupVaults", request)
    filters = query.filters
    is_theirs = filters.get("ByVaultType", VAULT_TYPE) != VAULT_TYPE or filters.get("ByShared")
    found = (
        (place, _members(account, vault))
        for place, vault in in_order(account.vaults.numbered(), query)
        if not is_theirs
    )
    return page_of("BackupVaultList", found, query, request)


@operation("DescribeBackupVault")
def describe_backup_vault(account: Account, request: Request) -> Members:
    """AWS denies access to a vault that is not there: nobody learns which names are taken."""
    _deny_if_absent(account, request, ABSENT_VAULT)
    return _members(account, account.vaults.requested(request))


def _deny_if_absent(account: Account, request: Request, unless: MotoAnswer) -> None:
    """Raise AccessDeniedException for a vault that is not there, unless moto's answer is wanted."""
    if account.vaults.get(request["BackupVaultName"]) is None and not unless.is_given:
        raise VAULT_DENIED.error()


@operation("DeleteBackupVault")
def delete_backup_vault(account: Account, request: Request) -> Members:
    """Deny to delete a vault that is not there, or that AWS made, as alchemy-run/alchemy saw it in 2026.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVault.html
    """
    vault = account.vaults.get(request["BackupVaultName"])
    if vault is None or vault.backup_vault_name == OF_EFS:
        raise VAULT_DENIED.error()
    if account.recovery_points.number_in(vault.backup_vault_name):
        raise VAULT_NOT_EMPTY.error()
    account.vaults.delete(vault)
    return {}


@operation("PutBackupVaultLockConfiguration")
def put_backup_vault_lock_configuration(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html"""
    _deny_if_absent(account, request, ABSENT_VAULT_OF_LOCK)
    least, most, changeable = (
        request.get(name) for name in ("MinRetentionDays", "MaxRetentionDays", "ChangeableForDays")
    )
    checks.in_range("MinRetentionDays", least, 1, checks.MOST_DAYS)
    checks.in_range("MaxRetentionDays", most, 1, checks.MOST_DAYS)
    checks.in_range("ChangeableForDays", changeable, LEAST_DAYS_TO_CHANGE, checks.MOST_DAYS)
    account.vaults.lock(account.vaults.named(request["BackupVaultName"]), least, most, changeable)
    return {}


@operation("DeleteBackupVaultLockConfiguration")
def delete_backup_vault_lock_configuration(account: Account, request: Request) -> Members:
    account.vaults.unlock(account.vaults.named(request["BackupVaultName"]))
    return {}


def _members(account: Account, vault: Vault) -> Members:
    key = vault.encryption_key_arn
    is_own = key == account.vaults.own_key
    return {
        **vault.to_list_dict(),
        "CreatorRequestId": vault.creator_request_id or None,
        "NumberOfRecoveryPoints": account.recovery_points.number_in(vault.backup_vault_name),
        "VaultType": VAULT_TYPE,
        "EncryptionKeyType": key_type(is_own=is_own),
    }
