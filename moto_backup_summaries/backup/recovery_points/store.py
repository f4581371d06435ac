"""Recovery points: what completed jobs leave in vaults."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Any

from moto.utilities.tagging_service import TaggingService

from ..aws.resource_types import BY_NAME
from ..aws.timestamps import DAY, LAST, now
from ..jobs.columns import Batch, StoredJob
from ..jobs.job import Job, Members, inner_member

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

    def __init__(self, arn: str, vault_name: str, vault_arn: str, job: Job | StoredJob) -> None:
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


def calculated(lifecycle: Mapping[str, Any] | None, created: float) -> Members | None:
    """The moments that a lifecycle's days come to."""
    moments = {"MoveToColdStorageAfterDays": "MoveToColdStorageAt", "DeleteAfterDays": "DeleteAt"}
    found = {
        moment: created + lifecycle[days] * DAY
        for days, moment in moments.items()
        if lifecycle and lifecycle.get(days) is not None
    }
    return found or None


@dataclass(frozen=True, eq=False)
class StoredPoints:
    """The recovery points that these jobs of a batch left in a vault."""

    batch: Batch
    rows: Sequence[int]
    vault_name: str
    vault_arn: str

    def arns(self) -> list[str]:
        """The ARNs that came with the jobs; the others have ones that no other has."""
        given = self.batch.given(self.batch.kind.recovery_point)
        return [arn for arn in map(given.__getitem__, self.rows) if arn]

    def __iter__(self) -> Iterator[RecoveryPoint]:
        for row in self.rows:
            arn = str(self.batch.member(row, self.batch.kind.recovery_point))
            yield RecoveryPoint(arn, self.vault_name, self.vault_arn, StoredJob(self.batch, row))


class RecoveryPointStore:
    """The recovery points of one account and region, by vault and ARN.

    Those of a batch are only counted until somebody looks at one of their vault.
    """

    def __init__(self) -> None:
        self._by_vault: defaultdict[str, dict[str, RecoveryPoint]] = defaultdict(dict)
        self._stored: defaultdict[str, list[StoredPoints]] = defaultdict(list)
        self._numbers: dict[str, int] = {}
        # A heap of the moments at which something may have to be deleted.
        self._ends: list[tuple[float, int, RecoveryPoint | StoredPoints]] = []
        self._end_numbers = count()

    def add(self, point: RecoveryPoint) -> None:
        self._in(point.vault_name)
        self._by_vault[point.vault_name][point.arn] = point
        self._numbers.pop(point.vault_name, None)
        self.expect_end(point)

    def add_stored(self, points: StoredPoints, ends: float | None = None) -> None:
        self._stored[points.vault_name].append(points)
        self._numbers.pop(points.vault_name, None)
        if ends is not None:
            heappush(self._ends, (ends, next(self._end_numbers), points))

    def expect_end(self, point: RecoveryPoint) -> None:
        """Delete a recovery point when its lifecycle, which may change again, says so."""
        ends = point.ends
        if ends is not None:
            heappush(self._ends, (ends, next(self._end_numbers), point))

    def expire(self, now: float, tagger: TaggingService) -> None:
        """Delete, with their tags, the recovery points whose days are over."""
        while self._ends and self._ends[0][0] <= now:
            _, _, over = heappop(self._ends)
            stored = self._stored.get(over.vault_name, [])
            if over in stored:
                stored.remove(over)
                self._numbers.pop(over.vault_name, None)
                continue
            for point in [over] if isinstance(over, RecoveryPoint) else over:
                kept = self.get(point.vault_name, point.arn)
                if kept is not None and kept.ends is not None and kept.ends <= now:
                    self.remove(kept)
                    tagger.delete_all_tags_for_resource(kept.arn)

    def remove(self, point: RecoveryPoint) -> None:
        del self._in(point.vault_name)[point.arn]
        self._numbers.pop(point.vault_name, None)

    def get(self, vault_name: str, arn: str) -> RecoveryPoint | None:
        return self._in(vault_name).get(arn)

    def find(self, arn: str) -> RecoveryPoint | None:
        """The recovery point of this ARN in whichever vault."""
        vaults = map(self._in, self._vault_names())
        return next((points[arn] for points in vaults if arn in points), None)

    def has_seen(self, vault_name: str) -> bool:
        """Whether the vault ever had a recovery point."""
        return vault_name in self._by_vault or vault_name in self._stored

    def number_in(self, vault_name: str) -> int:
        if vault_name not in self._numbers:
            arns = set(self._by_vault.get(vault_name, ()))
            number = 0
            for points in self._stored.get(vault_name, ()):
                given = points.arns()
                arns.update(given)
                number += len(points.rows) - len(given)
            self._numbers[vault_name] = number + len(arns)
        return self._numbers[vault_name]

    def within(self, vault_name: str | None = None) -> Iterator[RecoveryPoint]:
        """The recovery points of one vault, or of all."""
        for name in self._vault_names() if vault_name is None else [vault_name]:
            yield from self._in(name).values()

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

    def _vault_names(self) -> list[str]:
        return list(dict.fromkeys([*self._by_vault, *self._stored]))

    def _in(self, vault_name: str) -> dict[str, RecoveryPoint]:
        for stored in self._stored.pop(vault_name, ()):
            self._by_vault[vault_name].update((point.arn, point) for point in stored)
        return self._by_vault.get(vault_name, {})
