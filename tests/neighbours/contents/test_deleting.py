"""What restores have made is deleted, as restore testing does."""

from collections.abc import Callable
from typing import Any

import pytest
from calls import arn, backed_up, bucket, volume
from contents import create_table, create_volume, restored
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries.backup.frame.transactions import Transaction
from moto_backup_summaries.backup.neighbours.contents.deleting import delete_restored


def of_volume(vault: Any) -> tuple[str, Callable[[], list[Any]]]:
    ec2 = client_of("ec2")
    point = backed_up(vault, ResourceArn=create_volume(ec2))
    made = restored(vault, point, Metadata={"availabilityZone": "us-east-1a"})["CreatedResourceArn"]
    return made, lambda: [volume(row["VolumeId"]) for row in ec2.describe_volumes()["Volumes"]]


def of_table(vault: Any) -> tuple[str, Callable[[], list[Any]]]:
    dynamodb = client_of("dynamodb")
    create_table(dynamodb)
    point = backed_up(vault, ResourceArn=arn("dynamodb", "table/orders"))
    made = restored(vault, point, Metadata={"targetTableName": "drill"})["CreatedResourceArn"]
    names = dynamodb.list_tables
    return made, lambda: [arn("dynamodb", f"table/{name}") for name in names()["TableNames"]]


def delete_and_fail(made: str) -> None:
    with Transaction():
        assert delete_restored(made, ACCOUNT, REGION) is True
        raise ZeroDivisionError


def of_bucket(vault: Any) -> tuple[str, Callable[[], list[Any]]]:
    s3, into = client_of("s3"), {"DestinationBucketName": "drill", "NewBucket": "true"}
    point = backed_up(vault, ResourceArn=bucket())
    made = restored(vault, point, Metadata=into)["CreatedResourceArn"]
    return made, lambda: [f"arn:aws:s3:::{row['Name']}" for row in s3.list_buckets()["Buckets"]]


@pytest.mark.parametrize("make", [of_volume, of_table, of_bucket])
def test_what_a_restore_made_is_deleted_once(vault: Any, make: Any) -> None:
    made, present = make(vault)
    before = present()
    assert made in before
    with pytest.raises(ZeroDivisionError):
        delete_and_fail(made)
    assert sorted(present()) == sorted(before)
    assert delete_restored(made, ACCOUNT, REGION) is True
    assert sorted(present()) == sorted(set(before) - {made})
    assert delete_restored(made, ACCOUNT, REGION) is False


@pytest.mark.parametrize("resource", ["vm/vm-1", "table/nowhere"])
def test_what_moto_does_not_have_is_not_deleted(vault: Any, resource: str) -> None:
    made = arn("backup-gateway" if resource.startswith("vm") else "dynamodb", resource)
    assert delete_restored(made, ACCOUNT, REGION) is False
