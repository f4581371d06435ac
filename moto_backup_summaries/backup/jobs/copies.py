"""Copy jobs: of a request, or of a plan's copy actions."""

from typing import Any

from .. import timestamps
from ..account import Account, account_at, existing_account
from ..aws import checks
from ..aws.access_policies import COPY_INTO
from ..aws.arns import Arn, vault_name_of
from ..aws.endings import Ending, failure, no_vault
from ..aws.errors import InvalidRequestException, ResourceNotFoundException
from ..aws.facts import AIR_GAPPED_VAULT, STANDARD_VAULT, lock_state
from ..aws.identifiers import NewPoint, backup_key_arn, new_id, new_recovery_point_arn
from ..aws.job_kinds import COPY
from ..aws.lifecycles import lifecycle_of_copy
from ..aws.recorded_errors import VAULT_NOT_FOUND
from ..aws.resource_types import BACKUP_POINT, BY_NAME
from ..config import setting
from ..frame.operations import Request, operation
from ..members import Members
from ..neighbours.callers import session_of_backup
from ..neighbours.organizations import organization_of
from ..views import PointView, VaultView
from .air_gaps import ENCRYPTED_AS_SOURCE, KEY_OF_DESTINATION, refusal_of_copy, unsupported_copy
from .job import Job, new_job
from .start import ending_by_lock, start

# AWS's message of a policy without permission, which says no more than this.
# https://repost.aws/knowledge-center/backup-resolve-access-denied-error
DENIED_MESSAGE = "Access Denied trying to call AWS Backup service"
COLD_MESSAGE = "Copy job failed. Recovery points in cold storage cannot be copied."


