"""AWS Backup's resources in moto's Resource Groups Tagging API."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from moto.core.exceptions import ServiceException

from .account import account_at
from .aws.arns import Arn
from .frame.operations import call
from .tags.operations import TaggedResource

# Of each ARN, why it was not tagged.
Failures = dict[str, dict[str, Any]]


def tag_resources(
    original: Callable[..., Failures], api: Any, resource_arns: list[str], tags: Mapping[str, str]
) -> Failures:
    """Tag AWS Backup's resources as TagResource does, and others as moto does."""
    backup_arns = list(filter(_is_ours, resource_arns))
    other_arns = [arn for arn in resource_arns if arn not in backup_arns]
    return {
        **original(api, resource_arns=other_arns, tags=tags),
        **_failures(api, "TagResource", backup_arns, {"Tags": tags}),
    }


def untag_resources(
    original: Callable[..., Failures], api: Any, resource_arn_list: list[str], tag_keys: list[str]
) -> Failures:
    backup_arns = list(filter(_is_ours, resource_arn_list))
    other_arns = [arn for arn in resource_arn_list if arn not in backup_arns]
    return {
        **original(api, resource_arn_list=other_arns, tag_keys=tag_keys),
        **_failures(api, "UntagResource", backup_arns, {"TagKeyList": tag_keys}),
    }


def _is_ours(arn: str) -> bool:
    parsed = Arn.parse(arn)
    return parsed is not None and parsed.service == "backup"


def _failures(
    api: Any, operation: str, arns: Sequence[str], members: Mapping[str, Any]
) -> Failures:
    """Do an operation for each ARN.

    https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_FailureInfo.html
    """
    failures: Failures = {}
    for arn in arns:
        try:
            call(
                account_at(api.account_id, api.region_name),
                operation,
                {"ResourceArn": arn, **members},
            )
        except ServiceException as error:
            failures[arn] = {
                "StatusCode": 400,
                "ErrorCode": "InvalidParameterException",
                "ErrorMessage": str(error.message),
            }
    return failures


def resources_of_types(
    original: Callable[..., Iterator[Any]],
    api: Any,
    tag_filters: Sequence[Mapping[str, Any]] | None = None,
    resource_type_filters: Sequence[str] | None = None,
) -> Iterator[Any]:
    """Also those of types such as `backup:backup-plan`, which an older moto does not find."""
    yield from original(api, tag_filters, resource_type_filters)
    types = resource_type_filters or ()
    if "backup" in types:
        return
    for resource in _tagged(api):
        has_all = all(_has(resource.tags, tag) for tag in tag_filters or ())
        if has_all and resource.resource_type in types:
            tags = [{"Key": key, "Value": value} for key, value in resource.tags.items()]
            yield {"ResourceARN": resource.arn, "Tags": tags}


def _has(tags: Mapping[str, str], tag_filter: Mapping[str, Any]) -> bool:
    values = tag_filter.get("Values") or ()
    key = tag_filter["Key"]
    return key in tags and (not values or tags[key] in values)


def tag_keys(original: Callable[[Any], Iterator[str]], api: Any) -> Iterator[str]:
    """Also those of AWS Backup's resources, which an older moto leaves out."""
    yield from original(api)
    for resource in _tagged(api):
        yield from resource.tags


def tag_values(original: Callable[..., Iterator[str]], api: Any, key: str) -> Iterator[str]:
    yield from original(api, key)
    for resource in _tagged(api):
        if key in resource.tags:
            yield resource.tags[key]


def _tagged(api: Any) -> Iterator[TaggedResource]:
    from moto.backup.models import backup_backends

    backend: Any = backup_backends[api.account_id][api.region_name]
    tagged: Iterator[TaggedResource] = backend.iter_tagged_resources()
    return tagged
