"""Recovery points: what completed jobs leave in vaults."""

from collections.abc import Iterator, Mapping
from typing import Any

from .jobs import Job, Members, inner_member
from .resource_types import BY_NAME
from .timestamps import DAY

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

    def __init__(self, arn: str, vault_name: str, vault_arn: str, job: Job) -> None:
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
        return str(self.job.members["ResourceArn"])

    @property
    def parent_arn(self) -> str | None:
        return self.job.members.get("ParentRecoveryPointArn")

    def change(self, **members: Any) -> None:
        self.changes = {**(self.changes or {}), **members}

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
        found["CalculatedLifecycle"] = calculated(found.get("Lifecycle"), found["CreationDate"])
        return found

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
        resource_type = BY_NAME.get(self.job.members["ResourceType"])
        return resource_type is not None and resource_type.composite


def calculated(lifecycle: Mapping[str, Any] | None, created: float) -> Members | None:
    """The moments that a lifecycle's days come to."""
    moments = {"MoveToColdStorageAfterDays": "MoveToColdStorageAt", "DeleteAfterDays": "DeleteAt"}
    found = {
        moment: created + lifecycle[days] * DAY
        for days, moment in moments.items()
        if lifecycle and lifecycle.get(days) is not None
    }
    return found or None


class RecoveryPointStore:
    """The recovery points of one account and region, by vault and ARN."""

    def __init__(self) -> None:
        self._by_vault: dict[str, dict[str, RecoveryPoint]] = {}

    def add(self, point: RecoveryPoint) -> None:
        self._by_vault.setdefault(point.vault_name, {})[point.arn] = point

    def remove(self, point: RecoveryPoint) -> None:
        del self._by_vault[point.vault_name][point.arn]

    def get(self, vault_name: str, arn: str) -> RecoveryPoint | None:
        return self._by_vault.get(vault_name, {}).get(arn)

    def find(self, arn: str) -> RecoveryPoint | None:
        """The recovery point of this ARN in whichever vault."""
        return next((points[arn] for points in self._by_vault.values() if arn in points), None)

    def number_in(self, vault_name: str) -> int:
        return len(self._by_vault.get(vault_name, ()))

    def within(self, vault_name: str | None = None) -> Iterator[RecoveryPoint]:
        """The recovery points of one vault, or of all."""
        for name, points in self._by_vault.items():
            if vault_name in (None, name):
                yield from points.values()

    def newest_first(
        self, vault_name: str | None = None, after: tuple[float, str] | None = None
    ) -> Iterator[tuple[tuple[float, str], RecoveryPoint]]:
        """Recovery points with their places, from behind a place."""
        points = sorted(self.within(vault_name), key=lambda point: point.place, reverse=True)
        for point in points:
            if after is None or point.place < tuple(after):
                yield point.place, point

    def resources(self, vault_name: str | None = None) -> dict[str, RecoveryPoint]:
        """The latest recovery point of each resource, by the resource's ARN, in its order."""
        latest: dict[str, RecoveryPoint] = {}
        for point in self.within(vault_name):
            known = latest.get(point.resource_arn)
            if known is None or known.place < point.place:
                latest[point.resource_arn] = point
        return dict(sorted(latest.items()))
