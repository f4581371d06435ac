"""AWS's samples of events of jobs: what each job was, and what its event told.

https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html, with names of our own for
accounts, vaults, plans and resources.
"""

from typing import Any, NamedTuple

ACCOUNT = "111223344556"
HERE = f"us-west-2:{ACCOUNT}"
VAULT = f"arn:aws:backup:{HERE}:backup-vault:sample"
OTHER_VAULT = f"arn:aws:backup:{HERE}:backup-vault:other"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/BackupRole"
SCANNER = f"arn:aws:iam::{ACCOUNT}:role/ScannerRole"
VOLUME = f"arn:aws:ec2:{HERE}:volume/vol-1"
SNAPSHOT = "arn:aws:ec2:us-west-2::snapshot/snap-1"
COPIED = "arn:aws:ec2:us-west-2::snapshot/snap-2"
PLAN = f"arn:aws:backup:{HERE}:backup-plan:plan-1"

Members = dict[str, Any]


class Sample(NamedTuple):
    """A job as a document has it, and the resources and the detail of the event of its state."""

    kind: str
    job: Members
    resources: list[str]
    detail: Members


# What made a job, as the API tells it and as events do.
CREATED_BY = {
    "BackupPlanId": "plan-1",
    "BackupPlanArn": PLAN,
    "BackupPlanVersion": "version-1",
    "BackupRuleId": "rule-1",
}
PLAN_OF_JOB = {
    "backupPlanId": "plan-1",
    "backupPlanArn": PLAN,
    "backupPlanVersion": "version-1",
    "backupPlanRuleId": "rule-1",
}
PLAN_OF_SCAN = {
    "backupPlanArn": PLAN,
    "backupPlanId": "plan-1",
    "backupPlanVersion": "version-1",
    "backupRuleId": "rule-1",
}


def backup(state: str, job: Members, detail: Members, resources: list[str] | None = None) -> Sample:
    """Of a backup job, with what all states but the first tell."""
    named = {
        "BackupJobId": "job-1",
        "BackupVaultArn": VAULT,
        "BackupVaultName": "sample",
        "IamRoleArn": ROLE,
        "ResourceArn": VOLUME,
        "ResourceType": "EBS",
        "RecoveryPointArn": SNAPSHOT,
    }
    told = {
        "backupJobId": "job-1",
        "backupVaultArn": VAULT,
        "backupVaultName": "sample",
        "bytesTransferred": "0",
        "iamRoleArn": ROLE,
        "resourceArn": VOLUME,
        "resourceType": "EBS",
        "state": state,
        "percentDone": 0,
    }
    return Sample("backup", {**named, "State": state, **job}, resources or [], {**told, **detail})


BACKUPS = [
    backup(
        "FAILED",
        {
            "CreationDate": "2020-07-29T20:13:07.392Z",
            "StartBy": "2020-07-30T04:13:07.392Z",
            "CompletionDate": "2020-07-29T20:15:22.000Z",
            "StatusMessage": f"Backup job failed because backup vault {VAULT} does not exist.",
        },
        {
            "creationDate": "2020-07-29T20:13:07.392Z",
            "startBy": "2020-07-30T04:13:07.392Z",
            "statusMessage": f'"Backup job failed because backup vault {VAULT} does not exist."',
            "retryCount": 3,
        },
    ),
    backup(
        "COMPLETED",
        {
            "BackupSizeInBytes": 36048,
            "BytesTransferred": 36048,
            "CreationDate": "2020-07-15T21:40:31.207Z",
            "CompletionDate": "2020-07-15T21:41:05.921Z",
            "StartBy": "2020-07-16T05:40:31.207Z",
        },
        {
            "backupSizeInBytes": "36048",
            "bytesTransferred": "36048",
            "creationDate": "2020-07-15T21:40:31.207Z",
            "completionDate": "2020-07-15T21:41:05.921Z",
            "startBy": "2020-07-16T05:40:31.207Z",
            "percentDone": 100,
            "retryCount": 3,
        },
        [SNAPSHOT],
    ),
    backup(
        "RUNNING",
        {
            "BackupSizeInBytes": 3221225472,
            "CreationDate": "2020-07-15T21:38:31.152Z",
            "StartBy": "2020-07-16T05:00:00Z",
            "ExpectedCompletionDate": "2020-07-15T21:39:07Z",
            "CreatedBy": CREATED_BY,
        },
        {
            "backupSizeInBytes": "3221225472",
            "creationDate": "2020-07-15T21:38:31.152Z",
            "startBy": "2020-07-16T05:00:00Z",
            "expectedCompletionDate": "Jul 15, 2020 9:39:07 PM",
            "percentDone": 99,
            "createdBy": PLAN_OF_JOB,
        },
    ),
    backup(
        "ABORTED",
        {
            "CreationDate": "2020-07-15T21:33:00.803Z",
            "CompletionDate": "2020-07-15T21:33:01.621Z",
            "StartBy": "2020-07-16T05:33:00.803Z",
            "StatusMessage": "Backup job was stopped by user.",
        },
        {
            "creationDate": "2020-07-15T21:33:00.803Z",
            "completionDate": "2020-07-15T21:33:01.621Z",
            "startBy": "2020-07-16T05:33:00.803Z",
            "statusMessage": '"Backup job was stopped by user."',
        },
    ),
    backup(
        "EXPIRED",
        {
            "CreationDate": "2020-07-29T05:10:20.077Z",
            "CompletionDate": "2020-07-29T13:02:15.234Z",
            "StartBy": "2020-07-29T13:00:00Z",
            "StatusMessage": "Backup job failed because there was a running job for the same resource.",
            "CreatedBy": CREATED_BY,
        },
        {
            "creationDate": "2020-07-29T05:10:20.077Z",
            "completionDate": "2020-07-29T13:02:15.234Z",
            "startBy": "2020-07-29T13:00:00Z",
            "statusMessage": (
                '"Backup job failed because there was a running job for the same resource."'
            ),
            "createdBy": PLAN_OF_JOB,
        },
    ),
    backup(
        "PENDING",
        {"CreationDate": "2020-07-29T20:01:06.224Z", "StartBy": "2020-07-30T04:01:06.224Z"},
        {
            "creationDate": "2020-07-29T20:01:06.224Z",
            "startBy": "2020-07-30T04:01:06.224Z",
            "statusMessage": "",
        },
    ),
    Sample(
        "backup",
        {
            "BackupJobId": "job-1",
            "BackupVaultArn": VAULT,
            "State": "CREATED",
            "CreationDate": "2020-06-22T20:32:47.466Z",
        },
        [],
        {
            "backupJobId": "job-1",
            "state": "CREATED",
            "creationDate": "2020-06-22T20:32:47.466Z",
        },
    ),
]


