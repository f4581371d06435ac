"""What restore testing plans and their selections say: checks, defaults, and what an update leaves.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..aws import checks
from ..aws.arns import ANY_ARN, Arn
from ..aws.errors import (
    InvalidParameterValueException,
    LimitExceededException,
    MissingParameterValueException,
    refusal,
)
from ..aws.facts import LEAST_GAP
from ..aws.resource_types import possible_types
from ..aws.schedules import Schedule, schedule
from ..members import Members

# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForCreate.html
TESTED_TYPES = (
    *("Aurora", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS", "S3"),
)
# How many vaults a plan names at most, and how many ARNs or conditions a selection has.
MOST_VAULTS = MOST_ARNS = MOST_CONDITIONS = 30
ALL = "*"
POINT_SELECTION = "RecoveryPointSelection"
ARNS, CONDITIONS = "ProtectedResourceArns", "ProtectedResourceConditions"
_NO_CONDITIONS: Mapping[str, Any] = {"StringEquals": [], "StringNotEquals": []}
# Those that the reference requires, and botocore's model does not.
REQUIRED_OF_POINTS = ("Algorithm", "RecoveryPointTypes", "IncludeVaults")
_PLAN_DEFAULTS = {"ScheduleExpressionTimezone": "Etc/UTC", "StartWindowHours": 24}
_POINT_DEFAULTS = {"ExcludeVaults": [], "SelectionWindowDays": 30}


def complete_plan(plan: Mapping[str, Any]) -> Members:
    """The document of a plan, with AWS's values for what it leaves out; raises for an invalid one."""
    document = with_plan_defaults(plan)
    schedule_of(document)
    _check_points(document[POINT_SELECTION])
    return document


def with_plan_defaults(plan: Mapping[str, Any]) -> Members:
    """The document of a plan, with AWS's values for what it leaves out."""
    points = {**_POINT_DEFAULTS, **plan[POINT_SELECTION]}
    return {**_PLAN_DEFAULTS, **plan, POINT_SELECTION: points}


def updated_plan(plan: Mapping[str, Any], update: Mapping[str, Any]) -> Members:
    """The document of a plan with the members of an update; what that leaves out stays."""
    points = {**plan[POINT_SELECTION], **update.get(POINT_SELECTION, {})}
    return complete_plan({**plan, **update, POINT_SELECTION: points})


def schedule_of(document: Mapping[str, Any]) -> Schedule:
    """When a plan runs; raises InvalidParameterValueException for what is no schedule."""
    expression, zone = document["ScheduleExpression"], document["ScheduleExpressionTimezone"]
    try:
        runs = schedule(expression, zone, 0)
    except ValueError as error:
        raise InvalidParameterValueException(str(error)) from None
    if runs.least_gap < LEAST_GAP:
        accepted = "at most one run an hour"
        raise InvalidParameterValueException.of("ScheduleExpression", expression, accepted)
    return runs


def _check_points(points: Mapping[str, Any]) -> None:
    missing = [f"{POINT_SELECTION}.{name}" for name in REQUIRED_OF_POINTS if not points.get(name)]
    if missing:
        raise MissingParameterValueException(f"Missing required parameter: {', '.join(missing)}")
    for name in ("IncludeVaults", "ExcludeVaults"):
        for vault in points[name]:
            arn = Arn.parse(vault)
            is_vault = arn and arn.service == "backup" and arn.resource.startswith("backup-vault:")
            if vault != ALL and not is_vault:
                accepted = f"{ALL} or the ARN of a vault, in which {ALL} stands for any characters"
                raise InvalidParameterValueException.of(
                    f"{POINT_SELECTION}.{name}", vault, accepted
                )
    _check_number(
        POINT_SELECTION, [*points["IncludeVaults"], *points["ExcludeVaults"]], MOST_VAULTS
    )


def _check_number(name: str, items: Sequence[Any], most: int) -> None:
    if len(items) > most:
        raise LimitExceededException(refusal(name, f"{len(items)} items", f"at most {most}"))


def complete_selection(selection: Mapping[str, Any]) -> Members:
    """The document of a selection, as AWS answers it; raises for an invalid one."""
    checks.one_of("ProtectedResourceType", selection["ProtectedResourceType"], TESTED_TYPES)
    if ARNS not in selection and CONDITIONS not in selection:
        raise MissingParameterValueException(
            f"Missing required parameter: one of {ARNS} and {CONDITIONS}"
        )
    return _checked_selection(with_selection_defaults(selection))


def with_selection_defaults(selection: Mapping[str, Any]) -> Members:
    """The document of a selection, with AWS's values for what it leaves out."""
    return {
        "ValidationWindowHours": 0,
        ARNS: [],
        **selection,
        CONDITIONS: {**_NO_CONDITIONS, **selection.get(CONDITIONS, {})},
    }


def updated_selection(selection: Mapping[str, Any], update: Mapping[str, Any]) -> Members:
    """The document of a selection with the members of an update; what that leaves out stays.

    ARNs of resources take the place of the conditions before, since a selection has one or the other.
    """
    document = {**selection, **update}
    names_resources = update.get(ARNS, [ALL]) not in ([], [ALL])
    conditions = update.get(CONDITIONS, {} if names_resources else selection[CONDITIONS])
    return _checked_selection({**document, CONDITIONS: {**_NO_CONDITIONS, **conditions}})


def _checked_selection(document: Members) -> Members:
    checks.shared_parameters(document)
    arns, conditions = document[ARNS], [*conditions_of(document)]
    _check_number(ARNS, arns, MOST_ARNS)
    _check_number(CONDITIONS, conditions, MOST_CONDITIONS)
    if ALL in arns and len(arns) > 1:
        raise InvalidParameterValueException.of(ARNS, arns, f"{ALL} alone, or ARNs of resources")
    type_name = document["ProtectedResourceType"]
    for text in arns if arns != [ALL] else ():
        arn = Arn.parse(text)
        if arn is None:
            raise InvalidParameterValueException.of(ARNS, text, f"{ALL} or {ANY_ARN}")
        if type_name not in possible_types(arn.service, arn.resource, is_whole=True):
            raise InvalidParameterValueException.of(ARNS, text, f"the ARN of one of {type_name}")
    if conditions and arns not in ([], [ALL]):
        accepted = f"nothing where {ARNS} names resources; with {CONDITIONS} it is {ALL}"
        raise InvalidParameterValueException.of(CONDITIONS, document[CONDITIONS], accepted)
    return document


def conditions_of(selection: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, str]]]:
    """Each condition of a selection, behind the name of its test."""
    return ((test, tag) for test, tags in selection[CONDITIONS].items() for tag in tags)
