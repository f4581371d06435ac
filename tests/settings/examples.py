"""Of settings, for the tests that all families share."""

from typing import Any

import boto3


def be_an_organization(client: Any) -> None:
    boto3.client("organizations", region_name="us-east-1").create_organization()


def show_settings(client: Any) -> None:
    client.update_region_settings(ResourceTypeOptInPreference={"DSQL": True})
    client.update_region_settings(ResourceTypeOptInIncremental={"DynamoDB": True})
    client.describe_region_settings()
    be_an_organization(client)
    client.update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": "true"})
    client.describe_global_settings()


PREPARATIONS = {"organization": be_an_organization}
CHANGES = {
    "UpdateGlobalSettings": lambda client: client.update_global_settings(
        GlobalSettings={"isMpaEnabled": "true"}
    ),
    "UpdateRegionSettings": lambda client: client.update_region_settings(
        ResourceTypeOptInPreference={"EBS": False}
    ),
}
ANSWERS = {"settings": show_settings}
