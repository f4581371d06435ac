"""Recovery points of an account's document."""

from collections.abc import Sequence
from typing import Any

from .. import timestamps
from ..account import Account
from ..aws.arns import parsed
from ..aws.identifiers import new_id
from ..aws.job_kinds import BACKUP
from ..aws.resource_types import resource_type_of
from ..aws.restoring import REQUEST_ID
from ..kit.account_rows import AccountRow, oldest_first, tags_of
from ..members import Members
from ..views import BackupIndex, JobView
from .point import AVAILABLE, STOPPED, RecoveryPoint
from .point_rows import columns_of_points

# What is told of a recovery point in other operations than DescribeRecoveryPoint and the lists.
_ELSEWHERE = frozenset(
    (
        *("RecoveryPointArn", "BackupVaultName", "BackupVaultArn", "SourceResourceArn", "Tags"),
        *("IndexCreationDate", "IndexCompletionDate", "IndexDeletionDate", "TotalItemsIndexed"),
        "RestoreMetadata",
    )
)
# What follows from the job where it is not told.
_DEFAULTED = ("EncryptionKeyArn", "EncryptionKeyType", "Lifecycle", "ParentRecoveryPointArn")
_OF_JOB = (
    *("CreationDate", "ResourceArn", "ResourceType", "ResourceName", "IamRoleArn"),
    *("CompletionDate", "BackupSizeInBytes", "IsEncrypted", "VaultType", "RestoreMetadata"),
    "IndexStatusMessage",
)


def load_points(account: Account, rows: Sequence[AccountRow]) -> None:
    """Keep recovery points as they were. Those whose days are over by now stay.

    Of two that were created in one moment lists of several vaults have the copy first.
    """
    now, keys = timestamps.now(), set[tuple[str, str]]()
    with_copies = {row["BackupVaultName"] for row in rows if row.get("SourceBackupVaultArn")}
    points: list[RecoveryPoint] = []
    for row in rows:
        name, arn = key = row["BackupVaultName"], row["RecoveryPointArn"]
        if key in keys or account.recovery_points.get(name, arn):
            raise row.refusal("RecoveryPointArn", f"one that vault {name} does not have")
        keys.add(key)
    made = oldest_first(rows)
    made.sort(key=lambda row: (row["CreationDate"], row["BackupVaultName"] in with_copies))
    for row in made:
        name, arn = row["BackupVaultName"], row["RecoveryPointArn"]
        account.vaults.make_missing(name, row.get("VaultType"))
        vault_arn = account.vaults.named(name).arn
        points.append(RecoveryPoint(arn, name, vault_arn, _job(row), _changes(row)))
    if points:
        account.recovery_points.load(columns_of_points(points, now))


def _job(row: AccountRow) -> JobView:
    """A job that may have left it: it is not told whether it is in any list."""
    members: Members = {
        "BackupJobId": (row.get("RestoreMetadata") or {}).get(REQUEST_ID) or new_id(),
        "State": "COMPLETED",
        "ResourceType": _type_name(row["ResourceArn"]),
        "EnableContinuousBackup": row["Status"] in (AVAILABLE, STOPPED),
        "NumberOfItems": row.get("TotalItemsIndexed"),
        **row.having(*_OF_JOB),
    }
    return JobView(BACKUP, members, None)


def _type_name(resource_arn: str) -> str:
    arn = parsed(resource_arn)
    resource_type = resource_type_of(arn) if arn else None
    return resource_type.name if resource_type else ""


def _changes(row: AccountRow) -> dict[str, Any]:
    told = {name: value for name, value in row.members.items() if name not in _ELSEWHERE}
    index = None
    if row.get("IndexStatus") is not None:
        index = BackupIndex(
            row["IndexStatus"],
            row.get("IamRoleArn"),
            row.get("IndexCreationDate") or row["CreationDate"],
            row.get("IndexCompletionDate"),
            row.get("IndexDeletionDate"),
            row.get("IndexStatusMessage"),
        )
    return {
        **dict.fromkeys(_DEFAULTED),
        **told,
        "BackupSizeBytes": row.get("BackupSizeInBytes"),
        "RecoveryPointTags": tags_of(row),
        "BackupIndex": index,
    }
