"""What time takes away of legal holds."""

from ..account import Account


def forget_old_records(account: Account, now: float) -> None:
    account.legal_holds.forget_old(now)
