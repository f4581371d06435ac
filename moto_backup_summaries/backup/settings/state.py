"""The settings of a region, by resource type, and the global settings of an organization.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html
"""

from collections.abc import Mapping
from typing import Any

from ..aws import checks
from ..aws.errors import InvalidParameterValueException
from ..aws.recorded_errors import OPT_IN_UNKNOWN
from ..aws.resource_types import BY_NAME
from ..kit.state import FamilyState, StateDict

# Types whose backups AWS Backup can manage fully, and the default. Of DynamoDB it is so for accounts without
# vaults from before November 21, 2021.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
MANAGEMENT = {"DynamoDB": True, "EFS": True}
# Types of which AWS Backup can make incremental backups, and the default.
INCREMENTAL = {"DynamoDB": False}
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateGlobalSettings.html
GLOBAL = {
    "isCrossAccountBackupEnabled": "false",
    "isMpaEnabled": "false",
    "isDelegatedAdministratorEnabled": "false",
}


class Settings(FamilyState):
    """The settings of one account and region; the global ones are those of its main region."""

    def __init__(self, now: float) -> None:
        self.opt_in = StateDict(dict.fromkeys(sorted(BY_NAME), True))
        self.management = StateDict(MANAGEMENT)
        self.incremental = StateDict(INCREMENTAL)
        self.global_settings = StateDict(GLOBAL)
        self.global_update_time = now

    @property
    def advanced_dynamodb(self) -> bool:
        """Whether AWS Backup manages the backups of DynamoDB fully."""
        return self.management.get("DynamoDB", True)

    def region_settings(self) -> dict[str, StateDict[str, bool]]:
        """The members of DescribeRegionSettings and of UpdateRegionSettings, each by resource type."""
        return {
            "ResourceTypeOptInPreference": self.opt_in,
            "ResourceTypeManagementPreference": self.management,
            "ResourceTypeOptInIncremental": self.incremental,
        }

    def update_region(self, request: Mapping[str, Any]) -> None:
        """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html"""
        if not request.get("ResourceTypeOptInPreference", {}).keys() <= self.opt_in.keys():
            raise OPT_IN_UNKNOWN.error()
        for name, preferences in self.region_settings().items():
            _require_one_of(name, request.get(name, {}), preferences)
        for name, preferences in self.region_settings().items():
            preferences.update(request.get(name, {}))

    def load_region(self, told: Mapping[str, Any]) -> None:
        """Have the settings of a region as an account tells them, of types that are newer too."""
        for name, preferences in self.region_settings().items():
            if name in told:
                preferences.clear()
                preferences.update(told[name])

    def load_global(self, told: Mapping[str, str], updated: float | None) -> None:
        self.global_settings.update(told)
        if updated is not None:
            self.global_update_time = updated

    def update_global(self, request: Mapping[str, Any], now: float) -> None:
        changed = request.get("GlobalSettings", {})
        _require_one_of("GlobalSettings", changed, self.global_settings)
        for name, value in changed.items():
            if value not in ("true", "false"):
                raise InvalidParameterValueException.of(
                    f"GlobalSettings.{name}", value, "'true' or 'false'"
                )
        self.global_settings.update(changed)
        self.global_update_time = now


def _require_one_of(name: str, changes: Mapping[str, Any], settings: Mapping[str, Any]) -> None:
    for key in changes:
        checks.one_of(name, key, settings)
