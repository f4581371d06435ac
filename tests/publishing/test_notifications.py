"""What a topic hears of a vault: through moto's SNS, and from there in a queue."""

import json
import logging
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

import pytest
from backup_indexes.examples import update
from calls import (
    FAR,
    arn,
    backed_up,
    bucket,
    copied,
    copy,
    create_plan,
    restore,
    scan,
    start,
    vault_arn,
    volume,
)
from support import ACCOUNT, REGION, ROLE, MakeClient, client_of, frozen_at

from moto_backup_summaries import load_jobs, set_job_outcome

ALL = [
    "BACKUP_JOB_STARTED",
    "BACKUP_JOB_COMPLETED",
    "COPY_JOB_STARTED",
    "COPY_JOB_SUCCESSFUL",
    "COPY_JOB_FAILED",
    "RESTORE_JOB_STARTED",
    "RESTORE_JOB_COMPLETED",
    "RECOVERY_POINT_MODIFIED",
    "RECOVERY_POINT_INDEX_COMPLETED",
]
NOW = datetime(2026, 3, 1, 10, 0, 0, 250_000, tzinfo=timezone.utc)


class Heard(NamedTuple):
    text: str
    attributes: dict[str, str]


class Topic:
    """A topic of a vault, and a queue that keeps what it is told."""

    def __init__(self, make_client: MakeClient, vault: str = "nightly") -> None:
        self._sns, self._sqs = (make_client(service=name) for name in ("sns", "sqs"))
        self._backup, self._vault = make_client(), vault
        self.arn = self._sns.create_topic(Name="ops")["TopicArn"]

    def wants(self, events: list[str]) -> None:
        self._backup.put_backup_vault_notifications(
            BackupVaultName=self._vault, SNSTopicArn=self.arn, BackupVaultEvents=events
        )

    def queue(self, name: str = "all", **attributes: str) -> "Queue":
        url = self._sqs.create_queue(QueueName=name)["QueueUrl"]
        self._sns.subscribe(
            TopicArn=self.arn, Protocol="sqs", Endpoint=arn("sqs", name), Attributes=attributes
        )
        return Queue(self._sqs, url)


class Queue:
    def __init__(self, sqs: Any, url: str) -> None:
        self._sqs, self._url = sqs, url

    def heard(self) -> list[Heard]:
        """What came since this was asked last, in order."""
        asked = {"QueueUrl": self._url, "MaxNumberOfMessages": 10}
        found = []
        while messages := self._sqs.receive_message(**asked).get("Messages"):
            for message in messages:
                self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
                body = json.loads(message["Body"])
                assert body["Subject"] == "Notification from AWS Backup"
                typed = body["MessageAttributes"]
                assert {it["Type"] for it in typed.values()} == {"String"}
                attributes = {name: it["Value"] for name, it in typed.items()}
                found.append(Heard(body["Message"], attributes))
        return found


@pytest.fixture
def topic(make_client: MakeClient, backup: Any) -> Topic:
    made = Topic(make_client)
    made.wants(ALL)
    return made


@pytest.fixture
def mocked_topic(vault: Any) -> Topic:
    made = Topic(lambda region_name=REGION, service="backup": client_of(service, region_name))
    made.wants(ALL)
    return made


def test_a_backup_tells_that_it_was_started_and_how_it_ended(topic: Topic, backup: Any) -> None:
    queue = topic.queue()
    job_id = start(backup)["BackupJobId"]
    job = backup.describe_backup_job(BackupJobId=job_id)
    point = job["RecoveryPointArn"]
    started, ended = queue.heard()
    assert started.text == (
        f"An AWS Backup job was started. Resource ARN : {volume()}. BackupJob ID : {job_id}"
    )
    assert ended.text == (
        f"An AWS Backup job was completed successfully. Recovery point ARN: {point}. "
        f"Backed up Resource ARN : {volume()}. Backup Job Id : {job_id}"
    )
    created = job["CreationDate"].isoformat(timespec="milliseconds")[:23] + "Z"
    shared = {"EventType": "BACKUP_JOB", "AccountId": ACCOUNT, "Id": job_id}
    times = [heard.attributes.pop("StartTime") for heard in (started, ended)]
    assert {time.replace("Z", ".000Z") if len(time) == 20 else time for time in times} == {created}
    assert started.attributes == {**shared, "State": "RUNNING"}
    assert ended.attributes == {**shared, "State": "COMPLETED"}


