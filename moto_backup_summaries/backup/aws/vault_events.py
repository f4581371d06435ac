"""The events of a vault that a topic can hear of."""

from collections.abc import Iterable

# AWS Backup takes these and sends nothing for them.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultNotifications.html
DEPRECATED = (
    "BACKUP_JOB_SUCCESSFUL",
    "BACKUP_JOB_FAILED",
    "BACKUP_JOB_EXPIRED",
    "RESTORE_JOB_SUCCESSFUL",
    "RESTORE_JOB_FAILED",
    "BACKUP_PLAN_CREATED",
    "BACKUP_PLAN_MODIFIED",
)


def listed(events: Iterable[str]) -> str:
    """The events that AWS Backup offers where it is asked for one that it does not know."""
    return ", ".join(event for event in events if event not in DEPRECATED)
