#!/usr/bin/env bash
# ministack 1.5.33: what a backup job leaves
#
# Behaviour: a job is COMPLETED at once and names a recovery point, which the vault counts and does not list. The
# resource is not protected, and the vault is deleted without a word, where AWS refuses while it has recovery
# points. A plan tells a last execution, the moment when it was made, though it has
# no selection and never ran.
#
# Output:
#   the job: COMPLETED, with a RecoveryPointArn
#   recovery points: 0, NumberOfRecoveryPoints 1
#   protected resources: 0
#   the plan has run: True
#   DeleteBackupVault: 200
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet ministack==1.5.33 boto3==1.43.106
export AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret AWS_DEFAULT_REGION=us-east-1
env/bin/python > seen <<'PYTHON'
import atexit
import os
import socket
import subprocess
import time
from urllib.request import urlopen

import boto3

with socket.create_server(("127.0.0.1", 0)) as listening:
    port = listening.getsockname()[1]
with open("log", "w") as log:
    server = subprocess.Popen(
        ["env/bin/ministack"], env={**os.environ, "GATEWAY_PORT": str(port)}, stdout=log, stderr=log
    )
atexit.register(server.terminate)
url = f"http://127.0.0.1:{port}"
for _ in range(100):
    try:
        urlopen(f"{url}/_ministack/health").close()
        break
    except OSError:
        time.sleep(0.3)
client = boto3.client("backup", endpoint_url=url)
client.create_backup_vault(BackupVaultName="nightly")
asked = {
    "BackupVaultName": "nightly",
    "ResourceArn": "arn:aws:ec2:us-east-1:123456789012:volume/vol-1",
    "IamRoleArn": "arn:aws:iam::123456789012:role/backup",
}
job = client.describe_backup_job(BackupJobId=client.start_backup_job(**asked)["BackupJobId"])
print(f"the job: {job['State']}, with{'' if job.get('RecoveryPointArn') else 'out'} a RecoveryPointArn")
points = client.list_recovery_points_by_backup_vault(BackupVaultName="nightly")["RecoveryPoints"]
number = client.describe_backup_vault(BackupVaultName="nightly")["NumberOfRecoveryPoints"]
print(f"recovery points: {len(points)}, NumberOfRecoveryPoints {number}")
print("protected resources:", len(client.list_protected_resources()["Results"]))
rule = {"RuleName": "daily", "TargetBackupVaultName": "nightly", "ScheduleExpression": "cron(0 5 ? * * *)"}
client.create_backup_plan(BackupPlan={"BackupPlanName": "daily", "Rules": [rule]})
(plan,) = client.list_backup_plans()["BackupPlansList"]
print("the plan has run:", "LastExecutionDate" in plan)
deleted = client.delete_backup_vault(BackupVaultName="nightly")
print("DeleteBackupVault:", deleted["ResponseMetadata"]["HTTPStatusCode"])
PYTHON
diff <(echo "$expected") seen
