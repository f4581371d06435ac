"""Members of AWS's answers that are absent here on purpose, each with its reason."""

from family_examples import added

NOT_TEMPORARY = "only a temporary point on its way to an air-gapped vault has it"
STATUS_IS_PLAIN = "AWS explains only what went wrong with a recovery point, and here nothing does"
INDEX_IS_PLAIN = "AWS explains only an index that failed, and here none does"
BESIDE = "GetBackupPlan tells it beside the document"
NOT_IN_A_TEMPLATE = "a template is a plan's document without what makes it this plan"
NO_START = "AWS alone knows from where it scanned"

ABSENT: dict[str, dict[str, str]] = {
    "DescribeCopyJob": {
        "CopyJob.DestinationRecoveryPointLifecycle.DeleteAfterEvent": NOT_TEMPORARY
    },
    "ListCopyJobs": {
        "CopyJobs[].DestinationRecoveryPointLifecycle.DeleteAfterEvent": NOT_TEMPORARY
    },
    "DescribeRecoveryPoint": {
        "StatusMessage": STATUS_IS_PLAIN,
        "IndexStatusMessage": INDEX_IS_PLAIN,
    },
    "ListRecoveryPointsByBackupVault": {
        "RecoveryPoints[].StatusMessage": STATUS_IS_PLAIN,
        "RecoveryPoints[].IndexStatusMessage": INDEX_IS_PLAIN,
    },
    "ListRecoveryPointsByResource": {
        "RecoveryPoints[].StatusMessage": STATUS_IS_PLAIN,
        "RecoveryPoints[].IndexStatusMessage": INDEX_IS_PLAIN,
    },
    "GetBackupPlan": {
        "BackupPlan.AdvancedBackupSettings": BESIDE,
        "BackupPlan.AdvancedBackupSettings[].ResourceType": BESIDE,
        "BackupPlan.AdvancedBackupSettings[].BackupOptions": BESIDE,
        "BackupPlan.Rules[].Lifecycle.DeleteAfterEvent": NOT_TEMPORARY,
        "BackupPlan.Rules[].CopyActions[].Lifecycle.DeleteAfterEvent": NOT_TEMPORARY,
    },
    "GetBackupPlanFromJSON": {
        "BackupPlan.Rules[].RuleId": NOT_IN_A_TEMPLATE,
        "BackupPlan.Rules[].Lifecycle.DeleteAfterEvent": NOT_TEMPORARY,
        "BackupPlan.Rules[].CopyActions[].Lifecycle.DeleteAfterEvent": NOT_TEMPORARY,
    },
    "DescribeScanJob": {"ContinuousScanStartTime": NO_START},
    "ListScanJobs": {"ScanJobs[].ContinuousScanStartTime": NO_START},
    **added("ABSENT"),
}
