"""Copy, restore and scan jobs, through boto3."""

from typing import Any

import pytest
from moto.moto_api import state_manager
from support import ACCOUNT, REGION, ROLE, MakeClient, start, volume

FAR = "eu-west-1"
RESTORE_METADATA = {"availabilityZone": "eu-west-1a"}


@pytest.fixture
def far(make_client: MakeClient, backup: Any) -> Any:
    """A client in another region, with a vault `far`."""
    client = make_client(FAR)
    client.create_backup_vault(BackupVaultName="far")
    return client


def vault_arn(name: str, region: str = REGION, account_id: str = ACCOUNT) -> str:
    return f"arn:aws:backup:{region}:{account_id}:backup-vault:{name}"


def backed_up(client: Any, **parameters: Any) -> str:
    """The recovery point of a backup job that has just completed."""
    job_id = start(client, **parameters)["BackupJobId"]
    return client.describe_backup_job(BackupJobId=job_id)["RecoveryPointArn"]


def copy(client: Any, recovery_point: str, **parameters: Any) -> Any:
    defaults = {
        "RecoveryPointArn": recovery_point,
        "SourceBackupVaultName": "nightly",
        "DestinationBackupVaultArn": vault_arn("far", FAR),
        "IamRoleArn": ROLE,
    }
    return client.start_copy_job(**{**defaults, **parameters})


def copied(client: Any, recovery_point: str, **parameters: Any) -> Any:
    """The copy job, described."""
    job_id = copy(client, recovery_point, **parameters)["CopyJobId"]
    return client.describe_copy_job(CopyJobId=job_id)["CopyJob"]


def restore(client: Any, recovery_point: str, **parameters: Any) -> str:
    defaults = {
        "RecoveryPointArn": recovery_point,
        "Metadata": RESTORE_METADATA,
        "IamRoleArn": ROLE,
    }
    return client.start_restore_job(**{**defaults, **parameters})["RestoreJobId"]


def scan(client: Any, recovery_point: str, **parameters: Any) -> Any:
    defaults = {
        "BackupVaultName": "nightly",
        "RecoveryPointArn": recovery_point,
        "IamRoleArn": ROLE,
        "ScannerRoleArn": ROLE,
        "MalwareScanner": "GUARDDUTY",
        "ScanMode": "FULL_SCAN",
    }
    return client.start_scan_job(**{**defaults, **parameters})


def counts(client: Any, kind: str, **filters: Any) -> int:
    answer = getattr(client, f"list_{kind}_job_summaries")(**filters)
    return sum(row["Count"] for row in answer[f"{kind.capitalize()}JobSummaries"])


def jobs(client: Any, kind: str, **filters: Any) -> list[Any]:
    return getattr(client, f"list_{kind}_jobs")(**filters)[f"{kind.capitalize()}Jobs"]


def test_a_chain_of_all_four_kinds_is_counted_once_each(backup: Any, far: Any) -> None:
    start(backup)
    in_vault = backup.list_recovery_points_by_backup_vault(BackupVaultName="nightly")
    of_volume = backup.list_recovery_points_by_resource(ResourceArn=volume())
    (point,) = in_vault["RecoveryPoints"]
    assert [found["RecoveryPointArn"] for found in of_volume["RecoveryPoints"]] == [
        point["RecoveryPointArn"]
    ]
    copy(backup, point["RecoveryPointArn"])
    (copy_of_it,) = far.list_recovery_points_by_backup_vault(BackupVaultName="far")[
        "RecoveryPoints"
    ]
    restore(far, copy_of_it["RecoveryPointArn"])
    scan(far, copy_of_it["RecoveryPointArn"], BackupVaultName="far")
    where = {"backup": backup, "copy": backup, "restore": far, "scan": far}
    assert {kind: counts(client, kind) for kind, client in where.items()} == dict.fromkeys(where, 1)
    assert far.describe_backup_vault(BackupVaultName="far")["NumberOfRecoveryPoints"] == 1


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
        assert "9 days" in forbidden["StatusMessage"]
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


