"""Restore jobs."""

from .. import timestamps
from ..account import Account
from ..aws import checks, service_model
from ..aws.endings import Ending
from ..aws.errors import (
    InvalidParameterValueException,
    InvalidRequestException,
    ResourceNotFoundException,
)
from ..aws.identifiers import new_id, new_resource_arn
from ..aws.job_kinds import RESTORE
from ..aws.resource_types import BY_NAME
from ..members import Members
from ..operations import Request, operation
from .job import Job, new_job
from .start import start


@operation("StartRestoreJob")
def start_restore_job(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartRestoreJob.html"""
    return start(account, "StartRestoreJob", request, _requested_jobs, ("RestoreJobId",))


def _requested_jobs(account: Account, request: Request) -> list[Job]:
    checks.required(request, ("RecoveryPointArn", "Metadata"))
    point = account.recovery_points.find(request["RecoveryPointArn"])
    if point is None:
        raise ResourceNotFoundException(f"Cannot find recovery point {request['RecoveryPointArn']}")
    parts = account.recovery_points.parts_of(point)
    if parts:
        raise InvalidRequestException(
            f"Recovery point {point.arn} is composite: restore its {len(parts)} nested ones"
        )
    members = point.members()
    resource_type = request.get("ResourceType", members["ResourceType"])
    if resource_type not in BY_NAME:
        accepted = "one of " + ", ".join(BY_NAME)
        raise InvalidParameterValueException.of("ResourceType", resource_type, accepted)
    checks.role("IamRoleArn", request)
    created_arn = new_resource_arn(resource_type, region=account.region, account_id=account.id)
    job = {
        "RestoreJobId": new_id(),
        "AccountId": account.id,
        "RecoveryPointArn": point.arn,
        "RecoveryPointCreationDate": members["CreationDate"],
        "SourceResourceArn": point.resource_arn,
        "BackupVaultArn": point.vault_arn,
        "BackupSizeInBytes": members.get("BackupSizeInBytes"),
        "ResourceType": resource_type,
        "IamRoleArn": request.get("IamRoleArn"),
        "Metadata": request["Metadata"],
        "IsParent": False,
    }
    ending = Ending(members={"CreatedResourceArn": created_arn})
    return [new_job(RESTORE, job, ending, timestamps.now())]


@operation("GetRestoreJobMetadata")
def get_restore_job_metadata(account: Account, request: Request) -> Members:
    job = account.jobs.named(RESTORE, request["RestoreJobId"])
    return {"RestoreJobId": job.id, "Metadata": job.members.get("Metadata", {})}


@operation("PutRestoreValidationResult")
def put_restore_validation_result(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutRestoreValidationResult.html"""
    checks.required(request, ("RestoreJobId", "ValidationStatus"))
    job = account.jobs.named(RESTORE, request["RestoreJobId"])
    accepted = service_model.enum("PutRestoreValidationResult", "ValidationStatus")
    checks.one_of("ValidationStatus", request["ValidationStatus"], accepted)
    if job.state != "COMPLETED":
        raise InvalidRequestException(
            f"Restore job {job.id} is {job.state}; only COMPLETED ones can be validated"
        )
    for name in ("ValidationStatus", "ValidationStatusMessage"):
        job.members[name] = request.get(name)
    return {}
