#!/usr/bin/env bash
# moto 5.2.5: dates with a fraction of a second in Wait and Choice
#
# Behaviour: a Wait state takes 2026-03-01T05:00:00.250Z for a date, a Choice state does not: such a text is
# no timestamp to it, and neither before nor after any other. Dates of AWS Backup's jobs have milliseconds, so
# that a machine which asks whether a job is older than an hour goes one way for ever.
#
# Output:
#   2026-03-01T05:00:00Z: Wait SUCCEEDED, IsTimestamp yes, before 2027 yes, after 2025 yes
#   2026-03-01T05:00:00.250Z: Wait SUCCEEDED, IsTimestamp no, before 2027 no, after 2025 no
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


def chosen(test, given):
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.date", **test, "Next": "yes"}], "Default": "no"}
    answers = {name: {"Type": "Pass", "Result": name, "End": True} for name in ("yes", "no")}
    return run({"choose": choice, **answers}, given)["output"]


with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
    for date in ["2026-03-01T05:00:00Z", "2026-03-01T05:00:00.250Z"]:
        given = {"date": date}
        waited = run({"wait": {"Type": "Wait", "TimestampPath": "$.date", "End": True}}, given)["status"]
        tests = {
            "IsTimestamp": {"IsTimestamp": True},
            "before 2027": {"TimestampLessThan": "2027-01-01T00:00:00Z"},
            "after 2025": {"TimestampGreaterThan": "2025-12-31T00:00:00Z"},
        }
        print(f"{date}: Wait {waited}", *(f"{name} {chosen(test, given)}" for name, test in tests.items()), sep=", ")
PYTHON
diff <(echo "$expected") seen
