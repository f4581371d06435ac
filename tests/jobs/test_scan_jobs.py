"""Scan jobs."""

from datetime import datetime, timezone
from typing import Any

import pytest
from calls import backed_up, jobs, scan, volume
from support import ACCOUNT, REGION

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)


class TestScanJobs:
    def test_a_completed_one_found_no_threats(self, backup: Any) -> None:
        base, point = backed_up(backup), backed_up(backup)
        answer = scan(backup, point, ScanBaseRecoveryPointArn=base, ScanMode="INCREMENTAL_SCAN")
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

    def test_the_base_is_an_earlier_one_of_the_same_resource(
        self, clock: Any, nightly: Any
    ) -> None:
        earlier = backed_up(nightly)
        clock.shift(60)
        point, other = backed_up(nightly), backed_up(nightly, ResourceArn=volume("other"))
        clock.shift(60)
        for base in (point, other, backed_up(nightly)):
            asked = {"ScanBaseRecoveryPointArn": base, "ScanMode": "INCREMENTAL_SCAN"}
            with pytest.raises(nightly.exceptions.InvalidParameterValueException, match="earlier"):
                scan(nightly, point, **asked)
        scan(nightly, point, ScanBaseRecoveryPointArn=earlier, ScanMode="INCREMENTAL_SCAN")
        (job,) = jobs(nightly, "scan")
        assert job["ScanBaseRecoveryPointArn"] == earlier

    def test_a_full_one_has_no_base(self, vault: Any) -> None:
        scan(vault, backed_up(vault), ScanBaseRecoveryPointArn=backed_up(vault))
        (job,) = jobs(vault, "scan")
        assert "ScanBaseRecoveryPointArn" not in job

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
