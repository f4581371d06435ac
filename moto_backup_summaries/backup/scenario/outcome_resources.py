"""Refuses outcomes for resources that cannot exist."""

from ..aws.arns import Arn
from ..aws.errors import refusal, unknown
from ..aws.job_kinds import BACKUP, JobKind
from ..aws.regions import ACCEPTED_REGION, is_region
from ..aws.resource_types import BY_NAME, possible_types
from ..aws.spelling import near_names

_ARN = "an ARN, with * for any characters, such as arn:aws:ec2:*:*:volume/vol-1"
# The indexes of an ARN's parts.
_SERVICE, _REGION, _RESOURCE = 2, 3, 5


def check(
    kind: JobKind | None, pattern: str | None, resource_type: str | None, region: str | None
) -> None:
    """Raise ValueError for a type, or a pattern of ARNs, that no job of a kind can have.

    Backup jobs are of resources of a known type, in their own region. Other jobs, and deletions, which
    are of no kind, are of recovery points, which may have been loaded or have come from another region.
    """
    if (
        resource_type is not None
        and resource_type not in BY_NAME
        and (kind is BACKUP or near_names(resource_type, BY_NAME))
    ):
        raise ValueError(unknown("resource_type", resource_type, BY_NAME))
    if pattern is not None:
        check_pattern(pattern)
        if kind is BACKUP:
            _check_region(pattern, region)
            _check_type(pattern, resource_type)


def check_pattern(pattern: str) -> None:
    """Raise ValueError for a pattern that no ARN can match."""
    begin, star, _ = pattern.partition("*")
    if Arn.parse(pattern) is not None or (
        star and (begin.startswith("arn:") or "arn:".startswith(begin))
    ):
        return
    hint = "" if begin.startswith("arn:") else f"; did you mean {'*' + pattern!r}?"
    raise ValueError(refusal("resource_arn", pattern, _ARN) + hint)


def _check_region(pattern: str, region: str | None) -> None:
    pattern_region = _whole_part(pattern, _REGION)
    if pattern_region and not is_region(pattern_region):
        raise ValueError(refusal("resource_arn", pattern, f"an ARN in {ACCEPTED_REGION}"))
    if pattern_region and region not in (None, pattern_region):
        accepted = f"a resource in {region}, as region_name says"
        raise ValueError(refusal("resource_arn", pattern, accepted))


def _check_type(pattern: str, resource_type: str | None) -> None:
    service = _whole_part(pattern, _SERVICE)
    if service is None:
        return
    begin, star, _ = pattern.partition("*")
    resource = "".join(begin.split(":", _RESOURCE)[_RESOURCE:])
    types = possible_types(service, resource, is_whole=not star)
    if not types:
        accepted = "the ARN of one of: " + ", ".join(BY_NAME)
        raise ValueError(refusal("resource_arn", pattern, accepted))
    if resource_type is not None and resource_type not in types:
        accepted = f"the ARN of a resource of {resource_type}, as resource_type says"
        raise ValueError(f"{refusal('resource_arn', pattern, accepted)}; this is {types[0]}")


def _whole_part(pattern: str, index: int) -> str | None:
    """A part of an ARN that stands in full before the first `*` of a pattern."""
    begin, star, _ = pattern.partition("*")
    parts = begin.split(":", _RESOURCE)
    return parts[index] if index < len(parts) - bool(star) else None
