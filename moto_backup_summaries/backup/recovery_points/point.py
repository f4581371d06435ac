"""A recovery point, as AWS Backup tells of it."""

from typing import Any

from ..aws.lifecycles import calculated
from ..aws.resource_types import BY_NAME
from ..events import JobView
from ..members import Members, inner_member
from ..timestamps import LAST, now
from ..transactions import assign

# A recovery point's members, by those of the job that made it. A later name goes before an earlier.
_FROM_JOB = {
    "ResourceArn": "ResourceArn",
    "ResourceType": "ResourceType",
    "ResourceName": "ResourceName",
    "IamRoleArn": "IamRoleArn",
    "CreatedBy": "CreatedBy",
    "CreationDate": "CreationDate",
    "InitiationDate": "InitiationDate",
    "CompletionDate": "CompletionDate",
    "BackupSizeInBytes": "BackupSizeInBytes",
    "CompositeMemberIdentifier": "CompositeMemberIdentifier",
    "EncryptionKeyArn": "EncryptionKeyArn",
    "DestinationEncryptionKeyArn": "EncryptionKeyArn",
    "RecoveryPointLifecycle": "Lifecycle",
    "DestinationRecoveryPointLifecycle": "Lifecycle",
    "SourceBackupVaultArn": "SourceBackupVaultArn",
    "ParentRecoveryPointArn": "ParentRecoveryPointArn",
    "IsParent": "IsParent",
}


class RecoveryPoint:
    """A recovery point, told by the job that made it and by what changed since."""

    __slots__ = ("arn", "changes", "job", "vault_arn", "vault_name")

    def __init__(self, arn: str, vault_name: str, vault_arn: str, job: JobView) -> None:
        self.arn = arn
        self.vault_name = vault_name
        self.vault_arn = vault_arn
        self.job = job
        self.changes: Members | None = None

    @property
    def place(self) -> tuple[float, str]:
        """Orders recovery points by their creation."""
        return self.job.created, self.arn

    @property
    def resource_arn(self) -> str:
        return str(self.job.member("ResourceArn"))

    @property
    def parent_arn(self) -> str | None:
        parent: str | None = self.job.member("ParentRecoveryPointArn")
        return parent

    def change(self, **members: Any) -> None:
        assign(self, changes={**(self.changes or {}), **members})

    def member(self, path: str) -> Any:
        """A member, or one of a structure in it: `CreatedBy.BackupPlanId`."""
        return inner_member(self.members(), path)

    def members(self) -> Members:
        """All that AWS Backup tells of a recovery point, in any of its operations."""
        job = self.job.members
        found = {
            theirs: job[ours] for ours, theirs in _FROM_JOB.items() if job.get(ours) is not None
        }
        found |= {
            "RecoveryPointArn": self.arn,
            "RequestId": self.job.id,
            "BackupVaultName": self.vault_name,
            "BackupVaultArn": self.vault_arn,
            "Status": self.job.state,
            "StorageClass": "WARM",
            "VaultType": "BACKUP_VAULT",
            "IsEncrypted": bool(found.get("EncryptionKeyArn")),
            "IsParent": bool(found.get("IsParent")),
            "BackupSizeBytes": found.get("BackupSizeInBytes"),
            **(self.changes or {}),
        }
        moments = calculated(found.get("Lifecycle"), found["CreationDate"])
        if moments and moments.get("MoveToColdStorageAt", LAST) <= now():
            found["StorageClass"] = "COLD"
        found["CalculatedLifecycle"] = moments
        return found

    @property
    def ends(self) -> float | None:
        """When its lifecycle deletes it."""
        moments = self.members()["CalculatedLifecycle"]
        return moments.get("DeleteAt") if moments else None

    def as_resource(self) -> Members:
        """What AWS Backup tells of the protected resource, if this is its latest recovery point."""
        job = self.job.members
        return {
            "ResourceArn": job["ResourceArn"],
            "ResourceType": job["ResourceType"],
            "ResourceName": job.get("ResourceName"),
            "LastBackupTime": job["CreationDate"],
            "LastBackupVaultArn": self.vault_arn,
            "LastRecoveryPointArn": self.arn,
        }

    @property
    def is_composite(self) -> bool:
        resource_type = BY_NAME.get(self.job.member("ResourceType"))
        return resource_type is not None and resource_type.composite
