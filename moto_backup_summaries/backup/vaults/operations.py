"""Vaults, their locks, and which of their events a topic hears of."""

import logging
from functools import partial

from .. import timestamps
from ..account import Account
from ..aws import checks
from ..aws.arns import Arn
from ..aws.constraints import OF_EFS
from ..aws.errors import (
    InvalidParameterValueException,
    InvalidRequestException,
)
from ..aws.facts import (
    AIR_GAPPED_VAULT,
    DEPRECATED_EVENTS,
    LEAST_DAYS_BEHIND_AIR_GAP,
    LEAST_DAYS_TO_CHANGE,
    STANDARD_VAULT,
    key_type,
)
from ..aws.recorded_errors import (
    NO_NOTIFICATIONS,
    VAULT_DENIED,
    VAULT_EXISTS,
    VAULT_NOT_EMPTY,
)
from ..config import ABSENT_VAULT, ABSENT_VAULT_OF_LOCK, MotoAnswer
from ..events import VaultChanged, VaultDeleted
from ..frame.operations import Request, operation
from ..kit.idempotency import repeats
from ..members import Members
from .state import STATES, Notifications, Vault

_LOG = logging.getLogger(__name__)


@operation("CreateBackupVault")
def create_backup_vault(account: Account, request: Request) -> Members:
    """Make a vault; a request that is repeated with its CreatorRequestId is answered as at first.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html
    """
    return _creation_members(
        _made_before(account, request) or _create(account, request, STANDARD_VAULT)
    )


def _made_before(account: Account, request: Request) -> Vault | None:
    """The vault that this request has made before; raises AlreadyExistsException for that of another."""
    vault = account.vaults.get(request["BackupVaultName"])
    if vault is not None and not repeats(request, vault.request):
        raise VAULT_EXISTS.error(Arn=vault.arn, CreatorRequestId=vault.creator_request_id)
    return vault


def _create(account: Account, request: Request, vault_type: str) -> Vault:
    checks.shared_parameters(request)
    checks.own_partition(account.partition, request, "EncryptionKeyArn")
    account.vaults.check_number()
    vault = account.vaults.create(request["BackupVaultName"], request, vault_type)
    account.publish(VaultChanged(vault.name, vault.arn, "CREATED", vault.created))
    return vault


def _creation_members(vault: Vault) -> Members:
    return {
        "BackupVaultName": vault.name,
        "BackupVaultArn": vault.arn,
        "CreationDate": vault.created,
    }


@operation("CreateLogicallyAirGappedBackupVault")
def create_logically_air_gapped_backup_vault(account: Account, request: Request) -> Members:
    """Make a vault that is locked for good; it is CREATING at first.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateLogicallyAirGappedBackupVault.html
    """
    vault = _made_before(account, request)
    if vault is None:
        least, most = request["MinRetentionDays"], request["MaxRetentionDays"]
        checks.in_range("MinRetentionDays", least, LEAST_DAYS_BEHIND_AIR_GAP, checks.MOST_DAYS)
        checks.in_range("MaxRetentionDays", most, least, checks.MOST_DAYS)
        vault = _create(account, request, AIR_GAPPED_VAULT)
    return {**_creation_members(vault), "VaultState": STATES[0]}


def _publish_change(
    account: Account, vault: Vault, state: str, *, is_locked: bool | None = None
) -> None:
    """Tell that a vault was MODIFIED or DELETED, and what its lock was changed to."""
    account.publish(VaultChanged(vault.name, vault.arn, state, timestamps.now(), is_locked))


@operation("ListBackupVaults")
def list_backup_vaults(account: Account, request: Request) -> Members:
    query = account.query("ListBackupVaults", request)
    vault_type = query.filters.get("ByVaultType")
    # No vault is shared.
    vaults = [
        vault
        for vault in account.vaults
        if vault_type in (None, vault.vault_type) and not query.filters.get("ByShared")
    ]
    return query.answer("BackupVaultList", query.remaining(vaults), partial(_members, account))


@operation("DescribeBackupVault")
def describe_backup_vault(account: Account, request: Request) -> Members:
    """AWS denies access to a vault that does not exist, so that nobody learns which names are taken."""
    _deny_if_absent(account, request, ABSENT_VAULT)
    return _members(account, account.vaults.requested(request))


def _members(account: Account, vault: Vault) -> Members:
    """The members of a vault; under a manual transition this counts as a look at it."""
    # Recorded answers have no VaultState for a plain vault that was available at once.
    state = None if vault.vault_type == STANDARD_VAULT else STATES[-1]
    if vault.progress is not None:
        vault.progress = vault.progress.after_look().at(timestamps.now())
        state = vault.progress.state
    key = vault.encryption_key_arn
    return {
        "BackupVaultName": vault.name,
        "BackupVaultArn": vault.arn,
        "VaultType": vault.vault_type,
        "VaultState": state,
        "CreationDate": vault.created,
        "EncryptionKeyArn": key or None,
        "EncryptionKeyType": key_type(is_own=key in ("", account.vaults.own_key)),
        "CreatorRequestId": vault.creator_request_id,
        "NumberOfRecoveryPoints": _number_of_points(account, vault),
        "Locked": vault.is_locked,
        "MinRetentionDays": vault.min_retention_days,
        "MaxRetentionDays": vault.max_retention_days,
        "LockDate": vault.lock_date,
        **account.approval_teams.members_of(vault.name),
        **vault.loaded_members,
    }


