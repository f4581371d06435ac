"""What a test says will happen: outcomes of jobs, and calls that fail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import pytest
from botocore.config import Config
from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws
from moto.moto_api import state_manager
from support import REGION, ROLE, checked, start, volume

from moto_backup_summaries import fail_operation, set_job_outcome
from moto_backup_summaries.backup.models import new_rules

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)


@pytest.fixture
def vault(mocked_backup: Any) -> Any:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    return mocked_backup


def described(client: Any, **parameters: Any) -> Any:
    return client.describe_backup_job(BackupJobId=start(client, **parameters)["BackupJobId"])


class TestOutcomes:
    def test_a_job_fails_with_its_message(self, vault: Any) -> None:
        set_job_outcome("backup", state="FAILED", status_message="Access denied")
        job = described(vault)
        assert (job["State"], job["StatusMessage"], job["MessageCategory"]) == (
            "FAILED",
            "Access denied",
            "ACCESS_DENIED",
        )
        (kept,) = vault.list_backup_vaults()["BackupVaultList"]
        assert kept["NumberOfRecoveryPoints"] == 0

    def test_a_category_can_be_given(self, vault: Any) -> None:
        set_job_outcome("backup", state="COMPLETED", message_category="VssError")
        job = described(vault)
        assert (job["State"], job["MessageCategory"]) == ("COMPLETED", "VSS_ERROR")

    def test_an_expired_job_says_so(self, vault: Any) -> None:
        set_job_outcome("backup", state="EXPIRED")
        assert described(vault)["MessageCategory"] == "JOB_EXPIRED"

    def test_only_jobs_that_match_are_decided(self, vault: Any) -> None:
        set_job_outcome("backup", state="FAILED", resource_arn="*:volume/vol-1*")
        set_job_outcome("backup", state="ABORTED", resource_type="S3")
        set_job_outcome("backup", state="PARTIAL", region_name="eu-west-1")
        set_job_outcome("backup", state="PARTIAL", account_id="111122223333")
        set_job_outcome("copy", state="FAILED")
        arns = [volume("vol-12"), volume("vol-2"), "arn:aws:s3:::b"]
        states = [described(vault, ResourceArn=arn)["State"] for arn in arns]
        assert states == ["FAILED", "COMPLETED", "ABORTED"]

    def test_a_job_runs_as_long_as_it_is_told_by_motos_clock(self) -> None:
        with freeze_time(NOW) as clock, mock_aws():
            client = checked(boto3.client("backup", region_name=REGION))
            client.create_backup_vault(BackupVaultName="nightly")
            set_job_outcome(
                "backup", state="COMPLETED", duration=timedelta(hours=2), backup_size_in_bytes=7
            )
            job_id = start(client)["BackupJobId"]
            clock.tick(7199)
            assert client.describe_backup_job(BackupJobId=job_id)["State"] == "RUNNING"
            clock.tick(60)
            job = client.describe_backup_job(BackupJobId=job_id)
            assert job["State"] == "COMPLETED"
            assert job["CompletionDate"] == NOW + timedelta(hours=2)
            assert job["BackupSizeInBytes"] == 7

    def test_without_a_duration_the_transition_applies(self, vault: Any) -> None:
        state_manager.set_transition("backup::backup_job", {"progression": "manual", "times": 1})
        try:
            set_job_outcome("backup", state="FAILED")
            job_id = start(vault)["BackupJobId"]
            seen = [vault.describe_backup_job(BackupJobId=job_id)["State"] for _ in range(3)]
        finally:
            state_manager.unset_transition("backup::backup_job")
        assert seen == ["PENDING", "RUNNING", "FAILED"]

    def test_a_scan_finds_threats(self, vault: Any) -> None:
        set_job_outcome("scan", state="COMPLETED", scan_result_status="THREATS_FOUND")
        point = described(vault)["RecoveryPointArn"]
        job_id = vault.start_scan_job(
            BackupVaultName="nightly",
            RecoveryPointArn=point,
            IamRoleArn=ROLE,
            ScannerRoleArn=ROLE,
            MalwareScanner="GUARDDUTY",
            ScanMode="FULL_SCAN",
        )["ScanJobId"]
        job = vault.describe_scan_job(ScanJobId=job_id)
        assert job["ScanResult"] == {"ScanResultStatus": "THREATS_FOUND"}

    def test_a_restore_that_fails_creates_nothing(self, vault: Any) -> None:
        set_job_outcome("restore", state="FAILED", status_message="No subnet")
        point = described(vault)["RecoveryPointArn"]
        job_id = vault.start_restore_job(RecoveryPointArn=point, Metadata={"a": "b"})[
            "RestoreJobId"
        ]
        job = vault.describe_restore_job(RestoreJobId=job_id)
        assert (job["Status"], job["StatusMessage"]) == ("FAILED", "No subnet")
        assert "CreatedResourceArn" not in job

    def test_a_repeated_token_uses_no_rule_up(self, vault: Any) -> None:
        set_job_outcome("backup", state="FAILED", times=2)
        for _ in range(3):
            start(vault, IdempotencyToken="same")
        assert described(vault)["State"] == "FAILED"
        assert described(vault)["State"] == "COMPLETED"

    def test_they_end_with_the_mock(self) -> None:
        with mock_aws():
            set_job_outcome("backup", state="FAILED")
        with mock_aws():
            client = boto3.client("backup", region_name=REGION)
            client.create_backup_vault(BackupVaultName="nightly")
            assert described(client)["State"] == "COMPLETED"

    def test_times_is_exact_under_eight_threads(self, vault: Any) -> None:
        set_job_outcome("backup", state="FAILED", times=17)
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda number: start(vault, ResourceArn=volume(str(number))), range(40)))
        rows = vault.list_backup_job_summaries(State="ANY")["BackupJobSummaries"]
        assert {row["State"]: row["Count"] for row in rows} == {"COMPLETED": 23, "FAILED": 17}

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["FAILED", "ABORTED", "PARTIAL"]),
                st.sampled_from(["*", "*vol-1", "*vol-2", "arn:*:volume/vol-*"]),
                st.none() | st.integers(min_value=1, max_value=3),
            ),
            max_size=5,
        ),
        st.lists(st.sampled_from(["vol-1", "vol-2"]), max_size=6),
    )
    def test_the_last_rule_that_matches_wins(
        self, rules: list[tuple[str, str, int | None]], names: list[str]
    ) -> None:
        left = [[state, pattern, times] for state, pattern, times in rules]
        with mock_aws():
            client = boto3.client("backup", region_name=REGION)
            client.create_backup_vault(BackupVaultName="nightly")
            for state, pattern, times in rules:
                set_job_outcome("backup", state=state, resource_arn=pattern, times=times)
            for name in names:
                expected = "COMPLETED"
                for rule in reversed(left):
                    applies = rule[1] in ("*", f"*{name}", "arn:*:volume/vol-*")
                    if applies and rule[2] != 0:
                        expected = rule[0]
                        rule[2] = None if rule[2] is None else rule[2] - 1
                        break
                assert described(client, ResourceArn=volume(name))["State"] == expected

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"kind": "export"}, "kind: 'export' is not one of backup, copy, restore, scan"),
            ({"state": "RUNNING"}, "state: 'RUNNING' is not one of ABORTED, COMPLETED"),
            ({"times": 0}, "times: 0 is not 1 or more"),
            ({"status_message": 1}, "status_message: 1 is not a string"),
            ({"account_id": 1}, "account_id: 1 is not a string"),
            ({"backup_size_in_bytes": -1}, "backup_size_in_bytes: -1 is not a number of bytes"),
            ({"duration": "soon"}, "duration: 'soon' is not seconds"),
            ({"duration": -1}, "duration: -1 is not seconds"),
            ({"duration": True}, "duration: True is not seconds"),
            ({"scan_result_status": "THREATS_FOUND"}, "for scan jobs"),
            ({"kind": "restore", "message_category": "SUCCESS"}, "restore jobs"),
        ],
    )
    def test_bad_values_are_named(self, vault: Any, fields: dict[str, Any], said: str) -> None:
        with pytest.raises(ValueError, match=said.replace("(", r"\(")):
            set_job_outcome(**{"kind": "backup", "state": "FAILED", **fields})
        assert described(vault)["State"] == "COMPLETED"

    def test_durations_are_written_in_iso_8601_too(self, vault: Any) -> None:
        set_job_outcome("backup", state="FAILED", duration="P14D", times=3)
        (rule,) = new_rules().outcomes
        assert rule.shown() == {
            "kind": "backup",
            "state": "FAILED",
            "duration": 1_209_600.0,
            "times": 3,
        }


class TestFaults:
    def client(self, attempts: int) -> Any:
        retries: Any = {"total_max_attempts": attempts, "mode": "standard"}
        return boto3.client("backup", region_name=REGION, config=Config(retries=retries))

    @pytest.mark.parametrize("operation", ["ListBackupVaults", "list_backup_vaults"])
    def test_botocore_retries_what_the_model_calls_a_server_error(
        self, vault: Any, operation: str
    ) -> None:
        fail_operation(operation, code="ServiceUnavailableException")
        answer = self.client(2).list_backup_vaults()
        assert answer["ResponseMetadata"]["RetryAttempts"] == 1

    @pytest.mark.parametrize(
        ("code", "status"),
        [
            ("ServiceUnavailableException", 500),
            ("InvalidRequestException", 400),
            ("AccessDeniedException", 403),
        ],
    )
    def test_an_error_has_its_status_and_message(self, vault: Any, code: str, status: int) -> None:
        fail_operation("StartBackupJob", code=code, message="As the test said")
        client = self.client(1)
        with pytest.raises(client.exceptions.ClientError, match="As the test said") as error:
            start(client)
        assert error.value.response["Error"]["Code"] == code
        assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
        assert vault.list_backup_jobs()["BackupJobs"] == []

    def test_what_nobody_implements_fails_as_told(self, vault: Any) -> None:
        fail_operation("ListFrameworks", code="ServiceUnavailableException")
        with pytest.raises(vault.exceptions.ServiceUnavailableException, match="Injected"):
            self.client(1).list_frameworks()

    def test_other_calls_are_left_alone(self, vault: Any) -> None:
        code = "InvalidRequestException"
        fail_operation("ListBackupJobs", code=code, times=None, region_name="eu-west-1")
        fail_operation("ListBackupJobs", code=code, times=None, account_id="111122223333")
        assert vault.list_backup_jobs()["BackupJobs"] == []
        far = boto3.client("backup", region_name="eu-west-1")
        for _ in range(3):
            with pytest.raises(far.exceptions.InvalidRequestException):
                far.list_backup_jobs()

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("ListBackupJob", "InvalidRequestException"), "near are .*ListBackupJobs"),
            (("ListBackupJobs", "ServiceUnavailabl"), "near are .*ServiceUnavailableException"),
            (("ListBackupJobs", "zzz"), "near are .*InvalidRequestException"),
        ],
    )
    def test_unknown_names_are_answered_with_near_ones(
        self, vault: Any, arguments: tuple[str, str], said: str
    ) -> None:
        with pytest.raises(ValueError, match=said):
            fail_operation(arguments[0], code=arguments[1])
        assert vault.list_backup_jobs()["BackupJobs"] == []
