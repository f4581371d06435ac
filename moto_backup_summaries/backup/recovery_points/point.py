"""A recovery point, as AWS Backup tells of it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ..aws.arns import Arn
from ..aws.facts import AIR_GAPPED_VAULT, STANDARD_VAULT, key_type
from ..aws.identifiers import backup_key_arn
from ..aws.lifecycles import NEVER_DAYS, calculated_lifecycle, gets_cold
from ..aws.resource_types import BY_NAME, ResourceType
from ..members import Members, inner_member
from ..timestamps import DAY, LAST, now
from ..views import BackupIndex, JobView, PointTraits, VaultView

# The status of a continuous backup that goes on, and of one that does no more.
AVAILABLE = "AVAILABLE"
STOPPED = "STOPPED"
# The status of one that AWS Backup was unable to delete, and what is told of one that is no more.
EXPIRED = "EXPIRED"
DELETED = "DELETED"

_CALCULATED = "CalculatedLifecycle"
_OF_COPY, _OF_BACKUP = "DestinationRecoveryPointLifecycle", "RecoveryPointLifecycle"
LIFECYCLES_OF_JOBS = (_OF_COPY, _OF_BACKUP)
# A recovery point's members, by those of the job that made it. A later name goes before an earlier.
_FROM_JOB = {
    "ResourceArn": "ResourceArn",
    "ResourceType": "ResourceType",
    "ResourceName": "ResourceName",
    "IamRoleArn": "IamRoleArn",
    "CreatedBy": "CreatedBy",
    "InitiationDate": "InitiationDate",
    "CompletionDate": "CompletionDate",
    "BackupSizeInBytes": "BackupSizeInBytes",
    "CompositeMemberIdentifier": "CompositeMemberIdentifier",
    "IndexStatus": "IndexStatus",
    "EncryptionKeyArn": "EncryptionKeyArn",
    "DestinationEncryptionKeyArn": "EncryptionKeyArn",
    _OF_BACKUP: "Lifecycle",
    _OF_COPY: "Lifecycle",
    "SourceBackupVaultArn": "SourceBackupVaultArn",
    "ParentRecoveryPointArn": "ParentRecoveryPointArn",
    "IsParent": "IsParent",
}


def first_status(job_state: str, type_name: str | None, is_continuous: bool | None) -> str:
    """The status of the recovery point that a job in a state has just left.

    is_continuous: what the job's rule asks for, which not every type has.
    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeRecoveryPoint.html
    """
    goes_on = job_state == "COMPLETED" and _goes_on(type_name, is_continuous)
    return AVAILABLE if goes_on else job_state


def _goes_on(type_name: str | None, is_continuous: bool | None) -> bool:
    resource_type = BY_NAME.get(type_name or "")
    return bool(is_continuous and resource_type and resource_type.continuous)


UNCHANGED: Mapping[str, Any] = MappingProxyType({})


class RecoveryPoint(NamedTuple):
    """A view of a recovery point: the job that left it, and the members that were changed since.

    Changes go through the account's `recovery_points`, which give another view.
    """

    arn: str
    vault_name: str
    vault_arn: str
    job: JobView
    changes: Mapping[str, Any] = UNCHANGED

    def shown_in(self, vault: VaultView) -> "RecoveryPoint":
        """The recovery point as a vault shows it, which may be one for restore access to its own."""
        if vault.arn == self.vault_arn:
            return self
        members = {
            "BackupVaultName": vault.name,
            "BackupVaultArn": vault.arn,
            "VaultType": vault.vault_type,
        }
        return self._replace(changes={**self.changes, **members})

    @property
    def created(self) -> float:
        """When it was made; a copy has the creation of its source."""
        of_source: float | None = self.job.member("RecoveryPointCreationDate")
        return self.job.created if of_source is None else of_source

    @property
    def resource_arn(self) -> str:
        return str(self.job.member("ResourceArn"))

    @property
    def vault_type(self) -> str:
        told = self.job.member("VaultType"), self.job.member("DestinationVaultType")
        return AIR_GAPPED_VAULT if AIR_GAPPED_VAULT in told else STANDARD_VAULT

    @property
    def parent_arn(self) -> str | None:
        """The composite one that it is a part of, if any."""
        parent: str | None = self.stored_member("ParentRecoveryPointArn")
        return parent

    @property
    def tags(self) -> Mapping[str, str]:
        """The tags that it came with, unless they were changed."""
        return dict(self.stored_member("RecoveryPointTags") or {})

    @property
    def is_encrypted(self) -> bool:
        return self.job.member("IsEncrypted") is not False

    @property
    def lifecycle(self) -> Mapping[str, Any] | None:
        """Its Lifecycle: that of the job that made it, unless it was changed."""
        lifecycle: Mapping[str, Any] | None = (
            self.changes["Lifecycle"]
            if "Lifecycle" in self.changes
            else self.job.member(_OF_COPY) or self.job.member(_OF_BACKUP)
        )
        return lifecycle

    @property
    def traits(self) -> PointTraits:
        type_name = self.job.member("ResourceType")
        return PointTraits.of(type_name, self.is_encrypted, self.lifecycle, self.tags)

    @property
    def calculated_lifecycle(self) -> Mapping[str, float] | None:
        """Its CalculatedLifecycle: as it was loaded, or else by the days of its lifecycle."""
        loaded: Mapping[str, float] | None = self.changes.get(_CALCULATED)
        lifecycle = self.lifecycle
        if loaded or not lifecycle:
            return loaded or None
        can_be_cold = gets_cold(self._type, lifecycle, self.arn)
        return calculated_lifecycle(lifecycle, self.created, gets_cold=can_be_cold)

    def stored_member(self, name: str) -> Any:
        """A member of the job that made it, unless it was changed since."""
        return self.changes[name] if name in self.changes else self.job.member(name)

    def member(self, path: str) -> Any:
        """A member, or one of a structure in it: `CreatedBy.BackupPlanId`."""
        return inner_member(self.members(), path)

    def members(self) -> Members:
        """All that AWS Backup tells of a recovery point, in any of its operations."""
        job, kind = self.job.members, self.job.kind
        members = {
            name: job[of_job] for of_job, name in _FROM_JOB.items() if job.get(of_job) is not None
        }
        vault = Arn.of(self.vault_arn)
        own_key = backup_key_arn(vault.region, vault.account_id)
        is_encrypted = self.is_encrypted
        # Nobody sees the key of an air-gapped vault that was made without one.
        vault_type = self.vault_type
        default_key = None if vault_type == AIR_GAPPED_VAULT else own_key
        key = (members.get("EncryptionKeyArn") or default_key) if is_encrypted else None
        type_name = job["ResourceType"]
        members |= {
            "RecoveryPointArn": self.arn,
            "CreationDate": self.created,
            "EncryptionKeyArn": key,
            "EncryptionKeyType": key_type(is_own=key in (None, own_key)) if is_encrypted else None,
            "RequestId": job[kind.id_member],
            "BackupVaultName": self.vault_name,
            "BackupVaultArn": self.vault_arn,
            "Status": first_status(job[kind.state], type_name, job.get("EnableContinuousBackup")),
            "StorageClass": "WARM",
            "VaultType": vault_type,
            "IsEncrypted": is_encrypted,
            "IsParent": bool(members.get("IsParent")),
            "BackupSizeBytes": members.get("BackupSizeInBytes"),
            **self.changes,
        }
        moments = self.calculated_lifecycle
        if moments and moments.get("MoveToColdStorageAt", LAST) <= now():
            members["StorageClass"] = "COLD"
        members[_CALCULATED] = moments
        return members

    @property
    def _type(self) -> ResourceType | None:
        return BY_NAME.get(self.job.member("ResourceType"))

    def is_cold_at(self, moment: float) -> bool:
        cold_from = self.cold_from
        return cold_from is not None and cold_from <= moment

    @property
    def is_continuous(self) -> bool:
        job = self.job
        return _goes_on(job.member("ResourceType"), job.member("EnableContinuousBackup"))

    @property
    def is_expired(self) -> bool:
        """Whether AWS Backup was unable to delete it."""
        return self.changes.get("Status") == EXPIRED

    @property
    def can_be_held(self) -> bool:
        """Whether a legal hold takes it; AWS Backup leaves out what goes on, and what should be gone.

        https://docs.aws.amazon.com/aws-backup/latest/devguide/legalhold.html
        """
        return not self.is_continuous and self.changes.get("Status") not in (EXPIRED, "DELETING")

    def restorable_since(self, moment: float) -> float:
        """The first moment that a continuous backup can still be restored to at a moment."""
        days = (self.member("Lifecycle") or {}).get("DeleteAfterDays", NEVER_DAYS)
        return self.created if days == NEVER_DAYS else max(self.created, moment - days * DAY)

    @property
    def first_status(self) -> str:
        """The status that it had when it was new."""
        job = self.job
        is_continuous = job.member("EnableContinuousBackup")
        return first_status(job.state, job.member("ResourceType"), is_continuous)

    @property
    def backup_index(self) -> BackupIndex | None:
        """Its index, if it has one: by the job that left it, unless that was changed."""
        if "BackupIndex" in self.changes:
            changed: BackupIndex | None = self.changes["BackupIndex"]
            return changed
        status = self.job.member("IndexStatus")
        if status is None:
            return None
        made = self.job.member("CompletionDate") or self.job.created
        return BackupIndex(status, self.job.member("IamRoleArn"), made, made)

    @property
    def ends(self) -> float | None:
        """When its lifecycle deletes it."""
        moments = self.calculated_lifecycle
        return moments.get("DeleteAt") if moments else None

    @property
    def cold_from(self) -> float | None:
        """When its lifecycle moves it to cold storage."""
        moments = self.calculated_lifecycle
        return moments.get("MoveToColdStorageAt") if moments else None

    def as_resource(self) -> Members:
        """What AWS Backup tells of the protected resource, if this is its latest recovery point."""
        job = self.job.members
        return {
            "ResourceArn": job["ResourceArn"],
            "ResourceType": job["ResourceType"],
            "ResourceName": job.get("ResourceName"),
            "LastBackupTime": self.created,
            "LastBackupVaultArn": self.changes.get("BackupVaultArn", self.vault_arn),
            "LastRecoveryPointArn": self.arn,
        }

    @property
    def is_composite(self) -> bool:
        return self._type is not None and self._type.composite
