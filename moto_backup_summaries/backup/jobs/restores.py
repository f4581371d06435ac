"""Restore jobs."""

from typing import Any

from .. import timestamps
from ..account import Account, account_of
from ..aws import checks
from ..aws.arns import Arn
from ..aws.endings import Ending, failure
from ..aws.errors import (
    InvalidParameterValueException,
    InvalidRequestException,
    ResourceNotFoundException,
)
from ..aws.identifiers import new_id
from ..aws.job_kinds import RESTORE
from ..aws.restoring import INVALID_MESSAGE, Restore, accepted_names
from ..aws.spelling import did_you_mean, near_names
from ..config import setting
from ..events import RestoreTest, RestoreValidated
from ..frame.operations import Request, operation
from ..members import Members
from ..views import PointView
from .finishing import tell_unusable
from .job import Job, new_job
from .start import start

# What else a recovery point of a type is restored as, as the guide says of each.
_RESTORED_AS = {
    "EBS": ("Storage Gateway",),
    "Redshift": ("Redshift Serverless",),
    "Redshift Serverless": ("Redshift",),
    "Storage Gateway": ("EBS",),
}
# Jobs of these tell what they create while they run, as a recorded answer has it.
_NAMED_WHILE_RUNNING = ("FSx",)
# A validation result that is one of these is not changed any more.
_VALIDATED = ("SUCCESSFUL", "FAILED", "TIMED_OUT")


@operation("StartRestoreJob")
def start_restore_job(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartRestoreJob.html"""
    return start(account, "StartRestoreJob", request, _requested_jobs, ("RestoreJobId",))


def _requested_jobs(account: Account, request: Request) -> list[Job]:
    if not request["Metadata"]:
        accepted = "what to restore to, as GetRecoveryPointRestoreMetadata tells it"
        raise InvalidParameterValueException.of("Metadata", request["Metadata"], accepted)
    point = account.find_point(request["RecoveryPointArn"])
    if point is None:
        raise ResourceNotFoundException(f"Cannot find recovery point {request['RecoveryPointArn']}")
    parts = account_of(point.vault_arn).recovery_points.parts_of(point)
    if parts:
        raise InvalidRequestException(
            f"Recovery point {point.arn} is composite: restore its {len(parts)} nested ones"
        )
    type_name = point.job.member("ResourceType")
    types = (type_name, *_RESTORED_AS.get(type_name, ()))
    checks.one_of("ResourceType", request.get("ResourceType", type_name), types)
    restore = Restore(type_name, Arn.of(point.resource_arn), request["Metadata"])
    _refuse_unknown_metadata(restore)
    checks.shared_parameters(request)
    checks.own_partition(account.partition, request, "IamRoleArn")
    job = {
        "RestoreJobId": new_id(),
        "IamRoleArn": request.get("IamRoleArn"),
        "RestoredTags": request.get("CopySourceTagsToRestoredResource") and dict(point.tags),
    }
    return [restore_job(account, point, restore, job, timestamps.now())]


def tested_job(account: Account, test: RestoreTest, now: float, **members: Any) -> Job:
    """The job of a restore test, which fails where StartRestoreJob would refuse its Metadata."""
    point = test.point
    type_name = point.job.member("ResourceType")
    restore = Restore(type_name, Arn.of(point.resource_arn), test.metadata)
    job = {"RestoreJobId": test.job_id, "IamRoleArn": test.role_arn, **members}
    return restore_job(account, point, restore, job, now)


def _refuse_unknown_metadata(restore: Restore) -> None:
    name = restore.refused_name
    if name is not None:
        accepted = accepted_names(restore.type_name)
        hint = did_you_mean(near_names(name, accepted))
        names = f"the names {', '.join(accepted)}{hint}"
        raise InvalidParameterValueException.of("Metadata", name, names)


def restore_job(
    account: Account, point: PointView, restore: Restore, own: Members, now: float
) -> Job:
    """The job of a restore. own: the members that do not follow from it and the recovery point."""
    members = point.members()
    job = {
        "AccountId": account.id,
        "RecoveryPointArn": point.arn,
        "RecoveryPointCreationDate": members["CreationDate"],
        "SourceResourceArn": point.resource_arn,
        "BackupVaultArn": members["BackupVaultArn"],
        "BackupSizeInBytes": members.get("BackupSizeInBytes"),
        "ResourceType": restore.type_name,
        "Metadata": restore.metadata,
        "IsParent": False,
        "Content": point.job.member("Content") if setting("make_resources") else None,
        **own,
    }
    name = restore.refused_name or restore.failing_name
    if name is not None:
        tell_unusable(job, name)
        return new_job(RESTORE, job, failure(RESTORE, INVALID_MESSAGE), now)
    created = {"CreatedResourceArn": restore.created_arn(account.region, account.id)}
    if restore.type_name in _NAMED_WHILE_RUNNING:
        return new_job(RESTORE, job | created, Ending(), now, begun=created)
    return new_job(RESTORE, job, Ending(members=created), now)


@operation("GetRestoreJobMetadata")
def get_restore_job_metadata(account: Account, request: Request) -> Members:
    job = account.jobs.named(RESTORE, request["RestoreJobId"])
    return {"RestoreJobId": job.id, "Metadata": job.member("Metadata") or {}}


@operation("PutRestoreValidationResult")
def put_restore_validation_result(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutRestoreValidationResult.html"""
    job = account.jobs.named(RESTORE, request["RestoreJobId"])
    if job.state != "COMPLETED":
        raise InvalidRequestException(
            f"Restore job {job.id} is {job.state}; only COMPLETED ones can be validated"
        )
    validated = job.member("ValidationStatus")
    if validated in _VALIDATED:
        raise InvalidRequestException(f"Restore job {job.id} is validated already: {validated}")
    names = ("ValidationStatus", "ValidationStatusMessage")
    account.jobs.change(job, {name: request.get(name) for name in names})
    if request["ValidationStatus"] in _VALIDATED:
        account.publish(RestoreValidated(job))
    return {}
