"""Backups that moto's other services made themselves, which AWS Backup lists beside its own.

Of file systems of EFS and of instances it does not.
https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByResource.html
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .. import timestamps
from ..aws.arns import Arn
from .backends import existing_backend
from .resources import GIB, key_arn, resource_at
from .walking import values_of


class OwnBackup(NamedTuple):
    """A backup that AWS Backup did not make. Its creation is in seconds since 1970, its size in bytes."""

    arn: str
    created: float
    size: int
    key_arn: str | None
    resource_name: str


class _Kind(NamedTuple):
    """The backups of a kind of resource, and what moto has of one.

    backends: of moto's service. kept: where a backend keeps them. resource: the name of what one is of, or
    None of one that nobody asked for. key: its id, of one that is encrypted.
    """

    backends: str
    kept: str
    resource: Callable[[Any], str | None]
    arn: Callable[[Any, Arn], str]
    created: Callable[[Any], Any]
    size: Callable[[Any], int]
    key: Callable[[Any], str | None]


def _snapshots_of_rds(kept: str, of: str) -> _Kind:
    return _Kind(
        backends="rds.models.rds_backends",
        kept=kept,
        # Those that RDS makes each day are left out: no record shows them.
        resource=lambda it: str(getattr(it, of)) if it.snapshot_type == "manual" else None,
        arn=lambda it, resource: str(it.arn),
        created=lambda it: it.created,
        size=lambda it: GIB * int(it.allocated_storage or 0),
        key=lambda it: (it.kms_key_id or "") if it.encrypted else None,
    )


# By the kind of resource, as its ARN tells it.
_KINDS: Mapping[str, _Kind] = {
    "dynamodb:table": _Kind(
        backends="dynamodb.models.dynamodb_backends",
        kept="backups",
        resource=lambda it: str(it.table.name),
        arn=lambda it, resource: str(it.arn),
        created=lambda it: it.creation_date_time,
        size=lambda it: int(it.details["BackupSizeBytes"]),
        key=lambda it: None,
    ),
    "ec2:volume": _Kind(
        backends="ec2.models.ec2_backends",
        kept="snapshots",
        resource=lambda it: str(it.volume.id),
        arn=lambda it, resource: (
            f"arn:{resource.partition}:ec2:{resource.region}::snapshot/{it.id}"
        ),
        created=lambda it: it.start_time,
        size=lambda it: GIB * int(it.volume.size),
        key=lambda it: (it.kms_key_id or "") if it.encrypted else None,
    ),
    "rds:db": _snapshots_of_rds("database_snapshots", "db_instance_identifier"),
    "rds:cluster": _snapshots_of_rds("cluster_snapshots", "db_cluster_identifier"),
}


def own_backups(resource_arn: str, account_id: str, region: str) -> list[OwnBackup]:
    """What the service of a resource of this account and region made of it."""
    resource = Arn.parse(resource_arn)
    if resource is None or (resource.account_id, resource.region) != (account_id, region):
        return []
    kind = _KINDS.get(resource.kind)
    backend = existing_backend(kind.backends, account_id, region) if kind else None
    if kind is None or backend is None:
        return []
    made = [
        it for it in values_of(getattr(backend, kind.kept)) if kind.resource(it) == resource.name
    ]
    if not made:
        return []
    # Its type is not asked for.
    name = resource_at(resource_arn, "", account_id, region).name
    return [
        OwnBackup(
            kind.arn(it, resource),
            timestamps.seconds(kind.created(it)),
            kind.size(it),
            None if (key := kind.key(it)) is None else key_arn(key, resource),
            name,
        )
        for it in made
    ]
