"""Backup jobs: what starts them, and what they say."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import arn, described, refused, start, volume
from moto import mock_aws
from support import ACCOUNT, REGION, ROLE, MakeClient, client_of, frozen_at

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)


def test_a_job_is_completed_at_once(backup: Any) -> None:
    job = described(
        backup,
        ResourceArn=arn("ec2", "instance/i-1"),
        Lifecycle={"DeleteAfterDays": 5},
        BackupOptions={"WindowsVSS": "enabled"},
    )
    assert (job["State"], job["PercentDone"]) == ("COMPLETED", "100.0")
    assert job["CompletionDate"] >= job["CreationDate"]
    assert job["StartBy"] - job["CreationDate"] == timedelta(minutes=480)
    assert job["MessageCategory"] == "SUCCESS"
    assert job["RecoveryPointLifecycle"] == {"DeleteAfterDays": 5}
    assert "CreatedBy" not in job
    assert backup.describe_backup_vault(BackupVaultName="nightly")["NumberOfRecoveryPoints"] == 1
    (listed,) = backup.list_backup_vaults()["BackupVaultList"]
    assert listed["NumberOfRecoveryPoints"] == 1


@pytest.mark.parametrize(
    ("resource", "resource_type", "point"),
    [
        (arn("ec2", "volume/v"), "EBS", f"arn:aws:ec2:{REGION}::snapshot/snap-"),
        (arn("ec2", "instance/i"), "EC2", f"arn:aws:ec2:{REGION}::image/ami-"),
        (arn("rds", "db:d"), "RDS", arn("rds", "snapshot:awsbackup:job-")),
        (arn("rds", "cluster:c"), "Aurora", arn("rds", "cluster-snapshot:awsbackup:job-")),
        (arn("dynamodb", "table/t"), "DynamoDB", arn("backup", "recovery-point:")),
        (arn("elasticfilesystem", "file-system/f"), "EFS", arn("backup", "recovery-point:")),
        (arn("fsx", "file-system/f"), "FSx", arn("fsx", "backup/backup-")),
        (arn("fsx", "volume/f/v"), "FSx", arn("fsx", "backup/backup-")),
        (
            arn("storagegateway", "gateway/g/volume/v"),
            "Storage Gateway",
            f"arn:aws:ec2:{REGION}::snapshot/snap-",
        ),
        ("arn:aws:s3:::photos", "S3", arn("backup", "recovery-point:photos-")),
        (arn("redshift", "cluster:c"), "Redshift", arn("redshift", "snapshot:c/awsbackup:job-")),
        (
            arn("redshift-serverless", "namespace/n"),
            "Redshift Serverless",
            arn("redshift-serverless", "snapshot:n/awsbackup:job-"),
        ),
        (arn("timestream", "database/d/table/t"), "Timestream", arn("backup", "recovery-point:")),
        (arn("backup-gateway", "vm/v"), "VirtualMachine", arn("backup", "recovery-point:")),
        (arn("ssm-sap", "HANA/h"), "SAP HANA on Amazon EC2", arn("backup", "recovery-point:")),
        (
            arn("eks", "cluster/c"),
            "EKS",
            arn("backup", "recovery-point:composite:eks/c-"),
        ),
        (arn("dsql", "cluster/c"), "DSQL", arn("backup", "recovery-point:")),
    ],
)
def test_an_arn_tells_the_type_and_the_recovery_point(
    vault: Any, resource: str, resource_type: str, point: str
) -> None:
    answer = start(vault, ResourceArn=resource)
    job = vault.describe_backup_job(BackupJobId=answer["BackupJobId"])
    assert job["ResourceType"] == resource_type
    assert job["RecoveryPointArn"].startswith(point)
    assert ("RecoveryPointArn" in answer) == (resource_type in ("EFS", "DynamoDB"))
    assert resource_type in vault.get_supported_resource_types()["ResourceTypes"]


@pytest.mark.parametrize(
    ("engine", "resource_type"),
    [("aurora-mysql", "Aurora"), ("neptune", "Neptune"), ("mysql", "RDS")],
)
def test_the_engine_of_a_cluster_decides_its_type(
    vault: Any, engine: str, resource_type: str
) -> None:
    rds = client_of("rds")
    more = (
        {"AllocatedStorage": 100, "StorageType": "io1", "Iops": 1000} if engine == "mysql" else {}
    )
    cluster = rds.create_db_cluster(
        DBClusterIdentifier="c",
        Engine=engine,
        MasterUsername="root",
        MasterUserPassword="correct-horse",
        **({"DBClusterInstanceClass": "db.m5d.large", **more} if more else {}),
    )["DBCluster"]
    job = described(vault, ResourceArn=cluster["DBClusterArn"])
    assert job["ResourceType"] == resource_type


def test_a_cluster_that_moto_does_not_know_is_aurora(vault: Any) -> None:
    client_of("rds").describe_db_clusters()
    assert described(vault, ResourceArn=arn("rds", "cluster:c"))["ResourceType"] == "Aurora"


def test_other_partitions_have_arns_of_their_own() -> None:
    with mock_aws():
        client = client_of(region_name="cn-north-1")
        client.create_backup_vault(BackupVaultName="nightly")
        resource = f"arn:aws-cn:ec2:cn-north-1:{ACCOUNT}:volume/v"
        role = ROLE.replace("arn:aws:", "arn:aws-cn:")
        job = described(client, ResourceArn=resource, IamRoleArn=role)
        assert job["RecoveryPointArn"].startswith("arn:aws-cn:ec2:cn-north-1::snapshot/")


@pytest.mark.parametrize("key", ["aws:backup", "AWS:x", "", "k" * 129])
def test_a_tag_that_nothing_can_have_is_refused(vault: Any, key: str) -> None:
    with pytest.raises(vault.exceptions.InvalidParameterValueException, match="RecoveryPointTags"):
        start(vault, RecoveryPointTags={key: "v"})
    assert vault.list_backup_jobs()["BackupJobs"] == []


class TestIdempotency:
    def test_the_same_token_within_the_hour_starts_nothing(self) -> None:
        with frozen_at(NOW) as clock, mock_aws():
            client = client_of()
            client.create_backup_vault(BackupVaultName="nightly")
            first = start(client, IdempotencyToken="t")
            clock.shift(3599)
            assert start(client, IdempotencyToken="t")["BackupJobId"] == first["BackupJobId"]
            clock.shift(1)
            assert start(client, IdempotencyToken="t")["BackupJobId"] != first["BackupJobId"]
            assert len(client.list_backup_jobs()["BackupJobs"]) == 2

    def test_a_token_of_another_request_is_refused(self, vault: Any) -> None:
        first = start(vault, IdempotencyToken="t")
        asked = {"BackupVaultName": "nightly", "ResourceArn": volume("other"), "IamRoleArn": ROLE}
        code, message = refused(vault, "start_backup_job", **asked, IdempotencyToken="t")
        assert (code, "IdempotencyToken" in message) == ("InvalidParameterValueException", True)
        assert start(vault, IdempotencyToken="t")["BackupJobId"] == first["BackupJobId"]
        assert len(vault.list_backup_jobs()["BackupJobs"]) == 1

    def test_a_token_belongs_to_its_region(self, backup: Any, make_client: MakeClient) -> None:
        first = start(backup, IdempotencyToken="t")
        far = make_client("eu-west-1")
        far.create_backup_vault(BackupVaultName="nightly")
        second = start(far, IdempotencyToken="t", ResourceArn=volume(region="eu-west-1"))
        assert first["BackupJobId"] != second["BackupJobId"]
