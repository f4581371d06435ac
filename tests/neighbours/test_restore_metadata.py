"""GetRecoveryPointRestoreMetadata: how a resource was configured, in the words that restore it."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import (
    FAR,
    TABLE,
    arn,
    backed_up,
    copied,
    create_plan,
    points,
    restore,
    vault_arn,
    volume,
)
from support import ROLE, client_of

from moto_backup_summaries import load_jobs

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
KEY = arn("kms", "key/11111111-2222-4333-8444-555555555555")
CLUSTER = {"MasterUsername": "me", "MasterUserPassword": "hello-world"}
MULTI_AZ = {"AllocatedStorage": 100, "DBClusterInstanceClass": "db.m5d.large", "Iops": 1000}


def told(client: Any, point: str, vault: str = "nightly") -> dict[str, str]:
    answer = client.get_recovery_point_restore_metadata(
        BackupVaultName=vault, RecoveryPointArn=point
    )
    found: dict[str, str] = answer["RestoreMetadata"]
    assert len(found.pop("aws:backup:request-id")) == len("e9908485-bb92-496e-b349-ade6e1fd2c4b")
    return found


def test_of_a_volume(vault: Any) -> None:
    made = client_of("ec2").create_volume(AvailabilityZone="us-east-1a", Size=8)["VolumeId"]
    assert told(vault, backed_up(vault, ResourceArn=volume(made))) == {
        "encrypted": "false",
        "volumeId": made,
        "volumeSize": "8",
        "volumeType": "gp2",
    }


def test_of_an_encrypted_volume(vault: Any) -> None:
    made = client_of("ec2").create_volume(
        AvailabilityZone="us-east-1a", Size=8, Encrypted=True, KmsKeyId=KEY
    )
    found = told(vault, backed_up(vault, ResourceArn=volume(made["VolumeId"])))
    assert (found["encrypted"], found["kmsKeyId"]) == ("true", KEY)


def test_of_an_instance(vault: Any) -> None:
    ec2 = client_of("ec2")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    group = ec2.create_security_group(GroupName="web", Description="web")["GroupId"]
    asked = {"InstanceType": "t3.micro", "KeyName": "ops", "SecurityGroupIds": [group]}
    made = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, **asked)["Instances"][0]
    found = told(vault, backed_up(vault, ResourceArn=arn("ec2", f"instance/{made['InstanceId']}")))
    (interface,) = json.loads(found.pop("NetworkInterfaces"))
    assert interface == {
        "AssociatePublicIpAddress": True,
        "DeleteOnTermination": False,
        "Description": "Primary network interface",
        "DeviceIndex": 0,
        "Groups": [group],
        "InterfaceType": "interface",
        "NetworkInterfaceId": made["NetworkInterfaces"][0]["NetworkInterfaceId"],
        "PrivateIpAddress": made["PrivateIpAddress"],
        "SubnetId": made["SubnetId"],
    }
    zone = {"AvailabilityZone": "us-east-1a", "GroupName": "", "Tenancy": "default"}
    assert json.loads(found.pop("Placement")) == zone
    assert found == {
        "DisableApiTermination": "false",
        "EbsOptimized": "false",
        "InstanceInitiatedShutdownBehavior": "stop",
        "InstanceType": "t3.micro",
        "KeyName": "ops",
        "Monitoring": '{"State":"disabled"}',
        "SecurityGroupIds": f'["{group}"]',
        "SubnetId": made["SubnetId"],
        "VpcId": made["VpcId"],
    }


def test_of_a_database(vault: Any) -> None:
    made = client_of("rds").create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t3.micro",
        Engine="mysql",
        AllocatedStorage=10,
        VpcSecurityGroupIds=["sg-1"],
    )["DBInstance"]
    assert told(vault, backed_up(vault, ResourceArn=made["DBInstanceArn"])) == {
        "AvailabilityZone": "us-east-1a",
        "DBInstanceClass": "db.t3.micro",
        "DBInstanceIdentifier": "orders",
        "DeletionProtection": "false",
        "Engine": "mysql",
        "MultiAZ": "false",
        "Port": "3306",
        "StorageType": "gp2",
        "VpcSecurityGroupIds": '["sg-1"]',
    }


@pytest.mark.parametrize(
    ("engine", "more"),
    [("aurora-mysql", {}), ("neptune", {}), ("mysql", {**MULTI_AZ, "StorageType": "io1"})],
)
def test_of_a_cluster(vault: Any, engine: str, more: dict[str, Any]) -> None:
    made = client_of("rds").create_db_cluster(
        DBClusterIdentifier="orders", Engine=engine, StorageEncrypted=True, **CLUSTER, **more
    )["DBCluster"]
    found = told(vault, backed_up(vault, ResourceArn=made["DBClusterArn"]))
    assert (found["DBClusterIdentifier"], found["Engine"]) == ("orders", engine)
    assert found["KmsKeyId"] == made["KmsKeyId"]
    assert found["Port"] == str(made["Port"])


def test_of_a_cluster_without_encryption_has_no_key(vault: Any) -> None:
    made = client_of("rds").create_db_cluster(
        DBClusterIdentifier="orders", Engine="aurora-mysql", **CLUSTER
    )
    found = told(vault, backed_up(vault, ResourceArn=made["DBCluster"]["DBClusterArn"]))
    assert "KmsKeyId" not in found


def test_of_a_file_system(vault: Any) -> None:
    made = client_of("efs").create_file_system(CreationToken="home", Encrypted=True, KmsKeyId=KEY)
    assert told(vault, backed_up(vault, ResourceArn=made["FileSystemArn"])) == {
        "CreationToken": "home",
        "Encrypted": "true",
        "KmsKeyId": made["KmsKeyId"],
        "PerformanceMode": "generalPurpose",
        "file-system-id": made["FileSystemId"],
    }


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (volume(), {"volumeId": "vol-1"}),
        (TABLE, {"originalTableName": "orders"}),
        (arn("rds", "db:orders"), {"DBInstanceIdentifier": "orders"}),
        (arn("rds", "cluster:orders"), {"DBClusterIdentifier": "orders"}),
        (arn("elasticfilesystem", "file-system/fs-1"), {"file-system-id": "fs-1"}),
        (arn("ec2", "instance/i-1"), {}),
        ("arn:aws:s3:::bucket", {}),
    ],
)
def test_of_what_moto_does_not_have_is_its_name(
    vault: Any, resource: str, expected: dict[str, str]
) -> None:
    assert told(vault, backed_up(vault, ResourceArn=resource)) == expected
    load_jobs({"BackupJobs": [{"BackupVaultName": "loaded", "ResourceArn": resource}]})
    (point,) = points(vault, "loaded")
    assert told(vault, point["RecoveryPointArn"], "loaded") == expected


def test_of_a_copy_and_of_a_plan_is_the_source_s(clock: Any, nightly: Any) -> None:
    made = client_of("ec2").create_volume(AvailabilityZone="us-east-1a", Size=8)["VolumeId"]
    expected = told(nightly, backed_up(nightly, ResourceArn=volume(made)))
    far = client_of(region_name=FAR)
    far.create_backup_vault(BackupVaultName="far")
    (first,) = points(nightly)
    job = copied(
        nightly, first["RecoveryPointArn"], DestinationBackupVaultArn=vault_arn("far", FAR)
    )
    assert told(far, job["DestinationRecoveryPointArn"], "far") == expected
    nightly.create_backup_vault(BackupVaultName="plan")
    plan_id = create_plan(nightly, Rules=[{"RuleName": "r", "TargetBackupVaultName": "plan"}])
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": ["*"]}
    nightly.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
    clock.shift(timedelta(days=1))
    (planned,) = points(nightly, "plan")
    assert told(nightly, planned["RecoveryPointArn"], "plan") == expected


def test_restores_a_table_under_another_name(vault: Any) -> None:
    """As Lambdas do that test each backup."""
    point = backed_up(vault, ResourceArn=TABLE)
    metadata = told(vault, point)
    metadata["targetTableName"] = f"{metadata['originalTableName']}-restore-test"
    job = vault.describe_restore_job(RestoreJobId=restore(vault, point, Metadata=metadata))
    assert job["CreatedResourceArn"] == f"{TABLE}-restore-test"
