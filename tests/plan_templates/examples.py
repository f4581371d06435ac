"""Of templates of plans, for the tests that all families share."""

from operator import itemgetter
from typing import Any

from family_examples import Listing


def listed(client: Any, **parameters: Any) -> list[Any]:
    return client.list_backup_plan_templates(**parameters)["BackupPlanTemplatesList"]


def document_of(client: Any, name: str) -> Any:
    """The document of the template of a name."""
    ids = {each["BackupPlanTemplateName"]: each["BackupPlanTemplateId"] for each in listed(client)}
    answer = client.get_backup_plan_from_template(BackupPlanTemplateId=ids[name])
    return answer["BackupPlanDocument"]


def _fixed(client: Any) -> Listing:
    """The list that AWS has made: nobody makes or deletes one."""
    return Listing(
        client.list_backup_plan_templates,
        "BackupPlanTemplatesList",
        itemgetter("BackupPlanTemplateId"),
        lambda: None,
        number=4,
    )


def _show(client: Any) -> None:
    client.list_backup_plan_templates(MaxResults=1)
    document_of(client, "Daily-Weekly-Monthly-7yr-Retention")


_SIMPLE = "AWS's templates have schedules, start windows and lifecycles only"
_LACKING = {
    "": ("AdvancedBackupSettings", "ScanSettings"),
    "AdvancedBackupSettings[].": ("BackupOptions", "ResourceType"),
    "ScanSettings[].": ("MalwareScanner", "ResourceTypes", "ScannerRoleArn"),
    "Rules[].": (
        *("CompletionWindowMinutes", "CopyActions", "EnableContinuousBackup", "IndexActions"),
        *("RecoveryPointTags", "RuleId", "ScanActions", "ScheduleExpressionTimezone"),
        "TargetLogicallyAirGappedBackupVaultArn",
    ),
    "Rules[].Lifecycle.": ("DeleteAfterEvent", "OptInToArchiveForSupportedResources"),
    "Rules[].IndexActions[].": ("ResourceTypes",),
    "Rules[].ScanActions[].": ("MalwareScanner", "ScanMode"),
    "Rules[].CopyActions[].": ("DestinationBackupVaultArn", "Lifecycle"),
    "Rules[].CopyActions[].Lifecycle.": (
        *("DeleteAfterDays", "DeleteAfterEvent", "MoveToColdStorageAfterDays"),
        "OptInToArchiveForSupportedResources",
    ),
}
LISTINGS = {"ListBackupPlanTemplates": _fixed}
ANSWERS = {"plan templates": _show}
ABSENT = {
    "GetBackupPlanFromTemplate": {
        f"BackupPlanDocument.{where}{name}": _SIMPLE
        for where, names in _LACKING.items()
        for name in names
    }
}
