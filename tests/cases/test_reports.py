"""Reports as AWS wrote them into buckets, and as programs read them.

Above each test stands where that was recorded, and when.
"""

import csv
import io
import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import arn, start
from organizations import Organization
from support import ACCOUNT, REGION, MakeClient, client_of

NOW = datetime(2022, 7, 3, 19, 48, 17, tzinfo=timezone.utc)
INSTANCE = arn("ec2", "instance/i-0123456789abcdef0")


def plan(backup: Any, s3: Any, *, prefix: str | None = None, **setting: Any) -> None:
    """Make a plan of backup jobs, whose reports are CSV unless something else is said."""
    s3.create_bucket(Bucket="reports")
    channel = {"S3BucketName": "reports", **({"S3KeyPrefix": prefix} if prefix else {})}
    backup.create_report_plan(
        ReportPlanName="jobs",
        ReportDeliveryChannel=channel,
        ReportSetting={"ReportTemplate": "BACKUP_JOB_REPORT", **setting},
    )


def key(backup: Any) -> str:
    """Where the report of now is."""
    job_id = backup.start_report_job(ReportPlanName="jobs")["ReportJobId"]
    told = backup.describe_report_job(ReportJobId=job_id)["ReportJob"]
    (found,) = told["ReportDestination"]["S3Keys"]
    return str(found)


def lines(backup: Any, s3: Any) -> list[str]:
    body = s3.get_object(Bucket="reports", Key=key(backup))["Body"]
    return list(body.read().decode().splitlines())


# A program that asks for such keys in a public repository, 2022-07.
def test_without_a_prefix_a_report_is_below_a_folder_of_its_own(nightly: Any) -> None:
    plan(nightly, client_of("s3"))
    assert key(nightly) == (
        f"Backup/{ACCOUNT}/{REGION}/2022/07/03/jobs/"
        "BACKUP_JOB_REPORT_jobs_2022-07-02T19:48:17Z_2022-07-03T19:48:17Z.csv"
    )


# Another program there, 2022-07, of a daily report; two that load reports into tables in a public
# repository, 2025, and look into such folders.
def test_behind_a_prefix_there_is_no_such_folder(clock: Any, nightly: Any) -> None:
    plan(nightly, client_of("s3"), prefix="logs/backup_job_report/csv")
    clock.shift(timedelta(days=3))
    newest = nightly.list_report_jobs()["ReportJobs"][0]
    assert newest["ReportDestination"]["S3Keys"] == [
        f"logs/backup_job_report/csv/{ACCOUNT}/{REGION}/2022/07/06/jobs/"
        "BACKUP_JOB_REPORT_jobs_2022-07-05T00:00:00Z_2022-07-06T00:00:00Z_1.csv"
    ]


# A table of Athena in a public repository, made 2023-06, and one of dfds/aws-backup-observability: their
# columns by their places.
COLUMNS = [
    "report_time_period_start",
    "report_time_period_end",
    "path_to_root",
    "account_id",
    "region",
    "backup_job_id",
    "job_status",
    "status_message",
    "resource_type",
    "resource_arn",
    "backup_plan_arn",
    "backup_rule_id",
    "creation_date",
    "completion_date",
    "expected_completion_date",
    "recovery_point_arn",
    "job_run_time",
    "backup_size_in_bytes",
    "backup_vault_name",
    "backup_vault_arn",
    "iam_role_arn",
]


class TestAReportOfAnOrganization:
    """Of several accounts, as it is loaded into a table."""

    @pytest.fixture
    def rows(self, organization: Organization, make_client: MakeClient) -> list[list[str]]:
        s3 = make_client(service="s3")
        everything = {"Accounts": ["ROOT"], "Regions": ["*"]}
        plan(organization.management, s3, **everything)
        return list(csv.reader(io.StringIO("\n".join(lines(organization.management, s3)))))

    def test_tells_in_front_of_an_account_where_it_is(
        self, rows: list[list[str]], organization: Organization
    ) -> None:
        head, *found = rows
        assert [name.lower().replace(" ", "_") for name in head] == COLUMNS
        table = [dict(zip(COLUMNS, row, strict=True)) for row in found]
        accounts = {ACCOUNT, organization.first, organization.second}
        assert {row["account_id"] for row in table} == accounts
        assert all(re.fullmatch("o-[a-z0-9]+/r-[a-z0-9]+/", row["path_to_root"]) for row in table)

    # The view over the table of 2023-06, which takes a date from the text up to its T.
    def test_tells_the_day_of_each_job(self, rows: list[list[str]]) -> None:
        place = COLUMNS.index("creation_date")
        for row in rows[1:]:
            datetime.strptime(row[place].split("T")[0], "%Y-%m-%d")

    def test_is_in_a_folder_of_all_accounts_and_regions(
        self, organization: Organization, make_client: MakeClient
    ) -> None:
        everything = {"Accounts": ["ROOT"], "Regions": ["*"]}
        plan(organization.management, make_client(service="s3"), **everything)
        assert key(organization.management).startswith("Backup/crossaccount/crossregion/")


# dfds/aws-backup-observability, 2023: a function that reads a report without a library, and writes to a chat
# what it misses.
def test_its_headings_become_the_names_that_a_program_reads(nightly: Any) -> None:
    job_id = start(nightly)["BackupJobId"]
    s3 = client_of("s3")
    plan(nightly, s3)
    head, row = lines(nightly, s3)
    titles = [name.replace('"', "").lower().title().replace(" ", "") for name in head.split(",")]
    names = [title[0].lower() + title[1:] for title in titles]
    read = dict(zip(names, row.replace('"', "").split(","), strict=True))
    assert read["backupJobId"] == job_id
    assert (read["jobStatus"], read["statusMessage"]) == ("COMPLETED", "")
    assert (read["accountId"], read["region"]) == (ACCOUNT, REGION)


# Two programs that load reports into tables in a public repository, 2025.
def test_its_columns_are_those_that_a_table_is_made_of(nightly: Any) -> None:
    start(nightly, ResourceArn=INSTANCE)
    s3 = client_of("s3")
    plan(nightly, s3)
    (row,) = csv.DictReader(lines(nightly, s3))
    assert row["Resource Type"] == "EC2"
    assert re.search(r"instance/(i-[a-f0-9]+)", row["Resource ARN"])
    assert re.search(r"image/(ami)-[^/]+", row["Recovery Point ARN"])
    days = [row["Report Time Period Start"][:10], row["Report Time Period End"][:10]]
    assert days == ["2022-07-02", "2022-07-03"]
    assert float(row["Backup Size in Bytes"]) >= 0
