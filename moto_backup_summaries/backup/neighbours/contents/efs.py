"""File systems of EFS: a restore makes a file system, or needs the one that is there. moto keeps no files.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-efs.html
"""

from copy import copy
from typing import Any

from ...kit.state import on_failure
from .content import Content, Order, UnrestorableError, put, refusals_of_moto


class FileSystemContent(Content):
    """The configuration of a file system, and its size."""

    made = "elasticfilesystem:file-system"

    def __init__(self, file_system: Any) -> None:
        self._file_system = copy(file_system)

    def restore(self, order: Order) -> None:
        """With newFileSystem false, into a directory of a file system that is there."""
        from moto.efs.models import efs_backends

        backend: Any = efs_backends[order.account_id][order.region]
        file_systems = backend.file_systems_by_id
        if not order.flag("newfilesystem", default=True):
            if order.created.name not in file_systems:
                raise UnrestorableError(name="file-system-id")
            return
        source, metadata = self._file_system, order.metadata
        is_encrypted = order.flag("encrypted", default=source.encrypted)
        key = metadata.get("kmskeyid") or source.kms_key_id
        zone = metadata.get("availabilityzonename")
        token = metadata.get("creationtoken") or order.created.name
        if token in backend.creation_tokens:
            raise UnrestorableError(f"File system '{token}' already exists")
        with refusals_of_moto():
            file_system = backend.create_file_system(
                creation_token=token,
                performance_mode=metadata.get("performancemode") or source.performance_mode,
                encrypted=is_encrypted,
                kms_key_id=key if is_encrypted else None,
                throughput_mode=source.throughput_mode,
                provisioned_throughput_in_mibps=source.provisioned_throughput_in_mibps,
                availability_zone_name=zone
                if order.flag("singleazfilesystem", default=False)
                else None,
                backup=False,
                tags=[],
            )
        on_failure(backend.creation_tokens.discard, token)
        del file_systems[file_system.file_system_id]
        backend.tagging_service.delete_all_tags_for_resource(file_system.file_system_id)
        file_system.file_system_arn = ":".join(("arn", *order.created))
        file_system.file_system_id = order.created.name
        file_system._size_value = source._size_value
        put(file_systems, file_system.file_system_id, file_system)
        tags = [{"Key": key, "Value": value} for key, value in order.tags.items()]
        on_failure(backend.tagging_service.delete_all_tags_for_resource, file_system.file_system_id)
        backend.tagging_service.tag_resource(file_system.file_system_id, tags)