def copy(state: str, job: Members, detail: Members) -> Sample:
    """Of a copy job, with what all states but the first tell."""
    named = {
        "CopyJobId": "job-1",
        "IamRoleArn": ROLE,
        "ResourceArn": VOLUME,
        "ResourceType": "EBS",
        "SourceBackupVaultArn": VAULT,
        "SourceRecoveryPointArn": SNAPSHOT,
        "DestinationBackupVaultArn": OTHER_VAULT,
    }
    told = {
        "copyJobId": "job-1",
        "iamRoleArn": ROLE,
        "resourceArn": VOLUME,
        "resourceType": "EBS",
        "sourceBackupVaultArn": VAULT,
        "state": state,
        "destinationBackupVaultArn": OTHER_VAULT,
        "destinationRecoveryPointArn": {},
    }
    return Sample("copy", {**named, "State": state, **job}, [SNAPSHOT], {**told, **detail})


COPIES = [
    copy(
        "FAILED",
        {
            "BackupSizeInBytes": 22548578304,
            "CreationDate": "2020-07-15T20:36:13.239Z",
            "CompletionDate": "2020-07-15T20:37:28.704Z",
            "StatusMessage": "Access denied exception while trying to list tags",
        },
        {
            "backupSizeInBytes": 22548578304,
            "creationDate": "2020-07-15T20:36:13.239Z",
            "completionDate": "2020-07-15T20:37:28.704Z",
            "statusMessage": "Access denied exception while trying to list tags",
        },
    ),
    copy(
        "RUNNING",
        {
            "BackupSizeInBytes": 3221225472,
            "CreationDate": "2020-07-15T22:06:27.234Z",
            "CreatedBy": CREATED_BY,
        },
        {
            "backupSizeInBytes": 3221225472,
            "creationDate": "2020-07-15T22:06:27.234Z",
            "createdBy": PLAN_OF_JOB,
        },
    ),
    copy(
        "COMPLETED",
        {
            "BackupSizeInBytes": 3221225472,
            "CreationDate": "2020-07-15T22:06:27.234Z",
            "CompletionDate": "2020-07-15T22:07:58.111Z",
            "DestinationRecoveryPointArn": COPIED,
            "CreatedBy": CREATED_BY,
        },
        {
            "backupSizeInBytes": 3221225472,
            "creationDate": "2020-07-15T22:06:27.234Z",
            "completionDate": "2020-07-15T22:07:58.111Z",
            "destinationRecoveryPointArn": COPIED,
            "createdBy": PLAN_OF_JOB,
        },
    ),
    copy("CREATED", {"CreationDate": "2020-06-22T21:06:25.754Z"}, {})._replace(
        detail={
            "creationDate": "2020-06-22T21:06:25.754Z",
            "state": "CREATED",
            "sourceBackupVaultArn": VAULT,
            "destinationBackupVaultArn": OTHER_VAULT,
        }
    ),
]


def restore(status: str, job: Members, detail: Members) -> Sample:
    """Of a restore job, with what all states but the first tell."""
    named = {
        "RestoreJobId": "job-1",
        "IamRoleArn": ROLE,
        "BackupVaultArn": VAULT,
        "RecoveryPointArn": SNAPSHOT,
        "SourceResourceArn": VOLUME,
        "ResourceType": "EBS",
        "CreatedResourceArn": f"{VOLUME}0",
    }
    told = {
        "restoreJobId": "job-1",
        "iamRoleArn": ROLE,
        "percentDone": 0,
        "resourceType": "EBS",
        "status": status,
    }
    return Sample("restore", {**named, "Status": status, **job}, [SNAPSHOT], {**told, **detail})