def _number_of_points(account: Account, vault: Vault) -> int:
    keeper, name = account.keeper_of(vault.name)
    return keeper.recovery_points.number_in(name)


def _deny_if_absent(account: Account, request: Request, moto_answer: MotoAnswer) -> None:
    """Raise AccessDeniedException for a vault that is not there, unless moto's answer is wanted."""
    if account.vaults.get(request["BackupVaultName"]) is None and not moto_answer.is_given:
        raise VAULT_DENIED.error()


@operation("DeleteBackupVault")
def delete_backup_vault(account: Account, request: Request) -> Members:
    """Deny to delete a vault that does not exist, or EFS's own, as alchemy-run/alchemy saw it in 2026.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVault.html
    """
    vault = account.vaults.get(request["BackupVaultName"])
    if vault is None or vault.name == OF_EFS:
        raise VAULT_DENIED.error()
    if _number_of_points(account, vault):
        raise VAULT_NOT_EMPTY.error()
    account.vaults.remove(vault)
    _publish_change(account, vault, "DELETED")
    account.publish(VaultDeleted(vault.name, timestamps.now()))
    return {}


@operation("PutBackupVaultLockConfiguration")
def put_backup_vault_lock_configuration(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html"""
    _deny_if_absent(account, request, ABSENT_VAULT_OF_LOCK)
    min_days, max_days = request.get("MinRetentionDays"), request.get("MaxRetentionDays")
    changeable_for_days = request.get("ChangeableForDays")
    checks.in_range("MinRetentionDays", min_days, 1, checks.MOST_DAYS)
    checks.in_range("MaxRetentionDays", max_days, 1, checks.MOST_DAYS)
    checks.in_range(
        "ChangeableForDays", changeable_for_days, LEAST_DAYS_TO_CHANGE, checks.MOST_DAYS
    )
    vault = account.vaults.named(request["BackupVaultName"])
    if vault.is_lock_immutable:
        raise InvalidRequestException(
            "Vault Lock configuration is immutable and cannot be modified"
        )
    if min_days is not None and max_days is not None and min_days > max_days:
        raise InvalidParameterValueException(
            "MinRetentionDays cannot be greater than MaxRetentionDays"
        )
    vault.lock(min_days, max_days, changeable_for_days)
    _publish_change(account, vault, "MODIFIED", is_locked=True)
    return {}


@operation("DeleteBackupVaultLockConfiguration")
def delete_backup_vault_lock_configuration(account: Account, request: Request) -> Members:
    vault = account.vaults.named(request["BackupVaultName"])
    if vault.is_lock_immutable:
        raise InvalidRequestException("Vault Lock configuration is immutable and cannot be deleted")
    account.vaults.unlock(vault)
    _publish_change(account, vault, "MODIFIED", is_locked=False)
    return {}


@operation("PutBackupVaultNotifications")
def put_backup_vault_notifications(account: Account, request: Request) -> Members:
    """The topic need not exist yet. What the vault had before is replaced.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html
    """
    vault = account.vaults.named(request["BackupVaultName"])
    topic_arn, events = request["SNSTopicArn"], request["BackupVaultEvents"]
    if not events:
        raise InvalidParameterValueException.of("BackupVaultEvents", events, "at least one event")
    topic = Arn.parse(topic_arn)
    is_fifo = topic_arn.endswith(".fifo")
    if topic is None or topic.service != "sns" or topic.account_id != account.id or is_fifo:
        accepted = f"the ARN of a standard topic of account {account.id}"
        raise InvalidParameterValueException.of("SNSTopicArn", topic_arn, accepted)
    checks.own_partition(account.partition, request, "SNSTopicArn")
    for event in events:
        if event in DEPRECATED_EVENTS:
            _LOG.warning("AWS Backup has deprecated %s, and sends nothing for it", event)
    account.vaults.notifications[vault.name] = Notifications(topic_arn, events)
    return {}


@operation("GetBackupVaultNotifications")
def get_backup_vault_notifications(account: Account, request: Request) -> Members:
    vault = account.vaults.named(request["BackupVaultName"])
    notifications = account.vaults.notifications.get(vault.name)
    if notifications is None:
        raise NO_NOTIFICATIONS.error(vault=vault.name)
    return {
        "BackupVaultName": vault.name,
        "BackupVaultArn": vault.arn,
        "SNSTopicArn": notifications.topic_arn,
        "BackupVaultEvents": notifications.events,
    }


@operation("DeleteBackupVaultNotifications")
def delete_backup_vault_notifications(account: Account, request: Request) -> Members:
    """Of a vault that has none this is no error."""
    vault = account.vaults.named(request["BackupVaultName"])
    account.vaults.notifications.pop(vault.name, None)
    return {}
