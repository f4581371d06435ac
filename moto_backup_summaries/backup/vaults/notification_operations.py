"""Which events of a vault a topic hears of."""

import logging

from ..account import Account
from ..aws.arns import Arn
from ..aws.errors import InvalidParameterValueException
from ..aws.facts import DEPRECATED_EVENTS
from ..aws.recorded_errors import NO_NOTIFICATIONS
from ..frame.operations import Request, operation
from ..frame.transactions import drop, put
from ..members import Members
from .state import Notifications

_LOG = logging.getLogger(__name__)


@operation("PutBackupVaultNotifications")
def put_backup_vault_notifications(account: Account, request: Request) -> Members:
    """The topic need not exist yet. What the vault had before is replaced."""
    vault, events = account.vaults.named(request["BackupVaultName"]), request["BackupVaultEvents"]
    if not events:
        raise InvalidParameterValueException.of("BackupVaultEvents", events, "at least one event")
    _check_topic(account, request["SNSTopicArn"])
    for event in events:
        if event in DEPRECATED_EVENTS:
            _LOG.warning("AWS Backup has deprecated %s, and sends nothing for it", event)
    put(
        account.vaults.notifications,
        vault.backup_vault_name,
        Notifications(request["SNSTopicArn"], events),
    )
    return {}


def _check_topic(account: Account, topic_arn: str) -> None:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html"""
    arn = Arn.parse(topic_arn)
    if (
        arn is None
        or arn.service != "sns"
        or arn.account_id != account.id
        or arn.resource.endswith(".fifo")
    ):
        accepted = f"the ARN of a standard topic of account {account.id}"
        raise InvalidParameterValueException.of("SNSTopicArn", topic_arn, accepted)


@operation("GetBackupVaultNotifications")
def get_backup_vault_notifications(account: Account, request: Request) -> Members:
    vault = account.vaults.named(request["BackupVaultName"])
    notifications = _notifications(account, vault.backup_vault_name)
    return {
        "BackupVaultName": vault.backup_vault_name,
        "BackupVaultArn": vault.backup_vault_arn,
        "SNSTopicArn": notifications.topic_arn,
        "BackupVaultEvents": notifications.events,
    }


@operation("DeleteBackupVaultNotifications")
def delete_backup_vault_notifications(account: Account, request: Request) -> Members:
    """Of a vault that has none this is no error."""
    vault = account.vaults.named(request["BackupVaultName"])
    drop(account.vaults.notifications, vault.backup_vault_name)
    return {}


def _notifications(account: Account, vault_name: str) -> Notifications:
    found = account.vaults.notifications.get(vault_name)
    if found is None:
        raise NO_NOTIFICATIONS.error(vault=vault_name)
    return found
