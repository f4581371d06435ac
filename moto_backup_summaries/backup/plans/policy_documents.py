"""The plans of an effective backup policy, as AWS Backup's own operations would be asked for them.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..aws.errors import unknown
from ..aws.policy_inheritance import list_of
from ..members import Members


class PolicyPlan(NamedTuple):
    """A plan of a policy: where it is made, its BackupPlan, the BackupSelections of it, and its tags."""

    name: str
    regions: Sequence[str]
    document: Members
    selections: Sequence[Members]
    tags: Mapping[str, str]


def _is_true(value: Any) -> bool:
    return str(value).lower() == "true"


# By the name in a policy: the member of AWS Backup, and what reads its value, which may be a number or text.
_Readers = Mapping[str, tuple[str, Callable[[Any], Any]]]
_LIFECYCLE: _Readers = {
    "move_to_cold_storage_after_days": ("MoveToColdStorageAfterDays", int),
    "delete_after_days": ("DeleteAfterDays", int),
    # So it is in examples of AWS's guide.
    "to_delete_after_days": ("DeleteAfterDays", int),
    "opt_in_to_archive_for_supported_resources": (
        "OptInToArchiveForSupportedResources",
        _is_true,
    ),
}


def _members(readers: _Readers, settings: Mapping[str, Any]) -> Members:
    """The members that settings stand for; raises ValueError for a setting that is not known."""
    _check_names(settings, readers)
    return {readers[name][0]: readers[name][1](value) for name, value in settings.items()}


def _check_names(settings: Iterable[str], known: Iterable[str]) -> None:
    for name in settings:
        if name not in known:
            raise ValueError(unknown("the setting", name, known))


def _lifecycle(settings: Mapping[str, Any]) -> Members:
    return _members(_LIFECYCLE, settings)


def _tags(settings: Mapping[str, Any]) -> dict[str, str]:
    return {each["tag_key"]: each["tag_value"] for each in settings.values()}


def _copy_actions(settings: Mapping[str, Any]) -> list[Members]:
    # Without its ARN the name of a copy action is one.
    return [
        _members(_COPY_ACTION, {"target_backup_vault_arn": name, **each})
        for name, each in settings.items()
    ]


def _index_actions(settings: Mapping[str, Any]) -> list[Members]:
    return [{"ResourceTypes": list_of(settings["resource_types"])}]


_COPY_ACTION: _Readers = {
    "target_backup_vault_arn": ("DestinationBackupVaultArn", str),
    "lifecycle": ("Lifecycle", _lifecycle),
}
_RULE: _Readers = {
    "schedule_expression": ("ScheduleExpression", str),
    "schedule_expression_timezone": ("ScheduleExpressionTimezone", str),
    "target_backup_vault_name": ("TargetBackupVaultName", str),
    "target_logically_air_gapped_backup_vault_arn": (
        "TargetLogicallyAirGappedBackupVaultArn",
        str,
    ),
    "start_backup_window_minutes": ("StartWindowMinutes", int),
    "complete_backup_window_minutes": ("CompletionWindowMinutes", int),
    "enable_continuous_backup": ("EnableContinuousBackup", _is_true),
    "lifecycle": ("Lifecycle", _lifecycle),
    "recovery_point_tags": ("RecoveryPointTags", _tags),
    "copy_actions": ("CopyActions", _copy_actions),
    "index_actions": ("IndexActions", _index_actions),
}


_PLAN = ("rules", "regions", "selections", "advanced_backup_settings", "backup_plan_tags")


def policy_plan(name: str, plan: Mapping[str, Any], account_id: str) -> PolicyPlan:
    """A plan of the effective policy of an account.

    Raises KeyError where it lacks something; ValueError, TypeError or AttributeError for what is none.
    """
    settings = json.loads(json.dumps(plan).replace("$account", account_id))
    _check_names(settings, _PLAN)
    rules = [
        {"RuleName": rule_name, **_members(_RULE, rule)}
        for rule_name, rule in settings["rules"].items()
    ]
    document: Members = {"BackupPlanName": name, "Rules": rules}
    if "advanced_backup_settings" in settings:
        document["AdvancedBackupSettings"] = [
            {"ResourceType": resource_type.upper(), "BackupOptions": options}
            for resource_type, options in settings["advanced_backup_settings"].items()
        ]
    selections = settings["selections"]
    return PolicyPlan(
        name,
        list_of(settings["regions"]),
        document,
        [
            *(_by_tag(*item) for item in selections.get("tags", {}).items()),
            *(_by_type(*item) for item in selections.get("resources", {}).items()),
        ],
        _tags(settings.get("backup_plan_tags", {})),
    )


def _by_tag(name: str, settings: Mapping[str, Any]) -> Members:
    key = settings["tag_key"]
    return {
        "SelectionName": name,
        "IamRoleArn": settings["iam_role_arn"],
        "ListOfTags": [
            {"ConditionType": "STRINGEQUALS", "ConditionKey": key, "ConditionValue": value}
            for value in list_of(settings["tag_value"])
        ],
    }


_CONDITIONS = {
    "string_equals": "StringEquals",
    "string_not_equals": "StringNotEquals",
    "string_like": "StringLike",
    "string_not_like": "StringNotLike",
}


def _by_type(name: str, settings: Mapping[str, Any]) -> Members:
    conditions = settings.get("conditions", {})
    return {
        "SelectionName": name,
        "IamRoleArn": settings["iam_role_arn"],
        "Resources": list_of(settings.get("resource_types", [])),
        "NotResources": list_of(settings.get("not_resource_types", [])),
        "Conditions": {
            _CONDITIONS[test]: [
                {
                    "ConditionKey": each["condition_key"],
                    "ConditionValue": each["condition_value"],
                }
                for each in named.values()
            ]
            for test, named in conditions.items()
        },
    }
