"""Backups that moto's other services made, which AWS Backup lists beside its own.

AWS Backup does not list those of EFS file systems and of instances.
https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByResource.html
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .. import timestamps
from ..aws.arns import Arn
from .backends import RDS, existing_backend, values_of
from .resources import GIB, key_arn, resource_at


class OwnBackup(NamedTuple):
    """A backup that AWS Backup did not make. Its creation is in seconds since 1970, its size in bytes."""

    arn: str
    created: float
    size: int
    key_arn: str | None
    resource_name: str


class _Kind(NamedTuple):
    """The backups of one kind of resource in moto.

    backends: the name of the service's backends. collection: the attribute with the backups.
    resource: the name of the resource of a backup, or None for an automatic one.
    key: the id of the key of an encrypted backup.
    """

    backends: str
    collection: str
    resource: Callable[[Any], str | None]
    arn: Callable[[Any, Arn], str]
    created: Callable[[Any], Any]
    size: Callable[[Any], int]
    key: Callable[[Any], str | None]


def _rds_snapshots(collection: str, identifier: str) -> _Kind:
    return _Kind(
        backends=RDS,
        collection=collection,
        # No record shows those that RDS makes each day.
        resource=lambda snapshot: (
            str(getattr(snapshot, identifier)) if snapshot.snapshot_type == "manual" else None
        ),
        arn=lambda snapshot, resource: str(snapshot.arn),
        created=lambda snapshot: snapshot.created,
        size=lambda snapshot: GIB * int(snapshot.allocated_storage or 0),
        key=lambda snapshot: (snapshot.kms_key_id or "") if snapshot.encrypted else None,
    )


# By the kind of resource in its ARN.
_KINDS: Mapping[str, _Kind] = {
    "dynamodb:table": _Kind(
        backends="dynamodb.models.dynamodb_backends",
        collection="backups",
        resource=lambda backup: str(backup.table.name),
        arn=lambda backup, resource: str(backup.arn),
        created=lambda backup: backup.creation_date_time,
        size=lambda backup: int(backup.details["BackupSizeBytes"]),
        key=lambda backup: None,
    ),
    "ec2:volume": _Kind(
        backends="ec2.models.ec2_backends",
        collection="snapshots",
        resource=lambda snapshot: str(snapshot.volume.id),
        arn=lambda snapshot, resource: (
            f"arn:{resource.partition}:ec2:{resource.region}::snapshot/{snapshot.id}"
        ),
        created=lambda snapshot: snapshot.start_time,
        size=lambda snapshot: GIB * int(snapshot.volume.size),
        key=lambda snapshot: (snapshot.kms_key_id or "") if snapshot.encrypted else None,
    ),
    "rds:db": _rds_snapshots("database_snapshots", "db_instance_identifier"),
    "rds:cluster": _rds_snapshots("cluster_snapshots", "db_cluster_identifier"),
}


def own_backups(resource_arn: str, account_id: str, region: str) -> list[OwnBackup]:
    """The backups that the service of a resource of this account and region made of it."""
    resource = Arn.parse(resource_arn)
    if resource is None or (resource.account_id, resource.region) != (account_id, region):
        return []
    kind = _KINDS.get(resource.kind)
    backend = existing_backend(kind.backends, account_id, region) if kind else None
    if kind is None or backend is None:
        return []
    backups = [
        backup
        for backup in values_of(getattr(backend, kind.collection))
        if kind.resource(backup) == resource.name
    ]
    if not backups:
        return []
    # The name does not depend on the ResourceType, which is left out.
    name = resource_at(resource_arn, "", account_id, region).name
    return [
        OwnBackup(
            kind.arn(backup, resource),
            timestamps.seconds(kind.created(backup)),
            kind.size(backup),
            None if (key := kind.key(backup)) is None else key_arn(key, resource),
            name,
        )
        for backup in backups
    ]
