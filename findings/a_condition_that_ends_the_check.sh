#!/usr/bin/env bash
# parliament 1.6.4: the condition backup:CopyTargets
#
# Behaviour: a policy that lets backups be copied to certain vaults only, by the condition key that AWS Backup
# has for it, cannot be looked at: the key's type, an array of ARNs, is unknown, and the check of all
# statements ends with an Exception. With Null in place of StringLike, which asks for no type, it goes
# through.
#
# Output:
#   ForAllValues:StringLike: Exception Unknown data format: ArrayOfARN
#   Null: looked at
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet parliament==1.6.4 setuptools==75.8.0
env/bin/python -W ignore > seen <<'PYTHON'
import json

from parliament import analyze_policy_string


def show(operator, value):
    condition = {operator: {"backup:CopyTargets": value}}
    statement = {"Effect": "Allow", "Action": "backup:CopyFromBackupVault", "Resource": "*", "Condition": condition}
    try:
        analyze_policy_string(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
        print(f"{operator}: looked at")
    except Exception as error:  # it is no class of its own
        print(f"{operator}: Exception", error)


show("ForAllValues:StringLike", ["arn:aws:backup:*:123456789012:backup-vault:*"])
show("Null", "false")
PYTHON
diff <(echo "$expected") seen
