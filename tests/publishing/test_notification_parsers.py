"""Programs that read what a vault's topic hears, each by its own parsing rule, in our words."""

import json
import re
from typing import Any

import pytest
from calls import arn, backed_up, copied, start, vault_arn, volume
from support import client_of

from moto_backup_summaries import set_job_outcome

EVENTS = ["BACKUP_JOB_STARTED", "BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED"]


@pytest.fixture
def queue(vault: Any) -> str:
    """The URL of a queue behind the topic of the vault."""
    sns, sqs = client_of("sns"), client_of("sqs")
    topic = sns.create_topic(Name="ops")["TopicArn"]
    url = sqs.create_queue(QueueName="ops")["QueueUrl"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn("sqs", "ops"))
    vault.put_backup_vault_notifications(
        BackupVaultName="nightly", SNSTopicArn=topic, BackupVaultEvents=EVENTS
    )
    return str(url)


def records(url: str) -> list[dict[str, Any]]:
    """What a function behind the topic gets of each message, in order."""
    found = client_of("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in found.get("Messages", [])]


def slack(sns: dict[str, Any]) -> dict[str, str]:
    """A notifier that knows AWS Backup by its subject, and colours of three states."""
    assert sns["Subject"] == "Notification from AWS Backup"
    message = sns["Message"]
    fields = {"title": message.split(".")[0]}
    patterns = {
        "job": r"(?:BackupJob ID|Copy Job Id) : ([\w-]+)",
        "resource": r"Resource ARN : ([^.\s]+)",
        "point": r"Recovery point ARN: ([^.]+)\.",
    }
    for name, pattern in patterns.items():
        if found := re.search(pattern, message):
            fields[name] = found.group(1)
    colours = {"COMPLETED": "good", "FAILED": "danger", "EXPIRED": "danger"}
    fields["colour"] = colours[sns["MessageAttributes"]["State"]["Value"]]
    return fields


def restorer(message: str) -> tuple[str, str, str]:
    """A program that cuts the text at three headings, to restore what was backed up."""
    _, rest = message.split("Recovery point ARN: ")
    point, rest = rest.split(". Backed up Resource ARN : ")
    resource, job = rest.split(". Backup Job Id : ")
    return point, resource, job


def test_a_slack_notifier_reads_a_failed_backup(vault: Any, queue: str) -> None:
    set_job_outcome("backup", state="FAILED")
    job_id = start(vault)["BackupJobId"]
    assert slack(records(queue)[-1]) == {
        "title": "An AWS Backup job failed",
        "job": job_id,
        "resource": volume(),
        "colour": "danger",
    }


def test_a_slack_notifier_reads_a_completed_backup_and_a_failed_copy(
    vault: Any, queue: str
) -> None:
    point = backed_up(vault)
    completed = slack(records(queue)[-1])
    assert completed["title"] == "An AWS Backup job was completed successfully"
    assert (completed["resource"], completed["point"]) == (volume(), point)
    set_job_outcome("copy", state="FAILED")
    copy = copied(vault, point, DestinationBackupVaultArn=vault_arn("nightly"))
    failed = slack(records(queue)[-1])
    assert failed == {
        "title": "An AWS Copy job was completed but was failed or was aborted",
        "job": copy["CopyJobId"],
        "colour": "danger",
    }


@pytest.mark.parametrize(("state", "missing"), [("ABORTED", "ABORTED"), ("COMPLETED", "RUNNING")])
def test_a_notifier_that_has_no_colour_for_a_state_is_found_out(
    vault: Any, queue: str, state: str, missing: str
) -> None:
    set_job_outcome("backup", state=state)
    start(vault)
    with pytest.raises(KeyError, match=missing):
        [slack(record) for record in reversed(records(queue))]


def test_a_restorer_finds_what_to_restore(vault: Any, queue: str) -> None:
    job_id = start(vault)["BackupJobId"]
    point = vault.describe_backup_job(BackupJobId=job_id)["RecoveryPointArn"]
    assert restorer(records(queue)[-1]["Message"]) == (point, volume(), job_id)


def test_a_mailer_reads_what_is_around_the_text(vault: Any, queue: str) -> None:
    job_id = start(vault)["BackupJobId"]
    sns = records(queue)[-1]
    attributes = {name: it["Value"] for name, it in sns["MessageAttributes"].items()}
    assert (attributes["State"], attributes["Id"]) == ("COMPLETED", job_id)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", sns["Timestamp"])
    assert sns["Message"].endswith(job_id)
