"""Databases and clusters of RDS: a backup leaves a snapshot, and a restore makes one as the snapshot is.

moto keeps no rows. Its RDS has the clusters of Neptune too.
https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-rds.html
https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-aur.html
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from copy import copy
from typing import Any, NoReturn

from ...aws.arns import Arn
from ...kit.state import on_failure
from .content import Content, LeftPoint, Order, UnrestorableError, made_of_snapshot, put, take

# The SnapshotType of what AWS Backup makes, as RDS documents it.
_OF_BACKUP = "awsbackup"
# As recorded of a cluster's automatic snapshot in rebuy-de/aws-nuke#511; of these no record was found.
_REFUSAL = "Only manual snapshots may be deleted."
# The names of Metadata in small letters, and moto's, by what their values are.
_TEXTS = {
    "availabilityzone": "availability_zone",
    "dbinstanceclass": "db_instance_class",
    "dbparametergroupname": "db_parameter_group_name",
    "dbsubnetgroupname": "db_subnet_group_name",
    "engineversion": "engine_version",
    "licensemodel": "license_model",
    "optiongroupname": "option_group_name",
    "storagetype": "storage_type",
    "dbclusterparametergroupname": "db_cluster_parameter_group_name",
}
_NUMBERS = {"port": "port", "iops": "iops", "allocatedstorage": "allocated_storage"}
_FLAGS = {
    "autominorversionupgrade": "auto_minor_version_upgrade",
    "copytagstosnapshot": "copy_tags_to_snapshot",
    "deletionprotection": "deletion_protection",
    "multiaz": "multi_az",
    "publiclyaccessible": "publicly_accessible",
}
_LISTS = {
    "availabilityzones": "availability_zones",
    "vpcsecuritygroupids": "vpc_security_group_ids",
}
_OF_CLUSTER = (
    *("port", "engine_version", "db_subnet_group_name", "db_cluster_parameter_group_name"),
    *("vpc_security_group_ids", "deletion_protection", "copy_tags_to_snapshot"),
    "availability_zones",
)
# moto's attributes of what no restore has again, and of what other regions and accounts do not have.
_NOT_RESTORED = {"global_cluster_identifier": None, "replication_source_identifier": None}
_AT_HOME = {
    "_db_subnet_group_name": None,
    "_vpc_security_group_ids": None,
    "availability_zones": None,
    "db_subnet_group_name": None,
    "option_group_supplied": False,
    "parameter_group": None,
}
# moto makes no cluster of one without a password: of Neptune, or with one in Secrets Manager.
_NO_PASSWORD = {"_master_user_password": "known to nobody"}


def _overrides(order: Order) -> dict[str, Any]:
    """What Metadata say, by moto's names."""
    metadata = order.metadata
    present = {name for name, value in metadata.items() if value}
    return {
        **{moto: metadata[name] for name, moto in _TEXTS.items() if name in present},
        **{moto: order.number(name, None) for name, moto in _NUMBERS.items() if name in present},
        **{
            moto: order.flag(name, default=False)
            for name, moto in _FLAGS.items()
            if name in present
        },
        **{moto: json.loads(metadata[name]) for name, moto in _LISTS.items() if name in present},
    }


