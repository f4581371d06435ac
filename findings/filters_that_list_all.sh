#!/usr/bin/env bash
# ministack 1.5.33: filters of ListBackupJobs
#
# Behaviour: jobs are found by vault, resource and state. Every other filter of AWS Backup is taken and not looked at:
# jobs of one resource type, created after tomorrow, of another account or with a message category that no job
# has are all the jobs there are. So a test of "no job failed since midnight" passes or fails by what other tests left.
#
# Output:
#   ByBackupVaultName=weekly: 0 of 2
#   ByState=FAILED: 0 of 2
#   ByResourceType=EBS: 2 of 2
#   ByCreatedAfter=2099-01-01: 2 of 2
#   ByAccountId=999999999999: 2 of 2
#   ByMessageCategory=ACCESS_DENIED: 2 of 2
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

import boto3
from botocore.config import Config

with socket.create_server(("127.0.0.1", 0)) as listening:
    port = listening.getsockname()[1]
with open("log", "w") as log:
    server = subprocess.Popen(
        ["env/bin/ministack"], env={**os.environ, "GATEWAY_PORT": str(port)}, stdout=log, stderr=log
    )
atexit.register(server.terminate)
# The server takes a while to start.
backup = boto3.client(
    "backup",
    endpoint_url=f"http://127.0.0.1:{port}",
    config=Config(retries={"total_max_attempts": 20}),
)
role = "arn:aws:iam::000000000000:role/backup"
backup.create_backup_vault(BackupVaultName="nightly")
for name in ("photos", "letters"):
    backup.start_backup_job(
        BackupVaultName="nightly", ResourceArn=f"arn:aws:s3:::{name}", IamRoleArn=role
    )
FILTERS = (
    ("ByBackupVaultName", "weekly"),
    ("ByState", "FAILED"),
    ("ByResourceType", "EBS"),
    ("ByCreatedAfter", "2099-01-01"),
    ("ByAccountId", "999999999999"),
    ("ByMessageCategory", "ACCESS_DENIED"),
)
for name, value in FILTERS:
    found = backup.list_backup_jobs(**{name: value})["BackupJobs"]
    print(f"{name}={value}: {len(found)} of 2")
PYTHON
diff <(echo "$expected") seen
