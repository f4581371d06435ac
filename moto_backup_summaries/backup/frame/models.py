"""Moto's backend of one account and region, which holds an account of ours."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from moto.backup.models import BackupBackend

from ..account import Account, AccountHolder
from ..kit.state import changes
from ..moto_resources import MOTO_STATE, tagger_of, take_over
from ..tags.operations import tagged_resources
from ..wiring import WIRING
from .transactions import exclusive


class BackupJobsBackend(AccountHolder, BackupBackend):
    """Moto's backend with an account of ours, which has all that moto's had."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.hold_account()

    def hold_account(self) -> None:
        """Begin anew, with what moto has."""
        state = {name: self.__dict__.pop(name) for name in MOTO_STATE}
        self.account = Account(self, WIRING)
        take_over(self.account, state)

    @property
    def urls(self) -> Any:
        """As moto's, which makes these patterns anew for each request."""
        if "urls" not in self.__dict__:
            self.__dict__["urls"] = super().urls
        return self.__dict__["urls"]

    def __getattr__(self, name: str) -> Any:
        """What moto's backend would have, for who looks into it."""
        if name in MOTO_STATE:
            return MOTO_STATE[name](self.account)
        raise AttributeError(name)

    def reset(self) -> None:
        self.account.scenario.end()
        super().reset()
        changes.number += 1

    @exclusive
    def iter_tagged_resources(self) -> Iterator[Any]:
        """What moto's Resource Groups Tagging API finds here."""
        WIRING.advance_everything()
        return iter(list(tagged_resources(self.account)))

    @exclusive
    def tag_resource(self, resource_arn: str, tags: dict[str, str]) -> None:
        """Tag something for moto's Resource Groups Tagging API."""
        for family in self.account.tagged_families:
            family.tag(resource_arn, tags)

    @exclusive
    def untag_resource(self, resource_arn: str, tag_key_list: list[str]) -> None:
        for family in self.account.tagged_families:
            family.untag(resource_arn, tag_key_list)

    def all_as_vaults(self) -> Any:
        """What has tags, for older versions of moto's tagging API, which look for vaults and their tags."""
        arns = [resource.arn for resource in self.iter_tagged_resources()]
        vaults = {arn: SimpleNamespace(backup_vault_arn=arn) for arn in arns}
        return SimpleNamespace(vaults=vaults, tagger=tagger_of(self.account))
