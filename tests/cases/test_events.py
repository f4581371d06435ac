"""Rules, alarms and transformers that people wrote for AWS's own events and metrics.

Above each test stands where that was, and when.
"""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import backed_up, described, start
from listeners import BACKUP_EVENTS, Queue, put_rule, states
from support import client_of
from truth.calls import FILE_SYSTEM, restored

from moto_backup_summaries import job_events, set_job_outcome

JOBS = {**BACKUP_EVENTS, "detail-type": ["Backup Job State Change"]}
IN_PLACE = {"newFileSystem": "false", "file-system-id": "fs-1", "Encrypted": "false"}


@pytest.fixture
def queue(vault: Any) -> Queue:
    return Queue(client_of("sqs"))


def listen(queue: Queue, pattern: dict[str, Any], **target: Any) -> None:
    put_rule(client_of("events"), pattern, {"Arn": queue.arn, **target})


# A public repository: what went wrong.
def test_a_rule_hears_of_the_states_that_went_wrong(vault: Any, queue: Queue) -> None:
    wrong = ["EXPIRED", "FAILED", "PARTIAL"]
    listen(queue, {**JOBS, "detail": {"state": wrong}})
    start(vault)
    for state in wrong:
        set_job_outcome("backup", state=state, times=1)
        start(vault)
    assert states(queue.events()) == wrong


# A public repository: how the jobs of a vault ended.
def test_a_rule_hears_of_the_jobs_of_one_vault(vault: Any, queue: Queue) -> None:
    vault.create_backup_vault(BackupVaultName="other")
    detail = {"backupVaultName": ["nightly"], "state": ["COMPLETED", "FAILED"]}
    listen(queue, {**JOBS, "detail": detail})
    start(vault)
    start(vault, BackupVaultName="other")
    (event,) = queue.events()
    assert (event["detail"]["backupVaultName"], event["detail"]["state"]) == (
        "nightly",
        "COMPLETED",
    )


# A public repository: how the jobs of tables ended.
def test_a_rule_hears_of_the_jobs_of_one_type(vault: Any, queue: Queue) -> None:
    detail = {
        "resourceType": ["DynamoDB"],
        "state": ["COMPLETED", "FAILED", "ABORTED", "EXPIRED"],
    }
    listen(queue, {**JOBS, "detail": detail})
    start(vault)
    start(vault, ResourceArn="arn:aws:dynamodb:us-east-1:123456789012:table/orders")
    (event,) = queue.events()
    assert event["detail"]["resourceType"] == "DynamoDB"


# A public repository: restores have a status, so that a rule for their state hears nothing.
def test_a_rule_for_the_state_of_restores_hears_nothing(vault: Any, queue: Queue) -> None:
    restores = {**BACKUP_EVENTS, "detail-type": ["Restore Job State Change"]}
    listen(queue, {**restores, "detail": {"state": ["COMPLETED"]}})
    restored(vault, backed_up(vault, ResourceArn=FILE_SYSTEM), Metadata=IN_PLACE)
    assert queue.events() == []
    assert job_events(kind="restore")[-1]["detail"]["status"] == "COMPLETED"


# A public repository: a line for each job that failed.
def test_a_transformer_takes_members_of_a_backup_job(vault: Any, queue: Queue) -> None:
    paths = {
        "state": "$.detail.state",
        "vault": "$.detail.backupVaultName",
        "arn": "$.detail.backupVaultArn",
        "job": "$.detail.backupJobId",
        "made": "$.detail.creationDate",
    }
    line = {"InputPathsMap": paths, "InputTemplate": '"<state> <vault> <arn> <job> <made>"'}
    listen(queue, {**JOBS, "detail": {"state": ["FAILED"]}}, InputTransformer=line)
    set_job_outcome("backup", state="FAILED", times=1)
    job = described(vault)
    (text,) = queue.texts()
    *told, made = text.strip('"').split(" ")
    assert told == ["FAILED", "nightly", job["BackupVaultArn"], job["BackupJobId"]]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", made)


def counted(metric: str, **dimensions: str) -> float:
    """What an alarm sees of the last minutes."""
    now = datetime.now(timezone.utc)
    told = client_of("cloudwatch").get_metric_statistics(
        Namespace="AWS/Backup",
        MetricName=metric,
        Dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()],
        StartTime=now - timedelta(minutes=10),
        EndTime=now + timedelta(minutes=10),
        Period=60,
        Statistics=["Sum"],
    )
    return sum(point["Sum"] for point in told["Datapoints"])


# aws-samples/aws-digito-artifacts-gameday, its templates of alarms, 2021-09.
@pytest.mark.parametrize("state", ["Failed", "Aborted", "Expired"])
def test_an_alarm_sees_the_jobs_of_a_vault(vault: Any, state: str) -> None:
    set_job_outcome("backup", state=state.upper(), times=1)
    start(vault)
    assert counted(f"NumberOfBackupJobs{state}", BackupVaultName="nightly") == 1


# A public repository: an alarm that never had data.
def test_an_alarm_without_dimensions_sees_nothing(vault: Any) -> None:
    set_job_outcome("backup", state="FAILED", times=1)
    start(vault)
    assert counted("NumberOfBackupJobsFailed") == 0
