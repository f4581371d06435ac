"""What an account sets for AWS Backup: types of resource that are backed up, and global settings.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html
"""

from collections.abc import Callable, Mapping
from typing import Any

from .. import timestamps
from ..aws.errors import InvalidParameterValueException
from ..aws.recorded_errors import OPT_IN_UNKNOWN
from ..aws.resource_types import BY_NAME
from ..events import SettingsChanged
from ..frame.transactions import assign, keep

# Types whose backups AWS Backup can manage fully, and whether it does from the start: those of DynamoDB for
# whoever made no vault before November 21, 2021.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
MANAGEMENT = {"DynamoDB": True, "EFS": True}
# Types of which AWS Backup can make incremental backups, and whether it does from the start.
INCREMENTAL = {"DynamoDB": False}
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateGlobalSettings.html
GLOBAL = {
    "isCrossAccountBackupEnabled": "false",
    "isMpaEnabled": "false",
    "isDelegatedAdministratorEnabled": "false",
}


class Settings:
    """The settings of one account and region; the global ones are those of its main region.

    publish: is told when those of the region change.
    """

    def __init__(self, now: float, publish: Callable[[SettingsChanged], None]) -> None:
        self._publish = publish
        self.opt_in = dict.fromkeys(sorted(BY_NAME), True)
        self.management = dict(MANAGEMENT)
        self.incremental = dict(INCREMENTAL)
        self.global_settings = dict(GLOBAL)
        self.global_update_time = now

    @property
    def advanced_dynamodb(self) -> bool:
        """Whether AWS Backup manages the backups of DynamoDB fully."""
        return self.management["DynamoDB"]

    def of_region(self) -> dict[str, dict[str, bool]]:
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
        for name, preferences in self.of_region().items():
            _require_known(name, request.get(name, {}), preferences)
        for name, preferences in self.of_region().items():
            keep(preferences)
            preferences.update(request.get(name, {}))
        self._publish(SettingsChanged(dict(self.opt_in), timestamps.now()))

    def update_global(self, request: Mapping[str, Any], now: float) -> None:
        changed = request.get("GlobalSettings", {})
        _require_known("GlobalSettings", changed, self.global_settings)
        for name, value in changed.items():
            if value not in ("true", "false"):
                raise InvalidParameterValueException.of(
                    f"GlobalSettings.{name}", value, "'true' or 'false'"
                )
        keep(self.global_settings)
        self.global_settings.update(changed)
        assign(self, global_update_time=now)


def _require_known(name: str, changed: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    for key in changed:
        if key not in known:
            raise InvalidParameterValueException.of(name, key, "one of " + ", ".join(known))
