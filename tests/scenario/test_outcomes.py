"""Outcomes: how jobs end that a test decides about."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import backed_up, copied, described, restore, start, vault_arn, volume
from moto import mock_aws
from support import ROLE, client_of, frozen_at, transition

from moto_backup_summaries import set_job_outcome

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)


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

    @pytest.mark.parametrize("category", ["ACCESS_DENID", "acess_denied", "VssErr0r"])
    @pytest.mark.usefixtures("vault")
    def test_a_category_that_is_near_a_known_one_is_refused(self, category: str) -> None:
        with pytest.raises(
            ValueError, match=f"message_category: got '{category}', .* did you mean"
        ):
            set_job_outcome("backup", state="FAILED", message_category=category)

    @pytest.mark.parametrize("category", ["AccessDenied", "access_denied", "A_NEW_ONE"])
    def test_a_category_that_is_known_or_new_is_taken(self, vault: Any, category: str) -> None:
        set_job_outcome("backup", state="FAILED", message_category=category)
        assert described(vault)["MessageCategory"] in ("ACCESS_DENIED", "A_NEW_ONE")

    def test_an_expired_job_says_so(self, vault: Any) -> None:
        set_job_outcome("backup", state="EXPIRED")
        assert described(vault)["MessageCategory"] == "JOB_EXPIRED"

    def test_a_category_alone_explains_a_failure(self, vault: Any) -> None:
        set_job_outcome("backup", state="FAILED", message_category="ACCESS_DENIED")
        job = described(vault)
        assert (job["MessageCategory"], "StatusMessage" in job) == ("ACCESS_DENIED", False)

    @pytest.mark.parametrize("kind", ["backup", "copy"])
    def test_what_the_lock_of_a_vault_forbids_does_not_succeed(self, vault: Any, kind: str) -> None:
        vault.create_backup_vault(BackupVaultName="locked")
        vault.put_backup_vault_lock_configuration(BackupVaultName="locked", MaxRetentionDays=9)
        set_job_outcome(kind, state="COMPLETED")
        lifecycle = {"DeleteAfterDays": 10}
        if kind == "backup":
            job = described(vault, BackupVaultName="locked", Lifecycle=lifecycle)
        else:
            job = copied(
                vault,
                described(vault)["RecoveryPointArn"],
                DestinationBackupVaultArn=vault_arn("locked"),
                Lifecycle=lifecycle,
            )
        assert (job["State"], job["MessageCategory"]) == ("FAILED", "INVALID_LIFECYCLE")

    def test_only_jobs_that_match_are_decided(self, vault: Any) -> None:
        set_job_outcome("backup", state="FAILED", resource_arn="*:volume/vol-1*")
        set_job_outcome("backup", state="ABORTED", resource_type="S3")
        others = [
            set_job_outcome("backup", state="PARTIAL", region_name="eu-west-1"),
            set_job_outcome("backup", state="PARTIAL", account_id="111122223333"),
            set_job_outcome("copy", state="FAILED"),
        ]
        arns = [volume("vol-12"), volume("vol-2"), "arn:aws:s3:::b"]
        states = [described(vault, ResourceArn=arn)["State"] for arn in arns]
        assert states == ["FAILED", "COMPLETED", "ABORTED"]
        for rule in others:
            rule.remove()

    def test_a_job_runs_as_long_as_it_is_told_by_motos_clock(self) -> None:
        with frozen_at(NOW) as clock, mock_aws():
            client = client_of()
            client.create_backup_vault(BackupVaultName="nightly")
            set_job_outcome(
                "backup", state="COMPLETED", duration=timedelta(hours=2), backup_size_in_bytes=7
            )
            job_id = start(client)["BackupJobId"]
            clock.shift(7199)
            assert client.describe_backup_job(BackupJobId=job_id)["State"] == "RUNNING"
            clock.shift(60)
            job = client.describe_backup_job(BackupJobId=job_id)
            assert job["State"] == "COMPLETED"
            assert job["CompletionDate"] == NOW + timedelta(hours=2)
            assert job["BackupSizeInBytes"] == 7

    @pytest.mark.parametrize(
        ("kind", "shown"),
        [("backup", ["0.0", "25.0", "99.9"]), ("restore", ["0.00%", "25.00%", "99.90%"])],
    )
    def test_a_job_tells_how_much_of_its_duration_is_over(
        self, kind: str, shown: list[str], clock: Any, nightly: Any
    ) -> None:
        point = backed_up(nightly)
        set_job_outcome(kind, state="COMPLETED", duration=timedelta(hours=4))
        job_id = start(nightly)["BackupJobId"] if kind == "backup" else restore(nightly, point)
        describe = getattr(nightly, f"describe_{kind}_job")
        listed = getattr(nightly, f"list_{kind}_jobs")
        name = f"{kind.capitalize()}JobId"
        seen = []
        for seconds in (0, 3600, 3 * 3600 - 10):
            clock.shift(seconds)
            job = describe(**{name: job_id})
            (same,) = [it for it in listed()[f"{kind.capitalize()}Jobs"] if it[name] == job_id]
            assert same["PercentDone"] == job["PercentDone"]
            seen.append(job["PercentDone"])
        assert seen == shown
        clock.shift(10)
        assert describe(**{name: job_id})["PercentDone"].startswith("100.0")

    def test_without_a_duration_the_transition_applies(self, vault: Any) -> None:
        with transition("manual", times=1):
            set_job_outcome("backup", state="FAILED")
            job_id = start(vault)["BackupJobId"]
            seen = [vault.describe_backup_job(BackupJobId=job_id)["State"] for _ in range(3)]
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
        for state in ("FAILED", "COMPLETED"):
            with mock_aws():
                client = client_of()
                client.create_backup_vault(BackupVaultName="nightly")
                if state == "FAILED":
                    set_job_outcome("backup", state="FAILED")
                assert described(client)["State"] == state

    def test_times_is_exact_under_eight_threads(self, vault: Any) -> None:
        set_job_outcome("backup", state="FAILED", times=17)
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda number: start(vault, ResourceArn=volume(str(number))), range(40)))
        rows = vault.list_backup_job_summaries(State="ANY")["BackupJobSummaries"]
        assert {row["State"]: row["Count"] for row in rows} == {"COMPLETED": 23, "FAILED": 17}

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            (
                {"kind": "export"},
                "kind: got 'export', accepts one of backup, copy, restore, scan",
            ),
            (
                {"state": "RUNNING"},
                "state: got 'RUNNING', accepts one of ABORTED, COMPLETED",
            ),
            ({"state": "Failed"}, "FAILED, PARTIAL; did you mean FAILED?"),
            ({"kind": "backups"}, "scan; did you mean backup?"),
            ({"times": 0}, "times: got 0, accepts 1 or more"),
            ({"times": True}, "times: got True, accepts 1 or more, or None for always"),
            ({"status_message": 1}, "status_message: got 1, accepts a string"),
            (
                {"kind": "restore", "resource_type": "\ud800"},
                "resource_type: got '\\ud800', accepts text without NUL and lone surrogates",
            ),
            (
                {"resource_arn": "vol-\u00fc"},
                "volume/vol-1; did you mean '*vol-\u00fc'?",
            ),
            ({"account_id": 1}, "account_id: got 1, accepts a string of 12 digits"),
            ({"account_id": 12345678901}, "digits; did you mean '012345678901'?"),
            ({"account_id": 10**12}, "account_id: got 1000000000000, accepts a string"),
            ({"account_id": "12345"}, "account_id: got '12345', accepts a string of 12 digits"),
            ({"region_name": "moon-1"}, "region_name: got 'moon-1', accepts a region that moto"),
            (
                {"region_name": "us-eats-1"},
                "such as us-east-1; did you mean us-east-1",
            ),
            ({"region_name": 1}, "region_name: got 1, accepts a region that moto has"),
            (
                {"backup_size_in_bytes": -1},
                "backup_size_in_bytes: got -1, accepts a number of bytes",
            ),
            (
                {"backup_size_in_bytes": True},
                "backup_size_in_bytes: got True, accepts a number of bytes",
            ),
            ({"duration": "soon"}, "duration: got 'soon', accepts 0 to"),
            ({"duration": -1}, "duration: got -1, accepts 0 to"),
            ({"duration": True}, "duration: got True, accepts 0 to"),
            ({"scan_result_status": "THREATS_FOUND"}, "accepts nothing: only scan jobs have"),
            (
                {"kind": "scan", "scan_result_status": "THREAT_FOUND"},
                "did you mean THREATS_FOUND?",
            ),
            ({"kind": "restore", "message_category": "SUCCESS"}, "got 'SUCCESS', accepts nothing"),
            ({"kind": "copy", "index_status_message": "full"}, "accepts nothing: only what backup"),
            ({"index_status_message": 1}, "index_status_message: got 1, accepts a string"),
        ],
    )
    def test_bad_values_are_named(self, vault: Any, fields: dict[str, Any], said: str) -> None:
        with pytest.raises(ValueError, match=re.escape(said)):
            set_job_outcome(**{"kind": "backup", "state": "FAILED", **fields})
        assert described(vault)["State"] == "COMPLETED"

    @pytest.mark.usefixtures("mocked_backup")
    def test_durations_are_written_in_iso_8601_too(self) -> None:
        with set_job_outcome("backup", state="FAILED", duration="P14D", times=3) as rule:
            assert str(rule) == (
                "set_job_outcome('backup', times=3, state='FAILED', duration=1209600.0)"
            )
