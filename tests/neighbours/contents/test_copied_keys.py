"""Copies that another service keeps are encrypted as their recovery points say: with the key of their vault.

https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
"""

from collections.abc import Callable
from typing import Any

import pytest
from calls import FAR, backed_up, copied, vault_arn
from contents import restored
from kinds import KINDS, Kind, name_of
from support import client_of

OWN = {"BackupVaultName": "far"}


def _snapshot(ec2: Any, arn: str) -> Any:
    (shown,) = ec2.describe_snapshots(SnapshotIds=[name_of(arn)])["Snapshots"]
    return shown["Encrypted"], shown.get("KmsKeyId")


def _database_snapshot(rds: Any, arn: str) -> Any:
    (shown,) = rds.describe_db_snapshots(SnapshotType="awsbackup")["DBSnapshots"]
    assert shown["DBSnapshotArn"] == arn
    return shown["Encrypted"], shown.get("KmsKeyId")


def _cluster_snapshot(rds: Any, arn: str) -> Any:
    (shown,) = rds.describe_db_cluster_snapshots(SnapshotType="awsbackup")["DBClusterSnapshots"]
    assert shown["DBClusterSnapshotArn"] == arn
    # Moto names a key of its own also where nothing is encrypted.
    return shown["StorageEncrypted"], shown["KmsKeyId"] if shown["StorageEncrypted"] else None


def _warehouse_snapshot(redshift: Any, arn: str) -> Any:
    name = arn.rpartition("/")[2]
    (shown,) = redshift.describe_cluster_snapshots(SnapshotIdentifier=name)["Snapshots"]
    return (shown["Encrypted"],)


# What services tell of the encryption of their backups: moto's FSx tells nothing, nor does an image of EC2.
SHOWN: dict[str, Callable[[Any, str], Any]] = {
    "EBS": _snapshot,
    "RDS": _database_snapshot,
    "Aurora": _cluster_snapshot,
    "Neptune": _cluster_snapshot,
    "Redshift": _warehouse_snapshot,
}
shown_kinds = pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.type_name in SHOWN], ids=[*SHOWN]
)


@shown_kinds
@pytest.mark.parametrize("has_own_key", [True, False], ids=["own key", "aws/backup"])
def test_a_service_says_of_a_copy_what_its_recovery_point_says(
    vault: Any, kind: Kind, has_own_key: bool
) -> None:
    key = client_of("kms", FAR).create_key()["KeyMetadata"]["Arn"]
    far = client_of("backup", FAR)
    far.create_backup_vault(**OWN, **({"EncryptionKeyArn": key} if has_own_key else {}))
    source = kind.create(client_of(kind.service))
    arn = copied(vault, backed_up(vault, ResourceArn=source))["DestinationRecoveryPointArn"]
    point = far.describe_recovery_point(**OWN, RecoveryPointArn=arn)
    told = SHOWN[kind.type_name](client_of(kind.service, FAR), arn)
    assert told == (point["IsEncrypted"], point.get("EncryptionKeyArn"))[: len(told)]
    if has_own_key and point["IsEncrypted"]:
        assert point["EncryptionKeyArn"] == key


def test_the_source_keeps_its_own_key(vault: Any) -> None:
    key, ec2 = client_of("kms").create_key()["KeyMetadata"]["Arn"], client_of("ec2")
    made = ec2.create_volume(AvailabilityZone="us-east-1a", Size=8, Encrypted=True, KmsKeyId=key)
    client_of("backup", FAR).create_backup_vault(**OWN)
    source = f"arn:aws:ec2:us-east-1:123456789012:volume/{made['VolumeId']}"
    point = backed_up(vault, ResourceArn=source)
    copied(vault, point, DestinationBackupVaultArn=vault_arn("far", FAR))
    assert _snapshot(ec2, point) == (True, key)


@pytest.mark.parametrize("type_name", ["EC2", "FSx", "RDS"])
def test_what_is_restored_of_a_copy_has_the_key_of_the_vault(vault: Any, type_name: str) -> None:
    (kind,) = (kind for kind in KINDS if kind.type_name == type_name)
    key, far = client_of("kms", FAR).create_key()["KeyMetadata"]["Arn"], client_of("backup", FAR)
    far.create_backup_vault(**OWN, EncryptionKeyArn=key)
    source = kind.create(client_of(kind.service))
    arn = copied(vault, backed_up(vault, ResourceArn=source))["DestinationRecoveryPointArn"]
    restored(far, arn, Metadata=kind.into(FAR))
    service = client_of(kind.service, FAR)
    keys = {
        "EC2": lambda: {each.get("KmsKeyId") for each in service.describe_volumes()["Volumes"]},
        "FSx": lambda: {
            each["KmsKeyId"] for each in service.describe_file_systems()["FileSystems"]
        },
        "RDS": lambda: {
            each["KmsKeyId"] for each in service.describe_db_instances()["DBInstances"]
        },
    }
    assert keys[type_name]() == {key}
