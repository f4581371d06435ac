"""What an older botocore does not have is left out, and stops nothing."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import botocore
import pytest

# What the installed botocore may know, and older ones do not.
LATER = ("ListScanJobs", "ListScanJobSummaries", "StartScanJob", "DescribeScanJob")
SUMMARIES = tuple(f"List{kind}JobSummaries" for kind in ("Backup", "Copy", "Restore", "Scan"))
PROGRAM = """
import json
import boto3
import requests
from moto import mock_aws
from moto_backup_summaries import job_events, load_jobs, set_job_outcome

def refusal(call, *arguments, **parameters):
    try:
        call(*arguments, **parameters)
    except Exception as error:
        return str(error)

with mock_aws():
    client = boto3.client("backup", region_name="us-east-1")
    load_jobs({"BackupJobs": [{}], "CopyJobs": [{}], "RestoreJobs": [{}]}, send_events=True)
    client.create_backup_vault(BackupVaultName="nightly")
    base = "http://motoapi.amazonaws.com/moto-api/"
    plan = {
        "ReportPlanName": "scans",
        "ReportDeliveryChannel": {"S3BucketName": "reports"},
        "ReportSetting": {"ReportTemplate": "SCAN_JOB_REPORT"},
    }
    shown = requests.get(f"{base}data.json").json()["backup"]
    found = {
        "events": [event["detail-type"] for event in job_events()],
        "listed": len(client.list_backup_jobs()["BackupJobs"]),
        "jobs": sorted(requests.get(f"{base}static/backup/jobs").json()),
        "dashboard": sorted(name for name in shown if name.endswith("Job")),
        "loading": refusal(load_jobs, {"ScanJobs": [{}]}),
        "outcome": refusal(set_job_outcome, "scan", state="FAILED"),
        "report": refusal(client.create_report_plan, **plan),
        "asked": refusal(job_events, kind="scan"),
    }
    if hasattr(client, "list_backup_job_summaries"):
        (row,) = client.list_backup_job_summaries()["BackupJobSummaries"]
        found["summed"] = row["Count"]
print(json.dumps(found))
"""


def model() -> dict[str, Any]:
    """The model of AWS Backup that the installed botocore has."""
    (path,) = Path(botocore.__file__).parent.glob("data/backup/2018-11-15/service-2.json*")
    content = path.read_bytes()
    found: dict[str, Any] = json.loads(
        gzip.decompress(content) if path.suffix == ".gz" else content
    )
    return found


@pytest.fixture
def told_without(tmp_path: Path) -> Any:
    """Runs the program where botocore's model lacks operations; what it found."""

    def run(lacking: tuple[str, ...]) -> dict[str, Any]:
        older = model()
        for name in lacking:
            older["operations"].pop(name, None)
        # Where botocore looks before it looks into itself.
        folder = tmp_path / ".aws" / "models" / "backup" / "2018-11-15"
        folder.mkdir(parents=True)
        (folder / "service-2.json").write_text(json.dumps(older), encoding="utf-8")
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        found: dict[str, Any] = json.loads(ran.stdout)
        return found

    return run


def test_a_kind_of_job_that_botocore_lacks_is_left_out_everywhere(told_without: Any) -> None:
    told = told_without(LATER)
    assert told.pop("loading").endswith("it has no ListScanJobs; install botocore>=1.41.0")
    kinds = "Invalid value for kind: got 'scan', accepts one of backup, copy, restore"
    assert told == {
        "events": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
        "listed": 1,
        "jobs": ["BackupJobs", "CopyJobs", "RestoreJobs"],
        "dashboard": ["BackupJob", "CopyJob", "RestoreJob"],
        "outcome": kinds,
        "asked": kinds,
        "report": (
            "An error occurred (InvalidParameterValueException) when calling the CreateReportPlan operation: "
            "Invalid value for ReportSetting.ReportTemplate: got 'SCAN_JOB_REPORT', accepts one of "
            "CONTROL_COMPLIANCE_REPORT, RESOURCE_COMPLIANCE_REPORT, BACKUP_JOB_REPORT, COPY_JOB_REPORT, "
            "RESTORE_JOB_REPORT"
        ),
        "summed": 1,
    }


def test_jobs_are_listed_where_botocore_lacks_all_summaries(told_without: Any) -> None:
    told = told_without((*LATER, *SUMMARIES))
    assert told["listed"] == 1
    assert "summed" not in told
