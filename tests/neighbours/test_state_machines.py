"""State machines of moto's Step Functions, once it runs them, with tasks that call AWS Backup."""

import json
import time
from typing import Any

import boto3
import pytest
from calls import start
from moto import mock_aws
from support import REGION, ROLE, frozen_at

from moto_backup_summaries import fail_operation, register, unregister

RUN = mock_aws(config={"stepfunctions": {"execute_state_machine": True}})


def task(operation: str, service: str = "backup", **fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:{service}:{operation}", **fields}


def run(states: dict[str, Any], given: Any = None) -> dict[str, Any]:
    """An execution of these states from the first on, once it is over, as DescribeExecution tells it."""
    client = boto3.client("stepfunctions", region_name=REGION)
    definition = json.dumps({"StartAt": next(iter(states)), "States": states})
    machine = client.create_state_machine(name="machine", definition=definition, roleArn=ROLE)
    execution = client.start_execution(
        stateMachineArn=machine["stateMachineArn"], input=json.dumps(given or {})
    )
    for _ in range(200):
        told = client.describe_execution(executionArn=execution["executionArn"])
        if told["status"] != "RUNNING":
            return told
        time.sleep(0.05)
    raise AssertionError(f"The execution goes on: {told}")


@pytest.fixture(autouse=True)
def backup() -> Any:
    with frozen_at("2026-03-01T05:00:00.250Z"), RUN:
        client = boto3.client("backup", region_name=REGION)
        client.create_backup_vault(BackupVaultName="nightly")
        start(client)
        yield client


def test_dates_of_an_answer_are_text_as_step_functions_writes_them() -> None:
    told = run({"list": task("listBackupJobs", End=True)})
    (job,) = json.loads(told["output"])["BackupJobs"]
    assert job["CreationDate"] == "2026-03-01T05:00:00.250Z"
    assert job["StartBy"] == "2026-03-01T13:00:00.250Z"
    assert job["PercentDone"] == "100.0"


def test_a_date_of_a_whole_second_has_no_fraction() -> None:
    told = run({"sum": task("listBackupJobSummaries", End=True)})
    (row,) = json.loads(told["output"])["BackupJobSummaries"]
    assert row["StartTime"] == "2026-03-01T00:00:00Z"


def test_a_state_waits_until_a_date() -> None:
    nightly = {"BackupVaultName": "nightly"}
    told = run(
        {
            "ask": task("describeBackupVault", Parameters=nightly, Next="wait"),
            "wait": {"Type": "Wait", "TimestampPath": "$.CreationDate", "End": True},
        }
    )
    assert told["status"] == "SUCCEEDED"


def test_a_state_chooses_by_a_date() -> None:
    """moto's Choice knows whole seconds only."""
    with frozen_at("2026-03-01T05:00:00Z"):
        told = run(
            {
                "make": task(
                    "createBackupVault", Parameters={"BackupVaultName": "second"}, Next="when"
                ),
                "when": {
                    "Type": "Choice",
                    "Choices": [
                        {
                            "Variable": "$.CreationDate",
                            "TimestampEquals": "2026-03-01T05:00:00Z",
                            "Next": "then",
                        }
                    ],
                },
                "then": {"Type": "Succeed"},
            }
        )
    assert told["status"] == "SUCCEEDED"


def asked_of_absent(catch: list[str] | None = None) -> dict[str, Any]:
    """An execution that asks for a job that is not there, and may catch an error by its name."""
    fields: dict[str, Any] = {"Parameters": {"BackupJobId": "absent"}, "End": True}
    if catch:
        fields["Catch"] = [{"ErrorEquals": catch, "Next": "caught"}]
    return run({"ask": task("describeBackupJob", **fields), "caught": {"Type": "Succeed"}})


def test_an_error_has_aws_s_name() -> None:
    told = asked_of_absent()
    assert (told["status"], told["error"]) == ("FAILED", "Backup.ResourceNotFoundException")
    assert "(Service: Backup, Status Code: 400, Request ID: " in told["cause"]


def test_an_error_is_caught_by_aws_s_name() -> None:
    assert asked_of_absent(["Backup.ResourceNotFoundException"])["status"] == "SUCCEEDED"


def test_an_error_that_no_operation_has_is_named_as_any_of_backup() -> None:
    fail_operation("ListBackupJobs", code="ThrottlingException", times=None)
    assert run({"list": task("listBackupJobs", End=True)})["error"] == "Backup.BackupException"


def test_names_are_moto_s_again_once_the_package_is_unregistered() -> None:
    vault = {"BackupVaultName": "absent"}
    unregister()
    try:
        told = run({"ask": task("describeBackupVault", Parameters=vault, End=True)})
    finally:
        register()
    assert told["error"].startswith("backup.")


def test_tasks_of_other_services_are_moto_s() -> None:
    told = run({"list": task("listTables", "dynamodb", End=True)})
    assert json.loads(told["output"]) == {"TableNames": []}


def test_errors_of_other_services_are_moto_s() -> None:
    told = run({"ask": task("getQueueUrl", "sqs", Parameters={"QueueName": "absent"}, End=True)})
    assert told["error"].startswith("sqs.")
