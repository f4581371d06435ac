"""File systems of FSx: a backup leaves one of FSx, and a restore makes a file system. moto keeps no files.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-fsx.html
"""

import json
from copy import copy
from typing import Any, NoReturn

from moto.core.exceptions import JsonRESTError

from ...aws.arns import Arn
from ...kit.state import on_failure
from .content import Content, LeftPoint, Order, put, take

# The names of Metadata in small letters, whose values are JSON, by moto's attributes.
_JSON = {
    "lustreconfiguration": "lustre_configuration",
    "ontapconfiguration": "ontap_configuration",
    "openzfsconfiguration": "open_zfs_configuration",
    "securitygroupids": "security_group_ids",
    "subnetids": "subnet_ids",
    "windowsconfiguration": "windows_configuration",
}
_TEXTS = {"kmskeyid": "kms_key_id", "storagetype": "storage_type"}


class FileServerContent(Content):
    """The configuration of a file system."""

    left, made = "fsx:backup", "fsx:file-system"

    def __init__(self, file_system: Any) -> None:
        self._file_system = copy(file_system)

    def under_key(self, key_arn: str) -> "FileServerContent":
        changed = FileServerContent(self._file_system)
        changed._file_system.kms_key_id = key_arn
        return changed

    def leave(self, point: LeftPoint) -> None:
        from moto.fsx.models import Backup

        backend = _backend(point.account_id, point.arn.region)
        backup: Any = Backup(
            account_id=point.account_id,
            region_name=point.arn.region,
            file_system_id=self._file_system.file_system_id,
            client_request_token=point.job_id,
            volume_id=None,
            tags=None,
            backend=backend,
        )
        backup.backup_id, backup.resource_arn = point.arn.name, ":".join(("arn", *point.arn))
        backup.lifecycle, backup.creation_time = "AVAILABLE", point.created
        backup.is_of_aws_backup = True
        put(backend.backups, backup.backup_id, backup)
        _tag(backend, backup.resource_arn, point.all_tags)

    def remove(self, point: Arn, account_id: str) -> None:
        take(_backend(account_id, point.region).backups, point.name)

    def restore(self, order: Order) -> None:
        file_system, metadata = copy(self._file_system), order.metadata
        file_system.storage_capacity = order.number("storagecapacity", file_system.storage_capacity)
        for name, attribute in _TEXTS.items():
            if metadata.get(name):
                setattr(file_system, attribute, metadata[name])
        for name, attribute in _JSON.items():
            if metadata.get(name):
                setattr(
                    file_system,
                    attribute,
                    _changed(getattr(file_system, attribute), metadata[name]),
                )
        backend = _backend(order.account_id, order.region)
        file_system.backend, file_system.file_system_id = backend, order.created.name
        file_system.resource_arn = ":".join(("arn", *order.created))
        file_system.dns_name = f"{file_system.file_system_id}.fsx.{order.region}.amazonaws.com"
        put(backend.file_systems, file_system.file_system_id, file_system)
        _tag(backend, file_system.resource_arn, order.tags)


def refuse_deletion() -> NoReturn:
    """Raise an error of FSx for a backup that is a recovery point, which only AWS Backup deletes.

    No public record of AWS's own was found.
    """
    raise JsonRESTError("BadRequest", "This backup was made by AWS Backup, which alone deletes it")


def _changed(present: Any, text: str) -> Any:
    """A value of Metadata; the members of an object beside those that the file system had.

    Restore testing infers members whose names begin with a small letter.
    """
    value = json.loads(text)
    if not isinstance(value, dict):
        return value
    return {**(present or {}), **{name[:1].upper() + name[1:]: value[name] for name in value}}


def _tag(backend: Any, arn: str, tags: Any) -> None:
    on_failure(backend.tagger.delete_all_tags_for_resource, arn)
    backend.tagger.tag_resource(arn, [{"Key": key, "Value": value} for key, value in tags.items()])


def _backend(account_id: str, region: str) -> Any:
    from moto.fsx.models import fsx_backends

    return fsx_backends[account_id][region]
