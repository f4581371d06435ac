"""What an event of a job tells of it: which members in which state, in AWS's order.

A job that was loaded, or stored with others by a plan, is told in all of its states by what it became: these
tables keep out of an event what comes later. States without a sample are told in the closest form.

https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ..aws.job_kinds import BACKUP, COPY, KINDS, LEAVE_RECOVERY_POINTS, RESTORE, SCAN, JobKind
from ..events import JobView
from ..members import Members
from ..timestamps import iso_if_any
from .dates import spoken
from .published_event import Content

FIRST = "CREATED"
DETAIL_TYPES = {kind: f"{kind.title} Job State Change" for kind in KINDS}
_EVERY = ""
_UNDONE = "FAILED ABORTED"
_DONE = "COMPLETED PARTIAL"

# Each member, with the states that tell it.
_MEMBERS: Mapping[JobKind, Mapping[str, str]] = {
    BACKUP: {
        "backupJobId": _EVERY,
        "backupSizeInBytes": f"RUNNING {_DONE}",
        "backupVaultArn": _EVERY,
        "backupVaultName": _EVERY,
        "bytesTransferred": _EVERY,
        "creationDate": _EVERY,
        "iamRoleArn": _EVERY,
        "resourceArn": _EVERY,
        "resourceType": _EVERY,
        "state": _EVERY,
        "statusMessage": f"PENDING {_UNDONE} EXPIRED {_DONE}",
        "completionDate": f"ABORTED EXPIRED {_DONE}",
        "startBy": _EVERY,
        "expectedCompletionDate": "RUNNING",
        "percentDone": _EVERY,
        "retryCount": f"FAILED {_DONE}",
        "createdBy": _EVERY,
    },
    COPY: {
        "copyJobId": _EVERY,
        "backupSizeInBytes": _EVERY,
        "creationDate": _EVERY,
        "iamRoleArn": _EVERY,
        "resourceArn": _EVERY,
        "resourceType": _EVERY,
        "sourceBackupVaultArn": _EVERY,
        "state": _EVERY,
        "statusMessage": f"{_UNDONE} PARTIAL",
        "completionDate": f"{_UNDONE} {_DONE}",
        "destinationBackupVaultArn": _EVERY,
        "destinationRecoveryPointArn": _EVERY,
        "createdBy": _EVERY,
    },
    RESTORE: {
        "restoreJobId": _EVERY,
        "backupVaultArn": _DONE,
        "recoveryPointArn": _DONE,
        "sourceResourceArn": _DONE,
        "backupSizeInBytes": _EVERY,
        "creationDate": _EVERY,
        "iamRoleArn": _EVERY,
        "percentDone": _EVERY,
        "resourceType": _EVERY,
        "status": _EVERY,
        "statusMessage": _UNDONE,
        "restoreTestingPlanArn": _EVERY,
        "createdResourceArn": _DONE,
        "completionDate": _DONE,
    },
    SCAN: {
        "accountId": _EVERY,
        "backupVaultArn": _EVERY,
        "backupVaultName": _EVERY,
        "completionDate": "COMPLETED COMPLETED_WITH_ISSUES FAILED CANCELED",
        "createdBy": _EVERY,
        "creationDate": _EVERY,
        "iamRoleArn": _EVERY,
        "scannerRoleArn": _EVERY,
        "recoveryPointArn": _EVERY,
        "resourceArn": _EVERY,
        "resourceType": _EVERY,
        "scanId": _EVERY,
        "scanJobId": _EVERY,
        "scanBaseRecoveryPointArn": _EVERY,
        "malwareScanner": _EVERY,
        "scanResult": "COMPLETED COMPLETED_WITH_ISSUES",
        "state": _EVERY,
        "statusMessage": "COMPLETED COMPLETED_WITH_ISSUES FAILED CANCELED",
    },
}
# What kinds tell in their first state, if that is not what they tell in all states.
_FIRST_MEMBERS: Mapping[JobKind, Sequence[str]] = {
    BACKUP: ("backupJobId", "state", "creationDate"),
    COPY: ("creationDate", "state", "sourceBackupVaultArn", "destinationBackupVaultArn"),
    RESTORE: ("restoreJobId", "creationDate", "state"),
}
# The member with the recovery point that an event names as its resource, and in which states.
_RESOURCES: Mapping[JobKind, tuple[str, str]] = {
    BACKUP: ("RecoveryPointArn", _DONE),
    COPY: ("SourceRecoveryPointArn", _EVERY),
    RESTORE: ("RecoveryPointArn", _EVERY),
    SCAN: ("RecoveryPointArn", _EVERY),
}
_PERCENT_DONE = {"RUNNING": 99, "COMPLETED": 100, "PARTIAL": 100}
# In each sample that has it.
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
_PLAN_OF_SCAN = {
    "backupPlanArn": "BackupPlanArn",
    "backupPlanId": "BackupPlanId",
    "backupPlanVersion": "BackupPlanVersion",
    "backupRuleId": "BackupRuleId",
}


class _Told(NamedTuple):
    """A job as an event tells it: in a state, which it entered at a moment."""

    job: JobView
    members: Members
    state: str
    moment: float


def states_of(kind: JobKind) -> Sequence[str]:
    """All states that events of a kind may tell."""
    return list(dict.fromkeys((FIRST, *kind.states)))


def states_told(kind: JobKind, states: Sequence[str]) -> Sequence[str]:
    """The states that events tell when a job has gone through these. Each job is CREATED for them."""
    return states if FIRST in states or kind.lifecycle[0] not in states else (FIRST, *states)


def content(kind: JobKind, job: JobView, state: str, moment: float) -> Content:
    """What is told of a job that entered a state at a moment."""
    told = _Told(job, job.members, state, moment)
    values = {name: _read(kind, name)(told) for name in _names(kind, state)}
    member, states = _RESOURCES[kind]
    arn = told.members.get(member) if _is_told(states, state) else None
    detail = {name: value for name, value in values.items() if value is not None}
    return [arn] if arn else [], detail


def plan_of_job(created_by: Mapping[str, Any] | None) -> Members | None:
    """What made a job or a recovery point, if that was a plan."""
    return _renamed(_PLAN_OF_JOB, created_by)


def _renamed(names: Mapping[str, str], members: Mapping[str, Any] | None) -> Members | None:
    renamed = {ours: (members or {}).get(theirs) for ours, theirs in names.items()}
    return {name: value for name, value in renamed.items() if value} or None


def _names(kind: JobKind, state: str) -> Sequence[str]:
    if state == FIRST and kind in _FIRST_MEMBERS:
        return _FIRST_MEMBERS[kind]
    return [name for name, states in _MEMBERS[kind].items() if _is_told(states, state)]


def _is_told(states: str, state: str) -> bool:
    return states == _EVERY or state in states.split()


def _read(kind: JobKind, name: str) -> Callable[[_Told], Any]:
    return _READ_OF.get((kind, name)) or _READ.get(name) or _Plain(name)


class _Plain:
    """Reads the member that has the same name, but for its first letter."""

    def __init__(self, name: str) -> None:
        self._name = name[0].upper() + name[1:]

    def __call__(self, told: _Told) -> Any:
        return told.members.get(self._name)


class _Date(_Plain):
    def __call__(self, told: _Told) -> Any:
        return iso_if_any(super().__call__(told))


class _Number(_Plain):
    def __call__(self, told: _Told) -> Any:
        return super().__call__(told) or 0


class _NumberAsText(_Number):
    def __call__(self, told: _Told) -> Any:
        return str(super().__call__(told))


def _expected(told: _Told) -> str:
    """A job that goes on without delay is expected to be done at once."""
    expected = told.job.expected or told.members.get("ExpectedCompletionDate")
    return spoken(told.moment if expected is None else expected)


def _quoted(told: _Told) -> str | None:
    """The message of a backup job stands in quotes, which are part of it."""
    if told.state == "PENDING":
        return ""
    message = told.members.get("StatusMessage")
    return f'"{message}"' if message else None


def _scan_message(told: _Told) -> str | None:
    return told.members.get("StatusMessage") or _SCAN_MESSAGES.get(told.state)


def _scan_result(told: _Told) -> Members | None:
    return _renamed({"scanResultStatus": "ScanResultStatus"}, told.members.get("ScanResult"))


def _copy(told: _Told) -> Any:
    """The recovery point that a copy made; an empty object until then."""
    arn = told.members.get("DestinationRecoveryPointArn")
    return arn if arn and told.state in LEAVE_RECOVERY_POINTS else {}


_READ: Mapping[str, Callable[[_Told], Any]] = {
    "backupSizeInBytes": _NumberAsText("backupSizeInBytes"),
    "bytesTransferred": _NumberAsText("bytesTransferred"),
    "completionDate": _Date("completionDate"),
    "createdBy": lambda told: plan_of_job(told.members.get("CreatedBy")),
    "creationDate": _Date("creationDate"),
    "destinationRecoveryPointArn": _copy,
    "expectedCompletionDate": _expected,
    "percentDone": lambda told: 0,
    "restoreTestingPlanArn": lambda told: told.job.member("CreatedBy.RestoreTestingPlanArn"),
    "retryCount": lambda told: _RETRY_COUNT,
    "scanResult": _scan_result,
    "startBy": _Date("startBy"),
    "state": lambda told: told.state,
    "status": lambda told: told.state,
}
_READ_OF: Mapping[tuple[JobKind, str], Callable[[_Told], Any]] = {
    (BACKUP, "percentDone"): lambda told: _PERCENT_DONE.get(told.state, 0),
    (BACKUP, "statusMessage"): _quoted,
    (COPY, "backupSizeInBytes"): _Number("backupSizeInBytes"),
    (SCAN, "createdBy"): lambda told: _renamed(_PLAN_OF_SCAN, told.members.get("CreatedBy")),
    (SCAN, "statusMessage"): _scan_message,
}
