"""The forms of ids and ARNs.

https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html
"""

import re
from typing import Any
from uuid import UUID

import pytest
from moto.moto_api._internal import mock_random

from moto_backup_summaries.backup.aws.identifiers import (
    NewPoint,
    backup_key_arn,
    new_id,
    new_recovery_point_arn,
    new_resource_arn,
    resource_arn,
    uuid_of,
)
from moto_backup_summaries.backup.aws.resource_types import BY_NAME

ACCOUNT = "123456789012"
WHERE = {"region": "eu-west-1", "account_id": ACCOUNT}
ONE = "0a1b2c3d-4e5f-4a6b-8c7d-9e8f7a6b5c4d"
# All but the digits between, of which some tell the version of a UUID.
SEVENTEEN = "0a1b2c3df7a6b5c4d"
# 2026-03-01T05:06:07.890Z
CREATED = 1772341567.89
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
    "DynamoDB": f"{MANAGED}:{ONE}",
    "EFS": f"{MANAGED}:{ONE}",
    "FSx": f"arn:aws:fsx:eu-west-1:{ACCOUNT}:backup/backup-{SEVENTEEN}",
    "Storage Gateway": SNAPSHOT,
    "S3": f"{MANAGED}:name-20260301050607-0a1b2c3d",
    "Redshift": f"arn:aws:redshift:eu-west-1:{ACCOUNT}:snapshot:name/awsbackup:job-{ONE}",
    "Redshift Serverless": (
        f"arn:aws:redshift-serverless:eu-west-1:{ACCOUNT}:snapshot:name/awsbackup:job-{ONE}"
    ),
    "Timestream": f"{MANAGED}:{ONE}",
    "CloudFormation": f"{MANAGED}:{ONE}",
    "VirtualMachine": f"{MANAGED}:{ONE}",
    "SAP HANA on Amazon EC2": f"{MANAGED}:{ONE}",
    "EKS": f"{MANAGED}:composite:eks/name-20260301050607-0a1b2c3d",
    "DSQL": f"{MANAGED}:{ONE}",
}
# Of RDS, what follows `db-` or `cluster-` is made out of the ARN of the resource.
CONTINUOUS = {
    "RDS": f"{MANAGED}:continuous:db-[a-z2-7]{{26}}-0a1b2c3d",
    "Aurora": f"{MANAGED}:continuous:cluster-[a-z2-7]{{26}}-0a1b2c3d",
    "S3": f"{MANAGED}:continuous:name-0a1b2c3d",
    "SAP HANA on Amazon EC2": f"{MANAGED}:{ONE}",
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


def made(form: str, resource: str, **changed: Any) -> str:
    """The ARN of a recovery point of a form."""
    return new_recovery_point_arn(
        form, NewPoint(resource, **{**WHERE, "created": CREATED, "uuid": ONE, **changed})
    )


@pytest.mark.parametrize(("resource_type", "expected"), RECOVERY_POINTS.items())
def test_a_recovery_point_has_the_arn_of_its_type(resource_type: str, expected: str) -> None:
    form = BY_NAME[resource_type].point_form()
    assert made(form, f"arn:aws:{RESOURCES[resource_type]}") == expected


@pytest.mark.parametrize("resource_type", BY_NAME)
def test_a_continuous_one_has_an_arn_of_its_own(resource_type: str) -> None:
    form = BY_NAME[resource_type].point_form(is_continuous=True)
    expected = CONTINUOUS.get(resource_type, RECOVERY_POINTS[resource_type])
    assert re.fullmatch(expected, made(form, f"arn:aws:{RESOURCES[resource_type]}"))


def test_the_continuous_ones_of_a_database_begin_alike() -> None:
    form = BY_NAME["RDS"].point_form(is_continuous=True)
    first, other = (f"arn:aws:rds:eu-west-1:{ACCOUNT}:db:{name}" for name in ("one", "two"))
    again = made(form, first, uuid=new_id())
    assert again[:-9] == made(form, first)[:-9] != made(form, other)[:-9]


@pytest.mark.parametrize("resource_type", BY_NAME)
def test_only_dynamodb_keeps_backups_that_aws_backup_could(resource_type: str) -> None:
    form = BY_NAME[resource_type].point_form(is_managed=False)
    expected = {
        **RECOVERY_POINTS,
        "DynamoDB": f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/name/backup/01772341567890-0a1b2c3d",
    }
    assert made(form, f"arn:aws:{RESOURCES[resource_type]}") == expected[resource_type]


@pytest.mark.parametrize("resource_type", ["RDS", "Aurora", "Redshift"])
def test_some_recovery_points_tell_their_job(resource_type: str) -> None:
    resource = f"arn:aws:{RESOURCES[resource_type]}"
    arn = made(BY_NAME[resource_type].recovery_point, resource, job="copyjob-9AA49310")
    assert arn.endswith("awsbackup:copyjob-9aa49310")


def test_a_resource_that_has_no_arn_has_a_plain_name_in_its_recovery_points() -> None:
    assert made(BY_NAME["S3"].recovery_point, "bucket") == (
        f"{MANAGED}:resource-20260301050607-0a1b2c3d"
    )


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
    point = made(BY_NAME["EBS"].recovery_point, volume, region=region)
    assert point == f"arn:{partition}:ec2:{region}::snapshot/snap-{SEVENTEEN}"
    key = backup_key_arn(region, ACCOUNT)
    assert key.rpartition("/")[0] == f"arn:{partition}:kms:{region}:{ACCOUNT}:key"


def test_without_a_uuid_each_arn_is_fresh() -> None:
    volumes = {new_resource_arn("EBS", "restored", **WHERE) for _ in range(2)}
    assert len(volumes) == 2
    for volume in volumes:
        expected = rf"arn:aws:ec2:eu-west-1:{ACCOUNT}:volume/vol-[0-9a-f]{{17}}"
        assert re.fullmatch(expected, volume)


def test_the_key_of_an_account_and_region_is_the_same_in_every_run() -> None:
    keys = [
        backup_key_arn(region, account)
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


@pytest.mark.parametrize("bits", [0, 2**128 - 1, *(0x9E3779B97F4A7C15 << n for n in range(64))])
def test_bits_make_the_uuid_that_python_makes_of_them(bits: int) -> None:
    assert uuid_of(bits) == str(UUID(int=bits, version=4))
