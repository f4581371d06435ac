"""Where moto's other services keep what AWS Backup backs up: what neighbours/ reads, asked of moto alone.

A failure means that moto moved it: `_SERVICES` in neighbours/resources.py has to follow, or clusters.py,
or stacks.py.
"""

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import pytest
from moto import mock_aws
from moto.core.common_models import CloudFormationModel
from support import ACCOUNT, REGION, client_of

pytestmark = pytest.mark.usefixtures("stock_moto")
TAGS = {"team": "db"}
PAIRS = [{"Key": "team", "Value": "db"}]
CLUSTER = {"MasterUsername": "user", "MasterUserPassword": "Passw0rd1", "Tags": PAIRS}


def backend_of(service: str, place: str = REGION) -> Any:
    """A backend, by the names that resources.existing makes of the service's."""
    backends = getattr(import_module(f"moto.{service}.models"), f"{service}_backends")
    backend = (backends.get(ACCOUNT) or {}).get(place)
    assert backend is not None, f"{service}: its backends are kept by {place} no more"
    return backend


def tagged(resource: Any) -> Mapping[str, str]:
    """Tags that a resource keeps itself, as a mapping or as pairs: resources._own_tags."""
    tags = resource.tags
    return tags if isinstance(tags, Mapping) else {tag["Key"]: tag["Value"] for tag in tags}


def only(collection: Mapping[str, Any]) -> Any:
    (found,) = collection.values()
    return found


@mock_aws
def test_ec2_keeps_volumes_by_id_and_tags_by_the_id_of_what_they_are_on() -> None:
    specification = [{"ResourceType": "volume", "Tags": PAIRS}]
    made = client_of("ec2").create_volume(
        AvailabilityZone=f"{REGION}a", Size=1, TagSpecifications=specification
    )
    backend = backend_of("ec2")
    assert (backend.account_id, list(backend.volumes)) == (ACCOUNT, [made["VolumeId"]])
    assert [(it.id, int(it.size)) for it in backend.volumes.values()] == [(made["VolumeId"], 1)]
    assert dict(backend.tags.get(made["VolumeId"], {})) == TAGS
    (volume,) = backend.volumes.values()
    assert (volume.encrypted, volume.kms_key_id) == (False, None)


@mock_aws
def test_ec2_keeps_instances_in_reservations_with_the_name_of_their_state() -> None:
    ec2 = client_of("ec2")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    made = ec2.run_instances(ImageId=image, MinCount=2, MaxCount=2)["Instances"]
    ids = [instance["InstanceId"] for instance in made]
    ec2.terminate_instances(InstanceIds=ids[:1])
    running = only(backend_of("ec2").reservations).instances[1]
    assert [int(block.size) for _, block in running.get_block_device_mapping] == [8]
    states = {
        instance.id: instance._state.name
        for reservation in backend_of("ec2").reservations.values()
        for instance in reservation.instances
    }
    assert states == dict(zip(ids, ["terminated", "running"], strict=True))


@mock_aws
def test_rds_keeps_databases_and_clusters_by_name() -> None:
    rds = client_of("rds")
    database = {"DBInstanceClass": "db.t3.micro", "AllocatedStorage": 10, "Tags": PAIRS}
    rds.create_db_instance(DBInstanceIdentifier="d", Engine="mysql", **database)
    rds.create_db_cluster(DBClusterIdentifier="c", Engine="aurora-mysql", **CLUSTER)
    backend = backend_of("rds")
    found = [*backend.databases.values(), *backend.clusters.values()]
    arns = [f"arn:aws:rds:{REGION}:{ACCOUNT}:{name}" for name in ("db:d", "cluster:c")]
    assert [it.arn for it in found] == arns
    assert [tagged(it) for it in found] == [TAGS, TAGS]
    assert [it.storage_encrypted for it in found] == [False, False]
    assert all(hasattr(it, "kms_key_id") for it in found)


MULTI_AZ = {
    "AllocatedStorage": 100,
    "DBClusterInstanceClass": "db.m5d.large",
    "Iops": 1000,
    "StorageType": "io1",
}


@pytest.mark.parametrize(
    ("engine", "more"),
    [("aurora-mysql", {}), ("neptune", {}), ("mysql", MULTI_AZ), ("postgres", MULTI_AZ)],
)
@mock_aws
def test_rds_keeps_clusters_of_every_engine(engine: str, more: dict[str, Any]) -> None:
    client_of("rds").create_db_cluster(DBClusterIdentifier="c", Engine=engine, **CLUSTER, **more)
    assert str(backend_of("rds").clusters.get("c").engine) == engine, "resources.type_of_existing"


@mock_aws
def test_dynamodb_keeps_tables_with_their_arn_and_tags() -> None:
    client_of("dynamodb").create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "a", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "a", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        Tags=PAIRS,
    )
    table = only(backend_of("dynamodb").tables)
    assert table.table_arn == f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/t"
    assert tagged(table) == TAGS


