"""Buckets of S3: the objects that restores bring back."""

import json
from typing import Any

import pytest
from calls import FAR, backed_up, bucket, copied
from contents import delete_point, ended, restore_undone, restored
from moto.s3.models import s3_backends
from support import ACCOUNT, client_of

NEW = {"DestinationBucketName": "drill", "NewBucket": "true"}
ABSENT = "The specified bucket does not exist"


@pytest.fixture
def s3(vault: Any) -> Any:
    """S3 with a bucket `bucket`, of two objects."""
    bucket()
    s3 = client_of("s3")
    s3.put_object(
        Bucket="bucket", Key="a/one", Body=b"1", Metadata={"by": "test"}, Tagging="team=data"
    )
    s3.put_object(Bucket="bucket", Key="two", Body=b"2", StorageClass="STANDARD_IA")
    return s3


def point_of(client: Any) -> str:
    return backed_up(client, ResourceArn="arn:aws:s3:::bucket")


def objects(s3: Any, name: str = "bucket") -> dict[str, bytes]:
    listed = s3.list_objects_v2(Bucket=name).get("Contents", [])
    return {row["Key"]: s3.get_object(Bucket=name, Key=row["Key"])["Body"].read() for row in listed}


def versioned(s3: Any, name: str = "bucket") -> None:
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})


def change_all(s3: Any) -> None:
    s3.put_object(Bucket="bucket", Key="a/one", Body=b"changed")
    s3.delete_object(Bucket="bucket", Key="two")
    s3.put_object(Bucket="bucket", Key="three", Body=b"3")


@pytest.mark.parametrize("with_versions", [False, True])
class TestObjects:
    @pytest.fixture(autouse=True)
    def versions(self, s3: Any, with_versions: bool) -> None:
        if with_versions:
            versioned(s3)
            s3.put_object(Bucket="bucket", Key="gone", Body=b"gone")
            s3.delete_object(Bucket="bucket", Key="gone")

    def test_are_restored_into_a_new_bucket(self, vault: Any, s3: Any, with_versions: bool) -> None:
        point, before = point_of(vault), objects(s3)
        change_all(s3)
        job = restored(vault, point, Metadata=NEW)
        assert job["CreatedResourceArn"] == "arn:aws:s3:::drill"
        assert objects(s3, "drill") == before == {"a/one": b"1", "two": b"2"}
        one = s3.head_object(Bucket="drill", Key="a/one")
        assert one["Metadata"] == {"by": "test"}
        tags = s3.get_object_tagging(Bucket="drill", Key="a/one")["TagSet"]
        assert tags == [{"Key": "team", "Value": "data"}]
        assert s3.head_object(Bucket="drill", Key="two")["StorageClass"] == "STANDARD_IA"

    def test_are_put_back_beside_newer_ones(self, vault: Any, s3: Any, with_versions: bool) -> None:
        point = point_of(vault)
        change_all(s3)
        restored(vault, point, Metadata={"DestinationBucketName": "bucket"})
        assert objects(s3) == {"a/one": b"1", "two": b"2", "three": b"3"}

    def test_are_as_before_where_the_restore_is_undone(
        self, vault: Any, s3: Any, with_versions: bool
    ) -> None:
        point = point_of(vault)
        change_all(s3)
        changed = objects(s3)
        restore_undone(vault, point, lambda: objects(s3, "drill"), Metadata=NEW)
        assert [row["Name"] for row in s3.list_buckets()["Buckets"]] == ["bucket"]
        there = {"DestinationBucketName": "bucket"}
        restore_undone(vault, point, lambda: objects(s3) != changed, Metadata=there)
        assert objects(s3) == changed
        restored(vault, point, Metadata=NEW)
        assert objects(s3, "drill") == {"a/one": b"1", "two": b"2"}

    def test_stay_where_their_recovery_point_goes(
        self, vault: Any, s3: Any, with_versions: bool
    ) -> None:
        before = objects(s3)
        delete_point(vault, point_of(vault))
        assert objects(s3) == before


