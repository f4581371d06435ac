"""Approval teams of air-gapped vaults through boto3: what they are asked, and what they decide."""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from approval_teams.examples import (
    WALLED,
    accessed,
    associate,
    create_walled,
    disassociate,
    granted,
    revoke,
    team,
)
from calls import refused
from support import ACCOUNT, REGION
from vaults.examples import create_gapped

from moto_backup_summaries import set_approval_outcome

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
SESSION = rf"arn:aws:mpa:{REGION}:{ACCOUNT}:session/guardians/[0-9a-f-]{{36}}"


def described(client: Any, name: str = "walled") -> Any:
    return client.describe_backup_vault(BackupVaultName=name)


def update_of(client: Any) -> Any:
    """The latest update of the team of `walled`, without its session's ARN."""
    update = described(client)["LatestMpaApprovalTeamUpdate"]
    assert re.fullmatch(SESSION, update.pop("MpaSessionArn"))
    return update


def test_a_vault_has_its_first_team_at_once(nightly: Any) -> None:
    create_gapped(nightly, **WALLED)
    assert "MpaApprovalTeamArn" not in described(nightly)
    with set_approval_outcome("FAILED") as unused:
        answer = associate(nightly, RequesterComment="please")
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    shown = described(nightly)
    assert shown["MpaApprovalTeamArn"] == team()
    assert "LatestMpaApprovalTeamUpdate" not in shown
    assert unused.times_used == 0


def test_a_team_approves_at_once_that_another_takes_its_place(nightly: Any) -> None:
    create_walled(nightly)
    associate(nightly, "others")
    assert described(nightly)["MpaApprovalTeamArn"] == team("others")
    assert update_of(nightly) == {
        "Status": "APPROVED",
        "InitiationDate": NOW,
        "ExpiryDate": NOW + 24 * HOUR,
    }


