"""The document of a plan: what it must have, and what its schedules mean."""

import json
from collections.abc import Mapping
from typing import Any

from ..aws import checks, service_model
from ..aws.constraints import constraints_of
from ..aws.errors import InvalidParameterValueException
from ..aws.schedules import Schedule, schedule
from ..aws.shapes import Reader
from ..members import Members

# What moto gives to rules that leave it out.
_DEFAULTS = {"ScheduleExpression": "cron(0 5 ? * * *)", "ScheduleExpressionTimezone": "Etc/UTC"}


def schedule_of(rule: Mapping[str, Any], since: float) -> Schedule:
    """When a rule runs; raises ValueError for an expression that cannot be read."""
    told = {**_DEFAULTS, **rule}
    return schedule(told["ScheduleExpression"], told["ScheduleExpressionTimezone"], since)


def document_of_template(text: str) -> Members:
    """The document that ExportBackupPlanTemplate wrote; raises InvalidParameterValueException."""
    name = "BackupPlanTemplateJson"
    try:
        document = json.loads(text)
    except ValueError as error:
        raise InvalidParameterValueException.of(name, text, f"JSON ({error})") from None
    if not isinstance(document, dict):
        raise InvalidParameterValueException.of(name, text, "the JSON of an object")
    check_members(name, document)
    return document


def check_members(name: str, document: Members) -> None:
    """Raise for members that a plan cannot be without."""
    checks.required(document, ("BackupPlanName", "Rules"))
    parameters = service_model.structure(service_model.operation("CreateBackupPlan").input_shape)
    try:
        Reader(constraints_of("CreateBackupPlan")).value(
            parameters.members["BackupPlan"], document, name
        )
    except ValueError as error:
        raise InvalidParameterValueException(str(error)) from None
    for rule in document["Rules"]:
        checks.required(rule, ("RuleName", "TargetBackupVaultName"))
        checks.lifecycle(rule.get("Lifecycle"))
    check_rules(document)


def check_rules(document: Mapping[str, Any]) -> None:
    """Raise for schedules and copy actions that cannot be read."""
    for rule in document.get("Rules", ()):
        try:
            schedule_of(rule, 0)
        except ValueError as error:
            raise InvalidParameterValueException(str(error)) from None
        for action in rule.get("CopyActions") or ():
            checks.vault("DestinationBackupVaultArn", action["DestinationBackupVaultArn"])


def without_rule_ids(document: Mapping[str, Any]) -> Members:
    """A plan's document without what makes it this plan."""
    rules = [{k: v for k, v in rule.items() if k != "RuleId"} for rule in document["Rules"]]
    return {**document, "Rules": rules}
