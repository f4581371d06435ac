"""What each operation that starts jobs makes of its request. A refused one leaves nothing behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..aws import checks, service_model, timestamps
from ..aws.errors import InvalidParameterValueException, ResourceNotFoundException
from ..aws.job_kinds import BACKUP, COPY, RESTORE, SCAN, JobKind
from ..aws.resource_types import (
    BY_NAME,
    Arn,
    ResourceType,
    new_id,
    new_recovery_point_arn,
    new_resource_arn,
    resource_type_of,
)
from ..neighbours import stacks
from ..recovery_points.store import RecoveryPoint
from .job import Ending, Job, Members, failure, new_job

if TYPE_CHECKING:
    from ..models import BackupJobsBackend

Parameters = Mapping[str, Any]

DEFAULT_START_WINDOW = 480
MINUTE = 60
SCANNED_TYPES = ("EBS", "EC2", "S3")


@dataclass(frozen=True)
class Started:
    """Jobs of one kind that begin together, children before their parent, and the answer."""

    kind: JobKind
    jobs: list[Job]
    answer: Members


def _started(kind: JobKind, jobs: list[Job], shown: tuple[str, ...] = ()) -> Started:
    job = jobs[-1]
    names = (kind.id_member, "CreationDate", *shown)
    return Started(kind, jobs, {name: job.members.get(name) for name in names})


def backup_job(backend: "BackupJobsBackend", request: Parameters) -> Started:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartBackupJob.html"""
    checks.required(request, ("BackupVaultName", "ResourceArn", "IamRoleArn"))
    vault = backend.vault(request["BackupVaultName"])
    _, resource_type = checks.resource("ResourceArn", request["ResourceArn"], backend.region_name)
    checks.role("IamRoleArn", request)
    checks.windows(request)
    checks.lifecycle(request.get("Lifecycle"))
    jobs = backup_jobs(backend, vault, request, timestamps.now())
    at_start = resource_type.arn_at_start or (
        resource_type.name == "DynamoDB" and backend.advanced_dynamodb
    )
    return _started(BACKUP, jobs, ("IsParent", "RecoveryPointArn") if at_start else ("IsParent",))


def backup_jobs(
    backend: "BackupJobsBackend",
    vault: Any,
    request: Parameters,
    now: float,
    origin: Members | None = None,
    failure_message: str | None = None,
) -> list[Job]:
    """The job that backs a resource up from now on, behind its children.

    origin: members that tell what made the jobs.
    failure_message: why they fail, if they do.
    """
    shared = {**shared_members(backend, vault, request, now), **(origin or {})}
    shared["IamRoleArn"] = request["IamRoleArn"]
    ending = _kept_ending(BACKUP, vault, request.get("Lifecycle"))
    if failure_message is not None:
        ending = failure(BACKUP, failure_message)
    text = request["ResourceArn"]
    arn = stacks.arn(text)
    resource_type = resource_type_of(arn)
    assert resource_type is not None
    parent = {**shared, **_backed_up(backend, text, arn, resource_type)}
    jobs = []
    if resource_type.composite:
        for child_arn, child_type in stacks.parts(text):
            child = _backed_up(backend, child_arn, stacks.arn(child_arn), child_type)
            of_parent = {
                "ParentJobId": parent["BackupJobId"],
                "ParentRecoveryPointArn": parent["RecoveryPointArn"],
            }
            jobs.append(new_job(BACKUP, {**shared, **child, **of_parent}, ending, now))
        parent |= {"IsParent": True, "NumberOfChildJobs": len(jobs)}
    return [*jobs, new_job(BACKUP, parent, ending, now)]


