"""The category of this package's warnings."""


class BackupSummariesWarning(UserWarning):
    """A call was accepted, but is likely a mistake.

    Silence it, or make it an error, by its name: `moto_backup_summaries.BackupSummariesWarning`.
    """