class TestABackup:
    def test_shares_what_has_not_changed_with_the_one_before(self, vault: Any, s3: Any) -> None:
        contents = []
        for number in range(5):
            point_of(vault)
            moto_bucket = s3_backends[ACCOUNT]["aws"].buckets["bucket"]
            contents.append(moto_bucket.latest_backup_content())
            if number == 2:
                s3.put_object(Bucket="bucket", Key="two", Body=b"changed")
        assert len({id(content.objects) for content in contents}) == 2
        values = {id(stored) for content in contents for stored in content.objects}
        assert len(values) == 3

    def test_has_the_tags_and_names_of_then(self, vault: Any, s3: Any) -> None:
        point = point_of(vault)
        s3.put_object_tagging(
            Bucket="bucket", Key="a/one", Tagging={"TagSet": [{"Key": "team", "Value": "other"}]}
        )
        later = point_of(vault)
        for name, made in (("drill", point), ("later", later)):
            restored(vault, made, Metadata={**NEW, "DestinationBucketName": name})
        told = [
            s3.get_object_tagging(Bucket=name, Key="a/one")["TagSet"][0]["Value"]
            for name in ("drill", "later")
        ]
        assert told == ["data", "other"]

    def test_has_no_archived_objects(self, vault: Any, s3: Any) -> None:
        s3.put_object(Bucket="bucket", Key="old", Body=b"old", StorageClass="GLACIER")
        restored(vault, point_of(vault), Metadata=NEW)
        assert set(objects(s3, "drill")) == {"a/one", "two"}


class TestARestore:
    def test_takes_the_items_that_are_asked_for(self, vault: Any, s3: Any) -> None:
        into = {**NEW, "ItemsToRestore": json.dumps(["a/"])}
        restored(vault, point_of(vault), Metadata=into)
        assert objects(s3, "drill") == {"a/one": b"1"}

    def test_gives_a_new_bucket_the_tags_of_the_backup_if_it_is_to(
        self, vault: Any, s3: Any
    ) -> None:
        s3.put_bucket_tagging(
            Bucket="bucket", Tagging={"TagSet": [{"Key": "team", "Value": "data"}]}
        )
        restored(vault, point_of(vault), Metadata=NEW, CopySourceTagsToRestoredResource=True)
        tags = s3.get_bucket_tagging(Bucket="drill")["TagSet"]
        assert tags == [{"Key": "team", "Value": "data"}]

    def test_leaves_an_object_alone_that_is_as_it_was(self, vault: Any, s3: Any) -> None:
        versioned(s3)
        point = point_of(vault)
        restored(vault, point, Metadata={"DestinationBucketName": "bucket"})
        assert len(s3.list_object_versions(Bucket="bucket")["Versions"]) == 2

    @pytest.mark.parametrize(
        ("metadata", "message"),
        [
            ({"NewBucket": "true"}, "Restore metadata is invalid."),
            ({"DestinationBucketName": "absent"}, ABSENT),
            ({**NEW, "DestinationBucketName": "bucket"}, None),
            ({**NEW, "DestinationBucketName": "x"}, None),
        ],
    )
    def test_fails_where_there_is_no_bucket_or_one_too_many(
        self, vault: Any, s3: Any, metadata: dict[str, str], message: str | None
    ) -> None:
        state, told = ended(restored(vault, point_of(vault), Metadata=metadata))
        assert state == "FAILED"
        assert told == message if message else told
        assert [row["Name"] for row in s3.list_buckets()["Buckets"]] == ["bucket"]

    def test_of_a_copy_makes_a_bucket_in_its_region(self, vault: Any, s3: Any) -> None:
        far = client_of("backup", FAR)
        far.create_backup_vault(BackupVaultName="far")
        copy = copied(vault, point_of(vault))
        restored(far, copy["DestinationRecoveryPointArn"], Metadata=NEW)
        assert s3.get_bucket_location(Bucket="drill")["LocationConstraint"] == FAR
        assert objects(s3, "drill") == {"a/one": b"1", "two": b"2"}
