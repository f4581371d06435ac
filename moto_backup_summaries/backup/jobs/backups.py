"""Backup jobs: of a request, or of a run of a plan."""

from collections.abc import Mapping

from .. import timestamps
from ..account import Account
from ..aws import checks
from ..aws.arns import ANY_ARN, Arn, vault_name_of
from ..aws.endings import Ending, failure, reason
from ..aws.errors import InvalidParameterValueException, InvalidRequestException
from ..aws.facts import AIR_GAPPED_VAULT, DEFAULT_START_WINDOW, STANDARD_VAULT, lock_state
from ..aws.identifiers import NewPoint, new_id, new_recovery_point_arn
from ..aws.job_kinds import BACKUP, STOPPED_MESSAGE
from ..aws.resource_types import BY_NAME, INDEXED, RESOURCE_TYPES, ResourceType
from ..aws.schedules import MINUTE
from ..config import setting
from ..frame.operations import Request, operation
from ..members import Members
from ..neighbours import stacks
from ..neighbours.resources import Encryption, Resource, resource_at, type_of_existing
from ..views import VaultView
from .air_gaps import GAPPED_VAULT, Way, way_of
from .job import STOPPING, Job, new_job
from .start import start

# How a job goes on when it is stopped.
ABORT_PATH = (STOPPING, "ABORTED")


