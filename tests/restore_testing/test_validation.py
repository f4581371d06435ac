"""What becomes of a restored resource: it is validated within a window, and deleted."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import RESTORE_METADATA, TABLE, backed_up, bucket, jobs, refused, restore, volume
from restore_testing.examples import DISKS, create, select, update_selection
from support import client_of

from moto_backup_summaries import load_jobs

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
SIX = NOW + 6 * HOUR
TAG = "awsbackup-restore-test"


@pytest.fixture
def drill(nightly: Any, clock: Any) -> Any:
    """A client, with a recovery point of a volume that is restored at six each day."""
    backed_up(nightly)
    create(nightly)
    return nightly


def job_of(client: Any) -> Any:
    """The newest restore job."""
    return jobs(client, "restore")[0]


def statuses(client: Any) -> tuple[Any, ...]:
    job = job_of(client)
    return job["Status"], job.get("ValidationStatus"), job.get("DeletionStatus")


def put(client: Any, status: str, **parameters: Any) -> Any:
    job_id = job_of(client)["RestoreJobId"]
    return client.put_restore_validation_result(
        RestoreJobId=job_id, ValidationStatus=status, **parameters
    )


def test_without_a_window_what_was_restored_is_deleted(drill: Any, clock: Any) -> None:
    select(drill)
    clock.move_to(SIX)
    assert statuses(drill) == ("COMPLETED", None, "SUCCESSFUL")


def test_a_window_is_open_until_it_is_over(drill: Any, clock: Any) -> None:
    select(drill, ValidationWindowHours=2)
    clock.move_to(SIX)
    assert statuses(drill) == ("COMPLETED", "VALIDATING", None)
    clock.move_to(SIX + 2 * HOUR - timedelta(seconds=1))
    assert statuses(drill) == ("COMPLETED", "VALIDATING", None)
    clock.move_to(SIX + 2 * HOUR)
    assert statuses(drill) == ("COMPLETED", "TIMED_OUT", "SUCCESSFUL")


@pytest.mark.parametrize("result", ["SUCCESSFUL", "FAILED", "TIMED_OUT"])
def test_a_result_is_final_and_ends_with_the_deletion(drill: Any, clock: Any, result: str) -> None:
    select(drill, ValidationWindowHours=2)
    clock.move_to(SIX)
    answer = put(drill, result, ValidationStatusMessage="looked at it")
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert statuses(drill) == ("COMPLETED", result, "SUCCESSFUL")
    assert job_of(drill)["ValidationStatusMessage"] == "looked at it"
    for second in ("SUCCESSFUL", "FAILED", "VALIDATING", "TIMED_OUT"):
        job = {"RestoreJobId": job_of(drill)["RestoreJobId"], "ValidationStatus": second}
        code, message = refused(drill, "put_restore_validation_result", **job)
        assert code == "InvalidRequestException"
        assert message.endswith(f"is validated already: {result}")
    clock.shift(3 * HOUR)
    assert statuses(drill) == ("COMPLETED", result, "SUCCESSFUL")


def test_a_validation_that_goes_on_ends_with_its_window(drill: Any, clock: Any) -> None:
    select(drill, ValidationWindowHours=2)
    clock.move_to(SIX)
    put(drill, "VALIDATING", ValidationStatusMessage="half of it")
    assert statuses(drill) == ("COMPLETED", "VALIDATING", None)
    clock.shift(2 * HOUR)
    assert statuses(drill) == ("COMPLETED", "TIMED_OUT", "SUCCESSFUL")
    job = {"RestoreJobId": job_of(drill)["RestoreJobId"], "ValidationStatus": "SUCCESSFUL"}
    code, _ = refused(drill, "put_restore_validation_result", **job)
    assert code == "InvalidRequestException"


def test_the_window_is_that_of_the_run(drill: Any, clock: Any) -> None:
    select(drill, ValidationWindowHours=2)
    clock.move_to(SIX)
    assert statuses(drill)[1] == "VALIDATING"
    update_selection(drill, ValidationWindowHours=0)
    drill.delete_restore_testing_selection(**DISKS)
    clock.shift(HOUR)
    assert statuses(drill) == ("COMPLETED", "VALIDATING", None)
    clock.shift(HOUR)
    assert statuses(drill) == ("COMPLETED", "TIMED_OUT", "SUCCESSFUL")


def test_windows_of_several_jobs_end_each_by_itself(drill: Any, clock: Any) -> None:
    select(drill, "short", ValidationWindowHours=1)
    select(drill, "long", ValidationWindowHours=30)
    clock.move_to(SIX + 25 * HOUR)
    found = jobs(drill, "restore")
    assert sorted(job["ValidationStatus"] for job in found) == [
        *("TIMED_OUT", "TIMED_OUT", "VALIDATING", "VALIDATING")
    ]
    ended = {job["RestoreJobId"] for job in found if job["ValidationStatus"] == "TIMED_OUT"}
    assert ended == {job["RestoreJobId"] for job in found if "DeletionStatus" in job}


def test_one_without_a_window_can_be_validated_too(drill: Any, clock: Any) -> None:
    select(drill)
    clock.move_to(SIX)
    put(drill, "SUCCESSFUL")
    assert statuses(drill) == ("COMPLETED", "SUCCESSFUL", "SUCCESSFUL")


def test_what_somebody_restores_stays(drill: Any) -> None:
    restore(drill, backed_up(drill), Metadata=RESTORE_METADATA)
    assert statuses(drill) == ("COMPLETED", None, None)
    put(drill, "SUCCESSFUL")
    assert statuses(drill) == ("COMPLETED", "SUCCESSFUL", None)


def test_so_does_what_was_loaded(drill: Any) -> None:
    plan = "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:p"
    load_jobs({"RestoreJobs": [{"CreatedBy": {"RestoreTestingPlanArn": plan}}]})
    put(drill, "SUCCESSFUL")
    assert statuses(drill) == ("COMPLETED", "SUCCESSFUL", None)


class TestWhatIsDeleted:
    """What a restore has made in moto, where moto has the source."""

    def volumes(self) -> list[str]:
        found = client_of("ec2").describe_volumes()["Volumes"]
        return [volume["VolumeId"] for volume in found if volume["VolumeId"] != self.source]

    @pytest.fixture
    def disk(self, nightly: Any) -> Any:
        """A client, with a volume that is restored at six, and can be validated for two hours."""
        made = client_of("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)
        self.source = made["VolumeId"]
        backed_up(nightly, ResourceArn=volume(self.source))
        create(nightly)
        select(nightly, ValidationWindowHours=2)
        return nightly

    def test_a_volume_is_there_with_the_tag_of_tests_until_it_is_validated(
        self, disk: Any, clock: Any
    ) -> None:
        clock.move_to(SIX)
        assert job_of(disk)["CreatedResourceArn"].endswith(self.volumes()[0])
        tags = client_of("ec2").describe_tags()["Tags"]
        assert [tag["ResourceId"] for tag in tags if tag["Key"] == TAG] == self.volumes()
        put(disk, "SUCCESSFUL")
        assert self.volumes() == []
        assert statuses(disk) == ("COMPLETED", "SUCCESSFUL", "SUCCESSFUL")

    def test_or_until_the_window_is_over(self, disk: Any, clock: Any) -> None:
        clock.move_to(SIX)
        disk.list_restore_jobs()
        assert len(self.volumes()) == 1
        clock.shift(2 * HOUR)
        disk.list_restore_jobs()
        assert self.volumes() == []

    def test_without_the_tag_it_stays_and_the_job_says_so(self, disk: Any, clock: Any) -> None:
        clock.move_to(SIX)
        arn = job_of(disk)["CreatedResourceArn"]
        (made,) = self.volumes()
        client_of("ec2").delete_tags(Resources=[made], Tags=[{"Key": TAG}])
        put(disk, "FAILED")
        job = job_of(disk)
        assert (job["DeletionStatus"], job["DeletionStatusMessage"]) == (
            "FAILED",
            f"{arn} has no tag {TAG}: delete it yourself",
        )
        assert self.volumes() == [made]

    def test_what_somebody_has_deleted_is_gone_too(self, disk: Any, clock: Any) -> None:
        clock.move_to(SIX)
        disk.list_restore_jobs()
        client_of("ec2").delete_volume(VolumeId=self.volumes()[0])
        put(disk, "SUCCESSFUL")
        assert statuses(disk) == ("COMPLETED", "SUCCESSFUL", "SUCCESSFUL")

    def test_a_table_is_restored_under_a_name_of_tests(self, nightly: Any, clock: Any) -> None:
        dynamodb = client_of("dynamodb")
        key = {"AttributeName": "id", "AttributeType": "S"}
        dynamodb.create_table(
            TableName="orders",
            AttributeDefinitions=[key],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
        dynamodb.put_item(TableName="orders", Item={"id": {"S": "1"}})
        backed_up(nightly, ResourceArn=TABLE)
        create(nightly)
        select(nightly, ProtectedResourceType="DynamoDB", ValidationWindowHours=1)
        clock.move_to(SIX)
        nightly.list_restore_jobs()
        restored, _ = sorted(dynamodb.list_tables()["TableNames"])
        assert restored.startswith("awsbackup-restore-test-")
        assert dynamodb.scan(TableName=restored)["Items"] == [{"id": {"S": "1"}}]
        clock.shift(HOUR)
        nightly.list_restore_jobs()
        assert dynamodb.list_tables()["TableNames"] == ["orders"]

    def test_so_is_a_bucket(self, nightly: Any, clock: Any) -> None:
        source = bucket("source")
        client_of("s3").put_object(Bucket="source", Key="a", Body=b"1")
        backed_up(nightly, ResourceArn=source)
        create(nightly)
        select(nightly, ProtectedResourceType="S3", ValidationWindowHours=1)
        clock.move_to(SIX)
        nightly.list_restore_jobs()
        names = [each["Name"] for each in client_of("s3").list_buckets()["Buckets"]]
        assert [name.startswith("awsbackup-restore-test-") for name in sorted(names)] == [
            *(True, False)
        ]
        clock.shift(HOUR)
        assert statuses(nightly) == ("COMPLETED", "TIMED_OUT", "SUCCESSFUL")
        names = [each["Name"] for each in client_of("s3").list_buckets()["Buckets"]]
        assert names == ["source"]
