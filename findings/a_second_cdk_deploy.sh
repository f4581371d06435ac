#!/usr/bin/env bash
# moto 5.2.5, aws-cdk 2.1148.1: cdk deploy of a stack that is there
#
# Behaviour: the CDK's command line makes a stack on moto's server, and cannot change it. Before an update it deletes
# its last change set and waits until AWS says ChangeSetNotFound; moto's CloudFormation says in place of it that a
# stack of the change set's name does not exist. With --method=direct it lets a parameter keep the value that it has
# by default, which is a KeyError.
#
# Output:
#   first deployment: done
#   second: Stack with id cdk-deploy-change-set does not exist
#   second, --method=direct: KeyError
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet 'moto[cloudformation,server]==5.2.5'
npm install --silent --no-save aws-cdk@2.1148.1
mkdir assembly
cat > assembly/manifest.json <<'JSON'
{"version": "36.0.0", "artifacts": {"Backups": {"type": "aws:cloudformation:stack",
  "environment": "aws://123456789012/us-east-1", "properties": {"templateFile": "template.json"}}}}
JSON
env/bin/python > seen <<'PYTHON'
import atexit
import json
import os
import re
import socket
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

with socket.create_server(("127.0.0.1", 0)) as listening:
    port = listening.getsockname()[1]
with open("log", "a") as log:
    server = subprocess.Popen(["env/bin/moto_server", "-p", str(port)], stdout=log, stderr=log)
atexit.register(server.terminate)
url = f"http://127.0.0.1:{port}"
for _ in range(100):
    try:
        urlopen(f"{url}/moto-api/").close()
        break
    except OSError:
        time.sleep(0.3)
TESTING = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
ENVIRONMENT = {**os.environ, **TESTING, "AWS_ENDPOINT_URL": url, "CI": "true"}


def deploy(retention, *options):
    """How a deployment of such a retention ends."""
    parameter = {"Type": "String", "Default": "nightly"}
    rule = {"RuleName": "daily", "TargetBackupVault": {"Ref": "Vault"}, "Lifecycle": {"DeleteAfterDays": retention}}
    plan = {"BackupPlan": {"BackupPlanName": "daily", "BackupPlanRule": [rule]}}
    resources = {
        "Vault": {"Type": "AWS::Backup::BackupVault", "Properties": {"BackupVaultName": {"Ref": "Name"}}},
        "Plan": {"Type": "AWS::Backup::BackupPlan", "Properties": plan},
    }
    with open("assembly/template.json", "w") as template:
        json.dump({"Parameters": {"Name": parameter}, "Resources": resources}, template)
    before = len(Path("log").read_text())
    command = ["node_modules/.bin/cdk", "deploy", "--app", "assembly", "--require-approval", "never", *options]
    ended = subprocess.run(command, env=ENVIRONMENT, capture_output=True)
    if ended.returncode == 0:
        return "done"
    raised = set(re.findall(r"^(\w+Error):", Path("log").read_text()[before:], re.MULTILINE))
    return ", ".join(sorted(raised)) or ended.stderr.decode().splitlines()[-1]


print("first deployment:", deploy(7))
print("second:", deploy(9))
print("second, --method=direct:", deploy(9, "--method=direct"))
PYTHON
diff <(echo "$expected") seen
