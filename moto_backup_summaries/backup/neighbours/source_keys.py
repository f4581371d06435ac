"""The keys of what is backed up, as moto's services have them, for backups that other services encrypt.

Each gives whether a resource is encrypted, and its key if it names one.

https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
"""

from typing import Any

SourceKey = tuple[bool, str | None]


def of_ec2(resource: Any) -> SourceKey:
    """The key of a volume, or of an instance's first; an image with a plain snapshot is not encrypted."""
    devices = getattr(resource, "get_block_device_mapping", None)
    if devices is None:
        return resource.encrypted, resource.kms_key_id
    of_all = resource.ec2_backend.volumes
    attached = [device.volume_id for _, device in list(devices)]
    volumes = [of_all[volume_id] for volume_id in attached if volume_id in of_all]
    is_encrypted = bool(volumes) and all(volume.encrypted for volume in volumes)
    return is_encrypted, volumes[0].kms_key_id if is_encrypted else None


def of_database(database: Any) -> SourceKey:
    return bool(database.storage_encrypted), database.kms_key_id


def of_table(table: Any) -> SourceKey:
    """The key of a table; not encrypted where DynamoDB uses a key of its own, which nobody sees."""
    specification = table.sse_specification or {}
    return bool(specification.get("Enabled")), specification.get("KMSMasterKeyId")


def of_fsx(file_system: Any) -> SourceKey:
    """The key of a file system, which is always encrypted."""
    return True, file_system.kms_key_id


def of_warehouse(cluster: Any) -> SourceKey:
    """The key of a cluster of Redshift; moto has the text of a request where it was modified."""
    return str(cluster.encrypted).lower() == "true", cluster.kms_key_id
