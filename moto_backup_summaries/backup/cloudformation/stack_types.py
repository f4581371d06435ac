"""The types of AWS Backup's resources in templates of CloudFormation: a row for each.

What the rows say of properties is in CloudFormation's schemas, which cfn-lint ships: a test compares them.
"""

from collections.abc import Mapping
from typing import Any

from .stack_type import Part, StackType, for_access_points

SERVICE = "AWS::Backup::"
_POLICY = Part("PutBackupVaultAccessPolicy", "DeleteBackupVaultAccessPolicy", member="Policy")
_NOTIFICATIONS = Part("PutBackupVaultNotifications", "DeleteBackupVaultNotifications")
_LOCK = Part("PutBackupVaultLockConfiguration", "DeleteBackupVaultLockConfiguration")
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-backup-logicallyairgappedbackupvault.html
_TEAM = Part(
    "AssociateBackupVaultMpaApprovalTeam",
    "DisassociateBackupVaultMpaApprovalTeam",
    member="MpaApprovalTeamArn",
    is_final=True,
)
_ROWS = (
    StackType(
        type=SERVICE + "BackupVault",
        create="CreateBackupVault",
        read="DescribeBackupVault",
        delete="DeleteBackupVault",
        properties=(
            *("AccessPolicy", "BackupVaultName", "BackupVaultTags", "EncryptionKeyArn"),
            *("LockConfiguration", "Notifications"),
        ),
        required=("BackupVaultName",),
        replaced_by=("BackupVaultName", "EncryptionKeyArn"),
        identity=("BackupVaultName",),
        reference="{BackupVaultName}",
        attributes={
            "BackupVaultArn": ("BackupVaultArn",),
            "BackupVaultName": ("BackupVaultName",),
        },
        arn="BackupVaultArn",
        tags="BackupVaultTags",
        name="BackupVaultName",
        parts={
            "AccessPolicy": _POLICY,
            "Notifications": _NOTIFICATIONS,
            "LockConfiguration": _LOCK,
        },
    ),
    StackType(
        type=SERVICE + "BackupPlan",
        create="CreateBackupPlan",
        read="GetBackupPlan",
        update="UpdateBackupPlan",
        delete="DeleteBackupPlan",
        properties=("BackupPlan", "BackupPlanTags"),
        required=("BackupPlan",),
        identity=("BackupPlanId",),
        reference="{BackupPlanId}",
        attributes={
            "BackupPlanArn": ("BackupPlanArn",),
            "BackupPlanId": ("BackupPlanId",),
            "VersionId": ("VersionId",),
        },
        arn="BackupPlanArn",
        tags="BackupPlanTags",
    ),
    # Ref is the identifier that CloudFormation's schema names, as go-to-k/cdkd#995 saw it on AWS; the page
    # of the type calls it the id of the selection.
    StackType(
        type=SERVICE + "BackupSelection",
        create="CreateBackupSelection",
        read="GetBackupSelection",
        delete="DeleteBackupSelection",
        properties=("BackupPlanId", "BackupSelection"),
        required=("BackupPlanId", "BackupSelection"),
        replaced_by=("BackupPlanId", "BackupSelection"),
        identity=("BackupPlanId", "SelectionId"),
        reference="{SelectionId}_{BackupPlanId}",
        attributes={
            "Id": (),
            "SelectionId": ("SelectionId",),
            "BackupPlanId": ("BackupPlanId",),
        },
        # Templates change a selection and keep its name, which two of a plan cannot have.
        deletes_first=True,
    ),
    StackType(
        type=SERVICE + "LogicallyAirGappedBackupVault",
        create="CreateLogicallyAirGappedBackupVault",
        read="DescribeBackupVault",
        delete="DeleteBackupVault",
        properties=(
            *("AccessPolicy", "BackupVaultName", "BackupVaultTags", "EncryptionKeyArn"),
            *("MaxRetentionDays", "MinRetentionDays", "MpaApprovalTeamArn", "Notifications"),
        ),
        required=("BackupVaultName", "MinRetentionDays", "MaxRetentionDays"),
        replaced_by=("BackupVaultName", "MinRetentionDays", "MaxRetentionDays", "EncryptionKeyArn"),
        identity=("BackupVaultName",),
        reference="{BackupVaultName}",
        attributes={
            "BackupVaultArn": ("BackupVaultArn",),
            "VaultState": ("VaultState",),
            "VaultType": ("VaultType",),
        },
        arn="BackupVaultArn",
        tags="BackupVaultTags",
        name="BackupVaultName",
        parts={
            "AccessPolicy": _POLICY,
            "Notifications": _NOTIFICATIONS,
            "MpaApprovalTeamArn": _TEAM,
        },
    ),
    StackType(
        type=SERVICE + "Framework",
        create="CreateFramework",
        read="DescribeFramework",
        update="UpdateFramework",
        delete="DeleteFramework",
        properties=(
            *("FrameworkControls", "FrameworkDescription", "FrameworkName", "FrameworkTags"),
        ),
        required=("FrameworkControls",),
        replaced_by=("FrameworkName",),
        identity=("FrameworkName",),
        reference="{FrameworkArn}",
        attributes={
            "FrameworkArn": ("FrameworkArn",),
            "CreationTime": ("CreationTime",),
            "FrameworkStatus": ("FrameworkStatus",),
            "DeploymentStatus": ("DeploymentStatus",),
        },
        arn="FrameworkArn",
        tags="FrameworkTags",
        lists_tags=True,
        name="FrameworkName",
    ),
    StackType(
        type=SERVICE + "ReportPlan",
        create="CreateReportPlan",
        read="DescribeReportPlan",
        update="UpdateReportPlan",
        delete="DeleteReportPlan",
        properties=(
            *("ReportDeliveryChannel", "ReportPlanDescription", "ReportPlanName"),
            *("ReportPlanTags", "ReportSetting"),
        ),
        required=("ReportDeliveryChannel", "ReportSetting"),
        replaced_by=("ReportPlanName",),
        identity=("ReportPlanName",),
        reference="{ReportPlanArn}",
        attributes={"ReportPlanArn": ("ReportPlan", "ReportPlanArn")},
        arn="ReportPlanArn",
        tags="ReportPlanTags",
        lists_tags=True,
        name="ReportPlanName",
    ),
    StackType(
        type=SERVICE + "LegalHold",
        create="CreateLegalHold",
        read="GetLegalHold",
        delete="CancelLegalHold",
        properties=("Description", "RecoveryPointSelection", "Tags", "Title"),
        required=("Title", "Description", "RecoveryPointSelection"),
        replaced_by=("Title", "Description", "RecoveryPointSelection"),
        identity=("LegalHoldId",),
        reference="{LegalHoldArn}",
        attributes={
            "Arn": ("LegalHoldArn",),
            "LegalHoldId": ("LegalHoldId",),
            "Status": ("Status",),
            "CreationDate": ("CreationDate",),
        },
        arn="Arn",
        tags="Tags",
        lists_tags=True,
        deletion={"CancelDescription": "Deleted by CloudFormation"},
        ended=("CANCELING", "CANCELED"),
    ),
    StackType(
        type=SERVICE + "RestoreTestingPlan",
        create="CreateRestoreTestingPlan",
        read="GetRestoreTestingPlan",
        update="UpdateRestoreTestingPlan",
        delete="DeleteRestoreTestingPlan",
        properties=(
            *("RecoveryPointSelection", "RestoreTestingPlanName", "ScheduleExpression"),
            *("ScheduleExpressionTimezone", "StartWindowHours", "Tags"),
        ),
        required=("RecoveryPointSelection", "ScheduleExpression", "RestoreTestingPlanName"),
        replaced_by=("RestoreTestingPlanName",),
        identity=("RestoreTestingPlanName",),
        reference="{RestoreTestingPlanName}",
        attributes={"RestoreTestingPlanArn": ("RestoreTestingPlan", "RestoreTestingPlanArn")},
        arn="RestoreTestingPlanArn",
        tags="Tags",
        lists_tags=True,
        name="RestoreTestingPlanName",
        structure="RestoreTestingPlan",
    ),
    StackType(
        type=SERVICE + "RestoreTestingSelection",
        create="CreateRestoreTestingSelection",
        read="GetRestoreTestingSelection",
        update="UpdateRestoreTestingSelection",
        delete="DeleteRestoreTestingSelection",
        properties=(
            *("IamRoleArn", "ProtectedResourceArns", "ProtectedResourceConditions"),
            *("ProtectedResourceType", "RestoreMetadataOverrides", "RestoreTestingPlanName"),
            *("RestoreTestingSelectionName", "ValidationWindowHours"),
        ),
        required=(
            *("IamRoleArn", "ProtectedResourceType"),
            *("RestoreTestingPlanName", "RestoreTestingSelectionName"),
        ),
        replaced_by=(
            *("ProtectedResourceType", "RestoreTestingPlanName", "RestoreTestingSelectionName"),
        ),
        identity=("RestoreTestingPlanName", "RestoreTestingSelectionName"),
        reference="{RestoreTestingPlanName}|{RestoreTestingSelectionName}",
        attributes={},
        structure="RestoreTestingSelection",
        deletes_first=True,
    ),
    StackType(
        type=SERVICE + "TieringConfiguration",
        create="CreateTieringConfiguration",
        read="GetTieringConfiguration",
        update="UpdateTieringConfiguration",
        delete="DeleteTieringConfiguration",
        properties=(
            *("BackupVaultName", "ResourceSelection", "TieringConfigurationName"),
            "TieringConfigurationTags",
        ),
        required=("TieringConfigurationName", "BackupVaultName", "ResourceSelection"),
        replaced_by=("TieringConfigurationName",),
        identity=("TieringConfigurationName",),
        reference="{TieringConfigurationName}",
        attributes={
            "TieringConfigurationArn": ("TieringConfiguration", "TieringConfigurationArn"),
            "CreationTime": ("TieringConfiguration", "CreationTime"),
            "LastUpdatedTime": ("TieringConfiguration", "LastUpdatedTime"),
        },
        arn="TieringConfigurationArn",
        tags="TieringConfigurationTags",
        name="TieringConfigurationName",
        structure="TieringConfiguration",
    ),
    # In the AWS CDK since November 2026; no schema of cfn-lint has it yet.
    StackType(
        type=SERVICE + "BackupAccessPoint",
        create="CreateBackupAccessPoint",
        read="DescribeBackupAccessPoint",
        delete="DeleteBackupAccessPoint",
        properties=("AccessPointInTime", "AccessPointPolicy", "Name", "RecoveryPointArn", "Tags"),
        required=("RecoveryPointArn",),
        replaced_by=("AccessPointInTime", "AccessPointPolicy", "Name", "RecoveryPointArn"),
        identity=("AccessPointArn",),
        reference="{AccessPointArn}",
        attributes={
            "Arn": ("AccessPointArn",),
            "Status": ("Status",),
            "CreationTime": ("CreationTime",),
            "BackupVaultArn": ("BackupVaultArn",),
            "BackupVaultName": ("BackupVaultName",),
            "ResourceArn": ("ResourceArn",),
            "ResourceType": ("ResourceType",),
            **{
                f"AccessPointMetadata.{name}": ("AccessPointMetadata", name)
                for name in ("AccessPointInTime", "S3AccessPointAlias", "S3AccessPointArn")
            },
        },
        arn="Arn",
        tags="Tags",
        name="Name",
        structure="AccessPointMetadata",
        ended=("DELETING",),
        spell=for_access_points,
    ),
)
TYPES = {row.type: row for row in _ROWS}
_NESTED = "AWS::CloudFormation::Stack"


def is_of_backup(definition: Any) -> bool:
    """Whether a resource of a template is of one of these types."""
    return isinstance(definition, Mapping) and definition.get("Type") in TYPES


def has_backup_resources(*templates: Mapping[str, Any], with_nested: bool = False) -> bool:
    """Whether templates have resources of AWS Backup, or stacks that may have some."""
    return any(
        is_of_backup(definition) or (with_nested and definition.get("Type") == _NESTED)
        for template in templates
        for definition in template.get("Resources", {}).values()
    )
