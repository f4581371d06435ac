"""The vaults of one account and region, which moto keeps."""

from collections.abc import Iterator

from moto.backup.models import BackupBackend, Vault

from ..aws.errors import ResourceNotFoundException


class Vaults:
    def __init__(self, moto: BackupBackend) -> None:
        self._moto = moto

    def __iter__(self) -> Iterator[Vault]:
        return iter(self._moto.list_backup_vaults())

    def get(self, name: str) -> Vault | None:
        return self._moto.vaults.get(name)

    def named(self, name: str) -> Vault:
        vault = self.get(name)
        if vault is None:
            raise ResourceNotFoundException(f"Backup vault {name} not found")
        return vault

    def make_missing(self, name: str) -> None:
        if name not in self._moto.vaults:
            self._moto.create_backup_vault(name, {}, "", "")

    def missing(self, name: str) -> Vault:
        """A vault of this name that is not kept, for jobs that do not find theirs."""
        return Vault(name, "", "", self._moto)

    def delete(self, name: str) -> None:
        self._moto.delete_backup_vault(name)
