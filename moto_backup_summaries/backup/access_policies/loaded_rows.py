"""Access policies of an account's document."""

from collections.abc import Sequence

from ..account import Account
from ..aws.errors import BackupException
from ..aws.policy_grammar import read_policy
from ..kit.account_rows import AccountRow


def load_policies(account: Account, rows: Sequence[AccountRow]) -> None:
    for row in rows:
        if row.get("Policy") is None:
            continue
        try:
            policy = read_policy(row["Policy"])
        except BackupException as error:
            raise row.refusal("Policy", f"an access policy ({error.message})") from None
        account.access_policies.put(row["BackupVaultName"], policy)