class TestRestoreJobs:
    def test_a_completed_one_names_what_it_created(self, backup: Any) -> None:
        point = backed_up(backup)
        job = backup.describe_restore_job(RestoreJobId=restore(backup, point))
        assert job["Status"] == "COMPLETED"
        assert job["PercentDone"] == "100.00%"
        assert job["CreatedResourceArn"].startswith(f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/vol-")
        assert job["SourceResourceArn"] == volume()

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
        state_manager.set_transition("backup::restore_job", {"progression": "manual", "times": 2})
        try:
            job_id = restore(mocked_backup, point)
            (listed,) = jobs(mocked_backup, "restore")
            assert (listed["Status"], listed["PercentDone"]) == ("PENDING", "0.00%")
            seen = [mocked_backup.describe_restore_job(RestoreJobId=job_id) for _ in range(4)]
            assert [job["Status"] for job in seen] == ["PENDING", "RUNNING", "RUNNING", "COMPLETED"]
            assert ["CreatedResourceArn" in job for job in seen] == [False, False, False, True]
        finally:
            state_manager.unset_transition("backup::restore_job")

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


class TestScanJobs:
    def test_a_completed_one_found_no_threats(self, backup: Any) -> None:
        point = backed_up(backup)
        answer = scan(backup, point, ScanBaseRecoveryPointArn=point, ScanMode="INCREMENTAL_SCAN")
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
        job = backup.describe_scan_job(ScanJobId=answer["ScanJobId"])
        assert job["State"] == "COMPLETED"
        assert job["ScanResult"] == {"ScanResultStatus": "NO_THREATS_FOUND"}
        assert job["ResourceName"] == "vol-1"

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"BackupVaultName": "none"}, "ResourceNotFoundException"),
            ({"RecoveryPointArn": "none"}, "ResourceNotFoundException"),
            ({"ScanBaseRecoveryPointArn": "none"}, "ResourceNotFoundException"),
            ({"MalwareScanner": "NORTON"}, "InvalidParameterValueException"),
            ({"ScanMode": "GLANCE"}, "InvalidParameterValueException"),
            ({"ScannerRoleArn": "role"}, "InvalidParameterValueException"),
            ({"IamRoleArn": ""}, "MissingParameterValueException"),
        ],
    )
    def test_a_refused_one_leaves_nothing_behind(
        self, backup: Any, changed: dict[str, Any], code: str
    ) -> None:
        point = backed_up(backup)
        with pytest.raises(backup.exceptions.ClientError) as refused:
            scan(backup, point, **changed)
        assert refused.value.response["Error"]["Code"] == code
        assert jobs(backup, "scan") == []

    def test_only_some_types_are_scanned(self, backup: Any) -> None:
        table = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/t"
        point = backed_up(backup, ResourceArn=table)
        with pytest.raises(backup.exceptions.InvalidParameterValueException, match="EBS, EC2, S3"):
            scan(backup, point)

    def test_every_filter_of_the_list_keeps_only_what_matches(self, backup: Any) -> None:
        point = backed_up(backup)
        job_id = scan(backup, point)["ScanJobId"]
        matching = {
            "ByAccountId": ACCOUNT,
            "ByBackupVaultName": "nightly",
            "ByCompleteAfter": "2020-01-01",
            "ByCompleteBefore": "2100-01-01",
            "ByMalwareScanner": "GUARDDUTY",
            "ByRecoveryPointArn": point,
            "ByResourceArn": volume(),
            "ByResourceType": "EBS",
            "ByScanResultStatus": "NO_THREATS_FOUND",
            "ByState": "COMPLETED",
        }
        other = {
            "ByBackupVaultName": "other",
            "ByCompleteAfter": "2100-01-01",
            "ByCompleteBefore": "2020-01-01",
            "ByRecoveryPointArn": "other",
            "ByResourceArn": "other",
            "ByResourceType": "S3",
            "ByScanResultStatus": "THREATS_FOUND",
            "ByState": "FAILED",
        }
        for name, value in matching.items():
            found = [job["ScanJobId"] for job in jobs(backup, "scan", **{name: value})]
            assert found == [job_id], name
        for name, value in other.items():
            assert jobs(backup, "scan", **{name: value}) == [], name

    def test_rows_leave_the_result_out_unless_it_is_asked_for(self, backup: Any) -> None:
        scan(backup, backed_up(backup))
        (summed,) = backup.list_scan_job_summaries()["ScanJobSummaries"]
        assert "ScanResultStatus" not in summed
        assert summed["MalwareScanner"] == "AGGREGATE_ALL"
        (asked,) = backup.list_scan_job_summaries(
            MalwareScanner="ANY", ScanResultStatus="NO_THREATS_FOUND"
        )["ScanJobSummaries"]
        assert (asked["MalwareScanner"], asked["ScanResultStatus"]) == (
            "GUARDDUTY",
            "NO_THREATS_FOUND",
        )


@pytest.mark.parametrize("kind", ["backup", "copy", "restore", "scan"])
def test_an_unknown_job_is_not_found(backup: Any, kind: str) -> None:
    with pytest.raises(backup.exceptions.ResourceNotFoundException, match="nope"):
        getattr(backup, f"describe_{kind}_job")(**{f"{kind.capitalize()}JobId": "nope"})
