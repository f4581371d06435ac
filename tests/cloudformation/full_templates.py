"""A resource of each type with all of its properties, how it is read back, and what else it needs."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from calls import backed_up, vault_arn
from cloudformation.deploying import topic_arn
from support import ACCOUNT, REGION, ROLE, client_of

KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/12345678-1234-1234-1234-123456789012"
TEAM = f"arn:aws:mpa:{REGION}:{ACCOUNT}:approval-team/keepers"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "backup:StartCopyJob", "Resource": "*"}
    ],
}
TAGS = {"team": "storage"}
LISTED_TAGS = [{"Key": "team", "Value": "storage"}]
NOTIFICATIONS = {"SNSTopicArn": topic_arn(), "BackupVaultEvents": ["BACKUP_JOB_COMPLETED"]}
LIFECYCLE = {
    "DeleteAfterDays": 120,
    "MoveToColdStorageAfterDays": 7,
    "OptInToArchiveForSupportedResources": True,
}
RULE = {
    "RuleName": "daily",
    "TargetBackupVault": "nightly",
    "TargetLogicallyAirGappedBackupVaultArn": vault_arn("gapped"),
    "ScheduleExpression": "cron(0 5 * * ? *)",
    "ScheduleExpressionTimezone": "Europe/Berlin",
    "StartWindowMinutes": 60,
    "CompletionWindowMinutes": 120,
    "EnableContinuousBackup": False,
    "Lifecycle": LIFECYCLE,
    "RecoveryPointTags": {"of": "rule"},
    "CopyActions": [
        {"DestinationBackupVaultArn": vault_arn("far", "eu-west-1"), "Lifecycle": LIFECYCLE}
    ],
    "IndexActions": [{"ResourceTypes": ["S3"]}],
    "ScanActions": [{"MalwareScanner": "GUARDDUTY", "ScanMode": "FULL_SCAN"}],
}
PLAN = {
    "BackupPlanName": "plan",
    "BackupPlanRule": [RULE],
    "AdvancedBackupSettings": [{"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "enabled"}}],
    "ScanSettings": [
        {"MalwareScanner": "GUARDDUTY", "ResourceTypes": ["S3"], "ScannerRoleArn": ROLE}
    ],
}
CONDITIONS = {
    name: [{"ConditionKey": "aws:ResourceTag/stage", "ConditionValue": name}]
    for name in ("StringEquals", "StringLike", "StringNotEquals", "StringNotLike")
}
SELECTION = {
    "SelectionName": "tagged:all",
    "IamRoleArn": ROLE,
    "Resources": ["arn:aws:ec2:*:*:volume/*"],
    "NotResources": ["arn:aws:ec2:*:*:volume/vol-1"],
    "ListOfTags": [{"ConditionType": "STRINGEQUALS", "ConditionKey": "a", "ConditionValue": "b"}],
    "Conditions": CONDITIONS,
}
SCOPES = {
    "ComplianceResourceTypes": ["EBS"],
    "ComplianceResourceIds": ["vol-1"],
    "Tags": [{"Key": "stage", "Value": "live"}],
}
RETAINED = {
    "ControlName": "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK",
    "ControlInputParameters": [{"ParameterName": "requiredRetentionDays", "ParameterValue": "35"}],
}
PROTECTED = "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN"
RECOVERED = {
    "Algorithm": "RANDOM_WITHIN_WINDOW",
    "RecoveryPointTypes": ["SNAPSHOT", "CONTINUOUS"],
    "IncludeVaults": ["*"],
    "ExcludeVaults": [vault_arn("nightly")],
    "SelectionWindowDays": 14,
}


class Example(NamedTuple):
    """A resource of a type, with properties that AWS Backup takes together.

    seen: what a client tells of them, by what Ref gives. needs: makes what else there must be; gives more
    properties.
    """

    type: str
    properties: dict[str, Any]
    seen: Callable[[Any, str], Mapping[str, Any]]
    needs: Callable[[Any], Mapping[str, Any]] = lambda client: {}

    @property
    def resource_type(self) -> str:
        return f"AWS::Backup::{self.type}"


def tags(client: Any, arn: str) -> dict[str, str]:
    shown = client.list_tags(ResourceArn=arn)["Tags"]
    return {key: value for key, value in shown.items() if not key.startswith("aws:")}


def listed_tags(client: Any, arn: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags(client, arn).items()]


def seen_vault(client: Any, name: str) -> dict[str, Any]:
    shown = client.describe_backup_vault(BackupVaultName=name)
    told = client.get_backup_vault_notifications(BackupVaultName=name)
    policy = client.get_backup_vault_access_policy(BackupVaultName=name)["Policy"]
    until = shown.get("LockDate")
    lock = {n: shown[n] for n in ("MinRetentionDays", "MaxRetentionDays") if n in shown}
    if until is not None:
        lock["ChangeableForDays"] = round((until - shown["CreationDate"]).total_seconds() / 86400)
    return {
        **shown,
        "Notifications": {n: told[n] for n in ("SNSTopicArn", "BackupVaultEvents")},
        "AccessPolicy": json.loads(policy),
        "LockConfiguration": lock,
        "BackupVaultTags": tags(client, shown["BackupVaultArn"]),
    }


def seen_plan(client: Any, plan_id: str) -> dict[str, Any]:
    shown = client.get_backup_plan(BackupPlanId=plan_id)
    document = {**shown["BackupPlan"], "AdvancedBackupSettings": shown["AdvancedBackupSettings"]}
    document["BackupPlanRule"] = [
        {**rule, "TargetBackupVault": rule["TargetBackupVaultName"]} for rule in document["Rules"]
    ]
    own = tags(client, shown["BackupPlanArn"])
    return {**shown, "BackupPlan": document, "BackupPlanTags": own}


def seen_selection(client: Any, reference: str) -> dict[str, Any]:
    selection_id, _, plan_id = reference.partition("_")
    shown = client.get_backup_selection(BackupPlanId=plan_id, SelectionId=selection_id)
    return {**shown, "Id": reference}


def seen_framework(client: Any, arn: str) -> dict[str, Any]:
    shown = client.describe_framework(FrameworkName=_name_in(arn))
    for control in shown["FrameworkControls"]:
        scope = control.get("ControlScope", {})
        if "Tags" in scope:
            scope["Tags"] = [{"Key": k, "Value": v} for k, v in scope["Tags"].items()]
    return {**shown, "FrameworkTags": listed_tags(client, arn)}


def _name_in(arn: str) -> str:
    """The name in an ARN that has a UUID behind it."""
    return arn.split(":")[-1][:-37]


def seen_report_plan(client: Any, arn: str) -> dict[str, Any]:
    shown = client.describe_report_plan(ReportPlanName=_name_in(arn))["ReportPlan"]
    return {**shown, "ReportPlanTags": listed_tags(client, arn)}


def seen_hold(client: Any, arn: str) -> dict[str, Any]:
    shown = client.get_legal_hold(LegalHoldId=arn.split(":")[-1])
    dates = shown["RecoveryPointSelection"].get("DateRange", {})
    shown["RecoveryPointSelection"]["DateRange"] = {
        name: f"{date:%Y-%m-%dT%H:%M:%SZ}" for name, date in dates.items()
    }
    return {**shown, "Tags": listed_tags(client, arn)}


def seen_testing_plan(client: Any, name: str) -> dict[str, Any]:
    shown = client.get_restore_testing_plan(RestoreTestingPlanName=name)["RestoreTestingPlan"]
    return {**shown, "Tags": listed_tags(client, shown["RestoreTestingPlanArn"])}


def seen_testing_selection(client: Any, reference: str) -> dict[str, Any]:
    plan_name, _, name = reference.partition("|")
    shown = client.get_restore_testing_selection(
        RestoreTestingPlanName=plan_name, RestoreTestingSelectionName=name
    )
    return dict(shown["RestoreTestingSelection"])


def seen_tiering(client: Any, name: str) -> dict[str, Any]:
    shown = client.get_tiering_configuration(TieringConfigurationName=name)["TieringConfiguration"]
    own = tags(client, shown["TieringConfigurationArn"])
    return {**shown, "TieringConfigurationTags": own}


def seen_access_point(client: Any, arn: str) -> dict[str, Any]:
    shown = client.describe_backup_access_point(AccessPointArn=arn)
    moment = shown["AccessPointMetadata"].get("AccessPointInTime")
    metadata = {f"AccessPointMetadata.{n}": v for n, v in shown["AccessPointMetadata"].items()}
    return {**shown, **metadata, "AccessPointInTime": moment, "Tags": listed_tags(client, arn)}


def _accessed(client: Any) -> dict[str, Any]:
    return {"RecoveryPointArn": backed_up(client, ResourceArn="arn:aws:s3:::files")}


def _reported(client: Any) -> dict[str, Any]:
    control = {"ControlName": "BACKUP_RECOVERY_POINT_ENCRYPTED", "ControlInputParameters": []}
    made = client.create_framework(FrameworkName="audit", FrameworkControls=[control])
    template = "CONTROL_COMPLIANCE_REPORT"
    setting = {"ReportTemplate": template, "FrameworkArns": [made["FrameworkArn"]]}
    return {"ReportSetting": setting}


def _tested(client: Any) -> dict[str, Any]:
    client.create_restore_testing_plan(
        RestoreTestingPlan={
            "RestoreTestingPlanName": "drill",
            "ScheduleExpression": "cron(0 6 ? * * *)",
            "RecoveryPointSelection": {n: v for n, v in RECOVERED.items() if n != "ExcludeVaults"},
        }
    )
    return {}


def _planned(client: Any) -> dict[str, Any]:
    rule = {"RuleName": "daily", "TargetBackupVaultName": "nightly"}
    document = {"BackupPlanName": "plan", "Rules": [rule]}
    return {"BackupPlanId": client.create_backup_plan(BackupPlan=document)["BackupPlanId"]}


def _key(client: Any) -> dict[str, Any]:
    return {"EncryptionKeyArn": client_of("kms").create_key()["KeyMetadata"]["Arn"]}


LOCK = {"MinRetentionDays": 7, "MaxRetentionDays": 70, "ChangeableForDays": 3}
EXAMPLES = {
    "a vault": Example(
        "BackupVault",
        {
            "BackupVaultName": "weekly",
            "BackupVaultTags": TAGS,
            "AccessPolicy": POLICY,
            "Notifications": NOTIFICATIONS,
            "LockConfiguration": LOCK,
        },
        seen_vault,
        _key,
    ),
    "an air-gapped vault": Example(
        "LogicallyAirGappedBackupVault",
        {
            "BackupVaultName": "gapped",
            "BackupVaultTags": TAGS,
            "MinRetentionDays": 7,
            "MaxRetentionDays": 70,
            "AccessPolicy": POLICY,
            "Notifications": NOTIFICATIONS,
            "MpaApprovalTeamArn": TEAM,
        },
        seen_vault,
        _key,
    ),
    "a plan": Example("BackupPlan", {"BackupPlan": PLAN, "BackupPlanTags": TAGS}, seen_plan),
    "a selection": Example(
        "BackupSelection", {"BackupSelection": SELECTION}, seen_selection, _planned
    ),
    "a framework": Example(
        "Framework",
        {
            "FrameworkName": "audit",
            "FrameworkDescription": "what is asked",
            "FrameworkControls": [
                RETAINED,
                {
                    "ControlName": PROTECTED,
                    "ControlScope": {
                        n: SCOPES[n] for n in ("ComplianceResourceTypes", "ComplianceResourceIds")
                    },
                },
            ],
            "FrameworkTags": LISTED_TAGS,
        },
        seen_framework,
    ),
    "a framework by tags": Example(
        "Framework",
        {
            "FrameworkControls": [
                {"ControlName": PROTECTED, "ControlScope": {"Tags": SCOPES["Tags"]}}
            ],
        },
        seen_framework,
    ),
    "a report plan": Example(
        "ReportPlan",
        {
            "ReportPlanName": "morning",
            "ReportPlanDescription": "what was backed up",
            "ReportPlanTags": LISTED_TAGS,
            "ReportDeliveryChannel": {
                "S3BucketName": "reports",
                "S3KeyPrefix": "daily",
                "Formats": ["CSV"],
            },
            "ReportSetting": {
                "ReportTemplate": "BACKUP_JOB_REPORT",
                "Accounts": [ACCOUNT],
                "OrganizationUnits": ["ou-1234-12345678"],
                "Regions": [REGION],
            },
        },
        seen_report_plan,
    ),
    "a report plan of frameworks": Example(
        "ReportPlan",
        {"ReportDeliveryChannel": {"S3BucketName": "reports"}},
        seen_report_plan,
        _reported,
    ),
    "a legal hold": Example(
        "LegalHold",
        {
            "Title": "suit",
            "Description": "all of it",
            "Tags": LISTED_TAGS,
            "RecoveryPointSelection": {
                "VaultNames": ["nightly"],
                "ResourceIdentifiers": ["arn:aws:s3:::files"],
                "DateRange": {"FromDate": "2025-01-01T00:00:00Z", "ToDate": "2025-06-01T00:00:00Z"},
            },
        },
        seen_hold,
    ),
    "a restore testing plan": Example(
        "RestoreTestingPlan",
        {
            "RestoreTestingPlanName": "drill",
            "RecoveryPointSelection": RECOVERED,
            "ScheduleExpression": "cron(0 6 ? * * *)",
            "ScheduleExpressionTimezone": "Europe/Berlin",
            "StartWindowHours": 4,
            "Tags": LISTED_TAGS,
        },
        seen_testing_plan,
    ),
    "a restore testing selection": Example(
        "RestoreTestingSelection",
        {
            "RestoreTestingPlanName": "drill",
            "RestoreTestingSelectionName": "disks",
            "ProtectedResourceType": "EBS",
            "ProtectedResourceArns": ["*"],
            "ProtectedResourceConditions": {
                "StringEquals": [{"Key": "aws:ResourceTag/stage", "Value": "live"}],
                "StringNotEquals": [{"Key": "aws:ResourceTag/team", "Value": "web"}],
            },
            "RestoreMetadataOverrides": {"availabilityZone": "us-east-1a"},
            "IamRoleArn": ROLE,
            "ValidationWindowHours": 2,
        },
        seen_testing_selection,
        _tested,
    ),
    "a tiering configuration": Example(
        "TieringConfiguration",
        {
            "TieringConfigurationName": "cheaper",
            "BackupVaultName": "nightly",
            "ResourceSelection": [
                {"Resources": ["*"], "ResourceType": "S3", "TieringDownSettingsInDays": 60}
            ],
            "TieringConfigurationTags": TAGS,
        },
        seen_tiering,
    ),
    "an access point": Example(
        "BackupAccessPoint",
        {"Name": "reader", "Tags": LISTED_TAGS, "AccessPointPolicy": POLICY},
        seen_access_point,
        _accessed,
    ),
}

_OTHER_TAGS = {"stage": "live", "team": "web"}
_OTHER_LISTED_TAGS = [{"Key": key, "Value": value} for key, value in _OTHER_TAGS.items()]
_OF_VAULTS = {
    "BackupVaultTags": _OTHER_TAGS,
    "AccessPolicy": {**POLICY, "Statement": [{**POLICY["Statement"][0], "Sid": "other"}]},
    "Notifications": {**NOTIFICATIONS, "BackupVaultEvents": ["COPY_JOB_FAILED"]},
}
# Another value of each property, by which a resource is changed in its place.
CHANGES: dict[str, dict[str, Any]] = {
    "a vault": {**_OF_VAULTS, "LockConfiguration": {**LOCK, "MaxRetentionDays": 80}},
    "an air-gapped vault": _OF_VAULTS,
    "a plan": {"BackupPlan": {**PLAN, "BackupPlanName": "other"}, "BackupPlanTags": _OTHER_TAGS},
    "a framework": {
        "FrameworkDescription": "what else is asked",
        "FrameworkControls": [RETAINED],
        "FrameworkTags": _OTHER_LISTED_TAGS,
    },
    "a report plan": {
        "ReportPlanDescription": "what was copied",
        "ReportPlanTags": _OTHER_LISTED_TAGS,
        "ReportDeliveryChannel": {"S3BucketName": "other"},
        "ReportSetting": {"ReportTemplate": "COPY_JOB_REPORT"},
    },
    "a legal hold": {"Tags": _OTHER_LISTED_TAGS},
    "a restore testing plan": {
        "RecoveryPointSelection": {**RECOVERED, "SelectionWindowDays": 20},
        "ScheduleExpression": "cron(0 7 ? * * *)",
        "ScheduleExpressionTimezone": "Etc/UTC",
        "StartWindowHours": 8,
        "Tags": _OTHER_LISTED_TAGS,
    },
    "a restore testing selection": {
        "ProtectedResourceArns": ["*"],
        "ProtectedResourceConditions": {
            "StringEquals": [{"Key": "aws:ResourceTag/stage", "Value": "test"}]
        },
        "RestoreMetadataOverrides": {"availabilityZone": "us-east-1b"},
        "IamRoleArn": f"{ROLE}2",
        "ValidationWindowHours": 5,
    },
    "a tiering configuration": {
        "BackupVaultName": "*",
        "ResourceSelection": [
            {"Resources": ["*"], "ResourceType": "S3", "TieringDownSettingsInDays": 90}
        ],
        "TieringConfigurationTags": _OTHER_TAGS,
    },
    "an access point": {"Tags": _OTHER_LISTED_TAGS},
}
# Other properties that make another resource of it. What has a name of its own needs another one too.
REPLACEMENTS: dict[str, list[dict[str, Any]]] = {
    "a vault": [{"BackupVaultName": "other"}],
    "an air-gapped vault": [
        {"BackupVaultName": "other"},
        {"BackupVaultName": "other", "MinRetentionDays": 8},
        {"BackupVaultName": "other", "MaxRetentionDays": 80},
    ],
    "a selection": [{"BackupSelection": {**SELECTION, "Resources": ["*"]}}],
    "a framework": [{"FrameworkName": "other", "FrameworkControls": [RETAINED]}],
    "a report plan": [{"ReportPlanName": "other"}],
    "a legal hold": [
        {"Title": "other"},
        {"Description": "other"},
        {"RecoveryPointSelection": {"VaultNames": ["nightly"]}},
    ],
    "a restore testing plan": [{"RestoreTestingPlanName": "other"}],
    "a restore testing selection": [
        {"RestoreTestingSelectionName": "other"},
        {"RestoreTestingSelectionName": "other", "ProtectedResourceType": "EC2"},
    ],
    "a tiering configuration": [{"TieringConfigurationName": "other", "BackupVaultName": "*"}],
    "an access point": [{"Name": "other"}, {"Name": "other", "AccessPointPolicy": {}}],
}
