"""The BackupSelection document: checks, and which resources it selects. No moto, no clock.

https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..aws import checks
from ..aws.arns import Arn, parsed
from ..aws.errors import InvalidParameterValueException
from ..aws.resource_types import resource_type_of
from ..aws.wildcards import matches
from ..members import Members
from ..neighbours.resources import Resource, Tags

MOST_ARNS = 500
# Of each: ARNs with *, tags, conditions.
MOST_PATTERNS = 30
_OF_RESOURCE = "aws:ResourceTag/"
# ARNs that select all resources, or all of one service.
_OF_SERVICE = re.compile(r"\*|arn:[a-z-]+:[a-z0-9-]+:\*")
_HOLDS: dict[str, Callable[[str | None, str], bool]] = {
    "StringEquals": lambda tag, value: tag == value,
    "StringNotEquals": lambda tag, value: tag != value,
    "StringLike": lambda tag, pattern: tag is not None and matches(pattern, tag),
    "StringNotLike": lambda tag, pattern: tag is None or not matches(pattern, tag),
}


def normalized(selection: Members) -> Members:
    """The document as AWS answers it: its guide spells ConditionType in two ways, its model in one."""
    tags = selection.get("ListOfTags")
    if tags is None:
        return selection
    return {**selection, "ListOfTags": [{**tag, "ConditionType": "STRINGEQUALS"} for tag in tags]}


def with_empty_members(selection: Mapping[str, Any]) -> Members:
    """The document with empty lists for what it leaves out, as AWS answers it."""
    tests: Members = {test: [] for test in _HOLDS}
    return {
        "Resources": [],
        "ListOfTags": [],
        "NotResources": [],
        **selection,
        "Conditions": {**tests, **(selection.get("Conditions") or {})},
    }


def check(selection: Mapping[str, Any]) -> None:
    """Raise for an invalid document, as far as botocore's model does not refuse it."""
    checks.shared_parameters(selection)
    for name in ("Resources", "NotResources"):
        _check_arns(name, selection.get(name) or ())
    _check_number("ListOfTags", selection.get("ListOfTags") or (), MOST_PATTERNS, "tags")
    conditions = list(_conditions(selection))
    _check_number("Conditions", conditions, MOST_PATTERNS, "conditions")
    for test, tag in conditions:
        for member in ("ConditionKey", "ConditionValue"):
            if member not in tag:
                raise InvalidParameterValueException.of(
                    f"Conditions.{test}.{member}", None, "a string"
                )


def _check_arns(name: str, arns: Sequence[str]) -> None:
    for arn in arns:
        parts = Arn.parse(arn)
        is_right = "*" not in parts.resource[:-1] if parts else _OF_SERVICE.fullmatch(arn)
        if not is_right:
            accepted = (
                "an ARN, whose resource may end with *, such as arn:aws:ec2:*:*:volume/*, or *"
            )
            raise InvalidParameterValueException.of(name, arn, accepted)
    _check_number(name, arns, MOST_ARNS, "ARNs")
    patterns = [arn for arn in arns if "*" in arn]
    _check_number(name, patterns, MOST_PATTERNS, "ARNs with *")


def _check_number(name: str, items: Sequence[Any], most: int, noun: str) -> None:
    if len(items) > most:
        raise InvalidParameterValueException.of(name, f"{len(items)} {noun}", f"at most {most}")


def selected(
    selection: Mapping[str, Any], resources: Iterable[Resource], opted_in: Mapping[str, bool]
) -> list[Resource]:
    """The resources that a selection selects.

    Those of Resources, and those with one of ListOfTags; of these the ones that meet all Conditions
    and are not among NotResources. Without Resources and ListOfTags, any that meets the Conditions.

    opted_in: whether each type of resource is backed up. One that is not still is by its exact ARN, and
        by a pattern that names its type: `arn:aws:ec2:*:*:volume/*`.
    """
    excluded = selection.get("NotResources") or ()
    return [
        resource
        for resource in resources
        if _is_assigned(selection, resource, is_opted_in=opted_in.get(resource.type_name, True))
        and _meets_conditions(selection, resource.tags)
        and not _matches_any(resource.arn, excluded)
    ]


def absent(selection: Mapping[str, Any], arns: Container[str]) -> list[str]:
    """The ARNs that a selection names without *, as far as they are not among `arns`."""
    named = dict.fromkeys(selection.get("Resources") or ())
    return [arn for arn in named if "*" not in arn and arn not in arns]


def _is_assigned(selection: Mapping[str, Any], resource: Resource, *, is_opted_in: bool) -> bool:
    arns, tags = selection.get("Resources") or (), selection.get("ListOfTags") or ()
    if resource.arn in arns or _matches_any(resource.arn, filter(_names_a_type, arns)):
        return True
    if not is_opted_in:
        return False
    return (
        not (arns or tags)
        or _matches_any(resource.arn, arns)
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


def _matches_any(arn: str, patterns: Iterable[str]) -> bool:
    return any(matches(pattern, arn) for pattern in patterns)


def _names_a_type(pattern: str) -> bool:
    arn = parsed(pattern)
    return arn is not None and resource_type_of(arn) is not None
