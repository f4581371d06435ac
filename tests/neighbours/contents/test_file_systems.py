"""File systems of EFS: what restores make."""

from typing import Any

import pytest
from calls import FAR, arn, backed_up, copied
from contents import TAGS, ended, restore_undone, restored
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries.backup.neighbours.contents.deleting import delete_restored

KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k"


@pytest.fixture
def efs(vault: Any) -> Any:
    return client_of("efs")


def create(efs: Any, **parameters: Any) -> dict[str, Any]:
    defaults = {"CreationToken": "first", "PerformanceMode": "maxIO", "Tags": TAGS}
    made: dict[str, Any] = efs.create_file_system(**{**defaults, **parameters})
    return made


def all_of(efs: Any) -> dict[str, Any]:
    found = efs.describe_file_systems()["FileSystems"]
    return {row["FileSystemArn"]: row for row in found}


def into(source: dict[str, Any], **more: str) -> dict[str, str]:
    return {"file-system-id": source["FileSystemId"], "newFileSystem": "true", **more}


class TestARestore:
    def test_makes_the_file_system_that_its_job_names(self, vault: Any, efs: Any) -> None:
        source = create(efs, Encrypted=True, KmsKeyId=KEY, ThroughputMode="elastic")
        point = backed_up(vault, ResourceArn=source["FileSystemArn"])
        efs.delete_file_system(FileSystemId=source["FileSystemId"])
        job = restored(vault, point, Metadata=into(source))
        (made,) = all_of(efs).values()
        assert made["FileSystemArn"] == job["CreatedResourceArn"]
        for name in ("PerformanceMode", "Encrypted", "KmsKeyId", "ThroughputMode"):
            assert made[name] == source[name]
        assert made["Tags"] == []
        (row,) = efs.describe_file_systems(FileSystemId=made["FileSystemId"])["FileSystems"]
        assert row["FileSystemArn"] == made["FileSystemArn"]

    def test_takes_what_its_metadata_say(self, vault: Any, efs: Any) -> None:
        source = create(efs)
        point = backed_up(vault, ResourceArn=source["FileSystemArn"])
        asked = {
            "Encrypted": "true",
            "KmsKeyId": KEY,
            "PerformanceMode": "generalPurpose",
            "CreationToken": "drill",
            "singleAzFilesystem": "true",
            "availabilityZoneName": f"{REGION}a",
        }
        job = restored(
            vault, point, Metadata=into(source, **asked), CopySourceTagsToRestoredResource=True
        )
        made = all_of(efs)[job["CreatedResourceArn"]]
        assert (made["Encrypted"], made["KmsKeyId"]) == (True, KEY)
        assert (made["PerformanceMode"], made["CreationToken"]) == ("generalPurpose", "drill")
        assert (made["AvailabilityZoneName"], made["Tags"]) == (f"{REGION}a", TAGS)

    def test_needs_the_file_system_that_it_restores_into(self, vault: Any, efs: Any) -> None:
        source = create(efs)
        point = backed_up(vault, ResourceArn=source["FileSystemArn"])
        there = {**into(source), "newFileSystem": "false"}
        job = restored(vault, point, Metadata=there)
        assert (job["Status"], job["CreatedResourceArn"]) == ("COMPLETED", source["FileSystemArn"])
        assert len(all_of(efs)) == 1
        efs.delete_file_system(FileSystemId=source["FileSystemId"])
        invalid = ("FAILED", "Restore metadata is invalid.")
        assert ended(restored(vault, point, Metadata=there)) == invalid

    def test_fails_where_the_token_is_taken_or_a_key_encrypts_nothing(
        self, vault: Any, efs: Any
    ) -> None:
        source = create(efs)
        point = backed_up(vault, ResourceArn=source["FileSystemArn"])
        job = restored(vault, point, Metadata=into(source, CreationToken="first"))
        assert ended(job) == ("FAILED", "File system 'first' already exists")
        assert len(all_of(efs)) == 1

    def test_of_a_copy_is_in_its_region(self, vault: Any, efs: Any) -> None:
        source = create(efs)
        far = client_of("backup", FAR)
        far.create_backup_vault(BackupVaultName="far")
        copy = copied(vault, backed_up(vault, ResourceArn=source["FileSystemArn"]))
        job = restored(far, copy["DestinationRecoveryPointArn"], Metadata=into(source))
        assert set(all_of(client_of("efs", FAR))) == {job["CreatedResourceArn"]}

    def test_is_deleted_as_what_a_test_restored(self, vault: Any, efs: Any) -> None:
        source = create(efs)
        point = backed_up(vault, ResourceArn=source["FileSystemArn"])
        made = restored(vault, point, Metadata=into(source))["CreatedResourceArn"]
        assert delete_restored(made, ACCOUNT, REGION) is True
        assert set(all_of(efs)) == {source["FileSystemArn"]}
        assert delete_restored(made, ACCOUNT, REGION) is False


def test_a_restore_that_is_undone_leaves_nothing(vault: Any, efs: Any) -> None:
    source = create(efs)
    point = backed_up(vault, ResourceArn=source["FileSystemArn"])
    asked = into(source, CreationToken="drill")
    restore_undone(vault, point, lambda: len(all_of(efs)) == 2, Metadata=asked)
    assert set(all_of(efs)) == {source["FileSystemArn"]}
    assert restored(vault, point, Metadata=into(source, CreationToken="drill"))["Status"] == (
        "COMPLETED"
    )


def test_a_file_system_that_moto_does_not_have_is_a_name_only(vault: Any, efs: Any) -> None:
    point = backed_up(vault, ResourceArn=arn("elasticfilesystem", "file-system/fs-1"))
    job = restored(vault, point, Metadata={"file-system-id": "fs-1", "newFileSystem": "true"})
    assert job["Status"] == "COMPLETED"
    assert all_of(efs) == {}
