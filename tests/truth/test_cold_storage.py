"""Cold storage: for the types that have it, and for good."""

from contextlib import suppress
from typing import Any

import pytest
from calls import leave_tables_to_dynamodb

from truth.calls import (
    DAY,
    FAR,
    FILE_SYSTEM,
    NOW,
    arn,
    backed_up,
    copied,
    point_of,
    points,
    stack,
    vault_arn,
    volume,
)

AFTER_A_DAY = {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 91}
OPTED_IN = {**AFTER_A_DAY, "OptInToArchiveForSupportedResources": True}
TABLE = arn("dynamodb", "table/t")


def class_after_two_days(clock: Any, client: Any, resource: str, lifecycle: Any) -> str:
    point = backed_up(client, resource, Lifecycle=lifecycle)["RecoveryPointArn"]
    clock.shift(2 * DAY)
    return str(point_of(client, point)["StorageClass"])


@pytest.mark.parametrize(
    "resource",
    [
        FILE_SYSTEM,
        arn("backup-gateway", "vm/vm-1"),
        arn("ssm-sap", "HANA/hana"),
        arn("timestream", "database/series"),
        arn("cloudformation", "stack/unknown/1"),
    ],
)
def test_some_types_have_it(clock: Any, client: Any, resource: str) -> None:
    assert class_after_two_days(clock, client, resource, AFTER_A_DAY) == "COLD"


@pytest.mark.parametrize(
    "resource",
    [
        arn("ec2", "instance/i-1"),
        arn("rds", "db:d"),
        arn("rds", "cluster:c"),
        arn("fsx", "file-system/fs-1"),
        arn("redshift", "cluster:r"),
        arn("eks", "cluster/e"),
        arn("dsql", "cluster/d"),
        "arn:aws:s3:::bucket",
    ],
)
def test_other_types_ignore_the_setting(clock: Any, client: Any, resource: str) -> None:
    assert class_after_two_days(clock, client, resource, OPTED_IN) == "WARM"


def test_a_volume_has_it_by_its_opt_in_to_the_archive(clock: Any, client: Any) -> None:
    assert class_after_two_days(clock, client, volume(), OPTED_IN) == "COLD"


def test_a_volume_has_it_not_without(clock: Any, client: Any) -> None:
    assert class_after_two_days(clock, client, volume(), AFTER_A_DAY) == "WARM"


def test_a_table_has_it_with_advanced_features(clock: Any, client: Any) -> None:
    assert class_after_two_days(clock, client, TABLE, AFTER_A_DAY) == "COLD"


def test_a_table_has_it_not_without(clock: Any, client: Any) -> None:
    leave_tables_to_dynamodb(client)
    assert class_after_two_days(clock, client, TABLE, AFTER_A_DAY) == "WARM"


class TestWhatIsCold:
    @pytest.fixture
    def cold(self, clock: Any, client: Any) -> str:
        point: str = backed_up(client, FILE_SYSTEM, Lifecycle=AFTER_A_DAY)["RecoveryPointArn"]
        clock.shift(2 * DAY)
        return point

    def change(self, client: Any, point: str, **lifecycle: int) -> None:
        client.update_recovery_point_lifecycle(
            BackupVaultName="nightly", RecoveryPointArn=point, Lifecycle=lifecycle
        )

    @pytest.mark.parametrize("days", [10, -1])
    def test_keeps_its_cold_setting(self, client: Any, cold: str, days: int) -> None:
        # Whether AWS refuses the change or leaves it out, it says nowhere.
        with suppress(client.exceptions.ClientError):
            self.change(client, cold, MoveToColdStorageAfterDays=days, DeleteAfterDays=365)
        point = point_of(client, cold)
        assert point["Lifecycle"]["MoveToColdStorageAfterDays"] == 1
        assert point["StorageClass"] == "COLD"

    def test_may_end_later(self, client: Any, cold: str) -> None:
        self.change(client, cold, MoveToColdStorageAfterDays=1, DeleteAfterDays=365)
        end = point_of(client, cold)["CalculatedLifecycle"]["DeleteAt"]
        assert end == NOW + 365 * DAY

    def test_is_not_copied(self, client: Any, far: Any, cold: str) -> None:
        with suppress(client.exceptions.ClientError):
            assert copied(client, cold, vault_arn("far", FAR))["State"] == "FAILED"
        assert points(far, "far") == []


def test_a_parent_that_is_cold_is_not_copied_either(clock: Any, client: Any, far: Any) -> None:
    point = backed_up(client, stack(), Lifecycle=AFTER_A_DAY)["RecoveryPointArn"]
    clock.shift(2 * DAY)
    with suppress(client.exceptions.ClientError):
        assert copied(client, point, vault_arn("far", FAR))["State"] == "FAILED"
    parents = [made for made in points(far, "far") if made["ResourceType"] == "CloudFormation"]
    assert parents == []