def shared_members(
    backend: "BackupJobsBackend", vault: Any, request: Parameters, now: float
) -> Members:
    """What all backup jobs of one request, or of one run of a plan's rule, have."""
    return {
        "AccountId": backend.account_id,
        "BackupVaultName": vault.backup_vault_name,
        "BackupVaultArn": vault.backup_vault_arn,
        "EncryptionKeyArn": vault.encryption_key_arn,
        "RecoveryPointLifecycle": request.get("Lifecycle"),
        "RecoveryPointTags": request.get("RecoveryPointTags"),
        "BackupOptions": request.get("BackupOptions"),
        "BackupSizeInBytes": 0,
        "BytesTransferred": 0,
        "InitiationDate": now,
        "StartBy": now + MINUTE * request.get("StartWindowMinutes", DEFAULT_START_WINDOW),
    }


def _backed_up(
    backend: "BackupJobsBackend", text: str, arn: Arn, resource_type: ResourceType
) -> Members:
    advanced = resource_type.name == "DynamoDB" and backend.advanced_dynamodb
    return {
        "BackupJobId": new_id(),
        "RecoveryPointArn": new_recovery_point_arn(
            None if advanced else resource_type,
            text,
            region=backend.region_name,
            account_id=backend.account_id,
        ),
        "ResourceArn": text,
        "ResourceName": arn.name,
        "ResourceType": resource_type.name,
        "IsParent": False,
    }


