"""Restore jobs."""

import re
from typing import Any

import pytest
from calls import RESTORE_METADATA, backed_up, jobs, restore, volume
from support import ACCOUNT, REGION, transition


class TestRestoreJobs:
    def test_a_completed_one_names_what_it_created(self, backup: Any) -> None:
        point = backed_up(backup)
        job = backup.describe_restore_job(RestoreJobId=restore(backup, point))
        assert job["Status"] == "COMPLETED"
        assert job["PercentDone"] == "100.00%"
        assert job["CreatedResourceArn"].startswith(f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/vol-")
        assert job["SourceResourceArn"] == volume()

    @pytest.mark.parametrize(
        ("resource", "metadata", "created"),
        [
            (f"ec2:{REGION}:{ACCOUNT}:instance/i-1", {}, r"instance/i-[0-9a-f]{17}"),
            (f"fsx:{REGION}:{ACCOUNT}:file-system/fs-1", {}, r"file-system/fs-[0-9a-f]{17}"),
            (f"rds:{REGION}:{ACCOUNT}:db:d", {}, r"db:restored-[0-9a-f]{8}"),
            (f"rds:{REGION}:{ACCOUNT}:db:d", {"DBInstanceIdentifier": "e"}, "db:e"),
            (
                f"elasticfilesystem:{REGION}:{ACCOUNT}:file-system/fs-1",
                {"file-system-id": "fs-1", "newFileSystem": "true"},
                r"file-system/fs-[0-9a-f]{17}",
            ),
            (
                f"elasticfilesystem:{REGION}:{ACCOUNT}:file-system/fs-1",
                {"file-system-id": "fs-1", "newFileSystem": "false"},
                "file-system/fs-1",
            ),
        ],
    )
    def test_what_it_creates_has_an_id_of_its_type_or_the_name_that_was_given(
        self, vault: Any, resource: str, metadata: dict[str, str], created: str
    ) -> None:
        point = backed_up(vault, ResourceArn=f"arn:aws:{resource}")
        asked = {"aws:backup:request-id": "11111111-2222", **metadata}
        job_id = restore(vault, point, Metadata=asked)
        job = vault.describe_restore_job(RestoreJobId=job_id)
        assert re.fullmatch(created, job["CreatedResourceArn"].split(":", 5)[5])

    def test_one_that_is_repeated_is_answered_though_its_recovery_point_is_gone(
        self, vault: Any
    ) -> None:
        point = backed_up(vault)
        job_id = restore(vault, point, IdempotencyToken="once")
        vault.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
        assert restore(vault, point, IdempotencyToken="once") == job_id
        assert len(jobs(vault, "restore")) == 1

    def test_its_metadata_is_told_again(self, backup: Any) -> None:
        job_id = restore(backup, backed_up(backup))
        assert backup.get_restore_job_metadata(RestoreJobId=job_id)["Metadata"] == RESTORE_METADATA

    def test_a_recovery_point_tells_what_restores_it(self, backup: Any) -> None:
        point = backed_up(backup)
        answer = backup.get_recovery_point_restore_metadata(
            BackupVaultName="nightly", RecoveryPointArn=point
        )
        assert answer["ResourceType"] == "EBS"
        assert "aws:backup:request-id" in answer["RestoreMetadata"]

    def test_it_begins_pending_where_transitions_are_manual(self, mocked_backup: Any) -> None:
        mocked_backup.create_backup_vault(BackupVaultName="nightly")
        point = backed_up(mocked_backup)
        with transition("manual", "restore", times=2):
            job_id = restore(mocked_backup, point)
            (listed,) = jobs(mocked_backup, "restore")
            assert (listed["Status"], listed["PercentDone"]) == ("PENDING", "0.00%")
            seen = [mocked_backup.describe_restore_job(RestoreJobId=job_id) for _ in range(3)]
            assert [job["Status"] for job in seen] == ["RUNNING", "RUNNING", "COMPLETED"]
            assert ["CreatedResourceArn" in job for job in seen] == [False, False, True]

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            (
                {"RecoveryPointArn": "arn:aws:ec2:us-east-1::snapshot/none"},
                "ResourceNotFoundException",
            ),
            ({"RecoveryPointArn": ""}, "MissingParameterValueException"),
            ({"ResourceType": "Floppy"}, "InvalidParameterValueException"),
            ({"IamRoleArn": "role"}, "InvalidParameterValueException"),
        ],
    )
    def test_a_refused_one_leaves_nothing_behind(
        self, backup: Any, changed: dict[str, Any], code: str
    ) -> None:
        point = backed_up(backup)
        with pytest.raises(backup.exceptions.ClientError) as refused:
            restore(backup, point, **changed)
        assert refused.value.response["Error"]["Code"] == code
        assert jobs(backup, "restore") == []

    def test_those_of_a_resource_are_listed_by_it(self, backup: Any) -> None:
        job_id = restore(backup, backed_up(backup))
        restore(backup, backed_up(backup, ResourceArn=volume("vol-2")))

        def listed(**filters: Any) -> list[str]:
            answer = backup.list_restore_jobs_by_protected_resource(ResourceArn=volume(), **filters)
            return [job["RestoreJobId"] for job in answer["RestoreJobs"]]

        assert listed() == [job_id]
        assert listed(ByStatus="COMPLETED") == [job_id]
        assert listed(ByStatus="FAILED") == []
        assert listed(ByRecoveryPointCreationDateAfter="2020-01-01") == [job_id]
        assert listed(ByRecoveryPointCreationDateBefore="2020-01-01") == []

    def test_the_restore_testing_plan_is_a_filter(self, mocked_backup: Any) -> None:
        from moto_backup_summaries import load_jobs

        plan = "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:p"
        load_jobs({"RestoreJobs": [{"CreatedBy": {"RestoreTestingPlanArn": plan}}, {}]})
        assert len(jobs(mocked_backup, "restore", ByRestoreTestingPlanArn=plan)) == 1
        assert len(jobs(mocked_backup, "restore", ByStatus="COMPLETED")) == 2

    def test_validation_results_are_kept_on_completed_ones(self, backup: Any) -> None:
        job_id = restore(backup, backed_up(backup))
        backup.put_restore_validation_result(
            RestoreJobId=job_id, ValidationStatus="FAILED", ValidationStatusMessage="No boot"
        )
        job = backup.describe_restore_job(RestoreJobId=job_id)
        assert (job["ValidationStatus"], job["ValidationStatusMessage"]) == ("FAILED", "No boot")
        with pytest.raises(
            backup.exceptions.InvalidParameterValueException, match="ValidationStatus"
        ):
            backup.put_restore_validation_result(RestoreJobId=job_id, ValidationStatus="FINE")

    def test_validation_results_of_others_are_refused(self, mocked_backup: Any) -> None:
        from moto_backup_summaries import load_jobs

        load_jobs({"RestoreJobs": [{"RestoreJobId": "failed", "Status": "FAILED"}]})
        with pytest.raises(mocked_backup.exceptions.InvalidRequestException, match="FAILED"):
            mocked_backup.put_restore_validation_result(
                RestoreJobId="failed", ValidationStatus="SUCCESSFUL"
            )