@operation("StartBackupJob")
def start_backup_job(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartBackupJob.html"""
    # A job has a RecoveryPointArn from the start if its type allows that.
    answered = ("BackupJobId", "CreationDate", "IsParent", "RecoveryPointArn")
    return start(account, "StartBackupJob", request, _requested_jobs, answered)


def _requested_jobs(account: Account, request: Request) -> list[Job]:
    vault = account.vaults.named(request["BackupVaultName"])
    if vault.vault_type != STANDARD_VAULT:
        accepted = f"a vault of type {STANDARD_VAULT}"
        raise InvalidParameterValueException.of("BackupVaultName", vault.name, accepted)
    text = request["ResourceArn"]
    arn = Arn.parse(text)
    if arn is None:
        raise InvalidParameterValueException.of("ResourceArn", text, ANY_ARN)
    if arn.region not in ("", account.region):
        accepted = f"a resource in {account.region}"
        raise InvalidParameterValueException.of("ResourceArn", text, accepted)
    resource_type = type_of_existing(arn)
    if resource_type is None:
        accepted = "the ARN of one of: " + ", ".join(each.name for each in RESOURCE_TYPES)
        raise InvalidParameterValueException.of("ResourceArn", text, accepted)
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/service-opt-in.html
    if not account.settings.opt_in.get(resource_type.name, True):
        raise InvalidRequestException(
            f"{resource_type.name} is opted out in {account.region}: UpdateRegionSettings opts it in"
        )
    checks.shared_parameters(request)
    checks.own_partition(account.partition, request, "ResourceArn", "IamRoleArn", GAPPED_VAULT)
    checks.backup_options("BackupOptions", request.get("BackupOptions", {}), resource_type.name)
    if GAPPED_VAULT in request:
        _check_gapped_vault(account, request[GAPPED_VAULT])
    resource = resource_at(text, resource_type.name, account.id, account.region)
    return backup_jobs(account, vault, resource, request, timestamps.now())


def _check_gapped_vault(account: Account, arn: str) -> None:
    checks.own_vault_arn(GAPPED_VAULT, arn, account.id, account.region)
    if account.vaults.named(vault_name_of(arn)).vault_type != AIR_GAPPED_VAULT:
        accepted = "the ARN of a logically air-gapped vault"
        raise InvalidParameterValueException.of(GAPPED_VAULT, arn, accepted)


def backup_jobs(
    account: Account, vault: VaultView, resource: Resource, request: Request, now: float
) -> list[Job]:
    """The job that backs a resource up from now on, behind its children.

    request: that of StartBackupJob; or a plan's rule with what is alike in both, and CreatedBy.
    """
    vault, ending, more = _way(account, vault, resource, request)
    shared = shared_members(account, vault, request, now)
    shared["IamRoleArn"] = request["IamRoleArn"]
    if "CreatedBy" in request:
        shared["CreatedBy"] = request["CreatedBy"]
    shared["CompleteWindowMinutes"] = request.get(
        "CompleteWindowMinutes", request.get("CompletionWindowMinutes")
    )
    parent = _job_members(account, vault, resource, request, now)
    is_composite = BY_NAME[resource.type_name].composite
    jobs = []
    for part in stacks.parts(resource.arn) if is_composite else ():
        part_resource = resource_at(part.arn, part.resource_type.name, account.id, account.region)
        members = {
            **shared,
            **_job_members(account, vault, part_resource, request, now),
            **more,
            "ParentJobId": parent["BackupJobId"],
            "ParentRecoveryPointArn": parent["RecoveryPointArn"],
            "CompositeMemberIdentifier": part.identifier,
        }
        begun = _members_once_begun(account, part.resource_type)
        jobs.append(new_job(BACKUP, members, ending, now, begun))
    if is_composite:
        parent |= {"IsParent": True, "NumberOfChildJobs": len(jobs)}
    begun = _members_once_begun(account, BY_NAME[resource.type_name])
    return [*jobs, new_job(BACKUP, {**shared, **parent, **more}, ending, now, begun)]


def _way(account: Account, vault: VaultView, resource: Resource, request: Request) -> Way:
    """The way of a backup, which ends where the policy of its vault denies it to the plan that starts it."""
    if "CreatedBy" in request:
        denial = denial_of_plan(account, vault, request["IamRoleArn"])
        if denial is not None:
            return Way(vault, failure(BACKUP, denial), {})
    is_managed = _is_managed(account, BY_NAME[resource.type_name])
    return way_of(account, vault, resource, request, is_managed=is_managed)


def denial_of_plan(account: Account, vault: VaultView, role_arn: str) -> str | None:
    """Why the vault's policy denies jobs that a plan starts with a role, or None where it does not."""
    return account.access_policies.denial_of_role(vault.name, role_arn, "StartBackupJob", vault.arn)


def shared_members(account: Account, vault: VaultView, request: Request, now: float) -> Members:
    """What all backup jobs of one request, or of one run of a plan's rule, have."""
    return {
        "AccountId": account.id,
        "BackupVaultName": vault.name,
        "BackupVaultArn": vault.arn,
        "VaultType": vault.vault_type,
        "VaultLockState": lock_state(is_locked=vault.is_locked),
        "RecoveryPointLifecycle": request.get("Lifecycle"),
        **option_members(request.get("BackupOptions")),
        "EnableContinuousBackup": request.get("EnableContinuousBackup"),
        "BytesTransferred": 0,
        "InitiationDate": now,
        "StartBy": now + MINUTE * request.get("StartWindowMinutes", DEFAULT_START_WINDOW),
    }


def option_members(options: Mapping[str, str] | None) -> Members:
    """What a backup job tells of its options. A regular backup has no BackupType."""
    is_vss = (options or {}).get("WindowsVSS") == "enabled"
    return {"BackupOptions": options, "BackupType": "WindowsVSS" if is_vss else None}


def resource_members(
    account: Account, resource: Resource, vault: VaultView, request: Request
) -> Members:
    """What a backup job has of its resource. The requested tags go over the resource's own.

    What AWS Backup does not keep itself is encrypted as the resource is.
    """
    resource_type = BY_NAME[resource.type_name]
    is_managed = _is_managed(account, resource_type)
    encryption = Encryption(True, vault.encryption_key_arn or None)
    if not (resource_type.own_point and is_managed):
        encryption = resource.encryption() or encryption
    # A request, or a rule, may ask for an index of a recovery point that can have one.
    is_indexed = resource.type_name in INDEXED and (
        request.get("Index") == "ENABLED"
        or any(
            resource.type_name in action.get("ResourceTypes", ())
            for action in request.get("IndexActions") or ()
        )
    )
    return {
        "IsManaged": None if is_managed else False,
        "IsEncrypted": encryption.is_encrypted,
        "EncryptionKeyArn": encryption.key_arn,
        "ResourceArn": resource.arn,
        "ResourceName": resource.name,
        "ResourceType": resource.type_name,
        "BackupSizeInBytes": resource.measure() if resource_type.sized else None,
        "RecoveryPointTags": {
            **{key: value for key, value in resource.tags.items() if not key.startswith("aws:")},
            **(request.get("RecoveryPointTags") or {}),
        },
        "RestoreMetadata": resource.metadata(),
        "Content": resource.content() if setting("make_resources") else None,
        "IndexStatus": "ACTIVE" if is_indexed else None,
        "NumberOfItems": resource.count_items() or None,
    }


def _job_members(
    account: Account, vault: VaultView, resource: Resource, request: Request, now: float
) -> Members:
    """What one backup job has for itself."""
    resource_type, job_id = BY_NAME[resource.type_name], new_id()
    form = resource_type.point_form(
        is_continuous=bool(request.get("EnableContinuousBackup")),
        is_managed=_is_managed(account, resource_type),
    )
    point = NewPoint(
        resource.arn, account.region, account.id, now, new_id(), BACKUP.name_in_arns(job_id)
    )
    return {
        "BackupJobId": job_id,
        "RecoveryPointArn": new_recovery_point_arn(form, point),
        "IsParent": False,
        **resource_members(account, resource, vault, request),
    }


def _members_once_begun(account: Account, resource_type: ResourceType) -> list[str]:
    """The members that a job lacks while it waits."""
    has_arn = resource_type.arn_at_start and _is_managed(account, resource_type)
    return ["BackupSizeInBytes", *([] if has_arn else ["RecoveryPointArn"])]


def _is_managed(account: Account, resource_type: ResourceType) -> bool:
    """Whether AWS Backup keeps backups of this type, if it can.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
    """
    return not resource_type.own_point or account.settings.advanced_dynamodb


@operation("StopBackupJob")
def stop_backup_job(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StopBackupJob.html"""
    job = account.jobs.named(BACKUP, request["BackupJobId"])
    if job.is_final or job.state == STOPPING:
        raise InvalidRequestException(
            f"Backup job {job.id} is {job.state}; only CREATED, PENDING and RUNNING jobs can be stopped"
        )
    resource_type = BY_NAME.get(job.member("ResourceType"))
    if resource_type and not resource_type.stoppable:
        raise InvalidRequestException(f"Backup jobs of {resource_type.name} cannot be stopped")
    now = timestamps.now()
    ending = Ending("ABORTED", reason(BACKUP, STOPPED_MESSAGE))
    account.jobs.store(BACKUP).redirect(job, ABORT_PATH, ending, now)
    account.jobs.advance(now)
    return {}
