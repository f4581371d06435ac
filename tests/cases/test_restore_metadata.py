"""GetRecoveryPointRestoreMetadata as AWS answered it.

Above each test stands where that was recorded, and when.
"""

import json
from typing import Any

from calls import arn, backed_up
from support import client_of
from truth.calls import FILE_SYSTEM


def metadata(client: Any, resource: str) -> dict[str, str]:
    """What restores a new backup of a resource."""
    point = backed_up(client, ResourceArn=resource)
    asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point}
    return dict(client.get_recovery_point_restore_metadata(**asked)["RestoreMetadata"])


# turbot/steampipe-plugin-aws issue 2031, 2023-12.
def test_of_a_file_system_are_its_id_and_the_requests(vault: Any) -> None:
    made = client_of("efs").create_file_system(CreationToken="token")
    told = metadata(vault, made["FileSystemArn"])
    assert sorted(told) == ["aws:backup:request-id", "file-system-id"]
    assert told["file-system-id"] == made["FileSystemId"]


# turbot/steampipe-plugin-aws issue 2031, 2023-12.
def test_of_a_file_system_that_moto_does_not_have_too(vault: Any) -> None:
    told = metadata(vault, FILE_SYSTEM)
    assert sorted(told) == ["aws:backup:request-id", "file-system-id"]
    assert told["file-system-id"] == "fs-1"


# A walk-through in a public repository, 2020-04, of an instance t2.micro.
def test_of_an_instance_tells_its_options_and_interfaces(vault: Any) -> None:
    ec2 = client_of("ec2")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    made = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, InstanceType="t2.micro")
    told = metadata(vault, arn("ec2", f"instance/{made['Instances'][0]['InstanceId']}"))
    options = {"CapacityReservationSpecification", "CpuOptions", "CreditSpecification"}
    assert {*options, "HibernationOptions"} <= set(told)
    (interface,) = json.loads(told["NetworkInterfaces"])
    addresses = {"Ipv6AddressCount", "Ipv6Addresses", "PrivateIpAddresses"}
    assert {*addresses, "SecondaryPrivateIpAddressCount"} <= set(interface)


# Notes on restore drills in a public repository, 2026-07;
# a script that takes the member out before it restores.
def test_of_a_database_tells_the_snapshot(vault: Any) -> None:
    made = client_of("rds").create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        AllocatedStorage=20,
    )["DBInstance"]
    told = metadata(vault, made["DBInstanceArn"])
    assert told["DBInstanceIdentifier"] == "orders"
    assert "DBSnapshotIdentifier" in told


# Two programs for Aurora DSQL in public repositories, 2026-08 and 2026-10.
def test_of_a_cluster_of_dsql_tells_its_id_and_size(vault: Any) -> None:
    told = metadata(vault, arn("dsql", "cluster/foo0bar1baz2quux3quuux4abcd"))
    assert {"backup_size_bytes", "cluster_id"} <= set(told)
