"""Words and numbers of AWS Backup that several rooms need, each with the page that has it."""

# The `source` of its events.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
EVENT_SOURCE = "aws.backup"
# How many days of jobs ListBackupJobs and ListScanJobs return.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobs.html
LISTED_DAYS = 30
# For how many days before a request a job that has not ended counts as running. AWS does not say; so long it
# is listed.
RUNNING_DAYS = LISTED_DAYS
# The days of each AggregationPeriod, and whether each day is a row of its own.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobSummaries.html
AGGREGATION_PERIODS = {
    "ONE_DAY": (14, True),
    "SEVEN_DAYS": (7, False),
    "FOURTEEN_DAYS": (14, False),
}
# How long a job waits to start, and has to complete, where nobody says so, in minutes.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html
DEFAULT_START_WINDOW = 480
DEFAULT_COMPLETION_WINDOW = 10_080
# The least seconds between two runs of a rule.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html
LEAST_GAP = 3_600
# The VaultTypes of vaults without an air gap, and with one.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeBackupVault.html
STANDARD_VAULT = "BACKUP_VAULT"
AIR_GAPPED_VAULT = "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"
RESTORE_ACCESS_VAULT = "RESTORE_ACCESS_BACKUP_VAULT"
# How many vaults of all types an account has in a region at most.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html
MOST_VAULTS = 300
# For how many days at least an air-gapped vault keeps recovery points.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateLogicallyAirGappedBackupVault.html
LEAST_DAYS_BEHIND_AIR_GAP = 7
# For how many days at least the lock of a vault can be changed, where that ends.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html
LEAST_DAYS_TO_CHANGE = 3
# The events of a vault that PutBackupVaultNotifications accepts and AWS Backup publishes nothing for.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultNotifications.html
DEPRECATED_EVENTS = (
    "BACKUP_JOB_SUCCESSFUL",
    "BACKUP_JOB_FAILED",
    "BACKUP_JOB_EXPIRED",
    "RESTORE_JOB_SUCCESSFUL",
    "RESTORE_JOB_FAILED",
    "BACKUP_PLAN_CREATED",
    "BACKUP_PLAN_MODIFIED",
)


def lock_state(*, is_locked: bool) -> str:
    """The lock state of a vault, as jobs have it.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupJob.html
    """
    return "LOCKED" if is_locked else "UNLOCKED"


def key_type(*, is_own: bool) -> str:
    """The EncryptionKeyType of a vault or recovery point.

    is_own: whether the key is AWS Backup's own.
    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeBackupVault.html
    """
    return "AWS_OWNED_KMS_KEY" if is_own else "CUSTOMER_MANAGED_KMS_KEY"
