"""Which resources a selection takes, out of those that moto has."""

import sys
from fnmatch import fnmatchcase
from typing import Any

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from moto_backup_summaries.backup.resource_types import RESOURCE_TYPES
from moto_backup_summaries.backup.resources import Resource, existing
from moto_backup_summaries.backup.selections import selected

ACCOUNT = "123456789012"
REGION = "us-east-1"
PAIRS = [{"Key": "team", "Value": "db"}]
DICT = {"team": "db"}
ATTRIBUTES = {
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}


def aws(service: str, region: str = REGION) -> Any:
    return boto3.client(service, region_name=region)


def volume(region: str = REGION) -> None:
    specification = [{"ResourceType": "volume", "Tags": PAIRS}]
    aws("ec2", region).create_volume(
        AvailabilityZone=f"{region}a", Size=1, TagSpecifications=specification
    )


def instances() -> None:
    ec2 = aws("ec2")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    specification = [{"ResourceType": "instance", "Tags": PAIRS}]
    made = ec2.run_instances(ImageId=image, MinCount=2, MaxCount=2, TagSpecifications=specification)
    ec2.terminate_instances(InstanceIds=[made["Instances"][0]["InstanceId"]])
    for found in ec2.describe_volumes()["Volumes"]:
        if not found["Attachments"]:
            ec2.delete_volume(VolumeId=found["VolumeId"])


def database() -> None:
    aws("rds").create_db_instance(
        DBInstanceIdentifier="d",
        DBInstanceClass="db.t3.micro",
        Engine="mysql",
        AllocatedStorage=10,
        Tags=PAIRS,
    )


def cluster(engine: str) -> None:
    aws("rds").create_db_cluster(
        DBClusterIdentifier="c",
        Engine=engine,
        MasterUsername="user",
        MasterUserPassword="password",
        Tags=PAIRS,
    )


def bucket() -> None:
    s3 = aws("s3")
    s3.create_bucket(Bucket="here")
    s3.put_bucket_tagging(Bucket="here", Tagging={"TagSet": PAIRS})
    far = {"LocationConstraint": "eu-west-1"}
    aws("s3", "eu-west-1").create_bucket(Bucket="far", CreateBucketConfiguration=far)


def stacks() -> None:
    template = '{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}'
    for name in ("stays", "goes"):
        aws("cloudformation").create_stack(StackName=name, TemplateBody=template, Tags=PAIRS)
    aws("cloudformation").delete_stack(StackName="goes")


MAKERS: dict[str, Any] = {
    "EBS": volume,
    "EC2": instances,
    "RDS": database,
    "Aurora": lambda: cluster("aurora-mysql"),
    "Neptune": lambda: cluster("neptune"),
    "DynamoDB": lambda: aws("dynamodb").create_table(TableName="t", Tags=PAIRS, **ATTRIBUTES),
    "EFS": lambda: aws("efs").create_file_system(CreationToken="t", Tags=PAIRS),
    "S3": bucket,
    "FSx": lambda: aws("fsx").create_file_system(
        FileSystemType="LUSTRE", SubnetIds=["subnet-12345678"], StorageCapacity=1200, Tags=PAIRS
    ),
    "Redshift": lambda: aws("redshift").create_cluster(
        ClusterIdentifier="r",
        NodeType="dc2",
        MasterUsername="user",
        MasterUserPassword="Passw0rd1",
        Tags=PAIRS,
    ),
    "EKS": lambda: aws("eks").create_cluster(
        name="e",
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/eks",
        resourcesVpcConfig={},
        tags=DICT,
    ),
    "CloudFormation": stacks,
    "Timestream": lambda: aws("timestream-write").create_database(DatabaseName="td", Tags=PAIRS),
    "DSQL": lambda: aws("dsql").create_cluster(tags=DICT),
}


@pytest.mark.parametrize("name", MAKERS)
@mock_aws
def test_what_moto_has_is_found_with_its_tags(name: str) -> None:
    assert existing(ACCOUNT, REGION) == []
    MAKERS[name]()
    of_type = [found for found in existing(ACCOUNT, REGION) if found.type_name == name]
    assert [dict(found.tags) for found in of_type] == [DICT]
    assert existing(ACCOUNT, "ap-south-1") == []
    assert existing("111122223333", REGION) == []


