"""The rows of reports: which members of a job each template has, in which order.

https://docs.aws.amazon.com/aws-backup/latest/devguide/job-reports.html
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ..aws.job_kinds import BACKUP, COPY, KINDS, RESTORE, SCAN, JobKind
from ..members import Members, inner_member
from ..timestamps import DAY, iso, iso_milliseconds
from ..views import JobView

# The smallest difference of two moments.
MILLISECOND = 0.001


class Period(NamedTuple):
    """The time that a report covers: jobs that ended since `start`, and those that had not ended by `last`.

    last: the last moment that is covered. end: the end as the report shows it.
    """

    start: float
    end: float
    last: float


def day_until(midnight: float) -> Period:
    """The day before a midnight, which belongs to the next day."""
    return Period(midnight - DAY, midnight, midnight - MILLISECOND)


def hours_until(now: float) -> Period:
    """The 24 hours up to now, jobs that end right now included."""
    return Period(now - DAY, now, now)


class Reported(NamedTuple):
    """A job of an account and region, as it was at the end of a period.

    restored_point: of a restore job, the members of its recovery point as far as they are known, and
        VaultLockState.
    """

    kind: JobKind
    job: JobView
    account_id: str
    region: str
    period: Period
    restored_point: Members

    @property
    def ended(self) -> float | None:
        """When it ended, if it had ended by the end of the period."""
        moment: float | None = self.job.member("CompletionDate")
        return None if moment is None or moment > self.period.last else moment

    @property
    def is_within(self) -> bool:
        """Whether it had begun by the end of the period, and had not ended before its start."""
        ended = self.ended
        is_begun = self.job.created <= self.period.last
        return is_begun and (ended is None or ended >= self.period.start)

    @property
    def status(self) -> str:
        """Its state at the end of the period; a job that ended later was still running."""
        ended_later = self.job.state in self.kind.final_states and self.ended is None
        return self.kind.lifecycle[-2] if ended_later else self.job.state

    @property
    def run_time(self) -> str | None:
        """Hours, minutes and seconds, once it has ended."""
        if self.ended is None:
            return None
        minutes, seconds = divmod(int(self.ended - self.job.created), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"


# Where a column gets its value: from the job, by the path of a member, or by a function.
ReportColumn = str | Callable[[Reported], Any]
ReportColumns = Mapping[str, ReportColumn]


def _date(path: str) -> ReportColumn:
    return lambda reported: _written(reported.job.member(path))


def _of_restored_point(path: str) -> ReportColumn:
    return lambda reported: inner_member(reported.restored_point, path)


def _written(moment: float | None) -> str | None:
    """A moment of a job. Those of AWS's samples have milliseconds, and the periods none."""
    return None if moment is None else iso_milliseconds(moment)


def bounds(period: Period) -> tuple[str, str]:
    """The seconds in which a period begins and ends."""
    return iso(int(period.start)), iso(int(period.end))


_PERIOD: ReportColumns = {
    "reportTimePeriodStart": lambda reported: bounds(reported.period)[0],
    "reportTimePeriodEnd": lambda reported: bounds(reported.period)[1],
}
_ACCOUNT: ReportColumns = {
    "accountId": lambda reported: reported.account_id,
    "region": lambda reported: reported.region,
}
_STATUS: ReportColumns = {"jobStatus": lambda reported: reported.status}
_RULE = {
    "backupPlanName": "CreatedBy.BackupPlanName",
    "backupRuleName": "CreatedBy.BackupRuleName",
    "backupRuleSchedule": "CreatedBy.BackupRuleCron",
    "backupRuleTimezone": "CreatedBy.BackupRuleTimezone",
}
_PLAN: ReportColumns = {
    **_RULE,
    "startWindowEnd": _date("StartBy"),
    "backupOptions": lambda reported: reported.job.member("BackupOptions") or {},
    "isParentJob": "IsParent",
    "parentJobId": "ParentJobId",
}


def _vault(prefix: str, lifecycle: str) -> dict[str, str]:
    """Members of a vault, and of how long it keeps what is put in."""
    return {
        "vaultType": f"{prefix}VaultType",
        "vaultLockStatus": f"{prefix}VaultLockState",
        "isEncrypted": "IsEncrypted",
        "encryptionKeyArn": f"{prefix}EncryptionKeyArn",
        "deleteAfterDays": f"{lifecycle}.DeleteAfterDays",
        "moveToColdAfterDays": f"{lifecycle}.MoveToColdStorageAfterDays",
        "enableArchive": f"{lifecycle}.OptInToArchiveForSupportedResources",
    }


# A backup or copy is encrypted unless its job says that it is not.
_ENCRYPTED: ReportColumns = {
    "isEncrypted": lambda reported: reported.job.member("IsEncrypted") is not False
}


