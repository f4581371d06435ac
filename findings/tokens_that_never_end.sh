#!/usr/bin/env bash
# mockmesh-aws 0.2.0, boto3 1.44.8: lists of AWS Backup, and its dates
#
# Behaviour: what the package makes of a service's model has a NextToken in every list, always the same text, so that
# each of boto3's paginators ends in a PaginationError on its second page. Dates are texts, where
# boto3 gives datetime, and the state of a job is ACTIVE, which no job of AWS Backup has.
#
# Output:
#   list_backup_vaults: NextToken mock-string
#   its paginator: PaginationError
#   CreationDate of a job: str
#   State of a job: ACTIVE
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet mockmesh-aws==0.2.0 boto3==1.44.8
export AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret AWS_DEFAULT_REGION=us-east-1
env/bin/python > seen <<'PYTHON'
import boto3
import mockmesh
from botocore.exceptions import PaginationError

with mockmesh.mockmesh():
    client = boto3.client("backup")
    print("list_backup_vaults: NextToken", client.list_backup_vaults()["NextToken"])
    try:
        list(client.get_paginator("list_backup_vaults").paginate())
    except PaginationError as error:
        print("its paginator:", type(error).__name__)
    job = client.describe_backup_job(BackupJobId="1b2c3d4e-5a6f-4d5c-9a0c-2f4b6d8e0a1c")
    print("CreationDate of a job:", type(job["CreationDate"]).__name__)
    print("State of a job:", job["State"])
PYTHON
# What it prints of itself.
sed -i '/^\[MockMesh\]/d' seen
diff <(echo "$expected") seen
