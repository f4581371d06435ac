"""Copy jobs."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import (
    FAR,
    back_up_by_rule,
    backed_up,
    copied,
    copy,
    jobs,
    points,
    refused,
    vault_arn,
    volume,
)
from listeners import BACKUP_EVENTS, Queue, put_rule
from support import ACCOUNT, ROLE, client_of

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)


class TestCopyJobs:
    def test_a_completed_one_names_its_recovery_point_in_the_other_region(
        self, backup: Any, far: Any
    ) -> None:
        point = backed_up(backup)
        job = copied(backup, point, Lifecycle={"DeleteAfterDays": 7})
        assert job["State"] == "COMPLETED"
        assert job["SourceRecoveryPointArn"] == point
        assert job["SourceBackupVaultArn"] == vault_arn("nightly")
        assert job["MessageCategory"] == "SUCCESS"
        # Only the copies of a plan were made by a backup job.
        assert "CreatedByBackupJobId" not in job
        described = far.describe_recovery_point(
            BackupVaultName="far", RecoveryPointArn=job["DestinationRecoveryPointArn"]
        )
        assert described["SourceBackupVaultArn"] == vault_arn("nightly")
        assert described["Lifecycle"] == {"DeleteAfterDays": 7}
        assert (described["CalculatedLifecycle"]["DeleteAt"] - described["CreationDate"]).days == 7

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            (
                {"RecoveryPointArn": "arn:aws:ec2:us-east-1::snapshot/none"},
                "ResourceNotFoundException",
            ),
            ({"SourceBackupVaultName": "none"}, "ResourceNotFoundException"),
            ({"DestinationBackupVaultArn": vault_arn("none", FAR)}, "ResourceNotFoundException"),
            (
                {"DestinationBackupVaultArn": vault_arn("far", "sa-east-1")},
                "ResourceNotFoundException",
            ),
            ({"DestinationBackupVaultArn": "far"}, "InvalidParameterValueException"),
            ({"IamRoleArn": "role"}, "InvalidParameterValueException"),
            ({"IamRoleArn": ""}, "MissingParameterValueException"),
            ({"Lifecycle": {"DeleteAfterDays": 0}}, "InvalidParameterValueException"),
        ],
    )
    def test_a_refused_one_leaves_nothing_behind(
        self, backup: Any, far: Any, changed: dict[str, Any], code: str
    ) -> None:
        point = backed_up(backup)
        with pytest.raises(backup.exceptions.ClientError) as refused:
            copy(backup, point, **changed)
        assert refused.value.response["Error"]["Code"] == code
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        assert jobs(backup, "copy") == []
        assert (
            far.list_recovery_points_by_backup_vault(BackupVaultName="far")["RecoveryPoints"] == []
        )

    def test_a_vault_lock_fails_what_it_forbids_to_keep(self, backup: Any, far: Any) -> None:
        far.put_backup_vault_lock_configuration(
            BackupVaultName="far", MinRetentionDays=10, MaxRetentionDays=20
        )
        point = backed_up(backup)
        allowed = copied(backup, point, Lifecycle={"DeleteAfterDays": 10})
        forbidden = copied(backup, point, Lifecycle={"DeleteAfterDays": 9})
        forever = copied(backup, point)
        assert [job["State"] for job in (allowed, forbidden, forever)] == [
            "COMPLETED",
            "FAILED",
            "FAILED",
        ]
        assert forbidden["MessageCategory"] == "INVALID_LIFECYCLE"
        assert forbidden["StatusMessage"] == (
            "Copy job failed. The retention specified in the job is not within the range specified "
            "for the target Backup Vault."
        )
        assert "DestinationRecoveryPointArn" not in forbidden

    def test_every_filter_of_the_list_keeps_only_what_matches(self, backup: Any, far: Any) -> None:
        point = backed_up(backup)
        job = copied(backup, point)
        matching = {
            "ByResourceArn": volume(),
            "ByState": "COMPLETED",
            "ByCreatedAfter": "2020-01-01",
            "ByCreatedBefore": "2100-01-01",
            "ByCompleteAfter": "2020-01-01",
            "ByCompleteBefore": "2100-01-01",
            "ByResourceType": "EBS",
            "ByDestinationVaultArn": vault_arn("far", FAR),
            "BySourceRecoveryPointArn": point,
            "ByAccountId": ACCOUNT,
            "ByMessageCategory": "Success",
        }
        other = {
            "ByResourceArn": volume("other"),
            "ByState": "FAILED",
            "ByCreatedAfter": "2100-01-01",
            "ByCreatedBefore": "2020-01-01",
            "ByCompleteAfter": "2100-01-01",
            "ByCompleteBefore": "2020-01-01",
            "ByResourceType": "RDS",
            "ByDestinationVaultArn": vault_arn("near"),
            "BySourceRecoveryPointArn": "other",
            "ByMessageCategory": "FATAL_ERROR",
            "ByParentJobId": "other",
        }
        for name, value in matching.items():
            assert [found["CopyJobId"] for found in jobs(backup, "copy", **{name: value})] == [
                job["CopyJobId"]
            ], name
        for name, value in other.items():
            assert jobs(backup, "copy", **{name: value}) == [], name


def test_a_copy_whose_days_are_over_before_it_is_there_goes_then(nightly: Any, clock: Any) -> None:
    source = backed_up(nightly)
    clock.shift(timedelta(days=9))
    queue = Queue(client_of("sqs"))
    put_rule(client_of("events"), {**BACKUP_EVENTS, "detail": {"status": ["DELETED"]}}, queue.arn)
    week = {"DeleteAfterDays": 7}
    job = copied(nightly, source, DestinationBackupVaultArn=vault_arn("nightly"), Lifecycle=week)
    assert job["State"] == "COMPLETED"
    assert [point["RecoveryPointArn"] for point in points(nightly)] == [source]
    (event,) = queue.events()
    assert event["resources"] == [job["DestinationRecoveryPointArn"]]
    # Not at the end of its days, which was two days ago.
    assert event["time"] == "2026-03-10T00:00:00Z"


def test_a_continuous_backup_is_copied_by_its_rule_and_not_on_demand(
    nightly: Any, clock: Any
) -> None:
    nightly.create_backup_vault(BackupVaultName="second")
    lifecycle = {"DeleteAfterDays": 35}
    back_up_by_rule(
        nightly,
        clock,
        EnableContinuousBackup=True,
        Lifecycle=lifecycle,
        CopyActions=[{"DestinationBackupVaultArn": vault_arn("second")}],
    )
    (point,) = points(nightly)
    (copy_of_it,) = points(nightly, "second")
    assert (point["Status"], copy_of_it["Status"]) == ("AVAILABLE", "COMPLETED")
    asked = {
        "RecoveryPointArn": point["RecoveryPointArn"],
        "SourceBackupVaultName": "nightly",
        "DestinationBackupVaultArn": vault_arn("second"),
        "IamRoleArn": ROLE,
    }
    code, message = refused(nightly, "start_copy_job", **asked)
    assert code == "InvalidRequestException"
    assert message == (
        f"Recovery point {point['RecoveryPointArn']} cannot be copied on demand: "
        "it is of a continuous backup"
    )
    assert len(jobs(nightly, "copy")) == 1
    nightly.disassociate_recovery_point(
        BackupVaultName="nightly", RecoveryPointArn=point["RecoveryPointArn"]
    )
    assert refused(nightly, "start_copy_job", **asked)[0] == "InvalidRequestException"
