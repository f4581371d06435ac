"""What restores and scans leave on recovery points and resources, started and loaded."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import backed_up, restore, scan, volume

from moto_backup_summaries import load_jobs, set_job_outcome
from moto_backup_summaries.backup.aws.job_kinds import SCAN as SCAN_KIND
from moto_backup_summaries.backup.events import JobView
from moto_backup_summaries.backup.jobs.job_store import JobStore
from moto_backup_summaries.backup.jobs.stored_jobs import StoredJobs
from moto_backup_summaries.backup.recovery_points.uses import Uses

SCAN = {"ResourceArn": volume(), "MalwareScanner": "GUARDDUTY"}


def described(client: Any, point: str) -> Any:
    return client.describe_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)


def listed(client: Any) -> Any:
    (point,) = client.list_recovery_points_by_backup_vault(BackupVaultName="nightly")[
        "RecoveryPoints"
    ]
    return point


def test_a_restore_that_failed_is_none(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    point = backed_up(mocked_backup)
    set_job_outcome("restore", state="FAILED")
    restore(mocked_backup, point)
    assert "LastRestoreTime" not in described(mocked_backup, point)


def test_loaded_restores_are_told_too(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    point = backed_up(mocked_backup)
    days = ("2026-01-02", "2026-01-04", "2026-01-03")
    rows = [
        {
            "RecoveryPointArn": point,
            "SourceResourceArn": volume(),
            "CreationDate": day,
            "CompletionDate": f"{day}T00:42:00Z",
        }
        for day in days
    ]
    load_jobs({"RestoreJobs": [*rows, {}, {**rows[0], "Status": "RUNNING"}]})
    assert described(mocked_backup, point)["LastRestoreTime"].day == 4
    assert listed(mocked_backup)["LastRestoreTime"].day == 4
    resource = mocked_backup.describe_protected_resource(ResourceArn=volume())
    assert resource["LatestRestoreJobCreationDate"].day == 4
    assert resource["LatestRestoreExecutionTimeMinutes"] == 42
    assert "LatestRestoreRecoveryPointCreationDate" not in resource


@pytest.mark.parametrize("loaded", [False, True])
def test_the_latest_scan_is_told(mocked_backup: Any, loaded: bool) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    point = backed_up(mocked_backup)
    set_job_outcome("scan", state="FAILED")
    scan(mocked_backup, point)
    aggregated = listed(mocked_backup)["AggregatedScanResult"]
    assert (aggregated["FailedScan"], aggregated["Findings"]) == (True, [])
    if loaded:
        result = {"ScanResultStatus": "THREATS_FOUND"}
        # After the scan before, and no further in the future than time zones reach.
        later = datetime.now(timezone.utc) + timedelta(hours=1)
        row = {"ScanResult": result, "RecoveryPointArn": point, "CreationDate": later}
        load_jobs({"ScanJobs": [row]})
    else:
        set_job_outcome("scan", state="COMPLETED", scan_result_status="THREATS_FOUND")
        scan(mocked_backup, point)
    aggregated = listed(mocked_backup)["AggregatedScanResult"]
    assert (aggregated["FailedScan"], aggregated["Findings"]) == (False, ["MALWARE"])
    (result,) = described(mocked_backup, point)["ScanResults"]
    assert aggregated["LastComputed"] == result["LastScanTimestamp"]


def scan_job(**members: Any) -> JobView:
    own = {"State": "COMPLETED", "RecoveryPointArn": "arn", "MalwareScanner": "GUARDDUTY"}
    return JobView(SCAN_KIND, {**own, "CompletionDate": 5.0, "CreationDate": 1.0, **members}, None)


def test_of_a_scan_that_could_not_be_noted_there_is_none() -> None:
    uses = Uses()
    uses.add(SCAN_KIND, scan_job())
    with pytest.raises(TypeError):
        uses.add(SCAN_KIND, scan_job(CompletionDate="never"))
    with pytest.raises(TypeError):
        uses.add(SCAN_KIND, scan_job(RecoveryPointArn="other", MalwareScanner=[]))
    assert uses.of_point("arn")["AggregatedScanResult"]["LastComputed"] == 5.0
    assert uses.of_point("other") == {}


def test_loaded_scans_that_could_not_be_read_are_read_again() -> None:
    def batch(*dates: Any) -> StoredJobs:
        columns = {
            "RecoveryPointArn": ["arn"] * 2,
            "State": ["COMPLETED"] * 2,
            "MalwareScanner": ["GUARDDUTY"] * 2,
            "ResourceType": ["EBS"] * 2,
            "CreationDate": [1.0, 2.0],
            "CompletionDate": list(dates),
        }
        store = JobStore(
            SCAN_KIND,
            ("123456789012", "us-east-1"),
            publish=lambda _: None,
            has_vault=bool,
            shown=lambda *_: None,
        )
        return store.load(columns, 2)

    uses = Uses()
    uses.add_stored(batch(5.0, "never"))
    for _ in range(2):
        with pytest.raises(TypeError):
            uses.of_point("arn")
