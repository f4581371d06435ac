"""One account in which as much as can be is asked of AWS Backup."""

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

from calls import back_up_by_rule
from family_examples import added

from moto_backup_summaries import load_jobs, set_job_outcome
from truth.calls import (
    ACCOUNT,
    DAY,
    FAR,
    FILE_SYSTEM,
    KEY,
    NOW,
    REGION,
    ROLE,
    arn,
    aws,
    backed_up,
    disk,
    document,
    scan_request,
    selection,
    stack,
    start,
    vault_arn,
    volume,
)
from truth.seen_members import Asked

COLD = {
    "MoveToColdStorageAfterDays": 7,
    "DeleteAfterDays": 100,
    "OptInToArchiveForSupportedResources": True,
}
OPTIONS = {"WindowsVSS": "enabled"}
ADVANCED = [{"ResourceType": "EC2", "BackupOptions": OPTIONS}]
SCANS = [{"MalwareScanner": "GUARDDUTY", "ResourceTypes": ["EBS"], "ScannerRoleArn": ROLE}]
RULE = {
    "ScheduleExpression": "cron(0 5 * * ? *)",
    "ScheduleExpressionTimezone": "Etc/UTC",
    "StartWindowMinutes": 60,
    "CompletionWindowMinutes": 600,
    "Lifecycle": COLD,
    "RecoveryPointTags": {"by": "plan"},
    "CopyActions": [{"DestinationBackupVaultArn": vault_arn("second"), "Lifecycle": COLD}],
    "EnableContinuousBackup": False,
    "IndexActions": [{"ResourceTypes": ["EBS"]}],
    "ScanActions": [{"MalwareScanner": "GUARDDUTY", "ScanMode": "FULL_SCAN"}],
}
PLAN = document(RULE, AdvancedBackupSettings=ADVANCED, ScanSettings=SCANS)
CONDITION = {"ConditionKey": "aws:ResourceTag/env", "ConditionValue": "test"}
TESTS = ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike")
INSTANCE = arn("ec2", "instance/i-1")
REPORT = {
    "ReportPlanDescription": "of all",
    "ReportDeliveryChannel": {"S3BucketName": "audit", "S3KeyPrefix": "p", "Formats": ["CSV"]},
    "ReportSetting": {
        "ReportTemplate": "RESOURCE_COMPLIANCE_REPORT",
        "Accounts": [ACCOUNT],
        "OrganizationUnits": ["ou-1"],
        "Regions": [REGION],
    },
}
RESTORE_TEST = {
    "RestoreJobId": "tested",
    "SourceResourceArn": volume(),
    "CreatedBy": {"RestoreTestingPlanArn": arn("backup", "restore-testing-plan:p-1")},
    "Status": "FAILED",
    "StatusMessage": "No boot",
    "ValidationStatus": "FAILED",
    "ValidationStatusMessage": "No boot",
    "DeletionStatus": "FAILED",
    "DeletionStatusMessage": "In use",
    "IsParent": False,
    "ParentJobId": "parent",
}


def ask_everything(clock: Any, asked: Asked) -> None:
    client = asked.client()
    for step in (
        _vaults,
        _plans,
        _report_plans,
        _backups,
        _others,
        _scanned,
        _loaded,
        _listed,
        _ended,
    ):
        asked.attempt(lambda step=step: step(clock, asked, client))


