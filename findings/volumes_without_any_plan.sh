#!/usr/bin/env bash
# aws-cis-controls-assessment 1.2.5: whether volumes and tables are in a backup plan
#
# Behaviour: a volume and a file system are COMPLIANT with being in a backup plan in an account that has no plan at
# all, and a table as soon as there is one, though it selects nothing. A plan that copies within its own region
# passes as one that copies to another.
#
# Output:
#   no plan: EBS COMPLIANT
#   no plan: EFS COMPLIANT
#   no plan: DynamoDB NON_COMPLIANT
#   a plan without a selection: DynamoDB COMPLIANT
#   a copy within the region: BackupCrossRegionCopyEnabled COMPLIANT
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet aws-cis-controls-assessment==1.2.5 'moto[dynamodb,ec2,efs]==5.2.5'
export AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret AWS_DEFAULT_REGION=us-east-1
env/bin/python > seen <<'PYTHON'
import boto3
from aws_cis_assessment.controls.ig1.control_backup_recovery import (
    DynamoDBInBackupPlanAssessment,
    EBSInBackupPlanAssessment,
    EFSInBackupPlanAssessment,
)
from aws_cis_assessment.controls.ig1.control_backup_security import BackupCrossRegionCopyEnabledAssessment
from aws_cis_assessment.core.aws_client_factory import AWSClientFactory
from moto import mock_aws

REGION = "us-east-1"


def judge(when, *assessments):
    """Print what each says of the one resource that it looks at."""
    for assessment in assessments:
        (judged,) = assessment().evaluate_compliance(AWSClientFactory(regions=[REGION]), REGION)
        name = assessment.__name__.removesuffix("Assessment").removesuffix("InBackupPlan")
        print(f"{when}: {name} {judged.compliance_status.value}")


with mock_aws():
    boto3.client("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)
    boto3.client("efs").create_file_system(CreationToken="token")
    boto3.client("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    judge("no plan", EBSInBackupPlanAssessment, EFSInBackupPlanAssessment, DynamoDBInBackupPlanAssessment)
    client = boto3.client("backup")
    vault = client.create_backup_vault(BackupVaultName="nightly")["BackupVaultArn"]
    copy = {"DestinationBackupVaultArn": vault.replace("nightly", "second")}
    rule = {"RuleName": "daily", "TargetBackupVaultName": "nightly", "CopyActions": [copy]}
    client.create_backup_plan(BackupPlan={"BackupPlanName": "daily", "Rules": [rule]})
    judge("a plan without a selection", DynamoDBInBackupPlanAssessment)
    judge("a copy within the region", BackupCrossRegionCopyEnabledAssessment)
PYTHON
diff <(echo "$expected") seen
