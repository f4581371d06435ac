"""Parameters of the operations that start jobs: honoured or refused by name, never ignored."""

from datetime import timedelta
from typing import Any

import pytest

from truth.calls import (
    DAY,
    MALFORMED,
    NOW,
    REFUSED,
    ROLE,
    arn,
    backed_up,
    bucket,
    disk,
    jobs,
    planned,
    point_of,
    points,
    refusal,
    restored,
    scan_request,
    scanned,
    start,
    vault_arn,
    volume,
)

INSTANCE = arn("ec2", "instance/i-1")
INVALID = "InvalidParameterValueException"


def start_refused(client: Any, **parameters: Any) -> str:
    wanted = {"BackupVaultName": "nightly", "ResourceArn": volume(), "IamRoleArn": ROLE}
    code = refusal(client, "start_backup_job", **{**wanted, **parameters})
    assert jobs(client) == []
    return code


class TestBackupOptions:
    def test_are_told_of_the_job(self, client: Any) -> None:
        job = backed_up(client, INSTANCE, BackupOptions={"WindowsVSS": "enabled"})
        assert job["BackupOptions"] == {"WindowsVSS": "enabled"}

    def test_of_windows_are_the_backups_type(self, client: Any) -> None:
        job = backed_up(client, INSTANCE, BackupOptions={"WindowsVSS": "enabled"})
        assert job["BackupType"] == "WindowsVSS"

    @pytest.mark.parametrize("options", [{}, {"WindowsVSS": "disabled"}])
    def test_without_windows_are_a_regular_backup(
        self, client: Any, options: dict[str, str]
    ) -> None:
        assert not backed_up(client, INSTANCE, BackupOptions=options).get("BackupType")

    @pytest.mark.parametrize("options", [{"LinuxVSS": "enabled"}, {"WindowsVSS": "yes"}])
    def test_that_aws_does_not_know_are_refused(self, client: Any, options: dict[str, str]) -> None:
        assert start_refused(client, ResourceArn=INSTANCE, BackupOptions=options) == INVALID


class TestAnIndex:
    @pytest.mark.parametrize("make", [disk, bucket])
    def test_is_there_when_it_is_asked_for(self, client: Any, make: Any) -> None:
        point = backed_up(client, make(), Index="ENABLED")["RecoveryPointArn"]
        assert point_of(client, point)["IndexStatus"] == "ACTIVE"

    def test_is_shown_in_the_list(self, client: Any) -> None:
        backed_up(client, Index="ENABLED")
        assert [point["IndexStatus"] for point in points(client)] == ["ACTIVE"]

    @pytest.mark.parametrize("asked", [{}, {"Index": "DISABLED"}])
    def test_is_not_there_when_it_is_not(self, client: Any, asked: dict[str, str]) -> None:
        point = backed_up(client, **asked)["RecoveryPointArn"]
        assert "IndexStatus" not in point_of(client, point)

    def test_is_of_volumes_and_buckets_only(self, client: Any) -> None:
        point = backed_up(client, arn("rds", "db:d"), Index="ENABLED")["RecoveryPointArn"]
        assert "IndexStatus" not in point_of(client, point)

    def test_is_nothing_but_enabled_or_disabled(self, client: Any) -> None:
        assert start_refused(client, Index="MAYBE") == INVALID

    def test_of_a_rule_is_made_for_its_types(self, clock: Any, client: Any) -> None:
        disk()
        bucket()
        planned(client, {"IndexActions": [{"ResourceTypes": ["S3"]}]})
        clock.shift(DAY)
        found = {point["ResourceType"]: point.get("IndexStatus") for point in points(client)}
        assert found == {"EBS": None, "S3": "ACTIVE"}


def test_a_job_has_no_event_after_which_it_is_deleted(client: Any) -> None:
    assert start_refused(client, Lifecycle={"DeleteAfterEvent": "DELETE_AFTER_COPY"}) == INVALID


def test_an_air_gapped_vault_that_does_not_exist_is_refused(client: Any) -> None:
    asked = vault_arn("gapped")
    code = start_refused(client, LogicallyAirGappedBackupVaultArn=asked)
    assert code in (INVALID, "ResourceNotFoundException")