def _vaults(clock: Any, asked: Asked, client: Any) -> None:
    tags = {"a": "b", "c": "d"}
    for name in ("nightly", "second"):
        client.create_backup_vault(
            BackupVaultName=name,
            EncryptionKeyArn=KEY,
            CreatorRequestId=name,
            BackupVaultTags=tags,
        )
    client.create_backup_vault(BackupVaultName="locked")
    days = {"MinRetentionDays": 1, "MaxRetentionDays": 9, "ChangeableForDays": 3}
    client.put_backup_vault_lock_configuration(BackupVaultName="locked", **days)
    for name in ("nightly", "locked"):
        client.describe_backup_vault(BackupVaultName=name)
    client.put_backup_vault_notifications(
        BackupVaultName="nightly",
        SNSTopicArn=arn("sns", "t"),
        BackupVaultEvents=["BACKUP_JOB_STARTED"],
    )
    client.get_backup_vault_notifications(BackupVaultName="nightly")
    client.delete_backup_vault_notifications(BackupVaultName="nightly")
    client.list_tags(ResourceArn=vault_arn("nightly"), MaxResults=1)
    client.tag_resource(ResourceArn=vault_arn("nightly"), Tags={"e": "f"})
    client.untag_resource(ResourceArn=vault_arn("nightly"), TagKeyList=["e"])


def _plans(clock: Any, asked: Asked, client: Any) -> None:
    disk(env="prod", Name="data")
    made = client.create_backup_plan(BackupPlan=PLAN, CreatorRequestId="plan")
    plan = {"BackupPlanId": made["BackupPlanId"]}
    template = json.dumps(PLAN)
    asked.attempt(lambda: client.get_backup_plan_from_json(BackupPlanTemplateJson=template))
    what = [
        {"Resources": ["arn:aws:ec2:*:*:volume/*"], "NotResources": ["arn:aws:s3:::*"]},
        {
            "ListOfTags": [
                {"ConditionType": "STRINGEQUALS", "ConditionKey": "e", "ConditionValue": "f"}
            ],
            "Conditions": {test: [CONDITION] for test in TESTS},
        },
    ]
    for number, one in enumerate(what):
        request = {"BackupSelection": selection(str(number), **one)}
        kept = client.create_backup_selection(**plan, **request, CreatorRequestId=str(number))
        client.get_backup_selection(**plan, SelectionId=kept["SelectionId"])
    client.list_backup_selections(**plan, MaxResults=1)
    client.list_backup_selections(**plan)
    clock.shift(DAY)
    client.get_backup_plan(**plan, MaxScheduledRunsPreview=3)
    client.export_backup_plan_template(**plan)
    client.update_backup_plan(**plan, BackupPlan=PLAN)
    client.list_backup_plan_versions(**plan, MaxResults=1)
    other = client.create_backup_plan(BackupPlan=document(name="other"))
    shown = {"BackupPlanId": other["BackupPlanId"], "VersionId": other["VersionId"]}
    client.delete_backup_plan(BackupPlanId=other["BackupPlanId"])
    asked.attempt(lambda: client.get_backup_plan(**shown))
    client.list_backup_plans(IncludeDeleted=True)
    client.list_backup_plans(IncludeDeleted=True, MaxResults=1)
    client.list_backup_plan_versions(**plan)
    asked.attempt(lambda: client.list_backup_plan_versions(BackupPlanId=other["BackupPlanId"]))


def _report_plans(clock: Any, asked: Asked, client: Any) -> None:
    for name in ("one", "two"):
        client.create_report_plan(ReportPlanName=name, **REPORT)
    client.describe_report_plan(ReportPlanName="one")
    client.update_report_plan(ReportPlanName="one", ReportPlanDescription="of all")
    failed = client.start_report_job(ReportPlanName="one")["ReportJobId"]
    aws("s3").create_bucket(Bucket=REPORT["ReportDeliveryChannel"]["S3BucketName"])
    for job_id in (failed, client.start_report_job(ReportPlanName="one")["ReportJobId"]):
        client.describe_report_job(ReportJobId=job_id)
    jobs = {"ReportTemplate": "BACKUP_JOB_REPORT"}
    client.create_report_plan(ReportPlanName="jobs", **{**REPORT, "ReportSetting": jobs})
    client.start_report_job(ReportPlanName="jobs")
    client.describe_report_plan(ReportPlanName="jobs")
    client.list_report_jobs()
    client.list_report_jobs(MaxResults=1)
    client.list_report_plans()
    client.list_report_plans(MaxResults=1)
    client.delete_report_plan(ReportPlanName="two")


