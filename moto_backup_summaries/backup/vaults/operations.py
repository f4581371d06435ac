"""Vaults with the number of their recovery points."""

from moto.backup.models import Vault

from ..account import Account
from ..aws.errors import InvalidRequestException
from ..operations import Members, Request, operation


@operation("ListBackupVaults")
def list_backup_vaults(account: Account, request: Request) -> Members:
    return {"BackupVaultList": [_members(account, vault) for vault in account.vaults]}


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


def _members(account: Account, vault: Vault) -> Members:
    number = account.recovery_points.number_in(vault.backup_vault_name)
    return {**vault.to_list_dict(), "NumberOfRecoveryPoints": number}
