"""The BackupPlan document: checks, defaults, and the schedules of its rules."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ..aws import checks, service_model
from ..aws.errors import InvalidParameterValueException, LimitExceededException
from ..aws.facts import DEFAULT_COMPLETION_WINDOW, DEFAULT_START_WINDOW, LEAST_GAP
from ..aws.gate import Reader, constraints_of
from ..aws.identifiers import new_id
from ..aws.lifecycles import days_of
from ..aws.recorded_errors import (
    ADVANCED_TYPE_UNKNOWN,
    IN_RULES,
    LIFECYCLE_MISSING,
    LIFECYCLE_OUT_OF_RANGE,
    LIFECYCLE_WITHOUT_COLD,
    RUNS_TOO_CLOSE,
)
from ..aws.resource_types import INDEXED
from ..aws.schedules import Schedule, schedule
from ..members import Members

MOST_RULES = 10
# https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html
MOST_CONTINUOUS_DAYS = 35
# AWS fills these in where a rule leaves them out.
_DEFAULTS = {
    "ScheduleExpression": "cron(0 5 ? * * *)",
    "ScheduleExpressionTimezone": "Etc/UTC",
    "StartWindowMinutes": DEFAULT_START_WINDOW,
    "CompletionWindowMinutes": DEFAULT_COMPLETION_WINDOW,
}


def complete(document: Mapping[str, Any], rule_ids: Mapping[str, str]) -> Members:
    """Fill in what the rules of a document leave out.

    rule_ids: the RuleIds of rules by name; others get new ones.
    """
    rules = [
        {**_DEFAULTS, **rule, "RuleId": rule_ids.get(rule["RuleName"]) or new_id()}
        for rule in document["Rules"]
    ]
    return {**document, "Rules": rules}


def schedule_of(rule: Mapping[str, Any], since: float) -> Schedule:
    """The schedule of a rule; raises ValueError for an expression that cannot be read."""
    whole: Members = {**_DEFAULTS, **rule}
    expression, timezone = whole["ScheduleExpression"], whole["ScheduleExpressionTimezone"]
    return schedule(expression, timezone, since)


def document_of_template(text: str) -> Members:
    """Read a document that ExportBackupPlanTemplate wrote; raises InvalidParameterValueException."""
    name = "BackupPlanTemplateJson"
    try:
        document = json.loads(text)
    except ValueError as error:
        raise InvalidParameterValueException.of(name, text, f"JSON ({error})") from None
    if not isinstance(document, dict):
        raise InvalidParameterValueException.of(name, text, "the JSON of an object")
    operation = "CreateBackupPlan"
    parameters = service_model.structure(service_model.operation(operation).input_shape)
    shape = service_model.structure(parameters.members["BackupPlan"])
    try:
        members = Reader(constraints_of(operation)).members(shape, document)
    except ValueError as error:
        raise InvalidParameterValueException(str(error)) from None
    check_document(members)
    return members


def check_document(document: Members) -> None:
    """Raise for an invalid document, as far as botocore's model does not refuse it.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupPlanInput.html
    """
    _check_rules(document["Rules"])
    for setting in document.get("AdvancedBackupSettings", ()):
        options, resource_type = setting.get("BackupOptions", {}), setting.get("ResourceType", "")
        if resource_type not in checks.BACKUP_OPTIONS:
            raise ADVANCED_TYPE_UNKNOWN.error(resource_type=resource_type)
        checks.backup_options("AdvancedBackupSettings.BackupOptions", options, resource_type)
    for setting in document.get("ScanSettings", ()):
        checks.shared_parameters(setting)


def _check_rules(rules: Sequence[Members]) -> None:
    if not 1 <= len(rules) <= MOST_RULES:
        size = f"{len(rules)} rules"
        raise InvalidParameterValueException.of("Rules", size, f"1 to {MOST_RULES}")
    for name, number in Counter(rule["RuleName"] for rule in rules).items():
        if number > 1:
            accepted = "names that differ from rule to rule"
            raise InvalidParameterValueException.of("RuleName", name, accepted)
    for rule in rules:
        try:
            _check_rule(rule)
        except (InvalidParameterValueException, LimitExceededException) as error:
            if error.is_recorded:
                raise
            raise type(error)(f"{error.message} (rule {rule['RuleName']!r})") from None


def _check_rule(rule: Members) -> None:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html"""
    _check_schedule(rule)
    try:
        if rule.get("EnableContinuousBackup"):
            _check_continuous(rule.get("Lifecycle") or {})
        checks.shared_parameters(rule)
        for action in rule.get("CopyActions", ()):
            checks.lifecycle(action.get("Lifecycle"), "CopyActions.Lifecycle")
            checks.vault_arn("DestinationBackupVaultArn", action["DestinationBackupVaultArn"])
    except InvalidParameterValueException as error:
        if error.is_recorded:
            raise IN_RULES.error(reason=error.message) from None
        raise
    start, completion = rule.get("StartWindowMinutes"), rule.get("CompletionWindowMinutes")
    if start is not None and completion is not None and completion < start:
        accepted = f"at least StartWindowMinutes, {start}"
        raise InvalidParameterValueException.of("CompletionWindowMinutes", completion, accepted)
    _check_index_actions(rule.get("IndexActions", ()))


def _check_schedule(rule: Members) -> None:
    try:
        gap = schedule_of(rule, 0).least_gap
    except ValueError as error:
        raise InvalidParameterValueException(str(error)) from None
    if gap < LEAST_GAP:
        raise RUNS_TOO_CLOSE.error()


def _check_index_actions(actions: Sequence[Members]) -> None:
    if len(actions) > 1:
        raise InvalidParameterValueException.of("IndexActions", f"{len(actions)} actions", "one")
    for action in actions:
        types = action.get("ResourceTypes", ())
        if len(types) > 1:
            raise InvalidParameterValueException.of("IndexActions.ResourceTypes", types, "one type")
        for resource_type in types:
            checks.one_of("IndexActions.ResourceTypes", resource_type, INDEXED)


def _check_continuous(lifecycle: Mapping[str, Any]) -> None:
    """Require of a continuous backup that it is deleted and never moved to cold storage."""
    days = lifecycle.get("DeleteAfterDays")
    if days_of(lifecycle, "MoveToColdStorageAfterDays") is not None:
        raise LIFECYCLE_WITHOUT_COLD.error()
    if days is None:
        raise LIFECYCLE_MISSING.error()
    if not 1 <= days <= MOST_CONTINUOUS_DAYS:
        raise LIFECYCLE_OUT_OF_RANGE.error()


def backup_options(document: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    """The BackupOptions of the plan's jobs, by resource type."""
    return {
        setting["ResourceType"]: setting["BackupOptions"]
        for setting in document.get("AdvancedBackupSettings", ())
        if setting.get("BackupOptions")
    }


def without_rule_ids(document: Mapping[str, Any]) -> Members:
    """The document as another plan may have it too."""
    rules = [{k: v for k, v in rule.items() if k != "RuleId"} for rule in document["Rules"]]
    return {**document, "Rules": rules}
