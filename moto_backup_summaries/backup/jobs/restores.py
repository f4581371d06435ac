"""Restore jobs."""

from collections.abc import Mapping

from .. import timestamps
from ..account import Account
from ..aws import checks
from ..aws.endings import Ending
from ..aws.errors import (
    InvalidParameterValueException,
    InvalidRequestException,
    ResourceNotFoundException,
)
from ..aws.identifiers import new_id, new_resource_arn, resource_arn
from ..aws.job_kinds import RESTORE
from ..aws.resource_types import BY_NAME
from ..members import Members
from ..operations import Request, operation
from ..transactions import assign
from .job import Job, new_job
from .start import start

# The entry of the Metadata that names what a restore creates, by resource type.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html
_NAMED_BY = {
    "Aurora": "DBClusterIdentifier",
    "DocumentDB": "DBClusterIdentifier",
    "DynamoDB": "targetTableName",
    "Neptune": "DBClusterIdentifier",
    "RDS": "DBInstanceIdentifier",
    "S3": "DestinationBucketName",
}
# What is restored of these is told before it is done, as a recorded answer has it.
_TOLD_WHILE_RUNNING = ("FSx",)
# What a validation result stays.
_VALIDATED = ("SUCCESSFUL", "FAILED")


@operation("StartRestoreJob")
def start_restore_job(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartRestoreJob.html"""
    return start(account, "StartRestoreJob", request, _requested_jobs, ("RestoreJobId",))


def _requested_jobs(account: Account, request: Request) -> list[Job]:
    if not request["Metadata"]:
        accepted = "what to restore to, as GetRecoveryPointRestoreMetadata tells it"
        raise InvalidParameterValueException.of("Metadata", request["Metadata"], accepted)
    point = account.recovery_points.find(request["RecoveryPointArn"])
    if point is None:
        raise ResourceNotFoundException(f"Cannot find recovery point {request['RecoveryPointArn']}")
    parts = account.recovery_points.parts_of(point)
    if parts:
        raise InvalidRequestException(
            f"Recovery point {point.arn} is composite: restore its {len(parts)} nested ones"
        )
    members = point.members()
    resource_type = members["ResourceType"]
    checks.one_of("ResourceType", request.get("ResourceType", resource_type), [resource_type])
    checks.role("IamRoleArn", request)
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
    created = {"CreatedResourceArn": _created_arn(account, resource_type, request["Metadata"])}
    if resource_type in _TOLD_WHILE_RUNNING:
        return [new_job(RESTORE, job | created, Ending(), timestamps.now(), begun=created)]
    return [new_job(RESTORE, job, Ending(members=created), timestamps.now())]


def _created_arn(account: Account, type_name: str, metadata: Mapping[str, str]) -> str:
    name = metadata.get(_NAMED_BY.get(type_name, ""))
    if type_name == "EFS" and metadata.get("newFileSystem", "").lower() == "false":
        name = metadata.get("file-system-id")
    if not name:
        region, account_id = account.region, account.id
        return new_resource_arn(type_name, "restored", region=region, account_id=account_id)
    resource_type = BY_NAME[type_name]
    return resource_arn(resource_type, name, region=account.region, account_id=account.id)


@operation("GetRestoreJobMetadata")
def get_restore_job_metadata(account: Account, request: Request) -> Members:
    job = account.jobs.named(RESTORE, request["RestoreJobId"])
    return {"RestoreJobId": job.id, "Metadata": job.members.get("Metadata", {})}


@operation("PutRestoreValidationResult")
def put_restore_validation_result(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutRestoreValidationResult.html"""
    job = account.jobs.named(RESTORE, request["RestoreJobId"])
    if job.state != "COMPLETED":
        raise InvalidRequestException(
            f"Restore job {job.id} is {job.state}; only COMPLETED ones can be validated"
        )
    validated = job.members.get("ValidationStatus")
    if validated in _VALIDATED:
        raise InvalidRequestException(f"Restore job {job.id} is validated already: {validated}")
    for name in ("ValidationStatus", "ValidationStatusMessage"):
        assign(job, members={**job.members, name: request.get(name)})
    return {}