def _backups(clock: Any, asked: Asked, client: Any) -> None:
    def job(**parameters: Any) -> Any:
        job_id = start(client, **parameters)["BackupJobId"]
        return client.describe_backup_job(BackupJobId=job_id)

    job(ResourceArn=FILE_SYSTEM, Lifecycle=COLD)
    job(ResourceArn=INSTANCE, BackupOptions=OPTIONS)
    job(Lifecycle=COLD, RecoveryPointTags={"a": "b"}, Index="ENABLED")
    job(ResourceArn=stack(), Lifecycle=COLD)
    set_job_outcome("backup", state="FAILED", status_message="Access denied", times=1)
    job()
    set_job_outcome("backup", state="COMPLETED", duration="PT3H", times=1)
    running = job(ResourceArn=volume("slow"))
    client.list_backup_jobs(MaxResults=1)
    for listed in client.list_backup_jobs()["BackupJobs"]:
        client.describe_backup_job(BackupJobId=listed["BackupJobId"])
    client.stop_backup_job(BackupJobId=running["BackupJobId"])


def _others(clock: Any, asked: Asked, client: Any) -> None:
    parents = client.list_recovery_points_by_backup_vault(
        BackupVaultName="nightly", ByResourceType="CloudFormation"
    )
    stacks = parents["RecoveryPoints"][0]["ResourceArn"]
    for resource in (FILE_SYSTEM, stacks, volume()):
        found = client.list_recovery_points_by_resource(ResourceArn=resource)["RecoveryPoints"]
        request = {
            "RecoveryPointArn": found[0]["RecoveryPointArn"],
            "SourceBackupVaultName": "nightly",
            "DestinationBackupVaultArn": vault_arn("second"),
            "IamRoleArn": ROLE,
        }
        copy = client.start_copy_job(**request, Lifecycle=COLD)
        client.describe_copy_job(CopyJobId=copy["CopyJobId"])
    for made in client.list_copy_jobs(ByState="COMPLETED")["CopyJobs"]:
        client.describe_copy_job(CopyJobId=made["CopyJobId"])
    set_job_outcome("copy", state="FAILED", status_message="Access denied", times=1)
    client.describe_copy_job(CopyJobId=client.start_copy_job(**request)["CopyJobId"])
    point = {"RecoveryPointArn": _point(client, volume())}
    restore = {**point, "Metadata": {"availabilityZone": f"{REGION}a"}, "IamRoleArn": ROLE}
    set_job_outcome("restore", state="COMPLETED", duration="PT30M", times=1)
    restored = {"RestoreJobId": client.start_restore_job(**restore)["RestoreJobId"]}
    client.describe_restore_job(**restored)
    client.list_restore_jobs()
    client.list_restore_jobs_by_protected_resource(ResourceArn=volume())
    clock.shift(timedelta(hours=1))
    client.put_restore_validation_result(**restored, ValidationStatus="SUCCESSFUL")
    client.describe_restore_job(**restored)
    client.get_restore_job_metadata(**restored)
    set_job_outcome("scan", state="COMPLETED", scan_result_status="THREATS_FOUND", times=1)
    base = point["RecoveryPointArn"]
    later = backed_up(client, volume())["RecoveryPointArn"]
    changed = {"ScanMode": "INCREMENTAL_SCAN", "ScanBaseRecoveryPointArn": base}
    client.start_scan_job(**scan_request(later, **changed))
    set_job_outcome("scan", state="FAILED", status_message="Access denied", times=1)
    client.start_scan_job(**scan_request(base))
    load_jobs({"ScanJobs": [{"ScanJobId": "continuous", "ContinuousScanEndTime": NOW}]})
    for job in client.list_scan_jobs()["ScanJobs"]:
        client.describe_scan_job(ScanJobId=job["ScanJobId"])