RESTORES = [
    restore(
        "FAILED",
        {
            "BackupSizeInBytes": 22548578304,
            "CreationDate": "2020-07-15T20:19:07.303Z",
            "StatusMessage": "Please restore using the backed up instance profile.",
        },
        {
            "backupSizeInBytes": "22548578304",
            "creationDate": "2020-07-15T20:19:07.303Z",
            "statusMessage": "Please restore using the backed up instance profile.",
        },
    ),
    restore(
        "RUNNING",
        {"BackupSizeInBytes": 3221225472, "CreationDate": "2020-07-29T20:26:00.098Z"},
        {"backupSizeInBytes": "3221225472", "creationDate": "2020-07-29T20:26:00.098Z"},
    ),
    restore(
        "COMPLETED",
        {
            "BackupSizeInBytes": 0,
            "CreationDate": "2020-07-15T03:10:01.742Z",
            "CompletionDate": "2020-07-15T03:14:53.128Z",
        },
        {
            "backupVaultArn": VAULT,
            "recoveryPointArn": SNAPSHOT,
            "sourceResourceArn": VOLUME,
            "backupSizeInBytes": "0",
            "creationDate": "2020-07-15T03:10:01.742Z",
            "createdResourceArn": f"{VOLUME}0",
            "completionDate": "2020-07-15T03:14:53.128Z",
        },
    ),
    restore(
        "PENDING",
        {"BackupSizeInBytes": 36048, "CreationDate": "2020-07-29T20:08:21.083Z"},
        {"backupSizeInBytes": "36048", "creationDate": "2020-07-29T20:08:21.083Z"},
    ),
    restore("CREATED", {"CreationDate": "2020-06-22T18:50:46.407Z"}, {})._replace(
        detail={
            "restoreJobId": "job-1",
            "creationDate": "2020-06-22T18:50:46.407Z",
            "state": "CREATED",
        }
    ),
]


def scan(state: str, job: Members, detail: Members) -> Sample:
    """Of a scan job: all states tell nearly the same."""
    named = {
        "AccountId": ACCOUNT,
        "BackupVaultArn": VAULT,
        "BackupVaultName": "sample",
        "CreatedBy": CREATED_BY,
        "CreationDate": "2025-12-12T12:12:00Z",
        "IamRoleArn": ROLE,
        "ScannerRoleArn": SCANNER,
        "RecoveryPointArn": SNAPSHOT,
        "ResourceArn": VOLUME,
        "ResourceType": "EBS",
        "ScanId": "scan-1",
        "ScanJobId": "job-1",
        "ScanBaseRecoveryPointArn": COPIED,
        "MalwareScanner": "GUARDDUTY",
    }
    told = {
        "accountId": ACCOUNT,
        "backupVaultArn": VAULT,
        "backupVaultName": "sample",
        "createdBy": PLAN_OF_SCAN,
        "creationDate": "2025-12-12T12:12:00Z",
        "iamRoleArn": ROLE,
        "scannerRoleArn": SCANNER,
        "recoveryPointArn": SNAPSHOT,
        "resourceArn": VOLUME,
        "resourceType": "EBS",
        "scanId": "scan-1",
        "scanJobId": "job-1",
        "scanBaseRecoveryPointArn": COPIED,
        "malwareScanner": "GUARDDUTY",
        "state": state,
    }
    return Sample("scan", {**named, "State": state, **job}, [SNAPSHOT], {**told, **detail})


ENDED = {"CompletionDate": "2025-12-12T12:12:12Z"}
TOLD_END = {"completionDate": "2025-12-12T12:12:12Z"}
SCANS = [
    scan("CREATED", {}, {}),
    scan("RUNNING", {}, {}),
    scan(
        "COMPLETED",
        {**ENDED, "ScanResult": {"ScanResultStatus": "THREATS_FOUND"}},
        {
            **TOLD_END,
            "scanResult": {"scanResultStatus": "THREATS_FOUND"},
            "statusMessage": "An AWS Backup scan job was successful completed.",
        },
    ),
    scan(
        "COMPLETED_WITH_ISSUES",
        {**ENDED, "ScanResult": {"ScanResultStatus": "NO_THREATS_FOUND"}},
        {
            **TOLD_END,
            "scanResult": {"scanResultStatus": "NO_THREATS_FOUND"},
            "statusMessage": "Scan job partially completed. View more details in Amazon GuardDuty",
        },
    ),
    scan("FAILED", {**ENDED, "StatusMessage": "reason"}, {**TOLD_END, "statusMessage": "reason"}),
    scan("CANCELED", ENDED, {**TOLD_END, "statusMessage": "Scan job was stopped by user."}),
]
SAMPLES = [*BACKUPS, *COPIES, *RESTORES, *SCANS]
