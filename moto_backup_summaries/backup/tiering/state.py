"""The tiering configurations of one account and region."""

from collections.abc import Mapping
from typing import Any

from ..aws.errors import AlreadyExistsException, BackupException
from ..kit.backup_resources import BackupResource, BackupResources
from ..members import Members
from ..timestamps import now


class TieringConfiguration(BackupResource):
    """A tiering configuration, whose name is its key.

    document: its vault and its ResourceSelection. updated: when that was last put, in seconds since 1970.
    """

    def __init__(
        self, key: str, arn: str, created: float, request: Mapping[str, Any], document: Members
    ) -> None:
        super().__init__(key, arn, created, request)
        self.document = document
        self.updated = created

    @property
    def vault_name(self) -> str:
        """The name of its vault, or `*` for all."""
        return str(self.document["BackupVaultName"])


class TieringConfigurations(BackupResources[TieringConfiguration]):
    title = "Tiering configuration"
    arn_kind = "tiering-configuration"

    def create(self, request: Mapping[str, Any]) -> TieringConfiguration:
        """A new one; raises AlreadyExistsException for a name or a vault that has one."""
        document = request["TieringConfiguration"]
        name = document["TieringConfigurationName"]
        if present := self.get(name):
            raise _exists(present, f"Tiering configuration {name} already exists")
        self._check_vault(document["BackupVaultName"], None)
        arn = self.new_arn(name)
        configuration = TieringConfiguration(name, arn, now(), request, document)
        configuration.tags = request.get("TieringConfigurationTags", {})
        self.add(configuration)
        return configuration

    def update(self, configuration: TieringConfiguration, document: Members) -> None:
        """Put another document; raises AlreadyExistsException for the vault of another one."""
        self._check_vault(document["BackupVaultName"], configuration)
        configuration.document = document
        configuration.updated = now()

    def _check_vault(self, vault_name: str, own: TieringConfiguration | None) -> None:
        for present in self:
            if present is not own and present.vault_name == vault_name:
                vault = "all vaults" if vault_name == "*" else f"vault {vault_name}"
                message = f"Tiering configuration {present.key} is for {vault} already"
                raise _exists(present, message)


def _exists(present: TieringConfiguration, message: str) -> BackupException:
    return AlreadyExistsException(
        message, Arn=present.arn, CreatorRequestId=present.creator_request_id
    )
