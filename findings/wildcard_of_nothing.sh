#!/usr/bin/env bash
# localstack-core 2026.3.0: a wildcard in an event pattern
#
# Behaviour: the star of a wildcard needs at least one character, where EventBridge's stands for none too. The
# ARN of an EBS snapshot has an empty account, so that a rule on recovery points with
# arn:aws:ec2:*:*:snapshot/* hears of none. A prefix does.
#
# Output:
#   wildcard arn:aws:ec2:*:*:snapshot/*: does not match
#   wildcard arn:aws:ec2:*:snapshot/*: matches
#   prefix arn:aws:ec2:us-east-1::snapshot/: matches
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet 'localstack-core[base-runtime]==2026.3.0'
env/bin/python > seen <<'PYTHON'
from localstack.services.events.event_rule_engine import EventPatternCompiler, EventRuleEngine

EVENT = {"detail": {"recoveryPointArn": "arn:aws:ec2:us-east-1::snapshot/snap-0a1b2c3d4e5f60718"}}
for filter_, text in [
    ("wildcard", "arn:aws:ec2:*:*:snapshot/*"),
    ("wildcard", "arn:aws:ec2:*:snapshot/*"),
    ("prefix", "arn:aws:ec2:us-east-1::snapshot/"),
]:
    pattern = EventPatternCompiler().compile_event_pattern({"detail": {"recoveryPointArn": [{filter_: text}]}})
    found = EventRuleEngine().evaluate_pattern_on_event(pattern, EVENT)
    print(f"{filter_} {text}:", "matches" if found else "does not match")
PYTHON
diff <(echo "$expected") seen
