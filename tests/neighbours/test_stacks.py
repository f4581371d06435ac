"""Backups of stacks with whatever moto's CloudFormation makes of a template."""

import json
import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import create_plan, jobs, points, start
from moto.cloudformation import parsing
from moto.cloudformation.models import cloudformation_backends
from support import ACCOUNT, REGION, ROLE, client_of

from moto_backup_summaries.backup.neighbours.resources import existing

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
ZONE = "us-east-1a"
# What AWS Backup backs up of what moto's CloudFormation makes, and the ARN of each behind `arn:aws:`.
BACKED_UP = {
    "AWS::DynamoDB::Table": (
        {
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST",
            "TableName": "orders",
        },
        "dynamodb:us-east-1:123456789012:table/orders",
        "DynamoDB",
    ),
    "AWS::EC2::Instance": (
        {"ImageId": "ami-12c6146b"},
        "ec2:us-east-1:123456789012:instance/i-[0-9a-f]{17}",
        "EC2",
    ),
    "AWS::EC2::Volume": (
        {"AvailabilityZone": ZONE, "Size": 1},
        "ec2:us-east-1:123456789012:volume/vol-[0-9a-f]{17}",
        "EBS",
    ),
    "AWS::EFS::FileSystem": (
        {},
        "elasticfilesystem:us-east-1:123456789012:file-system/fs-[0-9a-f]+",
        "EFS",
    ),
    "AWS::RDS::DBInstance": (
        {
            "AllocatedStorage": 10,
            "DBInstanceClass": "db.t3.micro",
            "DBInstanceIdentifier": "orders",
            "Engine": "mysql",
            "MasterUsername": "me",
            "MasterUserPassword": "hello-world",
        },
        "rds:us-east-1:123456789012:db:orders",
        "RDS",
    ),
    "AWS::Redshift::Cluster": (
        {
            "ClusterType": "single-node",
            "DBName": "orders",
            "MasterUsername": "me",
            "MasterUserPassword": "Hello-world1",
            "NodeType": "dc2.large",
        },
        "redshift:us-east-1:123456789012:cluster:.+",
        "Redshift",
    ),
    "AWS::S3::Bucket": ({"BucketName": "orders"}, "s3:::orders", "S3"),
}
# What moto's CloudFormation knows, or leaves out on purpose, or has never heard of.
TYPES = sorted(
    {
        *parsing.get_model_map(),
        *parsing.NULL_MODELS,
        "AWS::Backup::BackupVault",
        "AWS::CDK::Metadata",
        "AWS::Glue::Database",
        "Custom::Anything",
    }
)
NEVER = {"Conditions": {"Never": {"Fn::Equals": ["yes", "no"]}}}


def stack_of(resources: dict[str, Any], **template: Any) -> str:
    body = json.dumps({"Resources": resources, **template})
    made = client_of("cloudformation").create_stack(StackName="app", TemplateBody=body)
    return str(made["StackId"])


def parts_of(client: Any, stack: str) -> list[dict[str, Any]]:
    """The jobs of a stack's parts, once its own is completed."""
    parent = start(client, ResourceArn=stack)["BackupJobId"]
    job = client.describe_backup_job(BackupJobId=parent)
    parts: list[dict[str, Any]] = jobs(client, "backup", ByParentJobId=parent)
    assert (job["State"], job["NumberOfChildJobs"]) == ("COMPLETED", len(parts))
    return parts


def test_resources_of_a_condition_that_is_false_are_no_parts(vault: Any) -> None:
    """Of every type that moto's CloudFormation knows, or leaves out."""
    resources = {
        f"R{number}": {"Type": type_name, "Condition": "Never", "Properties": {}}
        for number, type_name in enumerate(TYPES)
    }
    assert parts_of(vault, stack_of(resources, **NEVER)) == []


def test_resources_that_aws_backup_does_not_back_up_are_no_parts(vault: Any) -> None:
    """Of every such type, as its class stands among a stack's resources, or none where moto has no class."""
    stack = cloudformation_backends[ACCOUNT][REGION].stacks[stack_of({})]
    resources, models = stack.resource_map, parsing.get_model_map()
    for type_name in TYPES:
        if type_name not in BACKED_UP:
            resources._resource_json_map[type_name] = {"Type": type_name}
            if type_name in models:
                made = object.__new__(models[type_name])
                made.logical_resource_id = type_name
                resources._parsed_resources[type_name] = made
    assert parts_of(vault, stack.stack_id) == []


@pytest.mark.parametrize("type_name", BACKED_UP)
def test_a_resource_that_aws_backup_backs_up_is_a_part(vault: Any, type_name: str) -> None:
    properties, arn, resource_type = BACKED_UP[type_name]
    stack = stack_of({"It": {"Type": type_name, "Properties": properties}})
    (part,) = parts_of(vault, stack)
    assert re.fullmatch(f"arn:aws:{arn}", part["ResourceArn"])
    assert part["ResourceArn"] in {it.arn for it in existing(ACCOUNT, REGION)}
    assert part["ResourceType"] == resource_type
    (point,) = points(vault, ByResourceType=resource_type)
    assert point["CompositeMemberIdentifier"] == "It"


@pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")
def test_parts_that_are_known_are_backed_up_beside_others(vault: Any) -> None:
    """As AWS's CDK writes a template."""
    resources = {
        "Disk": {"Type": "AWS::EC2::Volume", "Properties": BACKED_UP["AWS::EC2::Volume"][0]},
        "CDKMetadata": {"Type": "AWS::CDK::Metadata", "Properties": {"Analytics": "v2:deflate64:"}},
        "Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"},
        "Catalog": {"Type": "AWS::Glue::Database", "Properties": {}},
        "Vault": {"Type": "AWS::Backup::BackupVault", "Properties": {"BackupVaultName": "own"}},
        "Spare": {"Type": "AWS::S3::Bucket", "Condition": "Never"},
        "Files": {"Type": "AWS::EFS::FileSystem", "Properties": {}},
    }
    stack = stack_of(resources, **NEVER)
    assert [part["ResourceType"] for part in parts_of(vault, stack)] == ["EFS", "EBS"]


def test_looking_at_a_stack_makes_nothing_in_it(vault: Any, recwarn: Any) -> None:
    with pytest.warns(UserWarning, match="Tried to parse AWS::Glue::Database"):
        stack = stack_of({"Catalog": {"Type": "AWS::Glue::Database", "Properties": {}}})
    recwarn.clear()
    start(vault, ResourceArn=stack)
    assert [str(told.message) for told in recwarn] == []


@pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")
def test_a_plan_over_everything_backs_such_a_stack_up(clock: Any, nightly: Any) -> None:
    resources = {
        "Files": {"Type": "AWS::S3::Bucket"},
        "CDKMetadata": {"Type": "AWS::CDK::Metadata", "Properties": {}},
    }
    stack_of(resources)
    plan = create_plan(nightly, Rules=[{"RuleName": "r", "TargetBackupVaultName": "nightly"}])
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": ["*"]}
    nightly.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    clock.shift(timedelta(days=1))
    made = [(job["ResourceType"], job["IsParent"]) for job in jobs(nightly, "backup")]
    assert sorted(made) == [("CloudFormation", True), ("S3", False), ("S3", False)]
