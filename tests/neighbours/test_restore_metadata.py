"""GetRecoveryPointRestoreMetadata: how a resource was configured, in the words that restore it."""

import json
import re
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


def without_ids(metadata: dict[str, str]) -> dict[str, str]:
    return {name: re.sub("job-.*", "job-…", value) for name, value in metadata.items()}


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
        "Ipv6AddressCount": 0,
        "Ipv6Addresses": [],
        "NetworkInterfaceId": made["NetworkInterfaces"][0]["NetworkInterfaceId"],
        "PrivateIpAddress": made["PrivateIpAddress"],
        "PrivateIpAddresses": [{"Primary": True, "PrivateIpAddress": made["PrivateIpAddress"]}],
        "SecondaryPrivateIpAddressCount": 0,
        "SubnetId": made["SubnetId"],
    }
    zone = {"AvailabilityZone": "us-east-1a", "GroupName": "", "Tenancy": "default"}
    assert json.loads(found.pop("Placement")) == zone
    assert found == {
        "CapacityReservationSpecification": '{"CapacityReservationPreference":"open"}',
        "CpuOptions": '{"CoreCount":1,"ThreadsPerCore":2}',
        "CreditSpecification": '{"CpuCredits":"unlimited"}',
        "DisableApiTermination": "false",
        "EbsOptimized": "false",
        "HibernationOptions": '{"Configured":false}',
        "InstanceInitiatedShutdownBehavior": "stop",
        "InstanceType": "t3.micro",
        "KeyName": "ops",
        "Monitoring": '{"State":"disabled"}',
        "SecurityGroupIds": f'["{group}"]',
        "SubnetId": made["SubnetId"],
        "VpcId": made["VpcId"],
    }


@pytest.mark.parametrize(
    ("instance_type", "credits"),
    [("t2.micro", '{"CpuCredits":"standard"}'), ("m5.large", None), ("x9.nano", None)],
)
def test_of_an_instance_s_processors(vault: Any, instance_type: str, credits: str | None) -> None:
    ec2 = client_of("ec2")
    client_of("iam").create_instance_profile(InstanceProfileName="web")
    made = ec2.run_instances(
        ImageId=ec2.describe_images()["Images"][0]["ImageId"],
        MinCount=1,
        MaxCount=1,
        InstanceType=instance_type,
        IamInstanceProfile={"Name": "web"},
        HibernationOptions={"Configured": True},
    )["Instances"][0]
    found = told(vault, backed_up(vault, ResourceArn=arn("ec2", f"instance/{made['InstanceId']}")))
    assert found.get("CreditSpecification") == credits
    threads = 2 if instance_type == "m5.large" else 1
    assert found["CpuOptions"] == f'{{"CoreCount":1,"ThreadsPerCore":{threads}}}'
    assert found["IamInstanceProfileName"] == "web"
    assert found["HibernationOptions"] == '{"Configured":true}'


def test_of_an_instance_with_more_addresses(vault: Any) -> None:
    ec2 = client_of("ec2")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    made = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1)["Instances"][0]
    interface = made["NetworkInterfaces"][0]["NetworkInterfaceId"]
    ec2.assign_private_ip_addresses(NetworkInterfaceId=interface, SecondaryPrivateIpAddressCount=2)
    ec2.assign_ipv6_addresses(NetworkInterfaceId=interface, Ipv6Addresses=["2001:db8::1"])
    found = told(vault, backed_up(vault, ResourceArn=arn("ec2", f"instance/{made['InstanceId']}")))
    (card,) = json.loads(found["NetworkInterfaces"])
    assert [it["Primary"] for it in card["PrivateIpAddresses"]] == [True, False, False]
    assert card["SecondaryPrivateIpAddressCount"] == 2
    assert (card["Ipv6AddressCount"], card["Ipv6Addresses"]) == (
        1,
        [{"Ipv6Address": "2001:db8::1"}],
    )


def test_of_a_database(vault: Any) -> None:
    made = client_of("rds").create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t3.micro",
        Engine="mysql",
        AllocatedStorage=10,
        VpcSecurityGroupIds=["sg-1"],
    )["DBInstance"]
    point = backed_up(vault, ResourceArn=made["DBInstanceArn"])
    assert told(vault, point) == {
        "AvailabilityZone": "us-east-1a",
        "CopyTagsToSnapshot": "false",
        "DBInstanceClass": "db.t3.micro",
        "DBInstanceIdentifier": "orders",
        "DBSnapshotIdentifier": point.partition(":snapshot:")[2],
        "DeletionProtection": "false",
        "EnableCloudwatchLogsExports": "[]",
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


def test_of_a_database_with_groups(vault: Any) -> None:
    ec2, rds = client_of("ec2"), client_of("rds")
    subnets = [it["SubnetId"] for it in ec2.describe_subnets()["Subnets"][:2]]
    described = {"DBSubnetGroupDescription": "d", "SubnetIds": subnets}
    rds.create_db_subnet_group(DBSubnetGroupName="inner", **described)
    family = {"DBParameterGroupFamily": "mysql8.0", "Description": "d"}
    rds.create_db_parameter_group(DBParameterGroupName="tuned", **family)
    made = rds.create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t3.micro",
        Engine="mysql",
        AllocatedStorage=10,
        DBSubnetGroupName="inner",
        DBParameterGroupName="tuned",
        EnableCloudwatchLogsExports=["error"],
        PubliclyAccessible=True,
    )["DBInstance"]
    found = told(vault, backed_up(vault, ResourceArn=made["DBInstanceArn"]))
    assert (found["DBSubnetGroupName"], found["DBParameterGroupName"]) == ("inner", "tuned")
    assert found["EnableCloudwatchLogsExports"] == '["error"]'
    assert found["PubliclyAccessible"] == "true"


