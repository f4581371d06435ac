"""Settings of an account's document."""

from collections.abc import Sequence

from ..account import Account
from ..kit.account_rows import AccountRow


def load_region_settings(account: Account, rows: Sequence[AccountRow]) -> None:
    for row in rows:
        account.settings.load_region(row.members)


def load_global_settings(account: Account, rows: Sequence[AccountRow]) -> None:
    """Keep them where those of an organization are that this account manages."""
    for row in rows:
        settings, updated = row.get("GlobalSettings") or {}, row.get("LastUpdateTime")
        account.main_settings.load_global(settings, updated)
