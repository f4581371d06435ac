"""What topics were told. Above each test stands where that was recorded, and when."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import TABLE, arn, described, start
from listeners import Queue
from support import ACCOUNT, client_of, transition

from moto_backup_summaries import set_job_outcome

NOW = datetime(2024, 8, 27, 9, 20, tzinfo=timezone.utc)
INSTANCE = arn("ec2", "instance/i-0123456789abcdef0")


@pytest.fixture
def queue(nightly: Any) -> Queue:
    """A queue of a topic that hears how backups of the vault end."""
    sns = client_of("sns")
    topic = sns.create_topic(Name="ops")["TopicArn"]
    nightly.put_backup_vault_notifications(
        BackupVaultName="nightly", SNSTopicArn=topic, BackupVaultEvents=["BACKUP_JOB_COMPLETED"]
    )
    made = Queue(client_of("sqs"))
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=made.arn)
    return made


def heard(queue: Queue) -> dict[str, Any]:
    (text,) = queue.texts()
    return dict(json.loads(text))


# A guide to notifications in a public repository, 2024-08: the log of a function.
def test_of_an_instance_that_was_backed_up(nightly: Any, queue: Queue) -> None:
    job = described(nightly, ResourceArn=INSTANCE)
    told = heard(queue)
    assert told["Subject"] == "Notification from AWS Backup"
    assert told["Message"] == (
        "An AWS Backup job was completed successfully. "
        f"Recovery point ARN: {job['RecoveryPointArn']}. "
        f"Backed up Resource ARN : {INSTANCE}. Backup Job Id : {job['BackupJobId']}"
    )
    attributes = {
        "AccountId": ACCOUNT,
        "EventType": "BACKUP_JOB",
        "Id": job["BackupJobId"],
        "StartTime": "2024-08-27T09:20:00Z",
        "State": "COMPLETED",
    }
    assert told["MessageAttributes"] == {
        name: {"Type": "String", "Value": value} for name, value in attributes.items()
    }


# A program that copies tables in a public repository, 2019-09: it takes the text apart like this.
def test_of_a_table_that_was_backed_up(nightly: Any, queue: Queue) -> None:
    job = described(nightly, ResourceArn=TABLE)
    words, point, resource, job_id = heard(queue)["Message"].split(": ")
    assert words == "An AWS Backup job was completed successfully. Recovery point ARN"
    assert point == f"{job['RecoveryPointArn']}. Backed up Resource ARN "
    assert resource == f"{TABLE}. Backup Job Id "
    assert job_id == job["BackupJobId"]


# A bridge from topics to a chat in a public repository, its tests.
def test_of_a_backup_that_was_stopped(clock: Any, nightly: Any, queue: Queue) -> None:
    with transition("time", seconds=60):
        job_id = start(nightly, ResourceArn=TABLE)["BackupJobId"]
        nightly.stop_backup_job(BackupJobId=job_id)
        clock.shift(timedelta(minutes=5))
        nightly.describe_backup_job(BackupJobId=job_id)
    assert heard(queue)["Message"] == (
        f"An AWS Backup job was stopped. Resource ARN : {TABLE}. BackupJob ID : {job_id}"
    )


# widdix/aws-cf-templates pull request 633, 2022-06. AWS's guide, of 2019, has it without the message.
def test_of_a_backup_that_failed(nightly: Any, queue: Queue) -> None:
    reason = "User: role/backup is not authorized to perform: dynamodb:ListTagsOfResource"
    set_job_outcome("backup", state="FAILED", status_message=reason)
    job_id = start(nightly, ResourceArn=TABLE)["BackupJobId"]
    assert heard(queue)["Message"] == (
        f"An AWS Backup job failed. Resource ARN : {TABLE}. BackupJob ID : {job_id} "
        f"Status Message : {reason}"
    )
