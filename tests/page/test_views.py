"""What each of the other pages shows, and that the text of others stays text."""

from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from calls import (
    PLAN,
    RULE,
    SELECTION,
    backed_up,
    copied,
    create_plan,
    restore,
    scan,
    start,
    vault_arn,
    volume,
)
from moto import mock_aws
from page_reader import ELEMENTS, MOCKED, PAGE, Page, listed, load, look
from support import ACCOUNT, REGION, ROLE, client_of, frozen_at

from moto_backup_summaries import (
    fail_operation,
    set_approval_outcome,
    set_deletion_outcome,
    set_deployment_outcome,
    set_job_outcome,
)
from moto_backup_summaries.page.views import VIEWS

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
MARKUP = "<img src=x onerror=alert(1)>"
# A version that no plan has.
LOST = {"BackupPlanVersion": "lost"}
HERE = f"account={ACCOUNT}&region={REGION}"


def seen(path: str) -> Page:
    page = look(path)
    assert page.status == 200, page.text
    return page


def test_a_job_is_shown_with_all_its_members_and_what_came_of_it(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    mocked_backup.create_backup_vault(BackupVaultName="far")
    point = backed_up(mocked_backup)
    (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
    copy = mocked_backup.start_copy_job(
        RecoveryPointArn=point,
        SourceBackupVaultName="nightly",
        DestinationBackupVaultArn=f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:far",
        IamRoleArn=ROLE,
    )["CopyJobId"]
    restored = restore(mocked_backup, point)
    page = seen(seen("jobs").link(job["BackupJobId"]))
    for name, value in job.items():
        assert name in page.text
        assert not isinstance(value, str) or value in page.text
    assert f"Created {NOW}" not in page.text
    assert "Backup Job State Change: CREATED" in page.text
    assert (
        page.text.index(": CREATED") < page.text.index(": RUNNING") < page.text.index(": COMPLETED")
    )
    point_page = seen(page.link(point))
    for each in (page, point_page):
        assert restored in seen(each.link(restored)).text
        assert copy in seen(each.link(copy)).text
    assert "vault nightly" in point_page.text
    assert seen(point_page.link("vault nightly")).tables["Recovery points"][1][0] == point


def planned_job(clock: Any) -> dict[str, Any]:
    """A job of a plan's run at five o'clock of the next day."""
    client = client_of()
    client.create_backup_vault(BackupVaultName="vault")
    rule = {**RULE, "ScheduleExpression": "cron(0 5 * * ? *)"}
    plan_id = create_plan(client, Rules=[rule])
    client_of("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)
    selection = {**SELECTION, "Resources": [volume("*")]}
    client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
    clock.shift(timedelta(days=1))
    job: dict[str, Any] = client.list_backup_jobs()["BackupJobs"][0]
    return job


def test_a_job_of_a_plan_leads_to_it_and_the_plan_to_its_next_ten_runs() -> None:
    with frozen_at(NOW) as clock, mock_aws():
        job = planned_job(clock)
        plan_id = job["CreatedBy"]["BackupPlanId"]
        page = seen(seen("jobs").link(job["BackupJobId"]))
        assert job["CreatedBy"]["BackupRuleId"] in page.text
        plan = seen(page.link(f"plan {plan_id}"))
        runs = [f"2026-03-{day}T05:00:00Z nightly" for day in range(22, 32)]
        assert " ".join(runs) in plan.text
        assert "all (" in plan.text
        assert " ".join(runs) in seen("plans").text


def test_a_job_shows_the_rule_that_made_it_as_it_was_then() -> None:
    with frozen_at(NOW) as clock, mock_aws():
        job = planned_job(clock)
        plan_id = job["CreatedBy"]["BackupPlanId"]
        rule = {**RULE, "ScheduleExpression": "rate(1 day)"}
        later = {"BackupPlanName": "plan", "Rules": [rule]}
        client_of().update_backup_plan(BackupPlanId=plan_id, BackupPlan=later)
        page = seen(seen("jobs").link(job["BackupJobId"]))
        assert "ScheduleExpression cron(0 5 * * ? *)" in page.text
        load({"BackupJobs": [{"BackupJobId": "old", "CreatedBy": {**job["CreatedBy"], **LOST}}]})
        assert "This version of the plan is not known." in seen(seen("jobs").link("old")).text
        load({"BackupJobs": [{"BackupJobId": "of a plan", "CreatedBy": {"BackupPlanId": plan_id}}]})
        assert "This version of the plan" in seen(seen("jobs").link("of a plan")).text


def test_a_job_shows_the_request_that_made_it(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    job_id = start(mocked_backup, RecoveryPointTags={"team": "red"}, StartWindowMinutes=77)[
        "BackupJobId"
    ]
    made_by = made(seen("jobs").link(job_id))
    assert made_by.startswith("A request: StartBackupJob")
    for text in ("BackupVaultName nightly", "RecoveryPointTags team red", "StartWindowMinutes 77"):
        assert text in made_by


def test_a_job_that_nobody_requested_says_so(mocked_backup: Any) -> None:
    testing_plan = f"arn:aws:backup:{REGION}:{ACCOUNT}:restore-testing-plan:drill-1"
    load(
        {
            "BackupJobs": [
                {"BackupJobId": "loaded", "IsParent": True},
                {"BackupJobId": "child", "ParentJobId": "loaded"},
            ],
            "RestoreJobs": [
                {"RestoreJobId": "test", "CreatedBy": {"RestoreTestingPlanArn": testing_plan}}
            ],
        }
    )
    page = seen("jobs")
    assert made(page.link("loaded")).startswith("Neither a plan nor a request")
    assert made(page.link("child")) == "Its parent: loaded"
    assert made(seen("jobs?kind=restore").link("test")) == f"Restore testing plan {testing_plan}"


def made(address: str) -> str:
    """What a job's page says of what made it."""
    return seen(address).text.partition(" Made by ")[2].partition(" Members ")[0]


def test_vaults_show_their_lock_and_holds(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="locked")
    mocked_backup.put_backup_vault_lock_configuration(
        BackupVaultName="locked", MinRetentionDays=3, MaxRetentionDays=9
    )
    mocked_backup.create_legal_hold(
        Title="the case", Description="of all", RecoveryPointSelection={"VaultNames": ["locked"]}
    )
    page = seen(f"vaults?{HERE}")
    rows = {row[0]: row for row in page.tables["Vaults"]}
    assert rows["locked"][3:] == ["yes", "3 to 9", ACCOUNT, REGION]
    vault = seen(page.link("locked"))
    assert "the case: ACTIVE" in vault.text
    assert "Access policy none Notifications none" in vault.text


def test_the_points_of_a_vault_are_shown_in_pages(mocked_backup: Any) -> None:
    load({"BackupJobs": [{"BackupJobId": str(n)} for n in range(60)]})
    page = seen(seen("vaults").link("Default"))
    assert len(page.tables["Recovery points"]) == 51
    assert len(seen(page.link("More")).tables["Recovery points"]) == 11


def test_report_plans_and_their_reports_are_shown(mocked_backup: Any) -> None:
    client_of("s3").create_bucket(Bucket="reports")
    mocked_backup.create_report_plan(
        ReportPlanName="jobs_of_today",
        ReportDeliveryChannel={"S3BucketName": "reports"},
        ReportSetting={"ReportTemplate": "BACKUP_JOB_REPORT"},
    )
    report = mocked_backup.start_report_job(ReportPlanName="jobs_of_today")["ReportJobId"]
    page = seen("report-plans")
    assert "jobs_of_today" in page.text
    assert "BACKUP_JOB_REPORT" in page.text
    assert report in page.text


def test_rules_are_shown_with_their_uses(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    set_job_outcome("backup", state="FAILED")
    start(mocked_backup)
    with (
        fail_operation("ListCopyJobs", code="ThrottlingException"),
        set_approval_outcome("PENDING"),
        set_deletion_outcome("EXPIRED"),
        set_deployment_outcome("FAILED"),
    ):
        page = seen("rules")
        assert page.tables["Outcomes"][1][:2] == ["set_job_outcome('backup', state='FAILED')", "1"]
        assert page.tables["Approvals"][1][:2] == ["set_approval_outcome('PENDING')", "0"]
        assert page.tables["Deletions"][1][:2] == ["set_deletion_outcome('EXPIRED')", "0"]
        assert page.tables["Deployments"][1][:2] == ["set_deployment_outcome('FAILED')", "0"]
        fault = "fail_operation('ListCopyJobs', times=1, code='ThrottlingException')"
        assert page.tables["Faults"][1][:2] == [fault, "0"]
        assert page.tables["Faults"][1][2] == "1"
        assert __file__ in page.tables["Faults"][1][3]
    assert "Faults" not in seen("rules").tables


def test_every_link_leads_to_a_page(mocked_backup: Any) -> None:
    """Of links that differ in values alone one is followed."""
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    point = backed_up(mocked_backup)
    mocked_backup.create_backup_vault(BackupVaultName="copies")
    copied(mocked_backup, point, DestinationBackupVaultArn=vault_arn("copies"))
    restore(mocked_backup, point)
    scan(mocked_backup, point)
    create_plan(mocked_backup)
    load({"BackupJobs": [{"State": "FAILED"}] * 200})
    waiting, followed = [MOCKED + PAGE], set[tuple[str, ...]]()
    while waiting:
        address = urlsplit(waiting.pop())
        shape = (address.path, *sorted(parse_qs(address.query)))
        if shape not in followed:
            answer = requests.get(address.geturl(), timeout=60)
            assert answer.status_code == 200, address.geturl()
            followed.add(shape)
            if answer.headers["Content-Type"].startswith("text/html"):
                links = [link.address.partition("#")[0] for link in Page(answer).links]
                waiting += [link for link in links if link.startswith(MOCKED + PAGE)]
    pages = {path.removeprefix(PAGE) for path, *_ in followed}
    assert pages >= VIEWS.keys()


def test_a_fault_is_for_who_is_tested_and_not_for_the_page(mocked_backup: Any) -> None:
    load({"BackupJobs": [{}]})
    fail_operation("ListBackupJobs", code="ThrottlingException")
    assert len(seen("jobs").tables["Jobs"]) == 2
    assert seen("rules").tables["Faults"][1][1:3] == ["0", "1"]
    with pytest.raises(mocked_backup.exceptions.ClientError, match="ThrottlingException"):
        mocked_backup.list_backup_jobs()
    assert seen("rules").tables["Faults"][1][1:3] == ["1", "0"]


def test_children_are_shown_with_their_parent(mocked_backup: Any) -> None:
    load(
        {
            "BackupJobs": [
                {"BackupJobId": "parent", "IsParent": True},
                {"BackupJobId": "child", "ParentJobId": "parent"},
            ]
        }
    )
    page = seen(seen("jobs").link("parent"))
    assert "child COMPLETED" in page.text
    assert "child" in seen(page.link("child")).text


def test_text_of_others_is_text_everywhere(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="vault")
    selection = {"VaultNames": ["vault"]}
    mocked_backup.create_legal_hold(
        Title=MARKUP, Description=MARKUP, RecoveryPointSelection=selection
    )
    plan = {
        **PLAN,
        "BackupPlanName": "plan",
        "Rules": [{**PLAN["Rules"][0], "RecoveryPointTags": {MARKUP: MARKUP}}],
    }
    mocked_backup.create_backup_plan(BackupPlan=plan)
    set_job_outcome("backup", state="FAILED", status_message=MARKUP).apply_once()
    load(
        {
            "BackupJobs": [
                {
                    "BackupJobId": MARKUP,
                    "StatusMessage": MARKUP,
                    "ResourceName": MARKUP,
                    "MessageCategory": MARKUP,
                    "State": state,
                }
                for state in ("FAILED",)
            ]
        }
    )
    paths = ["", "jobs", "vaults", "plans", "report-plans", "rules", f"jobs?vault={MARKUP}", MARKUP]
    paths += [link.address for link in look("jobs").links if "/job?" in link.address]
    paths += [link.address for link in look("plans").links if "/plan?" in link.address]
    paths += [link.address for link in look("vaults").links if "/vault?" in link.address]
    for path in paths:
        page = look(path)
        assert {name for name, _ in page.elements} <= ELEMENTS, path
        assert not any(name.startswith("on") for _, it in page.elements for name in it), path
    assert MARKUP in look("jobs").text


def test_nothing_is_shown_where_nothing_is() -> None:
    with mock_aws():
        for path in ("", "jobs", "vaults", "plans", "report-plans", "rules", "?kind=restore"):
            assert seen(path).numbers == [], path
        assert (
            "No copy job is counted here. Load jobs, or start a backup" in seen("?kind=copy").text
        )


def test_an_address_has_the_filters(mocked_backup: Any) -> None:
    load({"BackupJobs": [{"State": "FAILED", "ResourceType": "S3"}]})
    page = seen(f"?{HERE}&state=FAILED&type=S3&category=SUCCESS&days=7")
    chosen = [
        attributes["value"]
        for name, attributes in page.elements
        if "selected" in attributes and attributes.get("value")
    ]
    assert chosen == [ACCOUNT, REGION, "FAILED", "S3", "SUCCESS"]
    assert f"kind=copy&days=7&{HERE}" in page.link("Copy jobs")


def test_a_list_is_of_a_vault(mocked_backup: Any) -> None:
    load(
        {"BackupJobs": [{"BackupVaultName": "one"}, {"BackupVaultName": "two", "BackupJobId": "2"}]}
    )
    assert [row[0] for row in listed(look("jobs?vault=two").address)] == ["2"]


def test_a_list_is_of_a_type_that_its_operation_does_not_know(mocked_backup: Any) -> None:
    types = ("DynamoDB", "EBS", "S3")
    load(
        {
            "ScanJobs": [
                {"ScanJobId": name, "ResourceType": name, "State": "FAILED"} for name in types
            ]
        }
    )
    for health in ("", "&health=problems"):
        for wanted in (["DynamoDB"], ["DynamoDB", "EBS"], ["EBS"]):
            query = "".join(f"&type={name}" for name in wanted)
            rows = listed(look(f"jobs?kind=scan{query}{health}").address)
            assert sorted(row[0] for row in rows) == wanted
    assert listed(look("jobs?kind=scan&type=RDS").address) == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("?kind=backups", "did you mean backup"),
        ("?state=LOST", "Invalid value for state"),
        ("?days=8", "accepts one of 14, 7"),
        ("?region=mars", "Invalid value for region"),
        ("?account=1", "a string of 12 digits"),
        ("?colour=red", "Invalid value for the query"),
        ("?days=7&days=14", "accepts one value"),
        ("jobs?after=soon", "Invalid value for after"),
        ("jobs?skip=-1", "a number from 0"),
        ("jobs?skip=99999999999999", "a number from 0"),
        ("jobs?health=ill", "accepts one of problems, with-issues"),
        ("jobs?" + "&".join(["state=FAILED"] * 200), "fields"),
        ("job?account=123456789012&region=us-east-1", "id of the query"),
        ("job?account=123456789012&region=eu-west-3&id=1", "was not used yet"),
        (f"job?{HERE}&id=gone", "ResourceNotFoundException"),
        (f"vault?{HERE}&name=gone", "AWS Backup answered"),
        (f"vault?{HERE}&name=Default&next=token", "AWS Backup answered"),
        (f"point?{HERE}&vault=Default&arn=gone", "AWS Backup answered"),
        (f"plan?{HERE}&id=gone", "AWS Backup answered"),
        ("rules?x=1", "Invalid value for the query"),
    ],
)
def test_what_is_wrong_with_an_address_is_said(mocked_backup: Any, path: str, said: str) -> None:
    load({"BackupJobs": [{}], "RestoreJobs": [{}]})
    page = look(path)
    assert page.status == 400
    assert said in page.text


@pytest.mark.parametrize("path", ["", "jobs"])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kind=restore&vault=one", "ListRestoreJobs has no filter of vaults"),
        ("vault=a%20b", "Invalid value for ByBackupVaultName: got 'a b'"),
        ("type=EBS&type=a!", "Invalid value for ByResourceType: got 'a!'"),
    ],
)
def test_what_no_list_can_be_asked_for_is_refused_where_there_are_no_jobs_too(
    mocked_backup: Any, path: str, query: str, said: str
) -> None:
    without_jobs = look(f"{path}?{query}")
    load({"BackupJobs": [{}], "RestoreJobs": [{}]})
    for page in (without_jobs, look(f"{path}?{query}")):
        assert page.status == 400
        assert said in page.text


def test_what_is_not_there_is_not_found() -> None:
    with mock_aws():
        assert look("nothing").status == 404
        assert look("static/style.css").status == 404