def test_of_a_cluster_is_what_the_guide_s_example_has(vault: Any) -> None:
    made = client_of("rds").create_db_cluster(
        DBClusterIdentifier="orders",
        Engine="aurora-mysql",
        EngineMode="serverless",
        DatabaseName="shop",
        **CLUSTER,
    )["DBCluster"]
    found = told(vault, backed_up(vault, ResourceArn=made["DBClusterArn"]))
    assert {*found} == {
        *("AvailabilityZones", "CopyTagsToSnapshot", "DBClusterIdentifier", "DatabaseName"),
        *("DBClusterParameterGroupName", "DBSubnetGroupName", "EnableCloudwatchLogsExports"),
        *("EnableIAMDatabaseAuthentication", "Engine", "EngineMode", "EngineVersion", "Port"),
        *("ScalingConfiguration", "VpcSecurityGroupIds"),
    }
    assert json.loads(found["AvailabilityZones"]) == made["AvailabilityZones"]
    assert (found["DatabaseName"], found["EngineMode"]) == ("shop", "serverless")


def test_of_a_cluster_without_encryption_has_no_key(vault: Any) -> None:
    made = client_of("rds").create_db_cluster(
        DBClusterIdentifier="orders", Engine="aurora-mysql", **CLUSTER
    )
    found = told(vault, backed_up(vault, ResourceArn=made["DBCluster"]["DBClusterArn"]))
    assert "KmsKeyId" not in found


def test_of_a_file_system(vault: Any) -> None:
    made = client_of("efs").create_file_system(CreationToken="home", Encrypted=True, KmsKeyId=KEY)
    point = backed_up(vault, ResourceArn=made["FileSystemArn"])
    assert told(vault, point) == {"file-system-id": made["FileSystemId"]}


def test_of_a_file_system_of_fsx(vault: Any) -> None:
    made = client_of("fsx").create_file_system(
        FileSystemType="LUSTRE",
        StorageCapacity=1200,
        StorageType="SSD",
        SubnetIds=["subnet-12345678"],
        SecurityGroupIds=["sg-12345678"],
        LustreConfiguration={"DeploymentType": "PERSISTENT_1"},
    )["FileSystem"]
    assert told(vault, backed_up(vault, ResourceArn=made["ResourceARN"])) == {
        "FileSystemId": made["FileSystemId"],
        "FileSystemType": "LUSTRE",
        "LustreConfiguration": '{"DeploymentType":"PERSISTENT_1"}',
        "SecurityGroupIds": '["sg-12345678"]',
        "StorageCapacity": "1200",
        "StorageType": "SSD",
        "SubnetIds": '["subnet-12345678"]',
    }


def test_of_a_cluster_of_dsql(vault: Any) -> None:
    made = client_of("dsql").create_cluster()
    point = backed_up(vault, ResourceArn=made["arn"])
    assert told(vault, point) == {"cluster_id": made["identifier"], "backup_size_bytes": "0"}


def test_of_a_loaded_cluster_of_dsql_has_its_size(vault: Any) -> None:
    row = {"ResourceArn": arn("dsql", "cluster/abc"), "BackupSizeInBytes": 4096}
    load_jobs({"BackupJobs": [row]})
    (point,) = points(vault, "Default")
    expected = {"cluster_id": "abc", "backup_size_bytes": "4096"}
    assert told(vault, point["RecoveryPointArn"], "Default") == expected


def test_of_a_continuous_backup_names_no_snapshot(clock: Any, nightly: Any) -> None:
    database = client_of("rds").create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t3.micro",
        Engine="mysql",
        AllocatedStorage=10,
    )["DBInstance"]["DBInstanceArn"]
    lifecycle = {"DeleteAfterDays": 35}
    rule = {"RuleName": "r", "TargetBackupVaultName": "nightly", "Lifecycle": lifecycle}
    plan_id = create_plan(nightly, Rules=[{**rule, "EnableContinuousBackup": True}])
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": [database]}
    nightly.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
    clock.shift(timedelta(days=1))
    (point,) = points(nightly)
    assert "DBSnapshotIdentifier" not in told(nightly, point["RecoveryPointArn"])


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (volume(), {"volumeId": "vol-1"}),
        (TABLE, {"originalTableName": "orders"}),
        (
            arn("rds", "db:orders"),
            {"DBInstanceIdentifier": "orders", "DBSnapshotIdentifier": "awsbackup:job-…"},
        ),
        (arn("rds", "cluster:orders"), {"DBClusterIdentifier": "orders"}),
        (arn("elasticfilesystem", "file-system/fs-1"), {"file-system-id": "fs-1"}),
        (arn("fsx", "file-system/fs-1"), {"FileSystemId": "fs-1"}),
        (arn("dsql", "cluster/abc"), {"cluster_id": "abc", "backup_size_bytes": "0"}),
        (arn("ec2", "instance/i-1"), {}),
        ("arn:aws:s3:::bucket", {}),
    ],
)
def test_of_what_moto_does_not_have_is_its_name(
    vault: Any, resource: str, expected: dict[str, str]
) -> None:
    assert without_ids(told(vault, backed_up(vault, ResourceArn=resource))) == expected
    load_jobs({"BackupJobs": [{"BackupVaultName": "loaded", "ResourceArn": resource}]})
    (point,) = points(vault, "loaded")
    assert without_ids(told(vault, point["RecoveryPointArn"], "loaded")) == expected


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
