"""StartRestoreJob's Metadata by resource type: what the guide's pages write restores, and what does not.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html
"""

import json
import logging
import re
from typing import Any

import pytest
from calls import arn, backed_up, jobs, points, refused, restore
from support import ACCOUNT, REGION, ROLE

from moto_backup_summaries import load_jobs

INSTANCE = arn("ec2", "instance/i-1")
DATABASE = arn("rds", "db:orders")
FILE_SYSTEM = arn("elasticfilesystem", "file-system/fs-1")
GATEWAY = arn("storagegateway", "gateway/sgw-1")
ID = "[0-9a-f]{17}"
MADE_UP = "restored-[0-9a-f]{8}"

# By the resource that was backed up: what a page of the guide gives as Metadata, and what it creates.
DOCUMENTED: list[tuple[str, dict[str, Any], str]] = [
    (
        arn("rds", "cluster:orders"),
        {
            "EngineVersion": "5.6.10a",
            "EngineMode": "serverless",
            "AvailabilityZones": ["us-east-1b", "us-east-1e"],
            "Port": "3306",
            "DatabaseName": "",
            "DBSubnetGroupName": "default",
            "VpcSecurityGroupIds": ["sg-012d52c68c6e88f00"],
            "ScalingConfiguration": {"MinCapacity": 2, "MaxCapacity": 64},
            "EnableIAMDatabaseAuthentication": "false",
            "Engine": "aurora",
            "EnableCloudwatchLogsExports": [],
            "dbClusterIdentifier": "drill",
        },
        arn("rds", "cluster:drill"),
    ),
    (
        arn("cloudformation", "stack/app/1"),
        {"ChangeSetName": "c", "StackName": "drill", "StackParameters": "[]"},
        arn("cloudformation", "stack/drill/[0-9a-f-]{36}"),
    ),
    (
        arn("dsql", "cluster/abc"),
        {"regionalConfig": [{"region": "us-east-1", "isDeletionProtectionEnabled": True}]},
        arn("dsql", "cluster/[a-z2-7]{26}"),
    ),
    (
        arn("dsql", "cluster/abc"),
        {
            "witnessRegion": "us-west-2",
            "useMultiRegionOrchestration": "true",
            "peerRegion": ["us-east-2"],
            "regionalConfig": [{"region": "us-east-1"}, {"region": "us-east-2"}],
        },
        arn("dsql", "cluster/[a-z2-7]{26}"),
    ),
    # What was seen to work, of a program's notes.
    (
        arn("dsql", "cluster/abc"),
        {"usemultiregionorchestration": "false"},
        arn("dsql", "cluster/[a-z2-7]{26}"),
    ),
    (
        arn("dynamodb", "table/orders"),
        {
            "TargetTableName": "drill",
            "EncryptionType": "KMS",
            "kmsMasterKeyArn": arn("kms", "key/1"),
        },
        arn("dynamodb", "table/drill"),
    ),
    (
        arn("ec2", "volume/vol-1"),
        {"encrypted": "false", "volumeId": "vol-1", "availabilityZone": "us-east-1a"},
        arn("ec2", f"volume/vol-{ID}"),
    ),
    (
        arn("ec2", "volume/vol-1"),
        {"restoreType": "file", "destinationBucketName": "attic", "pathsToRestore": "/a"},
        "arn:aws:s3:::attic",
    ),
    (
        arn("ec2", "volume/vol-1"),
        {"gatewayArn": GATEWAY, "targetName": "disk", "diskId": "pci-1"},
        f"{GATEWAY}/volume/vol-{ID}",
    ),
    (
        INSTANCE,
        {
            "InstanceType": "t3.micro",
            "SubnetId": "subnet-1",
            "SecurityGroupIds": ["sg-1"],
            "CpuOptions": {"CoreCount": 1, "ThreadsPerCore": 2},
            "NetworkInterfaces": [{"DeviceIndex": 0}],
            "BlockDeviceMappings": [{"DeviceName": "/dev/sda1"}],
            "vpcId": "vpc-1",
        },
        arn("ec2", f"instance/i-{ID}"),
    ),
    (
        FILE_SYSTEM,
        {
            "file-system-id": "fs-1",
            "Encrypted": "true",
            "KmsKeyId": arn("kms", "key/1"),
            "PerformanceMode": "generalPurpose",
            "CreationToken": "drill",
            "newFileSystem": "true",
            "singleAzFilesystem": "true",
            "availabilityZoneName": "us-east-1a",
        },
        arn("elasticfilesystem", f"file-system/fs-{ID}"),
    ),
    (
        FILE_SYSTEM,
        {"file-system-id": "fs-1", "newFileSystem": "False", "ItemsToRestore": ["/my.test"]},
        FILE_SYSTEM,
    ),
    (
        arn("eks", "cluster/blue"),
        {
            "clusterName": "green",
            "newCluster": "true",
            "clusterVpcConfig": {"vpcId": "vpc-1", "subnetIds": ["subnet-1"]},
            "nodeGroups": [{"nodeGroupId": "nodegroup-1"}],
            "nestedrestorejobs": {"arn:aws:ec2:us-west-2::snapshot/snap-1": "{}"},
        },
        arn("eks", "cluster/green"),
    ),
    (
        arn("fsx", "file-system/fs-1"),
        {
            "StorageType": "HDD",
            "SubnetIds": ["subnet-1", "subnet-2"],
            "SecurityGroupIds": ["sg-1"],
            "WindowsConfiguration": {"DeploymentType": "MULTI_AZ_1", "ThroughputCapacity": "32"},
        },
        arn("fsx", f"file-system/fs-{ID}"),
    ),
    (
        arn("fsx", "volume/fs-1/fsvol-1"),
        {"Name": "drill", "OntapConfiguration": {"junctionPath": "/drill"}},
        arn("fsx", f"volume/fs-1/fsvol-{ID}"),
    ),
    (DATABASE, {"DBInstanceIdentifier": "drill", "Encrypted": "true"}, arn("rds", "db:drill")),
    (
        arn("redshift", "cluster:r"),
        {"RestoreType": "CLUSTER_RESTORE", "ClusterIdentifier": "drill", "Encrypted": "true"},
        arn("redshift", "cluster:drill"),
    ),
    (
        arn("redshift-serverless", "namespace/n"),
        {"RestoreType": "NAMESPACE_RESTORE", "NamespaceIdentifier": "drill"},
        arn("redshift-serverless", "namespace/drill"),
    ),
    (
        "arn:aws:s3:::photos",
        {"DestinationBucketName": "attic", "NewBucket": "true", "EncryptionType": "original"},
        "arn:aws:s3:::attic",
    ),
    (
        f"{GATEWAY}/volume/vol-1",
        {"gatewayArn": GATEWAY, "gatewayType": "BACKUP_VM", "volumeSize": "1"},
        f"{GATEWAY}/volume/vol-{ID}",
    ),
    (
        f"{GATEWAY}/volume/vol-1",
        {"volumeType": "gp3", "volumeSize": "1"},
        arn("ec2", f"volume/vol-{ID}"),
    ),
    (
        arn("timestream", "database/d/table/t"),
        {
            "TableName": "drill",
            "DatabaseName": "d2",
            "MagneticStoreRetentionPeriodInDays": "1",
            "MagneticStoreWriteProperties": {"EnableMagneticStoreWrites": True},
        },
        arn("timestream", "database/d2/table/drill"),
    ),
    (
        arn("timestream", "database/d/table/t"),
        {"TableName": "drill", "DestinationDatabase": "d3"},
        arn("timestream", "database/d3/table/drill"),
    ),
    (
        arn("backup-gateway", "vm/vm-1"),
        {
            "RestoreTo": "VMware",
            "VMName": "drill",
            "DisksToRestore": [{"DiskId": "2000", "Label": "Hard disk 1"}],
        },
        arn("backup-gateway", f"vm/{MADE_UP}"),
    ),
    (
        arn("backup-gateway", "vm/vm-1"),
        {"RestoreTo": "EC2Instance", "InstanceType": "t3.micro"},
        arn("ec2", f"instance/i-{ID}"),
    ),
    (
        arn("backup-gateway", "vm/vm-1"),
        {"RestoreTo": "EBSVolume", "AvailabilityZone": "us-east-1a"},
        arn("ec2", f"volume/vol-{ID}"),
    ),
    # Of which the guide gives no Metadata for the command line.
    (arn("ssm-sap", "HANA/app/db"), {"any": "thing"}, arn("ssm-sap", f"HANA/{MADE_UP}")),
]


