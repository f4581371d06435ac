#!/usr/bin/env bash
# awsmap 1.9.0, boto3 1.44.8, moto 5.2.5: AWS Backup in the inventory of an account
#
# Behaviour: the inventory asks for frameworks and report plans by boto3's paginators, which boto3 has for neither.
# The OperationNotPageableError is caught with whatever else may be raised and nothing is said of it, so that no
# account ever has a framework or a report plan. The plain call, which the same client has, lists them.
#
# Output:
#   list_report_plans: 1 report plan
#   the inventory: 1 backup vault, 0 report plans
#   its paginator: OperationNotPageableError
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet awsmap==1.9.0 boto3==1.44.8 moto==5.2.5
env/bin/python > seen <<'PYTHON'
import boto3
from aws_inventory.collectors.backup import collect_backup_resources
from botocore.exceptions import OperationNotPageableError
from moto import mock_aws

with mock_aws():
    session = boto3.Session("testing", "testing", region_name="us-east-1")
    backup = session.client("backup")
    backup.create_backup_vault(BackupVaultName="nightly")
    backup.create_report_plan(
        ReportPlanName="jobs",
        ReportDeliveryChannel={"S3BucketName": "reports"},
        ReportSetting={"ReportTemplate": "BACKUP_JOB_REPORT"},
    )
    print("list_report_plans:", len(backup.list_report_plans()["ReportPlans"]), "report plan")
    types = [resource["type"] for resource in collect_backup_resources(session, "us-east-1", "123456789012")]
    print(f"the inventory: {types.count('vault')} backup vault, {types.count('report-plan')} report plans")
    try:
        backup.get_paginator("list_report_plans")
    except OperationNotPageableError:
        print("its paginator: OperationNotPageableError")
PYTHON
diff <(echo "$expected") seen