@pytest.mark.parametrize(
    ("state", "words", "more"),
    [
        ("FAILED", "failed", " Status Message : Backup job failed."),
        ("EXPIRED", "failed to complete in time", ""),
        ("ABORTED", "was stopped", ""),
    ],
)
def test_a_backup_without_success_tells_which(
    mocked_topic: Topic, vault: Any, state: str, words: str, more: str
) -> None:
    queue = mocked_topic.queue()
    set_job_outcome("backup", state=state)
    with frozen_at(NOW):
        job_id = start(vault)["BackupJobId"]
        ended = queue.heard()[-1]
    assert ended.text == (
        f"An AWS Backup job {words}. Resource ARN : {volume()}. BackupJob ID : {job_id}{more}"
    )
    assert ended.attributes["State"] == state
    assert ended.attributes["StartTime"] == "2026-03-01T10:00:00.250Z"


def test_the_recipe_for_failures_hears_of_failures_only(mocked_topic: Topic, vault: Any) -> None:
    """AWS's own: the event of every end, with a filter policy on the attribute State."""
    policy = json.dumps({"State": [{"anything-but": "COMPLETED"}]})
    mocked_topic.wants(["BACKUP_JOB_COMPLETED"])
    failures = mocked_topic.queue("failures", FilterPolicy=policy)
    start(vault)
    set_job_outcome("backup", state="FAILED", times=1)
    failed = start(vault)["BackupJobId"]
    start(vault)
    assert [heard.attributes["Id"] for heard in failures.heard()] == [failed]


@pytest.mark.parametrize(
    ("policy", "states"),
    [
        ({"$or": [{"State": ["FAILED"]}, {"EventType": ["BACKUP_JOB"]}]}, ["RUNNING", "COMPLETED"]),
        ({"State": [{"anything-but": {"suffix": "ING"}}]}, ["COMPLETED"]),
        ({"State": [{"equals-ignore-case": "Running"}]}, ["RUNNING"]),
        ({"EventType": [{"exists": False}]}, []),
    ],
    ids=str,
)
def test_a_filter_policy_reads_the_attributes_as_aws_does(
    mocked_topic: Topic, vault: Any, policy: Any, states: list[str]
) -> None:
    mocked_topic.wants(ALL)
    queue = mocked_topic.queue("some", FilterPolicy=json.dumps(policy))
    start(vault)
    assert [heard.attributes["State"] for heard in queue.heard()] == states


def test_a_filter_policy_on_the_body_lets_no_text_through(
    mocked_topic: Topic, vault: Any, caplog: pytest.LogCaptureFixture
) -> None:
    mocked_topic.wants(ALL)
    policy = {"FilterPolicyScope": "MessageBody", "FilterPolicy": '{"State": [{"exists": false}]}'}
    queue = mocked_topic.queue("some", **policy)
    start(vault)
    assert (queue.heard(), caplog.messages) == ([], [])


def test_what_a_vault_was_not_asked_for_and_what_is_deprecated_is_not_sent(
    topic: Topic, backup: Any
) -> None:
    queue = topic.queue()
    topic.wants(["BACKUP_JOB_SUCCESSFUL", "COPY_JOB_FAILED"])
    start(backup)
    backup.create_backup_vault(BackupVaultName="other")
    topic.wants(["BACKUP_JOB_COMPLETED"])
    start(backup, BackupVaultName="other")
    assert queue.heard() == []


def test_a_copy_is_told_to_the_vault_of_its_source(topic: Topic, backup: Any, far: Any) -> None:
    point, queue = backed_up(backup), topic.queue()
    job_id = copied(backup, point)["CopyJobId"]
    started, ended = queue.heard()
    assert started.text == f"An AWS Copy job was started. Copy Job Id : {job_id}"
    assert ended.text == f"An AWS Copy job was completed successfully. Copy Job Id : {job_id}"
    assert [heard.attributes["State"] for heard in (started, ended)] == ["RUNNING", "COMPLETED"]
    assert {heard.attributes["EventType"] for heard in (started, ended)} == {"COPY_JOB"}
    far.delete_recovery_point(
        BackupVaultName="far",
        RecoveryPointArn=far.list_recovery_points_by_backup_vault(BackupVaultName="far")[
            "RecoveryPoints"
        ][0]["RecoveryPointArn"],
    )
    assert queue.heard() == []


