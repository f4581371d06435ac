"""What becomes of a policy whose vault is deleted."""

from ..account import Account
from ..events import VaultChanged


def forget_policy(account: Account, changed: VaultChanged) -> None:
    if changed.state == "DELETED":
        account.access_policies.remove(changed.name)
