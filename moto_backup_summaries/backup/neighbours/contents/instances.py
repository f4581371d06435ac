"""Instances of EC2: a backup leaves an image, and a restore runs an instance of it.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-ec2.html
"""

import json
from collections.abc import Iterator
from copy import copy
from typing import Any, NoReturn

from ...aws.arns import Arn
from ...kit.state import on_failure
from .content import Content, LeftPoint, Order, UnrestorableError, keep, put, refusals_of_moto, take
from .ebs import VolumeContent, encrypted_volume

# As recorded in openshift/installer#9964.
_REFUSAL = (
    "This image is managed by AWS Backup and cannot be deleted via EC2 APIs. To delete this image, "
    "please use the AWS Backup APIs, CLI, or console."
)
# By which the guide lets a restore keep the profile of the backup.
_AS_BACKED_UP = "UseBackedUpValue"


class InstanceContent(Content):
    """An instance and its volumes."""

    left, made = "ec2:image", "ec2:instance"

    def __init__(self, instance: Any) -> None:
        self._instance = copy(instance)
        volumes = instance.ec2_backend.volumes
        self._devices = [
            (name, device.delete_on_termination, copy(volumes[device.volume_id]))
            for name, device in list(instance.get_block_device_mapping)
            if device.volume_id in volumes
        ]

    def under_key(self, key_arn: str) -> "InstanceContent":
        changed = copy(self)
        changed._devices = [
            (name, is_deleted, encrypted_volume(volume, key_arn))
            for name, is_deleted, volume in self._devices
        ]
        return changed

    def leave(self, point: LeftPoint) -> None:
        from moto.ec2.models.amis import Ami

        backend = _backend(point.account_id, point.arn.region)
        moment, tags = point.moment, point.all_tags
        images: list[Any] = []
        # An image makes its snapshot by itself: nothing may fail between that and this.
        on_failure(_forget_snapshots, backend.snapshots, images)
        image: Any = Ami(
            backend,
            point.arn.name,
            instance=self._instance,
            name=f"AwsBackup_{self._instance.id}_{point.job_id}",
            description="This image is created by the AWS Backup service.",
            snapshot_description=f"Created by CreateImage({self._instance.id}) for {point.arn.name}",
        )
        images.append(image)
        image.creation_date = moment
        image.is_of_aws_backup = True
        put(backend.amis, image.id, image)
        put(backend.tags, image.id, tags)

    def remove(self, point: Arn, account_id: str) -> None:
        backend = _backend(account_id, point.region)
        image = take(backend.amis, point.name)
        take(backend.tags, point.name)
        if image is not None:
            take(backend.snapshots, image.ebs_snapshot.id)

    def restore(self, order: Order) -> None:
        source, metadata = self._instance, order.metadata
        backend = _backend(order.account_id, order.region)
        home = source.ec2_backend
        is_at_home = (order.account_id, order.region) == (home.account_id, home.region_name)
        groups, subnet = metadata.get("securitygroupids"), metadata.get("subnetid")
        if groups is None and is_at_home and subnet in (None, source.subnet_id):
            groups = json.dumps([group.id for group in source.security_groups])
        if subnet is None and is_at_home:
            subnet = source.subnet_id
        placement = json.loads(metadata.get("placement") or "{}")
        zone = placement.get("AvailabilityZone")
        point = Arn.of(order.point_arn)
        put_back = keep(
            backend.reservations, backend.volumes, backend.enis, backend.tags, *_addresses(backend)
        )
        try:
            with refusals_of_moto():
                reservation = backend.run_instances(
                    point.name if point.kind == self.left else source.image_id,
                    1,
                    source.user_data,
                    [],
                    instance_type=metadata.get("instancetype") or source.instance_type,
                    is_instance_type_default=False,
                    region_name=order.region,
                    subnet_id=subnet,
                    placement=zone or (source.availability_zone if is_at_home else None),
                    security_group_ids=json.loads(groups or "[]"),
                    key_name=source.key_name,
                    ebs_optimized=order.flag("ebsoptimized", default=bool(source.ebs_optimized)),
                    disable_api_termination=order.flag("disableapitermination", default=False),
                    instance_initiated_shutdown_behavior=metadata.get(
                        "instanceinitiatedshutdownbehavior"
                    ),
                    hibernation_options=source.hibernation_options,
                    monitoring_state=source.monitoring_state,
                    nics=[],
                    block_device_mappings=[_mapping(*device) for device in self._devices],
                )
        except UnrestorableError:
            put_back()
            raise
        instance = reservation.instances[0]
        instance.id = order.created.name
        if metadata.get("iaminstanceprofilename") == _AS_BACKED_UP:
            instance.iam_instance_profile = source.iam_instance_profile
        put(backend.tags, instance.id, dict(order.tags))


def content_of(resource: Any) -> Content:
    """What a backup has of a volume or an instance."""
    is_volume = getattr(resource, "volume_type", None) is not None
    return VolumeContent(resource) if is_volume else InstanceContent(resource)


def _forget_snapshots(snapshots: dict[str, Any], images: list[Any]) -> None:
    for image in images:
        snapshots.pop(image.ebs_snapshot.id, None)


def _mapping(name: str, is_deleted: bool, volume: Any) -> dict[str, Any]:
    """A volume of the backup, as moto attaches it to a new instance."""
    return {
        "DeviceName": name,
        "Ebs": {
            "VolumeSize": volume.size,
            "VolumeType": volume.volume_type,
            "Encrypted": volume.encrypted,
            "DeleteOnTermination": is_deleted,
            "KmsKeyId": volume.kms_key_id,
        },
    }


def _addresses(backend: Any) -> Iterator[Any]:
    """Which addresses instances have in the subnets of a backend, and which they had."""
    for subnets in backend.subnets.values():
        for subnet in subnets.values():
            yield from (subnet._subnet_ips, subnet._unused_ips)


def delete_restored_instance(backend: Any, instance_id: str) -> Any | None:
    """Terminate an instance, as EC2 does; the instance, if it was running."""
    for reservation in list(backend.reservations.values()):
        for instance in reservation.instances:
            if instance.id == instance_id and instance.state != "terminated":
                _keep(backend, instance)
                instance.terminate()
                return instance
    return None


def _keep(backend: Any, instance: Any) -> None:
    """Let an instance be as it is now, with its volumes and its addresses, if the request fails."""
    devices = instance.block_device_mapping
    volumes = [backend.volumes[device.volume_id] for device in devices.values()]
    attachments = [volume.attachment for volume in volumes]
    of_backend = (backend.volumes, backend.enis, backend.iam_instance_profile_associations)
    keep(*of_backend, *_addresses(backend), *volumes, *attachments)
    keep(instance, instance._state, devices, *instance.nics.values())


def refuse_deregistration() -> NoReturn:
    """Raise the error of EC2 for an image that is a recovery point, which only AWS Backup deletes."""
    from moto.ec2.exceptions import EC2ClientError

    raise EC2ClientError("AuthFailure", _REFUSAL)


def _backend(account_id: str, region: str) -> Any:
    from moto.ec2.models import ec2_backends

    return ec2_backends[account_id][region]
