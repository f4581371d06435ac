"""Resources of moto that tests back up, and their restores."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from calls import restore, volume
from support import REGION

from moto_backup_summaries.backup.frame.transactions import Transaction

KEYS = {"id": "HASH", "line": "RANGE"}
TAGS = [{"Key": "team", "Value": "data"}]


def restored(client: Any, point: str, **parameters: Any) -> dict[str, Any]:
    """The job of a restore, described."""
    job_id = restore(client, point, **parameters)
    answer: dict[str, Any] = client.describe_restore_job(RestoreJobId=job_id)
    return answer


def restore_undone(client: Any, point: str, made: Callable[[], object], **parameters: Any) -> None:
    """Restore in a request that fails. made: looks, before it does, whether there is what was made."""
    with suppress(ZeroDivisionError), Transaction():
        assert restored(client, point, **parameters)["Status"] == "COMPLETED"
        assert made()
        raise ZeroDivisionError


def ended(job: dict[str, Any]) -> tuple[str, str | None]:
    """How a restore job has ended."""
    return job["Status"], job.get("StatusMessage")


def delete_point(client: Any, point: str, vault: str = "nightly") -> None:
    client.delete_recovery_point(BackupVaultName=vault, RecoveryPointArn=point)


def create_volume(ec2: Any, **parameters: Any) -> str:
    """Make a volume; its ARN."""
    tags = [{"ResourceType": "volume", "Tags": TAGS}]
    defaults = {"AvailabilityZone": f"{REGION}a", "Size": 10, "TagSpecifications": tags}
    return volume(ec2.create_volume(**{**defaults, **parameters})["VolumeId"])


# What tests create: a file system of FSx, and a cluster of Redshift.
FILE_SERVER: Any = {
    "FileSystemType": "LUSTRE",
    "StorageCapacity": 1200,
    "StorageType": "SSD",
    "SubnetIds": ["subnet-00000001"],
    "SecurityGroupIds": ["sg-00000001"],
    "LustreConfiguration": {"DeploymentType": "SCRATCH_2"},
    "Tags": TAGS,
}
WAREHOUSE: Any = {
    "ClusterIdentifier": "sales",
    "NodeType": "dc2.large",
    "NumberOfNodes": 2,
    "ClusterType": "multi-node",
    "MasterUsername": "root",
    "MasterUserPassword": "Hunter2hunter2",
    "Port": 5555,
    "Tags": TAGS,
}


def create_table(dynamodb: Any, name: str = "orders", *, keys: int = 1, **parameters: Any) -> None:
    """Make a table with one key or two."""
    names = list(KEYS)[:keys]
    defaults = {
        "KeySchema": [{"AttributeName": key, "KeyType": KEYS[key]} for key in names],
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in names],
        "BillingMode": "PAY_PER_REQUEST",
    }
    dynamodb.create_table(TableName=name, **{**defaults, **parameters})
