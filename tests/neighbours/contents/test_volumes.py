"""Volumes of EBS: what their backups leave in EC2, and what restores make there."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls import FAR, backed_up, copied, described, points, volume
from contents import create_volume, delete_point, ended, restore_undone, restored
from moto import mock_aws
from moto.ec2.models import ec2_backends
from organizations import Organization, assumed
from support import ACCOUNT, REGION, MakeClient, client_of, transition

from moto_backup_summaries import backup_settings, load_jobs, set_job_outcome
from moto_backup_summaries.backup.account import account_at
from moto_backup_summaries.backup.frame.transactions import Transaction

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
INTO = {"availabilityZone": f"{REGION}b"}
INVALID = ("FAILED", "Restore metadata is invalid.")
REFUSAL = (
    "This snapshot is managed by the AWS Backup service and cannot be deleted via EC2 APIs. If you "
    "wish to delete this snapshot, please do so via the Backup console."
)


@pytest.fixture
def ec2(vault: Any) -> Any:
    return client_of("ec2")


def snapshots(ec2: Any) -> list[Any]:
    """The snapshots that AWS Backup has made by now: what time brings comes with a request to it."""
    client_of("backup", ec2.meta.region_name).list_backup_vaults()
    made = {
        "Name": "description",
        "Values": ["This snapshot is created by the AWS Backup service."],
    }
    found: list[Any] = ec2.describe_snapshots(Filters=[made])["Snapshots"]
    return found


def made_by(ec2: Any, job: dict[str, Any]) -> Any:
    """The volume that a restore made."""
    volume_id = job["CreatedResourceArn"].rpartition("/")[2]
    return ec2.describe_volumes(VolumeIds=[volume_id])["Volumes"][0]


class TestWhatABackupLeaves:
    def test_is_a_snapshot_of_the_arn_of_the_recovery_point(self, vault: Any, ec2: Any) -> None:
        arn = create_volume(ec2, Encrypted=True)
        job = described(vault, ResourceArn=arn, RecoveryPointTags={"kept": "long"})
        (snapshot,) = snapshots(ec2)
        assert job["RecoveryPointArn"] == f"arn:aws:ec2:{REGION}::snapshot/{snapshot['SnapshotId']}"
        assert snapshot["VolumeId"] == arn.rpartition("/")[2]
        assert (snapshot["VolumeSize"], snapshot["Encrypted"]) == (10, True)
        assert (snapshot["OwnerId"], snapshot["State"]) == (ACCOUNT, "completed")
        assert abs((snapshot["StartTime"] - job["CreationDate"]).total_seconds()) < 1
        tags = {tag["Key"]: tag["Value"] for tag in snapshot["Tags"]}
        assert tags == {"team": "data", "kept": "long", "aws:backup:source-resource": arn}

    def test_is_as_the_volume_was_then(self, vault: Any, ec2: Any) -> None:
        arn = create_volume(ec2)
        backed_up(vault, ResourceArn=arn)
        ec2.modify_volume(VolumeId=arn.rpartition("/")[2], Size=99)
        assert [snapshot["VolumeSize"] for snapshot in snapshots(ec2)] == [10]

    def test_is_not_there_before_its_job_has_completed(self, vault: Any, ec2: Any) -> None:
        with transition("manual", "backup", times=1):
            job = described(vault, ResourceArn=create_volume(ec2))
            while job["State"] != "COMPLETED":
                assert snapshots(ec2) == []
                job = vault.describe_backup_job(BackupJobId=job["BackupJobId"])
            assert len(snapshots(ec2)) == 1

    def test_goes_with_its_recovery_point_and_not_by_ec2(self, vault: Any, ec2: Any) -> None:
        point = backed_up(vault, ResourceArn=create_volume(ec2))
        (snapshot,) = snapshots(ec2)
        with pytest.raises(ClientError) as refused:
            ec2.delete_snapshot(SnapshotId=snapshot["SnapshotId"])
        error = refused.value.response["Error"]
        assert (error["Code"], error["Message"]) == ("InvalidParameterValue", REFUSAL)
        assert len(snapshots(ec2)) == 1
        delete_point(vault, point)
        assert snapshots(ec2) == []
        assert (
            ec2.describe_tags(Filters=[{"Name": "resource-type", "Values": ["snapshot"]}])["Tags"]
            == []
        )

    def test_stays_while_a_guard_keeps_its_recovery_point(self, vault: Any, ec2: Any) -> None:
        point = backed_up(vault, ResourceArn=create_volume(ec2))
        vault.create_legal_hold(
            Title="audit",
            Description="all",
            RecoveryPointSelection={"VaultNames": ["nightly"]},
        )
        with pytest.raises(vault.exceptions.InvalidRequestException):
            delete_point(vault, point)
        assert len(snapshots(ec2)) == 1

    def test_goes_at_the_end_of_its_lifecycle(self, nightly: Any, clock: Any) -> None:
        ec2 = client_of("ec2")
        backed_up(nightly, ResourceArn=create_volume(ec2), Lifecycle={"DeleteAfterDays": 3})
        clock.shift(timedelta(days=2))
        assert len(snapshots(ec2)) == 1
        clock.shift(timedelta(days=2))
        assert snapshots(ec2) == []

    def test_is_not_listed_beside_its_recovery_point(self, vault: Any, ec2: Any) -> None:
        arn = create_volume(ec2)
        point = backed_up(vault, ResourceArn=arn)
        own = ec2.create_snapshot(VolumeId=arn.rpartition("/")[2])["SnapshotId"]
        listed = vault.list_recovery_points_by_resource(ResourceArn=arn)["RecoveryPoints"]
        arns = {row["RecoveryPointArn"] for row in listed}
        assert arns == {point, f"arn:aws:ec2:{REGION}::snapshot/{own}"}
        assert len(listed) == 2
        ec2.delete_snapshot(SnapshotId=own)
        listed = vault.list_recovery_points_by_resource(ResourceArn=arn)["RecoveryPoints"]
        assert [row["RecoveryPointArn"] for row in listed] == [point]

    def test_that_is_undone_is_nothing(self, vault: Any, ec2: Any) -> None:
        arn = create_volume(ec2)

        def back_up_and_fail() -> None:
            with Transaction():
                backed_up(vault, ResourceArn=arn)
                assert len(snapshots(ec2)) == 1
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            back_up_and_fail()
        assert snapshots(ec2) == []

    def test_may_be_gone_before_its_recovery_point(self, vault: Any, ec2: Any) -> None:
        point = backed_up(vault, ResourceArn=create_volume(ec2))
        ec2_backends[ACCOUNT][REGION].reset()
        delete_point(vault, point)
        assert points(vault) == []

    def test_is_nothing_where_moto_has_no_such_volume(self, vault: Any, ec2: Any) -> None:
        backed_up(vault, ResourceArn=volume("vol-0"))
        load_jobs({"BackupJobs": [{"ResourceArn": create_volume(ec2)}]})
        assert snapshots(ec2) == []

    def test_is_nothing_where_a_setting_says_so(self) -> None:
        with mock_aws(config=backup_settings(make_resources=False)):
            backup, ec2 = client_of(), client_of("ec2")
            backup.create_backup_vault(BackupVaultName="nightly")
            point = backed_up(backup, ResourceArn=create_volume(ec2))
            assert snapshots(ec2) == []
            job = restored(backup, point, Metadata=INTO)
            assert job["Status"] == "COMPLETED"
            assert len(ec2.describe_volumes()["Volumes"]) == 1

    def test_goes_where_all_jobs_are_forgotten(self, vault: Any, ec2: Any) -> None:
        backed_up(vault, ResourceArn=create_volume(ec2))
        account_at(ACCOUNT, REGION).forget_jobs()
        assert snapshots(ec2) == []


class TestWhatAPlanLeaves:
    def plan(self, client: Any, days: int | None = None) -> None:
        rule = {
            "RuleName": "daily",
            "TargetBackupVaultName": "nightly",
            "ScheduleExpression": "cron(0 5 ? * * *)",
        }
        if days is not None:
            rule["Lifecycle"] = {"DeleteAfterDays": days}  # type: ignore[assignment]
        plan = client.create_backup_plan(BackupPlan={"BackupPlanName": "p", "Rules": [rule]})
        client.create_backup_selection(
            BackupPlanId=plan["BackupPlanId"],
            BackupSelection={
                "SelectionName": "all",
                "IamRoleArn": f"arn:aws:iam::{ACCOUNT}:role/backup",
                "Resources": [f"arn:aws:ec2:{REGION}:*:volume/*"],
            },
        )

    def test_has_a_snapshot_for_each_of_its_recovery_points(self, nightly: Any, clock: Any) -> None:
        ec2 = client_of("ec2")
        create_volume(ec2)
        create_volume(ec2)
        self.plan(nightly)
        clock.shift(timedelta(days=3))
        found = {f"arn:aws:ec2:{REGION}::snapshot/{row['SnapshotId']}" for row in snapshots(ec2)}
        listed = nightly.list_recovery_points_by_backup_vault(BackupVaultName="nightly")
        assert len(found) == 6
        assert found == {row["RecoveryPointArn"] for row in listed["RecoveryPoints"]}
        delete_point(nightly, min(found))
        assert len(snapshots(ec2)) == 5

    def test_has_those_that_are_kept_at_the_end_of_a_leap(self, nightly: Any, clock: Any) -> None:
        ec2 = client_of("ec2")
        create_volume(ec2)
        self.plan(nightly, days=2)
        clock.shift(timedelta(days=30))
        starts = sorted(row["StartTime"].day for row in snapshots(ec2))
        listed = nightly.list_recovery_points_by_backup_vault(BackupVaultName="nightly")
        assert starts == sorted(row["CreationDate"].day for row in listed["RecoveryPoints"])
        assert len(starts) == 2


class TestWhatACopyLeaves:
    def test_is_a_snapshot_in_the_other_region(self, vault: Any, ec2: Any) -> None:
        client_of("backup", FAR).create_backup_vault(BackupVaultName="far")
        job = copied(vault, backed_up(vault, ResourceArn=create_volume(ec2)))
        (snapshot,) = snapshots(client_of("ec2", FAR))
        made = f"arn:aws:ec2:{FAR}::snapshot/{snapshot['SnapshotId']}"
        assert job["DestinationRecoveryPointArn"] == made
        # As EC2 tells it of copies.
        assert (snapshot["VolumeId"], snapshot["VolumeSize"]) == ("vol-ffffffff", 10)
        delete_point(client_of("backup", FAR), made, "far")
        assert (len(snapshots(client_of("ec2", FAR))), len(snapshots(ec2))) == (0, 1)

    def test_is_restored_there(self, vault: Any, ec2: Any) -> None:
        far, far_ec2 = client_of("backup", FAR), client_of("ec2", FAR)
        far.create_backup_vault(BackupVaultName="far")
        job = copied(vault, backed_up(vault, ResourceArn=create_volume(ec2)))
        into = {"availabilityZone": f"{FAR}a"}
        done = restored(far, job["DestinationRecoveryPointArn"], Metadata=into)
        assert made_by(far_ec2, done)["AvailabilityZone"] == f"{FAR}a"

    def test_is_nothing_behind_an_air_gap(self, vault: Any, ec2: Any) -> None:
        vault.create_logically_air_gapped_backup_vault(
            BackupVaultName="gapped", MinRetentionDays=7, MaxRetentionDays=90
        )
        gapped = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:gapped"
        job = copied(
            vault,
            backed_up(vault, ResourceArn=create_volume(ec2)),
            DestinationBackupVaultArn=gapped,
            Lifecycle={"DeleteAfterDays": 8},
        )
        assert job["State"] == "COMPLETED"
        assert len(snapshots(ec2)) == 1
        done = restored(vault, job["DestinationRecoveryPointArn"], Metadata=INTO)
        assert made_by(ec2, done).get("SnapshotId", "") == ""

    def test_is_a_snapshot_of_the_other_account(self, fresh_aws: Any) -> None:
        organization = Organization(client_of)
        organization.enable_copies()
        organization.open_vault(organization.first)
        ec2 = client_of("ec2")
        point = backed_up(organization.management, ResourceArn=create_volume(ec2))
        vault = f"arn:aws:backup:{REGION}:{organization.first}:backup-vault:offsite"
        copied(organization.management, point, DestinationBackupVaultArn=vault)
        theirs = assumed(client_of, organization.first, service="ec2")
        assert [row["OwnerId"] for row in snapshots(theirs)] == [organization.first]
        assert len(snapshots(ec2)) == 1


class TestARestore:
    def test_makes_the_volume_that_its_job_names(self, vault: Any, ec2: Any) -> None:
        point = backed_up(vault, ResourceArn=create_volume(ec2, VolumeType="gp3", Iops=4000))
        made = made_by(ec2, restored(vault, point, Metadata=INTO))
        assert (made["AvailabilityZone"], made["State"]) == (f"{REGION}b", "available")
        assert (made["Size"], made["VolumeType"], made["Iops"]) == (10, "gp3", 4000)
        assert made["SnapshotId"] == point.rpartition("/")[2]
        assert made.get("Tags", []) == []

    def test_takes_what_its_metadata_say(self, vault: Any, ec2: Any) -> None:
        point = backed_up(vault, ResourceArn=create_volume(ec2))
        key = client_of("kms").create_key()["KeyMetadata"]["Arn"]
        into = {
            "volumeType": "io1",
            "volumeSize": "20",
            "iops": "500",
            "encrypted": "true",
            "kmsKeyId": key,
        }
        made = made_by(ec2, restored(vault, point, Metadata={**INTO, **into}))
        assert (made["Size"], made["VolumeType"], made["Iops"]) == (20, "io1", 500)
        assert (made["Encrypted"], made["KmsKeyId"]) == (True, key)

    def test_takes_what_the_recovery_point_tells(self, vault: Any, ec2: Any) -> None:
        arn = create_volume(ec2, VolumeType="gp3", Encrypted=True)
        point = backed_up(vault, ResourceArn=arn)
        asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point}
        told = vault.get_recovery_point_restore_metadata(**asked)["RestoreMetadata"]
        made = made_by(ec2, restored(vault, point, Metadata={**told, **INTO}))
        (source,) = ec2.describe_volumes(VolumeIds=[arn.rpartition("/")[2]])["Volumes"]
        for name in ("Size", "VolumeType", "Encrypted", "KmsKeyId", "Iops"):
            assert made[name] == source[name]

    def test_copies_the_tags_of_the_backup_if_it_is_to(self, vault: Any, ec2: Any) -> None:
        point = backed_up(vault, ResourceArn=create_volume(ec2))
        job = restored(vault, point, Metadata=INTO, CopySourceTagsToRestoredResource=True)
        assert made_by(ec2, job)["Tags"] == [{"Key": "team", "Value": "data"}]

    def test_needs_no_volume_any_more(self, vault: Any, ec2: Any) -> None:
        arn = create_volume(ec2)
        point = backed_up(vault, ResourceArn=arn)
        ec2.delete_volume(VolumeId=arn.rpartition("/")[2])
        assert made_by(ec2, restored(vault, point, Metadata=INTO))["Size"] == 10

    @pytest.mark.parametrize(
        "metadata",
        [
            {"volumeSize": "10"},
            {"availabilityZone": ""},
            {"availabilityZone": "eu-west-1a"},
            {**INTO, "volumeSize": "9"},
            {**INTO, "volumeSize": "ten"},
            {**INTO, "iops": "many"},
        ],
    )
    def test_fails_with_metadata_that_are_of_no_use(
        self, vault: Any, ec2: Any, caplog: pytest.LogCaptureFixture, metadata: dict[str, str]
    ) -> None:
        point = backed_up(vault, ResourceArn=create_volume(ec2))
        job = restored(vault, point, Metadata=metadata)
        assert ended(job) == INVALID
        assert "CreatedResourceArn" not in job
        assert len(ec2.describe_volumes()["Volumes"]) == 1
        assert "AWS Backup cannot use its Metadata." in caplog.text

    def test_fails_with_what_ec2_refuses(self, vault: Any, ec2: Any) -> None:
        point = backed_up(vault, ResourceArn=create_volume(ec2))
        job = restored(vault, point, Metadata={**INTO, "volumeType": "io1"})
        assert ended(job)[0] == "FAILED"
        assert "Iops" in job["StatusMessage"]

    def test_makes_nothing_that_is_no_volume(self, vault: Any, ec2: Any) -> None:
        point = backed_up(vault, ResourceArn=create_volume(ec2))
        gateway = f"arn:aws:storagegateway:{REGION}:{ACCOUNT}:gateway/sgw-1"
        job = restored(
            vault, point, Metadata={"gatewayArn": gateway}, ResourceType="Storage Gateway"
        )
        assert job["CreatedResourceArn"].startswith(gateway)
        assert len(ec2.describe_volumes()["Volumes"]) == 1

    def test_makes_nothing_before_it_completes(self, vault: Any, ec2: Any) -> None:
        point = backed_up(vault, ResourceArn=create_volume(ec2))
        with transition("manual", "restore", times=2):
            job = restored(vault, point, Metadata=INTO)
            assert len(ec2.describe_volumes()["Volumes"]) == 1
            while job["Status"] != "COMPLETED":
                job = vault.describe_restore_job(RestoreJobId=job["RestoreJobId"])
            assert made_by(ec2, job)["Size"] == 10

    def test_is_undone_where_its_request_fails(self, vault: Any, ec2: Any) -> None:
        point = backed_up(vault, ResourceArn=create_volume(ec2))
        before = ec2.describe_volumes()["Volumes"]
        restore_undone(
            vault, point, lambda: len(ec2.describe_volumes()["Volumes"]) == 2, Metadata=INTO
        )
        assert ec2.describe_volumes()["Volumes"] == before

    def test_makes_nothing_where_a_test_lets_it_fail(self, vault: Any, ec2: Any) -> None:
        point = backed_up(vault, ResourceArn=create_volume(ec2))
        set_job_outcome("restore", state="FAILED")
        restored(vault, point, Metadata=INTO)
        assert len(ec2.describe_volumes()["Volumes"]) == 1


def test_a_restore_makes_a_volume_over_http_too(make_client: MakeClient, backup: Any) -> None:
    ec2 = make_client(service="ec2")
    point = backed_up(backup, ResourceArn=create_volume(ec2))
    assert made_by(ec2, restored(backup, point, Metadata=INTO))["Size"] == 10
    (snapshot,) = ec2.describe_snapshots(SnapshotIds=[point.rpartition("/")[2]])["Snapshots"]
    assert snapshot["OwnerId"] == ACCOUNT
