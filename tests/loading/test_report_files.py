"""load_jobs() of reports of AWS Backup: a job for each row, whichever columns the report has."""

from pathlib import Path
from typing import Any

import boto3
import pytest
from calls import RESTORE_METADATA, backed_up, start, volume
from loading.files import said, written
from support import ACCOUNT, ROLE

from moto_backup_summaries import BackupSummariesWarning, load_jobs
from moto_backup_summaries.backup.aws.job_kinds import KINDS
from moto_backup_summaries.control.endpoints import show_jobs

# As tables over such reports of two organizations have the columns.
HEAD = (
    "Report Time Period Start,Report Time Period End,Account ID,Region,Backup Job ID,Job Status,"
    "Status Message,Resource Type,Resource ARN,Backup Plan ARN,Backup Rule ID,Creation Date,"
    "Completion Date,Expected Completion Date,Recovery Point ARN,Job Run Time,Backup Size in Bytes,"
    "Backup Vault Name,Backup Vault ARN,IAM Role ARN"
)
PERIOD = "2026-03-01T00:00:00Z,2026-03-02T00:00:00Z"


def line(job_id: str, state: str, message: str = "", size: str = "12", period: str = PERIOD) -> str:
    return (
        f"{period},{ACCOUNT},us-east-1,{job_id},{state},{message},EBS,{volume()},,rule-1,"
        f"2026-03-01T05:00:00.000Z,2026-03-01T05:22:20.000Z,,,00:22:20,{size},nightly,,{ROLE}"
    )


pytestmark = pytest.mark.filterwarnings("ignore:No summary counts these jobs")


def test_a_csv_report_is_its_jobs(mocked_backup: Any, tmp_path: Path) -> None:
    rows = [line("a", "COMPLETED"), "", line("b", "FAILED", '"Access denied, they say"', "")]
    assert load_jobs(written(tmp_path / "report", "\r\n".join([HEAD, *rows]))) == 2
    told = mocked_backup.describe_backup_job(BackupJobId="b")
    assert told["StatusMessage"] == "Access denied, they say"
    assert told["MessageCategory"] == "ACCESS_DENIED"
    assert told["CreatedBy"] == {"BackupRuleId": "rule-1"}
    assert told["CompletionDate"].isoformat() == "2026-03-01T05:22:20+00:00"
    assert "BackupSizeInBytes" not in told
    assert mocked_backup.describe_backup_job(BackupJobId="a")["BackupSizeInBytes"] == 12


def test_headings_may_name_types(mocked_backup: Any, tmp_path: Path) -> None:
    head = 'Backup Job ID [string],"Job Status [string]",Is Parent Job,Backup Options\n'
    cells = 'a,FAILED,true,"{""WindowsVSS"": ""enabled""}"\nb,FAILED,False,\n'
    assert load_jobs(written(tmp_path / "report", head + cells)) == 2
    told = mocked_backup.describe_backup_job(BackupJobId="a")
    assert (told["IsParent"], told["BackupOptions"]) == (True, {"WindowsVSS": "enabled"})


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            line("a", "DONE"),
            "Invalid value for Job Status in line 2 of {}: got 'DONE', accepts one of ",
        ),
        (
            line("a", "FAILED", size="1x"),
            "Invalid value for Backup Size in Bytes in line 2 of {}: got '1x'",
        ),
        (
            "a,b",
            "Invalid value for line 2 of {}: got ['a', 'b'], accepts 20 cells, one for each column",
        ),
    ],
)
def test_a_mistake_names_line_and_column(
    mocked_backup: Any, tmp_path: Path, row: str, told: str
) -> None:
    path = written(tmp_path / "report.csv", f"{HEAD}\n{row}\n")
    assert said(path).startswith(told.format(repr(str(path))))


def test_a_cell_that_is_too_long_is_no_csv(mocked_backup: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "a", f"Backup Job ID,Job Status\n{'x' * 200_000},FAILED\n")
    assert (
        said(path) == f"line 2 of {str(path)!r} is not CSV: field larger than field limit (131072)"
    )


def test_columns_that_no_report_has(mocked_backup: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "a", "Backup Job ID,Job Status,Resource Typ\na,FAILED,EBS\n")
    assert said(path) == f"Unknown member Resource Typ of {str(path)!r}; did you mean resourceType?"
    path = written(tmp_path / "b", "Backup Job ID,Job Status,Cost Center\na,FAILED,7\n")
    with pytest.warns(BackupSummariesWarning, match=rf"does not know: Cost Center of '{path}'"):
        assert load_jobs(path) == 1


def test_the_latest_report_of_a_job_counts(mocked_backup: Any, tmp_path: Path) -> None:
    """A job that runs at midnight is in the reports of two days."""
    later = "2026-03-02T00:00:00Z,2026-03-03T00:00:00Z"
    written(tmp_path / "2.csv", f"{HEAD}\n{line('a', 'RUNNING')}\n{line('b', 'FAILED')}")
    written(tmp_path / "1.csv", f"{HEAD}\n{line('a', 'COMPLETED', period=later)}")
    assert load_jobs(tmp_path) == 2
    assert mocked_backup.describe_backup_job(BackupJobId="a")["State"] == "COMPLETED"


