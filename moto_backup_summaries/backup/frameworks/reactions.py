"""What time takes away of frameworks."""

from ..account import Account


def forget_deleted_frameworks(account: Account, now: float) -> None:
    account.frameworks.forget_deleted(now)
