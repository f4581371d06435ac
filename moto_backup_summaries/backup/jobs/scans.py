"""Scan jobs."""

from .. import timestamps
from ..account import Account
from ..aws import checks
from ..aws.endings import Ending
from ..aws.errors import (
    InvalidParameterValueException,
    MissingParameterValueException,
    ResourceNotFoundException,
)
from ..aws.identifiers import new_id
from ..aws.job_kinds import SCAN
from ..frame.operations import Request, operation
from ..members import Members
from ..views import JobView, PointView
from .job import Job, new_job
from .start import start

SCANNED_TYPES = ("EBS", "EC2", "S3")
# The states of a scan that has a result.
_COMPLETED = ("COMPLETED", "COMPLETED_WITH_ISSUES")


@operation("StartScanJob")
def start_scan_job(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartScanJob.html"""
    return start(account, "StartScanJob", request, _requested_jobs, ("ScanJobId", "CreationDate"))


def _requested_jobs(account: Account, request: Request) -> list[Job]:
    point = account.recovery_point(request["BackupVaultName"], request["RecoveryPointArn"])
    members = point.members()
    checks.one_of("RecoveryPointArn: its ResourceType", members["ResourceType"], SCANNED_TYPES)
    checks.shared_parameters(request)
    checks.own_partition(account.partition, request, "IamRoleArn", "ScannerRoleArn")
    until = request.get("ContinuousScanEndTime")
    if until is not None:
        if not point.is_continuous:
            accepted = "nothing: the recovery point is of no continuous backup"
            raise InvalidParameterValueException.of(
                "ContinuousScanEndTime", timestamps.iso(until), accepted
            )
        _check_moment("ContinuousScanEndTime", point, until)
    is_incremental = request["ScanMode"] == "INCREMENTAL_SCAN"
    base = request.get("ScanBaseRecoveryPointArn")
    if base is None and is_incremental:
        raise MissingParameterValueException(
            "Missing required parameter: ScanBaseRecoveryPointArn, which an INCREMENTAL_SCAN needs"
        )
    if base is not None:
        first = account.recovery_point(request["BackupVaultName"], base)
        # Where a clock stands still, what came before is of the same moment.
        if is_incremental and (
            first.arn == point.arn
            or first.resource_arn != point.resource_arn
            or first.created > point.created
        ):
            accepted = f"an earlier recovery point of {point.resource_arn}"
            raise InvalidParameterValueException.of("ScanBaseRecoveryPointArn", base, accepted)
    job = {
        "ScanJobId": new_id(),
        "AccountId": account.id,
        "BackupVaultName": point.vault_name,
        "BackupVaultArn": point.vault_arn,
        "CreatedBy": SCAN.defaults["CreatedBy"],
        "IamRoleArn": request["IamRoleArn"],
        "MalwareScanner": request["MalwareScanner"],
        "RecoveryPointArn": point.arn,
        "ResourceArn": point.resource_arn,
        "ResourceName": members.get("ResourceName", ""),
        "ResourceType": members["ResourceType"],
        "ContinuousScanEndTime": until,
        "ScanBaseRecoveryPointArn": base if is_incremental else None,
        "ScanId": new_id(),
        "ScanMode": request["ScanMode"],
        "ScannerRoleArn": request["ScannerRoleArn"],
    }
    ending = Ending(members={"ScanResult": {"ScanResultStatus": "NO_THREATS_FOUND"}})
    return [new_job(SCAN, job, ending, timestamps.now())]


@operation("GetPITRMalwareScanResults")
def get_pitr_malware_scan_results(account: Account, request: Request) -> Members:
    """What scans have found in a continuous backup, as it was at a moment.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetPITRMalwareScanResults.html
    """
    moment = request["ScanEndTime"]
    point = account.recovery_point(request["BackupVaultName"], request["RecoveryPointArn"])
    if not point.is_continuous:
        accepted = "the ARN of a continuous backup"
        raise InvalidParameterValueException.of("RecoveryPointArn", point.arn, accepted)
    _check_moment("ScanEndTime", point, moment)
    scans = [
        job
        for job in account.jobs.store(SCAN).with_value("RecoveryPointArn", point.arn)
        if job.state in _COMPLETED
        and job.member("MalwareScanner") == request["MalwareScanner"]
        and _scanned_until(job) >= moment
    ]
    if not scans:
        until = timestamps.iso(moment)
        raise ResourceNotFoundException(f"No scan of {point.arn} has covered {until}")
    # The one that ended there is about that moment, the latest of the others covers it.
    # Of those that were done together, the last that was stored.
    scan = max(
        reversed(scans),
        key=lambda job: (_scanned_until(job) == moment, job.member("CompletionDate")),
    )
    return {
        "ScanEndTime": moment,
        "ScanResult": scan.member("ScanResult") or {"ScanResultStatus": "UNKNOWN"},
        "LastScanJobTime": scan.member("CompletionDate"),
        "ScanId": scan.member("ScanId"),
        "ScanMode": scan.member("ScanMode"),
    }


def _check_moment(name: str, point: PointView, moment: float) -> None:
    """Accept a moment that a continuous backup can be restored to."""
    now = timestamps.now()
    first = point.restorable_since(now)
    if not first <= moment <= now:
        accepted = f"a time from {timestamps.iso(first)} to {timestamps.iso(now)}"
        raise InvalidParameterValueException.of(name, timestamps.iso(moment), accepted)


def _scanned_until(job: JobView) -> float:
    """The moment of a continuous backup that a job has scanned it up to."""
    return float(job.member("ContinuousScanEndTime") or job.created)
