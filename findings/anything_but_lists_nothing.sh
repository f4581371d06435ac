#!/usr/bin/env bash
# aws-eventbridge-rule-syncer 3.1.0: anything-but with a list
#
# Behaviour: the list is compared with the value as a whole, which is never the same, so that an event passes
# whatever its value: a rule for all states but those of jobs that are on their way hears of each. With one
# value in place of a list it works.
#
# Output:
#   anything-but [CREATED, PENDING, RUNNING]: RUNNING passes
#   anything-but [CREATED, PENDING, RUNNING]: FAILED passes
#   anything-but RUNNING: RUNNING does not pass
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet aws-eventbridge-rule-syncer==3.1.0 boto3==1.44.8
env/bin/python > seen <<'PYTHON'
import json

from aws_eventbridge_rules_syncer.rule_engine import rule_engine


def show(but, state):
    rule = {"pattern": {"detail": {"state": [{"anything-but": but}]}}, "target": "queue", "state": "ENABLED"}
    event = {"Source": "aws.backup", "DetailType": "Backup Job State Change", "Detail": json.dumps({"state": state})}
    shown = f"[{', '.join(but)}]" if isinstance(but, list) else but
    print(f"anything-but {shown}: {state}", "passes" if rule_engine(event, [rule]) else "does not pass")


ON_THE_WAY = ["CREATED", "PENDING", "RUNNING"]
show(ON_THE_WAY, "RUNNING")
show(ON_THE_WAY, "FAILED")
show("RUNNING", "RUNNING")
PYTHON
diff <(echo "$expected") seen
