"""What a person does on the page."""

import gzip
import json
from datetime import datetime, timezone
from typing import Any

import pytest
import requests
from calls import FAR
from moto import mock_aws
from page_reader import MOCKED, PAGE, Page, load, look, token
from support import ACCOUNT, REGION, client_of, post

from moto_backup_summaries import set_approval_outcome

FAILED = {"BackupJobs": [{"BackupJobId": "1", "State": "FAILED"}, {"BackupJobId": "2"}]}

MANY_FIELDS = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 100 + "--x--\r\n"


def send(name: str, server: str = MOCKED, files: Any = None, **fields: Any) -> Page:
    """What the page shows once a form was sent."""
    data = {"token": token(server), **fields}
    return Page(requests.post(f"{server}{PAGE}do/{name}", data, files=files, timeout=60))


def said(page: Page) -> str:
    """What was done, on a page that can be loaded again."""
    assert page.status == 200, page.text
    assert "/do?notice=" in page.address
    again = look(page.address)
    assert again.notice == page.notice
    return page.notice


def refused(page: Page) -> str:
    assert page.status == 400
    return page.notice


def document(content: bytes | str | dict[str, Any]) -> Any:
    if isinstance(content, dict):
        content = json.dumps(content)
    return {"document": ("jobs.json", content.encode() if isinstance(content, str) else content)}


@pytest.mark.parametrize("place", ["mock_aws", "server"])
def test_a_file_is_loaded(place: str, request: pytest.FixtureRequest) -> None:
    if place == "server":
        server = request.getfixturevalue("fresh_server")
        assert said(send("load", server, document(FAILED))) == f"2 jobs were loaded into {REGION}."
        assert look(server=server).numbers_by_name["Failed"] == 1
    else:
        with mock_aws():
            assert said(send("load", MOCKED, document(FAILED))).startswith("2 jobs were loaded")
            jobs = client_of().list_backup_jobs()["BackupJobs"]
            assert {job["BackupJobId"] for job in jobs} == {"1", "2"}


EVENT = {
    "source": "aws.backup",
    "detail-type": "Backup Job State Change",
    "account": ACCOUNT,
    "region": REGION,
    "time": "2026-03-01T05:00:00Z",
    "detail": {"backupJobId": "1", "state": "FAILED", "creationDate": "2026-03-01T04:00:00Z"},
}


