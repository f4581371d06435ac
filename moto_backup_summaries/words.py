"""The words that calls of this package take, as types for mypy and pyright.

Made by `python tests/words.py` out of botocore's model; a test compares them. Values are checked when
they come, whatever their types.
"""

from typing import Literal, TypeAlias

# The botocore that they were made with.
BOTOCORE = "1.44.8"
# fmt: off
Kind: TypeAlias = Literal[
    "backup", "copy", "restore", "scan",
]
FinalState: TypeAlias = Literal[
    "ABORTED", "CANCELED", "COMPLETED", "COMPLETED_WITH_ISSUES", "EXPIRED", "FAILED", "PARTIAL",
]
ScanResultStatus: TypeAlias = Literal[
    "NO_THREATS_FOUND", "THREATS_FOUND", "UNKNOWN",
]
Progress: TypeAlias = Literal[
    "immediate", "manual", "time",
]
ApprovalStatus: TypeAlias = Literal[
    "APPROVED", "FAILED", "PENDING",
]
ApprovalOperation: TypeAlias = Literal[
    "AssociateBackupVaultMpaApprovalTeam", "CreateRestoreAccessBackupVault",
    "DisassociateBackupVaultMpaApprovalTeam", "RevokeRestoreAccessBackupVault",
    "associate_backup_vault_mpa_approval_team", "create_restore_access_backup_vault",
    "disassociate_backup_vault_mpa_approval_team", "revoke_restore_access_backup_vault",
]
DeletionStatus: TypeAlias = Literal[
    "DELETED", "EXPIRED",
]
DeploymentStatus: TypeAlias = Literal[
    "COMPLETED", "FAILED",
]
EventType: TypeAlias = Literal[
    "Backup Job State Change", "Copy Job State Change", "Restore Job State Change",
    "Scan Job State Change", "Recovery Point State Change", "Recovery Point Index State Change",
    "Backup Vault State Change", "Backup Plan State Change", "Region Setting State Change",
]
EventState: TypeAlias = Literal[
    "ABORTED", "ABORTING", "ACTIVE", "AVAILABLE", "CANCELED", "COMPLETED", "COMPLETED_WITH_ISSUES",
    "COMPLETING", "CREATED", "CREATING", "DELETED", "DELETING", "EXPIRED", "FAILED", "FAILING",
    "MODIFIED", "PARTIAL", "PENDING", "RUNNING", "STOPPED",
]
ErrorCode: TypeAlias = Literal[
    "AccessDeniedException", "AlreadyExistsException", "ConflictException",
    "DependencyFailureException", "ExpiredTokenException", "InternalFailure",
    "InvalidParameterValueException", "InvalidRequestException", "InvalidResourceStateException",
    "LimitExceededException", "MissingParameterValueException", "ResourceNotFoundException",
    "ServiceUnavailable", "ServiceUnavailableException", "ThrottlingException",
    "UnrecognizedClientException", "ValidationException",
]
OperationName: TypeAlias = Literal[
    "AssociateBackupVaultMpaApprovalTeam", "CancelLegalHold", "CreateBackupAccessPoint",
    "CreateBackupPlan", "CreateBackupSelection", "CreateBackupVault", "CreateFramework",
    "CreateLegalHold", "CreateLogicallyAirGappedBackupVault", "CreateReportPlan",
    "CreateRestoreAccessBackupVault", "CreateRestoreTestingPlan", "CreateRestoreTestingSelection",
    "CreateTieringConfiguration", "DeleteBackupAccessPoint", "DeleteBackupPlan",
    "DeleteBackupSelection", "DeleteBackupVault", "DeleteBackupVaultAccessPolicy",
    "DeleteBackupVaultLockConfiguration", "DeleteBackupVaultNotifications", "DeleteFramework",
    "DeleteRecoveryPoint", "DeleteReportPlan", "DeleteRestoreTestingPlan",
    "DeleteRestoreTestingSelection", "DeleteTieringConfiguration", "DescribeBackupAccessPoint",
    "DescribeBackupJob", "DescribeBackupVault", "DescribeCopyJob", "DescribeFramework",
    "DescribeGlobalSettings", "DescribeProtectedResource", "DescribeRecoveryPoint",
    "DescribeRegionSettings", "DescribeReportJob", "DescribeReportPlan", "DescribeRestoreJob",
    "DescribeScanJob", "DisassociateBackupVaultMpaApprovalTeam", "DisassociateRecoveryPoint",
    "DisassociateRecoveryPointFromParent", "ExportBackupPlanTemplate", "GetBackupPlan",
    "GetBackupPlanFromJSON", "GetBackupPlanFromTemplate", "GetBackupSelection",
    "GetBackupVaultAccessPolicy", "GetBackupVaultNotifications", "GetLegalHold",
    "GetPITRMalwareScanResults", "GetRecoveryPointIndexDetails", "GetRecoveryPointRestoreMetadata",
    "GetRestoreJobMetadata", "GetRestoreTestingInferredMetadata", "GetRestoreTestingPlan",
    "GetRestoreTestingSelection", "GetSupportedResourceTypes", "GetTieringConfiguration",
    "ListBackupAccessPoints", "ListBackupAccessPointsByRecoveryPoint",
    "ListBackupAccessPointsByResource", "ListBackupJobSummaries", "ListBackupJobs",
    "ListBackupPlanTemplates", "ListBackupPlanVersions", "ListBackupPlans", "ListBackupSelections",
    "ListBackupVaults", "ListCopyJobSummaries", "ListCopyJobs", "ListFrameworks",
    "ListIndexedRecoveryPoints", "ListLegalHolds", "ListProtectedResources",
    "ListProtectedResourcesByBackupVault", "ListRecoveryPointsByBackupVault",
    "ListRecoveryPointsByLegalHold", "ListRecoveryPointsByResource", "ListReportJobs",
    "ListReportPlans", "ListRestoreAccessBackupVaults", "ListRestoreJobSummaries",
    "ListRestoreJobs", "ListRestoreJobsByProtectedResource", "ListRestoreTestingPlans",
    "ListRestoreTestingSelections", "ListScanJobSummaries", "ListScanJobs", "ListTags",
    "ListTieringConfigurations", "PutBackupVaultAccessPolicy", "PutBackupVaultLockConfiguration",
    "PutBackupVaultNotifications", "PutRestoreValidationResult", "RevokeRestoreAccessBackupVault",
    "StartBackupJob", "StartCopyJob", "StartReportJob", "StartRestoreJob", "StartScanJob",
    "StopBackupJob", "TagResource", "UntagResource", "UpdateBackupPlan", "UpdateFramework",
    "UpdateGlobalSettings", "UpdateRecoveryPointIndexSettings", "UpdateRecoveryPointLifecycle",
    "UpdateRegionSettings", "UpdateReportPlan", "UpdateRestoreTestingPlan",
    "UpdateRestoreTestingSelection", "UpdateTieringConfiguration",
    "associate_backup_vault_mpa_approval_team", "cancel_legal_hold", "create_backup_access_point",
    "create_backup_plan", "create_backup_selection", "create_backup_vault", "create_framework",
    "create_legal_hold", "create_logically_air_gapped_backup_vault", "create_report_plan",
    "create_restore_access_backup_vault", "create_restore_testing_plan",
    "create_restore_testing_selection", "create_tiering_configuration",
    "delete_backup_access_point", "delete_backup_plan", "delete_backup_selection",
    "delete_backup_vault", "delete_backup_vault_access_policy",
    "delete_backup_vault_lock_configuration", "delete_backup_vault_notifications",
    "delete_framework", "delete_recovery_point", "delete_report_plan",
    "delete_restore_testing_plan", "delete_restore_testing_selection",
    "delete_tiering_configuration", "describe_backup_access_point", "describe_backup_job",
    "describe_backup_vault", "describe_copy_job", "describe_framework", "describe_global_settings",
    "describe_protected_resource", "describe_recovery_point", "describe_region_settings",
    "describe_report_job", "describe_report_plan", "describe_restore_job", "describe_scan_job",
    "disassociate_backup_vault_mpa_approval_team", "disassociate_recovery_point",
    "disassociate_recovery_point_from_parent", "export_backup_plan_template", "get_backup_plan",
    "get_backup_plan_from_json", "get_backup_plan_from_template", "get_backup_selection",
    "get_backup_vault_access_policy", "get_backup_vault_notifications", "get_legal_hold",
    "get_pitr_malware_scan_results", "get_recovery_point_index_details",
    "get_recovery_point_restore_metadata", "get_restore_job_metadata",
    "get_restore_testing_inferred_metadata", "get_restore_testing_plan",
    "get_restore_testing_selection", "get_supported_resource_types", "get_tiering_configuration",
    "list_backup_access_points", "list_backup_access_points_by_recovery_point",
    "list_backup_access_points_by_resource", "list_backup_job_summaries", "list_backup_jobs",
    "list_backup_plan_templates", "list_backup_plan_versions", "list_backup_plans",
    "list_backup_selections", "list_backup_vaults", "list_copy_job_summaries", "list_copy_jobs",
    "list_frameworks", "list_indexed_recovery_points", "list_legal_holds",
    "list_protected_resources", "list_protected_resources_by_backup_vault",
    "list_recovery_points_by_backup_vault", "list_recovery_points_by_legal_hold",
    "list_recovery_points_by_resource", "list_report_jobs", "list_report_plans",
    "list_restore_access_backup_vaults", "list_restore_job_summaries", "list_restore_jobs",
    "list_restore_jobs_by_protected_resource", "list_restore_testing_plans",
    "list_restore_testing_selections", "list_scan_job_summaries", "list_scan_jobs", "list_tags",
    "list_tiering_configurations", "put_backup_vault_access_policy",
    "put_backup_vault_lock_configuration", "put_backup_vault_notifications",
    "put_restore_validation_result", "revoke_restore_access_backup_vault", "start_backup_job",
    "start_copy_job", "start_report_job", "start_restore_job", "start_scan_job", "stop_backup_job",
    "tag_resource", "untag_resource", "update_backup_plan", "update_framework",
    "update_global_settings", "update_recovery_point_index_settings",
    "update_recovery_point_lifecycle", "update_region_settings", "update_report_plan",
    "update_restore_testing_plan", "update_restore_testing_selection",
    "update_tiering_configuration",
]
