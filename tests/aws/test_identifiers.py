"""The forms of ids and ARNs.

https://docs.aws.amazon.com/aws-backup/latest/devguide/recovery-points.html
"""

import re
from uuid import UUID

import pytest
from moto.moto_api._internal import mock_random

from moto_backup_summaries.backup.aws.identifiers import (
    backup_key,
    new_id,
    new_recovery_point_arn,
    new_resource_arn,
    resource_arn,
)
from moto_backup_summaries.backup.aws.resource_types import BY_NAME

ACCOUNT = "123456789012"
WHERE = {"region": "eu-west-1", "account_id": ACCOUNT}
# Its last twelve digits are 281,474,976,710,655.
ONE = "0a1b2c3d-4e5f-4a6b-8c7d-ffffffffffff"
UPPER = ONE.upper()
SEVENTEEN = "0a1b2c3d4e5f4a6b8"
MANAGED = f"arn:aws:backup:eu-west-1:{ACCOUNT}:recovery-point"
SNAPSHOT = f"arn:aws:ec2:eu-west-1::snapshot/snap-{SEVENTEEN}"
CLUSTER_SNAPSHOT = f"arn:aws:rds:eu-west-1:{ACCOUNT}:cluster-snapshot:awsbackup:job-{ONE}"
RECOVERY_POINTS = {
    "EBS": SNAPSHOT,
    "EC2": f"arn:aws:ec2:eu-west-1::image/ami-{SEVENTEEN}",
    "RDS": f"arn:aws:rds:eu-west-1:{ACCOUNT}:snapshot:awsbackup:job-{ONE}",
    "Aurora": CLUSTER_SNAPSHOT,
    "DocumentDB": CLUSTER_SNAPSHOT,
    "Neptune": CLUSTER_SNAPSHOT,
    "DynamoDB": (f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/name/backup/01474976710655-0a1b2c3d"),
    "EFS": f"{MANAGED}:{UPPER}",
    "FSx": f"arn:aws:fsx:eu-west-1:{ACCOUNT}:backup/backup-{SEVENTEEN}",
    "Storage Gateway": SNAPSHOT,
    "S3": f"{MANAGED}:name-01474976710655-0a1b2c3d",
    "Redshift": f"arn:aws:redshift:eu-west-1:{ACCOUNT}:snapshot:name/awsbackup:job-{ONE}",
    "Redshift Serverless": (
        f"arn:aws:redshift-serverless:eu-west-1:{ACCOUNT}:snapshot:name/awsbackup:job-{ONE}"
    ),
    "Timestream": f"{MANAGED}:{UPPER}",
    "CloudFormation": f"{MANAGED}:{UPPER}",
    "VirtualMachine": f"{MANAGED}:{UPPER}",
    "SAP HANA on Amazon EC2": f"{MANAGED}:{UPPER}",
    "EKS": f"{MANAGED}:composite:eks/name-01474976710655-0a1b2c3d",
    "DSQL": f"{MANAGED}:{UPPER}",
}
RESOURCES = {
    "EBS": "ec2:eu-west-1:123456789012:volume/name",
    "EC2": "ec2:eu-west-1:123456789012:instance/name",
    "RDS": "rds:eu-west-1:123456789012:db:name",
    "Aurora": "rds:eu-west-1:123456789012:cluster:name",
    "DocumentDB": "rds:eu-west-1:123456789012:cluster:name",
    "Neptune": "rds:eu-west-1:123456789012:cluster:name",
    "DynamoDB": "dynamodb:eu-west-1:123456789012:table/name",
    "EFS": "elasticfilesystem:eu-west-1:123456789012:file-system/name",
    "FSx": "fsx:eu-west-1:123456789012:file-system/name",
    "Storage Gateway": "storagegateway:eu-west-1:123456789012:gateway/name",
    "S3": "s3:::name",
    "Redshift": "redshift:eu-west-1:123456789012:cluster:name",
    "Redshift Serverless": "redshift-serverless:eu-west-1:123456789012:namespace/name",
    "Timestream": "timestream:eu-west-1:123456789012:database/name",
    "CloudFormation": "cloudformation:eu-west-1:123456789012:stack/name",
    "VirtualMachine": "backup-gateway:eu-west-1:123456789012:vm/name",
    "SAP HANA on Amazon EC2": "ssm-sap:eu-west-1:123456789012:HANA/name",
    "EKS": "eks:eu-west-1:123456789012:cluster/name",
    "DSQL": "dsql:eu-west-1:123456789012:cluster/name",
}


def test_both_tables_have_every_type() -> None:
    assert [*RECOVERY_POINTS] == [*RESOURCES] == [*BY_NAME]


@pytest.mark.parametrize(("resource_type", "expected"), RESOURCES.items())
def test_a_resource_has_the_arn_of_its_service(resource_type: str, expected: str) -> None:
    assert resource_arn(BY_NAME[resource_type], "name", **WHERE) == f"arn:aws:{expected}"


@pytest.mark.parametrize(("resource_type", "expected"), RECOVERY_POINTS.items())
def test_a_recovery_point_has_the_arn_of_its_type(resource_type: str, expected: str) -> None:
    resource = f"arn:aws:{RESOURCES[resource_type]}"
    made = new_recovery_point_arn(BY_NAME[resource_type], resource, **WHERE, uuid=ONE)
    assert made == expected


@pytest.mark.parametrize("resource_type", ["RDS", "Aurora", "Redshift"])
def test_some_recovery_points_tell_their_job(resource_type: str) -> None:
    resource, job = f"arn:aws:{RESOURCES[resource_type]}", "copyjob-9AA49310"
    made = new_recovery_point_arn(BY_NAME[resource_type], resource, **WHERE, job=job)
    assert made.endswith("awsbackup:copyjob-9aa49310")


def test_a_recovery_point_of_an_unknown_type_is_aws_backups() -> None:
    made = new_recovery_point_arn(None, "arn:aws:sns:eu-west-1:1:topic", **WHERE, uuid=ONE)
    assert made == f"{MANAGED}:{UPPER}"


def test_a_resource_that_has_no_arn_has_a_plain_name_in_its_recovery_points() -> None:
    made = new_recovery_point_arn(BY_NAME["S3"], "bucket", **WHERE, uuid=ONE)
    assert made == f"{MANAGED}:resource-01474976710655-0a1b2c3d"


def test_fourteen_digits_are_so_many_for_a_small_number_too() -> None:
    uuid = "0a1b2c3d-4e5f-4a6b-8c7d-0000000004d2"
    made = new_recovery_point_arn(BY_NAME["S3"], "arn:aws:s3:::name", **WHERE, uuid=uuid)
    assert made == f"{MANAGED}:name-00000000001234-0a1b2c3d"


@pytest.mark.parametrize(
    ("resource_type", "expected"),
    [
        ("EBS", f"arn:aws:ec2:eu-west-1:{ACCOUNT}:volume/vol-{SEVENTEEN}"),
        ("EC2", f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/i-{SEVENTEEN}"),
        ("EFS", f"arn:aws:elasticfilesystem:eu-west-1:{ACCOUNT}:file-system/fs-{SEVENTEEN}"),
        ("FSx", f"arn:aws:fsx:eu-west-1:{ACCOUNT}:file-system/fs-{SEVENTEEN}"),
        ("S3", "arn:aws:s3:::restored-0a1b2c3d"),
        # A type that nobody knows is shown as a volume.
        ("Floppy", f"arn:aws:ec2:eu-west-1:{ACCOUNT}:volume/vol-{SEVENTEEN}"),
    ],
)
def test_a_resource_that_nobody_named_has_a_plausible_arn(
    resource_type: str, expected: str
) -> None:
    assert new_resource_arn(resource_type, "restored", **WHERE, uuid=ONE) == expected


@pytest.mark.parametrize(
    ("region", "partition"),
    [("us-east-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_an_arn_has_the_partition_of_its_region(region: str, partition: str) -> None:
    where = {"region": region, "account_id": ACCOUNT}
    volume = resource_arn(BY_NAME["EBS"], "vol-1", **where)
    assert volume == f"arn:{partition}:ec2:{region}:{ACCOUNT}:volume/vol-1"
    point = new_recovery_point_arn(BY_NAME["EBS"], volume, **where, uuid=ONE)
    assert point == f"arn:{partition}:ec2:{region}::snapshot/snap-{SEVENTEEN}"
    key = backup_key(region, ACCOUNT)
    assert key.rpartition("/")[0] == f"arn:{partition}:kms:{region}:{ACCOUNT}:key"


def test_without_a_uuid_each_arn_is_fresh() -> None:
    points = [
        new_recovery_point_arn(BY_NAME["EFS"], "arn:aws:s3:::name", **WHERE) for _ in range(2)
    ]
    volumes = [new_resource_arn("EBS", "restored", **WHERE) for _ in range(2)]
    assert len({*points, *volumes}) == 4
    for point in points:
        assert re.fullmatch(rf"{MANAGED}:[0-9A-F]{{8}}(-[0-9A-F]{{4}}){{3}}-[0-9A-F]{{12}}", point)
    for volume in volumes:
        expected = rf"arn:aws:ec2:eu-west-1:{ACCOUNT}:volume/vol-[0-9a-f]{{17}}"
        assert re.fullmatch(expected, volume)


def test_the_key_of_an_account_and_region_is_the_same_in_every_run() -> None:
    keys = [
        backup_key(region, account)
        for region in ("us-east-1", "eu-west-1")
        for account in (ACCOUNT, "210987654321")
    ]
    assert len(set(keys)) == 4
    assert keys[0] == (f"arn:aws:kms:us-east-1:{ACCOUNT}:key/f68cdb17-d9bf-4260-a61b-f0b94b7aa061")
    assert {UUID(key.rpartition("/")[2]).version for key in keys} == {4}


def test_an_id_is_a_random_uuid_of_motos_seed() -> None:
    mock_random.seed(7)
    first, second = new_id(), new_id()
    mock_random.seed(7)
    assert [new_id(), new_id()] == [first, second]
    assert first != second
    assert [str(UUID(first)), UUID(first).version] == [first, 4]


def test_an_id_has_all_the_bits_of_a_uuid() -> None:
    numbers = [UUID(new_id()).int for _ in range(64)]
    together = apart = numbers[0]
    for number in numbers:
        together |= number
        apart &= number
    # All but the six that tell version and variant differ: 0100 and 10.
    assert f"{together ^ apart:032x}" == "ffffffffffff0fff3fffffffffffffff"