@operation("StartCopyJob")
def start_copy_job(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartCopyJob.html"""
    answered = ("CopyJobId", "CreationDate", "IsParent")
    return start(account, "StartCopyJob", request, _requested_jobs, answered)


def _requested_jobs(account: Account, request: Request) -> list[Job]:
    point = account.recovery_point(request["SourceBackupVaultName"], request["RecoveryPointArn"])
    vault_arn = request["DestinationBackupVaultArn"]
    destination = checks.vault_arn("DestinationBackupVaultArn", vault_arn)
    checks.shared_parameters(request)
    checks.own_partition(account.partition, request, "DestinationBackupVaultArn", "IamRoleArn")
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery-copying.html
    if point.is_continuous:
        raise InvalidRequestException(
            f"Recovery point {point.arn} cannot be copied on demand: it is of a continuous backup"
        )
    if _refusal_of_account(account, destination.account_id) is None:
        _vault_at(vault_arn)
    return copy_jobs(account, point, request, timestamps.now())


def copy_jobs(
    account: Account, point: PointView, request: Request, now: float, **origin: Any
) -> list[Job]:
    """The job that copies a recovery point from now on, behind its children.

    origin: members that tell what made the jobs.
    """

    def copy_job(source: PointView, **more: Any) -> Job:
        members = {**_copy_members(account, source, request), **origin, **more}
        ending = _ending(account, (point, source), members, now)
        return new_job(COPY, members, _with_arn_of_copy(ending, source, members), now)

    more = {"IsParent": True, "NumberOfChildJobs": 0} if point.is_composite else {}
    parent = copy_job(point, **more)
    children = [
        copy_job(
            part,
            ParentJobId=parent.id,
            ParentRecoveryPointArn=parent.ending.members.get("DestinationRecoveryPointArn"),
        )
        for part in account.recovery_points.parts_of(point)
    ]
    if children:
        parent.members["NumberOfChildJobs"] = len(children)
    return [*children, parent]


def _ending(
    account: Account, sources: tuple[PointView, PointView], members: Members, now: float
) -> Ending:
    """How the copy of a recovery point ends.

    sources: what is copied as a whole, and the part of it that this is about.
    """
    vault_arn = members["DestinationBackupVaultArn"]
    destination = Arn.of(vault_arn)
    refusal = _refusal_of_account(account, destination.account_id)
    # What AWS Backup leaves to DynamoDB is not copied: copies are of its advanced features.
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
    if refusal is None and Arn.of(members["SourceRecoveryPointArn"]).service == "dynamodb":
        refusal = unsupported_copy(account.region, destination.region, "DynamoDB")
    if refusal is None and any(source.is_cold_at(now) for source in sources):
        refusal = COLD_MESSAGE
    if refusal is not None:
        return failure(COPY, refusal)
    try:
        vault = _vault_at(vault_arn)
    except ResourceNotFoundException:
        return no_vault(COPY, vault_arn)
    refusal = (
        _denial_of_plan(account, members)
        or _refusal_of_vault(account, vault, members)
        or refusal_of_copy(sources[0], vault)
        or refusal_of_copy(sources[1], vault)
    )
    if refusal is not None:
        return failure(COPY, refusal)
    return ending_by_lock(COPY, vault, members["DestinationRecoveryPointLifecycle"])


def _denial_of_plan(account: Account, members: Members) -> str | None:
    """Why the policy of the source's vault denies a copy that a plan starts, or None."""
    if members.get("CreatedBy") is None:
        return None
    return account.access_policies.denial_of_role(
        vault_name_of(members["SourceBackupVaultArn"]),
        members["IamRoleArn"],
        "StartCopyJob",
        members["SourceRecoveryPointArn"],
    )


def _refusal_of_vault(account: Account, vault: VaultView, members: Members) -> str | None:
    """Why a vault of another account does not take a copy, or None.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
    """
    destination = Arn.of(vault.arn)
    if destination.account_id == account.id:
        return None
    keeper = account_at(destination.account_id, destination.region)
    if vault.encryption_key_arn == keeper.vaults.own_key:
        return KEY_OF_DESTINATION
    role_arn = members["IamRoleArn"]
    caller = session_of_backup(role_arn, account.region)
    decided = keeper.access_policies.decision(vault.name, caller, COPY_INTO, vault.arn)
    if decided == "Deny":
        return f"{DENIED_MESSAGE}: the access policy of {vault.arn} denies {role_arn} backup:{COPY_INTO}"
    if decided == "Allow" or not setting("cross_account_copies_need_policy"):
        return None
    return (
        f"{DENIED_MESSAGE}: the access policy of {vault.arn} needs an Allow of backup:{COPY_INTO} for "
        f"account {account.id} or {role_arn}"
    )


def _with_arn_of_copy(ending: Ending, source: PointView, members: Members) -> Ending:
    """A completed copy tells the ARN of the recovery point that it made."""
    if ending.state != "COMPLETED":
        return ending
    destination = Arn.of(members["DestinationBackupVaultArn"])
    resource_type = BY_NAME.get(source.member("ResourceType"))
    form = resource_type.recovery_point if resource_type else BACKUP_POINT
    is_gapped = members["DestinationVaultType"] == AIR_GAPPED_VAULT
    if is_gapped and not (resource_type and resource_type.is_fully_managed):
        form = BACKUP_POINT
    point = NewPoint(
        source.resource_arn,
        destination.region,
        destination.account_id,
        source.created,
        new_id(),
        COPY.name_in_arns(members["CopyJobId"]),
    )
    return Ending(members={"DestinationRecoveryPointArn": new_recovery_point_arn(form, point)})


def _copy_members(account: Account, source: PointView, request: Request) -> Members:
    """A copy has its source's creation, from which its days count, its tags, and its end."""
    members = source.members()
    copy = {
        **_destination_members(request["DestinationBackupVaultArn"]),
        "CopyJobId": new_id(),
        "AccountId": account.id,
        "SourceBackupVaultArn": source.vault_arn,
        "SourceRecoveryPointArn": source.arn,
        "DestinationBackupVaultArn": request["DestinationBackupVaultArn"],
        "DestinationRecoveryPointLifecycle": lifecycle_of_copy(
            request.get("Lifecycle"), members.get("Lifecycle")
        ),
        "RecoveryPointCreationDate": source.created,
        "RecoveryPointTags": dict(source.tags),
        "CompositeMemberIdentifier": members.get("CompositeMemberIdentifier"),
        "RestoreMetadata": source.job.member("RestoreMetadata"),
        "ResourceArn": source.resource_arn,
        "ResourceName": members.get("ResourceName"),
        "ResourceType": members["ResourceType"],
        "BackupSizeInBytes": members.get("BackupSizeInBytes"),
        "IamRoleArn": request["IamRoleArn"],
        "IsParent": False,
    }
    if not members["IsEncrypted"] and members["ResourceType"] in ENCRYPTED_AS_SOURCE:
        copy |= {"IsEncrypted": False, "DestinationEncryptionKeyArn": None}
    content, key_arn = source.job.member("Content"), copy.get("DestinationEncryptionKeyArn")
    # Nobody sees the key of an air-gapped vault that was made without one.
    copy["Content"] = content.under_key(key_arn) if content and key_arn else content
    return copy


def _destination_members(arn: str) -> Members:
    """What a copy job tells of its destination, as far as that is there."""
    destination = Arn.of(arn)
    try:
        vault = _vault_at(arn)
    except ResourceNotFoundException:
        return {"DestinationVaultType": STANDARD_VAULT}
    own_key = backup_key_arn(destination.region, destination.account_id)
    is_standard = vault.vault_type == STANDARD_VAULT
    return {
        "DestinationVaultType": vault.vault_type,
        "DestinationVaultLockState": lock_state(is_locked=vault.is_locked),
        "DestinationEncryptionKeyArn": vault.encryption_key_arn
        or (own_key if is_standard else None),
    }


def _vault_at(arn: str) -> VaultView:
    """The vault of an ARN, of whichever account and region."""
    destination = Arn.of(arn)
    keeper = existing_account(destination.account_id, destination.region)
    if keeper is None:
        raise VAULT_NOT_FOUND.error(arn=arn)
    return keeper.vaults.named(vault_name_of(arn))


def _refusal_of_account(account: Account, account_id: str) -> str | None:
    """Why AWS Backup would not copy to a vault of this account, or None."""
    if account_id == account.id:
        return None
    organization = account.organization
    if organization is None or organization is not organization_of(account_id, account.region):
        return (
            "Copy job failed. Both source and destination account must be a member of the same "
            "organization."
        )
    if account.global_settings.global_settings["isCrossAccountBackupEnabled"] != "true":
        return "Copy job failed. Cross-account copy feature is not enabled for the current organization."
    return None
