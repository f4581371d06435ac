"""Tags of whatever AWS Backup has, by ARN."""

from collections.abc import Iterator, Mapping
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from ..account import Account
from ..aws import checks
from ..aws.arns import Arn
from ..aws.errors import InvalidParameterValueException, ResourceNotFoundException
from ..aws.recorded_errors import POINT_NOT_FOUND
from ..frame.operations import Request, operation
from ..kit.backup_resources import Taggable
from ..members import Members

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class TaggedResource(NamedTuple):
    """Something with tags, as moto's Resource Groups Tagging API reads what a service has."""

    arn: str
    tags: Mapping[str, str]
    extra: Mapping[str, Any] = _NOTHING

    @property
    def resource_type(self) -> str:
        """`backup:backup-plan`"""
        return Arn.of(self.arn).kind


def tagged_resources(account: Account) -> Iterator[TaggedResource]:
    """All that has tags."""
    for resources in account.resources:
        for resource in resources:
            if resource.tags:
                yield TaggedResource(resource.arn, resource.tags)
    for arn, tags in account.recovery_points.tagged():
        yield TaggedResource(arn, tags)


@operation("ListTags")
def list_tags(account: Account, request: Request) -> Members:
    """Recovery points that another service keeps, such as snapshots of EBS, are tagged there.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListTags.html
    """
    query = account.query("ListTags", request)
    arn = query.filters["ResourceArn"]
    parsed = Arn.parse(arn)
    if parsed is None:
        raise InvalidParameterValueException.of("ResourceArn", arn, "an ARN")
    if parsed.service != "backup":
        raise POINT_NOT_FOUND.error()
    _, tags = _with_tags(account, arn)
    page, token = query.page(query.remaining(tags.items(), itemgetter(0)))
    return {"Tags": dict(page), "NextToken": token}


@operation("TagResource")
def tag_resource(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_TagResource.html"""
    arn = request["ResourceArn"]
    _check_service(arn)
    family, tags = _with_tags(account, arn)
    checks.tags("Tags", request["Tags"], tags)
    family.tag(arn, request["Tags"])
    return {}


@operation("UntagResource")
def untag_resource(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UntagResource.html"""
    arn = request["ResourceArn"]
    _check_service(arn)
    family, _ = _with_tags(account, arn)
    family.untag(arn, request["TagKeyList"])
    return {}


def _check_service(arn: str) -> None:
    parsed = Arn.parse(arn)
    if parsed is None or parsed.service != "backup":
        accepted = "an ARN of AWS Backup: arn:PARTITION:backup:…"
        raise InvalidParameterValueException.of("ResourceArn", arn, accepted)


def _with_tags(account: Account, arn: str) -> tuple[Taggable, Mapping[str, str]]:
    """The family that has a resource of this ARN, and its tags; raises where none has."""
    for family in account.tagged_families:
        tags = family.tags_of(arn)
        if tags is not None:
            return family, tags
    if Arn.of(arn).kind == "backup:recovery-point":
        raise POINT_NOT_FOUND.error()
    raise ResourceNotFoundException(f"Resource {arn} not found")
