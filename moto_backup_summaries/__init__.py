"""AWS Backup's jobs and their summaries for moto. Importing this package registers it."""

from typing import TYPE_CHECKING

from .registration import register, unregister
from .warning import BackupSummariesWarning

if TYPE_CHECKING:
    from .backup.config import backup_settings
    from .backup.loading.load_account import load_account
    from .backup.loading.load_jobs import load_jobs
    from .backup.scenario.rule import Rule
    from .control.event_log import job_events
    from .control.rules import (
        clear_rules,
        fail_operation,
        job_progression,
        set_approval_outcome,
        set_deletion_outcome,
        set_deployment_outcome,
        set_job_outcome,
    )
    from .testing.aws_backup import AwsBackup
    from .testing.mock import AwsMock
    from .testing.server import AwsServer
    from .testing.unittest_tests import AwsBackupTests

__all__ = [
    "AwsBackup",
    "AwsBackupTests",
    "AwsMock",
    "AwsServer",
    "BackupSummariesWarning",
    "Rule",
    "__version__",
    "backup_settings",
    "clear_rules",
    "fail_operation",
    "job_events",
    "job_progression",
    "load_account",
    "load_jobs",
    "register",
    "set_approval_outcome",
    "set_deletion_outcome",
    "set_deployment_outcome",
    "set_job_outcome",
    "unregister",
]

__version__ = "0.1.0"

# Imported at first use: a test suite that never uses moto must not pay for it.
_LATER = {
    "AwsBackup": ".testing.aws_backup",
    "AwsBackupTests": ".testing.unittest_tests",
    "AwsMock": ".testing.mock",
    "AwsServer": ".testing.server",
    "Rule": ".backup.scenario.rule",
    "backup_settings": ".backup.config",
    "clear_rules": ".control.rules",
    "fail_operation": ".control.rules",
    "job_events": ".control.event_log",
    "job_progression": ".control.rules",
    "load_account": ".backup.loading.load_account",
    "load_jobs": ".backup.loading.load_jobs",
    "set_approval_outcome": ".control.rules",
    "set_deletion_outcome": ".control.rules",
    "set_deployment_outcome": ".control.rules",
    "set_job_outcome": ".control.rules",
}

register()


def __getattr__(name: str) -> object:
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(_LATER[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
