"""An audit: a framework of three controls, and a report of each resource that does not comply."""

import json
from typing import Any

import boto3
from moto import mock_aws

from moto_backup_summaries import register

REGION = "us-east-1"
ROLE = "arn:aws:iam::123456789012:role/backup"
CONTROLS = {
    "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN": {},
    "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK": {"requiredRetentionDays": "35"},
    "BACKUP_LAST_RECOVERY_POINT_CREATED": {"recoveryPointAgeValue": "7"},
}


def back_up_orders(backup: Any) -> None:
    """A plan for the one table, which was backed up just now; nobody thought of the other."""
    backup.create_backup_vault(BackupVaultName="nightly")
    rule = {
        "RuleName": "nightly",
        "TargetBackupVaultName": "nightly",
        "Lifecycle": {"DeleteAfterDays": 30},
    }
    plan = {"BackupPlanName": "tables", "Rules": [rule]}
    plan_id = backup.create_backup_plan(BackupPlan=plan)["BackupPlanId"]
    arn = f"arn:aws:dynamodb:{REGION}:123456789012:table/orders"
    selection = {"SelectionName": "orders", "IamRoleArn": ROLE, "Resources": [arn]}
    backup.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
    backup.start_backup_job(BackupVaultName="nightly", ResourceArn=arn, IamRoleArn=ROLE)


def create_table(name: str) -> None:
    boto3.client("dynamodb", region_name=REGION).create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )


def plan_a_report(backup: Any) -> None:
    controls = [
        {
            "ControlName": name,
            "ControlInputParameters": [
                {"ParameterName": key, "ParameterValue": value} for key, value in values.items()
            ],
        }
        for name, values in CONTROLS.items()
    ]
    made = backup.create_framework(FrameworkName="audit", FrameworkControls=controls)
    backup.create_report_plan(
        ReportPlanName="compliance",
        ReportDeliveryChannel={"S3BucketName": "audit", "Formats": ["JSON"]},
        ReportSetting={
            "ReportTemplate": "RESOURCE_COMPLIANCE_REPORT",
            "FrameworkArns": [made["FrameworkArn"]],
        },
    )


def report(backup: Any) -> list[dict[str, str]]:
    job_id = backup.start_report_job(ReportPlanName="compliance")["ReportJobId"]
    job = backup.describe_report_job(ReportJobId=job_id)["ReportJob"]
    (key,) = job["ReportDestination"]["S3Keys"]
    body = boto3.client("s3", region_name=REGION).get_object(Bucket="audit", Key=key)["Body"]
    items: list[dict[str, str]] = json.load(body)["reportItems"]
    return items


@mock_aws
def main() -> None:
    backup = boto3.client("backup", region_name=REGION)
    for name in ("orders", "sessions"):
        create_table(name)
    back_up_orders(backup)
    # The bucket of the report is in a region that is not audited.
    boto3.client("s3", region_name="eu-west-1").create_bucket(
        Bucket="audit", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    plan_a_report(backup)
    for item in report(backup):
        status = item["resourceComplianceStatus"]
        print(f"{item['resourceName']:9} {status:14} {item['controlName']}")


if __name__ == "__main__":
    register()
    main()