def test_a_team_approves_at_once_that_it_is_taken_away(nightly: Any) -> None:
    create_walled(nightly)
    assert disassociate(nightly)["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert "MpaApprovalTeamArn" not in described(nightly)
    assert update_of(nightly)["Status"] == "APPROVED"
    with set_approval_outcome("FAILED") as unused:
        associate(nightly, "others")
    assert (described(nightly)["MpaApprovalTeamArn"], unused.times_used) == (team("others"), 0)


def test_the_team_that_a_vault_has_already_is_not_asked(nightly: Any) -> None:
    create_walled(nightly)
    associate(nightly)
    assert "LatestMpaApprovalTeamUpdate" not in described(nightly)


@pytest.mark.parametrize("change", [disassociate, lambda client: associate(client, "others")])
def test_a_team_may_refuse_to_go(nightly: Any, change: Any) -> None:
    create_walled(nightly)
    with set_approval_outcome("FAILED", status_message="We stay.") as rule:
        change(nightly)
    assert rule.times_used == 1
    assert described(nightly)["MpaApprovalTeamArn"] == team()
    update = update_of(nightly)
    assert (update["Status"], update["StatusMessage"]) == ("FAILED", "We stay.")


@pytest.mark.parametrize("change", [disassociate, lambda client: associate(client, "others")])
def test_an_update_about_which_nobody_decides_fails_after_a_day(
    nightly: Any, clock: Any, change: Any
) -> None:
    create_walled(nightly)
    set_approval_outcome("PENDING")
    change(nightly)
    pending = {"Status": "PENDING", "InitiationDate": NOW, "ExpiryDate": NOW + 24 * HOUR}
    assert (described(nightly)["MpaApprovalTeamArn"], update_of(nightly)) == (team(), pending)
    for again in (
        ("associate_backup_vault_mpa_approval_team", {"MpaApprovalTeamArn": team("third")}),
        ("disassociate_backup_vault_mpa_approval_team", {}),
    ):
        assert refused(nightly, again[0], **WALLED, **again[1]) == (
            "InvalidRequestException",
            "The approval team of backup vault walled has not decided about its last update",
        )
    clock.shift(24 * HOUR)
    message = "The request expired: the approval team did not respond within 24 hours."
    assert update_of(nightly) == {**pending, "Status": "FAILED", "StatusMessage": message}
    assert described(nightly)["MpaApprovalTeamArn"] == team()


def test_a_team_takes_its_time(nightly: Any, clock: Any) -> None:
    create_walled(nightly)
    set_approval_outcome("APPROVED", duration="PT2H", status_message="Yes.")
    disassociate(nightly)
    clock.shift(2 * HOUR - timedelta(seconds=1))
    assert described(nightly)["MpaApprovalTeamArn"] == team()
    clock.shift(timedelta(seconds=1))
    assert "MpaApprovalTeamArn" not in described(nightly)
    update = update_of(nightly)
    assert (update["Status"], update["StatusMessage"]) == ("APPROVED", "Yes.")


def test_only_an_air_gapped_vault_has_a_team(nightly: Any) -> None:
    request = {"BackupVaultName": "nightly", "MpaApprovalTeamArn": team()}
    assert refused(nightly, "associate_backup_vault_mpa_approval_team", **request) == (
        "InvalidRequestException",
        "Backup vault nightly is not logically air-gapped: it can have no approval team",
    )


@pytest.mark.parametrize(
    "arn", ["guardians", f"arn:aws:iam::{ACCOUNT}:role/guardians", f"{team()}/more"]
)
def test_what_is_no_team_is_refused(nightly: Any, arn: str) -> None:
    create_gapped(nightly, **WALLED)
    request = {**WALLED, "MpaApprovalTeamArn": arn}
    code, message = refused(nightly, "associate_backup_vault_mpa_approval_team", **request)
    assert code == "InvalidParameterValueException"
    assert message == (
        f"Invalid value for MpaApprovalTeamArn: got {arn!r}, accepts the ARN of an approval team: "
        "arn:PARTITION:mpa:REGION:ACCOUNT:approval-team/NAME"
    )


def test_a_vault_without_a_team_can_lose_none(nightly: Any) -> None:
    create_gapped(nightly, **WALLED)
    for _ in range(2):
        assert refused(nightly, "disassociate_backup_vault_mpa_approval_team", **WALLED) == (
            "InvalidRequestException",
            "Backup vault walled has no approval team",
        )
        # The second time it has lost the one that it had.
        associate(nightly)
        disassociate(nightly)


@pytest.mark.parametrize("operation", ["associate", "disassociate"])
def test_an_absent_vault_is_not_found(nightly: Any, operation: str) -> None:
    team_arn = {"MpaApprovalTeamArn": team()} if operation == "associate" else {}
    name = f"{operation}_backup_vault_mpa_approval_team"
    code, _ = refused(nightly, name, BackupVaultName="absent", **team_arn)
    assert code == "ResourceNotFoundException"


def test_the_path_says_which_of_both_it_is(nightly: Any) -> None:
    create_gapped(nightly, **WALLED)
    url = f"https://backup.{REGION}.amazonaws.com/backup-vaults/walled/mpaApprovalTeam"
    answer = requests.put(url, json={"MpaApprovalTeamArn": team()}, timeout=30)
    assert (answer.status_code, described(nightly)["MpaApprovalTeamArn"]) == (204, team())
    answer = requests.post(f"{url}?delete", json={}, timeout=30)
    assert answer.status_code == 204
    assert "MpaApprovalTeamArn" not in described(nightly)


def test_a_team_is_gone_with_its_vault(nightly: Any, clock: Any) -> None:
    create_walled(nightly)
    set_approval_outcome("APPROVED", duration="PT2H")
    disassociate(nightly)
    nightly.delete_backup_vault(**WALLED)
    clock.shift(24 * HOUR)
    create_gapped(nightly, **WALLED)
    shown = described(nightly)
    assert "MpaApprovalTeamArn" not in shown
    assert "LatestMpaApprovalTeamUpdate" not in shown


def test_the_latest_rule_that_matches_decides(nightly: Any) -> None:
    create_walled(nightly)
    first, second = accessed(nightly, BackupVaultName="first"), accessed(nightly)
    set_approval_outcome("FAILED", approval_team_arn="*/guardians", region_name=REGION)
    set_approval_outcome("APPROVED", operation="revoke_restore_access_backup_vault", times=1)
    revoke(nightly, first)
    revoke(nightly, second)
    (left,) = granted(nightly)["RestoreAccessBackupVaults"]
    assert left["RestoreAccessBackupVaultArn"] == second
    assert left["LatestRevokeRequest"]["Status"] == "FAILED"
    with set_approval_outcome("FAILED", approval_team_arn="*/others") as unused:
        set_approval_outcome("APPROVED", account_id="111122223333").remove()
        disassociate(nightly)
    assert (described(nightly)["MpaApprovalTeamArn"], unused.times_used) == (team(), 0)
