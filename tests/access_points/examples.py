"""Of access points, for the tests that all families share."""

from itertools import count
from operator import itemgetter
from typing import Any

from calls import backed_up
from family_examples import Listing

FILES = "arn:aws:s3:::files"


def backed_up_files(client: Any, bucket: str = FILES, **parameters: Any) -> str:
    """A recovery point of a bucket, in `nightly`."""
    return backed_up(client, ResourceArn=bucket, **parameters)


def create(client: Any, point: str, name: str = "reader", **parameters: Any) -> str:
    """Create an access point to a recovery point; its ARN."""
    answer = client.create_backup_access_point(Name=name, RecoveryPointArn=point, **parameters)
    return str(answer["AccessPointArn"])


def delete(client: Any, arn: str) -> None:
    client.delete_backup_access_point(AccessPointArn=arn)


def _first(client: Any) -> Any:
    return client.list_backup_access_points()["BackupAccessPoints"][0]


def _of_all(client: Any) -> Listing:
    numbers = count()
    return Listing(
        client.list_backup_access_points,
        "BackupAccessPoints",
        itemgetter("AccessPointArn"),
        lambda: create(client, backed_up_files(client), f"name{next(numbers)}"),
        lambda arn: delete(client, arn),
    )


def _of_a_resource(client: Any) -> Listing:
    return _of_all(client)._replace(
        list=lambda **page: client.list_backup_access_points_by_resource(ResourceArn=FILES, **page)
    )


def _of_a_point(client: Any) -> Listing:
    point, numbers = backed_up_files(client), count()
    return _of_all(client)._replace(
        list=lambda **page: client.list_backup_access_points_by_recovery_point(
            RecoveryPointArn=point, **page
        ),
        make=lambda: create(client, point, f"name{next(numbers)}"),
        number=3,
    )


def _show(client: Any) -> None:
    point = backed_up_files(client)
    delete(client, create(client, point, "none"))
    for name in ("one", "two"):
        client.describe_backup_access_point(AccessPointArn=create(client, point, name))
    client.list_backup_access_points(MaxResults=1)
    client.list_backup_access_points_by_resource(ResourceArn=FILES, MaxResults=1)
    client.list_backup_access_points_by_recovery_point(RecoveryPointArn=point, MaxResults=1)


def _prepare(client: Any) -> None:
    # An older botocore has no access points; what else there is must still be changed.
    if hasattr(client, "create_backup_access_point"):
        create(client, backed_up_files(client), "first")


PREPARATIONS = {"an access point": _prepare}
CHANGES = {
    "CreateBackupAccessPoint": lambda client: create(client, _first(client)["RecoveryPointArn"]),
    "DeleteBackupAccessPoint": lambda client: delete(client, _first(client)["AccessPointArn"]),
}
LISTINGS = {
    "ListBackupAccessPoints": _of_all,
    "ListBackupAccessPointsByRecoveryPoint": _of_a_point,
    "ListBackupAccessPointsByResource": _of_a_resource,
}
ANSWERS = {"access points": _show}
_NOTHING_FAILS = "AWS explains only what went wrong with an access point, and here nothing does"
ABSENT = {
    "DescribeBackupAccessPoint": {"StatusMessage": _NOTHING_FAILS},
    **{operation: {"BackupAccessPoints[].StatusMessage": _NOTHING_FAILS} for operation in LISTINGS},
}
