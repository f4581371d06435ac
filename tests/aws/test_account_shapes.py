"""What the rows of an account's document may have."""

import pytest

from moto_backup_summaries.backup.aws.account_shapes import row_members


@pytest.mark.parametrize(
    ("section", "members"),
    [
        ("BackupVaults", {"BackupVaultName", "Policy", "SNSTopicArn", "Tags"}),
        ("RestoreTestingPlans", {"RestoreTestingPlanName", "ScheduleExpression", "Tags"}),
        ("RegionSettings", {"ResourceTypeOptInPreference"}),
    ],
)
def test_a_row_has_the_members_of_all_that_is_asked_of_it(section: str, members: set[str]) -> None:
    row_members.cache_clear()
    assert members <= row_members(section).keys()
    assert "NextToken" not in row_members(section)
