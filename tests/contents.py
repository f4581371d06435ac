"""Resources of moto that tests back up, and their restores."""

from typing import Any

from calls import restore, volume
from support import REGION

KEYS = {"id": "HASH", "line": "RANGE"}
TAGS = [{"Key": "team", "Value": "data"}]


def restored(client: Any, point: str, **parameters: Any) -> dict[str, Any]:
    """The job of a restore, described."""
    job_id = restore(client, point, **parameters)
    answer: dict[str, Any] = client.describe_restore_job(RestoreJobId=job_id)
    return answer


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


def create_table(dynamodb: Any, name: str = "orders", *, keys: int = 1, **parameters: Any) -> None:
    """Make a table with one key or two."""
    names = list(KEYS)[:keys]
    defaults = {
        "KeySchema": [{"AttributeName": key, "KeyType": KEYS[key]} for key in names],
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in names],
        "BillingMode": "PAY_PER_REQUEST",
    }
    dynamodb.create_table(TableName=name, **{**defaults, **parameters})
