"""Members that AWS fills, where moto can know them: each with its value."""

from datetime import timedelta
from typing import Any

import pytest

from moto_backup_summaries import set_job_outcome
from truth.calls import (
    DAY,
    FAR,
    FILE_SYSTEM,
    KEY,
    NOW,
    REGION,
    ROLE,
    arn,
    aws,
    backed_up,
    bucket,
    copied,
    disk,
    jobs,
    planned,
    planned_point,
    point_of,
    points,
    refusal,
    restored,
    scanned,
    transition,
    vault_arn,
    volume,
)

GIB = 1024**3
HALF_AN_HOUR = timedelta(minutes=30)


class TestTheSizeOfABackup:
    def test_of_a_volume_is_the_volumes(self, client: Any) -> None:
        assert backed_up(client, disk(size=8))["BackupSizeInBytes"] == 8 * GIB

    def test_of_a_bucket_is_that_of_its_objects(self, client: Any) -> None:
        name = bucket()
        for key, size in (("a", 100), ("b", 23)):
            aws("s3").put_object(Bucket="bucket", Key=key, Body=b"x" * size)
        assert backed_up(client, name)["BackupSizeInBytes"] == 123

    def test_of_a_file_system_is_what_moto_says_of_it(self, client: Any) -> None:
        made = aws("efs").create_file_system(CreationToken="token")
        size = aws("efs").describe_file_systems()["FileSystems"][0]["SizeInBytes"]["Value"]
        assert backed_up(client, made["FileSystemArn"])["BackupSizeInBytes"] == size

    def test_is_its_recovery_points(self, client: Any) -> None:
        point = backed_up(client, disk(size=8))["RecoveryPointArn"]
        assert point_of(client, point)["BackupSizeInBytes"] == 8 * GIB

    def test_of_a_plans_job_is_known_too(self, clock: Any, client: Any) -> None:
        disk(size=8)
        planned(client)
        clock.shift(DAY)
        assert [job["BackupSizeInBytes"] for job in jobs(client)] == [8 * GIB]

    def test_is_what_a_test_says(self, client: Any) -> None:
        set_job_outcome("backup", state="COMPLETED", backup_size_in_bytes=5)
        assert backed_up(client, disk(size=8))["BackupSizeInBytes"] == 5


class TestTheNameOfAResource:
    def test_is_its_name_tag(self, client: Any) -> None:
        assert backed_up(client, disk(Name="data"))["ResourceName"] == "data"

    def test_is_its_id_without_one(self, client: Any) -> None:
        resource = disk()
        assert backed_up(client, resource)["ResourceName"] == resource.rpartition("/")[2]

    def test_is_its_recovery_points(self, client: Any) -> None:
        point = backed_up(client, disk(Name="data"))["RecoveryPointArn"]
        assert point_of(client, point)["ResourceName"] == "data"

    def test_is_known_to_a_plans_job(self, clock: Any, client: Any) -> None:
        disk(Name="data")
        planned(client)
        clock.shift(DAY)
        assert [job["ResourceName"] for job in jobs(client)] == ["data"]


class TestTheVaultOfAJob:
    @pytest.mark.parametrize("read", ["described", "listed"])
    def test_is_told_with_its_type_lock_and_key(self, client: Any, read: str) -> None:
        client.create_backup_vault(BackupVaultName="own", EncryptionKeyArn=KEY)
        described = backed_up(client, BackupVaultName="own")
        job = described if read == "described" else jobs(client)[0]
        assert (job["VaultType"], job["VaultLockState"]) == ("BACKUP_VAULT", "UNLOCKED")
        assert (job["IsEncrypted"], job["EncryptionKeyArn"]) == (True, KEY)

    def test_of_a_copy_is_told_with_its_type_lock_and_key(self, client: Any) -> None:
        client.create_backup_vault(BackupVaultName="own", EncryptionKeyArn=KEY)
        job = copied(client, backed_up(client)["RecoveryPointArn"], vault_arn("own"))
        assert job["DestinationVaultType"] == "BACKUP_VAULT"
        assert job["DestinationVaultLockState"] == "UNLOCKED"
        assert job["DestinationEncryptionKeyArn"] == KEY

    def test_of_a_plans_job_is_told_too(self, clock: Any, client: Any) -> None:
        bucket()
        planned(client)
        clock.shift(DAY)
        (job,) = jobs(client)
        assert (job["VaultType"], job["VaultLockState"]) == ("BACKUP_VAULT", "UNLOCKED")
        assert job["IsEncrypted"] is True


class TestARunningJob:
    def test_with_a_duration_tells_when_it_ends(self, client: Any) -> None:
        set_job_outcome("backup", state="COMPLETED", duration="PT30M")
        assert backed_up(client)["ExpectedCompletionDate"] == NOW + HALF_AN_HOUR

    def test_without_one_does_not(self, client: Any) -> None:
        with transition("backup", progression="manual", times=1):
            assert "ExpectedCompletionDate" not in backed_up(client)

    def test_has_no_date_of_completion(self, client: Any) -> None:
        set_job_outcome("backup", state="COMPLETED", duration="PT30M")
        assert "CompletionDate" not in backed_up(client)


class TestWhatARestoreCreates:
    @pytest.mark.parametrize(
        ("resource", "metadata", "created"),
        [
            (
                "arn:aws:s3:::bucket",
                {"DestinationBucketName": "new-bucket"},
                "arn:aws:s3:::new-bucket",
            ),
            (arn("dynamodb", "table/t"), {"targetTableName": "u"}, arn("dynamodb", "table/u")),
        ],
    )
    def test_is_named_by_its_metadata(
        self, client: Any, resource: str, metadata: dict[str, str], created: str
    ) -> None:
        point = backed_up(client, resource)["RecoveryPointArn"]
        assert restored(client, point, Metadata=metadata)["CreatedResourceArn"] == created

    def test_is_not_there_before_it_is_done(self, client: Any) -> None:
        point = backed_up(client)["RecoveryPointArn"]
        set_job_outcome("restore", state="COMPLETED", duration="PT30M")
        assert restored(client, point)["Status"] == "RUNNING"


