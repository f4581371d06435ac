"""What restores and scans leave on recovery points and resources, started and loaded."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import backed_up, restore, scan, volume

from moto_backup_summaries import load_jobs, set_job_outcome

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


def test_a_scan_that_goes_on_or_ended_earlier_is_not_told(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    point, now = backed_up(mocked_backup), datetime.now(timezone.utc)
    rows = [
        {"CreationDate": now - timedelta(hours=2)},
        {"CreationDate": now - timedelta(hours=3), "State": "FAILED"},
        {"CreationDate": now - timedelta(hours=1), "State": "RUNNING"},
    ]
    load_jobs({"ScanJobs": [{"RecoveryPointArn": point, **row} for row in rows]})
    (result,) = described(mocked_backup, point)["ScanResults"]
    assert result["ScanJobState"] == "COMPLETED"