class _RdsContent(Content, ABC):
    """What is alike in databases and clusters.

    name: of Metadata, with which a restore names what it makes. title: how RDS calls that.
    snapshots, resources: the attributes of moto's RDS with them. source_of: that of a snapshot of moto.
    """

    name, title, snapshots, resources, source_of = "", "", "", "", ""

    def __init__(self, resource: Any) -> None:
        self.source = copy(resource)
        self.source.__dict__.update({**_NO_PASSWORD, **resource.__dict__})

    def under_key(self, key_arn: str) -> "_RdsContent":
        changed = type(self)(self.source)
        changed.source.storage_encrypted, changed.source.kms_key_id = True, key_arn
        return changed

    def leave(self, point: LeftPoint) -> None:
        backend = _backend(point.account_id, point.arn.region)
        snapshot = self.new_snapshot(backend, _snapshot_id(point.arn), _OF_BACKUP)
        snapshot.created = point.moment
        snapshot.tags = _tag_list(point.all_tags)
        put(getattr(backend, self.snapshots), _snapshot_id(point.arn), snapshot)

    def remove(self, point: Arn, account_id: str) -> None:
        take(getattr(_backend(account_id, point.region), self.snapshots), _snapshot_id(point))

    def restore(self, order: Order) -> None:
        name = order.needed(self.name).lower()
        backend = _backend(order.account_id, order.region)
        resources, snapshots = getattr(backend, self.resources), getattr(backend, self.snapshots)
        if name in resources:
            raise UnrestorableError(f"{self.title} already exists")
        overrides = _overrides(order)
        if order.region != self.source.backend.region_name:
            overrides.setdefault("availability_zone", f"{order.region}a")

        def new_snapshot(snapshot_id: str) -> Any:
            snapshot = self.new_snapshot(backend, snapshot_id, "manual")
            left_out = _NOT_RESTORED if backend is self.source.backend else _NOT_RESTORED | _AT_HOME
            attributes = getattr(snapshot, self.source_of).__dict__
            attributes.update({key: left_out[key] for key in left_out.keys() & attributes.keys()})
            return snapshot

        on_failure(_cut, backend.events, len(backend.events))
        with made_of_snapshot(resources, name, snapshots, new_snapshot) as snapshot_id:
            self.restore_snapshot(backend, snapshot_id, name, overrides)
        resource = resources[name]
        if resource.manage_master_user_password:
            on_failure(resource.master_user_secret.delete_secret)
        resource.tags = _tag_list(order.tags)
        # moto takes no override that is false.
        for moto_name, value in overrides.items():
            if value is False:
                setattr(resource, moto_name, value)

    @abstractmethod
    def new_snapshot(self, backend: Any, snapshot_id: str, snapshot_type: str) -> Any:
        """A snapshot of moto, of what the resource was."""

    @abstractmethod
    def restore_snapshot(
        self, backend: Any, snapshot_id: str, name: str, overrides: Mapping[str, Any]
    ) -> None:
        """Let moto make a resource of a snapshot of it."""


class DatabaseContent(_RdsContent):
    """A database."""

    left, made = "rds:snapshot", "rds:db"
    name, title = "dbinstanceidentifier", "DB instance"
    snapshots, resources, source_of = "database_snapshots", "databases", "database"

    def new_snapshot(self, backend: Any, snapshot_id: str, snapshot_type: str) -> Any:
        from moto.rds.models import DBSnapshot

        return DBSnapshot(backend, self.source, snapshot_id, snapshot_type)

    def restore_snapshot(
        self, backend: Any, snapshot_id: str, name: str, overrides: Mapping[str, Any]
    ) -> None:
        named = {**overrides, "db_instance_identifier": name}
        backend.restore_db_instance_from_db_snapshot(snapshot_id, named)


class ClusterContent(_RdsContent):
    """A cluster, without its instances, which AWS Backup does not restore."""

    left, made = "rds:cluster-snapshot", "rds:cluster"
    name, title = "dbclusteridentifier", "DB Cluster"
    snapshots, resources, source_of = "cluster_snapshots", "clusters", "cluster"

    def new_snapshot(self, backend: Any, snapshot_id: str, snapshot_type: str) -> Any:
        from moto.rds.models import DBClusterSnapshot

        return DBClusterSnapshot(backend, self.source, snapshot_id, snapshot_type)

    def restore_snapshot(
        self, backend: Any, snapshot_id: str, name: str, overrides: Mapping[str, Any]
    ) -> None:
        known = {moto: value for moto, value in overrides.items() if moto in _OF_CLUSTER}
        named = {**known, "db_cluster_identifier": name}
        backend.restore_db_cluster_from_snapshot(snapshot_id, named)


def content_of(resource: Any) -> Content:
    """What a backup has of a database or a cluster."""
    is_cluster = getattr(resource, "engine_mode", None) is not None
    return ClusterContent(resource) if is_cluster else DatabaseContent(resource)


def refuse_deletion(code: str) -> NoReturn:
    """Raise an error of RDS for a snapshot that is a recovery point, which only AWS Backup deletes."""
    from moto.rds.exceptions import RDSClientError

    raise RDSClientError(code, _REFUSAL)


def _cut(events: list[Any], number: int) -> None:
    """Leave as many of RDS's events as there were."""
    del events[number:]


def _snapshot_id(point: Arn) -> str:
    """The id of a snapshot, `awsbackup:job-…`."""
    return point.resource.partition(":")[2]


def _tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _backend(account_id: str, region: str) -> Any:
    from moto.rds.models import rds_backends

    return rds_backends[account_id][region]