def restored(client: Any, resource: str, metadata: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A restore job of a fresh backup; what is no text in its Metadata is written as JSON."""
    texts = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in metadata.items()
    }
    point = backed_up(client, ResourceArn=resource)
    job_id = restore(client, point, Metadata=texts, **more)
    job: dict[str, Any] = client.describe_restore_job(RestoreJobId=job_id)
    return job


@pytest.mark.parametrize(("resource", "metadata", "created"), DOCUMENTED)
def test_what_the_guide_writes_restores(
    vault: Any, resource: str, metadata: dict[str, Any], created: str
) -> None:
    asked = {**metadata, "aws:backup:request-id": "11111111-2222-4333-8444-555555555555"}
    job = restored(vault, resource, asked)
    assert job["Status"] == "COMPLETED"
    assert re.fullmatch(created, job["CreatedResourceArn"])


@pytest.mark.parametrize("resource_type", ["DocumentDB", "Neptune", "RDS"])
def test_clusters_of_other_engines_are_named_alike(vault: Any, resource_type: str) -> None:
    load_jobs(
        {"BackupJobs": [{"ResourceArn": arn("rds", "cluster:c"), "ResourceType": resource_type}]}
    )
    (point,) = points(vault, "Default")
    metadata = {"dbClusterIdentifier": "drill"}
    job_id = restore(vault, point["RecoveryPointArn"], Metadata=metadata)
    job = vault.describe_restore_job(RestoreJobId=job_id)
    assert job["ResourceType"] == resource_type
    assert job["CreatedResourceArn"] == arn("rds", "cluster:drill")


@pytest.mark.parametrize(
    ("resource", "name"),
    [
        *((INSTANCE, name) for name in ("SecurityGroupIds", "NetworkInterfaces", "CpuOptions")),
        *((DATABASE, name) for name in ("VpcSecurityGroupIds", "EnableCloudwatchLogsExports")),
        (arn("rds", "cluster:orders"), "ScalingConfiguration"),
        (arn("rds", "cluster:orders"), "availabilityZones"),
        (arn("dsql", "cluster/abc"), "regionalConfig"),
        (FILE_SYSTEM, "ItemsToRestore"),
        (arn("eks", "cluster/blue"), "nodeGroups"),
        (arn("eks", "cluster/blue"), "clusterVpcConfig"),
        (arn("fsx", "file-system/fs-1"), "SubnetIds"),
        (arn("fsx", "file-system/fs-1"), "LustreConfiguration"),
        (arn("redshift", "cluster:r"), "IamRoles"),
        ("arn:aws:s3:::photos", "ItemsToRestore"),
        (arn("timestream", "database/d/table/t"), "MagneticStoreWriteProperties"),
        (arn("backup-gateway", "vm/vm-1"), "DisksToRestore"),
        (arn("backup-gateway", "vm/vm-1"), "Placement"),
    ],
)
@pytest.mark.parametrize("value", ["sg-0123456789abcdef0", '"text"', "7", ""])
def test_what_should_be_json_and_is_not_fails(
    vault: Any, caplog: pytest.LogCaptureFixture, resource: str, name: str, value: str
) -> None:
    job = restored(vault, resource, {name: value})
    assert (job["Status"], job["StatusMessage"]) == ("FAILED", "Restore metadata is invalid.")
    assert "CreatedResourceArn" not in job
    assert caplog.record_tuples == [
        (
            "moto_backup_summaries.backup.jobs.finishing",
            logging.WARNING,
            f"Restore job {job['RestoreJobId']} fails: AWS Backup cannot use its "
            f"Metadata.{name}, {value!r}",
        )
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [("SecurityGroupIds", "{}"), ("Placement", "[]"), ("SecurityGroupIds", "[" * 100_000)],
)
def test_a_list_is_no_object(vault: Any, name: str, value: str) -> None:
    assert restored(vault, INSTANCE, {name: value})["Status"] == "FAILED"


def test_a_database_s_snapshot_is_not_named_again(vault: Any) -> None:
    """As drills have found who handed back what GetRecoveryPointRestoreMetadata had told."""
    point = backed_up(vault, ResourceArn=DATABASE)
    asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point}
    told = vault.get_recovery_point_restore_metadata(**asked)["RestoreMetadata"]
    assert told["DBSnapshotIdentifier"] == point.partition(":snapshot:")[2]
    told["DBInstanceIdentifier"] = "drill"
    failed = vault.describe_restore_job(RestoreJobId=restore(vault, point, Metadata=told))
    assert failed["Status"] == "FAILED"
    del told["DBSnapshotIdentifier"]
    again = vault.describe_restore_job(RestoreJobId=restore(vault, point, Metadata=told))
    assert again["CreatedResourceArn"] == arn("rds", "db:drill")


@pytest.mark.parametrize(
    ("resource", "name", "near"),
    [
        (arn("dsql", "cluster/abc"), "cluster_id", ""),
        (arn("dsql", "cluster/abc"), "regionConfig", "; did you mean regionalConfig?"),
        (FILE_SYSTEM, "Tags", ""),
        (FILE_SYSTEM, "newFilesystems", "; did you mean newFileSystem?"),
    ],
)
def test_names_that_were_seen_to_be_refused_are(
    vault: Any, resource: str, name: str, near: str
) -> None:
    point = backed_up(vault, ResourceArn=resource)
    asked = {"RecoveryPointArn": point, "IamRoleArn": ROLE, "Metadata": {name: "x"}}
    code, message = refused(vault, "start_restore_job", **asked)
    assert code == "InvalidParameterValueException"
    assert message.startswith(f"Invalid value for Metadata: got {name!r}, accepts the names ")
    assert message.endswith(f", aws:backup:request-id{near}")
    assert jobs(vault, "restore") == []


def test_what_dsql_tells_of_a_cluster_does_not_restore_it(vault: Any) -> None:
    point = backed_up(vault, ResourceArn=arn("dsql", "cluster/abc"))
    asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point}
    told = vault.get_recovery_point_restore_metadata(**asked)["RestoreMetadata"]
    request = {"RecoveryPointArn": point, "IamRoleArn": ROLE, "Metadata": told}
    assert refused(vault, "start_restore_job", **request)[0] == "InvalidParameterValueException"


def test_names_that_aws_knows_not_of_other_types_are_taken(vault: Any) -> None:
    """Which AWS Backup refuses, of these, was not seen."""
    assert restored(vault, DATABASE, {"anything": "x"})["Status"] == "COMPLETED"


@pytest.mark.parametrize(
    ("resource", "resource_type"),
    [
        (arn("ec2", "volume/vol-1"), "Storage Gateway"),
        (f"{GATEWAY}/volume/vol-1", "EBS"),
        (arn("redshift", "cluster:r"), "Redshift Serverless"),
        (arn("redshift-serverless", "namespace/n"), "Redshift"),
    ],
)
def test_some_types_are_restored_as_another(vault: Any, resource: str, resource_type: str) -> None:
    job = restored(vault, resource, {"a": "b"}, ResourceType=resource_type)
    assert job["Status"] == "COMPLETED"


def test_one_as_which_it_is_not_restored_is_refused(vault: Any) -> None:
    with pytest.raises(vault.exceptions.InvalidParameterValueException) as caught:
        restored(vault, arn("ec2", "volume/vol-1"), {"a": "b"}, ResourceType="EFS")
    assert caught.value.response["Error"]["Message"] == (
        "Invalid value for ResourceType: got 'EFS', accepts one of EBS, Storage Gateway"
    )


def test_a_database_restored_under_no_name_has_a_plausible_one(vault: Any) -> None:
    job = restored(vault, DATABASE, {"DBInstanceClass": "db.t3.micro", "DBInstanceIdentifier": ""})
    expected = f"arn:aws:rds:{REGION}:{ACCOUNT}:db:{MADE_UP}"
    assert re.fullmatch(expected, job["CreatedResourceArn"])
