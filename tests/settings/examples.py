"""Of settings, for the tests that all families share."""

from typing import Any

import boto3


def change_global_settings(client: Any) -> None:
    client.update_global_settings(GlobalSettings={"isMpaEnabled": "true"})


def show_settings(client: Any) -> None:
    client.update_region_settings(ResourceTypeOptInPreference={"DSQL": True})
    client.update_region_settings(ResourceTypeOptInIncremental={"DynamoDB": True})
    client.describe_region_settings()
    boto3.client("organizations", region_name="us-east-1").create_organization()
    client.update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": "true"})
    client.describe_global_settings()


CHANGES = {
    "UpdateGlobalSettings": change_global_settings,
    "UpdateRegionSettings": lambda client: client.update_region_settings(
        ResourceTypeOptInPreference={"EBS": False}
    ),
}
ANSWERS = {"settings": show_settings}
