"""Moto's backend of one account and region, which holds an account of ours."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from moto.backup.models import BackupBackend
from moto.utilities.tagging_service import TaggingService

from ..account import Account, AccountHolder
from ..tags.tagged import all_tagged
from ..wiring import WIRING
from .transactions import exclusive


class BackupJobsBackend(AccountHolder, BackupBackend):
    """Moto's backend with jobs. Moto's own operations keep their state here, ours in the account."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.hold_account()

    def hold_account(self) -> None:
        """Begin anew, with what moto has."""
        self.account = Account(self, WIRING)

    def reset(self) -> None:
        self.account.scenario.end()
        super().reset()

    @exclusive
    def iter_tagged_resources(self) -> Iterator[Any]:
        """What moto's Resource Groups Tagging API finds here."""
        WIRING.advance_everything()
        return iter(list(all_tagged(self.account)))

    def all_as_vaults(self) -> Any:
        """What older versions of it find, which look for vaults and their tags only."""
        resources, tagger = list(self.iter_tagged_resources()), TaggingService()
        for resource in resources:
            tags = tagger.convert_dict_to_tags_input(dict(resource.tags))
            tagger.tag_resource(resource.arn, tags)
        vaults = {
            resource.arn: SimpleNamespace(backup_vault_arn=resource.arn) for resource in resources
        }
        return SimpleNamespace(vaults=vaults, tagger=tagger)