def _scanned(clock: Any, asked: Asked, client: Any) -> None:
    back_up_by_rule(client, clock, EnableContinuousBackup=True, Lifecycle={"DeleteAfterDays": 35})
    point = {"BackupVaultName": "nightly", "RecoveryPointArn": _point(client, "arn:aws:s3:::files")}
    client.start_scan_job(**scan_request(point["RecoveryPointArn"]))
    (job, *_) = client.list_scan_jobs()["ScanJobs"]
    scanned = {"ScanEndTime": job["CreationDate"], "MalwareScanner": "GUARDDUTY"}
    client.get_pitr_malware_scan_results(**point, **scanned)


def _loaded(clock: Any, asked: Asked, client: Any) -> None:
    load_jobs({"RestoreJobs": [RESTORE_TEST]})
    client.describe_restore_job(RestoreJobId="tested")
    client.list_restore_jobs_by_protected_resource(ResourceArn=volume())


def _point(client: Any, resource: str) -> str:
    found = client.list_recovery_points_by_backup_vault(
        BackupVaultName="nightly", ByResourceArn=resource
    )
    return str(found["RecoveryPoints"][0]["RecoveryPointArn"])


def _listed(clock: Any, asked: Asked, client: Any) -> None:
    for kind in ("backup", "copy", "restore", "scan"):
        for more in ({}, {"MaxResults": 1}):
            getattr(client, f"list_{kind}_jobs")(**more)
            getattr(client, f"list_{kind}_job_summaries")(ResourceType="ANY", State="ANY", **more)
    client.list_scan_job_summaries(ScanResultStatus="THREATS_FOUND", MalwareScanner="ANY")
    for vault in ("nightly", "second"):
        named = {"BackupVaultName": vault}
        client.list_recovery_points_by_backup_vault(**named, MaxResults=1)
        for point in client.list_recovery_points_by_backup_vault(**named)["RecoveryPoints"]:
            one = {**named, "RecoveryPointArn": point["RecoveryPointArn"]}
            client.describe_recovery_point(**one)
            client.get_recovery_point_restore_metadata(**one)
            client.list_recovery_points_by_resource(ResourceArn=point["ResourceArn"])
    client.list_protected_resources(MaxResults=1)
    client.list_protected_resources_by_backup_vault(BackupVaultName="nightly", MaxResults=1)
    client.describe_protected_resource(ResourceArn=volume())
    for more in ({}, {"MaxResults": 1}):
        client.list_backup_vaults(**more)
        client.list_recovery_points_by_resource(ResourceArn=volume(), **more)
        client.list_restore_jobs_by_protected_resource(ResourceArn=volume(), **more)
    client.get_supported_resource_types()
    for show in added("ANSWERS").values():
        asked.attempt(lambda show=show: show(client))


def _ended(clock: Any, asked: Asked, client: Any) -> None:
    nested = client.list_recovery_points_by_backup_vault(BackupVaultName="nightly")
    part = next(p for p in nested["RecoveryPoints"] if "ParentRecoveryPointArn" in p)
    client.disassociate_recovery_point_from_parent(
        BackupVaultName="nightly", RecoveryPointArn=part["RecoveryPointArn"]
    )
    one = {"BackupVaultName": "nightly", "RecoveryPointArn": _point(client, FILE_SYSTEM)}
    client.update_recovery_point_lifecycle(**one, Lifecycle=COLD)
    # A snapshot is not disassociated, and what was stays deletable or is gone.
    for call in (client.disassociate_recovery_point, client.delete_recovery_point):
        with suppress(client.exceptions.ClientError):
            call(**one)
    client.delete_backup_vault_lock_configuration(BackupVaultName="locked")
    plan_id = client.list_backup_plans()["BackupPlansList"][0]["BackupPlanId"]
    for chosen in client.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]:
        client.delete_backup_selection(BackupPlanId=plan_id, SelectionId=chosen["SelectionId"])
    asked.client(FAR).create_backup_vault(BackupVaultName="gone")
    asked.client(FAR).delete_backup_vault(BackupVaultName="gone")