def copy_job(backend: "BackupJobsBackend", request: Parameters) -> Started:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartCopyJob.html"""
    needed = (
        "RecoveryPointArn",
        "SourceBackupVaultName",
        "DestinationBackupVaultArn",
        "IamRoleArn",
    )
    checks.required(request, needed)
    source = {**request, "BackupVaultName": request["SourceBackupVaultName"]}
    point = backend.recovery_point(source)
    vault_arn = request["DestinationBackupVaultArn"]
    place = checks.vault("DestinationBackupVaultArn", vault_arn)
    checks.role("IamRoleArn", request)
    checks.lifecycle(request.get("Lifecycle"))
    if backend.copy_refusal(place.account_id) is None:
        backend.vault_at(vault_arn)
    jobs = copy_jobs(backend, point, request, timestamps.now())
    return _started(COPY, jobs, ("IsParent",))


def copy_jobs(
    backend: "BackupJobsBackend",
    point: RecoveryPoint,
    request: Parameters,
    now: float,
    origin: Members | None = None,
) -> list[Job]:
    """The job that copies a recovery point from now on, behind its children.

    origin: members that tell what made the jobs.
    """
    vault_arn = request["DestinationBackupVaultArn"]
    place = checks.vault("DestinationBackupVaultArn", vault_arn)
    refusal = backend.copy_refusal(place.account_id)
    if refusal is None:
        try:
            vault = backend.vault_at(vault_arn)
            ending = _kept_ending(COPY, vault, request.get("Lifecycle"))
        except ResourceNotFoundException:
            ending = failure(COPY, f"Backup vault {vault_arn} does not exist")
    else:
        ending = failure(COPY, refusal)

    def copied(of: RecoveryPoint, **more: Any) -> Job:
        members = of.members()
        job = {
            "CopyJobId": new_id(),
            "AccountId": backend.account_id,
            "SourceBackupVaultArn": of.vault_arn,
            "SourceRecoveryPointArn": of.arn,
            "DestinationBackupVaultArn": vault_arn,
            "DestinationVaultType": "BACKUP_VAULT",
            "DestinationRecoveryPointLifecycle": request.get("Lifecycle"),
            "ResourceArn": of.resource_arn,
            "ResourceName": members.get("ResourceName"),
            "ResourceType": members["ResourceType"],
            "BackupSizeInBytes": members.get("BackupSizeInBytes"),
            "IamRoleArn": request["IamRoleArn"],
            "CreatedByBackupJobId": of.job.members.get("BackupJobId"),
            "IsParent": False,
            **(origin or {}),
            **more,
        }
        if ending.state != "COMPLETED":
            return new_job(COPY, job, ending, now)
        arn = new_recovery_point_arn(
            BY_NAME.get(members["ResourceType"]),
            of.resource_arn,
            region=place.region,
            account_id=place.account_id,
        )
        return new_job(COPY, job, Ending(members={"DestinationRecoveryPointArn": arn}), now)

    more = {"IsParent": True, "NumberOfChildJobs": 0} if point.is_composite else {}
    parent = copied(point, **more)
    assert parent.ending is not None
    of_parent = {
        "ParentJobId": parent.id,
        "ParentRecoveryPointArn": parent.ending.members.get("DestinationRecoveryPointArn"),
    }
    children = [copied(child, **of_parent) for child in backend.children_of(point)]
    if children:
        parent.members["NumberOfChildJobs"] = len(children)
    return [*children, parent]


def restore_job(backend: "BackupJobsBackend", request: Parameters) -> Started:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartRestoreJob.html"""
    checks.required(request, ("RecoveryPointArn", "Metadata"))
    point = backend.recovery_points.find(request["RecoveryPointArn"])
    if point is None:
        raise ResourceNotFoundException(f"Cannot find recovery point {request['RecoveryPointArn']}")
    resource_type = request.get("ResourceType", point.members()["ResourceType"])
    if resource_type not in BY_NAME:
        accepted = "one of " + ", ".join(BY_NAME)
        raise InvalidParameterValueException.of("ResourceType", resource_type, accepted)
    checks.role("IamRoleArn", request)
    members = point.members()
    now = timestamps.now()
    created_arn = new_resource_arn(
        resource_type, region=backend.region_name, account_id=backend.account_id
    )
    job = {
        "RestoreJobId": new_id(),
        "AccountId": backend.account_id,
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
    started = _started(RESTORE, [new_job(RESTORE, job, ending, now)])
    return Started(RESTORE, started.jobs, {"RestoreJobId": job["RestoreJobId"]})


def scan_job(backend: "BackupJobsBackend", request: Parameters) -> Started:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartScanJob.html"""
    checks.required(request, service_model.required_parameters("StartScanJob"))
    point = backend.recovery_point(request)
    for name in ("MalwareScanner", "ScanMode"):
        checks.one_of(name, request[name], service_model.enum("StartScanJob", name))
    members = point.members()
    checks.one_of("RecoveryPointArn: its ResourceType", members["ResourceType"], SCANNED_TYPES)
    checks.role("IamRoleArn", request)
    checks.role("ScannerRoleArn", request)
    base = request.get("ScanBaseRecoveryPointArn")
    if base is not None:
        backend.recovery_point({**request, "RecoveryPointArn": base})
    job = {
        "ScanJobId": new_id(),
        "AccountId": backend.account_id,
        "BackupVaultName": point.vault_name,
        "BackupVaultArn": point.vault_arn,
        "CreatedBy": SCAN.defaults["CreatedBy"],
        "IamRoleArn": request["IamRoleArn"],
        "MalwareScanner": request["MalwareScanner"],
        "RecoveryPointArn": point.arn,
        "ResourceArn": point.resource_arn,
        "ResourceName": members.get("ResourceName", ""),
        "ResourceType": members["ResourceType"],
        "ScanBaseRecoveryPointArn": base,
        "ScanMode": request["ScanMode"],
        "ScannerRoleArn": request["ScannerRoleArn"],
    }
    ending = Ending(members={"ScanResult": {"ScanResultStatus": "NO_THREATS_FOUND"}})
    return _started(SCAN, [new_job(SCAN, job, ending, timestamps.now())])


STARTS = {
    "StartBackupJob": backup_job,
    "StartCopyJob": copy_job,
    "StartRestoreJob": restore_job,
    "StartScanJob": scan_job,
}


def _kept_ending(kind: JobKind, vault: Any, lifecycle: Parameters | None) -> Ending:
    """COMPLETED, or FAILED where the lock of the vault that is to keep the result forbids it."""
    days = (lifecycle or {}).get("DeleteAfterDays", float("inf"))
    least = vault.min_retention_days or 0
    most = vault.max_retention_days or float("inf")
    if not vault.locked or least <= days <= most:
        return Ending()
    return failure(
        kind,
        f"Retention of {days} days is outside the target vault's range, {least} to {most} days",
    )
