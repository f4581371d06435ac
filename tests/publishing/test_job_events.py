"""job_events(), and the same over HTTP: which events a test asks for."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar

import pytest
import requests
from calls import (
    SELECTION,
    TABLE,
    backed_up,
    bucket,
    copy,
    create_plan,
    jobs,
    restore,
    start,
    volume,
)
from moto import mock_aws
from support import ACCOUNT, REGION, ROLE, client_of, transition

import moto_backup_summaries
from moto_backup_summaries import (
    BackupSummariesWarning,
    job_events,
    load_jobs,
    set_job_outcome,
)
from moto_backup_summaries.backup.account import existing_account
from moto_backup_summaries.backup.events import RunsDue
from moto_backup_summaries.backup.publishing.table import event_kinds, published_events

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
API = "/moto-api/static/backup/events"


def told(events: list[dict[str, Any]]) -> list[str]:
    """The first words of the detail-types, with the states."""
    return [
        f"{event['detail-type'].split()[0]} {event['detail'].get('state') or event['detail']['status']}"
        for event in events
    ]


def test_a_handler_is_called_with_what_went_wrong(nightly: Any) -> None:
    def handler(event: dict[str, Any], context: object) -> str:
        detail = event["detail"]
        return f"{detail['backupJobId']} {detail['state']}: {detail['statusMessage']}"

    set_job_outcome("backup", state="FAILED", status_message="Access denied")
    job_id = start(nightly)["BackupJobId"]
    said = handler(job_events(state="FAILED")[0], None)
    assert said == f'{job_id} FAILED: "Access denied"'


def test_nothing_happened_yet() -> None:
    with mock_aws():
        assert job_events() == []


def test_only_jobs_are_told_of_unless_other_events_are_asked_for(nightly: Any) -> None:
    backed_up(nightly)
    assert {event["detail-type"] for event in job_events()} == {"Backup Job State Change"}
    (made,) = job_events(detail_type="Recovery Point State Change")
    assert made["detail"]["status"] == "COMPLETED"


def test_the_oldest_comes_first_wherever_it_happened(clock: Any, nightly: Any) -> None:
    far = client_of(region_name="eu-west-1")
    far.create_backup_vault(BackupVaultName="nightly")
    with transition("time", seconds=60):
        start(nightly)
        clock.shift(timedelta(seconds=90))
        start(far, ResourceArn=volume(region="eu-west-1"))
        clock.shift(timedelta(hours=1))
        found = job_events()
    times = [event["time"] for event in found]
    assert times == sorted(times)
    regions = [event["region"][:2] for event in found]
    assert regions == ["us", "us", "eu", "us", "eu", "us", "eu", "eu"]


def test_due_jobs_take_their_steps_first(clock: Any, nightly: Any) -> None:
    with transition("time", seconds=60):
        start(nightly)
        assert told(job_events()) == ["Backup CREATED"]
        clock.shift(timedelta(minutes=2))
        assert told(job_events())[1:] == ["Backup PENDING", "Backup RUNNING"]


class TestFilters:
    @pytest.fixture
    def jobs(self, nightly: Any) -> dict[str, str]:
        """A backup, a backup that fails, a copy and a restore; what the first left, and ids."""
        client_of(region_name="eu-west-1").create_backup_vault(BackupVaultName="far")
        point = backed_up(nightly)
        set_job_outcome("backup", state="FAILED", times=1)
        failed = start(nightly, ResourceArn=TABLE)["BackupJobId"]
        return {
            "point": point,
            "failed": failed,
            "copy": copy(nightly, point)["CopyJobId"],
            "restore": restore(nightly, point),
        }

    def test_a_kind(self, jobs: dict[str, str]) -> None:
        assert told(job_events(kind="copy")) == ["Copy CREATED", "Copy RUNNING", "Copy COMPLETED"]

    def test_a_state_is_also_the_status_of_restores(self, jobs: dict[str, str]) -> None:
        completed = [f"{kind} COMPLETED" for kind in ("Backup", "Copy", "Restore")]
        assert told(job_events(state="COMPLETED")) == completed
        assert told(job_events(state="FAILED")) == ["Backup FAILED"]

    @pytest.mark.parametrize("kind", ["failed", "copy", "restore"])
    def test_a_job_by_its_id(self, jobs: dict[str, str], kind: str) -> None:
        found = job_events(job_id=jobs[kind])
        assert told(found)[0].endswith("CREATED")
        ids = {
            value for event in found for name, value in event["detail"].items() if "JobId" in name
        }
        assert ids == {jobs[kind]}

    def test_a_resource_also_where_the_event_does_not_tell_it(self, jobs: dict[str, str]) -> None:
        found = job_events(resource_arn=TABLE)
        assert [event["detail"]["backupJobId"] for event in found] == [jobs["failed"]] * 4
        assert job_events(resource_arn="*:table/*") == found
        of_volume = told(job_events(resource_arn=volume()))
        assert [name for name in of_volume if "CREATED" in name] == [
            "Backup CREATED",
            "Copy CREATED",
            "Restore CREATED",
        ]

    def test_a_type_of_resource(self, jobs: dict[str, str]) -> None:
        assert job_events(resource_type="DynamoDB") == job_events(resource_arn=TABLE)
        assert job_events(resource_type="EFS") == []

    def test_the_recovery_points_of_a_resource(self, jobs: dict[str, str]) -> None:
        of_points = {"detail_type": "Recovery Point State Change"}
        (event,) = job_events(**of_points, resource_arn=volume(), region_name="us-east-1")
        assert event["resources"] == [jobs["point"]]
        assert job_events(**of_points, resource_arn=TABLE) == []

    def test_a_vault_is_of_no_job(self, jobs: dict[str, str]) -> None:
        of_vaults = {"detail_type": "Backup Vault State Change"}
        assert len(job_events(**of_vaults)) == 2
        for given in ({"job_id": "EBS"}, {"resource_arn": "arn:*"}, {"resource_type": "EBS"}):
            assert job_events(**of_vaults, **given) == []

    def test_an_arn_that_no_resource_can_have_is_refused(self, jobs: dict[str, str]) -> None:
        said = r"resource_arn: got 'vol-1', accepts an ARN, .*; did you mean '\*vol-1'\?"
        with pytest.raises(ValueError, match=said):
            job_events(resource_arn="vol-1")

    def test_a_region(self, jobs: dict[str, str]) -> None:
        of_points = {"detail_type": "Recovery Point State Change"}
        (event,) = job_events(**of_points, region_name="eu-west-1")
        assert event["region"] == "eu-west-1"
        assert job_events(region_name="eu-west-1") == []

    def test_an_account(self, jobs: dict[str, str], nightly: Any) -> None:
        document = {"BackupJobs": [{"AccountId": "111111111111"}]}
        load_jobs(document, send_events=True)
        (event,) = job_events(account_id="111111111111")
        assert event["account"] == "111111111111"
        assert event in job_events()
        assert event not in job_events(account_id="123456789012")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": "backups"}, "scan; did you mean backup?"),
        ({"kind": 5}, "Invalid value for kind: got 5, accepts one of backup, copy, restore, scan"),
        ({"job_id": 5}, "Invalid value for job_id: got 5, accepts a string"),
        ({"detail_type": "Backup Vault state change"}, "; did you mean Backup Vault State Change"),
        (
            {"kind": "copy", "detail_type": "Backup Job State Change"},
            "detail_type: got 'Backup Job State Change', accepts one of Copy Job State Change",
        ),
        ({"state": "failed", "kind": "scan"}, "state: got 'failed', accepts one of CREATED, "),
        ({"state": "FAILD", "kind": "scan"}, "; did you mean FAILED?"),
        ({"resource_type": "dynamodb"}, "; did you mean DynamoDB?"),
        ({"account_id": "1"}, "account_id: got '1', accepts a string of 12 digits"),
        ({"region_name": "us-esat-1"}, "; did you mean us-east-1?"),
    ],
)
def test_what_is_not_known_is_refused(asked: dict[str, Any], said: str) -> None:
    with mock_aws(), pytest.raises(ValueError, match=re.escape(said)):
        job_events(**asked)


def test_a_type_that_is_new_is_found_in_what_was_loaded() -> None:
    with mock_aws():
        load_jobs({"BackupJobs": [{"ResourceType": "New"}]}, send_events=True)
        assert told(job_events(resource_type="New")) == ["Backup COMPLETED"]


def test_it_is_refused_while_the_package_is_unregistered() -> None:
    moto_backup_summaries.unregister()
    try:
        with mock_aws(), pytest.raises(RuntimeError, match="unregistered"):
            job_events()
    finally:
        moto_backup_summaries.register()


class TestRunsOfPlans:
    def test_each_run_is_told_as_if_it_had_been_alone(self, clock: Any, nightly: Any) -> None:
        bucket("one")
        bucket("two")
        rule = {
            "RuleName": "r",
            "TargetBackupVaultName": "nightly",
            "ScheduleExpression": "cron(0 5 ? * * *)",
        }
        plan_id = create_plan(nightly, Rules=[rule])
        nightly.create_backup_selection(BackupPlanId=plan_id, BackupSelection=SELECTION)
        clock.shift(timedelta(days=2))
        found = job_events()
        assert told(found[:4]) == [
            f"Backup {s}" for s in ["CREATED", "PENDING", "RUNNING", "COMPLETED"]
        ]
        ids = [event["detail"]["backupJobId"] for event in found[::4]]
        made = {job["BackupJobId"]: job["CreationDate"] for job in jobs(nightly)}
        assert sorted(ids) == sorted(made)
        assert [event["time"][:19] for event in found[::4]] == sorted(
            f"{date:%Y-%m-%dT%H:%M:%S}" for date in made.values()
        )
        assert found[3]["resources"] == [
            nightly.describe_backup_job(BackupJobId=ids[0])["RecoveryPointArn"]
        ]
        of_points = job_events(detail_type="Recovery Point State Change")
        assert [event["resources"] for event in of_points] == [
            event["resources"] for event in found[3::4]
        ]
        running = found[2]["detail"]["expectedCompletionDate"]
        assert running == "Mar 21, 2026 5:00:00 AM"

    def test_an_index_action_tells_of_an_index_for_each(self, clock: Any, nightly: Any) -> None:
        bucket()
        client_of("dynamodb").create_table(
            TableName="t",
            KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        rule = {
            "RuleName": "r",
            "TargetBackupVaultName": "nightly",
            "ScheduleExpression": "cron(0 5 ? * * *)",
            "IndexActions": [{"ResourceTypes": ["S3"]}],
        }
        plan_id = create_plan(nightly, Rules=[rule])
        nightly.create_backup_selection(BackupPlanId=plan_id, BackupSelection=SELECTION)
        clock.shift(timedelta(days=1))
        (event,) = job_events(detail_type="Recovery Point Index State Change", state="ACTIVE")
        assert event["detail"]["resourceType"] == "S3"


class TestLoadedJobs:
    DOCUMENT: ClassVar[Mapping[str, Any]] = {
        "BackupJobs": [
            {"CreationDate": NOW - 4 * HOUR, "CompletionDate": NOW - HOUR},
            {"CreationDate": NOW - 3 * HOUR, "State": "RUNNING"},
        ],
        "RestoreJobs": [{"Status": "PENDING", "CreationDate": NOW - 2 * HOUR}],
    }

    def test_by_default_they_are_history(self, clock: Any) -> None:
        load_jobs(self.DOCUMENT)
        said = (
            "no job has sent an event, and 3 jobs were loaded as history; load_jobs(…, send_events=True) "
            "sends an event of each"
        )
        with pytest.warns(BackupSummariesWarning, match=re.escape(said)) as warned:
            assert job_events() == []
        assert warned[0].filename == __file__

    def test_that_they_are_history_is_not_said_of_what_none_of_them_is(self, nightly: Any) -> None:
        load_jobs(self.DOCUMENT)
        assert job_events(state="FAILED") == []
        assert job_events(region_name="eu-west-1") == []
        assert job_events(resource_type="S3") == []
        # Once a job has sent its own, none is missing.
        start(nightly)
        assert job_events(kind="restore") == []

    def test_they_may_be_sent_one_event_for_each(self, clock: Any) -> None:
        load_jobs(self.DOCUMENT, send_events=True)
        assert told(job_events()) == ["Backup RUNNING", "Restore PENDING", "Backup COMPLETED"]
        assert job_events(detail_type="Recovery Point State Change") == []

    def test_what_is_refused_sends_nothing(self) -> None:
        with mock_aws():
            with pytest.raises(ValueError, match="State"):
                load_jobs({"BackupJobs": [{}, {"State": "DONE"}]}, send_events=True)
            assert job_events() == []

    def test_whether_they_are_sent_is_yes_or_no(self) -> None:
        said = "send_events: got 'yes', accepts true or false"
        send: Any = "yes"
        with mock_aws(), pytest.raises(ValueError, match=said):
            load_jobs({"BackupJobs": [{}]}, send_events=send)

    def test_one_that_goes_on_later_tells_what_it_enters(self) -> None:
        with mock_aws():
            client = client_of()
            now = datetime.now(timezone.utc)
            job = {"BackupJobId": "a", "State": "RUNNING", "CreationDate": now}
            load_jobs({"BackupJobs": [job]}, send_events=True)
            client.stop_backup_job(BackupJobId="a")
            events = told(job_events(job_id="a"))
        assert events == ["Backup RUNNING", "Backup ABORTING", "Backup ABORTED"]


def test_forgetting_jobs_forgets_what_happened(nightly: Any) -> None:
    start(nightly)
    requests.delete("http://motoapi.amazonaws.com/moto-api/static/backup/jobs", timeout=30)
    assert job_events() == []


@pytest.fixture(params=["mock_aws", "server"])
def moto_url(request: pytest.FixtureRequest) -> str:
    if request.param == "server":
        return str(request.getfixturevalue("fresh_server"))
    request.getfixturevalue("mocked_backup")
    return "http://motoapi.amazonaws.com"


class TestOverHttp:
    def test_the_same_filters_give_the_same_events(self, moto_url: str) -> None:
        endpoint = moto_url if "127.0.0.1" in moto_url else None
        client = client_of(endpoint_url=endpoint)
        client.create_backup_vault(BackupVaultName="nightly")
        start(client)
        client.start_backup_job(BackupVaultName="nightly", ResourceArn=TABLE, IamRoleArn=ROLE)
        query = {"state": "COMPLETED", "kind": "backup", "resource_type": "DynamoDB"}
        answer = requests.get(moto_url + API, params=query, timeout=30)
        (event,) = answer.json()["events"]
        assert event["detail"]["resourceArn"] == TABLE
        answer = requests.get(moto_url + API, params={"region": "eu-west-1"}, timeout=30)
        assert answer.json() == {"events": []}

    def test_loaded_jobs_are_sent_if_they_are_to_be(self, moto_url: str) -> None:
        loaded = f"{moto_url}/moto-api/static/backup/jobs"
        document = {"BackupJobs": [{"State": "FAILED"}], "send_events": True}
        assert requests.post(loaded, json=document, timeout=30).json()["loaded"] == 1
        (event,) = requests.get(moto_url + API, timeout=30).json()["events"]
        assert event["detail"]["state"] == "FAILED"

    def test_that_loaded_jobs_are_history_is_in_the_answer(self, moto_url: str) -> None:
        requests.post(
            f"{moto_url}/moto-api/static/backup/jobs", json={"CopyJobs": [{}]}, timeout=30
        )
        answer = requests.get(moto_url + API, timeout=30).json()
        (warning,) = answer["warnings"]
        assert answer["events"] == []
        assert warning.startswith("no job has sent an event, and 1 job was loaded as history")

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ({"state": "DONE"}, "Invalid value for state: got 'DONE', accepts one of CREATED, "),
            ({"region": "mars"}, "Invalid value for region: got 'mars', accepts a region"),
            ({"jobs": "1"}, "the query: got 'jobs', accepts one of kind, state, job_id, "),
        ],
    )
    def test_what_is_not_known_is_refused(
        self, moto_url: str, query: dict[str, str], said: str
    ) -> None:
        answer = requests.get(moto_url + API, params=query, timeout=30)
        assert answer.status_code == 400
        assert said in answer.json()["error"]

    @pytest.mark.parametrize("method", ["POST", "DELETE"])
    def test_what_happened_is_only_shown(self, moto_url: str, method: str) -> None:
        answer = requests.request(method, moto_url + API, json={}, timeout=30)
        said = f"Invalid value for the method: got {method!r}, accepts GET"
        assert (answer.status_code, answer.json()) == (400, {"error": said})


def test_that_runs_are_due_is_no_event(nightly: Any) -> None:
    account = existing_account(ACCOUNT, REGION)
    assert account is not None
    due = RunsDue([NOW.timestamp()], NOW.timestamp(), {}, {}, [], {})
    assert (event_kinds(account, due), list(published_events(account, due))) == (set(), [])
