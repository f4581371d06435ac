"""Vaults with the number of their recovery points."""

from moto.backup.models import Vault

from ..account import Account
from ..aws import checks
from ..aws.errors import InvalidRequestException
from ..members import Members
from ..operations import Request, in_order, operation, page_of

# How long a lock can be changed at least.
LEAST_DAYS_TO_CHANGE = 3


@operation("CreateBackupVault")
def create_backup_vault(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html"""
    vault = account.moto.create_backup_vault(
        request["BackupVaultName"],
        request.get("BackupVaultTags", {}),
        request.get("EncryptionKeyArn", ""),
        request.get("CreatorRequestId", ""),
    )
    return vault.to_dict()


@operation("ListBackupVaults")
def list_backup_vaults(account: Account, request: Request) -> Members:
    query = account.query("ListBackupVaults", request)
    found = (
        (place, _members(account, vault))
        for place, vault in in_order(account.vaults, lambda vault: vault.backup_vault_name, query)
    )
    return page_of("BackupVaultList", found, query, request)


@operation("DescribeBackupVault")
def describe_backup_vault(account: Account, request: Request) -> Members:
    vault = account.moto.describe_backup_vault(request["BackupVaultName"])
    return _members(account, vault)


@operation("DeleteBackupVault")
def delete_backup_vault(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVault.html"""
    name = request["BackupVaultName"]
    number = account.recovery_points.number_in(name)
    if number:
        raise InvalidRequestException(
            f"Backup vault {name} cannot be deleted: it has {number} recovery points"
        )
    account.vaults.delete(name)
    return {}


@operation("PutBackupVaultLockConfiguration")
def put_backup_vault_lock_configuration(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html"""
    least, most, changeable = (
        request.get(name) for name in ("MinRetentionDays", "MaxRetentionDays", "ChangeableForDays")
    )
    checks.in_range("MinRetentionDays", least, 1, checks.MOST_DAYS)
    checks.in_range("MaxRetentionDays", most, 1, checks.MOST_DAYS)
    checks.in_range("ChangeableForDays", changeable, LEAST_DAYS_TO_CHANGE, checks.MOST_DAYS)
    name = request["BackupVaultName"]
    account.moto.put_backup_vault_lock_configuration(name, least, most, changeable)
    return {}


@operation("DeleteBackupVaultLockConfiguration")
def delete_backup_vault_lock_configuration(account: Account, request: Request) -> Members:
    account.moto.delete_backup_vault_lock_configuration(request["BackupVaultName"])
    return {}


def _members(account: Account, vault: Vault) -> Members:
    number = account.recovery_points.number_in(vault.backup_vault_name)
    return {**vault.to_list_dict(), "NumberOfRecoveryPoints": number}
