"""Which resources moto has."""

import sys
from typing import Any

import pytest
from moto import mock_aws
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries import load_jobs
from moto_backup_summaries.backup.aws.resource_types import resource_name
from moto_backup_summaries.backup.neighbours.resources import GIB, existing, resource_at

PAIRS = [{"Key": "team", "Value": "db"}]
DICT = {"team": "db"}
ATTRIBUTES = {
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}


def volume(region: str = REGION) -> None:
    specification = [{"ResourceType": "volume", "Tags": PAIRS}]
    client_of("ec2", region).create_volume(
        AvailabilityZone=f"{region}a", Size=1, TagSpecifications=specification
    )


def instances() -> None:
    ec2 = client_of("ec2")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    specification = [{"ResourceType": "instance", "Tags": PAIRS}]
    made = ec2.run_instances(ImageId=image, MinCount=2, MaxCount=2, TagSpecifications=specification)
    ec2.terminate_instances(InstanceIds=[made["Instances"][0]["InstanceId"]])
    for found in ec2.describe_volumes()["Volumes"]:
        if not found["Attachments"]:
            ec2.delete_volume(VolumeId=found["VolumeId"])


def database() -> None:
    client_of("rds").create_db_instance(
        DBInstanceIdentifier="d",
        DBInstanceClass="db.t3.micro",
        Engine="mysql",
        AllocatedStorage=10,
        Tags=PAIRS,
    )


def cluster(engine: str) -> None:
    client_of("rds").create_db_cluster(
        DBClusterIdentifier="c",
        Engine=engine,
        MasterUsername="user",
        MasterUserPassword="password",
        Tags=PAIRS,
    )


def bucket() -> None:
    s3 = client_of("s3")
    s3.create_bucket(Bucket="here")
    s3.put_bucket_tagging(Bucket="here", Tagging={"TagSet": PAIRS})
    far = {"LocationConstraint": "eu-west-1"}
    client_of("s3", "eu-west-1").create_bucket(Bucket="far", CreateBucketConfiguration=far)


def stacks() -> None:
    template = '{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}'
    for name in ("stays", "goes"):
        client_of("cloudformation").create_stack(StackName=name, TemplateBody=template, Tags=PAIRS)
    client_of("cloudformation").delete_stack(StackName="goes")


def series() -> None:
    client = client_of("timestream-write")
    client.create_database(DatabaseName="metrics")
    client.create_table(DatabaseName="metrics", TableName="hourly", Tags=PAIRS)


MAKERS: dict[str, Any] = {
    "EBS": volume,
    "EC2": instances,
    "RDS": database,
    "Aurora": lambda: cluster("aurora-mysql"),
    "Neptune": lambda: cluster("neptune"),
    "DynamoDB": lambda: client_of("dynamodb").create_table(TableName="t", Tags=PAIRS, **ATTRIBUTES),
    "EFS": lambda: client_of("efs").create_file_system(CreationToken="t", Tags=PAIRS),
    "S3": bucket,
    "FSx": lambda: client_of("fsx").create_file_system(
        FileSystemType="LUSTRE", SubnetIds=["subnet-12345678"], StorageCapacity=1200, Tags=PAIRS
    ),
    "Redshift": lambda: client_of("redshift").create_cluster(
        ClusterIdentifier="r",
        NodeType="dc2",
        MasterUsername="user",
        MasterUserPassword="Passw0rd1",
        Tags=PAIRS,
    ),
    "EKS": lambda: client_of("eks").create_cluster(
        name="e",
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/eks",
        resourcesVpcConfig={},
        tags=DICT,
    ),
    "CloudFormation": stacks,
    "Timestream": series,
    "DSQL": lambda: client_of("dsql").create_cluster(tags=DICT),
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


@mock_aws
def test_one_is_found_by_its_arn_as_among_all() -> None:
    volume()
    (found,) = existing(ACCOUNT, REGION)
    one = resource_at(found.arn, "EBS", ACCOUNT, REGION)
    assert (one.arn, one.tags, one.name) == (found.arn, found.tags, found.name)
    assert one.measure() == found.measure() == GIB


@pytest.mark.parametrize(
    "arn",
    [
        f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/none",
        f"arn:aws:eks:{REGION}:111122223333:cluster/none",
        f"arn:aws:backup-gateway:{REGION}:{ACCOUNT}:vm/none",
    ],
)
@mock_aws
def test_of_one_that_moto_does_not_have_only_the_id_is_known(arn: str) -> None:
    volume()
    unknown = resource_at(arn, "EBS", arn.split(":")[4], REGION)
    assert (unknown.name, unknown.tags, unknown.measure()) == ("none", {}, 0)


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        (f"arn:aws:timestream:{REGION}:{ACCOUNT}:database/d/table/t", "database/d/table/t"),
        (f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/app/11111111-2222", "app"),
        (f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/t", "t"),
        (f"arn:aws:fsx:{REGION}:{ACCOUNT}:volume/fs-1/fsvol-1", "fsvol-1"),
        (f"arn:aws:rds:{REGION}:{ACCOUNT}:db:d", "d"),
        (f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:type", "type"),
        ("arn:aws:s3:::photos", "photos"),
    ],
)
def test_a_resource_without_a_name_tag_is_named_by_its_arn(arn: str, name: str) -> None:
    assert resource_name(arn) == name
    with mock_aws():
        load_jobs({"BackupJobs": [{"ResourceArn": arn, "ResourceType": "EBS"}]})
        (job,) = client_of().list_backup_jobs()["BackupJobs"]
        assert job["ResourceName"] == name


@mock_aws
def test_a_table_of_timestream_is_backed_up_and_its_database_is_not() -> None:
    series()
    (found,) = existing(ACCOUNT, REGION)
    assert found.arn == f"arn:aws:timestream:{REGION}:{ACCOUNT}:database/metrics/table/hourly"
    assert found.name == "database/metrics/table/hourly"


@mock_aws
def test_a_name_tag_is_the_name() -> None:
    client_of("dsql").create_cluster(tags={"Name": "orders"})
    (found,) = existing(ACCOUNT, REGION)
    assert (found.name, found.measure()) == ("orders", 0)


@mock_aws
def test_an_instance_is_as_large_as_its_volumes() -> None:
    ec2 = client_of("ec2")
    blocks = [{"DeviceName": f"/dev/sd{name}", "Ebs": {"VolumeSize": 3}} for name in "ab"]
    image = ec2.describe_images()["Images"][0]["ImageId"]
    ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, BlockDeviceMappings=blocks)
    attached = ec2.describe_volumes()["Volumes"]
    sizes = {found.type_name: found.measure() for found in existing(ACCOUNT, REGION)}
    assert sizes["EC2"] == GIB * sum(disk["Size"] for disk in attached)
    assert len(attached) == 2


@mock_aws
def test_a_bucket_is_as_large_as_the_objects_that_are_not_deleted() -> None:
    s3 = client_of("s3")
    s3.create_bucket(Bucket="here")
    versioning = {"Status": "Enabled"}
    s3.put_bucket_versioning(Bucket="here", VersioningConfiguration=versioning)
    for key, body in (("kept", b"123"), ("deleted", b"12345")):
        s3.put_object(Bucket="here", Key=key, Body=body)
    s3.delete_object(Bucket="here", Key="deleted")
    (found,) = existing(ACCOUNT, REGION)
    assert found.measure() == 3
