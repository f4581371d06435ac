"""Frameworks that a test lets AWS Backup be unable to deploy."""

from datetime import datetime, timezone
from typing import Any

import pytest
from calls import refused
from frameworks.examples import NAME, RETAINED, control, create, delete, described, update
from moto.moto_api import state_manager

from moto_backup_summaries import set_deployment_outcome

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)


def status(client: Any, name: str = NAME) -> str:
    return str(described(client, name)["DeploymentStatus"])


def test_a_framework_is_failed_and_can_be_mended(mocked_backup: Any) -> None:
    with set_deployment_outcome("FAILED") as rule:
        create(mocked_backup)
    (listed,) = mocked_backup.list_frameworks()["Frameworks"]
    assert (status(mocked_backup), listed["DeploymentStatus"]) == ("FAILED", "FAILED")
    update(mocked_backup, FrameworkDescription="again")
    assert (status(mocked_backup), rule.times_used) == ("COMPLETED", 1)


def test_an_update_fails(mocked_backup: Any) -> None:
    create(mocked_backup)
    set_deployment_outcome("FAILED", framework_name=NAME)
    update(mocked_backup, FrameworkDescription="worse")
    assert status(mocked_backup) == "FAILED"
    delete(mocked_backup)
    assert mocked_backup.list_frameworks()["Frameworks"] == []


def test_a_rule_is_about_a_name_and_the_latest_wins(mocked_backup: Any) -> None:
    set_deployment_outcome("FAILED", times=2)
    set_deployment_outcome("COMPLETED", framework_name="second")
    for days, name in enumerate(("first", "second", "third"), 1):
        create(mocked_backup, control(RETAINED, requiredRetentionDays=str(days)), name=name)
    ends = [status(mocked_backup, name) for name in ("first", "second", "third")]
    assert ends == ["FAILED", "COMPLETED", "FAILED"]


def test_it_fails_by_the_transition_of_moto(mocked_backup: Any) -> None:
    state_manager.set_transition("backup::framework", {"progression": "manual", "times": 2})
    try:
        set_deployment_outcome("FAILED")
        create(mocked_backup)
        assert [status(mocked_backup) for _ in range(2)] == ["CREATE_IN_PROGRESS", "FAILED"]
        delete(mocked_backup)
        code, message = refused(mocked_backup, "delete_framework", FrameworkName=NAME)
        assert (code, message) == (
            "ConflictException",
            f"Framework {NAME} is DELETE_IN_PROGRESS",
        )
    finally:
        state_manager.unset_transition("backup::framework")


def test_a_request_that_is_refused_uses_no_rule(mocked_backup: Any) -> None:
    create(mocked_backup)
    with set_deployment_outcome("FAILED") as rule:
        refused(
            mocked_backup, "create_framework", FrameworkName=NAME, FrameworkControls=[control()]
        )
        assert rule.times_used == 0
        rule.remove()


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"status": "CREATE_IN_PROGRESS"}, "status"),
        ({"status": "FAILED", "framework_name": 5}, "framework_name"),
        ({"status": "FAILED", "times": 0}, "times"),
        ({"status": "FAILED", "account_id": "1"}, "account_id"),
    ],
)
def test_what_is_not_accepted_is_refused(
    mocked_backup: Any, parameters: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValueError, match=f"^Invalid value for {named}: got "):
        set_deployment_outcome(**parameters)
