"""Volumes of EBS: a backup leaves a snapshot, and a restore makes a volume.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-ebs.html
"""

from copy import copy
from typing import Any, NoReturn

from ...aws.arns import Arn
from .content import Content, LeftPoint, Order, UnrestorableError, put, refusals_of_moto, take

# As recorded of snapshots and images that AWS Backup made, in several public programs that look for it.
DESCRIPTION = "This snapshot is created by the AWS Backup service."
# The error of DeleteSnapshot, as recorded in cloud-custodian/cloud-custodian#9459.
REFUSAL = (
    "This snapshot is managed by the AWS Backup service and cannot be deleted via EC2 APIs. If you "
    "wish to delete this snapshot, please do so via the Backup console."
)
# The volume that EC2 tells of a snapshot which was copied.
_NO_VOLUME = "vol-ffffffff"


class VolumeContent(Content):
    """The volume: moto keeps no blocks."""

    left, made = "ec2:snapshot", "ec2:volume"

    def __init__(self, volume: Any) -> None:
        self._volume = copy(volume)

    def under_key(self, key_arn: str) -> "VolumeContent":
        return VolumeContent(encrypted_volume(self._volume, key_arn))

    def leave(self, point: LeftPoint) -> None:
        from moto.ec2.models.elastic_block_store import Snapshot

        volume = copy(self._volume)
        if point.is_copy:
            volume.id = _NO_VOLUME
        backend = _backend(point.account_id, point.arn.region)
        snapshot: Any = Snapshot(
            backend,
            point.arn.name,
            volume,
            DESCRIPTION,
            encrypted=volume.encrypted,
            kms_key_id=volume.kms_key_id,
        )
        snapshot.start_time = point.moment
        snapshot.is_of_aws_backup = True
        put(backend.snapshots, snapshot.id, snapshot)
        put(backend.tags, snapshot.id, point.all_tags)

    def remove(self, point: Arn, account_id: str) -> None:
        backend = _backend(account_id, point.region)
        take(backend.snapshots, point.name)
        take(backend.tags, point.name)

    def restore(self, order: Order) -> None:
        """AWS makes no volume that is smaller than its snapshot, and none that is less encrypted."""
        source = self._volume
        zone, size = order.needed("availabilityzone"), order.number("volumesize", source.size)
        if size is None or size < source.size:
            raise UnrestorableError(name="volumesize")
        is_encrypted = source.encrypted or order.flag("encrypted", default=False)
        volume_type = order.metadata.get("volumetype") or source.volume_type
        # What a volume had of these is of its own type.
        like = source if volume_type == source.volume_type else None
        key = order.metadata.get("kmskeyid") or source.kms_key_id
        backend = _backend(order.account_id, order.region)
        with refusals_of_moto():
            volume = backend.create_volume(
                size=size,
                zone_name=zone,
                encrypted=is_encrypted,
                kms_key_id=key if is_encrypted else None,
                volume_type=volume_type,
                iops=order.number("iops", like and like.iops),
                throughput=order.number("throughput", like and like.throughput),
            )
        del backend.volumes[volume.id]
        if volume.zone is None:
            raise UnrestorableError(name="availabilityzone")
        volume.id = order.created.name
        point = Arn.of(order.point_arn)
        volume.snapshot_id = point.name if point.kind == self.left else None
        put(backend.volumes, volume.id, volume)
        put(backend.tags, volume.id, dict(order.tags))


def encrypted_volume(volume: Any, key_arn: str) -> Any:
    """A volume as it would be with this key."""
    changed = copy(volume)
    changed.encrypted, changed.kms_key_id = True, key_arn
    return changed


def refuse_deletion() -> NoReturn:
    """Raise the error of EC2 for a snapshot that is a recovery point, which only AWS Backup deletes."""
    from moto.ec2.exceptions import EC2ClientError

    raise EC2ClientError("InvalidParameterValue", REFUSAL)


def _backend(account_id: str, region: str) -> Any:
    """EC2 of an account and region; made where it is missing, since a copy comes from elsewhere."""
    from moto.ec2.models import ec2_backends

    return ec2_backends[account_id][region]
