"""Reports in moto's S3: what is asked for, and what each day brings."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from calls import (
    FAR,
    back_up_by_rule,
    backed_up,
    copied,
    points,
    refused,
    restore,
    scan,
    start,
    vault_arn,
    volume,
)
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from organizations import OUTSIDE, Organization, assumed
from reports.reporting import BACKUPS, Reports
from support import ACCOUNT, REGION, MakeClient, client_of

import moto_backup_summaries
from moto_backup_summaries import load_jobs, set_job_outcome

NOW = datetime(2026, 3, 10, 12, 30, 15, tzinfo=timezone.utc)
DAY = timedelta(days=1)


@pytest.fixture
def reports(make_client: MakeClient, backup: Any) -> Reports:
    return Reports(backup, make_client(service="s3"))


@pytest.fixture
def frozen(nightly: Any) -> Reports:
    return Reports(nightly, client_of("s3"))


def test_a_report_tells_each_backup_in_csv(reports: Reports) -> None:
    reports.plan()
    job_id = start(reports.backup)["BackupJobId"]
    told = reports.backup.describe_backup_job(BackupJobId=job_id)
    job = reports.run()
    assert (job["Status"], job["ReportTemplate"]) == ("COMPLETED", BACKUPS)
    (row,) = reports.rows(job)
    assert row["Backup Job ID"] == job_id
    assert (row["Account ID"], row["Region"]) == (ACCOUNT, REGION)
    assert (row["Job Status"], row["Status Message"]) == ("COMPLETED", "")
    assert (row["Resource Type"], row["Resource ARN"]) == ("EBS", volume())
    assert row["Recovery Point ARN"] == told["RecoveryPointArn"]
    assert row["Job Run Time"] == "00:00:00"
    assert row["Backup Plan ARN"] == ""


def test_a_report_tells_which_backups_are_encrypted(frozen: Reports) -> None:
    ec2 = client_of("ec2")
    encrypted = {}
    for flag in (True, False):
        made = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1, Encrypted=flag)
        encrypted[start(frozen.backup, ResourceArn=volume(made["VolumeId"]))["BackupJobId"]] = flag
    encrypted[start(frozen.backup, ResourceArn=volume("unknown"))["BackupJobId"]] = True
    frozen.plan(BACKUPS, "JSON")
    items = frozen.items(frozen.run())
    assert {it["backupJobId"]: it["isEncrypted"] for it in items} == encrypted
    assert {it["backupJobId"]: "encryptionKeyArn" in it for it in items} == encrypted


def test_a_report_of_restores_tells_of_their_recovery_points(frozen: Reports, clock: Any) -> None:
    frozen.backup.put_backup_vault_lock_configuration(BackupVaultName="nightly", MinRetentionDays=1)
    lifecycle = {"DeleteAfterDays": 35}
    for flag in (True, False):
        made = client_of("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1, Encrypted=flag)
        start(frozen.backup, ResourceArn=volume(made["VolumeId"]), Lifecycle=lifecycle)
    back_up_by_rule(frozen.backup, clock, Lifecycle=lifecycle)
    told = {restore(frozen.backup, it["RecoveryPointArn"]): it for it in points(frozen.backup)}
    frozen.plan("RESTORE_JOB_REPORT", "JSON")
    items = {item["restoreJobId"]: item for item in frozen.items(frozen.run())}
    for job_id, point in told.items():
        item, creator = items[job_id], point.get("CreatedBy", {})
        assert item["resourceName"] == point["ResourceName"]
        assert item["initiationDate"] == f"{point['InitiationDate']:%Y-%m-%dT%H:%M:%S.000Z}"
        assert item.get("backupPlanName") == creator.get("BackupPlanName")
        assert item.get("backupRuleName") == creator.get("BackupRuleName")
        assert item.get("backupRuleSchedule") == creator.get("BackupRuleCron")
        assert item.get("backupRuleTimezone") == creator.get("BackupRuleTimezone")
        assert (item["vaultType"], item["vaultLockStatus"]) == ("BACKUP_VAULT", "LOCKED")
        assert item["isEncrypted"] == point["IsEncrypted"]
        assert item.get("encryptionKeyArn") == point.get("EncryptionKeyArn")
        assert item["deleteAfterDays"] == 35
    assert sorted(item["isEncrypted"] for item in items.values()) == [False, True, True]
    assert sum("backupPlanName" in item for item in items.values()) == 1


def test_a_report_says_nothing_of_a_restored_recovery_point_that_is_gone(frozen: Reports) -> None:
    point = backed_up(frozen.backup)
    restore(frozen.backup, point)
    frozen.backup.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
    load_jobs({"RestoreJobs": [{}]})
    frozen.plan("RESTORE_JOB_REPORT", "JSON")
    items = frozen.items(frozen.run())
    assert len(items) == 2
    told = {"resourceName", "initiationDate", "vaultType", "isEncrypted", "encryptionKeyArn"}
    assert [told & item.keys() for item in items] == [set(), set()]


@pytest.mark.parametrize("form", ["CSV", "JSON"])
def test_a_report_of_restores_is_loaded_as_it_is(
    frozen: Reports, clock: Any, tmp_path: Path, form: str
) -> None:
    back_up_by_rule(frozen.backup, clock)
    (point,) = points(frozen.backup)
    job_id = restore(frozen.backup, point["RecoveryPointArn"])
    frozen.plan("RESTORE_JOB_REPORT", form)
    (key,) = frozen.run()["ReportDestination"]["S3Keys"]
    (tmp_path / "report").write_text(frozen.text(key))
    assert load_jobs(tmp_path / "report", region_name=FAR) == 1
    loaded = client_of(region_name=FAR).describe_restore_job(RestoreJobId=job_id)
    assert (loaded["Status"], "CreatedBy" in loaded) == ("FAILED", False)


def test_a_report_on_demand_is_of_the_last_24_hours_and_its_key_says_so(frozen: Reports) -> None:
    frozen.plan(BACKUPS, "CSV", "JSON")
    job = frozen.run()
    times = "2026-03-09T12:30:15Z_2026-03-10T12:30:15Z"
    folder = f"audit/{ACCOUNT}/{REGION}/2026/03/10/daily"
    keys = [f"{folder}/{BACKUPS}_daily_{times}.{form}" for form in ("csv", "json")]
    assert job["ReportDestination"] == {"S3BucketName": "reports", "S3Keys": keys}
    assert sorted(frozen.keys()) == keys
    assert job["CreationTime"] == job["CompletionTime"] == NOW
    told = frozen.backup.describe_report_plan(ReportPlanName="daily")["ReportPlan"]
    assert told["LastAttemptedExecutionTime"] == told["LastSuccessfulExecutionTime"] == NOW


def test_json_has_the_members_of_the_guide_in_order(frozen: Reports) -> None:
    frozen.plan(BACKUPS, "JSON")
    lifecycle = {"DeleteAfterDays": 35}
    with_all = start(frozen.backup, Lifecycle=lifecycle)["BackupJobId"]
    (item,) = frozen.items(frozen.run())
    told = frozen.backup.describe_backup_job(BackupJobId=with_all)
    assert item == {
        "reportTimePeriodStart": "2026-03-09T12:30:15Z",
        "reportTimePeriodEnd": "2026-03-10T12:30:15Z",
        "accountId": ACCOUNT,
        "region": REGION,
        "backupJobId": with_all,
        "jobStatus": "COMPLETED",
        "resourceType": "EBS",
        "resourceArn": volume(),
        "resourceName": "vol-1",
        "initiationDate": "2026-03-10T12:30:15.000Z",
        "startWindowEnd": "2026-03-10T20:30:15.000Z",
        "backupOptions": {},
        "isParentJob": False,
        "parentJobId": None,
        "creationDate": "2026-03-10T12:30:15.000Z",
        "completionDate": "2026-03-10T12:30:15.000Z",
        "recoveryPointArn": told["RecoveryPointArn"],
        "jobRunTime": "00:00:00",
        "backupSizeInBytes": 0,
        "backupVaultName": "nightly",
        "backupVaultArn": vault_arn("nightly"),
        "vaultType": "BACKUP_VAULT",
        "vaultLockStatus": "UNLOCKED",
        "isEncrypted": True,
        "encryptionKeyArn": told["EncryptionKeyArn"],
        "deleteAfterDays": 35,
        "iamRoleArn": told["IamRoleArn"],
    }
    assert list(item)[:6] == [
        "reportTimePeriodStart",
        "reportTimePeriodEnd",
        "accountId",
        "region",
        "backupJobId",
        "jobStatus",
    ]


def test_copies_restores_and_scans_have_reports_of_their_own(frozen: Reports) -> None:
    client_of(region_name=FAR).create_backup_vault(BackupVaultName="far")
    point = backed_up(frozen.backup)
    made = {
        "COPY": copied(frozen.backup, point)["CopyJobId"],
        "RESTORE": restore(frozen.backup, point),
        "SCAN": scan(frozen.backup, point)["ScanJobId"],
    }
    for kind, job_id in made.items():
        frozen.plan(f"{kind}_JOB_REPORT", "JSON", name=kind)
        (item,) = frozen.items(frozen.run(kind))
        assert item[f"{kind.lower()}JobId"] == job_id
        assert item["jobStatus"] == "COMPLETED"
        frozen.plan(f"{kind}_JOB_REPORT", "CSV", name=f"{kind}csv")
        (row,) = frozen.rows(frozen.run(f"{kind}csv"))
        assert row[f"{kind.capitalize()} Job ID"] == job_id
    assert item["scannerRoleArn"].startswith("arn:aws:iam:")


def test_jobs_that_ended_before_the_period_are_left_out_and_unfinished_ones_are_not(
    frozen: Reports,
) -> None:
    hour = timedelta(hours=1)
    load_jobs(
        {
            "BackupJobs": [
                {
                    "BackupJobId": "before",
                    "CreationDate": NOW - 2 * DAY,
                    "CompletionDate": NOW - DAY - hour,
                },
                {
                    "BackupJobId": "within",
                    "CreationDate": NOW - 2 * DAY,
                    "CompletionDate": NOW - DAY + hour,
                },
                {"BackupJobId": "on its way", "CreationDate": NOW - 3 * DAY, "State": "RUNNING"},
            ]
        }
    )
    frozen.plan()
    rows = {row["Backup Job ID"]: row for row in frozen.rows(frozen.run())}
    assert rows.keys() == {"within", "on its way"}
    assert rows["within"]["Job Run Time"] == "25:00:00"
    assert rows["on its way"]["Job Run Time"] == rows["on its way"]["Completion Date"] == ""
    assert rows["on its way"]["Job Status"] == "RUNNING"


def test_a_job_that_ended_at_a_bound_of_the_period_is_in_it_and_none_is_in_it_twice(
    frozen: Reports,
) -> None:
    load_jobs(
        {
            "BackupJobs": [
                {
                    "BackupJobId": "first",
                    "CreationDate": NOW - 2 * DAY,
                    "CompletionDate": NOW - DAY,
                },
                {"BackupJobId": "last", "CreationDate": NOW - DAY, "CompletionDate": NOW},
                {
                    "BackupJobId": "both",
                    "State": "RUNNING",
                    "CreationDate": NOW - DAY / 2,
                    "CompletionDate": NOW - DAY / 4,
                },
            ]
        }
    )
    frozen.plan()
    told = [row["Backup Job ID"] for row in frozen.rows(frozen.run())]
    assert told == ["both", "last", "first"]


def test_what_ends_at_midnight_is_in_the_report_of_the_day_that_begins(
    frozen: Reports, clock: Any
) -> None:
    midnight = datetime(2026, 3, 11, tzinfo=timezone.utc)
    frozen.plan()
    load_jobs(
        {
            "BackupJobs": [
                {"BackupJobId": "at once", "CreationDate": midnight, "CompletionDate": midnight},
                {"BackupJobId": "since noon", "CreationDate": NOW, "CompletionDate": midnight},
                {"BackupJobId": "on its way", "CreationDate": midnight, "State": "RUNNING"},
            ]
        }
    )
    clock.move_to(midnight + DAY + timedelta(hours=1))
    newest, oldest = frozen.backup.list_report_jobs()["ReportJobs"]
    told = [
        {row["Backup Job ID"]: row["Job Status"] for row in frozen.rows(job)}
        for job in (oldest, newest)
    ]
    assert told == [
        {"since noon": "RUNNING"},
        {"at once": "COMPLETED", "since noon": "COMPLETED", "on its way": "RUNNING"},
    ]


def test_dates_of_jobs_have_milliseconds_and_periods_whole_seconds(
    frozen: Reports, clock: Any
) -> None:
    """So that what reads a column finds one form in it."""
    frozen.plan()
    start(frozen.backup)
    clock.shift(timedelta(milliseconds=250))
    start(frozen.backup)
    rows = frozen.rows(frozen.run())
    assert {row["Report Time Period End"] for row in rows} == {"2026-03-10T12:30:15Z"}
    told = {(row["Creation Date"], row["Completion Date"]) for row in rows}
    assert told == {(f"2026-03-10T12:30:15.{ms}Z",) * 2 for ms in ("000", "250")}


def test_two_reports_of_one_second_have_files_of_their_own(frozen: Reports) -> None:
    frozen.plan()
    first, second, third = (frozen.run() for _ in range(3))
    found = [job["ReportDestination"]["S3Keys"][0] for job in (first, second, third)]
    name = found[0].removesuffix(".csv")
    assert found == [f"{name}.csv", f"{name}-2.csv", f"{name}-3.csv"]
    assert set(frozen.keys()) == set(found)


def test_a_format_that_is_given_twice_is_written_once(frozen: Reports) -> None:
    frozen.plan(BACKUPS, "CSV", "JSON", "CSV")
    found = frozen.run()["ReportDestination"]["S3Keys"]
    assert [key.rpartition(".")[2] for key in found] == ["csv", "json"]


@pytest.mark.parametrize("prefix", ["/", "//", ""])
def test_a_prefix_without_a_name_is_none(frozen: Reports, prefix: str) -> None:
    frozen.plan()
    channel = {"S3BucketName": "reports", "S3KeyPrefix": prefix}
    frozen.backup.update_report_plan(ReportPlanName="daily", ReportDeliveryChannel=channel)
    (key,) = frozen.run()["ReportDestination"]["S3Keys"]
    assert key.startswith("Backup/")


def test_a_scan_on_its_way_has_an_empty_result_and_message(frozen: Reports) -> None:
    point = backed_up(frozen.backup)
    set_job_outcome("scan", state="COMPLETED", duration=timedelta(hours=1))
    scan(frozen.backup, point)
    frozen.plan("SCAN_JOB_REPORT", "JSON")
    (item,) = frozen.items(frozen.run())
    assert (item["jobStatus"], item["scanResultStatus"], item["statusMessage"]) == (
        "RUNNING",
        "",
        "",
    )


def test_the_parts_of_a_backup_name_its_job_and_the_others_have_null(frozen: Reports) -> None:
    parts = [
        {"BackupJobId": "whole", "IsParent": True},
        {"BackupJobId": "a", "ParentJobId": "whole"},
    ]
    load_jobs({"BackupJobs": parts})
    frozen.plan(BACKUPS, "JSON")
    items = frozen.items(frozen.run())
    parents = {item["backupJobId"]: item["parentJobId"] for item in items}
    assert parents == {"whole": None, "a": "whole"}


def test_a_scan_on_demand_names_no_plan(frozen: Reports) -> None:
    scan(frozen.backup, backed_up(frozen.backup))
    frozen.plan("SCAN_JOB_REPORT", "JSON")
    (item,) = frozen.items(frozen.run())
    assert "backupPlanArn" not in item


def test_each_day_at_one_o_clock_the_day_before_is_reported(frozen: Reports, clock: Any) -> None:
    frozen.plan()
    start(frozen.backup)
    clock.move_to(datetime(2026, 3, 11, 0, 59, tzinfo=timezone.utc))
    assert frozen.backup.list_report_jobs()["ReportJobs"] == []
    clock.move_to(datetime(2026, 3, 12, 1, 0, tzinfo=timezone.utc))
    newest, oldest = frozen.backup.list_report_jobs()["ReportJobs"]
    assert oldest["CreationTime"] == datetime(2026, 3, 11, 1, tzinfo=timezone.utc)
    folder = f"audit/{ACCOUNT}/{REGION}/2026/03"
    assert oldest["ReportDestination"]["S3Keys"] == [
        f"{folder}/11/daily/{BACKUPS}_daily_2026-03-10T00:00:00Z_2026-03-11T00:00:00Z_1.csv"
    ]
    assert [len(frozen.rows(job)) for job in (oldest, newest)] == [1, 0]


def test_a_report_plan_that_moto_had_before_is_followed_too(frozen: Reports, clock: Any) -> None:
    moto_backup_summaries.unregister()
    try:
        frozen.plan()
    finally:
        moto_backup_summaries.register()
    clock.shift(DAY)
    (job,) = frozen.backup.list_report_jobs()["ReportJobs"]
    assert job["CreationTime"] == datetime(2026, 3, 11, 1, tzinfo=timezone.utc)


def test_a_daily_report_shows_what_ended_later_on_its_way(frozen: Reports, clock: Any) -> None:
    frozen.plan()
    set_job_outcome("backup", state="FAILED", duration=timedelta(hours=20))
    start(frozen.backup)
    clock.shift(2 * DAY)
    newest, oldest = frozen.backup.list_report_jobs()["ReportJobs"]
    assert [frozen.rows(job)[0]["Job Status"] for job in (oldest, newest)] == ["RUNNING", "FAILED"]


def test_a_leap_lists_the_reports_of_all_plans_newest_first(frozen: Reports, clock: Any) -> None:
    names = ("daily", "other")
    for name in names:
        frozen.plan(name=name)
    clock.shift(3 * DAY)
    jobs = frozen.backup.list_report_jobs()["ReportJobs"]
    assert [job["CreationTime"].day for job in jobs] == [13, 13, 12, 12, 11, 11]
    (first,) = frozen.backup.list_report_jobs(MaxResults=1)["ReportJobs"]
    assert first["CreationTime"] == max(job["CreationTime"] for job in jobs)


def test_a_leap_writes_the_reports_of_thirty_days_and_a_deleted_plan_none(
    frozen: Reports, clock: Any
) -> None:
    frozen.plan()
    frozen.plan(name="gone")
    frozen.backup.delete_report_plan(ReportPlanName="gone")
    clock.shift(400 * DAY)
    jobs = frozen.backup.list_report_jobs()["ReportJobs"]
    assert len(jobs) == 30
    assert {job["ReportPlanArn"].split(":")[-1].rpartition("-")[0][:5] for job in jobs} == {"daily"}


def test_a_report_without_its_bucket_fails_and_says_so(backup: Any) -> None:
    backup.create_report_plan(
        ReportPlanName="daily",
        ReportDeliveryChannel={"S3BucketName": "absent"},
        ReportSetting={"ReportTemplate": BACKUPS},
    )
    job_id = backup.start_report_job(ReportPlanName="daily")["ReportJobId"]
    job = backup.describe_report_job(ReportJobId=job_id)["ReportJob"]
    assert job["Status"] == "FAILED"
    assert job["StatusMessage"] == (
        f"Report job failed. The S3 bucket absent does not exist in account {ACCOUNT}."
    )
    assert job["ReportDestination"] == {"S3BucketName": "absent", "S3Keys": []}
    told = backup.describe_report_plan(ReportPlanName="daily")["ReportPlan"]
    assert "LastAttemptedExecutionTime" in told
    assert "LastSuccessfulExecutionTime" not in told


def test_a_repeated_token_writes_no_second_report(reports: Reports) -> None:
    reports.plan()
    asked = {"ReportPlanName": "daily", "IdempotencyToken": "once"}
    first, second = (reports.backup.start_report_job(**asked)["ReportJobId"] for _ in range(2))
    assert first == second
    assert len(reports.backup.list_report_jobs()["ReportJobs"]) == 1


def test_report_jobs_are_listed_by_plan_status_and_time_and_in_pages(
    frozen: Reports, clock: Any
) -> None:
    frozen.plan()
    frozen.plan("RESOURCE_COMPLIANCE_REPORT", name="other")
    ids = []
    for name in ("daily", "other", "daily"):
        ids.append(frozen.run(name)["ReportJobId"])
        clock.shift(timedelta(minutes=1))

    def listed(**filters: Any) -> list[str]:
        found = frozen.backup.list_report_jobs(**filters)["ReportJobs"]
        return [job["ReportJobId"] for job in found]

    assert listed() == ids[::-1]
    assert listed(ByReportPlanName="other") == listed(ByStatus="FAILED") == [ids[1]]
    assert listed(ByCreationAfter=NOW) == ids[:0:-1]
    assert listed(ByCreationBefore=NOW + timedelta(minutes=1)) == [ids[0]]
    first = frozen.backup.list_report_jobs(MaxResults=2)
    assert [job["ReportJobId"] for job in first["ReportJobs"]] == ids[:0:-1]
    assert listed(MaxResults=2, NextToken=first["NextToken"]) == [ids[0]]
    code, message = refused(frozen.backup, "list_report_jobs", ByStatus="DONE")
    assert (code, "COMPLETED_WITH_ISSUES" in message) == ("InvalidParameterValueException", True)
    asked = refused(frozen.backup, "list_report_jobs", ByReportPlanName="absent")
    assert asked == ("ResourceNotFoundException", "Report plan absent not found")


def test_a_list_tells_when_its_plans_ran(frozen: Reports, clock: Any) -> None:
    frozen.plan()
    (never,) = frozen.backup.list_report_plans()["ReportPlans"]
    assert {"LastAttemptedExecutionTime", "LastSuccessfulExecutionTime"}.isdisjoint(never)
    frozen.run()
    clock.shift(timedelta(hours=1))
    frozen.backup.update_report_plan(
        ReportPlanName="daily", ReportDeliveryChannel={"S3BucketName": "absent"}
    )
    frozen.run()
    (listed,) = frozen.backup.list_report_plans()["ReportPlans"]
    assert listed["LastSuccessfulExecutionTime"] == NOW
    assert listed["LastAttemptedExecutionTime"] == NOW + timedelta(hours=1)
    described = frozen.backup.describe_report_plan(ReportPlanName="daily")["ReportPlan"]
    assert described == listed


def test_what_is_not_there_is_not_found(backup: Any) -> None:
    asked = refused(backup, "start_report_job", ReportPlanName="absent")
    assert asked == ("ResourceNotFoundException", "Report plan absent not found")
    code, message = refused(backup, "describe_report_job", ReportJobId="absent")
    assert (code, message) == ("ResourceNotFoundException", "Report job absent not found")


def test_a_report_of_several_regions_is_filed_apart(reports: Reports, far: Any) -> None:
    start(reports.backup)
    start(far, BackupVaultName="far", ResourceArn=volume(region=FAR))
    reports.plan(Regions=["*"])
    job = reports.run()
    assert {row["Region"] for row in reports.rows(job)} == {REGION, FAR}
    (key,) = job["ReportDestination"]["S3Keys"]
    assert key.startswith(f"audit/{ACCOUNT}/crossregion/")
    reports.plan(name="one", Regions=[FAR])
    assert {row["Region"] for row in reports.rows(reports.run("one"))} == {FAR}


def test_a_management_account_reports_of_its_organization(
    make_client: MakeClient, organization: Organization
) -> None:
    reports = Reports(organization.management, make_client(service="s3"))
    client = organization.organizations
    root = client.list_roots()["Roots"][0]["Id"]
    outer = client.create_organizational_unit(ParentId=root, Name="o")["OrganizationalUnit"]["Id"]
    inner = client.create_organizational_unit(ParentId=outer, Name="i")["OrganizationalUnit"]["Id"]
    client.move_account(
        AccountId=organization.second, SourceParentId=root, DestinationParentId=inner
    )

    def reported(name: str, **setting: Any) -> set[str]:
        reports.plan(name=name, **setting)
        job = reports.run(name)
        assert "/crossaccount/" in job["ReportDestination"]["S3Keys"][0]
        return {row["Account ID"] for row in reports.rows(job)}

    assert reported("all", Accounts=["ROOT"]) == {ACCOUNT, organization.first, organization.second}
    assert reported("some", Accounts=[organization.first, OUTSIDE]) == {organization.first}
    assert reported("unit", OrganizationUnits=[outer]) == {organization.second}
    assert reported("empty", OrganizationUnits=["ou-absent"]) == set()
    path = f"{client.describe_organization()['Organization']['Id']}/{root}/"
    reports.plan("COPY_JOB_REPORT", name="paths", Accounts=["ROOT"])
    of_second = organization.of[organization.second]
    of_second.create_backup_vault(BackupVaultName="spare")
    copied(
        of_second,
        backed_up(of_second),
        DestinationBackupVaultArn=vault_arn("spare", account_id=organization.second),
    )
    (row,) = reports.rows(reports.run("paths"))
    assert row["Path to Root"] == f"{path}{outer}/{inner}/"
    assert list(row).index("Path to Root") == list(row).index("Account ID") - 1


def test_a_member_reports_of_itself_alone(make_client: MakeClient, backup: Any) -> None:
    other = new_account_without_organization(make_client)
    start(backup)
    reports = Reports(backup, make_client(service="s3"))
    reports.plan(Accounts=[other, ACCOUNT], OrganizationUnits=["ou-1"])
    (row,) = reports.rows(reports.run())
    assert (row["Account ID"], row["Path to Root"]) == (ACCOUNT, "")


def new_account_without_organization(make_client: MakeClient) -> str:
    """An account that the caller may not see, with a job."""
    client = assumed(make_client, OUTSIDE)
    client.create_backup_vault(BackupVaultName="nightly")
    start(client)
    return OUTSIDE


# Few jobs: what is compared is the sum over their states.
@given(st.lists(st.sampled_from(["COMPLETED", "FAILED", "ABORTED", "EXPIRED"]), max_size=5))
def test_the_rows_of_a_report_sum_to_the_summaries(states: list[str]) -> None:
    with mock_aws(config={"core": {"reset_boto3_session": False}}):
        client = client_of()
        client.create_backup_vault(BackupVaultName="nightly")
        for state in states:
            set_job_outcome("backup", state=state, times=1)
            start(client)
        reports = Reports(client, client_of("s3"))
        reports.plan()
        rows = [row["Job Status"] for row in reports.rows(reports.run())]
        summed = client.list_backup_job_summaries(State="ANY")["BackupJobSummaries"]
        assert {row["State"]: row["Count"] for row in summed} == {
            state: rows.count(state) for state in states
        }
