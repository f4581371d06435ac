"""The types of resources: what ARNs they have, and what AWS Backup can do with them.

https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html
"""

import pytest

from moto_backup_summaries.backup.aws.arns import Arn
from moto_backup_summaries.backup.aws.resource_types import (
    BY_NAME,
    possible_types,
    resource_type_of,
)

TYPES = {
    "EBS",
    "EC2",
    "RDS",
    "Aurora",
    "DocumentDB",
    "Neptune",
    "DynamoDB",
    "EFS",
    "FSx",
    "Storage Gateway",
    "S3",
    "Redshift",
    "Redshift Serverless",
    "Timestream",
    "CloudFormation",
    "VirtualMachine",
    "SAP HANA on Amazon EC2",
    "EKS",
    "DSQL",
}
HERE = "us-east-1:123456789012"


def type_of(arn: str) -> str | None:
    parts = Arn.parse(arn)
    assert parts is not None
    found = resource_type_of(parts)
    return found.name if found else None


@pytest.mark.parametrize(
    ("resource", "name"),
    [
        (f"ec2:{HERE}:volume/vol-1", "EBS"),
        (f"ec2:{HERE}:instance/i-1", "EC2"),
        (f"rds:{HERE}:db:blue", "RDS"),
        (f"rds:{HERE}:cluster:blue", "Aurora"),
        (f"dynamodb:{HERE}:table/orders", "DynamoDB"),
        (f"elasticfilesystem:{HERE}:file-system/fs-1", "EFS"),
        (f"fsx:{HERE}:file-system/fs-1", "FSx"),
        (f"fsx:{HERE}:volume/fs-1/fsvol-1", "FSx"),
        (f"storagegateway:{HERE}:gateway/sgw-1/volume/vol-1", "Storage Gateway"),
        ("s3:::bucket", "S3"),
        ("s3:::b", "S3"),
        (f"redshift:{HERE}:cluster:blue", "Redshift"),
        (f"redshift-serverless:{HERE}:namespace/1", "Redshift Serverless"),
        (f"timestream:{HERE}:database/series", "Timestream"),
        (f"cloudformation:{HERE}:stack/app/1", "CloudFormation"),
        (f"backup-gateway:{HERE}:vm/vm-1", "VirtualMachine"),
        (f"ssm-sap:{HERE}:HANA/hana", "SAP HANA on Amazon EC2"),
        (f"eks:{HERE}:cluster/blue", "EKS"),
        (f"dsql:{HERE}:cluster/blue", "DSQL"),
        # No resource that AWS Backup backs up, and none that has a name.
        (f"sns:{HERE}:topic", None),
        (f"ec2:{HERE}:snapshot/snap-1", None),
        (f"ec2:{HERE}:volume-1", None),
        (f"ec2:{HERE}:volume/", None),
        (f"rds:{HERE}:cluster-snapshot:blue", None),
        (f"rds:{HERE}:db:", None),
        (f"fsx:{HERE}:backup/backup-1", None),
        (f"fsx:{HERE}:volume/", None),
        (f"eks:{HERE}:nodegroup/cluster/blue", None),
        (f"redshift:{HERE}:cluster/blue", None),
    ],
)
def test_service_and_prefix_of_an_arn_tell_its_type(resource: str, name: str | None) -> None:
    assert type_of(f"arn:aws:{resource}") == name


def test_there_are_so_many_types() -> None:
    assert {*BY_NAME} == TYPES


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("composite", {"CloudFormation", "EKS"}),
        # https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StopBackupJob.html
        (
            "stoppable",
            TYPES - {"RDS", "Aurora", "DocumentDB", "Neptune", "FSx", "SAP HANA on Amazon EC2"},
        ),
        ("arn_at_start", {"DynamoDB", "EFS"}),
        ("own_point", {"DynamoDB"}),
        ("sized", TYPES - {"Aurora", "DocumentDB", "Neptune"}),
        ("continuous", {"Aurora", "RDS", "S3", "SAP HANA on Amazon EC2"}),
    ],
)
def test_some_types_can_what_others_cannot(what: str, names: set[str]) -> None:
    assert {name for name, each in BY_NAME.items() if getattr(each, what)} == names


@pytest.mark.parametrize(
    ("cold", "names"),
    [
        (
            "always",
            {"EFS", "Timestream", "CloudFormation", "VirtualMachine", "SAP HANA on Amazon EC2"},
        ),
        ("opted in", {"EBS"}),
        ("advanced", {"DynamoDB"}),
    ],
)
def test_some_types_have_cold_storage(cold: str, names: set[str]) -> None:
    assert {name for name, each in BY_NAME.items() if each.cold == cold} == names


CLUSTERS = ["Aurora", "DocumentDB", "Neptune"]


@pytest.mark.parametrize(
    ("service", "resource", "is_whole", "expected"),
    [
        ("ec2", "volume/vol-1", True, ["EBS"]),
        ("ec2", "volume/", True, []),
        ("ec2", "vol", True, []),
        ("ec2", "vol", False, ["EBS"]),
        ("ec2", "", False, ["EBS", "EC2"]),
        ("ec2", "volume/", False, ["EBS"]),
        ("ec2", "volume/v", False, ["EBS"]),
        ("ec2", "snapshot/", False, []),
        ("rds", "db:orders", True, ["RDS"]),
        ("rds", "cluster:orders", True, [*CLUSTERS, "RDS"]),
        ("rds", "", False, ["RDS", *CLUSTERS, "RDS"]),
        ("fsx", "volume/fsvol-1", True, ["FSx"]),
        ("sns", "topic", True, []),
    ],
)
def test_a_resource_or_how_it_begins_may_be_of_some_types(
    service: str, resource: str, is_whole: bool, expected: list[str]
) -> None:
    assert possible_types(service, resource, is_whole=is_whole) == expected
