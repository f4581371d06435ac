"""A region's settings: opt-ins, and how DynamoDB is backed up."""

from typing import Any

import pytest
from calls import TABLE, start
from support import ACCOUNT, REGION, raw


class TestSettings:
    def test_advanced_features_change_how_dynamodb_is_backed_up(self, backup: Any) -> None:
        arn = start(backup, ResourceArn=TABLE)["RecoveryPointArn"]
        assert arn.startswith(f"arn:aws:backup:{REGION}:{ACCOUNT}:recovery-point:")
        backup.update_region_settings(
            ResourceTypeManagementPreference={"DynamoDB": False},
            ResourceTypeOptInPreference={"EBS": False},
        )
        assert "RecoveryPointArn" not in start(backup, ResourceArn=TABLE)
        settings = backup.describe_region_settings()
        assert settings["ResourceTypeManagementPreference"]["DynamoDB"] is False
        assert settings["ResourceTypeOptInPreference"]["EBS"] is False

    def test_a_fresh_account_has_advanced_features(self, backup: Any) -> None:
        """https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html"""
        settings = backup.describe_region_settings()
        assert settings["ResourceTypeManagementPreference"] == {"DynamoDB": True, "EFS": True}

    def test_an_unknown_type_changes_nothing(self, backup: Any) -> None:
        before = backup.describe_region_settings()["ResourceTypeOptInPreference"]
        with pytest.raises(
            backup.exceptions.InvalidParameterValueException, match="describeRegionSettings"
        ):
            backup.update_region_settings(
                ResourceTypeOptInPreference={"EBS": False, "Floppy": True}
            )
        assert backup.describe_region_settings()["ResourceTypeOptInPreference"] == before


INVALID = "InvalidParameterValueException"


@pytest.mark.parametrize(
    "body",
    [
        '{"ResourceTypeOptInPreference": {"EBS": "no"}}',
        '{"ResourceTypeOptInPreference": {"EBS": false}, "ResourceTypeManagementPreference": {"X": true}}',
    ],
)
def test_a_malformed_setting_changes_nothing(fresh_server: str, body: str) -> None:
    status, answer = raw(f"{fresh_server}/account-settings", "PUT", body)
    assert (status, answer["__type"].rpartition("#")[2]) == (400, INVALID)
    status, answer = raw(f"{fresh_server}/account-settings")
    assert answer["ResourceTypeOptInPreference"]["EBS"] is True
