"""Moto's backend of one account and region, which holds an account of ours."""

from moto.backup.models import BackupBackend

from .account import Account, AccountHolder
from .wiring import STREAM


class BackupJobsBackend(AccountHolder, BackupBackend):
    """Moto's backend with jobs. Moto's own operations keep their state here, ours in the account."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.hold_account()

    def hold_account(self) -> None:
        """Be without jobs, and keep what moto has."""
        self.account = Account(self, STREAM)

    def reset(self) -> None:
        self.account.scenario.end()
        super().reset()
