"""What becomes of a policy whose vault is deleted."""

from ..account import Account
from ..events import VaultDeleted


def forget_policy(account: Account, deleted: VaultDeleted) -> None:
    account.access_policies.remove(deleted.name)
