"""Scan jobs."""

from .. import timestamps
from ..account import Account
from ..aws import checks
from ..aws.endings import Ending
from ..aws.errors import InvalidParameterValueException, MissingParameterValueException
from ..aws.identifiers import new_id
from ..aws.job_kinds import SCAN
from ..frame.operations import Request, operation
from ..members import Members
from .job import Job, new_job
from .start import start

SCANNED_TYPES = ("EBS", "EC2", "S3")


@operation("StartScanJob")
def start_scan_job(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartScanJob.html"""
    return start(account, "StartScanJob", request, _requested_jobs, ("ScanJobId", "CreationDate"))


def _requested_jobs(account: Account, request: Request) -> list[Job]:
    point = account.recovery_point(request["BackupVaultName"], request["RecoveryPointArn"])
    members = point.members()
    checks.one_of("RecoveryPointArn: its ResourceType", members["ResourceType"], SCANNED_TYPES)
    checks.shared_parameters(request)
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
        "ContinuousScanEndTime": request.get("ContinuousScanEndTime"),
        "ScanBaseRecoveryPointArn": base if is_incremental else None,
        "ScanId": new_id(),
        "ScanMode": request["ScanMode"],
        "ScannerRoleArn": request["ScannerRoleArn"],
    }
    ending = Ending(members={"ScanResult": {"ScanResultStatus": "NO_THREATS_FOUND"}})
    return [new_job(SCAN, job, ending, timestamps.now())]