def test_of_reports_of_one_period_that_counts_which_says_most_of_a_job(
    vault: Any, tmp_path: Path
) -> None:
    """A report plan writes each job as CSV and as JSON, which says more; another plan writes it again."""
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="reports")
    start(vault)
    for name in ("one", "two"):
        vault.create_report_plan(
            ReportPlanName=name,
            ReportDeliveryChannel={"S3BucketName": "reports", "Formats": ["JSON", "CSV"]},
            ReportSetting={"ReportTemplate": "BACKUP_JOB_REPORT"},
        )
        vault.start_report_job(ReportPlanName=name)
    assert load_jobs("s3://reports/Backup/", account_id="222233334444") == 1
    (row,) = show_jobs({"account_id": "222233334444"})["BackupJobs"]
    assert row["ResourceName"] == "vol-1"


def test_a_job_stands_once_in_one_report(mocked_backup: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "r", "\n".join([HEAD, line("a", "FAILED"), line("a", "FAILED")]))
    assert said(path).startswith(
        f"Invalid value for Backup Job ID in line 3 of {str(path)!r}: got 'a'"
    )


def test_json_reports_of_each_kind(mocked_backup: Any) -> None:
    period = {"reportTimePeriod": "2026-03-01T00:00:00Z - 2026-03-02T00:00:00Z"}
    items: list[dict[str, Any]] = [
        {
            "backupJobId": "a",
            "jobStatus": "FAILED",
            "deleteAfterDays": 5,
            "vaultType": "BACKUP_VAULT",
        },
        {
            "copyJobId": "b",
            "jobStatus": "FAILED",
            "destinationBackupVaultArn": None,
            "deleteAfterDays": 3,
        },
        {"restoreJobId": "c", "jobStatus": "FAILED", "percentDone": "0.00%", "backupOptions": {}},
        {"scanJobId": "d", "jobStatus": "FAILED", "scanResultStatus": "THREATS_FOUND"},
    ][: len(KINDS)]
    assert load_jobs({"reportItems": [{**period, **item} for item in items]}) == len(KINDS)
    told = mocked_backup.describe_backup_job(BackupJobId="a")
    assert told["RecoveryPointLifecycle"] == {"DeleteAfterDays": 5}
    told = mocked_backup.describe_copy_job(CopyJobId="b")["CopyJob"]
    assert told["DestinationRecoveryPointLifecycle"] == {"DeleteAfterDays": 3}


def test_an_item_of_no_kind_is_refused(mocked_backup: Any) -> None:
    assert said(
        {"reportItems": [{"backupJobId": "a", "jobStatus": "FAILED"}, {"jobStatus": "x"}]}
    ) == (
        "Invalid value for reportItems[1]: got {'jobStatus': 'x'}, accepts a row of a report of jobs, with "
        "backupJobId or the like"
    )
    assert said({"reportItems": 5}) == "Invalid value for reportItems: got 5, accepts a list"
    assert said([{"reportItems": [{"backupJobId": "a", "jobStatus": "DONE"}]}]).startswith(
        "Invalid value for source[0].reportItems[0].State: got 'DONE'"
    )


@pytest.mark.parametrize("form", ["CSV", "JSON"])
def test_what_our_own_report_plans_write_loads(vault: Any, form: str) -> None:
    """From S3 into another account: the same jobs, as far as a report tells of them."""
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="reports")
    point = backed_up(vault)
    vault.start_copy_job(
        RecoveryPointArn=point,
        SourceBackupVaultName="nightly",
        DestinationBackupVaultArn=vault.describe_backup_vault(BackupVaultName="nightly")[
            "BackupVaultArn"
        ],
        IamRoleArn=ROLE,
    )
    vault.start_restore_job(RecoveryPointArn=point, IamRoleArn=ROLE, Metadata=RESTORE_METADATA)
    start(vault, ResourceArn=volume("vol-2"))
    templates = [f"{kind.name.upper()}_JOB_REPORT" for kind in KINDS]
    for template in templates:
        vault.create_report_plan(
            ReportPlanName=template,
            ReportDeliveryChannel={"S3BucketName": "reports", "Formats": [form]},
            ReportSetting={"ReportTemplate": template},
        )
        vault.start_report_job(ReportPlanName=template)
    assert load_jobs("s3://reports/", account_id="222222222222", region_name="us-east-1") == 4
    told = show_jobs({"account_id": "222222222222"})
    assert {member: len(jobs) for member, jobs in told.items()} == {
        "BackupJobs": 2,
        "CopyJobs": 1,
        "RestoreJobs": 1,
    }
    here = {job["BackupJobId"]: job for job in vault.list_backup_jobs()["BackupJobs"]}
    for job in told["BackupJobs"]:
        same = here[job["BackupJobId"]]
        assert job["CompletionDate"] == same["CompletionDate"].timestamp()
        for member in ("State", "ResourceType", "BackupSizeInBytes", "BackupVaultName"):
            assert job[member] == same[member]
