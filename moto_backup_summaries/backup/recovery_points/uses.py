"""What restore and scan jobs did with recovery points and resources."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..account import Account
from ..aws.job_kinds import SCAN
from ..members import Members
from ..views import JobView, minutes_of

# What AWS names a scanner's finding.
_FINDINGS = {"THREATS_FOUND": ["MALWARE"]}


def uses_of_point(account: Account, arn: str) -> Members:
    """Members that tell when a recovery point was restored, and what its scans found."""
    members: Members = {}
    restore = account.jobs.latest_restore("RecoveryPointArn", arn)
    if restore is not None:
        members["LastRestoreTime"] = restore.member("CompletionDate")
    latest: dict[str, JobView] = {}
    for scan in account.jobs.store(SCAN).with_value("RecoveryPointArn", arn):
        scanner = scan.member("MalwareScanner")
        if scan.is_final and (scanner not in latest or _ended(latest[scanner]) <= _ended(scan)):
            latest[scanner] = scan
    if latest:
        results = [_result(scanner, scan) for scanner, scan in latest.items()]
        members |= {"ScanResults": results, "AggregatedScanResult": _aggregated(results)}
    return members


def uses_of_resource(account: Account, arn: str) -> Members:
    """Members that tell of the latest restore of a resource."""
    restore = account.jobs.latest_restore("SourceResourceArn", arn)
    if restore is None:
        return {}
    return {
        "LatestRestoreExecutionTimeMinutes": minutes_of(restore),
        "LatestRestoreJobCreationDate": restore.created,
        "LatestRestoreRecoveryPointCreationDate": restore.member("RecoveryPointCreationDate"),
    }


def _ended(job: JobView) -> float:
    return float(job.member("CompletionDate"))


def _result(scanner: str, job: JobView) -> Members:
    status = job.member("ScanResult.ScanResultStatus")
    return {
        "MalwareScanner": scanner,
        "ScanJobState": job.state,
        "LastScanTimestamp": _ended(job),
        "Findings": _FINDINGS.get(status, []),
    }


def _aggregated(results: Sequence[Mapping[str, Any]]) -> Members:
    findings = {finding for result in results for finding in result["Findings"]}
    return {
        "FailedScan": any(result["ScanJobState"] == "FAILED" for result in results),
        "Findings": sorted(findings),
        "LastComputed": max(result["LastScanTimestamp"] for result in results),
    }
