"""Lifecycles: -1 is never, and one check for whatever creates or changes them."""

from datetime import timedelta
from typing import Any

import pytest

from truth.calls import (
    DAY,
    FAR,
    FILE_SYSTEM,
    MALFORMED,
    NOW,
    ROLE,
    backed_up,
    bucket,
    copied,
    document,
    jobs,
    number_in,
    planned,
    point_of,
    points,
    refusal,
    start,
    vault_arn,
    volume,
)

FOR_EVER = {"DeleteAfterDays": -1}
FAR_VAULT = vault_arn("far", FAR)
YEARS = timedelta(days=4000)


class TestMinusOneIsNever:
    def test_for_a_job(self, clock: Any, client: Any) -> None:
        job = backed_up(client, Lifecycle=FOR_EVER)
        assert job["State"] == "COMPLETED"
        clock.shift(YEARS)
        (point,) = points(client)
        assert point["RecoveryPointArn"] == job["RecoveryPointArn"]

    def test_and_has_no_moment(self, client: Any) -> None:
        lifecycle = {"DeleteAfterDays": -1, "MoveToColdStorageAfterDays": -1}
        job = backed_up(client, FILE_SYSTEM, Lifecycle=lifecycle)
        point = point_of(client, job["RecoveryPointArn"])
        assert not point.get("CalculatedLifecycle")

    def test_for_a_rule_of_a_plan(self, clock: Any, client: Any) -> None:
        bucket()
        planned(client, {"Lifecycle": FOR_EVER})
        clock.shift(DAY)
        (job,) = jobs(client)
        assert job["State"] == "COMPLETED"
        assert [p["RecoveryPointArn"] for p in points(client)] == [job["RecoveryPointArn"]]
        assert number_in(client) == 1

    def test_for_a_move_to_cold_storage(self, clock: Any, client: Any) -> None:
        lifecycle = {"MoveToColdStorageAfterDays": -1}
        job = backed_up(client, FILE_SYSTEM, Lifecycle=lifecycle)
        clock.shift(YEARS)
        assert point_of(client, job["RecoveryPointArn"])["StorageClass"] == "WARM"

    def test_for_a_recovery_point_that_had_an_end(self, clock: Any, client: Any) -> None:
        arn = backed_up(client, Lifecycle={"DeleteAfterDays": 2})["RecoveryPointArn"]
        client.update_recovery_point_lifecycle(
            BackupVaultName="nightly", RecoveryPointArn=arn, Lifecycle=FOR_EVER
        )
        clock.shift(YEARS)
        assert [point["RecoveryPointArn"] for point in points(client)] == [arn]

    def test_for_what_goes_to_cold_storage(self, clock: Any, client: Any) -> None:
        lifecycle = {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": -1}
        job = backed_up(client, FILE_SYSTEM, Lifecycle=lifecycle)
        clock.shift(YEARS)
        assert point_of(client, job["RecoveryPointArn"])["StorageClass"] == "COLD"


class TestMinusOneOfACopyKeepsTheSourcesEnd:
    def test_on_demand(self, clock: Any, client: Any, far: Any) -> None:
        arn = backed_up(client, Lifecycle={"DeleteAfterDays": 30})["RecoveryPointArn"]
        clock.shift(5 * DAY)
        job = copied(client, arn, FAR_VAULT, Lifecycle=FOR_EVER)
        assert job["State"] == "COMPLETED"
        (point,) = points(far, "far")
        assert point["CalculatedLifecycle"]["DeleteAt"] == NOW + 30 * DAY

    def test_by_a_copy_action(self, clock: Any, client: Any, far: Any) -> None:
        bucket()
        action = {"DestinationBackupVaultArn": FAR_VAULT, "Lifecycle": FOR_EVER}
        planned(client, {"Lifecycle": {"DeleteAfterDays": 30}, "CopyActions": [action]})
        clock.shift(DAY)
        (source,) = points(client)
        (point,) = points(far, "far")
        end = source["CalculatedLifecycle"]["DeleteAt"]
        assert point["CalculatedLifecycle"]["DeleteAt"] == end

    def test_of_a_source_without_one_is_for_ever(self, clock: Any, client: Any, far: Any) -> None:
        copied(client, backed_up(client)["RecoveryPointArn"], FAR_VAULT, Lifecycle=FOR_EVER)
        clock.shift(YEARS)
        assert len(points(far, "far")) == 1


def _start(client: Any, lifecycle: Any) -> str:
    return refusal(
        client,
        "start_backup_job",
        BackupVaultName="nightly",
        ResourceArn=volume(),
        IamRoleArn=ROLE,
        Lifecycle=lifecycle,
    )


def _copy(client: Any, lifecycle: Any) -> str:
    return refusal(
        client,
        "start_copy_job",
        RecoveryPointArn=backed_up(client)["RecoveryPointArn"],
        SourceBackupVaultName="nightly",
        DestinationBackupVaultArn=vault_arn("nightly"),
        IamRoleArn=ROLE,
        Lifecycle=lifecycle,
    )


def _change(client: Any, lifecycle: Any) -> str:
    return refusal(
        client,
        "update_recovery_point_lifecycle",
        BackupVaultName="nightly",
        RecoveryPointArn=backed_up(client)["RecoveryPointArn"],
        Lifecycle=lifecycle,
    )


def _rule(lifecycle: Any) -> dict[str, Any]:
    return {"Lifecycle": lifecycle}


def _action(lifecycle: Any) -> dict[str, Any]:
    action = {"DestinationBackupVaultArn": vault_arn("nightly"), "Lifecycle": lifecycle}
    return {"CopyActions": [action]}


def _create(make: Any) -> Any:
    def refused(client: Any, lifecycle: Any) -> str:
        return refusal(client, "create_backup_plan", BackupPlan=document(make(lifecycle)))

    return refused


def _update(make: Any) -> Any:
    def refused(client: Any, lifecycle: Any) -> str:
        plan_id = client.create_backup_plan(BackupPlan=document())["BackupPlanId"]
        changed = document(make(lifecycle))
        return refusal(client, "update_backup_plan", BackupPlanId=plan_id, BackupPlan=changed)

    return refused


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(_start, id="StartBackupJob"),
        pytest.param(_copy, id="StartCopyJob"),
        pytest.param(_change, id="UpdateRecoveryPointLifecycle"),
        pytest.param(_create(_rule), id="CreateBackupPlan"),
        pytest.param(_create(_action), id="CreateBackupPlan-CopyActions"),
        pytest.param(_update(_rule), id="UpdateBackupPlan"),
        pytest.param(_update(_action), id="UpdateBackupPlan-CopyActions"),
    ],
)
@pytest.mark.parametrize(
    "lifecycle",
    [
        {"DeleteAfterDays": 0},
        {"DeleteAfterDays": -2},
        {"DeleteAfterDays": 36_501},
        {"DeleteAfterDays": 40_000},
        {"MoveToColdStorageAfterDays": -2},
        {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 31},
        {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 119},
        {"DeleteAfterEvent": "DELETE_AFTER_COPY"},
    ],
    ids=str,
)
def test_a_bad_lifecycle_is_refused_wherever_it_is_given(
    client: Any, asked: Any, lifecycle: dict[str, Any]
) -> None:
    assert asked(client, lifecycle) in MALFORMED


def test_ninety_days_in_cold_storage_are_enough(client: Any) -> None:
    lifecycle = {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 120}
    start(client, Lifecycle=lifecycle)
    rule = {"Lifecycle": {**lifecycle, "DeleteAfterDays": 36_500}}
    client.create_backup_plan(BackupPlan=document(rule))
    assert len(jobs(client)) == len(client.list_backup_plans()["BackupPlansList"]) == 1
