"""Which recovery points a legal hold is made of, and how it lists them."""

from datetime import datetime, timezone
from typing import Any

import pytest
from calls import RULE, backed_up, bucket, copied, create_plan, points, refused, vault_arn, volume
from legal_holds.examples import SELECTION, cancel
from legal_holds.holding import (
    DAY,
    NIGHTLY,
    WEEK,
    arns,
    deletable,
    delete,
    hold_of,
)
from support import ROLE, client_of

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)


def test_a_hold_has_what_is_of_a_vault_or_of_a_resource(nightly: Any) -> None:
    nightly.create_backup_vault(BackupVaultName="other")
    for name in ("vol-1", "vol-2"):
        backed_up(nightly, ResourceArn=volume(name))
    elsewhere = backed_up(nightly, BackupVaultName="other", ResourceArn=volume("vol-2"))
    hold_of(nightly, VaultNames=["other"], ResourceIdentifiers=[volume("vol-1")])
    assert deletable(nightly) == ["vol-2"]
    assert arns(nightly, "other") == {elsewhere}
    code, _ = refused(
        nightly, "delete_recovery_point", BackupVaultName="other", RecoveryPointArn=elsewhere
    )
    assert code == "InvalidRequestException"


def test_a_hold_has_what_was_made_on_its_days_first_and_last_moment_included(
    nightly: Any, clock: Any
) -> None:
    for day in range(4):
        backed_up(nightly, ResourceArn=volume(f"vol-{day}"))
        clock.shift(DAY)
    dates = {"FromDate": NOW + DAY, "ToDate": NOW + 2 * DAY}
    hold = nightly.get_legal_hold(LegalHoldId=hold_of(nightly, DateRange=dates))
    assert hold["RecoveryPointSelection"] == {"DateRange": dates}
    assert deletable(nightly) == ["vol-0", "vol-3"]


@pytest.mark.parametrize(
    "selection", [{"VaultNames": ["nightly"]}, {"ResourceIdentifiers": [volume()]}]
)
def test_days_must_fit_beside_a_vault_or_a_resource(
    nightly: Any, clock: Any, selection: Any
) -> None:
    backed_up(nightly)
    clock.shift(DAY)
    held = backed_up(nightly)
    dates = {"FromDate": NOW + DAY, "ToDate": NOW + DAY}
    hold_of(nightly, **selection, DateRange=dates)
    assert deletable(nightly) == ["vol-1"]
    assert arns(nightly) == {held}


def test_what_is_made_later_is_not_held_nor_is_a_copy(nightly: Any) -> None:
    client_of("backup", "eu-west-1").create_backup_vault(BackupVaultName="far")
    held = backed_up(nightly)
    hold_of(nightly, **SELECTION)
    backed_up(nightly, ResourceArn=volume("vol-2"))
    copy = copied(nightly, held, DestinationBackupVaultArn=vault_arn("nightly"))
    delete(nightly, copy["DestinationRecoveryPointArn"])
    assert deletable(nightly) == ["vol-2"]
    assert arns(nightly) == {held}


def test_a_continuous_backup_is_not_held(nightly: Any, clock: Any) -> None:
    rule = {
        **RULE,
        "TargetBackupVaultName": "nightly",
        "EnableContinuousBackup": True,
        "Lifecycle": {"DeleteAfterDays": 35},
    }
    plan = create_plan(nightly, Rules=[rule])
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": [bucket()]}
    nightly.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    clock.shift(DAY)
    (point,) = points(nightly)
    hold_of(nightly, **SELECTION)
    nightly.disassociate_recovery_point(**NIGHTLY, RecoveryPointArn=point["RecoveryPointArn"])


def listed(client: Any, hold_id: str, **page: Any) -> Any:
    return client.list_recovery_points_by_legal_hold(LegalHoldId=hold_id, **page)


def test_a_hold_lists_what_it_holds_page_by_page_the_newest_first(nightly: Any, clock: Any) -> None:
    held = []
    for _ in range(5):
        held.append(backed_up(nightly))
        clock.shift(DAY)
    hold_id = hold_of(nightly, **SELECTION, ResourceIdentifiers=[volume()])
    backed_up(nightly)
    pages, token = [], {}
    while len(pages) < 3:
        answer = listed(nightly, hold_id, MaxResults=2, **token)
        pages.append([point["RecoveryPointArn"] for point in answer["RecoveryPoints"]])
        token = {"NextToken": answer.get("NextToken")}
    assert pages == [held[:2:-1], held[2:0:-1], held[:1]]
    assert token == {"NextToken": None}


def test_a_listed_recovery_point_has_its_resource_and_its_vault(nightly: Any) -> None:
    held = backed_up(nightly)
    assert listed(nightly, hold_of(nightly, **SELECTION))["RecoveryPoints"] == [
        {
            "RecoveryPointArn": held,
            "ResourceArn": volume(),
            "ResourceType": "EBS",
            **NIGHTLY,
        }
    ]


def test_a_cancelled_hold_lists_what_is_still_there(nightly: Any, clock: Any) -> None:
    backed_up(nightly, Lifecycle=WEEK)
    kept = backed_up(nightly)
    hold_id = hold_of(nightly, **SELECTION)
    clock.shift(8 * DAY)
    assert len(listed(nightly, hold_id)["RecoveryPoints"]) == 2
    cancel(nightly, hold_id)
    (point,) = listed(nightly, hold_id)["RecoveryPoints"]
    assert point["RecoveryPointArn"] == kept


def test_the_recovery_points_of_an_absent_hold_are_not_listed(nightly: Any) -> None:
    refusal = refused(nightly, "list_recovery_points_by_legal_hold", LegalHoldId="absent")
    assert refusal == (
        "InvalidParameterValueException",
        "Invalid value for LegalHoldId: got 'absent', accepts the id of a legal hold",
    )
