"""The vaults of one account and region, which moto keeps."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from moto.backup.models import BackupBackend, Vault

from .. import timestamps
from ..aws import checks
from ..aws.arns import Arn, vault_name_of
from ..aws.constraints import OF_EFS
from ..aws.identifiers import backup_key
from ..aws.recorded_errors import VAULT_EXISTS, VAULT_NOT_FOUND
from ..events import VaultChanged
from ..frame.transactions import drop, keep, keep_attributes, keep_tags, put
from ..listing.order import Order
from ..neighbours.encryption_keys import create_backup_key

_LOCK = (
    "changeable_for_days",
    "lock_date",
    "locked",
    "max_retention_days",
    "min_retention_days",
)


class Notifications(NamedTuple):
    """The events of a vault, by AWS's names, that a topic hears of."""

    topic_arn: str
    events: Sequence[str]


class Vaults:
    """publish: is told what becomes of vaults."""

    def __init__(self, moto: BackupBackend, publish: Callable[[VaultChanged], None]) -> None:
        self._moto = moto
        self._publish = publish
        # What each was made by.
        self._requests: dict[str, Mapping[str, Any]] = {}
        self._order = Order()
        # By the name of the vault.
        self.notifications: dict[str, Notifications] = {}
        for vault in moto.vaults.values():
            # Moto alone knows of no key.
            vault.encryption_key_arn = vault.encryption_key_arn or self._made_key()

    def __iter__(self) -> Iterator[Vault]:
        return iter(self._moto.list_backup_vaults())

    def numbered(self) -> Iterator[tuple[int, Vault]]:
        """The vaults in the order of their making, which moto keeps, each with its number."""
        return ((self._order.number(vault.backup_vault_name), vault) for vault in self)

    @property
    def own_key(self) -> str:
        """The key of vaults that are made without one."""
        return backup_key(self._moto.region_name, self._moto.account_id)

    def _made_key(self) -> str:
        """The same, once moto's KMS has it."""
        return create_backup_key(self._moto.region_name, self._moto.account_id)

    def get(self, name: str) -> Vault | None:
        return self._moto.vaults.get(name)

    def named(self, name: str) -> Vault:
        vault = self.get(name)
        if vault is None:
            raise VAULT_NOT_FOUND.error(arn=self._arn(name))
        return vault

    def requested(self, request: Mapping[str, Any]) -> Vault:
        """The vault of a BackupVaultName and, if it is given, a BackupVaultAccountId."""
        name, account_id = request["BackupVaultName"], request.get("BackupVaultAccountId")
        if account_id not in (None, self._moto.account_id):
            parts = Arn.of(self._arn(name))._replace(account_id=account_id)
            raise VAULT_NOT_FOUND.error(arn=":".join(("arn", *parts)))
        return self.named(name)

    def has_arn(self, arn: str) -> bool:
        vault = self.get(vault_name_of(arn))
        return vault is not None and vault.backup_vault_arn == arn

    def create(self, request: Mapping[str, Any]) -> Vault:
        """The vault that CreateBackupVault asks for; the same one for a request that is repeated."""
        name, creator = request["BackupVaultName"], request.get("CreatorRequestId")
        vault = self.get(name)
        if vault is None:
            tags = request.get("BackupVaultTags", {})
            checks.tags("BackupVaultTags", tags)
            checks.key("EncryptionKeyArn", request)
            key = request.get("EncryptionKeyArn") or self._made_key()
            put(self._requests, name, request)
            keep(self._moto.vaults)
            keep_tags(self._moto.tagger, self._arn(name))
            made = self._moto.create_backup_vault(name, tags, key, creator or "")
            self._tell(made, "CREATED")
            return made
        if creator is None or self._requests.get(name) != request:
            raise VAULT_EXISTS.error(
                Arn=vault.backup_vault_arn, CreatorRequestId=vault.creator_request_id
            )
        return vault

    def make_missing(self, name: str) -> None:
        if name not in self._moto.vaults:
            keep(self._moto.vaults)
            creator = _creator_of_efs_s(self._moto) if name == OF_EFS else ""
            self._moto.create_backup_vault(name, {}, self._made_key(), creator)

    def _arn(self, name: str) -> str:
        return self.missing(name).backup_vault_arn

    def lock(
        self, vault: Vault, least: int | None, most: int | None, changeable_for: int | None
    ) -> None:
        """Keep recovery points for so many days at least and at most. All in days.

        changeable_for: after how many the lock cannot be changed any more, or None where it always can.
        """
        keep_attributes(vault, *_LOCK)
        name = vault.backup_vault_name
        self._moto.put_backup_vault_lock_configuration(name, least, most, changeable_for)
        if changeable_for is None:
            # Moto leaves the date of an earlier lock.
            vault.lock_date = None
        self._tell(vault, "MODIFIED", is_locked=True)

    def is_locked(self, name: str) -> bool:
        vault = self.get(name)
        return vault is not None and vault.locked

    def unlock(self, vault: Vault) -> None:
        keep_attributes(vault, *_LOCK)
        self._moto.delete_backup_vault_lock_configuration(vault.backup_vault_name)
        self._tell(vault, "MODIFIED", is_locked=False)

    def _tell(self, vault: Vault, state: str, *, is_locked: bool | None = None) -> None:
        name, arn = vault.backup_vault_name, vault.backup_vault_arn
        self._publish(VaultChanged(name, arn, state, timestamps.now(), is_locked))

    def missing(self, name: str) -> Vault:
        """A vault of this name that is not kept, for jobs that do not find theirs."""
        # Moto's classes of models make what has no type.
        missing: Any = Vault(name, "", "", self._moto)
        return cast(Vault, missing)

    def delete(self, vault: Vault) -> None:
        """Delete a vault, with its tags."""
        keep(self._moto.vaults)
        keep_tags(self._moto.tagger, vault.backup_vault_arn)
        self._moto.delete_backup_vault(vault.backup_vault_name)
        drop(self._requests, vault.backup_vault_name)
        self._order.forget(vault.backup_vault_name)
        drop(self.notifications, vault.backup_vault_name)
        self._moto.tagger.delete_all_tags_for_resource(vault.backup_vault_arn)
        self._tell(vault, "DELETED")


def _creator_of_efs_s(moto: BackupBackend) -> str:
    """The CreatorRequestId of the vault of EFS's automatic backups, as a list of vaults of 2024 has it."""
    return f"aws/efs/automatic-backup-{moto.account_id}-{moto.region_name}"
