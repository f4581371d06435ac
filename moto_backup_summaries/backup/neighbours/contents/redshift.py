"""Clusters of Redshift: a backup leaves a snapshot, and a restore makes a cluster. moto keeps no rows.

https://docs.aws.amazon.com/aws-backup/latest/devguide/redshift-restores.html
"""

from copy import copy
from typing import Any, NoReturn

from ...aws.arns import Arn
from .content import Content, LeftPoint, Order, UnrestorableError, made_of_snapshot, put, take


class WarehouseContent(Content):
    """The configuration of a cluster."""

    left, made = "redshift:snapshot", "redshift:cluster"

    def __init__(self, cluster: Any) -> None:
        self._cluster = copy(cluster)

    def under_key(self, key_arn: str) -> "WarehouseContent":
        changed = WarehouseContent(self._cluster)
        changed._cluster.encrypted, changed._cluster.kms_key_id = True, key_arn
        return changed

    def leave(self, point: LeftPoint) -> None:
        backend = _backend(point.account_id, point.arn.region)
        snapshot = self._snapshot(_snapshot_id(point.arn), point.account_id, point.arn.region)
        snapshot.create_time, snapshot.is_of_aws_backup = point.moment, True
        snapshot.tags = [{"Key": key, "Value": value} for key, value in point.all_tags.items()]
        put(backend.snapshots, snapshot.snapshot_identifier, snapshot)

    def remove(self, point: Arn, account_id: str) -> None:
        take(_backend(account_id, point.region).snapshots, _snapshot_id(point))

    def restore(self, order: Order) -> None:
        name = order.needed("clusteridentifier").lower()
        source, metadata = self._cluster, order.metadata
        backend = _backend(order.account_id, order.region)
        if name in backend.clusters:
            raise UnrestorableError("Cluster already exists")
        is_at_home = order.region == source.region

        def new_snapshot(snapshot_id: str) -> Any:
            return self._snapshot(snapshot_id, order.account_id, order.region)

        made = made_of_snapshot(backend.clusters, name, backend.snapshots, new_snapshot)
        with made as snapshot_id:
            cluster = backend.restore_from_cluster_snapshot(
                snapshot_identifier=snapshot_id,
                cluster_identifier=name,
                region_name=order.region,
                port=order.number("port", source.port),
                node_type=metadata.get("nodetype") or source.node_type,
                number_of_nodes=order.number("numberofnodes", source.number_of_nodes),
                availability_zone=metadata.get("availabilityzone")
                or (source.availability_zone if is_at_home else f"{order.region}a"),
                publicly_accessible=order.flag(
                    "publiclyaccessible", default=bool(source.publicly_accessible)
                ),
                cluster_subnet_group_name=metadata.get("clustersubnetgroupname"),
                allow_version_upgrade=source.allow_version_upgrade,
                preferred_maintenance_window=source.preferred_maintenance_window,
                automated_snapshot_retention_period=source.automated_snapshot_retention_period,
                cluster_parameter_group_name=None,
                cluster_security_groups=[],
                vpc_security_group_ids=[],
            )
        cluster.tags = [{"Key": key, "Value": value} for key, value in order.tags.items()]

    def _snapshot(self, snapshot_id: str, account_id: str, region: str) -> Any:
        from moto.redshift.models import Snapshot

        return Snapshot(self._cluster, snapshot_id, account_id, region)


def refuse_deletion() -> NoReturn:
    """Raise an error of Redshift for a snapshot that is a recovery point, which only AWS Backup deletes.

    No public record of AWS's own was found.
    """
    from moto.redshift.exceptions import RedshiftClientError

    message = "This snapshot was made by AWS Backup, which alone deletes it"
    raise RedshiftClientError("InvalidClusterSnapshotState", message)


def _snapshot_id(point: Arn) -> str:
    """The id of a snapshot, `awsbackup:job-…`, behind the cluster's name."""
    return point.resource.partition("/")[2]


def _backend(account_id: str, region: str) -> Any:
    from moto.redshift.models import redshift_backends

    return redshift_backends[account_id][region]