def test_a_failed_copy_names_its_job_alone(mocked_topic: Topic, vault: Any) -> None:
    point, queue = backed_up(vault), mocked_topic.queue()
    set_job_outcome("copy", state="FAILED")
    job_id = copy(vault, point, DestinationBackupVaultArn=vault_arn("nightly"))["CopyJobId"]
    assert queue.heard()[-1].text == (
        f"An AWS Copy job was completed but was failed or was aborted. Copy Job Id : {job_id}"
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("COMPLETED", "was completed successfully"),
        ("FAILED", "failed"),
        ("ABORTED", "was stopped"),
    ],
)
def test_a_restore_is_told_to_the_vault_of_its_recovery_point(
    mocked_topic: Topic, vault: Any, state: str, words: str
) -> None:
    point, queue = backed_up(vault), mocked_topic.queue()
    set_job_outcome("restore", state=state)
    job_id = restore(vault, point)
    started, ended = queue.heard()
    assert started.text == f"An AWS Backup Restore job was started. Restore Job Id : {job_id}"
    assert ended.text == (
        f"An AWS Backup Restore job {words}. Recovery point ARN: {point}. Restore Job Id : {job_id}"
    )
    assert ended.attributes["State"] == state
    assert ended.attributes["EventType"] == "RESTORE_JOB"


def test_a_recovery_point_tells_what_is_changed_of_it(topic: Topic, backup: Any) -> None:
    point, queue = backed_up(backup), topic.queue()
    named = {"BackupVaultName": "nightly", "RecoveryPointArn": point}
    backup.update_recovery_point_lifecycle(**named, Lifecycle={"DeleteAfterDays": 9})
    backup.delete_recovery_point(**named)
    changed, deleted = queue.heard()
    assert changed.text == deleted.text
    assert changed.text == (
        f"An AWS Backup recovery point was modified. Recovery point ARN: {point}. "
        f"Resource ARN : {volume()}"
    )
    assert changed.attributes["State"] == "COMPLETED"
    assert deleted.attributes["State"] == "DELETED"
    assert deleted.attributes["Id"] == point
    assert deleted.attributes["EventType"] == "RECOVERY_POINT"


def test_an_indexed_recovery_point_tells_of_its_index(topic: Topic, backup: Any) -> None:
    queue = topic.queue()
    topic.wants(["RECOVERY_POINT_INDEX_COMPLETED"])
    point = backed_up(backup, Index="ENABLED")
    backed_up(backup)
    (heard,) = queue.heard()
    assert heard == Heard(
        f"Indexing of an AWS Backup recovery point was completed. Recovery point ARN: {point}",
        {
            "EventType": "RECOVERY_POINT_INDEXING_COMPLETED",
            "AccountId": ACCOUNT,
            "IndexStatus": "ACTIVE",
            "IsIndexingContinuous": "false",
            "RecoveryPointArn": point,
        },
    )


def test_an_index_tells_that_it_was_made_and_deleted(topic: Topic, backup: Any) -> None:
    queue = topic.queue()
    topic.wants(["RECOVERY_POINT_INDEX_COMPLETED", "RECOVERY_POINT_INDEX_DELETED"])
    point = backed_up(backup)
    update(backup, point)
    update(backup, point, "DISABLED")
    update(backup, point)
    backup.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
    heard = [
        (each.attributes["EventType"], each.attributes["IndexStatus"]) for each in queue.heard()
    ]
    completed = ("RECOVERY_POINT_INDEXING_COMPLETED", "ACTIVE")
    deleted = ("RECOVERY_POINT_INDEX_DELETED", "DELETED")
    assert heard == [completed, deleted, completed, deleted]


def test_an_index_tells_that_it_has_failed(mocked_topic: Topic, vault: Any) -> None:
    queue = mocked_topic.queue()
    mocked_topic.wants(["RECOVERY_POINT_INDEXING_FAILED"])
    set_job_outcome("backup", state="COMPLETED", index_status_message="full")
    point = backed_up(vault, Index="ENABLED")
    (heard,) = queue.heard()
    assert (
        heard.text
        == f"Indexing of an AWS Backup recovery point failed. Recovery point ARN: {point}"
    )
    assert heard.attributes["IndexStatus"] == "FAILED"


def test_a_scan_tells_nobody(topic: Topic, backup: Any) -> None:
    point, queue = backed_up(backup), topic.queue()
    scan(backup, point)
    assert queue.heard() == []


