"""Recovery points: what completed jobs leave in vaults."""

from .jobs import Job


class RecoveryPoint:
    """A recovery point, told by the job that made it."""

    __slots__ = ("job",)

    def __init__(self, job: Job) -> None:
        self.job = job


class RecoveryPointStore:
    """The recovery points of one account and region, by vault and ARN."""

    def __init__(self) -> None:
        self._by_vault: dict[str, dict[str, RecoveryPoint]] = {}

    def add(self, vault_name: str, arn: str, job: Job) -> int:
        """Keep what a job left in a vault; how many the vault holds now."""
        in_vault = self._by_vault.setdefault(vault_name, {})
        in_vault[arn] = RecoveryPoint(job)
        return len(in_vault)

    def number_in(self, vault_name: str) -> int:
        return len(self._by_vault.get(vault_name, ()))
