"""The resources in moto of the types that AWS Backup backs up: their tags, names, sizes and keys."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from moto.utilities.utils import get_partition

from ..aws.arns import Arn
from ..aws.identifiers import managed_key_arn
from ..aws.resource_types import BY_NAME, ResourceType, resource_name, resource_type_of
from . import restore_metadata, source_keys
from .backends import RDS, existing_backend, settled, values_of
from .contents import dynamodb, efs, fsx, instances, rds, redshift, s3
from .contents.content import Content

# The types of clusters, by their engine in moto, which keeps Neptune's and DocumentDB's with RDS.
_BY_ENGINE = {"docdb": "DocumentDB", "neptune": "Neptune", "mysql": "RDS", "postgres": "RDS"}
GIB = 1024**3
# The key in moto's RDS of a resource that was made without one.
_NO_KEY = "default_kms_key_id"
Tags = Mapping[str, str]
# Resources as moto has them, each after its ARN.
MotoResources = Iterable[tuple[str, Any]]


class Encryption(NamedTuple):
    """Whether a resource is encrypted, and with which key, if that is visible."""

    is_encrypted: bool
    key_arn: str | None


class Resource(NamedTuple):
    """A resource, and whether moto has it.

    type_name: AWS Backup's ResourceType.
    measure: gives the bytes of a backup of it, as far as moto has them.
    encryption: gives how it is encrypted, if its service encrypts backups the same way.
    metadata: gives its RestoreMetadata, as far as moto has its configuration.
    content: gives what a backup of it has from now on, of types that can be restored in moto.
    count_items: gives the number of its objects, as far as moto has them.
    """

    arn: str
    type_name: str
    tags: Tags
    measure: Callable[[], int] = int
    encryption: Callable[[], Encryption | None] = lambda: None
    metadata: Callable[[], restore_metadata.Metadata] = dict
    content: Callable[[], Content | None] = lambda: None
    count_items: Callable[[], int] = int
    is_there: bool = True

    @property
    def name(self) -> str:
        """Its Name tag, or else the name in its ARN."""
        return self.tags.get("Name") or resource_name(self.arn)


def existing(account_id: str, region: str) -> list[Resource]:
    """The resources of an account and region, in the order of their ARNs.

    Services that nobody used in this process are left out, and no backend is made.
    """
    resources = [
        _resource(service, backend, resource_type.name, arn, moto_resource)
        for service in _SERVICES.values()
        if (backend := _backend(service, account_id, region)) is not None
        for arn, moto_resource in service.resources(backend, region)
        if (resource_type := type_of_existing(Arn.of(arn)))
    ]
    return sorted(resources, key=lambda resource: resource.arn)


def stopped_instances(account_id: str, region: str) -> set[str]:
    """The ARNs of the instances of EC2 that are there and do not run."""
    backend = _backend(_SERVICES["ec2"], account_id, region)
    return {
        arn
        for arn, resource in (_ec2(backend, region) if backend is not None else ())
        if ":instance/" in arn and resource._state.name in ("stopping", "stopped")
    }


def resource_at(arn: str, type_name: str, account_id: str, region: str) -> Resource:
    """The resource of an ARN; without tags and size where moto does not have it."""
    service = _SERVICES.get(Arn.of(arn).service)
    backend = _backend(service, account_id, region) if service else None
    if service and backend is not None:
        for existing_arn, moto_resource in service.resources(backend, region):
            if existing_arn == arn:
                return _resource(service, backend, type_name, arn, moto_resource)
    return Resource(arn, type_name, {}, is_there=False)


def type_of_existing(arn: Arn) -> ResourceType | None:
    """The type of a resource in AWS Backup. A cluster that moto does not have is Aurora."""
    resource_type = resource_type_of(arn)
    if resource_type is None or resource_type.name != "Aurora":
        return resource_type
    backend = existing_backend(RDS, arn.account_id, arn.region)
    cluster = backend.clusters.get(arn.name) if backend is not None else None
    engine = str(cluster.engine) if cluster is not None else ""
    return BY_NAME[_BY_ENGINE.get(engine, "Aurora")]


class _Service(NamedTuple):
    """A service of moto.

    module: its name in moto, which is also in the name of its backends.
    resources: gives the resources of a backend in a region.
    tags: gives the tags of a resource, by backend and ARN.
    size: gives its bytes.
    key: gives whether a resource is encrypted, and the id or ARN of its key; None where
        AWS Backup encrypts its backups.
    metadata: gives its RestoreMetadata.
    content: gives what a backup of it has.
    count_items: gives the number of its objects.
    is_by_partition: whether moto has a backend for each partition instead of each region.
    """

    module: str
    resources: Callable[[Any, str], MotoResources]
    tags: Callable[[Any, str, Any], Tags]
    size: Callable[[Any], int] = lambda resource: 0
    key: Callable[[Any], source_keys.SourceKey | None] = lambda resource: None
    metadata: Callable[[Any], restore_metadata.Metadata] = lambda resource: {}
    content: Callable[[Any], Content | None] = lambda resource: None
    count_items: Callable[[Any], int] = lambda resource: 0
    is_by_partition: bool = False


def _resource(
    service: _Service, backend: Any, type_name: str, arn: str, moto_resource: Any
) -> Resource:
    return Resource(
        arn,
        type_name,
        settled(lambda: service.tags(backend, arn, moto_resource)),
        lambda: service.size(moto_resource),
        lambda: _encryption(arn, service.key(moto_resource)),
        lambda: service.metadata(moto_resource),
        lambda: service.content(moto_resource),
        lambda: service.count_items(moto_resource),
    )


def _encryption(arn: str, encryption: source_keys.SourceKey | None) -> Encryption | None:
    if encryption is None:
        return None
    is_encrypted, key = encryption
    return Encryption(is_encrypted, key_arn(key or "", Arn.of(arn)) if is_encrypted else None)


def key_arn(key: str, resource: Arn) -> str:
    """The ARN of a key by its ARN, id or alias; without any, the ARN of the service's own key.

    resource: which the key encrypts.
    """
    name = key.rpartition(":")[2]
    if key.startswith("arn:") and not name.startswith("alias/"):
        return key
    if name.startswith("alias/"):
        kms = existing_backend("kms.models.kms_backends", resource.account_id, resource.region)
        name = (kms and kms.get_key_id_from_alias(name)) or _NO_KEY
    if name in ("", _NO_KEY):
        return managed_key_arn(f"aws/{resource.service}", resource.region, resource.account_id)
    account = f"{resource.region}:{resource.account_id}"
    return f"arn:{resource.partition}:kms:{account}:key/{name}"


def _backend(service: _Service, account_id: str, region: str) -> Any | None:
    backends = f"{service.module}.models.{service.module}_backends"
    key = get_partition(region) if service.is_by_partition else region
    return existing_backend(backends, account_id, key)


def _all(collection: str, arn: str = "arn") -> Callable[[Any, str], MotoResources]:
    """Gives the resources in a mapping of a backend, each with its ARN, an attribute."""
    return lambda backend, region: (
        (getattr(resource, arn), resource) for resource in values_of(getattr(backend, collection))
    )


def _ec2(backend: Any, region: str) -> Iterator[tuple[str, Any]]:
    prefix = f"arn:{get_partition(region)}:ec2:{region}:{backend.account_id}"
    for volume in values_of(backend.volumes):
        yield f"{prefix}:volume/{volume.id}", volume
    for reservation in values_of(backend.reservations):
        for instance in reservation.instances:
            if instance._state.name not in ("shutting-down", "terminated"):
                yield f"{prefix}:instance/{instance.id}", instance


def _size_in_ec2(resource: Any) -> int:
    """The size of a volume, or of the volumes of an instance."""
    blocks: Any = getattr(resource, "get_block_device_mapping", ())
    sizes = [block.size for _, block in list(blocks)]
    return GIB * sum(int(size or 0) for size in sizes or [getattr(resource, "size", 0)])


def _size_of_bucket(bucket: Any) -> int:
    """The size of the objects of a bucket; the marker of a deleted object has none."""
    return sum(getattr(key, "contentsize", 0) for key in values_of(bucket.keys))


def _objects_of_bucket(bucket: Any) -> int:
    return sum(getattr(key, "contentsize", None) is not None for key in values_of(bucket.keys))


def _rds(backend: Any, region: str) -> Iterator[tuple[str, Any]]:
    for collection in (backend.databases, backend.clusters):
        for resource in values_of(collection):
            yield resource.arn, resource


def _s3(backend: Any, region: str) -> Iterator[tuple[str, Any]]:
    for bucket in values_of(backend.buckets):
        if bucket.region_name == region:
            yield bucket.arn, bucket


def _timestream(backend: Any, region: str) -> Iterator[tuple[str, Any]]:
    """The tables: databases themselves are not backed up."""
    for database in values_of(backend.databases):
        for table in values_of(database.tables):
            yield table.arn, table


def _own_tags(backend: Any, arn: str, resource: Any) -> Tags:
    """The tags that a resource has as an attribute, a mapping or a list of Key and Value."""
    if isinstance(resource.tags, Mapping):
        return dict(resource.tags)
    return {tag["Key"]: tag["Value"] for tag in resource.tags or ()}


def _by_tagger(name: str, key: str = "") -> Callable[[Any, str, Any], Tags]:
    """Gives the tags that a backend has for all of its resources, by the ARN or another attribute."""

    def tags(backend: Any, arn: str, resource: Any) -> Tags:
        tagger = getattr(backend, name)
        tags: Tags = tagger.get_tag_dict_for_resource(getattr(resource, key) if key else arn)
        return tags

    return tags


# By the service in the ARN.
_SERVICES = {
    "ec2": _Service(
        "ec2",
        _ec2,
        lambda backend, arn, resource: dict(backend.tags.get(resource.id, {})),
        _size_in_ec2,
        source_keys.of_ec2,
        restore_metadata.of_ec2,
        instances.content_of,
    ),
    "rds": _Service(
        "rds",
        _rds,
        _own_tags,
        key=source_keys.of_database,
        metadata=restore_metadata.of_rds,
        content=rds.content_of,
    ),
    "dynamodb": _Service(
        "dynamodb",
        _all("tables", "table_arn"),
        _own_tags,
        key=source_keys.of_table,
        content=dynamodb.TableContent,
    ),
    "elasticfilesystem": _Service(
        "efs",
        _all("file_systems_by_id", "file_system_arn"),
        _by_tagger("tagging_service", "file_system_id"),
        lambda file_system: int(file_system.size_in_bytes["Value"]),
        content=efs.FileSystemContent,
    ),
    "s3": _Service(
        "s3",
        _s3,
        _by_tagger("tagger"),
        _size_of_bucket,
        count_items=_objects_of_bucket,
        content=s3.BucketContent,
        is_by_partition=True,
    ),
    "fsx": _Service(
        "fsx",
        _all("file_systems", "resource_arn"),
        _by_tagger("tagger"),
        key=source_keys.of_fsx,
        metadata=restore_metadata.of_fsx,
        content=fsx.FileServerContent,
    ),
    "redshift": _Service(
        "redshift",
        _all("clusters"),
        _own_tags,
        key=source_keys.of_warehouse,
        content=redshift.WarehouseContent,
    ),
    "eks": _Service("eks", _all("clusters"), _own_tags),
    "cloudformation": _Service("cloudformation", _all("stacks", "stack_id"), _own_tags),
    "timestream": _Service("timestreamwrite", _timestream, _by_tagger("tagging_service")),
    "dsql": _Service("dsql", _all("clusters"), _own_tags),
}
