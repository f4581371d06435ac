"""File systems of FSx: the backups that AWS Backup leaves, and what restores make."""

from typing import Any

import pytest
from calls import FAR, copied, described
from contents import FILE_SERVER, TAGS, delete_point, ended, restore_undone, restored
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries.backup.neighbours.contents.deleting import delete_restored

INTO = {"SubnetIds": '["subnet-00000002"]'}


@pytest.fixture
def fsx(vault: Any) -> Any:
    return client_of("fsx")


@pytest.fixture
def source(fsx: Any) -> dict[str, Any]:
    made: dict[str, Any] = fsx.create_file_system(**FILE_SERVER)["FileSystem"]
    return made


def point_of(client: Any, source: dict[str, Any]) -> str:
    return str(described(client, ResourceArn=source["ResourceARN"])["RecoveryPointArn"])


def all_of(fsx: Any) -> dict[str, Any]:
    return {row["ResourceARN"]: row for row in fsx.describe_file_systems()["FileSystems"]}


def test_a_backup_leaves_one_of_fsx_that_goes_with_it(
    vault: Any, fsx: Any, source: dict[str, Any]
) -> None:
    point = point_of(vault, source)
    (backup,) = fsx.describe_backups()["Backups"]
    assert (backup["ResourceARN"], backup["Lifecycle"]) == (point, "AVAILABLE")
    assert backup["BackupId"] == point.rpartition("/")[2]
    tags = fsx.list_tags_for_resource(ResourceARN=point)["Tags"]
    assert tags == [
        *TAGS,
        {"Key": "aws:backup:source-resource", "Value": source["ResourceARN"]},
    ]
    with pytest.raises(fsx.exceptions.BadRequest, match="made by AWS Backup"):
        fsx.delete_backup(BackupId=backup["BackupId"])
    own = fsx.create_backup(FileSystemId=source["FileSystemId"])["Backup"]["BackupId"]
    fsx.delete_backup(BackupId=own)
    assert len(fsx.describe_backups()["Backups"]) == 1
    delete_point(vault, point)
    assert fsx.describe_backups()["Backups"] == []


class TestARestore:
    def test_makes_the_file_system_of_then(
        self, vault: Any, fsx: Any, source: dict[str, Any]
    ) -> None:
        point = point_of(vault, source)
        fsx.delete_file_system(FileSystemId=source["FileSystemId"])
        job = restored(vault, point, Metadata={"FileSystemType": "LUSTRE"})
        made = all_of(fsx)[job["CreatedResourceArn"]]
        for name in ("FileSystemType", "StorageCapacity", "StorageType", "SubnetIds"):
            assert made[name] == source[name]
        assert made["LustreConfiguration"] == source["LustreConfiguration"]
        assert made["FileSystemId"] == job["CreatedResourceArn"].rpartition("/")[2]

    def test_takes_what_its_metadata_say(
        self, vault: Any, fsx: Any, source: dict[str, Any]
    ) -> None:
        point = point_of(vault, source)
        asked = {
            "StorageCapacity": "2400",
            "StorageType": "HDD",
            "LustreConfiguration": '{"DeploymentType": "PERSISTENT_1"}',
        }
        job = restored(
            vault, point, Metadata={**INTO, **asked}, CopySourceTagsToRestoredResource=True
        )
        made = all_of(fsx)[job["CreatedResourceArn"]]
        assert (made["StorageCapacity"], made["StorageType"]) == (2400, "HDD")
        assert (made["SubnetIds"], made["Tags"]) == (["subnet-00000002"], TAGS)
        assert made["LustreConfiguration"] == {"DeploymentType": "PERSISTENT_1"}
        assert all_of(fsx)[source["ResourceARN"]]["StorageCapacity"] == 1200

    def test_keeps_what_its_metadata_do_not_say_of_a_configuration(
        self, vault: Any, fsx: Any, source: dict[str, Any]
    ) -> None:
        """Restore testing infers names that begin with a small letter."""
        into = {"LustreConfiguration": '{"automaticBackupRetentionDays": 7}'}
        job = restored(vault, point_of(vault, source), Metadata=into)
        made = all_of(fsx)[job["CreatedResourceArn"]]["LustreConfiguration"]
        assert made == {"DeploymentType": "SCRATCH_2", "AutomaticBackupRetentionDays": 7}

    def test_fails_with_a_capacity_that_is_no_number(
        self, vault: Any, fsx: Any, source: dict[str, Any]
    ) -> None:
        job = restored(vault, point_of(vault, source), Metadata={"StorageCapacity": "much"})
        assert ended(job) == ("FAILED", "Restore metadata is invalid.")
        assert len(all_of(fsx)) == 1

    def test_is_undone_where_its_request_fails(
        self, vault: Any, fsx: Any, source: dict[str, Any]
    ) -> None:
        point = point_of(vault, source)
        restore_undone(vault, point, lambda: len(all_of(fsx)) == 2, Metadata=INTO)
        assert len(all_of(fsx)) == 1

    def test_of_a_copy_is_in_its_region(self, vault: Any, fsx: Any, source: dict[str, Any]) -> None:
        far, far_fsx = client_of("backup", FAR), client_of("fsx", FAR)
        far.create_backup_vault(BackupVaultName="far")
        copy = copied(vault, point_of(vault, source))
        job = restored(far, copy["DestinationRecoveryPointArn"], Metadata=INTO)
        assert set(all_of(far_fsx)) == {job["CreatedResourceArn"]}
        assert len(far_fsx.describe_backups()["Backups"]) == 1

    def test_is_deleted_as_what_a_test_restored(
        self, vault: Any, fsx: Any, source: dict[str, Any]
    ) -> None:
        made = restored(vault, point_of(vault, source), Metadata=INTO)["CreatedResourceArn"]
        assert delete_restored(made, ACCOUNT, REGION) is True
        assert len(all_of(fsx)) == 1
