"""The category of this package's warnings."""


class BackupSummariesWarning(UserWarning):
    """Something was taken, but hardly as it was meant.

    Silence it, or make it an error, by its name: `moto_backup_summaries.BackupSummariesWarning`.
    """