_RUN_TIME: ReportColumns = {"jobRunTime": lambda reported: reported.run_time}
_CREATED: ReportColumns = {"creationDate": _date("CreationDate")}
_COMPLETED: ReportColumns = {"completionDate": lambda reported: _written(reported.ended)}
_RESOURCE: ReportColumns = {
    "resourceType": "ResourceType",
    "resourceArn": "ResourceArn",
    "resourceName": "ResourceName",
}
_BACKUP: ReportColumns = {
    **_PERIOD,
    **_ACCOUNT,
    "backupJobId": "BackupJobId",
    **_STATUS,
    **_RESOURCE,
    "backupPlanArn": "CreatedBy.BackupPlanArn",
    "backupRuleId": "CreatedBy.BackupRuleId",
    "initiationDate": _date("InitiationDate"),
    **_PLAN,
    **_CREATED,
    **_COMPLETED,
    "recoveryPointArn": "RecoveryPointArn",
    **_RUN_TIME,
    "backupSizeInBytes": "BackupSizeInBytes",
    "backupVaultName": "BackupVaultName",
    "backupVaultArn": "BackupVaultArn",
    **_vault("", "RecoveryPointLifecycle"),
    **_ENCRYPTED,
    "iamRoleArn": "IamRoleArn",
}
_COPY: ReportColumns = {
    **_PERIOD,
    **_ACCOUNT,
    "copyJobId": "CopyJobId",
    **_STATUS,
    **_RUN_TIME,
    **_RESOURCE,
    "initiationDate": _date("InitiationDate"),
    **_PLAN,
    **_CREATED,
    **_COMPLETED,
    "backupSizeInBytes": "BackupSizeInBytes",
    "sourceRecoveryPointArn": "SourceRecoveryPointArn",
    "sourceBackupVaultArn": "SourceBackupVaultArn",
    "destinationRecoveryPointArn": "DestinationRecoveryPointArn",
    "destinationBackupVaultArn": "DestinationBackupVaultArn",
    **_vault("Destination", "DestinationRecoveryPointLifecycle"),
    **_ENCRYPTED,
    "iamRoleArn": "IamRoleArn",
}
_RESTORE: ReportColumns = {
    "reportTimePeriod": lambda reported: " - ".join(bounds(reported.period)),
    **_ACCOUNT,
    "restoreJobId": "RestoreJobId",
    **_STATUS,
    "recoveryPointArn": "RecoveryPointArn",
    "resourceName": _of_restored_point("ResourceName"),
    "initiationDate": lambda reported: _written(reported.restored_point.get("InitiationDate")),
    **_PLAN,
    **{
        name: _of_restored_point(path)
        for name, path in {**_RULE, **_vault("", "Lifecycle")}.items()
    },
    "sourceResourceArn": "SourceResourceArn",
    "backupVaultArn": "BackupVaultArn",
    **_CREATED,
    "backupSizeInBytes": "BackupSizeInBytes",
    "percentDone": "PercentDone",
    "iamRoleArn": "IamRoleArn",
}
_SCAN: ReportColumns = {
    **_PERIOD,
    **_ACCOUNT,
    "scanJobId": "ScanJobId",
    "scanId": "ScanId",
    "malwareScanner": "MalwareScanner",
    **_STATUS,
    "scanResultStatus": "ScanResult.ScanResultStatus",
    "statusMessage": "StatusMessage",
    "resourceType": "ResourceType",
    "resourceArn": "ResourceArn",
    "backupPlanArn": "CreatedBy.BackupPlanArn",
    **_CREATED,
    "recoveryPointArn": "RecoveryPointArn",
    "backupVaultName": "BackupVaultName",
    "backupVaultArn": "BackupVaultArn",
    "iamRoleArn": "IamRoleArn",
    "scannerRoleArn": "ScannerRoleArn",
}


class Template(NamedTuple):
    """columns: the members of a report in JSON. in_csv: those of one in CSV, whose words are others."""

    kind: JobKind
    columns: ReportColumns
    in_csv: ReportColumns


def _columns_of_backups(names: Sequence[str], more: ReportColumns) -> ReportColumns:
    columns = {**_BACKUP, **more}
    return {name: columns[name] for name in names}


_TEMPLATES: Mapping[str, Template] = {
    "BACKUP_JOB_REPORT": Template(
        BACKUP,
        _BACKUP,
        _columns_of_backups(
            (
                *_PERIOD,
                *_ACCOUNT,
                "backupJobId",
                "jobStatus",
                "statusMessage",
                "resourceType",
                "resourceArn",
                "backupPlanArn",
                "backupRuleId",
                "creationDate",
                "completionDate",
                "expectedCompletionDate",
                "recoveryPointArn",
                "jobRunTime",
                "backupSizeInBytes",
                "backupVaultName",
                "backupVaultArn",
                "iamRoleArn",
            ),
            {
                "statusMessage": "StatusMessage",
                "expectedCompletionDate": _date("ExpectedCompletionDate"),
            },
        ),
    ),
    "COPY_JOB_REPORT": Template(COPY, _COPY, _COPY),
    "RESTORE_JOB_REPORT": Template(RESTORE, _RESTORE, _RESTORE),
    "SCAN_JOB_REPORT": Template(SCAN, _SCAN, _SCAN),
}
# Of the kinds of job that this botocore has.
TEMPLATES = {name: template for name, template in _TEMPLATES.items() if template.kind in KINDS}


def with_paths(columns: ReportColumns, organization_path: Callable[[str], str]) -> ReportColumns:
    """Add the account's path in the organization, which reports of several accounts have in front of it.

    As tables over such reports of 2023 have it: dfds/aws-backup-observability, and a public repository.
    """
    paths: ReportColumns = {"pathToRoot": lambda reported: organization_path(reported.account_id)}
    names = list(columns)
    names.insert(names.index("accountId"), "pathToRoot")
    every_column = {**columns, **paths}
    return {name: every_column[name] for name in names}


# What a scan does not have yet is empty text in AWS's sample.
_EMPTY = {"scanResultStatus": "", "statusMessage": ""}


def report_row(reported: Reported, columns: ReportColumns) -> dict[str, Any]:
    """What a report says of a job; what nobody knows is None, as is empty text but of a scan's result."""
    values = {
        name: reported.job.member(column) if isinstance(column, str) else column(reported)
        for name, column in columns.items()
    }
    return {
        name: _EMPTY.get(name) if value in ("", None) else value for name, value in values.items()
    }
