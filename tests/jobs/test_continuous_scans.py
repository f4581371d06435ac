"""What scans have found in a continuous backup, as it was at a moment."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import backed_up, continuous, jobs, refused, restore, scan

from moto_backup_summaries import load_jobs, set_job_outcome

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
# When the continuous backup began, and when the tests begin.
BEGUN, LATER = NOW + 5 * HOUR, NOW + 24 * HOUR
INVALID = "InvalidParameterValueException"
NOT_FOUND = "ResourceNotFoundException"


@pytest.fixture
def point(nightly: Any, clock: Any) -> str:
    return continuous(nightly, clock)


def asked(point: str, moment: datetime, **parameters: Any) -> dict[str, Any]:
    defaults = {"BackupVaultName": "nightly", "MalwareScanner": "GUARDDUTY"}
    return {**defaults, "RecoveryPointArn": point, "ScanEndTime": moment, **parameters}


def result(client: Any, point: str, moment: datetime) -> str:
    answer = client.get_pitr_malware_scan_results(**asked(point, moment))
    return answer["ScanResult"]["ScanResultStatus"]


def refusal(client: Any, point: str, moment: datetime, **parameters: Any) -> tuple[str, str]:
    return refused(client, "get_pitr_malware_scan_results", **asked(point, moment, **parameters))


def scan_until(client: Any, point: str, moment: datetime, status: str) -> None:
    with set_job_outcome("scan", state="COMPLETED", scan_result_status=status):
        scan(client, point, ContinuousScanEndTime=moment)


def scan_refusal(client: Any, point: str, moment: datetime) -> str:
    with pytest.raises(client.exceptions.InvalidParameterValueException) as caught:
        scan(client, point, ContinuousScanEndTime=moment)
    return str(caught.value)


def test_threats_are_told_before_anybody_restores(nightly: Any, point: str, clock: Any) -> None:
    scan_until(nightly, point, LATER - HOUR, "THREATS_FOUND")
    (job,) = jobs(nightly, "scan")
    clock.shift(HOUR)
    answer = nightly.get_pitr_malware_scan_results(**asked(point, LATER - HOUR))
    del answer["ResponseMetadata"]
    assert answer == {
        "ScanEndTime": LATER - HOUR,
        "ScanResult": {"ScanResultStatus": "THREATS_FOUND"},
        "LastScanJobTime": LATER,
        "ScanId": job["ScanId"],
        "ScanMode": "FULL_SCAN",
    }
    restore(nightly, point)


def test_the_scan_up_to_that_moment_goes_before_later_ones(nightly: Any, point: str) -> None:
    scan_until(nightly, point, LATER - 3 * HOUR, "NO_THREATS_FOUND")
    scan_until(nightly, point, LATER - HOUR, "THREATS_FOUND")
    assert result(nightly, point, LATER - 3 * HOUR) == "NO_THREATS_FOUND"
    # Of the others the most recent one that has covered it.
    assert result(nightly, point, LATER - 2 * HOUR) == "THREATS_FOUND"
    assert result(nightly, point, BEGUN) == "THREATS_FOUND"


def test_of_several_the_most_recent_one_counts(nightly: Any, point: str, clock: Any) -> None:
    scan_until(nightly, point, LATER, "THREATS_FOUND")
    clock.shift(HOUR)
    scan_until(nightly, point, LATER, "UNKNOWN")
    assert result(nightly, point, LATER) == "UNKNOWN"


def test_one_without_an_end_has_scanned_up_to_its_start(
    nightly: Any, point: str, clock: Any
) -> None:
    scan(nightly, point)
    clock.shift(HOUR)
    assert result(nightly, point, LATER) == "NO_THREATS_FOUND"
    code, message = refusal(nightly, point, LATER + HOUR)
    assert code == NOT_FOUND
    assert message == f"No scan of {point} has covered 2026-03-02T01:00:00Z"


@pytest.mark.parametrize("state", ["FAILED", "CANCELED"])
def test_one_that_did_not_complete_has_no_result(nightly: Any, point: str, state: str) -> None:
    with set_job_outcome("scan", state=state):
        scan(nightly, point, ContinuousScanEndTime=LATER)
    assert refusal(nightly, point, LATER)[0] == NOT_FOUND


def test_one_with_issues_has_a_result(nightly: Any, point: str) -> None:
    with set_job_outcome("scan", state="COMPLETED_WITH_ISSUES"):
        scan(nightly, point, ContinuousScanEndTime=LATER)
    assert result(nightly, point, LATER) == "NO_THREATS_FOUND"


def test_a_loaded_one_has_the_result_that_it_was_loaded_with(nightly: Any, point: str) -> None:
    row = {"RecoveryPointArn": point, "CreationDate": LATER - HOUR}
    load_jobs({"ScanJobs": [row]})
    assert result(nightly, point, LATER - HOUR) == "UNKNOWN"
    threats = {"ScanResultStatus": "THREATS_FOUND"}
    load_jobs({"ScanJobs": [{**row, "CreationDate": LATER, "ScanResult": threats}]})
    assert result(nightly, point, LATER) == "THREATS_FOUND"


def test_what_was_never_scanned_is_not_found(nightly: Any, point: str) -> None:
    assert refusal(nightly, point, LATER)[0] == NOT_FOUND
    assert refusal(nightly, "absent", LATER)[0] == NOT_FOUND
    assert refusal(nightly, point, LATER, BackupVaultName="absent")[0] == NOT_FOUND


@pytest.mark.parametrize("moment", [LATER + HOUR, BEGUN - HOUR])
def test_a_moment_that_is_not_kept_is_refused(nightly: Any, point: str, moment: datetime) -> None:
    scan_until(nightly, point, LATER, "NO_THREATS_FOUND")
    code, message = refusal(nightly, point, moment)
    assert code == INVALID
    assert message.endswith("accepts a time from 2026-03-01T05:00:00Z to 2026-03-02T00:00:00Z")


def test_a_snapshot_has_no_moments(nightly: Any) -> None:
    snapshot = backed_up(nightly)
    scan(nightly, snapshot)
    code, message = refusal(nightly, snapshot, NOW)
    assert (code, message.endswith("the ARN of a continuous backup")) == (INVALID, True)


def test_no_other_scanner_is_known(nightly: Any, point: str) -> None:
    assert refusal(nightly, point, LATER, MalwareScanner="NORTON")[0] == INVALID


@pytest.mark.parametrize("moment", [LATER + HOUR, BEGUN - HOUR])
def test_a_scan_ends_at_a_moment_that_is_kept(nightly: Any, point: str, moment: datetime) -> None:
    for accepted in (BEGUN, LATER):
        scan(nightly, point, ContinuousScanEndTime=accepted)
    message = scan_refusal(nightly, point, moment)
    assert message.endswith("accepts a time from 2026-03-01T05:00:00Z to 2026-03-02T00:00:00Z")
    assert len(jobs(nightly, "scan")) == 2


def test_a_scan_of_a_snapshot_ends_at_no_moment(nightly: Any) -> None:
    message = scan_refusal(nightly, backed_up(nightly), NOW)
    assert message.endswith("accepts nothing: the recovery point is of no continuous backup")
    assert jobs(nightly, "scan") == []
