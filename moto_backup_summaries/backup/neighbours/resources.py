"""The resources that exist in moto, of the types that AWS Backup backs up: their tags, names and sizes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from moto.utilities.utils import get_partition

from ..aws.arns import Arn
from ..aws.identifiers import managed_key
from ..aws.resource_types import resource_name
from . import restore_metadata
from .backends import existing_backend
from .clusters import type_of_existing
from .walking import settled, values_of

GIB = 1024**3
# What moto's RDS tells where no key was given.
_NO_KEY = "default_kms_key_id"
Tags = Mapping[str, str]
# Moto's resources, each behind its ARN.
Found = Iterable[tuple[str, Any]]


class Encryption(NamedTuple):
    """Whether something is encrypted, and with which key, if it is told."""

    is_encrypted: bool
    key_arn: str | None


class Resource(NamedTuple):
    """A resource.

    type_name: AWS Backup's ResourceType.
    measure: tells how many bytes a backup of it has, as far as moto knows.
    encryption: tells how one is encrypted whose service encrypts its backups as it is.
    metadata: tells how it is configured, as far as moto knows.
    """

    arn: str
    type_name: str
    tags: Tags
    measure: Callable[[], int] = int
    encryption: Callable[[], Encryption | None] = lambda: None
    metadata: Callable[[], restore_metadata.Metadata] = dict

    @property
    def name(self) -> str:
        """Its Name tag, or else what its ARN names it."""
        return self.tags.get("Name") or resource_name(self.arn)


def existing(account_id: str, region: str) -> list[Resource]:
    """What moto has in an account and region, by ARN.

    Services that nobody used in this process are not looked at, and no backend is made by asking.
    """
    found = [
        _resource(service, backend, resource_type.name, arn, it)
        for service in _SERVICES.values()
        if (backend := _backend(service, account_id, region)) is not None
        for arn, it in service.found(backend, region)
        if (resource_type := type_of_existing(Arn.of(arn)))
    ]
    return sorted(found, key=lambda resource: resource.arn)


def resource_at(arn: str, type_name: str, account_id: str, region: str) -> Resource:
    """The resource of an ARN; of one that moto does not have only this is known."""
    service = _SERVICES.get(Arn.of(arn).service)
    backend = _backend(service, account_id, region) if service else None
    if service and backend is not None:
        for other, it in service.found(backend, region):
            if other == arn:
                return _resource(service, backend, type_name, arn, it)
    return Resource(arn, type_name, {})


class _Service(NamedTuple):
    """A service of moto.

    module: of moto, which names its backends.
    found: what a backend has, in a region.
    tags: those of one of these, by its ARN.
    size: its bytes.
    key: of what is encrypted by itself, whether it is, and the id or ARN of its key.
    metadata: how it is configured.
    place: what moto has a backend for.
    """

    module: str
    found: Callable[[Any, str], Found]
    tags: Callable[[Any, str, Any], Tags]
    size: Callable[[Any], int] = lambda it: 0
    key: Callable[[Any], tuple[bool, str | None] | None] = lambda it: None
    metadata: Callable[[Any], restore_metadata.Metadata] = lambda it: {}
    place: str = "region"


def _resource(service: _Service, backend: Any, type_name: str, arn: str, it: Any) -> Resource:
    return Resource(
        arn,
        type_name,
        settled(lambda: service.tags(backend, arn, it)),
        lambda: service.size(it),
        lambda: _encryption(service, arn, it),
        lambda: service.metadata(it),
    )


def _encryption(service: _Service, arn: str, it: Any) -> Encryption | None:
    told = service.key(it)
    if told is None:
        return None
    is_encrypted, key = told
    return Encryption(is_encrypted, key_arn(key or "", Arn.of(arn)) if is_encrypted else None)


def key_arn(key: str, of: Arn) -> str:
    """The ARN of the key that has this ARN, id or alias; else of the key that the service has by itself."""
    name = key.rpartition(":")[2]
    if key.startswith("arn:") and not name.startswith("alias/"):
        return key
    if name.startswith("alias/"):
        kms = existing_backend("kms.models.kms_backends", of.account_id, of.region)
        name = (kms and kms.get_key_id_from_alias(name)) or _NO_KEY
    if name in ("", _NO_KEY):
        return managed_key(f"aws/{of.service}", of.region, of.account_id)
    return f"arn:{of.partition}:kms:{of.region}:{of.account_id}:key/{name}"


def _backend(service: _Service, account_id: str, region: str) -> Any | None:
    where = get_partition(region) if service.place == "partition" else region
    backends = f"{service.module}.models.{service.module}_backends"
    return existing_backend(backends, account_id, where)


def _all(collection: str, arn: str = "arn") -> Callable[[Any, str], Found]:
    """What a service keeps in a mapping, each with its ARN."""
    return lambda backend, region: (
        (getattr(it, arn), it) for it in values_of(getattr(backend, collection))
    )


def _ec2(backend: Any, region: str) -> Iterator[tuple[str, Any]]:
    place = f"arn:{get_partition(region)}:ec2:{region}:{backend.account_id}"
    for volume in values_of(backend.volumes):
        yield f"{place}:volume/{volume.id}", volume
    for reservation in values_of(backend.reservations):
        for instance in reservation.instances:
            if instance._state.name not in ("shutting-down", "terminated"):
                yield f"{place}:instance/{instance.id}", instance


def _bytes_in_ec2(it: Any) -> int:
    """The size of a volume, or of those of an instance."""
    blocks: Any = getattr(it, "get_block_device_mapping", ())
    volumes = [block.size for _, block in list(blocks)]
    return GIB * sum(int(size or 0) for size in volumes or [getattr(it, "size", 0)])


def _key_of_volume(it: Any) -> tuple[bool, str | None] | None:
    """Nothing of an instance, whose volumes may differ."""
    is_encrypted = getattr(it, "encrypted", None)
    return None if is_encrypted is None else (is_encrypted, it.kms_key_id)


def _key_of_database(it: Any) -> tuple[bool, str | None]:
    return bool(it.storage_encrypted), it.kms_key_id


def _key_of_table(it: Any) -> tuple[bool, str | None]:
    """None where DynamoDB encrypts it with a key of its own, which nobody sees."""
    wanted = it.sse_specification or {}
    return bool(wanted.get("Enabled")), wanted.get("KMSMasterKeyId")


def _bytes_in_bucket(it: Any) -> int:
    """The size of the objects of a bucket. A marker of a deleted one has none."""
    return sum(getattr(key, "contentsize", 0) for key in values_of(it.keys))


def _rds(backend: Any, region: str) -> Iterator[tuple[str, Any]]:
    for kept in (backend.databases, backend.clusters):
        for it in values_of(kept):
            yield it.arn, it


def _s3(backend: Any, region: str) -> Iterator[tuple[str, Any]]:
    for bucket in values_of(backend.buckets):
        if bucket.region_name == region:
            yield bucket.arn, bucket


def _timestream(backend: Any, region: str) -> Iterator[tuple[str, Any]]:
    """Tables: databases are not backed up themselves."""
    for database in values_of(backend.databases):
        for it in values_of(database.tables):
            yield it.arn, it


def _own_tags(backend: Any, arn: str, it: Any) -> Tags:
    """Tags that a resource keeps itself, as a mapping or as a list of Key and Value."""
    if isinstance(it.tags, Mapping):
        return dict(it.tags)
    return {tag["Key"]: tag["Value"] for tag in it.tags or ()}


def _by_tagger(name: str, key: str = "") -> Callable[[Any, str, Any], Tags]:
    """Tags that a service keeps in one place, by the ARN or another attribute."""

    def tags(backend: Any, arn: str, it: Any) -> Tags:
        found: Tags = getattr(backend, name).get_tag_dict_for_resource(
            getattr(it, key) if key else arn
        )
        return found

    return tags


# By the service in the ARN.
_SERVICES = {
    "ec2": _Service(
        "ec2",
        _ec2,
        lambda backend, arn, it: dict(backend.tags.get(it.id, {})),
        _bytes_in_ec2,
        _key_of_volume,
        restore_metadata.of_ec2,
    ),
    "rds": _Service("rds", _rds, _own_tags, key=_key_of_database, metadata=restore_metadata.of_rds),
    "dynamodb": _Service("dynamodb", _all("tables", "table_arn"), _own_tags, key=_key_of_table),
    "elasticfilesystem": _Service(
        "efs",
        _all("file_systems_by_id", "file_system_arn"),
        _by_tagger("tagging_service", "file_system_id"),
        lambda it: int(it.size_in_bytes["Value"]),
    ),
    "s3": _Service(
        "s3",
        _s3,
        _by_tagger("tagger"),
        _bytes_in_bucket,
        place="partition",
    ),
    "fsx": _Service(
        "fsx",
        _all("file_systems", "resource_arn"),
        _by_tagger("tagger"),
        metadata=restore_metadata.of_fsx,
    ),
    "redshift": _Service("redshift", _all("clusters"), _own_tags),
    "eks": _Service("eks", _all("clusters"), _own_tags),
    "cloudformation": _Service("cloudformation", _all("stacks", "stack_id"), _own_tags),
    "timestream": _Service("timestreamwrite", _timestream, _by_tagger("tagging_service")),
    "dsql": _Service("dsql", _all("clusters"), _own_tags),
}
