#!/usr/bin/env bash
# trailscraper 0.10.0, policy-sentry 0.15.2: a policy that is made from a trail with events of AWS Backup
#
# Behaviour: AWS Backup writes into CloudTrail what nobody called, as that a job is completed, with the type
# AwsServiceEvent. The policy that trailscraper makes of a trail allows these as actions, beside calls that were made.
# AWS's table of actions has none of them, so that who checks the policy finds it wrong.
#
# Output:
#   backup:BackupJobCompleted: AwsServiceEvent, allowed, no action of AWS Backup
#   backup:RecoveryPointDeleted: AwsServiceEvent, allowed, no action of AWS Backup
#   backup:StartBackupJob: AwsApiCall, allowed, an action of AWS Backup
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet trailscraper==0.10.0 policy-sentry==0.15.2
cat > trail.py <<'PYTHON'
import json

TYPES = {
    "BackupJobCompleted": "AwsServiceEvent",
    "RecoveryPointDeleted": "AwsServiceEvent",
    "StartBackupJob": "AwsApiCall",
}


def record(name):
    return {
        "eventVersion": "1.05",
        "userIdentity": {"accountId": "123456789012", "invokedBy": "backup.amazonaws.com"},
        "eventTime": "2026-03-01T05:24:39Z",
        "eventSource": "backup.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "eventType": TYPES[name],
        "recipientAccountId": "123456789012",
    }


if __name__ == "__main__":
    print(json.dumps({"Records": [record(name) for name in TYPES]}))
PYTHON
env/bin/python trail.py | env/bin/trailscraper generate > policy.json
env/bin/python > seen <<'PYTHON'
import json

from policy_sentry.querying.actions import get_actions_for_service
from trail import TYPES

known = {action.lower() for action in get_actions_for_service("backup")}
[statement] = json.load(open("policy.json"))["Statement"]
for name, kind in TYPES.items():
    action = f"backup:{name}"
    allowed = "allowed" if action in statement["Action"] else "not allowed"
    print(f"{action}: {kind}, {allowed}, {'an' if action.lower() in known else 'no'} action of AWS Backup")
PYTHON
diff <(echo "$expected") seen
