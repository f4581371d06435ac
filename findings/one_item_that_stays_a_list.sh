#!/usr/bin/env bash
# moto 5.2.5: a member of one item of a list, by its path
#
# Behaviour: $.BackupJobs[0] is the first job, and $.BackupJobs[0].State a list of one text where Step
# Functions gives the text. A Choice that compares it with COMPLETED never goes that way, and a task gets a
# list for an id. A Pass state between that takes $.BackupJobs[0] first, and then $.State, is read well.
#
# Output:
#   $.BackupJobs[0]: {"State": "COMPLETED"}
#   $.BackupJobs[0].State: ["COMPLETED"]
#   $.BackupJobs[0].State is COMPLETED: no
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


with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
    given = {"BackupJobs": [{"State": "COMPLETED"}]}
    for path in ["$.BackupJobs[0]", "$.BackupJobs[0].State"]:
        print(f"{path}:", run({"pick": {"Type": "Pass", "InputPath": path, "End": True}}, given)["output"])
    test = {"Variable": "$.BackupJobs[0].State", "StringEquals": "COMPLETED", "Next": "yes"}
    answers = {name: {"Type": "Pass", "Result": name, "End": True} for name in ("yes", "no")}
    told = run({"choose": {"Type": "Choice", "Choices": [test], "Default": "no"}, **answers}, given)
    print("$.BackupJobs[0].State is COMPLETED:", told["output"])
PYTHON
diff <(echo "$expected") seen
