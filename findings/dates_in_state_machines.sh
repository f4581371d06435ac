#!/usr/bin/env bash
# moto 5.2.5: a task of a state machine that is answered with a date
#
# Behaviour: moto's Step Functions, once it runs machines, keeps the dates of an answer as Python's objects. A
# machine that makes a vault of AWS Backup and ends succeeds, and can then not be described: DescribeExecution
# raises. With a state behind the task that takes the name only, all is well. On AWS dates are texts.
#
# Output:
#   CreateBackupVault: TypeError Object of type datetime is not JSON serializable
#   CreateBackupVault, its name only: SUCCEEDED second
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet 'moto[stepfunctions]==5.2.5' boto3==1.44.8 antlr4-python3-runtime==4.13.2 jsonpath-ng==1.16.0
export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing
env/bin/python > seen <<'PYTHON'
import json
import time

import boto3
from moto import mock_aws

ROLE = "arn:aws:iam::123456789012:role/machine"


def run(states, given):
    client = boto3.client("stepfunctions", region_name="us-east-1")
    definition = json.dumps({"StartAt": next(iter(states)), "States": states})
    name = f"machine-{time.time_ns()}"
    machine = client.create_state_machine(name=name, definition=definition, roleArn=ROLE)["stateMachineArn"]
    execution = client.start_execution(stateMachineArn=machine, input=json.dumps(given))["executionArn"]
    while (told := client.describe_execution(executionArn=execution))["status"] == "RUNNING":
        time.sleep(0.1)
    return told


def task(name, **fields):
    resource = "arn:aws:states:::aws-sdk:backup:createBackupVault"
    return {"make": {"Type": "Task", "Resource": resource, "Parameters": {"BackupVaultName": name}, "End": True, **fields}}


with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
    try:
        print("CreateBackupVault:", run(task("first"), {})["status"])
    except TypeError as error:
        print("CreateBackupVault: TypeError", error)
    told = run(task("second", OutputPath="$.BackupVaultName"), {})
    print("CreateBackupVault, its name only:", told["status"], told["output"])
PYTHON
diff <(echo "$expected") seen