def test_what_a_topic_that_is_gone_would_hear_is_in_the_log(
    vault: Any, caplog: pytest.LogCaptureFixture
) -> None:
    vault.put_backup_vault_notifications(
        BackupVaultName="nightly",
        SNSTopicArn=arn("sns", "gone"),
        BackupVaultEvents=["BACKUP_JOB_STARTED"],
    )
    with caplog.at_level(logging.WARNING):
        job_id = start(vault)["BackupJobId"]
    text = f"An AWS Backup job was started. Resource ARN : {volume()}. BackupJob ID : {job_id}"
    assert caplog.messages == [f"The topic {arn('sns', 'gone')} does not exist: {text}"]


def jobs_of_three_days(client: Any, clock: Any, **rule: Any) -> list[Any]:
    """Let a plan back a bucket up at five in the morning; the jobs, the newest first."""
    rule = {
        "RuleName": "daily",
        "TargetBackupVaultName": "nightly",
        "ScheduleExpression": "cron(0 5 ? * * *)",
        **rule,
    }
    selection = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": [bucket()]}
    plan = create_plan(client, Rules=[rule])
    client.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    clock.shift(timedelta(days=3))
    found: list[Any] = client.list_backup_jobs()["BackupJobs"]
    return found


def test_each_run_of_a_plan_is_told(mocked_topic: Topic, vault: Any) -> None:
    with frozen_at(NOW.replace(hour=0, microsecond=0)) as clock:
        queue = mocked_topic.queue()
        jobs = jobs_of_three_days(vault, clock)
        heard = queue.heard()
    assert len(jobs) == 3
    assert sorted((it.attributes["Id"], it.attributes["State"]) for it in heard) == sorted(
        (job["BackupJobId"], state) for job in jobs for state in ("RUNNING", "COMPLETED")
    )
    assert {it.attributes["StartTime"] for it in heard} == {
        f"2026-03-0{day}T05:00:00Z" for day in (1, 2, 3)
    }


def test_the_indexes_of_a_plans_recovery_points_are_told(mocked_topic: Topic, vault: Any) -> None:
    mocked_topic.wants(["RECOVERY_POINT_INDEX_COMPLETED"])
    with frozen_at(NOW.replace(hour=0, microsecond=0)) as clock:
        queue = mocked_topic.queue()
        jobs = jobs_of_three_days(vault, clock, IndexActions=[{"ResourceTypes": ["S3"]}])
        indexed = [heard.attributes["RecoveryPointArn"] for heard in queue.heard()]
    assert indexed == [job["RecoveryPointArn"] for job in reversed(jobs)]


def test_recovery_points_of_a_plan_are_told_when_their_days_are_over(
    mocked_topic: Topic, vault: Any
) -> None:
    with frozen_at(NOW.replace(hour=0, microsecond=0)) as clock:
        queue = mocked_topic.queue()
        jobs = jobs_of_three_days(vault, clock, Lifecycle={"DeleteAfterDays": 1})
        deleted = [it for it in queue.heard() if it.attributes["State"] == "DELETED"]
    assert [it.attributes["Id"] for it in deleted] == [
        job["RecoveryPointArn"] for job in reversed(jobs[1:])
    ]


def test_runs_into_another_vault_and_jobs_that_were_loaded_tell_nobody(
    mocked_topic: Topic, vault: Any
) -> None:
    vault.create_backup_vault(BackupVaultName="vault")
    start_of_march = NOW.replace(hour=0, microsecond=0)
    with frozen_at(start_of_march) as clock:
        queue = mocked_topic.queue()
        selection = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": [bucket()]}
        vault.create_backup_selection(BackupPlanId=create_plan(vault), BackupSelection=selection)
        load_jobs({"BackupJobs": [{"BackupVaultName": "nightly"}], "ScanJobs": [{}]})
        clock.shift(timedelta(days=1))
        assert len(vault.list_backup_jobs()["BackupJobs"]) == 2
        assert queue.heard() == []


def test_loaded_jobs_that_are_to_be_sent_tell_their_state_only(mocked_topic: Topic) -> None:
    queue = mocked_topic.queue()
    rows = [{"BackupVaultName": "nightly", "State": state} for state in ("FAILED", "RUNNING")]
    load_jobs({"BackupJobs": rows}, send_events=True)
    assert sorted(it.attributes["State"] for it in queue.heard()) == ["FAILED", "RUNNING"]


def test_a_region_has_its_own_vaults_and_topics(topic: Topic, far: Any) -> None:
    queue = topic.queue()
    start(far, BackupVaultName="far", ResourceArn=volume(region=FAR))
    assert queue.heard() == []
