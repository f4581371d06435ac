"""Backups that a service made itself are recovery points of its resource, in no vault."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import TABLE, backed_up, refused, volume
from support import ACCOUNT, REGION, client_of

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
DATABASE = f"arn:aws:rds:{REGION}:{ACCOUNT}:db:orders"
CLUSTER = f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:orders"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-4333-8444-555555555555"


def of_a_table() -> tuple[str, str]:
    """A resource, and its own backup."""
    dynamodb = client_of("dynamodb")
    dynamodb.create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "a", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "a", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    made = dynamodb.create_backup(TableName="orders", BackupName="mine")
    return TABLE, made["BackupDetails"]["BackupArn"]


def of_a_volume(**more: Any) -> tuple[str, str]:
    ec2 = client_of("ec2")
    name = ec2.create_volume(Size=2, AvailabilityZone=f"{REGION}a", **more)["VolumeId"]
    other = ec2.create_volume(Size=1, AvailabilityZone=f"{REGION}a")["VolumeId"]
    ec2.create_snapshot(VolumeId=other)
    made = ec2.create_snapshot(VolumeId=name)["SnapshotId"]
    return volume(name), f"arn:aws:ec2:{REGION}::snapshot/{made}"


def of_a_database(**more: Any) -> tuple[str, str]:
    rds = client_of("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="u",
        MasterUserPassword="password1",
        **more,
    )
    made = rds.create_db_snapshot(DBInstanceIdentifier="orders", DBSnapshotIdentifier="mine")
    return DATABASE, made["DBSnapshot"]["DBSnapshotArn"]


def of_a_cluster() -> tuple[str, str]:
    rds = client_of("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="orders",
        Engine="aurora-postgresql",
        MasterUsername="u",
        MasterUserPassword="password1",
    )
    made = rds.create_db_cluster_snapshot(
        DBClusterIdentifier="orders", DBClusterSnapshotIdentifier="mine"
    )
    return CLUSTER, made["DBClusterSnapshot"]["DBClusterSnapshotArn"]


def listed(client: Any, resource: str, **filters: Any) -> list[dict[str, Any]]:
    answer = client.list_recovery_points_by_resource(ResourceArn=resource, **filters)
    return list(answer["RecoveryPoints"])


MAKERS = [of_a_table, of_a_volume, of_a_database, of_a_cluster]


@pytest.mark.parametrize("make", MAKERS)
class TestABackupThatAServiceMadeItself:
    def test_is_a_recovery_point_of_its_resource(self, nightly: Any, make: Any) -> None:
        resource, own = make()
        (point,) = listed(nightly, resource)
        assert point["RecoveryPointArn"] == own
        assert (point["Status"], point["CreationDate"]) == ("COMPLETED", NOW)
        assert point["IsParent"] is False
        assert point.keys() & {"BackupVaultName", "VaultType"} == set()

    def test_is_left_out_where_those_of_aws_backup_are_asked_for(
        self, nightly: Any, make: Any
    ) -> None:
        resource, own = make()
        managed = backed_up(nightly, ResourceArn=resource)
        found = [point["RecoveryPointArn"] for point in listed(nightly, resource)]
        assert sorted(found) == sorted([own, managed])
        (only,) = listed(nightly, resource, ManagedByAWSBackupOnly=True)
        assert only["RecoveryPointArn"] == managed

    def test_is_in_no_vault(self, nightly: Any, make: Any) -> None:
        _, own = make()
        asked = {"BackupVaultName": "nightly", "RecoveryPointArn": own}
        points = nightly.list_recovery_points_by_backup_vault(BackupVaultName="nightly")
        assert points["RecoveryPoints"] == []
        assert refused(nightly, "describe_recovery_point", **asked)[0] == (
            "ResourceNotFoundException"
        )
        assert nightly.list_protected_resources()["Results"] == []


@pytest.mark.parametrize(
    ("make", "size"),
    [(of_a_volume, 2 * 1024**3), (of_a_database, 20 * 1024**3), (of_a_table, 123)],
)
def test_its_size_is_what_moto_tells(nightly: Any, make: Any, size: int) -> None:
    resource, _ = make()
    (point,) = listed(nightly, resource)
    assert point["BackupSizeBytes"] == size


def test_its_resource_is_named_as_ever(nightly: Any) -> None:
    resource, _ = of_a_volume()
    client_of("ec2").create_tags(
        Resources=[resource.rpartition("/")[2]], Tags=[{"Key": "Name", "Value": "attic"}]
    )
    backed_up(nightly, ResourceArn=resource)
    assert {point["ResourceName"] for point in listed(nightly, resource)} == {"attic"}


def test_its_key_is_that_of_the_snapshot_of_a_database(nightly: Any) -> None:
    resource, _ = of_a_database(StorageEncrypted=True, KmsKeyId=KEY)
    (point,) = listed(nightly, resource)
    assert point["EncryptionKeyArn"] == KEY


def test_its_key_is_that_of_the_snapshot_of_a_volume(nightly: Any) -> None:
    resource, _ = of_a_volume(Encrypted=True)
    (point,) = listed(nightly, resource)
    # moto keeps no key of it: it is the one that EBS has by itself.
    assert point["EncryptionKeyArn"].startswith(f"arn:aws:kms:{REGION}:{ACCOUNT}:key/")


def test_the_snapshots_that_rds_makes_each_day_are_none(nightly: Any) -> None:
    resource, own = of_a_database()
    found = client_of("rds").describe_db_snapshots(DBInstanceIdentifier="orders")["DBSnapshots"]
    assert len(found) > 1
    assert [point["RecoveryPointArn"] for point in listed(nightly, resource)] == [own]


def test_what_is_not_encrypted_tells_no_key(nightly: Any) -> None:
    resource, _ = of_a_volume()
    (point,) = listed(nightly, resource)
    assert "EncryptionKeyArn" not in point


def test_they_come_in_pages_with_the_others_the_newest_first(nightly: Any, clock: Any) -> None:
    resource, first = of_a_volume()
    name = resource.rpartition("/")[2]
    made = [first]
    for _ in range(2):
        # Three of one moment, of which two are the volume's own.
        for _ in range(2):
            snapshot = client_of("ec2").create_snapshot(VolumeId=name)["SnapshotId"]
            made.append(f"arn:aws:ec2:{REGION}::snapshot/{snapshot}")
        made.append(backed_up(nightly, ResourceArn=resource))
        clock.shift(timedelta(hours=1))
    pages = list(
        nightly.get_paginator("list_recovery_points_by_resource").paginate(
            ResourceArn=resource, PaginationConfig={"PageSize": 2}
        )
    )
    found = [point for page in pages for point in page["RecoveryPoints"]]
    assert [len(page["RecoveryPoints"]) for page in pages] == [2, 2, 2, 1]
    assert sorted(point["RecoveryPointArn"] for point in found) == sorted(made)
    moments = [point["CreationDate"] for point in found]
    assert moments == sorted(moments, reverse=True)


def test_one_that_is_deleted_between_two_pages_loses_no_other(nightly: Any) -> None:
    resource, _ = of_a_volume()
    name = resource.rpartition("/")[2]
    for _ in range(3):
        client_of("ec2").create_snapshot(VolumeId=name)
    first = nightly.list_recovery_points_by_resource(ResourceArn=resource, MaxResults=2)
    shown = [point["RecoveryPointArn"] for point in first["RecoveryPoints"]]
    for arn in shown:
        client_of("ec2").delete_snapshot(SnapshotId=arn.rpartition("/")[2])
    assert len(listed(nightly, resource, NextToken=first["NextToken"])) == 2


@pytest.mark.parametrize(
    "resource",
    [
        f"arn:aws:ec2:eu-west-1:{ACCOUNT}:volume/vol-1",
        f"arn:aws:ec2:{REGION}:111122223333:volume/vol-1",
        f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT}:file-system/fs-1",
        "vol-1",
    ],
)
def test_what_has_none_lists_none(nightly: Any, resource: str) -> None:
    of_a_volume()
    assert listed(nightly, resource) == []