@pytest.mark.parametrize(
    "content",
    [
        "Backup Job ID,Job Status\n1,FAILED\n",
        json.dumps(EVENT),
        json.dumps({"Records": [{"body": json.dumps(EVENT)}]}),
        '{"BackupJobs": []}\n{"BackupJobs": [{"BackupJobId": "1", "State": "FAILED"}]}',
        json.dumps([{"BackupJobId": "1", "State": "FAILED"}]),
        '{"BackupJobs": [{"BackupJobId": "1", "State": "FAILED"}]}'.encode("utf-16"),
        gzip.compress(b"Backup Job ID,Job Status\n1,FAILED\n"),
    ],
    ids=["report", "event", "queue", "pages", "jobs", "UTF-16", "gzip"],
)
def test_a_file_of_any_form_is_loaded(mocked_backup: Any, content: bytes | str) -> None:
    notice = said(send("load", files=document(content), shift_to_now="yes"))
    assert notice == f"1 job was loaded into {REGION}."
    (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert (job["BackupJobId"], job["State"]) == ("1", "FAILED")


def test_several_files_are_loaded_or_none_of_them(mocked_backup: Any) -> None:
    right, wrong, empty = (
        ("document", (name, content))
        for name, content in (("1.json", '{"CopyJobs": [{}]}'), ("2.csv", "a,b"), ("3", ""))
    )
    assert said(send("load", files=[right, *document(FAILED).items()])).startswith("3 jobs were")
    assert "'2.csv'" in refused(send("load", files=[right, wrong]))
    assert "Invalid value for the file: got '3'" in refused(send("load", files=[right, empty]))
    assert len(mocked_backup.list_copy_jobs()["CopyJobs"]) == 1


def test_no_file_is_none(mocked_backup: Any) -> None:
    assert "Invalid value for the file: got None" in refused(send("load"))


ACCOUNT_DOCUMENT = {
    "BackupAccount": {"Version": 1, "AccountId": ACCOUNT, "Region": FAR},
    "BackupVaults": [
        {
            "BackupVaultName": "nightly",
            "BackupVaultArn": f"arn:aws:backup:{FAR}:{ACCOUNT}:backup-vault:nightly",
            "CreationDate": "2026-01-01T00:00:00Z",
        }
    ],
    "BackupJobs": [{"BackupJobId": "1", "State": "FAILED"}],
}


def test_an_account_is_loaded(mocked_backup: Any) -> None:
    notice = said(send("load", files=document(ACCOUNT_DOCUMENT)))
    told = "1 BackupVaults, 1 BackupJobs of account 123456789012"
    assert notice == f"{told} loaded into {FAR}."
    client = client_of(region_name=FAR)
    assert [
        vault["BackupVaultName"] for vault in client.list_backup_vaults()["BackupVaultList"]
    ] == ["nightly"]


@pytest.mark.parametrize("name", ["send_events", "leave_out"])
def test_what_is_of_jobs_is_refused_for_an_account(mocked_backup: Any, name: str) -> None:
    page = send("load", files=document(ACCOUNT_DOCUMENT), **{name: "yes"})
    assert refused(page) == (
        f"Invalid value for {name}: got 'yes', accepts nothing for a file of an account"
    )


def test_what_is_wrong_with_an_account_is_told(mocked_backup: Any) -> None:
    wrong = {**ACCOUNT_DOCUMENT, "BackupVaults": [{"BackupVaultName": 7}]}
    assert "BackupVaults[0].BackupVaultName" in refused(send("load", files=document(wrong)))


def test_rows_that_are_wrong_are_left_out_where_that_is_chosen(mocked_backup: Any) -> None:
    report = "Backup Job ID,Job Status\n1,FAILED\n2,LOST\n3,COMPLETED\n"
    page = send("load", files=document(report), leave_out="yes")
    assert said(page).startswith(
        f"2 jobs were loaded into {REGION}. Left out was: "
        "Invalid value for Job Status in line 3 of 'jobs.json': got 'LOST', accepts one of "
    )
    assert {job["BackupJobId"] for job in mocked_backup.list_backup_jobs()["BackupJobs"]} == {
        "1",
        "3",
    }


def test_a_file_is_moved_to_now_where_that_is_chosen(mocked_backup: Any) -> None:
    old = {"BackupJobs": [{"CreationDate": "2020-01-01T00:00:00Z"}]}
    said(send("load", files=document(old), shift_to_now="yes", send_events="yes"))
    (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert job["CreationDate"].date() == datetime.now(timezone.utc).date()


def test_what_is_odd_about_a_file_is_told(mocked_backup: Any) -> None:
    old = {"BackupJobs": [{"CreationDate": "2020-01-01T00:00:00Z"}]}
    notice = said(send("load", files=document(old)))
    assert notice.startswith(f"1 job was loaded into {REGION}. No summary counts these jobs")


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ({"BackupJobs": [{}, {"State": "LOST"}]}, "BackupJobs[1].State"),
        ({"BackupJobs": [{"CreationDate": "<img onerror>"}]}, "got '<img onerror>'"),
        ({"Jobs": []}, "BackupJobs"),
        ("{", "is not JSON"),
        ("", "Invalid value for the file: got 'jobs.json'"),
        ("Backup Job ID,Job Status\n1,LOST\n", "Job Status in line 2 of 'jobs.json'"),
        (gzip.compress(b"{}", mtime=0)[:-9], "'jobs.json' is gzip that is damaged"),
        (b"PAR1", "looks like Parquet"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_by_row(
    mocked_backup: Any, content: Any, wrong: str
) -> None:
    assert wrong in refused(send("load", files=document(content)))
    assert mocked_backup.list_backup_jobs()["BackupJobs"] == []


def test_what_is_wrong_is_told_of_each_row(mocked_backup: Any) -> None:
    rows = [{"State": "LOST"} if number in (0, 3, 6) else {} for number in range(7)]
    summaries = [{"Count": -1}, {"Region": REGION}]
    both = {"BackupJobs": rows, "CopyJobSummaries": summaries, "NextToken": "more"}
    page = send("load", files=document(both))
    assert refused(page).count("Invalid value for") == 4
    lines = [line for line in page.source.splitlines() if line.startswith("Invalid value for")]
    assert [line.split()[3].rstrip(":") for line in lines] == [
        *(f"BackupJobs[{number}].State" for number in (0, 3, 6)),
        "CopyJobSummaries[0].Count",
    ]
    assert mocked_backup.list_backup_jobs()["BackupJobs"] == []


def test_of_very_many_bad_rows_the_first_are_told(mocked_backup: Any) -> None:
    notice = refused(send("load", files=document({"BackupJobs": [{"State": "LOST"}] * 500})))
    assert notice.count("Invalid value for") == 20
    assert notice.endswith("… and 480 more")


def test_what_is_wrong_with_rows_together_is_told(mocked_backup: Any) -> None:
    notice = refused(send("load", files=document({"BackupJobs": [{"BackupJobId": "1"}] * 2})))
    assert notice.endswith("an id that BackupJobs[0] of 'jobs.json' does not have")


def test_time_passes(fresh_server: str) -> None:
    try:
        assert "2026-03-01T00:00" in said(send("clock", fresh_server, time="2026-03-01T00:00:00Z"))
        for step, begins in (("PT1H", "03-01T01:"), ("P1D", "03-02T01:"), ("P14D", "03-16T01:")):
            assert f"2026-{begins}" in said(send("clock", fresh_server, advance=step))
        assert "2026-03-16T01:" in look(server=fresh_server).text
        assert "Invalid value for advance" in refused(send("clock", fresh_server, advance="soon"))
    finally:
        post(f"{fresh_server}/moto-api/reset")


def test_under_a_mock_the_test_moves_the_clock(mocked_backup: Any) -> None:
    assert "time-machine moves the clock" in refused(send("clock", advance="P1D"))


def test_the_next_jobs_end_as_it_was_said(mocked_backup: Any) -> None:
    outcome = {
        "kind": "backup",
        "state": "FAILED",
        "status_message": "the disk is full",
        "times": "1",
    }
    assert said(send("outcome", **outcome)) == "The next backup jobs end FAILED."
    client_of("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)
    (volume,) = (
        it["value"] for name, it in look("do").elements if it.get("value", "").startswith("arn:")
    )
    for state in ("FAILED", "COMPLETED"):
        assert "has started" in said(send("backup", resource=volume))
        jobs = mocked_backup.list_backup_jobs()["BackupJobs"]
        assert state in [job["State"] for job in jobs]
    assert {job["BackupVaultName"] for job in jobs} == {"Default"}
    refusal = refused(send("outcome", kind="backup", state="LOST"))
    assert refusal.startswith("outcomes[0]: Invalid value for state: got 'LOST'")
    assert "1 or more" in refused(send("outcome", kind="backup", state="FAILED", times="some"))


def test_a_call_fails_as_it_was_said_until_rules_are_removed(mocked_backup: Any) -> None:
    fault = {
        "operation": "ListCopyJobs",
        "code": "ThrottlingException",
        "message": "slow",
        "times": "9",
    }
    assert said(send("fault", **fault)) == "ListCopyJobs answers ThrottlingException."
    with pytest.raises(mocked_backup.exceptions.ClientError, match="slow"):
        mocked_backup.list_copy_jobs()
    assert said(send("remove-rules")) == "No outcome and no fault is set."
    assert mocked_backup.list_copy_jobs()["CopyJobs"] == []


def test_what_is_removed_with_outcomes_and_faults_is_named(mocked_backup: Any) -> None:
    set_approval_outcome("PENDING")
    assert "Remove all outcomes and faults" in look("do").text
    send("remove-rules")
    assert "PENDING" not in look("rules").text


def test_a_backup_is_started_in_another_region_and_vault(mocked_backup: Any) -> None:
    client = client_of(region_name=FAR)
    client.create_backup_vault(BackupVaultName="far")
    client_of("ec2", FAR).create_volume(AvailabilityZone=f"{FAR}a", Size=1)
    page = look(f"do?account={ACCOUNT}&region={FAR}")
    (volume,) = (it["value"] for _, it in page.elements if it.get("value", "").startswith("arn:"))
    said(send("backup", account=ACCOUNT, region=FAR, vault="far", resource=volume))
    (job,) = client.list_backup_jobs()["BackupJobs"]
    assert (job["BackupVaultName"], job["ResourceArn"]) == ("far", volume)
    assert "ResourceArn" in refused(send("backup", vault="far"))
    assert "Invalid value for region" in refused(send("backup", region="mars"))


def test_moto_is_reset(mocked_backup: Any) -> None:
    load(FAILED)
    assert said(send("reset")) == "moto has forgotten everything."
    assert mocked_backup.list_backup_jobs()["BackupJobs"] == []


def by_id(client: Any) -> dict[str, Any]:
    return {job["BackupJobId"]: job for job in client.list_backup_jobs()["BackupJobs"]}


def test_what_is_there_is_downloaded_and_loads_again(mocked_backup: Any) -> None:
    load(FAILED)
    before = by_id(mocked_backup)
    answer = requests.get(f"{MOCKED}{PAGE}document", timeout=60)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="jobs.json"'
    send("reset")
    said(send("load", files=document(answer.text)))
    assert by_id(mocked_backup) == before


def test_accounts_are_downloaded_and_load_again(mocked_backup: Any) -> None:
    far = client_of(region_name=FAR)
    far.create_backup_vault(BackupVaultName="nightly", BackupVaultTags={"team": "blue"})
    load(FAILED)
    before, vault = by_id(mocked_backup), far.describe_backup_vault(BackupVaultName="nightly")
    answer = requests.get(f"{MOCKED}{PAGE}account", timeout=60)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="account.json"'
    send("reset")
    notice = said(send("load", files=document(answer.text)))
    assert notice.endswith(f" loaded into {FAR} and {REGION}.")
    assert by_id(mocked_backup) == before
    again = far.describe_backup_vault(BackupVaultName="nightly")
    for each in (vault, again):
        del each["ResponseMetadata"]
    assert again == vault
    tags = far.list_tags(ResourceArn=vault["BackupVaultArn"])["Tags"]
    assert tags == {"team": "blue"}


def test_a_form_of_another_site_does_nothing(mocked_backup: Any) -> None:
    load(FAILED)
    ours = token()
    foreign = [
        ({}, {}),
        ({"token": "guessed"}, {}),
        ({"token": "\u00e9"}, {}),
        ({"token": ours}, {"Origin": "https://evil.example"}),
        ({"token": ours}, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}),
        ({"token": ours}, {"Sec-Fetch-Site": "same-site"}),
    ]
    for fields, headers in foreign:
        answer = requests.post(f"{MOCKED}{PAGE}do/reset", fields, headers=headers, timeout=60)
        assert answer.status_code == 403, (fields, headers)
    assert len(mocked_backup.list_backup_jobs()["BackupJobs"]) == 2


def test_nobody_else_writes_what_was_done(mocked_backup: Any) -> None:
    page = look("do?notice=All is lost&seal=00")
    assert (page.status, "All is lost" in page.text) == (200, False)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", '{"token": "1"}'),
        ("multipart/form-data", "no boundary"),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data"),
        ("multipart/form-data; boundary=x", "--y--"),
        ("multipart/form-data; boundary=x", MANY_FIELDS),
        ("application/x-www-form-urlencoded", "%ff%fe=&&&="),
        ("application/x-www-form-urlencoded; charset=nonsense", "token=1"),
        ("", ""),
    ],
)
def test_what_is_no_form_of_the_page_is_refused(
    mocked_backup: Any, content_type: str, body: str
) -> None:
    headers = {"Content-Type": content_type}
    answer = requests.post(f"{MOCKED}{PAGE}do/reset", body, headers=headers, timeout=60)
    assert answer.status_code in (400, 403), answer.text


def test_an_unknown_form_is_named(mocked_backup: Any) -> None:
    assert "Invalid value for the form: got 'explode'" in refused(send("explode"))
    assert requests.post(f"{MOCKED}{PAGE}do", timeout=60).status_code == 405
