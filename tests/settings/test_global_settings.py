"""An organization's settings."""

from typing import Any

import pytest
from organizations import Organization
from support import MakeClient


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