class TestScans:
    @pytest.fixture
    def point(self, client: Any) -> str:
        return str(backed_up(client, bucket())["RecoveryPointArn"])

    def test_up_to_a_moment_tell_it_or_are_refused_by_its_name(
        self, client: Any, point: str
    ) -> None:
        # AWS means it for continuous backups, and says nothing of snapshots.
        end = NOW - timedelta(hours=1)
        try:
            told = scanned(client, point, ContinuousScanEndTime=end)["ContinuousScanEndTime"]
        except client.exceptions.ClientError as error:
            assert "ContinuousScanEndTime" in str(error)  # noqa: PT017 - either answer is right
        else:
            assert told == end

    def test_up_to_no_moment_tell_none(self, client: Any, point: str) -> None:
        assert "ContinuousScanEndTime" not in scanned(client, point)

    def test_of_what_changed_need_a_base(self, client: Any, point: str) -> None:
        asked = scan_request(point, ScanMode="INCREMENTAL_SCAN")
        assert refusal(client, "start_scan_job", **asked) in REFUSED
        assert jobs(client, "scan") == []

    def test_of_what_changed_since_a_base_are_made(self, client: Any, point: str) -> None:
        later = backed_up(client, "arn:aws:s3:::bucket")["RecoveryPointArn"]
        changed = {"ScanMode": "INCREMENTAL_SCAN", "ScanBaseRecoveryPointArn": point}
        job = scanned(client, later, **changed)
        assert (job["State"], job["ScanBaseRecoveryPointArn"]) == ("COMPLETED", point)


class TestRestores:
    def refused(self, client: Any, **parameters: Any) -> str:
        point = backed_up(client)["RecoveryPointArn"]
        wanted = {"RecoveryPointArn": point, "Metadata": {"a": "b"}, "IamRoleArn": ROLE}
        code = refusal(client, "start_restore_job", **{**wanted, **parameters})
        assert jobs(client, "restore") == []
        return code

    def test_are_of_the_type_of_their_point(self, client: Any) -> None:
        assert self.refused(client, ResourceType="S3") in REFUSED

    def test_may_say_the_type_of_their_point(self, client: Any) -> None:
        point = backed_up(client)["RecoveryPointArn"]
        assert restored(client, point, ResourceType="EBS")["ResourceType"] == "EBS"

    def test_need_metadata(self, client: Any) -> None:
        assert self.refused(client, Metadata={}) in MALFORMED

    @pytest.mark.parametrize(
        ("final", "then"),
        [
            ("SUCCESSFUL", "FAILED"),
            ("SUCCESSFUL", "VALIDATING"),
            ("FAILED", "SUCCESSFUL"),
            ("FAILED", "VALIDATING"),
        ],
    )
    def test_keep_their_final_validation(self, client: Any, final: str, then: str) -> None:
        job_id = restored(client, backed_up(client)["RecoveryPointArn"])["RestoreJobId"]
        client.put_restore_validation_result(RestoreJobId=job_id, ValidationStatus=final)
        asked = {"RestoreJobId": job_id, "ValidationStatus": then}
        assert refusal(client, "put_restore_validation_result", **asked) in REFUSED
        job = client.describe_restore_job(RestoreJobId=job_id)
        assert job["ValidationStatus"] == final

    def test_may_be_validated_after_they_were_validating(self, client: Any) -> None:
        job_id = restored(client, backed_up(client)["RecoveryPointArn"])["RestoreJobId"]
        for status in ("VALIDATING", "SUCCESSFUL"):
            client.put_restore_validation_result(RestoreJobId=job_id, ValidationStatus=status)
        job = client.describe_restore_job(RestoreJobId=job_id)
        assert job["ValidationStatus"] == "SUCCESSFUL"


def test_the_points_that_aws_backup_manages_can_be_listed_alone(client: Any) -> None:
    start(client)
    asked = {"ResourceArn": volume(), "ManagedByAWSBackupOnly": True}
    assert len(client.list_recovery_points_by_resource(**asked)["RecoveryPoints"]) == 1
