#!/usr/bin/env bash
# policy-sentry 0.15.2, arnmatch 2026.5.1, aws-arn 0.1.0: the ARN of a recovery point
#
# Behaviour: AWS's table of ARNs has a vendor in place of a service for recovery points, and whoever is made
# from it knows all of AWS Backup but these: Policy Sentry writes a policy without a statement and without a
# word for one, arnmatch has no pattern, and aws-arn, with a table of its own, no such kind. All three read
# the ARN of a vault.
#
# Output:
#   policy-sentry recovery-point: 0 statements
#   policy-sentry backup-vault: 2 statements
#   arnmatch recovery-point: ARNError
#   arnmatch backup-vault: backup-vault
#   aws-arn recovery-point: KeyError
#   aws-arn backup-vault: backup_vault
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet policy-sentry==0.15.2 arnmatch==2026.5.1 aws-arn==0.1.0
env/bin/python > seen <<'PYTHON'
import arnmatch
import aws_arn
from policy_sentry.command.write_policy import write_policy_with_template

BACKUP = "arn:aws:backup:us-east-1:123456789012"
ARNS = [f"{BACKUP}:recovery-point:1b2c3d4e-5a6f-4d5c-9a0c-2f4b6d8e0a1c", f"{BACKUP}:backup-vault:nightly"]


def show(library, read):
    for arn in ARNS:
        try:
            found = read(arn)
        except Exception as error:
            found = type(error).__name__
        print(library, f"{arn.split(':')[5]}:", found)


def statements(arn):
    policy = write_policy_with_template({"mode": "crud", "write": [arn]})
    return f"{len(policy['Statement'])} statements"


show("policy-sentry", statements)
show("arnmatch", lambda arn: arnmatch.arnmatch(arn).resource_type)
show("aws-arn", lambda arn: aws_arn.parse_arn(arn)["sub_service"])
PYTHON
diff <(echo "$expected") seen
