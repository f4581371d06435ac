"""Recovery points are encrypted by AWS Backup where it keeps them, and as their source where others do.

https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
"""

import re
from typing import Any

import pytest

from moto_backup_summaries import load_jobs
from truth.calls import (
    KEY,
    arn,
    aws,
    backed_up,
    bucket,
    copied,
    planned_point,
    point_of,
    points,
    start,
    vault_arn,
)

FAR_VAULT = vault_arn("far", "eu-west-1")
DATABASE = {"DBInstanceClass": "db.t3.micro", "Engine": "mysql", "AllocatedStorage": 10}
CLUSTER = {"Engine": "aurora-mysql", "MasterUsername": "me", "MasterUserPassword": "hello-world"}


def volume(**encryption: Any) -> str:
    made = aws("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1, **encryption)
    return arn("ec2", f"volume/{made['VolumeId']}")


def database(**encryption: Any) -> str:
    made = aws("rds").create_db_instance(DBInstanceIdentifier="d", **DATABASE, **encryption)
    return str(made["DBInstance"]["DBInstanceArn"])


def cluster(**encryption: Any) -> str:
    made = aws("rds").create_db_cluster(DBClusterIdentifier="c", **CLUSTER, **encryption)
    return str(made["DBCluster"]["DBClusterArn"])


def instance(**encryption: Any) -> str:
    ec2 = aws("ec2")
    root = {"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 8, **encryption}}
    image = ec2.describe_images()["Images"][0]["ImageId"]
    run = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, BlockDeviceMappings=[root])
    return arn("ec2", f"instance/{run['Instances'][0]['InstanceId']}")


def warehouse(**encryption: Any) -> str:
    names = {"ClusterIdentifier": "w", "MasterUsername": "me", "MasterUserPassword": "Hello-w0rld"}
    aws("redshift").create_cluster(**names, NodeType="ra3.xlplus", **encryption)
    return arn("redshift", "cluster:w")


def encryption(point: dict[str, Any]) -> tuple[bool, str | None, str | None]:
    return point["IsEncrypted"], point.get("EncryptionKeyArn"), point.get("EncryptionKeyType")


@pytest.mark.parametrize("make", [volume, instance, database, cluster, warehouse])
class TestWhatAnotherServiceKeeps:
    def test_is_not_encrypted_if_its_source_is_not(self, client: Any, make: Any) -> None:
        point = point_of(client, backed_up(client, make())["RecoveryPointArn"])
        assert encryption(point) == (False, None, None)
        (listed,) = points(client)
        assert encryption(listed) == (False, None, None)

    @pytest.mark.parametrize("key", [KEY, KEY.rpartition("/")[2]])
    def test_has_the_key_of_its_source(self, client: Any, make: Any, key: str) -> None:
        flag = "StorageEncrypted" if make in (database, cluster) else "Encrypted"
        source = make(**{flag: True, "KmsKeyId": key})
        point = point_of(client, backed_up(client, source)["RecoveryPointArn"])
        assert encryption(point) == (True, KEY, "CUSTOMER_MANAGED_KMS_KEY")


@pytest.mark.parametrize("make", [volume, database, cluster, warehouse])
def test_what_a_plan_made_is_as_its_source_too(clock: Any, client: Any, make: Any) -> None:
    make()
    point = planned_point(clock, client)
    assert encryption(point) == (False, None, None)


def test_an_instance_with_a_plain_volume_is_not_encrypted(client: Any) -> None:
    source = instance(Encrypted=True, KmsKeyId=KEY)
    name = source.rpartition("/")[2]
    plain = volume().rpartition("/")[2]
    aws("ec2").attach_volume(VolumeId=plain, InstanceId=name, Device="/dev/sdb")
    assert encryption(backed_up(client, source)) == (False, None, None)


def test_a_cluster_of_redshift_is_encrypted_later(client: Any) -> None:
    source = warehouse()
    aws("redshift").modify_cluster(ClusterIdentifier="w", Encrypted=True)
    assert backed_up(client, source)["IsEncrypted"] is True
    aws("redshift").modify_cluster(ClusterIdentifier="w", Encrypted=False)
    assert backed_up(client, source)["IsEncrypted"] is False


def test_a_file_system_of_fsx_is_always_under_its_own_key(client: Any) -> None:
    described = {
        "FileSystemType": "WINDOWS",
        "StorageCapacity": 300,
        "SubnetIds": ["subnet-01234567"],
    }
    made = aws("fsx").create_file_system(**described, KmsKeyId=KEY)["FileSystem"]
    point = point_of(client, backed_up(client, made["ResourceARN"])["RecoveryPointArn"])
    assert encryption(point) == (True, KEY, "CUSTOMER_MANAGED_KMS_KEY")


@pytest.mark.parametrize("make", [volume, database])
def test_a_copy_has_the_key_of_its_vault(client: Any, far: Any, make: Any) -> None:
    source = backed_up(client, make())["RecoveryPointArn"]
    job = copied(client, source, FAR_VAULT)
    point = point_of(far, job["DestinationRecoveryPointArn"], "far")
    assert encryption(point) == (True, job["DestinationEncryptionKeyArn"], "AWS_OWNED_KMS_KEY")


def test_a_copy_of_a_cluster_without_encryption_has_none(client: Any, far: Any) -> None:
    source = backed_up(client, cluster())["RecoveryPointArn"]
    job = copied(client, source, FAR_VAULT)
    assert "DestinationEncryptionKeyArn" not in job
    point = point_of(far, job["DestinationRecoveryPointArn"], "far")
    assert encryption(point) == (False, None, None)


@pytest.mark.parametrize("make", [volume, database])
def test_the_job_tells_the_same(client: Any, make: Any) -> None:
    job = backed_up(client, make())
    assert (job["IsEncrypted"], "EncryptionKeyArn" in job) == (False, False)
    (listed,) = client.list_backup_jobs()["BackupJobs"]
    assert (listed["IsEncrypted"], "EncryptionKeyArn" in listed) == (False, False)


@pytest.mark.parametrize("prefix", ["", arn("kms", "")])
def test_a_key_is_told_by_its_arn_though_it_was_given_by_an_alias(client: Any, prefix: str) -> None:
    key = aws("kms").create_key()["KeyMetadata"]
    aws("kms").create_alias(AliasName="alias/mine", TargetKeyId=key["KeyId"])
    source = volume(Encrypted=True, KmsKeyId=f"{prefix}alias/mine")
    point = point_of(client, backed_up(client, source)["RecoveryPointArn"])
    assert point["EncryptionKeyArn"] == key["Arn"]


@pytest.mark.parametrize("given", [{}, {"KmsKeyId": "alias/none"}])
def test_a_database_without_a_key_of_its_own_has_that_of_its_service(
    client: Any, given: dict[str, str]
) -> None:
    source = database(StorageEncrypted=True, **given)
    told = point_of(client, backed_up(client, source)["RecoveryPointArn"])["EncryptionKeyArn"]
    assert re.fullmatch(arn("kms", "key/[0-9a-f-]{36}"), told)
    assert told != client.describe_backup_vault(BackupVaultName="nightly")["EncryptionKeyArn"]


def test_what_was_loaded_is_encrypted_as_it_tells(client: Any) -> None:
    load_jobs({"BackupJobs": [{"BackupVaultName": "nightly", "IsEncrypted": False}]})
    (point,) = points(client)
    assert encryption(point) == (False, None, None)


def test_what_aws_backup_keeps_has_the_key_of_its_vault(client: Any) -> None:
    client.create_backup_vault(BackupVaultName="own", EncryptionKeyArn=KEY)
    job = start(client, ResourceArn=bucket(), BackupVaultName="own")
    told = client.describe_backup_job(BackupJobId=job["BackupJobId"])
    point = point_of(client, told["RecoveryPointArn"], "own")
    assert encryption(point) == (True, KEY, "CUSTOMER_MANAGED_KMS_KEY")
