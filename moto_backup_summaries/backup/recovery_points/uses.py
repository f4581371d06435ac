"""What restore and scan jobs did with recovery points."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ..aws.job_kinds import RESTORE, SCAN, JobKind
from ..aws.schedules import MINUTE
from ..events import JobColumns, JobView
from ..frame.transactions import append, put
from ..members import Members

# What AWS names a scanner's finding.
_FINDINGS = {"THREATS_FOUND": ["MALWARE"]}


class Uses:
    """The latest of the jobs that used a recovery point or restored a resource, by its ARN.

    Jobs that came together are kept until somebody asks, so that loading a million costs nothing here.
    """

    def __init__(self) -> None:
        self._unread: list[JobColumns] = []
        self._restores: dict[str, JobView] = {}
        self._scans: defaultdict[str, dict[str, JobView]] = defaultdict(dict)

    def add(self, kind: JobKind, job: JobView) -> None:
        """Note a job that is in its final state, if it is one that matters here."""
        point = job.member("RecoveryPointArn")
        if kind is RESTORE and job.state == "COMPLETED":
            _note(self._restores, point, job)
            _note(self._restores, job.member("SourceResourceArn"), job)
        elif kind is SCAN and job.state in SCAN.final_states:
            _note(self._scans[point], job.member("MalwareScanner"), job)

    def add_stored(self, jobs: JobColumns) -> None:
        if jobs.kind in (RESTORE, SCAN):
            append(self._unread, jobs)

    def of_point(self, arn: str) -> Members:
        """Members that tell when a recovery point was restored, and what its scans found."""
        self._read()
        found: Members = {}
        if arn in self._restores:
            found["LastRestoreTime"] = self._restores[arn].member("CompletionDate")
        # Of a scan that could not be noted, there is none.
        if scans := self._scans.get(arn):
            found["ScanResults"] = [_result(scanner, job) for scanner, job in scans.items()]
            found["AggregatedScanResult"] = _aggregated(found["ScanResults"])
        return found

    def of_resource(self, arn: str) -> Members:
        """Members that tell of the latest restore of a resource."""
        self._read()
        job = self._restores.get(arn)
        if job is None:
            return {}
        seconds = job.member("CompletionDate") - job.created
        return {
            "LatestRestoreExecutionTimeMinutes": int(seconds // MINUTE),
            "LatestRestoreJobCreationDate": job.created,
            "LatestRestoreRecoveryPointCreationDate": job.member("RecoveryPointCreationDate"),
        }

    def _read(self) -> None:
        while self._unread:
            jobs = self._unread[0]
            given = zip(*map(jobs.given, ("RecoveryPointArn", "SourceResourceArn")), strict=True)
            for row, arns in enumerate(given):
                if any(arns):
                    self.add(jobs.kind, jobs.job(row))
            del self._unread[0]


def _note(latest: dict[str, JobView], key: str, job: JobView) -> None:
    ended = job.member("CompletionDate")
    if key not in latest or latest[key].member("CompletionDate") <= ended:
        put(latest, key, job)


def _result(scanner: str, job: JobView) -> Members:
    status = job.member("ScanResult.ScanResultStatus")
    return {
        "MalwareScanner": scanner,
        "ScanJobState": job.state,
        "LastScanTimestamp": job.member("CompletionDate"),
        "Findings": _FINDINGS.get(status, []),
    }


def _aggregated(results: Sequence[Mapping[str, Any]]) -> Members:
    findings = {finding for result in results for finding in result["Findings"]}
    return {
        "FailedScan": any(result["ScanJobState"] == "FAILED" for result in results),
        "Findings": sorted(findings),
        "LastComputed": max(result["LastScanTimestamp"] for result in results),
    }
