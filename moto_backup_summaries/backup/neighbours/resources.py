"""The resources that exist in moto, of the types that AWS Backup backs up, with their tags."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from moto.utilities.utils import get_partition

from ..aws.arns import Arn
from .clusters import type_of_existing

Tags = Mapping[str, str]
Found = Iterable[tuple[str, Tags]]


class Resource(NamedTuple):
    """A resource; `type_name` is AWS Backup's ResourceType."""

    arn: str
    type_name: str
    tags: Tags


def existing(account_id: str, region: str) -> list[Resource]:
    """What moto has in an account and region, by ARN.

    Services that nobody used in this process are not looked at, and no backend is made by asking.
    """
    found: list[Resource] = []
    for service, (place, of_backend) in _SERVICES.items():
        backends: Any = getattr(
            sys.modules.get(f"moto.{service}.models"), f"{service}_backends", {}
        )
        where = get_partition(region) if place == "partition" else region
        # Asking a mapping of moto's for what it lacks would make it.
        backend = (backends.get(account_id) or {}).get(where)
        found += [
            Resource(arn, resource_type.name, tags)
            for arn, tags in (of_backend(backend, region) if backend is not None else ())
            if (resource_type := type_of_existing(Arn.of(arn)))
        ]
    return sorted(found)


def _pairs(tags: Iterable[Mapping[str, str]] | Tags | None) -> Tags:
    """Tags as a mapping, which some services keep as a list of Key and Value."""
    if isinstance(tags, Mapping):
        return dict(tags)
    return {tag["Key"]: tag["Value"] for tag in tags or ()}


def _ec2(backend: Any, region: str) -> Iterator[tuple[str, Tags]]:
    place = f"arn:{get_partition(region)}:ec2:{region}:{backend.account_id}"
    running = (
        instance.id
        for reservation in backend.reservations.values()
        for instance in reservation.instances
        if instance._state.name not in ("shutting-down", "terminated")
    )
    names = [f"volume/{name}" for name in backend.volumes]
    for name in [*names, *(f"instance/{name}" for name in running)]:
        yield f"{place}:{name}", dict(backend.tags.get(name.partition("/")[2], {}))


def _rds(backend: Any, region: str) -> Found:
    for kept in (backend.databases, backend.clusters):
        for it in kept.values():
            yield it.arn, _pairs(it.tags)


def _efs(backend: Any, region: str) -> Found:
    tags_of = backend.tagging_service.get_tag_dict_for_resource
    for it in backend.file_systems_by_id.values():
        yield it.file_system_arn, tags_of(it.file_system_id)


def _s3(backend: Any, region: str) -> Found:
    for bucket in backend.buckets.values():
        if bucket.region_name == region:
            yield bucket.arn, backend.tagger.get_tag_dict_for_resource(bucket.arn)


def _cloudformation(backend: Any, region: str) -> Found:
    for stack in backend.stacks.values():
        yield stack.stack_id, _pairs(stack.tags)


def _tagged(collection: str, arn: str = "arn") -> Callable[[Any, str], Found]:
    """Resources of a service that keep their tags themselves."""
    return lambda backend, region: (
        (getattr(it, arn), _pairs(it.tags)) for it in getattr(backend, collection).values()
    )


def _by_tagger(collection: str, arn: str, tagger: str) -> Callable[[Any, str], Found]:
    """Resources of a service that keeps all tags in one place."""
    return lambda backend, region: (
        (name, getattr(backend, tagger).get_tag_dict_for_resource(name))
        for name in (getattr(it, arn) for it in getattr(backend, collection).values())
    )


# Moto's services: whether a backend is of a region or of the partition, and what it has.
_SERVICES: dict[str, tuple[str, Callable[[Any, str], Found]]] = {
    "ec2": ("region", _ec2),
    "rds": ("region", _rds),
    "dynamodb": ("region", _tagged("tables", "table_arn")),
    "efs": ("region", _efs),
    "s3": ("partition", _s3),
    "fsx": ("region", _by_tagger("file_systems", "resource_arn", "tagger")),
    "redshift": ("region", _tagged("clusters")),
    "eks": ("region", _tagged("clusters")),
    "cloudformation": ("region", _cloudformation),
    "timestreamwrite": ("region", _by_tagger("databases", "arn", "tagging_service")),
    "dsql": ("region", _tagged("clusters")),
}
