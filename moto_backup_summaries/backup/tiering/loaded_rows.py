"""Tiering configurations of an account's document."""

from collections.abc import Sequence

from ..account import Account
from ..kit.account_rows import AccountRow, new_rows, tags_of
from .state import TieringConfiguration


def load_tiering_configurations(account: Account, rows: Sequence[AccountRow]) -> None:
    kept, name = account.tiering_configurations, "TieringConfigurationName"
    for row in new_rows(rows, name, kept.get, "tiering configuration of the account"):
        configuration = TieringConfiguration(
            row[name],
            row["TieringConfigurationArn"],
            row["CreationTime"],
            row.having("CreatorRequestId"),
            row.having(name, "BackupVaultName", "ResourceSelection"),
        )
        configuration.updated = row.get("LastUpdatedTime") or row["CreationTime"]
        configuration.tags = tags_of(row)
        kept.add(configuration)
