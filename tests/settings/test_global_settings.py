"""An organization's settings."""

from typing import Any

import pytest
from organizations import Organization
from support import ACCOUNT, REGION, MakeClient, client_of

from moto_backup_summaries import load_account


class TestGlobalSettings:
    def test_are_the_organizations_in_every_region(
        self, organization: Organization, make_client: MakeClient
    ) -> None:
        on = {"isCrossAccountBackupEnabled": "true"}
        organization.management.update_global_settings(GlobalSettings=on)
        for client in (organization.of[organization.first], make_client("eu-west-1")):
            assert client.describe_global_settings()["GlobalSettings"].items() >= on.items()

    def test_cannot_be_changed_by_a_member(self, organization: Organization) -> None:
        member = organization.of[organization.first]
        with pytest.raises(member.exceptions.InvalidRequestException, match="management account"):
            member.update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": "true"})

    def test_are_refused_outside_an_organization(self, backup: Any) -> None:
        for refused in (
            backup.describe_global_settings,
            lambda: backup.update_global_settings(GlobalSettings={}),
        ):
            with pytest.raises(backup.exceptions.InvalidRequestException, match="organization"):
                refused()

    @pytest.mark.parametrize(
        "changed", [{"isCrossAccountBackupEnabled": "yes"}, {"isSunny": "true"}]
    )
    def test_refuse_what_they_do_not_know(
        self, organization: Organization, changed: dict[str, str]
    ) -> None:
        client = organization.management
        with pytest.raises(
            client.exceptions.InvalidParameterValueException, match="GlobalSettings"
        ):
            client.update_global_settings(GlobalSettings=changed)


def test_global_settings_are_loaded_where_nobody_says_when_they_were_set(
    mocked_backup: Any,
) -> None:
    client_of("organizations").create_organization()
    before = mocked_backup.describe_global_settings()
    header = {"Version": 1, "Region": REGION, "AccountId": ACCOUNT}
    on = {"isCrossAccountBackupEnabled": "true"}
    load_account({"BackupAccount": header, "GlobalSettings": {"GlobalSettings": on}})
    told = mocked_backup.describe_global_settings()
    assert told["GlobalSettings"].items() >= on.items()
    assert told["LastUpdateTime"] == before["LastUpdateTime"]
