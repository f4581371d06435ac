#!/usr/bin/env bash
# parliament 1.6.4: permissions on a recovery point of EBS
#
# Behaviour: the ARN of a recovery point is described with seven parts, as those that AWS Backup keeps have. A
# snapshot of EBS is one too, whose ARN has six, so that a policy which lets somebody restore or delete just
# these is told to be a mismatch of resources. AWS Backup asks for these very ARNs.
#
# Output:
#   backup:StartRestoreJob on arn:aws:ec2:us-east-1::snapshot/*: RESOURCE_MISMATCH
#   backup:DeleteRecoveryPoint on arn:aws:ec2:us-east-1::snapshot/*: RESOURCE_MISMATCH
#   backup:StartRestoreJob on arn:aws:backup:us-east-1:123456789012:recovery-point:*: nothing
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet parliament==1.6.4 setuptools==75.8.0
env/bin/python -W ignore > seen <<'PYTHON'
import json

from parliament import analyze_policy_string


def show(action, resource):
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    policy = analyze_policy_string(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    found = ", ".join(finding.issue for finding in policy.findings)
    print(f"{action} on {resource}: {found or 'nothing'}")


for action in ("StartRestoreJob", "DeleteRecoveryPoint"):
    show(f"backup:{action}", "arn:aws:ec2:us-east-1::snapshot/*")
show("backup:StartRestoreJob", "arn:aws:backup:us-east-1:123456789012:recovery-point:*")
PYTHON
diff <(echo "$expected") seen
