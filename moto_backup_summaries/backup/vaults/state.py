"""The vaults of one account and region."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .. import timestamps
from ..aws.arns import Arn
from ..aws.checks import MOST_DAYS
from ..aws.constraints import OF_EFS
from ..aws.errors import LimitExceededException
from ..aws.facts import AIR_GAPPED_VAULT, LEAST_DAYS_BEHIND_AIR_GAP, MOST_VAULTS, STANDARD_VAULT
from ..aws.identifiers import backup_key_arn
from ..aws.recorded_errors import POINT_LOCKED, VAULT_NOT_FOUND
from ..kit.backup_resources import BackupResource, BackupResources
from ..kit.guards import GuardedChange, Guards, Refusals
from ..kit.state import StateDict
from ..kit.states import managed_model, progress_of
from ..neighbours.encryption_keys import create_backup_key

MODEL = managed_model("backup::backup_vault")
STATES = ("CREATING", "AVAILABLE")


class Notifications(NamedTuple):
    """The events of a vault, by AWS's names, that a topic hears of."""

    topic_arn: str
    events: Sequence[str]


class Vault(BackupResource):
    """A vault, named by its key.

    vault_type: AWS's VaultType.
    encryption_key_arn: "" where it has a key of AWS Backup's that nobody sees.
    progress: on its way to AVAILABLE; None where it was available at once.
    min_retention_days, max_retention_days: how long a lock lets recovery points be kept at least and at most.
    lock_date: since when the lock cannot be changed any more, or None where it always can.
    """

    def __init__(
        self,
        name: str,
        arn: str,
        created: float,
        request: Mapping[str, Any],
        encryption_key_arn: str,
        *,
        vault_type: str = STANDARD_VAULT,
    ) -> None:
        progress = progress_of(MODEL, STATES, created)
        super().__init__(name, arn, created, request)
        self.name = name
        self.vault_type = vault_type
        self.encryption_key_arn = encryption_key_arn
        self.progress = progress
        self.is_locked = False
        self.min_retention_days: int | None = None
        self.max_retention_days: int | None = None
        self.changeable_for_days: int | None = None
        self.lock_date: float | None = None

    @property
    def is_lock_immutable(self) -> bool:
        return self.lock_date is not None and timestamps.now() >= self.lock_date

    def lock(
        self, min_days: int | None, max_days: int | None, changeable_for_days: int | None
    ) -> None:
        now = timestamps.now()
        self.is_locked = True
        self.min_retention_days = min_days
        self.max_retention_days = max_days
        self.changeable_for_days = changeable_for_days
        self.lock_date = None
        if changeable_for_days is not None:
            self.lock_date = now + changeable_for_days * timestamps.DAY

    def unlock(self) -> None:
        self.is_locked = False
        self.min_retention_days = self.max_retention_days = None
        self.changeable_for_days = self.lock_date = None


class Vaults(BackupResources[Vault]):
    """guards: ask what a lock keeps, and hear when it keeps nothing more."""

    arn_kind = "backup-vault"

    def __init__(self, account_id: str, region: str, guards: Guards) -> None:
        super().__init__(account_id, region)
        self._guards = guards
        guards.register(self.refuse_of_locked)
        # By the name of the vault.
        self.notifications: StateDict[str, Notifications] = StateDict()

    @property
    def own_key(self) -> str:
        """The key of vaults that are made without one."""
        return backup_key_arn(self.region, self.account_id)

    def named(self, name: str) -> Vault:
        vault = self.get(name)
        if vault is None:
            raise VAULT_NOT_FOUND.error(arn=self.arn_of(name))
        return vault

    def requested(self, request: Mapping[str, Any]) -> Vault:
        """The vault of a BackupVaultName and, if it is given, a BackupVaultAccountId."""
        name, account_id = request["BackupVaultName"], request.get("BackupVaultAccountId")
        if account_id not in (None, self.account_id):
            parts = Arn.of(self.arn_of(name))._replace(account_id=account_id)
            raise VAULT_NOT_FOUND.error(arn=":".join(("arn", *parts)))
        return self.named(name)

    def is_locked(self, name: str) -> bool:
        vault = self.get(name)
        return vault is not None and vault.is_locked

    def check_number(self) -> None:
        """Raise LimitExceededException where there can be no more vaults."""
        if sum(1 for _ in self) >= MOST_VAULTS:
            raise LimitExceededException(f"An account has at most {MOST_VAULTS} vaults in a region")

    def create(
        self, name: str, request: Mapping[str, Any], vault_type: str = STANDARD_VAULT
    ) -> Vault:
        """A new vault, with AWS Backup's own key where the request names none.

        An air-gapped one is locked for good from its beginning.
        """
        key = request.get("EncryptionKeyArn", "")
        if not key and vault_type == STANDARD_VAULT:
            key = create_backup_key(self.region, self.account_id)
        vault = Vault(
            name, self.arn_of(name), timestamps.now(), request, key, vault_type=vault_type
        )
        vault.tags = request.get("BackupVaultTags", {})
        if vault_type == AIR_GAPPED_VAULT:
            vault.lock(request["MinRetentionDays"], request["MaxRetentionDays"], 0)
            vault.lock_date = vault.created
        self.add(vault)
        return vault

    def unlock(self, vault: Vault) -> None:
        """Take the lock of a vault away; what lost its parts under it goes now."""
        vault.unlock()
        self._guards.lift()

    def refuse_of_locked(self, change: GuardedChange) -> Refusals:
        """A guard: what a locked vault keeps goes at the end of its days, and does not change before."""
        if change.action in ("EXPIRE", "REPLACE") or not self.is_locked(change.vault_name):
            return {}
        return {
            point.arn: POINT_LOCKED.error()
            for point in change.points
            if change.action != "LOSE_PARTS" or point.ends is None or point.ends > change.moment
        }

    def make_missing(self, name: str, vault_type: str | None) -> None:
        """Create the vault of loaded jobs, unless it exists; an air-gapped one within the widest bounds."""
        if self.get(name) is not None:
            return
        request: dict[str, Any] = {}
        if name == OF_EFS:
            # As a list of vaults of 2024 has it.
            request["CreatorRequestId"] = (
                f"aws/efs/automatic-backup-{self.account_id}-{self.region}"
            )
        if vault_type == AIR_GAPPED_VAULT:
            request["MinRetentionDays"] = LEAST_DAYS_BEHIND_AIR_GAP
            request["MaxRetentionDays"] = MOST_DAYS
        self.create(
            name, request, AIR_GAPPED_VAULT if vault_type == AIR_GAPPED_VAULT else STANDARD_VAULT
        )

    def absent(self, name: str) -> Vault:
        """A vault that is not stored, for jobs whose vault does not exist."""
        return Vault(name, self.arn_of(name), timestamps.now(), {}, "")

    def remove(self, resource: Vault) -> None:
        super().remove(resource)
        self.notifications.pop(resource.name, None)
