"""Requests for the plugin's own endpoints, and for those of moto that change what Backup does."""

from random import Random
from typing import Any

from .right import RESOURCES, ROLE, TYPES, Known
from .wire import ACCOUNT, Request, moto_request
from .wrong import STARS, mutated

# What an injected fault says, so that its answer is known as one that was asked for.
INJECTED = "asked for by the fuzzer"
HERE = {"account_id": ACCOUNT, "region": "us-east-1"}
DAY = {"StartTime": "2026-03-01", "EndTime": "2026-03-02", "AccountId": ACCOUNT, "Count": 3}
JOB = {
    "ResourceArn": RESOURCES[0],
    "ResourceType": "EBS",
    "State": "COMPLETED",
    "CreationDate": "2026-03-01T05:00:00Z",
    "CompletionDate": 1772400000,
    "StatusMessage": "Access denied",
    "IamRoleArn": ROLE,
    "CreatedBy": {"BackupPlanId": "p"},
}
LOADED: list[dict[str, Any]] = [
    {"BackupJobs": [{**JOB, "BackupOptions": {"WindowsVSS": "enabled"}}, {"State": "FAILED"}]},
    {"CopyJobs": [{**JOB, "Lifecycle": {"DeleteAfterDays": 7}}], **HERE},
    {"RestoreJobs": [{"Status": "RUNNING", "ResourceType": "RDS", "PercentDone": "5.00%"}]},
    {
        "ScanJobs": [
            {"MalwareScanner": "GUARDDUTY", "ScanResult": {"ScanResultStatus": "NO_THREATS_FOUND"}}
        ]
    },
    {"BackupJobSummaries": [{**DAY, "State": "FAILED", "MessageCategory": "ACCESS_DENIED"}]},
    {"CopyJobSummaries": [DAY], "RestoreJobSummaries": [DAY], "ScanJobSummaries": [DAY]},
]
OUTCOMES: list[dict[str, Any]] = [
    {"kind": "backup", "state": "FAILED", "status_message": "Access denied", "times": 2},
    {"kind": "copy", "state": "COMPLETED", "resource_arn": "arn:aws:ec2:*", "duration": "PT2H"},
    {"kind": "restore", "state": "ABORTED", "resource_type": TYPES[0], **HERE},
    {"kind": "backup", "state": "FAILED", "resource_arn": STARS},
    {"kind": "scan", "state": "COMPLETED", "scan_result_status": "THREATS_FOUND"},
    {"kind": "backup", "state": "COMPLETED", "backup_size_in_bytes": 5, "duration": 60},
]
FAULTS: list[dict[str, Any]] = [
    {"operation": "ListBackupJobs", "code": "ServiceUnavailableException", "times": 1},
    {"operation": "start_backup_job", "code": "ThrottlingException", **HERE},
    {"operation": "DescribeBackupVault", "code": "ResourceNotFoundException", "times": None},
]
TRANSITIONS: list[dict[str, Any]] = [
    {"progression": "immediate"},
    {"progression": "manual", "times": 2},
    {"progression": "time", "seconds": 60},
]
CLOCK: list[dict[str, Any]] = [
    {"time": "2026-03-01T00:00:00Z"},
    {"time": 1772400000},
    {"advance": "P1D"},
    {"advance": "P3650D"},
    {"advance": 3600},
]
QUERIES = ["", "?account_id=" + ACCOUNT, "?region=us-east-1", "?account_id=x&region=", "?a=%ff%00"]

_ENDPOINTS = ["jobs", "jobs", "outcomes", "faults", "clock", "config", "transition", "none"]


def plugin_request(random: Random, known: Known) -> Request:
    """A right or a wrong request to one of the endpoints."""
    what = random.choice(_ENDPOINTS)
    method = random.choice(("POST", "POST", "POST", "GET", "DELETE"))
    document: dict[str, Any]
    if what == "config":
        path, document = "config", {"backup": {"include_today": random.random() < 0.5}}
    elif what == "transition":
        method, path = "POST", "state-manager/set-transition"
        model = f"backup::{random.choice(('backup', 'copy', 'restore', 'scan'))}_job"
        document = {"model_name": model, "transition": random.choice(TRANSITIONS)}
    else:
        path, document = f"static/backup/{what}", _document(what, random)
    about = "right"
    if method == "POST" and random.random() < 0.5:
        # Beside the transition, the document is read by moto alone.
        part = document.get("transition", document)
        changed, about = mutated(part, random)
        document = {**document, "transition": changed} if part is not document else changed
        _say_who_asked(document)
    query = "" if method == "POST" else random.choice(QUERIES)
    return moto_request(method, path, document if method == "POST" else None, about, query)


def _say_who_asked(document: Any) -> None:
    """Let faults of status 500 keep their message, so that their answers are known."""
    rows = document.get("faults") if isinstance(document, dict) else None
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and row.get("code") == "ServiceUnavailableException":
            row["message"] = INJECTED


def _document(what: str, random: Random) -> dict[str, Any]:
    if what == "jobs":
        return random.choice(LOADED)
    if what == "clock":
        return random.choice(CLOCK)
    if what == "none":
        return {}
    rows = OUTCOMES if what == "outcomes" else FAULTS
    row = random.choice(rows)
    return {what: [{**row, "message": INJECTED} if what == "faults" else row]}
