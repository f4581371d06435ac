"""Restore jobs as AWS answered them. Above each test stands where that was recorded, and when."""

import re
from typing import Any

import pytest
from calls import arn, backed_up
from support import ACCOUNT, REGION, client_of
from truth.calls import FILE_SYSTEM, restored

from cases.records import UUID

INSTANCE = arn("ec2", "instance/i-0123456789abcdef0")
INTO = {"SubnetId": "subnet-0123456789abcdef0", "InstanceType": "t3.micro"}
GROUP = "sg-0123456789abcdef0"


# A ticket of a support desk in a public repository, 2026-07.
def test_an_instance_is_restored_with_a_json_list_of_groups(vault: Any) -> None:
    point = backed_up(vault, ResourceArn=INSTANCE)
    into = {**INTO, "SecurityGroupIds": f'["{GROUP}"]', "IamInstanceProfileName": "web"}
    job = restored(vault, point, Metadata=into, ResourceType="EC2")
    assert (job["Status"], job["PercentDone"]) == ("COMPLETED", "100.00%")
    made = f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/i-[0-9a-f]{{17}}"
    assert re.fullmatch(made, job["CreatedResourceArn"])


# The same ticket, before.
def test_an_instance_is_not_restored_with_a_group_that_is_no_list(vault: Any) -> None:
    point = backed_up(vault, ResourceArn=INSTANCE)
    job = restored(vault, point, Metadata={**INTO, "SecurityGroupIds": GROUP}, ResourceType="EC2")
    assert job["Status"] == "FAILED"
    assert job["StatusMessage"].startswith("Restore metadata is invalid")


# AWS's guide to tags of restored resources, its example for StartRestoreJob.
def test_an_instance_is_restored_with_its_tags(vault: Any) -> None:
    into = {
        "DisableApiTermination": "false",
        "EbsOptimized": "false",
        "HibernationOptions": '{"Configured":false}',
        "IamInstanceProfileName": "UseBackedUpValue",
        "InstanceInitiatedShutdownBehavior": "stop",
        "InstanceType": "t1.micro",
        "Placement": '{"GroupName":null,"Tenancy":"default"}',
        "SecurityGroupIds": f'["{GROUP}"]',
        "SubnetId": "subnet-0123456789abcdef0",
        "aws:backup:request-id": "1a2345b6-cd78-40e1-8345-67f890a1b2ab",
    }
    point = backed_up(vault, ResourceArn=INSTANCE)
    job = restored(
        vault,
        point,
        Metadata=into,
        ResourceType="EC2",
        IdempotencyToken="34ab5678-9012-3c4d-5678-ef9a01f23b45",
        CopySourceTagsToRestoredResource=True,
    )
    assert job["Status"] == "COMPLETED"


# A collection of commands in a public repository, 2022-12, of a volume of ONTAP.
def test_a_volume_of_fsx_is_restored_as_a_volume(vault: Any) -> None:
    volume = arn("fsx", "volume/fs-0123456789abcdef0/fsvol-0123456789abcdef0")
    point = backed_up(vault, ResourceArn=volume)
    job = restored(vault, point, Metadata={"Name": "drill"}, ResourceType="FSx")
    made = f"arn:aws:fsx:{REGION}:{ACCOUNT}:volume/fs-[0-9a-f]+/fsvol-[0-9a-f]+"
    assert re.fullmatch(made, job["CreatedResourceArn"])


# LibreMFG/bsmobm, its README.
def test_a_file_system_is_restored_into_itself(vault: Any) -> None:
    into = {"newFileSystem": "False", "file-system-id": "fs-1", "Encrypted": "False"}
    job = restored(vault, backed_up(vault, ResourceArn=FILE_SYSTEM), Metadata=into)
    assert (job["Status"], job["CreatedResourceArn"]) == ("COMPLETED", FILE_SYSTEM)


class TestADrillOfADatabase:
    """Notes on restore drills in a public repository, 2026-07, and two scripts."""

    @pytest.fixture
    def database(self, vault: Any) -> str:
        made = client_of("rds").create_db_instance(
            DBInstanceIdentifier="orders",
            DBInstanceClass="db.t3.micro",
            Engine="postgres",
            AllocatedStorage=20,
        )
        return str(made["DBInstance"]["DBInstanceArn"])

    def metadata(self, client: Any, point: str) -> dict[str, str]:
        """What restores the backup, under another name."""
        asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point}
        told = client.get_recovery_point_restore_metadata(**asked)["RestoreMetadata"]
        assert told["DBInstanceIdentifier"] == "orders"
        return {**told, "DBInstanceIdentifier": "drill"}

    def test_restores_the_newest_of_its_points(self, vault: Any, database: str) -> None:
        point = backed_up(vault, ResourceArn=database)
        assert re.fullmatch(f"arn:aws:rds:{REGION}:{ACCOUNT}:snapshot:awsbackup:job-{UUID}", point)
        listed = vault.list_recovery_points_by_resource(ResourceArn=database)["RecoveryPoints"]
        newest = max(listed, key=lambda row: row["CreationDate"])
        assert newest["RecoveryPointArn"] == point
        into = self.metadata(vault, point)
        into.pop("DBSnapshotIdentifier", None)
        job = restored(vault, point, Metadata=into, ResourceType="RDS")
        assert (job["Status"], job["CreatedResourceArn"]) == ("COMPLETED", arn("rds", "db:drill"))

    def test_fails_with_the_snapshot_among_the_metadata(self, vault: Any, database: str) -> None:
        point = backed_up(vault, ResourceArn=database)
        snapshot = {"DBSnapshotIdentifier": point.split(":", 6)[-1]}
        into = {**self.metadata(vault, point), **snapshot}
        job = restored(vault, point, Metadata=into, ResourceType="RDS")
        assert job["Status"] == "FAILED"
