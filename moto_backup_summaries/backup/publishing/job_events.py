"""The events of jobs: which members they have in which state, in AWS's order.

A job that entered several states at once is in the last of them in all of its events: these tables leave out
later members. A state without a sample of AWS has the members of the most similar one.

https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from ..account import Account
from ..aws.job_kinds import BACKUP, COPY, KINDS, LEAVE_RECOVERY_POINTS, RESTORE, SCAN, JobKind
from ..events import JobChanged
from ..members import Members
from ..timestamps import american_date, iso_if_any
from ..views import JobView
from .published_event import Content, EventKind, PublishedEvent

FIRST = "CREATED"
DETAIL_TYPES = {kind: f"{kind.title} Job State Change" for kind in KINDS}
_ALWAYS = ""
_FAILED = "FAILED ABORTED"
_SUCCESSFUL = "COMPLETED PARTIAL"

# Each member, with the states whose events have it.
_MEMBERS: Mapping[JobKind, Mapping[str, str]] = {
    BACKUP: {
        "backupJobId": _ALWAYS,
        "backupSizeInBytes": f"RUNNING {_SUCCESSFUL}",
        "backupVaultArn": _ALWAYS,
        "backupVaultName": _ALWAYS,
        "bytesTransferred": _ALWAYS,
        "creationDate": _ALWAYS,
        "iamRoleArn": _ALWAYS,
        "resourceArn": _ALWAYS,
        "resourceType": _ALWAYS,
        "state": _ALWAYS,
        "statusMessage": f"PENDING {_FAILED} EXPIRED {_SUCCESSFUL}",
        "completionDate": f"ABORTED EXPIRED {_SUCCESSFUL}",
        "startBy": _ALWAYS,
        "expectedCompletionDate": "RUNNING",
        "percentDone": _ALWAYS,
        "retryCount": f"FAILED {_SUCCESSFUL}",
        "createdBy": _ALWAYS,
    },
    COPY: {
        "copyJobId": _ALWAYS,
        "backupSizeInBytes": _ALWAYS,
        "creationDate": _ALWAYS,
        "iamRoleArn": _ALWAYS,
        "resourceArn": _ALWAYS,
        "resourceType": _ALWAYS,
        "sourceBackupVaultArn": _ALWAYS,
        "state": _ALWAYS,
        "statusMessage": f"{_FAILED} PARTIAL",
        "completionDate": f"{_FAILED} {_SUCCESSFUL}",
        "destinationBackupVaultArn": _ALWAYS,
        "destinationRecoveryPointArn": _ALWAYS,
        "createdBy": _ALWAYS,
    },
    RESTORE: {
        "restoreJobId": _ALWAYS,
        "backupVaultArn": _SUCCESSFUL,
        "recoveryPointArn": _SUCCESSFUL,
        "sourceResourceArn": _SUCCESSFUL,
        "backupSizeInBytes": _ALWAYS,
        "creationDate": _ALWAYS,
        "iamRoleArn": _ALWAYS,
        "percentDone": _ALWAYS,
        "resourceType": _ALWAYS,
        "status": _ALWAYS,
        "statusMessage": _FAILED,
        "restoreTestingPlanArn": _ALWAYS,
        "createdResourceArn": _SUCCESSFUL,
        "completionDate": _SUCCESSFUL,
    },
    SCAN: {
        "accountId": _ALWAYS,
        "backupVaultArn": _ALWAYS,
        "backupVaultName": _ALWAYS,
        "completionDate": "COMPLETED COMPLETED_WITH_ISSUES FAILED CANCELED",
        "createdBy": _ALWAYS,
        "creationDate": _ALWAYS,
        "iamRoleArn": _ALWAYS,
        "scannerRoleArn": _ALWAYS,
        "recoveryPointArn": _ALWAYS,
        "resourceArn": _ALWAYS,
        "resourceType": _ALWAYS,
        "scanId": _ALWAYS,
        "scanJobId": _ALWAYS,
        "scanBaseRecoveryPointArn": _ALWAYS,
        "malwareScanner": _ALWAYS,
        "scanResult": "COMPLETED COMPLETED_WITH_ISSUES",
        "state": _ALWAYS,
        "statusMessage": "COMPLETED COMPLETED_WITH_ISSUES FAILED CANCELED",
    },
}
# The members of a kind's first event, where they are not those of all states.
_FIRST_MEMBERS: Mapping[JobKind, Sequence[str]] = {
    BACKUP: ("backupJobId", "state", "creationDate"),
    COPY: ("creationDate", "state", "sourceBackupVaultArn", "destinationBackupVaultArn"),
    RESTORE: ("restoreJobId", "creationDate", "state"),
}
# The member with the recovery point that an event names as its resource, and in which states.
_RESOURCES: Mapping[JobKind, tuple[str, str]] = {
    BACKUP: ("RecoveryPointArn", _SUCCESSFUL),
    COPY: ("SourceRecoveryPointArn", _ALWAYS),
    RESTORE: ("RecoveryPointArn", _ALWAYS),
    SCAN: ("RecoveryPointArn", _ALWAYS),
}
_PERCENT_DONE = {"RUNNING": 99, "COMPLETED": 100, "PARTIAL": 100}
# The same number in each sample that has it.
_RETRY_COUNT = 3
_SCAN_MESSAGES = {
    "COMPLETED": "An AWS Backup scan job was successful completed.",
    "COMPLETED_WITH_ISSUES": (
        "Scan job partially completed. View more details in Amazon GuardDuty"
    ),
    "CANCELED": "Scan job was stopped by user.",
}
_PLAN_OF_JOB = {
    "backupPlanId": "BackupPlanId",
    "backupPlanArn": "BackupPlanArn",
    "backupPlanVersion": "BackupPlanVersion",
    "backupPlanRuleId": "BackupRuleId",
}
_SCAN_RESULT = {"scanResultStatus": "ScanResultStatus"}
_PLAN_OF_SCAN = {
    "backupPlanArn": "BackupPlanArn",
    "backupPlanId": "BackupPlanId",
    "backupPlanVersion": "BackupPlanVersion",
    "backupRuleId": "BackupRuleId",
}


def states_of(kind: JobKind) -> Sequence[str]:
    """All states of the events of a kind."""
    return list(dict.fromkeys((FIRST, *kind.states)))


def job_events(account: Account, changed: JobChanged) -> list[PublishedEvent]:
    """The event of a job in each state. Each job has one of being CREATED, whichever its first state is."""
    job, kind, job_id = changed.job, changed.job.kind, changed.job.id
    detail_type = DETAIL_TYPES[kind]
    return [
        PublishedEvent(
            account,
            detail_type,
            job_id,
            job_id,
            state,
            moment,
            partial(_content, kind, job, state, moment),
            job,
        )
        for entered, moment in changed.entered
        for state in _published_states(kind, entered, was_loaded=changed.was_loaded)
    ]


def job_event_kinds(kind: JobKind, state: str, *, was_loaded: bool) -> set[EventKind]:
    """The detail-types and states of these events."""
    states = _published_states(kind, state, was_loaded=was_loaded)
    return {(DETAIL_TYPES[kind], published) for published in states}


def _published_states(kind: JobKind, state: str, *, was_loaded: bool) -> Sequence[str]:
    if state == kind.lifecycle[0] != FIRST and not was_loaded:
        return FIRST, state
    return (state,)


def _content(kind: JobKind, job: JobView, state: str, moment: float) -> Content:
    members = job.members
    size, message = members.get("BackupSizeInBytes") or 0, members.get("StatusMessage")
    copied = members.get("DestinationRecoveryPointArn")
    # A job that advances without delay is expected to end at once.
    expected = job.expected or members.get("ExpectedCompletionDate")
    values = {
        **{name[0].lower() + name[1:]: value for name, value in members.items()},
        "completionDate": iso_if_any(members.get("CompletionDate")),
        "creationDate": iso_if_any(members.get("CreationDate")),
        "startBy": iso_if_any(members.get("StartBy")),
        "expectedCompletionDate": american_date(moment if expected is None else expected),
        "createdBy": _renamed(
            _PLAN_OF_SCAN if kind is SCAN else _PLAN_OF_JOB, members.get("CreatedBy")
        ),
        "scanResult": _renamed(_SCAN_RESULT, members.get("ScanResult")),
        "restoreTestingPlanArn": (members.get("CreatedBy") or {}).get("RestoreTestingPlanArn"),
        "backupSizeInBytes": size if kind is COPY else str(size),
        "bytesTransferred": str(members.get("BytesTransferred") or 0),
        # An empty object until the copy is there.
        "destinationRecoveryPointArn": copied if state in LEAVE_RECOVERY_POINTS and copied else {},
        "percentDone": _PERCENT_DONE.get(state, 0) if kind is BACKUP else 0,
        "retryCount": _RETRY_COUNT,
        "state": state,
        "status": state,
        "statusMessage": message,
    }
    if kind is BACKUP:
        # The message of a backup job stands in quotes, which are part of it.
        quoted = f'"{message}"' if message else None
        values["statusMessage"] = "" if state == "PENDING" else quoted
    elif kind is SCAN:
        values["statusMessage"] = message or _SCAN_MESSAGES.get(state)
    member, states = _RESOURCES[kind]
    arn = members.get(member) if _includes(states, state) else None
    detail = {name: values.get(name) for name in _names(kind, state)}
    present = {name: value for name, value in detail.items() if value is not None}
    return [arn] if arn else [], present


def plan_of_job(created_by: Mapping[str, Any] | None) -> Members | None:
    """The plan that made a job or a recovery point, if any."""
    return _renamed(_PLAN_OF_JOB, created_by)


def _renamed(names: Mapping[str, str], members: Mapping[str, Any] | None) -> Members | None:
    """The members with the names of events, which are the keys of `names`; None without any."""
    renamed = {name: (members or {}).get(member) for name, member in names.items()}
    return {name: value for name, value in renamed.items() if value} or None


def _names(kind: JobKind, state: str) -> Sequence[str]:
    if state == FIRST and kind in _FIRST_MEMBERS:
        return _FIRST_MEMBERS[kind]
    return [name for name, states in _MEMBERS[kind].items() if _includes(states, state)]


def _includes(states: str, state: str) -> bool:
    return states == _ALWAYS or state in states.split()
