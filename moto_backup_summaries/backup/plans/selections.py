"""Which resources a plan backs up: the rules of a BackupSelection. No moto, no clock.

https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ..aws import checks
from ..aws.arns import Arn
from ..aws.errors import InvalidParameterValueException
from ..aws.wildcards import matches
from ..neighbours.resources import Resource, Tags

MOST_ARNS = 500
_NAME = re.compile(r"[a-zA-Z0-9\-_.]{1,50}")
_OF_RESOURCE = "aws:ResourceTag/"
_HOLDS: dict[str, Callable[[str | None, str], bool]] = {
    "StringEquals": lambda tag, wanted: tag == wanted,
    "StringNotEquals": lambda tag, wanted: tag != wanted,
    "StringLike": lambda tag, wanted: tag is not None and matches(wanted, tag),
    "StringNotLike": lambda tag, wanted: tag is None or not matches(wanted, tag),
}


def check(selection: Mapping[str, Any]) -> None:
    """Raise InvalidParameterValueException or MissingParameterValueException for a bad document."""
    checks.required(selection, ("SelectionName", "IamRoleArn"))
    name = selection["SelectionName"]
    if not _NAME.fullmatch(name):
        accepted = "1 to 50 letters, digits, hyphens, underscores and dots"
        raise InvalidParameterValueException.of("SelectionName", name, accepted)
    checks.role("IamRoleArn", selection)
    _check_arns(selection)
    for tag in selection.get("ListOfTags") or ():
        _check_tag("ListOfTags", tag)
        checks.one_of("ListOfTags.ConditionType", tag.get("ConditionType"), ("STRINGEQUALS",))
    conditions = selection.get("Conditions") or {}
    for test, tags in conditions.items():
        checks.one_of("Conditions", test, _HOLDS)
        for tag in tags:
            _check_tag(f"Conditions.{test}", tag)
    if not (selection.get("Resources") or selection.get("ListOfTags") or any(conditions.values())):
        raise InvalidParameterValueException.of(
            "BackupSelection", name, "Resources, ListOfTags or Conditions that say what is selected"
        )


def _check_arns(selection: Mapping[str, Any]) -> None:
    arns = [(of, arn) for of in ("Resources", "NotResources") for arn in selection.get(of) or ()]
    if len(arns) > MOST_ARNS:
        accepted = f"at most {MOST_ARNS} ARNs with NotResources"
        raise InvalidParameterValueException.of("Resources", len(arns), accepted)
    for of, arn in arns:
        if arn != "*" and Arn.parse(arn) is None:
            raise InvalidParameterValueException.of(
                of, arn, "an ARN, with * for any characters, or *"
            )


def _check_tag(name: str, tag: Mapping[str, Any]) -> None:
    for member in ("ConditionKey", "ConditionValue"):
        if not isinstance(tag.get(member), str):
            raise InvalidParameterValueException.of(f"{name}.{member}", tag.get(member), "a string")


def selected(
    selection: Mapping[str, Any], resources: Iterable[Resource], opted_in: Mapping[str, bool]
) -> list[Resource]:
    """The resources that a selection takes.

    Those of Resources, and those with one of ListOfTags; of these the ones that meet all Conditions
    and are not among NotResources. Without Resources and ListOfTags, any that meets the Conditions.

    opted_in: whether each type of resource is backed up. One that is not still is by its exact ARN.
    """
    excluded = selection.get("NotResources") or ()
    return [
        resource
        for resource in resources
        if _is_assigned(selection, resource, opted_in[resource.type_name])
        and _meets_conditions(selection, resource.tags)
        and not _among(resource.arn, excluded)
    ]


def _is_assigned(selection: Mapping[str, Any], resource: Resource, opted_in: bool) -> bool:
    arns, tags = selection.get("Resources") or (), selection.get("ListOfTags") or ()
    if resource.arn in arns:
        return True
    if not opted_in:
        return False
    return (
        not (arns or tags)
        or _among(resource.arn, arns)
        or any(resource.tags.get(_key(tag)) == tag["ConditionValue"] for tag in tags)
    )


def _meets_conditions(selection: Mapping[str, Any], tags: Tags) -> bool:
    return all(
        _HOLDS[test](tags.get(_key(tag)), tag["ConditionValue"])
        for test, tag in _conditions(selection)
    )


def _conditions(selection: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for test, tags in (selection.get("Conditions") or {}).items():
        for tag in tags:
            yield test, tag


def _key(tag: Mapping[str, Any]) -> str:
    return str(tag["ConditionKey"]).removeprefix(_OF_RESOURCE)


def _among(arn: str, patterns: Iterable[str]) -> bool:
    return any(matches(pattern, arn) for pattern in patterns)
