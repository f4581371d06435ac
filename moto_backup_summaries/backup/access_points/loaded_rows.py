"""Access points of an account's document."""

from collections.abc import Sequence

from ..account import Account, account_of
from ..kit.account_rows import AccountRow, new_rows, tags_of
from ..views import AccessedPoint
from .state import DISASSOCIATED, S3_ALIAS, S3_ARN, AccessPoint


def load_access_points(account: Account, rows: Sequence[AccountRow]) -> None:
    """Keep access points in the status that they have, whether or not their recovery points are here.

    No operation tells the policies of their creation.
    """
    access_points = account.access_points
    for row in new_rows(rows, "Name", access_points.get, "access point of the account"):
        keeper, vault_name = account.keeper_of(row["BackupVaultName"])
        point = AccessedPoint(
            row["RecoveryPointArn"],
            vault_name,
            keeper.vaults.arn_of(vault_name),
            row["ResourceArn"],
            row["ResourceType"],
        )
        metadata = dict(row.get("AccessPointMetadata") or {})
        alias = metadata.get(S3_ALIAS)
        if row["Status"] == "AVAILABLE":
            # They follow from it.
            for name in (S3_ARN, S3_ALIAS):
                metadata.pop(name, None)
        access_point = AccessPoint(
            row["Name"],
            row["AccessPointArn"],
            {"AccessPointMetadata": metadata},
            point,
            account.vaults.arn_of(row["BackupVaultName"]),
        )
        access_point.created = row["CreationTime"]
        access_point.alias = alias or access_point.alias
        access_point.status = row["Status"]
        access_point.loaded_members = row.having("StatusMessage")
        access_point.tags = tags_of(row)
        access_points.add(access_point)
        if access_point.status != DISASSOCIATED:
            account_of(point.vault_arn).access_points.attach(access_point)
