"""What AWS Backup infers for a restore test: each row of the guide's table."""

import json
from typing import Any

import pytest

from moto_backup_summaries.backup.aws.arns import Arn
from moto_backup_summaries.backup.aws.inferring import (
    PointToTest,
    inferred_metadata,
    is_made_by_test,
    overridden,
)

HERE = "us-east-1:123456789012"
ZONES = ("us-east-1c", "us-east-1a", "us-east-1f", "us-east-1b")
RANDOM = "awsbackup-restore-test-"


def point(type_name: str, resource: str, **members: Any) -> Any:
    defaults = {"zones": ZONES, "configuration": {}, "size": 0, "options": {}}
    return PointToTest(type_name, Arn.of(resource), **{**defaults, **members})


def inferred(type_name: str, resource: str, **members: Any) -> dict[str, str]:
    """What is inferred, with RANDOM for a random name."""
    metadata = inferred_metadata(point(type_name, resource, **members))
    return {
        name: RANDOM if value.startswith((RANDOM, RANDOM.replace("-", "_"))) else value
        for name, value in metadata.items()
    }


def fsx(**configuration: str) -> dict[str, Any]:
    metadata = inferred("FSx", f"arn:aws:fsx:{HERE}:file-system/fs-1", configuration=configuration)
    return {name: json.loads(value) for name, value in metadata.items()}


@pytest.mark.parametrize(
    ("type_name", "resource", "expected"),
    [
        (
            "DynamoDB",
            f"arn:aws:dynamodb:{HERE}:table/t",
            {
                "deletionProtection": "false",
                "encryptionType": "Default",
                "targetTableName": RANDOM,
            },
        ),
        (
            "EBS",
            f"arn:aws:ec2:{HERE}:volume/vol-1",
            {"availabilityZone": "us-east-1c", "encrypted": "true"},
        ),
        (
            "EFS",
            f"arn:aws:elasticfilesystem:{HERE}:file-system/fs-1",
            {
                "encrypted": "true",
                "file-system-id": "fs-1",
                "kmsKeyId": "alias/aws/elasticfilesystem",
                "newFileSystem": "true",
                "performanceMode": "generalPurpose",
            },
        ),
        (
            "RDS",
            f"arn:aws:rds:{HERE}:db:d",
            {
                "dbInstanceIdentifier": RANDOM,
                "deletionProtection": "false",
                "multiAz": "false",
                "publiclyAccessible": "false",
            },
        ),
        (
            "S3",
            "arn:aws:s3:::b",
            {
                "destinationBucketName": RANDOM,
                "encrypted": "true",
                "encryptionType": "SSE-S3",
                "newBucket": "true",
                "restoreACLs": "true",
            },
        ),
    ],
)
def test_a_type_has_its_row(type_name: str, resource: str, expected: dict[str, str]) -> None:
    assert inferred(type_name, resource) == expected


@pytest.mark.parametrize(
    ("type_name", "engine"),
    [
        ("Aurora", "aurora-mysql"),
        ("DocumentDB", "docdb"),
        ("Neptune", "neptune"),
        ("RDS", "mysql"),
    ],
)
def test_clusters_have_up_to_three_zones_and_an_engine(type_name: str, engine: str) -> None:
    resource = f"arn:aws:rds:{HERE}:cluster:c"
    expected = {
        "availabilityZones": '["us-east-1c","us-east-1a","us-east-1f"]',
        "dbClusterIdentifier": RANDOM,
        "engine": engine,
    }
    assert inferred(type_name, resource) == expected
    known = inferred(type_name, resource, configuration={"Engine": "of-source"}, zones=ZONES[:1])
    assert (known["engine"], known["availabilityZones"]) == ("of-source", '["us-east-1c"]')


def test_an_instance_keeps_its_type_where_that_is_known() -> None:
    resource = f"arn:aws:ec2:{HERE}:instance/i-1"
    rest = {"disableApiTermination": "false", "requireImdsV2": "true"}
    assert inferred("EC2", resource) == rest
    known = inferred("EC2", resource, configuration={"InstanceType": "t3.nano"})
    assert known == {**rest, "instanceType": "t3.nano"}


def test_a_bucket_backed_up_without_acls_is_restored_without() -> None:
    metadata = inferred("S3", "arn:aws:s3:::b", options={"BackupACLs": "disabled"})
    assert metadata["restoreACLs"] == "false"


def test_file_systems_have_a_row_each() -> None:
    retention = {"automaticBackupRetentionDays": 0}
    first = {**retention, "deploymentType": "SINGLE_AZ_1"}
    assert fsx() == {"lustreConfiguration": retention}
    assert fsx(FileSystemType="WINDOWS") == {
        "windowsConfiguration": {**first, "throughputCapacity": 8}
    }
    assert fsx(FileSystemType="OPENZFS", OpenZFSConfiguration="[]") == {
        "openZFSConfiguration": {**first, "throughputCapacity": 64}
    }
    configuration = '{"DeploymentType":"MULTI_AZ_1"}'
    assert fsx(FileSystemType="OPENZFS", OpenZFSConfiguration=configuration) == {
        "openZFSConfiguration": {
            **retention,
            "deploymentType": "MULTI_AZ_1",
            "throughputCapacity": 160,
        }
    }


def test_a_volume_of_ontap_has_its_path_and_size() -> None:
    resource = f"arn:aws:fsx:{HERE}:volume/fs-1/fsvol-1"
    configuration = {"FileSystemType": "ONTAP"}
    metadata = inferred("FSx", resource, configuration=configuration, size=3 * 1024**2)
    expected = {"junctionPath": "/fsvol-1", "sizeInMegabytes": 3, "snapshotPolicy": "none"}
    assert metadata["name"] == RANDOM
    assert json.loads(metadata["ontapConfiguration"]) == expected


def test_names_of_new_resources_are_new_each_time() -> None:
    table = point("DynamoDB", f"arn:aws:dynamodb:{HERE}:table/t")
    names = {inferred_metadata(table)["targetTableName"] for _ in range(9)}
    assert len(names) == 9


def test_overrides_are_compared_without_regard_to_case() -> None:
    assert overridden({"availabilityZone": "a", "encrypted": "true"}, {}) == {
        "availabilityZone": "a",
        "encrypted": "true",
    }
    overrides = {"AvailabilityZone": "b", "kmsKeyId": "k"}
    assert overridden({"availabilityZone": "a"}, overrides) == {
        "availabilityZone": "b",
        "kmsKeyId": "k",
    }


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ('{"a":2,"c":3}', '{"a":2,"b":1,"c":3}'),
        ("[1]", "[1]"),
        ("plain", "plain"),
    ],
)
def test_an_override_of_nested_keys_leaves_the_others(override: str, expected: str) -> None:
    assert overridden({"N": '{"a":1,"b":1}'}, {"n": override}) == {"N": expected}


@pytest.mark.parametrize(
    ("arn", "tags", "is_made"),
    [
        ("arn:aws:s3:::b", {}, False),
        ("arn:aws:s3:::b", {"awsbackup-restore-test": ""}, True),
        ("arn:aws:s3:::awsbackup-restore-test-1", {}, True),
        (f"arn:aws:dynamodb:{HERE}:table/awsbackup-restore-test-1", {}, True),
        (f"arn:aws:dynamodb:{HERE}:table/my-awsbackup-restore-test", {}, False),
    ],
)
def test_what_a_test_makes_is_known_by_its_tag_or_name(
    arn: str, tags: dict[str, str], is_made: bool
) -> None:
    assert is_made_by_test(arn, tags) is is_made
