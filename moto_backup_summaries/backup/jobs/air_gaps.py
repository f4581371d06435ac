"""Logically air-gapped vaults as targets of jobs: what they take, directly or by a copy.

https://docs.aws.amazon.com/aws-backup/latest/devguide/lag-vault-primary-backup.html
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..account import Account
from ..aws.arns import Arn, last_part_of, vault_name_of
from ..aws.endings import Ending, failure, no_vault, reason
from ..aws.facts import AIR_GAPPED_VAULT, RESTORE_ACCESS_VAULT, STANDARD_VAULT
from ..aws.identifiers import backup_key_arn
from ..aws.job_kinds import BACKUP
from ..aws.lifecycles import until_copied
from ..aws.resource_types import BY_NAME
from ..frame.operations import Request
from ..kit.conditions import Condition
from ..members import Members
from ..neighbours.encryption_keys import is_of_other_service
from ..neighbours.resources import Encryption, Resource, key_arn
from ..views import PointView, VaultView
from .start import ending_by_lock

# The member of a request, and of a job whose recovery point is copied there next; no answer has it.
GAPPED_VAULT = "LogicallyAirGappedBackupVaultArn"
OF_RULE = "TargetLogicallyAirGappedBackupVaultArn"
_COMPLETED = "Backup job completed successfully to the target backup vault."
TYPE_MESSAGE = (
    f"{_COMPLETED} This resource type is not supported by logically air-gapped backup vault."
)
KEY_MESSAGE = (
    f"{_COMPLETED} This resource is encrypted with an AWS managed key and cannot be copied to a "
    "logically air-gapped backup vault."
)
CONTINUOUS_MESSAGE = (
    "Bucket {name} already has continuous backup enabled for another vault Backup job failed."
)
# The words are those of a recorded job of Aurora.
UNSUPPORTED_MESSAGE = (
    "Copy job from {source} to {destination} cannot be initiated for {type_name} resources. "
    "Feature is not supported for provided resource type."
)
# Two messages of the guide's table of categories.
_KEY_OF_SOURCE = (
    "Snapshots encrypted with the AWS managed key can't be shared. Specify another snapshot."
)
KEY_OF_DESTINATION = (
    "Copy job failed because the destination Backup vault is encrypted with the default Backup "
    "service managed key. The contents of this vault cannot be copied. Only the contents of a "
    "Backup vault encrypted by an AWS KMS key may be copied."
)
# Backups of these are encrypted as they are, and an air-gapped vault takes nothing unencrypted.
ENCRYPTED_AS_SOURCE = ("Aurora", "DocumentDB", "Neptune")
_FILE_SYSTEMS = ("LUSTRE", "WINDOWS")


class Way(NamedTuple):
    """The vault that a backup job puts its recovery point into, how it ends, and members of it."""

    vault: VaultView
    ending: Ending
    members: Members


def target_of(request: Request) -> str | None:
    """The ARN of the air-gapped vault that StartBackupJob, or the rule of a plan, names as a target."""
    arn: str | None = request.get(GAPPED_VAULT) or request.get(OF_RULE)
    return arn


def way_of(
    account: Account, vault: VaultView, resource: Resource, request: Request, *, is_managed: bool
) -> Way:
    """The way of a backup into a vault, or into the air-gapped one that the request names beside it.

    is_managed: whether AWS Backup keeps the backup, if it can.
    """
    if vault.vault_type != STANDARD_VAULT:
        message = f"Backup job failed because backup vault {vault.arn} is a {vault.vault_type}."
        return Way(vault, failure(BACKUP, message), {})
    target, ending = target_of(request), _ending(account, vault, resource, request)
    if target is None:
        return Way(vault, ending, {})
    obstacle = _obstacle(resource, is_managed=is_managed)
    if obstacle is not None:
        if ending.state == "COMPLETED":
            ending = Ending(members=reason(BACKUP, obstacle))
        return Way(vault, ending, {})
    if BY_NAME[resource.type_name].is_fully_managed:
        return _direct_way(account, target, resource, request)
    members: Members = {GAPPED_VAULT: target, "IndexStatus": None}
    is_continuous = request.get("EnableContinuousBackup") and BY_NAME[resource.type_name].continuous
    # A continuous backup stays. AWS copies a snapshot that it takes beside it; here, itself is copied.
    if not is_continuous:
        members["RecoveryPointLifecycle"] = until_copied(request.get("Lifecycle"))
    return Way(vault, ending, members)


def _obstacle(resource: Resource, *, is_managed: bool) -> str | None:
    """Why no backup of a resource comes behind an air gap, as its job tells it; None where one does."""
    type_name, encryption = resource.type_name, resource.encryption()
    if not (is_managed and _takes(type_name, resource.arn, encryption, resource.metadata())):
        return TYPE_MESSAGE
    key = encryption.key_arn if encryption else None
    return KEY_MESSAGE if _is_under_foreign_key(type_name, key, resource.arn) else None


def _direct_way(account: Account, target: str, resource: Resource, request: Request) -> Way:
    name = vault_name_of(target)
    vault = account.vaults.get(name)
    if vault is None or vault.vault_type != AIR_GAPPED_VAULT:
        return Way(account.vaults.absent(name), no_vault(BACKUP, target), {})
    return Way(vault, _ending(account, vault, resource, request), {"IndexStatus": None})


def _ending(account: Account, vault: VaultView, resource: Resource, request: Request) -> Ending:
    is_continuous = resource.type_name == "S3" and request.get("EnableContinuousBackup")
    if is_continuous and _has_continuous_elsewhere(account, vault, resource.arn):
        return failure(BACKUP, CONTINUOUS_MESSAGE.format(name=last_part_of(resource.arn)))
    return ending_by_lock(BACKUP, vault, request.get("Lifecycle"))


def has_air_gap(account: Account) -> bool:
    """Whether an account has an air-gapped vault."""
    return any(vault.vault_type == AIR_GAPPED_VAULT for vault in account.vaults)


def _has_continuous_elsewhere(account: Account, vault: VaultView, resource_arn: str) -> bool:
    """Whether a bucket has a continuous backup that goes on behind the air gap, and shall have one before it.

    Or the other way round.
    """
    gapped = {each.name for each in account.vaults if each.vault_type == AIR_GAPPED_VAULT}
    of_bucket = [Condition("ResourceArn", "equal", resource_arn)]
    points = account.recovery_points.newest_first(None, of_bucket) if gapped else ()
    return any(
        point.member("Status") == "AVAILABLE"
        and point.vault_name != vault.name
        and not gapped.isdisjoint((vault.name, point.vault_name))
        for _, point in points
    )


def _takes(
    type_name: str,
    resource_arn: str,
    encryption: Encryption | None,
    restore_metadata: Mapping[str, Any],
) -> bool:
    """Whether an air-gapped vault takes backups of a resource.

    encryption: of the resource, or of a backup of it, if that is known.
    restore_metadata: as far as the configuration of the resource is known.
    """
    resource_type = BY_NAME.get(type_name)
    if resource_type is None or not resource_type.air_gap:
        return False
    if type_name == "FSx":
        kind = restore_metadata.get("FileSystemType", _FILE_SYSTEMS[0])
        return kind in _FILE_SYSTEMS and Arn.of(resource_arn).kind == "fsx:file-system"
    is_encrypted = encryption is None or encryption.is_encrypted
    return is_encrypted or type_name not in ENCRYPTED_AS_SOURCE


def _is_under_foreign_key(type_name: str, key: str | None, resource_arn: str) -> bool:
    """Whether a backup that another service keeps is under a key that AWS manages, if that is known."""
    if key is None or BY_NAME[type_name].is_fully_managed:
        return False
    return key == key_arn("", Arn.of(resource_arn)) or is_of_other_service(key)


def refusal_of_copy(source: PointView, vault: VaultView) -> str | None:
    """Why a recovery point is not copied into an air-gapped vault, or out of one; None where it is.

    Nothing is copied into a vault for restore access.
    """
    if vault.vault_type == RESTORE_ACCESS_VAULT:
        return f"Copy job failed because backup vault {vault.arn} is a {vault.vault_type}."
    destination = Arn.of(vault.arn)
    if vault.vault_type == AIR_GAPPED_VAULT:
        return _refusal_behind_gap(source, destination.region)
    own_key = backup_key_arn(destination.region, destination.account_id)
    is_kept_in = source.vault_type == AIR_GAPPED_VAULT and vault.encryption_key_arn == own_key
    return KEY_OF_DESTINATION if is_kept_in else None


def _refusal_behind_gap(source: PointView, region: str) -> str | None:
    members = source.members()
    type_name, key = members["ResourceType"], members.get("EncryptionKeyArn")
    encryption = Encryption(members["IsEncrypted"], key)
    metadata = source.job.member("RestoreMetadata") or {}
    if not _takes(type_name, source.resource_arn, encryption, metadata):
        return unsupported_copy(Arn.of(source.vault_arn).region, region, type_name)
    return _KEY_OF_SOURCE if _is_under_foreign_key(type_name, key, source.resource_arn) else None


def unsupported_copy(source: str, destination: str, type_name: str) -> str:
    """Why a recovery point of a type is not copied from one region to another."""
    return UNSUPPORTED_MESSAGE.format(source=source, destination=destination, type_name=type_name)
