"""load_jobs() of events of EventBridge: each job's last state counts, and its way there is its history."""

import json
from pathlib import Path
from typing import Any

import pytest
from calls import RESTORE_METADATA, backed_up, start, volume
from loading.files import said, written
from support import ROLE, transition

from moto_backup_summaries import BackupSummariesWarning, job_events, load_jobs, set_job_outcome
from moto_backup_summaries.control.endpoints import show_jobs

OTHER = "222222222222"
# The first sample of AWS's guide, and what follows it.
DETAIL: dict[str, Any] = {
    "backupJobId": "1",
    "bytesTransferred": "36048",
    "creationDate": "2020-07-29T20:13:07.392Z",
    "iamRoleArn": ROLE,
    "percentDone": 0.0,
    "resourceArn": volume(),
    "resourceType": "EBS",
    "retryCount": 3,
    "startBy": "2020-07-30T04:13:07.392Z",
}
pytestmark = pytest.mark.filterwarnings("ignore:No summary counts these jobs")


def event(state: str, time: str = "2020-07-29T20:15:26Z", **detail: Any) -> dict[str, Any]:
    return {
        "version": "0",
        "id": f"{state} {time} {detail.get('backupJobId')}",
        "detail-type": "Backup Job State Change",
        "source": "aws.backup",
        "account": "123456789012",
        "time": time,
        "region": "us-east-1",
        "resources": [],
        "detail": {**DETAIL, "state": state, **detail},
    }


CREATED = event("CREATED", "2020-07-29T20:13:10Z")
CREATED["detail"] = {
    name: CREATED["detail"][name] for name in ("backupJobId", "state", "creationDate")
}
RUNNING = event("RUNNING", "2020-07-29T20:14:00Z", expectedCompletionDate="Jul 29, 2020 9:39:07 PM")
FAILED = event("FAILED", statusMessage='"Access denied"')
EVENTS = [FAILED, CREATED, RUNNING]


def lines(*values: Any) -> str:
    return "\n".join(map(json.dumps, values))


@pytest.mark.parametrize(
    "content",
    [
        lines(*EVENTS),
        lines(*EVENTS, FAILED),
        json.dumps(EVENTS),
        json.dumps({"events": EVENTS}),
        json.dumps({"events": [{"message": lines(each), "timestamp": 1} for each in EVENTS]}),
        json.dumps({"events": [{"message": lines(*EVENTS)}]}),
        json.dumps({"Messages": [{"Body": lines(each)} for each in EVENTS]}),
        json.dumps({"Records": [{"body": lines(each)} for each in EVENTS]}),
        json.dumps({"Records": [{"Sns": {"Message": lines(each)}} for each in EVENTS]}),
        "\n".join(f"2026-01-01T00:00:00.000Z {lines(each)}" for each in EVENTS),
    ],
    ids=["lines", "twice", "list", "events", "log", "batch", "queue", "lambda", "topic", "export"],
)
def test_a_job_is_as_its_last_event_tells_it(
    mocked_backup: Any, tmp_path: Path, content: str
) -> None:
    assert load_jobs(written(tmp_path / "archive", content)) == 1
    told = mocked_backup.describe_backup_job(BackupJobId="1")
    assert (told["State"], told["StatusMessage"]) == ("FAILED", "Access denied")
    assert (told["BytesTransferred"], told["PercentDone"]) == (36048, "0.0")
    assert told["ExpectedCompletionDate"].isoformat() == "2020-07-29T21:39:07+00:00"
    states = [event["detail"]["state"] for event in job_events()]
    assert states == ["CREATED", "RUNNING", "FAILED"]
    assert [event["time"] for event in job_events()] == [
        it["time"] for it in (CREATED, RUNNING, FAILED)
    ]


def test_the_order_in_which_events_came_does_not_count(mocked_backup: Any) -> None:
    """AWS delivers as well as it can: a last state is the last, even if another event came later."""
    late = {**RUNNING, "time": "2020-07-29T20:17:00Z"}
    assert load_jobs([FAILED, late]) == 1
    assert mocked_backup.describe_backup_job(BackupJobId="1")["State"] == "FAILED"


def test_a_completed_backup_has_the_recovery_point_of_its_event(mocked_backup: Any) -> None:
    point = "arn:aws:ec2:us-east-1::snapshot/snap-1"
    completed = event("COMPLETED", completionDate="2020-07-29T20:14:07.392Z", backupSizeInBytes="5")
    load_jobs({**completed, "resources": [point]})
    told = mocked_backup.describe_backup_job(BackupJobId="1")
    assert (told["RecoveryPointArn"], told["BackupSizeInBytes"]) == (point, 5)


