"""Copies into logically air-gapped vaults, and out of them."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import FAR, TABLE, backed_up, jobs, leave_tables_to_dynamodb, points, refused, vault_arn
from jobs.air_gaps import (
    GAPPED,
    MANAGED,
    SNAPSHOTS,
    TARGET,
    UNSUPPORTED,
    WEEK,
    copied_to,
    new_cluster,
    new_file_system,
    new_key,
    new_volume,
)
from listeners import Queue, put_rule
from support import ACCOUNT, REGION, ROLE, client_of
from vaults.examples import create_gapped

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
DAY = timedelta(days=1)
OUT_OF_RANGE = (
    "Copy job failed. The retention specified in the job is not within the range specified for the "
    "target Backup Vault."
)
SHARED_KEY = (
    "Snapshots encrypted with the AWS managed key can't be shared. Specify another snapshot."
)
DEFAULT_KEY = (
    "Copy job failed because the destination Backup vault is encrypted with the default Backup "
    "service managed key. The contents of this vault cannot be copied. Only the contents of a "
    "Backup vault encrypted by an AWS KMS key may be copied."
)
TOO_LONG = {"DeleteAfterDays": 31}


@pytest.fixture
def gapped(vault: Any) -> Any:
    """A client with the vaults `nightly` and `gapped`, which keeps from 7 to 30 days."""
    create_gapped(vault)
    return vault


def copied(client: Any, resource: str, target: str = TARGET, **parameters: Any) -> Any:
    point = backed_up(client, ResourceArn=resource, Lifecycle=WEEK)
    return copied_to(client, target, point, **parameters)


class TestACopy:
    @pytest.mark.parametrize("resource", [*MANAGED.values(), *SNAPSHOTS.values()])
    def test_is_a_recovery_point_of_aws_backup_whatever_its_type(
        self, gapped: Any, resource: str
    ) -> None:
        job = copied(gapped, resource)
        assert job["State"] == "COMPLETED"
        assert (job["DestinationVaultType"], job["DestinationVaultLockState"]) == (GAPPED, "LOCKED")
        (point,) = points(gapped, "gapped")
        assert point["RecoveryPointArn"] == job["DestinationRecoveryPointArn"]
        prefix = f"arn:aws:backup:{REGION}:{ACCOUNT}:recovery-point:"
        assert point["RecoveryPointArn"][: len(prefix)] == prefix
        assert point["VaultType"] == GAPPED
        listed = gapped.list_recovery_points_by_resource(ResourceArn=resource)["RecoveryPoints"]
        types = {point["BackupVaultName"]: point["VaultType"] for point in listed}
        assert types == {"nightly": "BACKUP_VAULT", "gapped": GAPPED}

    @pytest.mark.parametrize("kind", ["LUSTRE", "WINDOWS"])
    def test_is_made_of_these_file_systems(self, gapped: Any, kind: str) -> None:
        key = {"KmsKeyId": new_key()}
        assert copied(gapped, new_file_system(kind, **key))["State"] == "COMPLETED"

    def test_has_the_key_of_its_vault(self, gapped: Any) -> None:
        key = new_key()
        create_gapped(gapped, BackupVaultName="keyed", EncryptionKeyArn=key)
        for target in (TARGET, vault_arn("keyed")):
            copied(gapped, SNAPSHOTS["EBS"], target)
        (owned,), (keyed,) = points(gapped, "gapped"), points(gapped, "keyed")
        assert (owned.get("EncryptionKeyArn"), owned["EncryptionKeyType"]) == (
            None,
            "AWS_OWNED_KMS_KEY",
        )
        assert (keyed["EncryptionKeyArn"], keyed["EncryptionKeyType"]) == (
            key,
            "CUSTOMER_MANAGED_KMS_KEY",
        )
        assert owned["IsEncrypted"] is True

    def test_may_come_from_another_region_and_from_an_air_gapped_vault(self, gapped: Any) -> None:
        far = client_of("backup", FAR)
        create_gapped(far, BackupVaultName="second")
        target = vault_arn("second", FAR)
        first = copied(gapped, SNAPSHOTS["EBS"])["DestinationRecoveryPointArn"]
        for source, point in (
            ("nightly", points(gapped)[0]["RecoveryPointArn"]),
            ("gapped", first),
        ):
            job = copied_to(gapped, target, point, SourceBackupVaultName=source)
            assert job["State"] == "COMPLETED"
        assert [point["VaultType"] for point in points(far, "second")] == [GAPPED] * 2

    def test_is_restored(self, gapped: Any) -> None:
        point = copied(gapped, SNAPSHOTS["EBS"])["DestinationRecoveryPointArn"]
        metadata = gapped.get_recovery_point_restore_metadata(
            BackupVaultName="gapped", RecoveryPointArn=point
        )["RestoreMetadata"]
        job_id = gapped.start_restore_job(
            RecoveryPointArn=point, Metadata={**metadata, "availabilityZone": "z"}, IamRoleArn=ROLE
        )["RestoreJobId"]
        job = gapped.describe_restore_job(RestoreJobId=job_id)
        assert (job["Status"], job["BackupVaultArn"]) == ("COMPLETED", TARGET)
        assert job["CreatedResourceArn"]


class TestUntilItsDaysAreOver:
    @pytest.fixture
    def kept(self, clock: Any) -> str:
        """A recovery point in an air-gapped vault for seven days."""
        client = client_of()
        client.create_backup_vault(BackupVaultName="nightly")
        create_gapped(client)
        return str(copied(client, SNAPSHOTS["EBS"])["DestinationRecoveryPointArn"])

    @pytest.mark.parametrize(
        ("operation", "parameters"),
        [
            ("delete_recovery_point", {}),
            ("update_recovery_point_lifecycle", {"Lifecycle": {"DeleteAfterDays": 8}}),
            ("update_recovery_point_lifecycle", {"Lifecycle": {"DeleteAfterDays": 1}}),
            ("disassociate_recovery_point", {}),
        ],
    )
    def test_nobody_deletes_or_changes_it(self, kept: str, operation: str, parameters: Any) -> None:
        client = client_of()
        asked = {"BackupVaultName": "gapped", "RecoveryPointArn": kept, **parameters}
        assert refused(client, operation, **asked) == (
            "InvalidRequestException",
            "RecoveryPoint cannot be deleted or updated (Backup vault configured with Lock)",
        )
        (point,) = points(client, "gapped")
        assert point["Lifecycle"] == WEEK

    def test_nobody_deletes_its_vault_and_then_both_can_go(self, clock: Any, kept: str) -> None:
        client = client_of()
        clock.shift(7 * DAY - timedelta(seconds=1))
        assert refused(client, "delete_backup_vault", BackupVaultName="gapped") == (
            "InvalidRequestException",
            "Backup vault cannot be deleted because it contains recovery points.",
        )
        clock.shift(timedelta(seconds=1))
        assert points(client, "gapped") == []
        client.delete_backup_vault(BackupVaultName="gapped")
        listed = client.list_backup_vaults()["BackupVaultList"]
        assert [told["BackupVaultName"] for told in listed] == ["nightly"]


class TestItsRetention:
    @pytest.mark.parametrize(
        ("lifecycle", "state"),
        [
            (None, "FAILED"),
            ({"DeleteAfterDays": -1}, "FAILED"),
            ({"DeleteAfterDays": 6}, "FAILED"),
            ({"DeleteAfterDays": 7}, "COMPLETED"),
            ({"DeleteAfterDays": 30}, "COMPLETED"),
            (TOO_LONG, "FAILED"),
        ],
    )
    def test_is_within_that_of_the_vault(self, gapped: Any, lifecycle: Any, state: str) -> None:
        asked = {} if lifecycle is None else {"Lifecycle": lifecycle}
        job = copied_to(gapped, TARGET, backed_up(gapped), **asked)
        assert job["State"] == state
        assert job.get("StatusMessage") == (OUT_OF_RANGE if state == "FAILED" else None)
        assert len(points(gapped, "gapped")) == (state == "COMPLETED")

    def test_is_that_of_the_source_where_nobody_says_so(self, gapped: Any) -> None:
        assert copied(gapped, SNAPSHOTS["EBS"])["DestinationRecoveryPointLifecycle"] == WEEK

    def test_rings_the_alarm_where_it_is_not(self, gapped: Any) -> None:
        queue = Queue(client_of("sqs"))
        pattern = {"source": ["aws.backup"], "detail": {"state": ["FAILED"]}}
        put_rule(client_of("events"), pattern, queue.arn)
        copied(gapped, SNAPSHOTS["EBS"], Lifecycle=TOO_LONG)
        (event,) = queue.events()
        assert event["detail-type"] == "Copy Job State Change"
        assert event["detail"]["destinationBackupVaultArn"] == TARGET
        assert event["detail"]["statusMessage"] == OUT_OF_RANGE


def unsupported(type_name: str, destination: str = REGION) -> tuple[str, str, str]:
    message = (
        f"Copy job from {REGION} to {destination} cannot be initiated for {type_name} resources. "
        "Feature is not supported for provided resource type."
    )
    return "FAILED", message, "UNSUPPORTED_OPERATION"


def ending(job: Any) -> tuple[str, str, str]:
    return job["State"], job["StatusMessage"], job["MessageCategory"]


class TestWhatIsNotTaken:
    @pytest.mark.parametrize(("type_name", "resource"), UNSUPPORTED.items())
    def test_is_a_backup_of_another_type(self, gapped: Any, type_name: str, resource: str) -> None:
        assert ending(copied(gapped, resource)) == unsupported(type_name)
        assert points(gapped, "gapped") == []

    def test_is_a_backup_that_dynamodb_keeps(self, gapped: Any) -> None:
        leave_tables_to_dynamodb(gapped)
        assert ending(copied(gapped, TABLE)) == unsupported("DynamoDB")

    @pytest.mark.parametrize("kind", ["ONTAP", "OPENZFS"])
    def test_is_another_kind_of_file_system(self, gapped: Any, kind: str) -> None:
        assert ending(copied(gapped, new_file_system(kind))) == unsupported("FSx")

    def test_is_an_unencrypted_cluster(self, gapped: Any) -> None:
        assert ending(copied(gapped, new_cluster())) == unsupported("Aurora")

    def test_is_a_stack_with_all_of_its_parts(self, gapped: Any) -> None:
        template = (
            '{"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "b-1"}}}}'
        )
        stack = client_of("cloudformation").create_stack(StackName="s", TemplateBody=template)
        copied(gapped, stack["StackId"])
        endings = [ending(job) for job in jobs(gapped, "copy")]
        assert endings == [unsupported("CloudFormation")] * 2
        assert points(gapped, "gapped") == []


class TestASnapshot:
    """What AWS Backup does not manage fully."""

    @pytest.mark.parametrize("make", ["volume", "cluster"])
    def test_under_the_key_of_its_service_is_not_copied(self, gapped: Any, make: str) -> None:
        resource = (
            new_volume(Encrypted=True) if make == "volume" else new_cluster(StorageEncrypted=True)
        )
        assert ending(copied(gapped, resource)) == ("FAILED", SHARED_KEY, "ACCESS_DENIED")

    def test_under_a_key_of_ones_own_or_none_is_copied(self, gapped: Any) -> None:
        key = new_key()
        for resource in (
            new_volume(Encrypted=True, KmsKeyId=key),
            new_cluster(StorageEncrypted=True, KmsKeyId=key),
            new_volume(),
        ):
            assert copied(gapped, resource)["State"] == "COMPLETED"

    def test_under_a_key_that_is_no_arn_is_copied(self, gapped: Any) -> None:
        resource = new_volume(Encrypted=True, KmsKeyId="arn:mine")
        assert copied(gapped, resource)["State"] == "COMPLETED"


class TestACopyOutAgain:
    @pytest.fixture
    def behind_the_gap(self, gapped: Any) -> str:
        return str(copied(gapped, SNAPSHOTS["EBS"])["DestinationRecoveryPointArn"])

    def test_needs_a_vault_with_a_key_of_ones_own(self, gapped: Any, behind_the_gap: str) -> None:
        source = {"SourceBackupVaultName": "gapped"}
        job = copied_to(gapped, vault_arn("nightly"), behind_the_gap, **source)
        assert ending(job) == ("FAILED", DEFAULT_KEY, "ACCESS_DENIED")
        gapped.create_backup_vault(BackupVaultName="keyed", EncryptionKeyArn=new_key())
        job = copied_to(gapped, vault_arn("keyed"), behind_the_gap, **source)
        assert (job["State"], job["DestinationVaultType"]) == ("COMPLETED", "BACKUP_VAULT")
        kind, _ = job["DestinationRecoveryPointArn"].rsplit("-", 1)
        assert kind == f"arn:aws:ec2:{REGION}::snapshot/snap"
