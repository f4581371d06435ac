"""A resource of each type that moto has and AWS Backup restores, for tests of all of them."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from calls import arn, bucket
from contents import FILE_SERVER, TAGS, WAREHOUSE, create_table, create_volume


class Kind(NamedTuple):
    """A resource type of AWS Backup, and one resource of it.

    service: by boto3. create: makes the resource; its ARN. change: changes it, or deletes it where moto lets
    nothing be changed; of its name. into: Metadata of a restore, by the region of that.
    rows: what is there, by name, without what a restore has of its own.
    """

    type_name: str
    service: str
    create: Callable[[Any], str]
    change: Callable[[Any, str], object]
    into: Callable[[str], dict[str, str]]
    rows: Callable[[Any], Mapping[str, Any]]


def name_of(resource_arn: str) -> str:
    """What an ARN ends in, by which its service knows the resource."""
    return re.split("[/:]", resource_arn)[-1]


def _picked(rows: Any, name: str, members: str) -> dict[str, Any]:
    return {row[name]: {member: row.get(member) for member in members.split()} for row in rows}


def _volumes(ec2: Any) -> dict[str, Any]:
    found = ec2.describe_volumes()["Volumes"]
    return _picked(found, "VolumeId", "Size VolumeType Iops Encrypted")


def _create_instance(ec2: Any) -> str:
    made = ec2.run_instances(
        ImageId="ami-12c6146b",
        InstanceType="t3.micro",
        MinCount=1,
        MaxCount=1,
        TagSpecifications=[{"ResourceType": "instance", "Tags": TAGS}],
    )
    return arn("ec2", f"instance/{made['Instances'][0]['InstanceId']}")


def _change_instance(ec2: Any, name: str) -> None:
    ec2.stop_instances(InstanceIds=[name])
    ec2.modify_instance_attribute(InstanceId=name, InstanceType={"Value": "t3.large"})


def _instances(ec2: Any) -> dict[str, Any]:
    state = {"Name": "instance-state-name", "Values": ["running", "stopped"]}
    found = ec2.describe_instances(Filters=[state])["Reservations"]
    rows = [row for each in found for row in each["Instances"]]
    return _picked(rows, "InstanceId", "InstanceType Architecture Platform EbsOptimized")


def _create_table(dynamodb: Any) -> str:
    create_table(dynamodb, Tags=TAGS)
    dynamodb.put_item(TableName="orders", Item={"id": {"S": "1"}})
    return arn("dynamodb", "table/orders")


def _change_table(dynamodb: Any, name: str) -> None:
    dynamodb.put_item(TableName=name, Item={"id": {"S": "2"}})
    dynamodb.delete_item(TableName=name, Key={"id": {"S": "1"}})


def _tables(dynamodb: Any) -> dict[str, Any]:
    return {
        name: (
            dynamodb.describe_table(TableName=name)["Table"]["KeySchema"],
            dynamodb.scan(TableName=name)["Items"],
        )
        for name in dynamodb.list_tables()["TableNames"]
    }


def _create_bucket(s3: Any) -> str:
    made = bucket("files")
    s3.put_object(Bucket="files", Key="a", Body=b"1", Metadata={"by": "test"}, Tagging="k=v")
    return made


def _change_bucket(s3: Any, name: str) -> None:
    s3.put_object(Bucket=name, Key="a", Body=b"2")
    s3.put_object(Bucket=name, Key="b", Body=b"3")


def _buckets(s3: Any) -> dict[str, Any]:
    return {row["Name"]: _objects(s3, row["Name"]) for row in s3.list_buckets()["Buckets"]}


def _objects(s3: Any, name: str) -> dict[str, Any]:
    keys = [row["Key"] for row in s3.list_objects_v2(Bucket=name).get("Contents", [])]
    objects = {}
    for key in keys:
        got = s3.get_object(Bucket=name, Key=key)
        tags = s3.get_object_tagging(Bucket=name, Key=key)["TagSet"]
        objects[key] = got["Body"].read(), got["Metadata"], tags
    return objects


def _create_database(rds: Any) -> str:
    rds.create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t3.micro",
        AllocatedStorage=20,
        Engine="postgres",
        StorageEncrypted=True,
        Tags=TAGS,
    )
    return arn("rds", "db:orders")


def _change_database(rds: Any, name: str) -> None:
    rds.modify_db_instance(
        DBInstanceIdentifier=name, AllocatedStorage=50, DBInstanceClass="db.m5.large"
    )


def _databases(rds: Any) -> dict[str, Any]:
    found = rds.describe_db_instances()["DBInstances"]
    members = "Engine EngineVersion AllocatedStorage DBInstanceClass StorageEncrypted"
    return _picked(found, "DBInstanceIdentifier", members)


def _creating_cluster(engine: str) -> Callable[[Any], str]:
    def create(rds: Any) -> str:
        rds.create_db_cluster(
            DBClusterIdentifier="orders",
            Engine=engine,
            MasterUsername="root",
            MasterUserPassword="hunter21",
            Tags=TAGS,
        )
        return arn("rds", "cluster:orders")

    return create


def _change_cluster(rds: Any, name: str) -> None:
    rds.modify_db_cluster(DBClusterIdentifier=name, Port=1234)


def _clusters(rds: Any) -> dict[str, Any]:
    found = rds.describe_db_clusters()["DBClusters"]
    rows = _picked(found, "DBClusterIdentifier", "Engine EngineVersion Port MasterUsername")
    for row in found:
        # Those of its own region, wherever it was restored.
        rows[row["DBClusterIdentifier"]]["zones"] = [
            zone.removeprefix(rds.meta.region_name) for zone in row["AvailabilityZones"]
        ]
    return rows


def _create_file_system(efs: Any) -> str:
    made = efs.create_file_system(CreationToken="one", PerformanceMode="maxIO", Tags=TAGS)
    return str(made["FileSystemArn"])


def _file_systems(efs: Any) -> dict[str, Any]:
    found = efs.describe_file_systems()["FileSystems"]
    return _picked(found, "FileSystemId", "PerformanceMode Encrypted ThroughputMode")


def _create_file_server(fsx: Any) -> str:
    made = fsx.create_file_system(**FILE_SERVER)
    return str(made["FileSystem"]["ResourceARN"])


def _file_servers(fsx: Any) -> dict[str, Any]:
    found = fsx.describe_file_systems()["FileSystems"]
    members = "FileSystemType StorageCapacity StorageType LustreConfiguration"
    return _picked(found, "FileSystemId", members)


def _create_warehouse(redshift: Any) -> str:
    redshift.create_cluster(**WAREHOUSE)
    return arn("redshift", "cluster:sales")


def _warehouses(redshift: Any) -> dict[str, Any]:
    found = redshift.describe_clusters()["Clusters"]
    rows = _picked(found, "ClusterIdentifier", "NodeType NumberOfNodes MasterUsername")
    for row in found:
        rows[row["ClusterIdentifier"]]["Port"] = row["Endpoint"]["Port"]
    return rows


KINDS = [
    Kind(
        "EBS",
        "ec2",
        create_volume,
        lambda ec2, name: ec2.modify_volume(VolumeId=name, Size=99),
        lambda region: {"availabilityZone": f"{region}a"},
        _volumes,
    ),
    Kind(
        "EC2",
        "ec2",
        _create_instance,
        _change_instance,
        lambda region: {"InstanceInitiatedShutdownBehavior": "stop"},
        _instances,
    ),
    Kind(
        "DynamoDB",
        "dynamodb",
        _create_table,
        _change_table,
        lambda region: {"targetTableName": "drill"},
        _tables,
    ),
    Kind(
        "S3",
        "s3",
        _create_bucket,
        _change_bucket,
        lambda region: {"DestinationBucketName": "drill", "NewBucket": "true"},
        _buckets,
    ),
    Kind(
        "RDS",
        "rds",
        _create_database,
        _change_database,
        lambda region: {"DBInstanceIdentifier": "drill"},
        _databases,
    ),
    *(
        Kind(
            type_name,
            "rds",
            _creating_cluster(engine),
            _change_cluster,
            lambda region: {"DBClusterIdentifier": "drill"},
            _clusters,
        )
        for type_name, engine in (("Aurora", "aurora-mysql"), ("Neptune", "neptune"))
    ),
    Kind(
        "EFS",
        "efs",
        _create_file_system,
        lambda efs, name: efs.delete_file_system(FileSystemId=name),
        lambda region: {"newFileSystem": "true"},
        _file_systems,
    ),
    Kind(
        "FSx",
        "fsx",
        _create_file_server,
        lambda fsx, name: fsx.delete_file_system(FileSystemId=name),
        lambda region: {"SubnetIds": '["subnet-00000002"]'},
        _file_servers,
    ),
    Kind(
        "Redshift",
        "redshift",
        _create_warehouse,
        lambda redshift, name: redshift.modify_cluster(
            ClusterIdentifier=name, NodeType="ra3.4xlarge", NumberOfNodes=4
        ),
        lambda region: {"ClusterIdentifier": "drill"},
        _warehouses,
    ),
]
