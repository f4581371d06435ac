"""What a test lets approval teams decide, and which values it may not have."""

from datetime import timedelta
from typing import Any

import pytest
from approval_teams.examples import associate, create_walled

from moto_backup_summaries import clear_rules, set_approval_outcome


def team_of(client: Any) -> str:
    shown = client.describe_backup_vault(BackupVaultName="walled")
    return str(shown["MpaApprovalTeamArn"]).rpartition("/")[2]


def test_a_rule_is_used_up_and_the_next_decides(mocked_backup: Any) -> None:
    create_walled(mocked_backup)
    rule = set_approval_outcome("FAILED", times=2)
    names = []
    for _ in range(3):
        associate(mocked_backup, "others")
        names.append(team_of(mocked_backup))
    assert (names, rule.times_used) == (["guardians", "guardians", "others"], 2)


def test_rules_are_cleared(mocked_backup: Any) -> None:
    create_walled(mocked_backup)
    set_approval_outcome("FAILED")
    clear_rules()
    associate(mocked_backup, "others")
    assert team_of(mocked_backup) == "others"


def test_an_unused_rule_is_an_error_where_a_test_asks(mocked_backup: Any) -> None:
    with set_approval_outcome("PENDING", duration=None) as rule, pytest.raises(AssertionError):
        rule.assert_used()


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"status": "approved"}, "status"),
        ({"status": "PENDING", "status_message": "later"}, "status_message"),
        ({"status": "PENDING", "duration": 5}, "duration"),
        ({"status": "FAILED", "duration": timedelta(days=1, seconds=1)}, "duration"),
        ({"status": "FAILED", "duration": -1}, "duration"),
        ({"status": "FAILED", "operation": "StartRestoreJob"}, "operation"),
        ({"status": "FAILED", "operation": 5}, "operation"),
        ({"status": "FAILED", "approval_team_arn": 5}, "approval_team_arn"),
        ({"status": "FAILED", "status_message": 5}, "status_message"),
        ({"status": "FAILED", "times": 0}, "times"),
        ({"status": "FAILED", "account_id": "1"}, "account_id"),
        ({"status": "FAILED", "region_name": "moon-1"}, "region_name"),
    ],
)
def test_what_is_not_accepted_is_refused(
    mocked_backup: Any, parameters: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValueError, match=f"^Invalid value for {named}: got "):
        set_approval_outcome(**parameters)
