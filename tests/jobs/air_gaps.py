"""Calls of the tests of air-gapped vaults, and the resources that they back up."""

from typing import Any

from calls import arn, points, start, vault_arn, volume
from support import REGION, ROLE, client_of

GAPPED = "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"
TARGET = vault_arn("gapped")
WEEK = {"DeleteAfterDays": 7}
CLUSTER = {"Engine": "aurora-mysql", "MasterUsername": "me", "MasterUserPassword": "hello-world"}
# One of each type that air-gapped vaults take: first those that AWS Backup manages fully.
MANAGED = {
    "S3": "arn:aws:s3:::bucket",
    "EFS": arn("elasticfilesystem", "file-system/fs-1"),
    "DynamoDB": arn("dynamodb", "table/orders"),
    "Timestream": arn("timestream", "database/d/table/t"),
    "VirtualMachine": arn("backup-gateway", "vm/vm-1"),
    "EKS": arn("eks", "cluster/c"),
    "DSQL": arn("dsql", "cluster/c"),
}
SNAPSHOTS = {
    "EBS": volume(),
    "EC2": arn("ec2", "instance/i-1"),
    "Aurora": arn("rds", "cluster:c"),
    "FSx": arn("fsx", "file-system/fs-1"),
    "Storage Gateway": arn("storagegateway", "gateway/g/volume/v"),
}
UNSUPPORTED = {
    "RDS": arn("rds", "db:d"),
    "CloudFormation": arn("cloudformation", "stack/s/1"),
    "SAP HANA on Amazon EC2": arn("ssm-sap", "HANA/h"),
    "Redshift": arn("redshift", "cluster:c"),
    "Redshift Serverless": arn("redshift-serverless", "namespace/n"),
    "FSx": arn("fsx", "volume/fs-1/fsvol-1"),
}


def into_gap(client: Any, resource: str = SNAPSHOTS["EBS"], **parameters: Any) -> Any:
    """Back a resource up with the vault `gapped` as the primary target; the job."""
    asked = {"ResourceArn": resource, "Lifecycle": WEEK, **parameters}
    job_id = start(client, LogicallyAirGappedBackupVaultArn=TARGET, **asked)["BackupJobId"]
    return client.describe_backup_job(BackupJobId=job_id)


def copies_of(client: Any, point: str) -> Any:
    return client.list_copy_jobs(BySourceRecoveryPointArn=point)["CopyJobs"]


def copied_to(client: Any, target: str, point: str, **parameters: Any) -> Any:
    """Copy a recovery point of `nightly` to a vault; the job."""
    asked = {"SourceBackupVaultName": "nightly", "IamRoleArn": ROLE, **parameters}
    answer = client.start_copy_job(
        RecoveryPointArn=point, DestinationBackupVaultArn=target, **asked
    )
    return client.describe_copy_job(CopyJobId=answer["CopyJobId"])["CopyJob"]


def resources_in(client: Any, vault: str) -> list[str]:
    """The resources of the recovery points of a vault, in the order of their ARNs."""
    return sorted(point["ResourceArn"] for point in points(client, vault))


def new_volume(**encryption: Any) -> str:
    made = client_of("ec2").create_volume(AvailabilityZone=f"{REGION}a", Size=1, **encryption)
    return arn("ec2", f"volume/{made['VolumeId']}")


def new_cluster(**parameters: Any) -> str:
    made = client_of("rds").create_db_cluster(
        **{"DBClusterIdentifier": "c", **CLUSTER, **parameters}
    )
    return str(made["DBCluster"]["DBClusterArn"])


def new_file_system(kind: str, **encryption: Any) -> str:
    made = client_of("fsx").create_file_system(
        FileSystemType=kind, SubnetIds=["subnet-12345678"], **encryption
    )
    return str(made["FileSystem"]["ResourceARN"])


def new_key() -> str:
    return str(client_of("kms").create_key()["KeyMetadata"]["Arn"])