class TestWhatWasRestored:
    @pytest.fixture
    def point(self, clock: Any, client: Any) -> str:
        """A recovery point of yesterday, whose restore took half an hour."""
        point: str = backed_up(client)["RecoveryPointArn"]
        clock.shift(DAY)
        set_job_outcome("restore", state="COMPLETED", duration="PT30M")
        restored(client, point)
        clock.shift(HALF_AN_HOUR)
        return point

    def test_says_when(self, client: Any, point: str) -> None:
        assert point_of(client, point)["LastRestoreTime"] >= NOW + DAY
        assert points(client)[0]["LastRestoreTime"] >= NOW + DAY

    def test_says_nothing_before(self, client: Any) -> None:
        assert "LastRestoreTime" not in point_of(client, backed_up(client)["RecoveryPointArn"])

    @pytest.mark.usefixtures("point")
    def test_is_told_of_the_resource(self, client: Any) -> None:
        resource = client.describe_protected_resource(ResourceArn=volume())
        assert resource["LatestRestoreExecutionTimeMinutes"] == 30
        assert resource["LatestRestoreJobCreationDate"] == NOW + DAY
        assert resource["LatestRestoreRecoveryPointCreationDate"] == NOW

    def test_is_not_told_of_a_resource_that_was_not(self, client: Any) -> None:
        backed_up(client)
        resource = client.describe_protected_resource(ResourceArn=volume())
        assert not [name for name in resource if name.startswith("LatestRestore")]


class TestWhatWasScanned:
    def test_names_the_scanners_own_id(self, client: Any) -> None:
        job = scanned(client, backed_up(client)["RecoveryPointArn"])
        assert job["ScanId"]
        assert job["ScanId"] != job["ScanJobId"]

    def test_has_the_result(self, client: Any) -> None:
        point = backed_up(client)["RecoveryPointArn"]
        scanned(client, point)
        (result,) = point_of(client, point)["ScanResults"]
        assert (result["MalwareScanner"], result["ScanJobState"]) == ("GUARDDUTY", "COMPLETED")
        assert result["LastScanTimestamp"] == NOW

    def test_has_its_threats(self, client: Any) -> None:
        point = backed_up(client)["RecoveryPointArn"]
        set_job_outcome("scan", state="COMPLETED", scan_result_status="THREATS_FOUND")
        scanned(client, point)
        assert point_of(client, point)["ScanResults"][0]["Findings"] == ["MALWARE"]

    def test_has_no_result_before(self, client: Any) -> None:
        assert not point_of(client, backed_up(client)["RecoveryPointArn"]).get("ScanResults")


def test_every_recovery_point_is_encrypted(client: Any, far: Any) -> None:
    for resource in (volume(), "arn:aws:s3:::bucket", arn("rds", "db:d"), FILE_SYSTEM):
        point = backed_up(client, resource)["RecoveryPointArn"]
        copied(client, point, vault_arn("far", FAR))
    for found, region in ((points(client), REGION), (points(far, "far"), FAR)):
        assert [point["IsEncrypted"] for point in found] == [True] * 4
        assert all(
            point["EncryptionKeyArn"].startswith(f"arn:aws:kms:{region}:") for point in found
        )


def test_a_loaded_recovery_point_is_encrypted_too(client: Any) -> None:
    from moto_backup_summaries import load_jobs

    load_jobs({"BackupJobs": [{}]})
    assert [point["IsEncrypted"] for point in points(client, "Default")] == [True]


def test_the_role_of_a_job_is_its_recovery_points(client: Any) -> None:
    assert point_of(client, backed_up(client)["RecoveryPointArn"])["IamRoleArn"] == ROLE


CONTINUOUS = {"EnableContinuousBackup": True, "Lifecycle": {"DeleteAfterDays": 35}}


class TestAContinuousBackup:
    @pytest.fixture
    def asked(self, clock: Any, client: Any) -> dict[str, str]:
        bucket()
        point = planned_point(clock, client, CONTINUOUS)
        return {"BackupVaultName": "nightly", "RecoveryPointArn": point["RecoveryPointArn"]}

    def test_keeps_its_lifecycle(self, client: Any, asked: dict[str, str]) -> None:
        days = {"Lifecycle": {"DeleteAfterDays": 20}}
        code = refusal(client, "update_recovery_point_lifecycle", **asked, **days)
        assert code == "InvalidRequestException"
        assert client.describe_recovery_point(**asked)["Lifecycle"] == {"DeleteAfterDays": 35}

    def test_is_none_of_a_type_that_has_snapshots_only(self, clock: Any, client: Any) -> None:
        disk()
        point = planned_point(clock, client, CONTINUOUS)
        asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point["RecoveryPointArn"]}
        code = refusal(client, "disassociate_recovery_point", **asked)
        assert code == "InvalidRequestException"
        client.update_recovery_point_lifecycle(**asked, Lifecycle={"DeleteAfterDays": 20})

    def test_is_available(self, client: Any, asked: dict[str, str]) -> None:
        assert client.describe_recovery_point(**asked)["Status"] == "AVAILABLE"

    def test_stops_when_it_is_disassociated(self, client: Any, asked: dict[str, str]) -> None:
        client.disassociate_recovery_point(**asked)
        assert client.describe_recovery_point(**asked)["Status"] == "STOPPED"
