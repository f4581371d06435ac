"""Legal holds of an account's document."""

from collections.abc import Sequence

from ..account import Account
from ..kit.account_rows import AccountRow, new_rows, tags_of
from .state import LegalHold


def load_holds(account: Account, rows: Sequence[AccountRow]) -> None:
    """Keep holds, with the recovery points that they were made of."""
    holds = account.legal_holds
    for row in new_rows(rows, "LegalHoldId", holds.get, "legal hold of the account"):
        request = row.having("Title", "Description", "RecoveryPointSelection")
        hold = LegalHold(row["LegalHoldId"], row["LegalHoldArn"], row["CreationDate"], request, ())
        hold.progress = None
        hold.tags = tags_of(row)
        hold.cancel_description = row.get("CancelDescription")
        hold.cancelled = row.get("CancellationDate")
        hold.retained_until = row.get("RetainRecordUntil")
        held = row.inner.get("RecoveryPoints", ())
        hold.set_points([(each["BackupVaultName"], each["RecoveryPointArn"]) for each in held])
        if row.get("Status") not in (None, hold.status):
            hold.loaded_members = row.having("Status")
        holds.load(hold)