@mock_aws
def test_asking_makes_no_backend() -> None:
    volume()
    existing("111122223333", REGION)
    existing(ACCOUNT, "eu-west-1")
    backends = sys.modules["moto.ec2.models"].ec2_backends
    assert "111122223333" not in backends
    assert list(backends[ACCOUNT]) == [REGION]


A = Resource("arn:aws:ec2:us-east-1:1:volume/a", "EBS", {"env": "prod", "team": "x"})
B = Resource("arn:aws:ec2:us-east-1:1:volume/b", "EBS", {"env": "test"})
C = Resource("arn:aws:s3:::c", "S3", {})
OPTED_IN = {resource_type.name: True for resource_type in RESOURCE_TYPES}


def tag(value: str, key: str = "env") -> dict[str, str]:
    return {"ConditionType": "STRINGEQUALS", "ConditionKey": key, "ConditionValue": value}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"Resources": ["*"]}, [A, B, C]),
        ({"Resources": [A.arn]}, [A]),
        ({"Resources": ["arn:aws:ec2:*:*:volume/*"]}, [A, B]),
        ({"Resources": ["*"], "NotResources": ["arn:aws:s3:::*"]}, [A, B]),
        ({"Resources": [C.arn], "ListOfTags": [tag("prod")]}, [A, C]),
        ({"ListOfTags": [tag("prod"), tag("test")]}, [A, B]),
        ({"ListOfTags": [tag("prod", "aws:ResourceTag/env")]}, [A]),
        ({"ListOfTags": [tag("PROD")]}, []),
        ({"Conditions": {"StringEquals": [tag("prod")]}}, [A]),
        ({"Conditions": {"StringNotEquals": [tag("prod")]}}, [B, C]),
        ({"Conditions": {"StringLike": [tag("*o*")]}}, [A]),
        ({"Conditions": {"StringNotLike": [tag("t*")]}}, [A, C]),
        ({"Resources": ["*"], "Conditions": {"StringEquals": [tag("prod"), tag("y", "team")]}}, []),
    ],
)
def test_a_selection_takes_what_aws_takes(
    document: dict[str, Any], expected: list[Resource]
) -> None:
    assert selected(document, [A, B, C], OPTED_IN) == expected


def test_a_type_that_is_opted_out_is_taken_by_its_arn_only() -> None:
    opted_in = {**OPTED_IN, "S3": False}
    assert selected({"Resources": ["*"]}, [A, C], opted_in) == [A]
    assert selected({"Resources": [C.arn]}, [A, C], opted_in) == [C]


TAGS = st.dictionaries(st.sampled_from("kl"), st.sampled_from(["v", "vw", "w"]))
PATTERNS = st.lists(st.sampled_from([A.arn, C.arn, "*", "*:volume/*"]), max_size=2)
TESTS = st.lists(
    st.builds(tag, st.sampled_from(["v", "v*", "*w"]), st.sampled_from("kl")), max_size=2
)


@given(
    st.lists(st.builds(lambda r, t: r._replace(tags=t), st.sampled_from([A, B, C]), TAGS)),
    st.fixed_dictionaries({"Resources": PATTERNS, "NotResources": PATTERNS, "ListOfTags": TESTS}),
    st.fixed_dictionaries({}, optional={"StringEquals": TESTS, "StringNotLike": TESTS}),
)
def test_selections_are_as_the_rule_says(
    resources: list[Resource], document: dict[str, Any], conditions: dict[str, Any]
) -> None:
    def takes(resource: Resource) -> bool:
        def has(test: dict[str, str]) -> bool:
            return resource.tags.get(test["ConditionKey"]) == test["ConditionValue"]

        def like(test: dict[str, str]) -> bool:
            return fnmatchcase(resource.tags.get(test["ConditionKey"], ""), test["ConditionValue"])

        named = [fnmatchcase(resource.arn, pattern) for pattern in document["Resources"]]
        tagged = [has(test) for test in document["ListOfTags"]]
        if (named or tagged) and not any([*named, *tagged]):
            return False
        if not all(has(test) for test in conditions.get("StringEquals", [])):
            return False
        if any(like(test) for test in conditions.get("StringNotLike", [])):
            return False
        return not any(fnmatchcase(resource.arn, it) for it in document["NotResources"])

    found = selected({**document, "Conditions": conditions}, resources, OPTED_IN)
    assert found == [resource for resource in resources if takes(resource)]