@mock_aws
def test_efs_keeps_file_systems_by_id_and_tags_by_that_id() -> None:
    made = client_of("efs").create_file_system(CreationToken="t", Tags=PAIRS)
    backend = backend_of("efs")
    file_system = only(backend.file_systems_by_id)
    assert file_system.file_system_arn == made["FileSystemArn"]
    assert isinstance(file_system.size_in_bytes["Value"], int)
    tags = backend.tagging_service.get_tag_dict_for_resource(file_system.file_system_id)
    assert tags == TAGS


@mock_aws
def test_s3_keeps_buckets_by_partition_with_their_region_and_tags_by_arn() -> None:
    s3 = client_of("s3", "eu-west-1")
    far = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket="far", CreateBucketConfiguration=far)
    s3.put_bucket_tagging(Bucket="far", Tagging={"TagSet": PAIRS})
    backend = backend_of("s3", "aws")
    bucket = only(backend.buckets)
    assert (bucket.arn, bucket.region_name) == ("arn:aws:s3:::far", "eu-west-1")
    assert backend.tagger.get_tag_dict_for_resource(bucket.arn) == TAGS
    s3.put_object(Bucket="far", Key="a", Body=b"123")
    assert [key.contentsize for key in bucket.keys.values()] == [3]


def fsx() -> str:
    made = client_of("fsx").create_file_system(
        FileSystemType="LUSTRE", SubnetIds=["subnet-12345678"], StorageCapacity=1200, Tags=PAIRS
    )
    return str(made["FileSystem"]["ResourceARN"])


def timestream() -> str:
    client = client_of("timestream-write")
    client.create_database(DatabaseName="td")
    made = client.create_table(DatabaseName="td", TableName="tt", Tags=PAIRS)
    return str(made["Table"]["Arn"])


@mock_aws
def test_fsx_keeps_tags_in_one_place_by_arn() -> None:
    made, backend = fsx(), backend_of("fsx")
    assert only(backend.file_systems).resource_arn == made
    assert backend.tagger.get_tag_dict_for_resource(made) == TAGS


@mock_aws
def test_timestream_keeps_tables_in_databases_and_tags_in_one_place_by_arn() -> None:
    made, backend = timestream(), backend_of("timestreamwrite")
    assert only(only(backend.databases).tables).arn == made
    assert backend.tagging_service.get_tag_dict_for_resource(made) == TAGS


def redshift() -> str:
    client_of("redshift").create_cluster(ClusterIdentifier="r", NodeType="dc2", **CLUSTER)
    return f"arn:aws:redshift:{REGION}:{ACCOUNT}:cluster:r"


def eks() -> str:
    role = f"arn:aws:iam::{ACCOUNT}:role/eks"
    made = client_of("eks").create_cluster(name="e", roleArn=role, resourcesVpcConfig={}, tags=TAGS)
    return str(made["cluster"]["arn"])


def dsql() -> str:
    return str(client_of("dsql").create_cluster(tags=TAGS)["arn"])


@pytest.mark.parametrize(
    ("service", "make"), [("redshift", redshift), ("eks", eks), ("dsql", dsql)]
)
@mock_aws
def test_the_service_keeps_clusters_with_their_arn_and_tags(
    service: str, make: Callable[[], str]
) -> None:
    arn = make()
    cluster = only(backend_of(service).clusters)
    assert (cluster.arn, tagged(cluster)) == (arn, TAGS)


@mock_aws
def test_cloudformation_keeps_stacks_by_id_with_their_tags() -> None:
    cloudformation = client_of("cloudformation")
    template = json.dumps({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}})
    ids = [
        cloudformation.create_stack(StackName=name, TemplateBody=template, Tags=PAIRS)["StackId"]
        for name in ("stays", "goes")
    ]
    cloudformation.delete_stack(StackName="goes")
    stacks = backend_of("cloudformation").stacks
    assert (list(stacks), only(stacks).stack_id, tagged(only(stacks))) == (ids[:1], ids[0], TAGS)


@mock_aws
def test_a_stack_is_made_of_resources_with_type_and_id() -> None:
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "bucket"}}
    never = {"Conditions": {"Never": {"Fn::Equals": ["yes", "no"]}}}
    resources = {"N": {"Type": "AWS::S3::Bucket", "Condition": "Never"}, "B": bucket}
    template = json.dumps({"Resources": resources, **never})
    made = client_of("cloudformation").create_stack(StackName="s", TemplateBody=template)
    stack = backend_of("cloudformation").stacks.get(made["StackId"])
    assert list(stack.resource_map.resources) == ["N", "B"]
    assert "N" not in stack.resource_map._parsed_resources
    part = stack.resource_map._parsed_resources["B"]
    assert (part.cloudformation_type(), part.name) == ("AWS::S3::Bucket", "bucket")
    assert part.logical_resource_id == "B"
    assert isinstance(part, CloudFormationModel)