def test_events_of_no_job_are_left_out_and_told(mocked_backup: Any) -> None:
    vault = {**CREATED, "id": "v", "detail-type": "Backup Vault State Change"}
    copy = {
        **CREATED,
        "id": "c",
        "detail-type": "Copy Job State Change",
        "detail": {"state": "CREATED"},
    }
    with pytest.warns(
        BackupSummariesWarning, match="1 event was left out, as it tells the state of"
    ):
        assert load_jobs([FAILED, vault]) == 1
    with pytest.warns(BackupSummariesWarning, match="2 events were left out"):
        assert load_jobs([vault, copy]) == 0


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            [event("DONE")],
            "Invalid value for State of source[0]: got 'DONE', accepts one of CREATED",
        ),
        ({"events": [event("DONE")]}, "Invalid value for State of events[0]: got 'DONE'"),
        (
            event("FAILED", backupSizeInBytes="1x"),
            "Invalid value for BackupSizeInBytes of the event: got ",
        ),
        (
            event("RUNNING", expectedCompletionDate="soon"),
            "Invalid value for ExpectedCompletionDate of the",
        ),
        (
            {**FAILED, "time": "noon"},
            "Invalid value for time of the event: got 'noon', accepts a date",
        ),
        ({"Messages": [{"Body": "{"}]}, "Messages[0] is not JSON: Expecting property name"),
        (
            {"Messages": [{"Body": "5"}]},
            "Invalid value for Messages[0]: got 5, accepts an event of",
        ),
        (
            {"Records": [{"Sns": 5}]},
            "Invalid value for Records[0]: got {'Sns': 5}, accepts an event of",
        ),
    ],
)
def test_a_mistake_names_its_event(mocked_backup: Any, source: Any, told: str) -> None:
    assert said(source).startswith(told)


def test_a_mistake_names_the_line_of_its_event(mocked_backup: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "a", lines(CREATED, event("DONE")))
    assert said(path).startswith(
        f"Invalid value for State of the event in line 2 of {str(path)!r}: got"
    )


def test_what_we_sent_loads_elsewhere_and_is_told_again(vault: Any) -> None:
    """Of jobs of three kinds and all their states; the events of the copy tell the same jobs."""
    with transition("manual", times=1):
        job_id = start(vault)["BackupJobId"]
        while vault.describe_backup_job(BackupJobId=job_id)["State"] != "COMPLETED":
            pass
    point = backed_up(vault)
    vault.start_copy_job(
        RecoveryPointArn=point,
        SourceBackupVaultName="nightly",
        DestinationBackupVaultArn=vault.describe_backup_vault(BackupVaultName="nightly")[
            "BackupVaultArn"
        ],
        IamRoleArn=ROLE,
    )
    with set_job_outcome("restore", state="FAILED", status_message="no"):
        vault.start_restore_job(RecoveryPointArn=point, IamRoleArn=ROLE, Metadata=RESTORE_METADATA)
    sent = job_events()
    assert load_jobs({"events": sent}, account_id=OTHER) == 4
    again = job_events(account_id=OTHER)
    assert len(again) == len(sent)
    for there, here in zip(sent, again, strict=True):
        assert (here["time"], here["detail-type"]) == (there["time"], there["detail-type"])
        moved = json.loads(json.dumps(there["detail"]).replace("123456789012", OTHER))
        assert here["detail"] == moved
    assert {member: len(jobs) for member, jobs in show_jobs({"account_id": OTHER}).items()} == {
        "BackupJobs": 2,
        "CopyJobs": 1,
        "RestoreJobs": 1,
    }


def test_an_event_is_sent_once_where_all_are_to_be_sent(mocked_backup: Any) -> None:
    load_jobs(EVENTS, send_events=True)
    assert [event["detail"]["state"] for event in job_events()] == ["CREATED", "RUNNING", "FAILED"]


def test_a_server_gets_the_history_too(aws_backup_server: Any, tmp_path: Path) -> None:
    assert aws_backup_server.load(written(tmp_path / "a", lines(*EVENTS))) == 1
    states = [event["detail"]["state"] for event in aws_backup_server.events()]
    assert states == ["CREATED", "RUNNING", "FAILED"]


def test_dates_that_are_moved_move_the_history(mocked_backup: Any) -> None:
    load_jobs(EVENTS, shift_to_now=True)
    days = {event["time"][:10] for event in job_events()}
    (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert days == {job["CreationDate"].date().isoformat()}


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ({"Records": [5]}, "Invalid value for Records[0]: got 5, accepts an event of EventBridge"),
        ({"events": 5}, "Invalid value for events: got 5, accepts a list"),
        (
            [{"detail-type": [], "detail": {}}],
            "Invalid value for source[0]: got {'detail-type': [],",
        ),
    ],
)
def test_what_is_no_event_is_refused(mocked_backup: Any, source: Any, told: str) -> None:
    assert said(source).startswith(told)


def test_jobs_of_plans_and_of_restore_tests_are_told_as_such(mocked_backup: Any) -> None:
    plan = {"backupPlanId": "p", "backupPlanRuleId": "r"}
    test_plan = "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:weekly"
    restore = {
        **FAILED,
        "id": "restore",
        "resources": "none",
        "detail-type": "Restore Job State Change",
        "detail": {"restoreJobId": "2", "status": "FAILED", "restoreTestingPlanArn": test_plan},
    }
    assert load_jobs([event("FAILED", createdBy=plan), restore]) == 2
    told = mocked_backup.describe_backup_job(BackupJobId="1")["CreatedBy"]
    assert told == {"BackupPlanId": "p", "BackupRuleId": "r"}
    told = mocked_backup.describe_restore_job(RestoreJobId="2")
    assert told["CreatedBy"] == {"RestoreTestingPlanArn": test_plan}
    assert told["CompletionDate"].isoformat() == "2020-07-29T20:15:26+00:00"


def test_jobs_of_pages_stand_beside_those_of_events(mocked_backup: Any) -> None:
    page = {"BackupJobs": [{"BackupJobId": "page", "CreationDate": "2020-07-29T00:00:00Z"}]}
    assert load_jobs([page, *EVENTS]) == 2
    assert {event["detail"]["backupJobId"] for event in job_events()} == {"1"}
