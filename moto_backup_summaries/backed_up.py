"""What is changed in services of moto whose resources AWS Backup backs up; registration.py applies it.

What backups leave there, only AWS Backup deletes. Who writes to a table keeps for its backups what changes.
"""

from typing import Any

from .replacing import Change, Method, Replaced, wrapping

# The attribute of a table that tells that it has been backed up.
_IS_BACKED_UP = "latest_backup_content"


def _is_left(thing: Any | None) -> bool:
    """Whether a backup has left something of moto, whose own attributes do not tell it."""
    return thing is not None and "is_of_aws_backup" in thing.__dict__


def _delete_snapshot(original: Method, self: Any, snapshot_id: str) -> Any:
    if _is_left(self.snapshots.get(snapshot_id)):
        from .backup.neighbours.contents.ebs import refuse_deletion

        refuse_deletion()
    return original(self, snapshot_id)


def _put_item(original: Method, self: Any, item_attrs: Any, *args: Any, **kwargs: Any) -> Any:
    if _IS_BACKED_UP in self.__dict__:
        from .backup.neighbours.contents.dynamodb import keep_before

        keep_before(self, item_attrs)
    return original(self, item_attrs, *args, **kwargs)


def _delete_item(original: Method, self: Any, hash_key: Any, range_key: Any) -> Any:
    if _IS_BACKED_UP in self.__dict__:
        from .backup.neighbours.contents.dynamodb import keep_before_deletion

        keep_before_deletion(self, hash_key, range_key)
    return original(self, hash_key, range_key)


def _update_item(
    original: Method, self: Any, table_name: str, key: Any, *args: Any, **kwargs: Any
) -> Any:
    table = self.get_table(table_name)
    if _IS_BACKED_UP in table.__dict__:
        from .backup.neighbours.contents.dynamodb import keep_before

        keep_before(table, key)
    return original(self, table_name, key, *args, **kwargs)


def _delete_backup(original: Method, self: Any, backup_arn: str) -> Any:
    backup = self.backups.get(backup_arn)
    if backup is not None and backup.type == "AWS_BACKUP":
        from .backup.neighbours.contents.dynamodb import refuse_deletion

        refuse_deletion(backup_arn)
    return original(self, backup_arn)


def _deregister_image(original: Method, self: Any, ami_id: str) -> Any:
    if _is_left(self.amis.get(ami_id)):
        from .backup.neighbours.contents.instances import refuse_deregistration

        refuse_deregistration()
    return original(self, ami_id)


def _delete_db_snapshot(original: Method, self: Any, db_snapshot_identifier: str) -> Any:
    snapshot = self.database_snapshots.get(db_snapshot_identifier)
    _refuse_in_rds(snapshot, "InvalidDBSnapshotState")
    return original(self, db_snapshot_identifier)


def _delete_db_cluster_snapshot(original: Method, self: Any, db_snapshot_identifier: str) -> Any:
    snapshot = self.cluster_snapshots.get(db_snapshot_identifier)
    _refuse_in_rds(snapshot, "InvalidDBClusterSnapshotStateFault")
    return original(self, db_snapshot_identifier)


def _refuse_in_rds(snapshot: Any | None, code: str) -> None:
    if snapshot is not None and snapshot.snapshot_type == "awsbackup":
        from .backup.neighbours.contents.rds import refuse_deletion

        refuse_deletion(code)


def _delete_file_system_backup(
    original: Method, self: Any, backup_id: str, *args: Any, **kwargs: Any
) -> Any:
    if _is_left(self.backups.get(backup_id)):
        from .backup.neighbours.contents.fsx import refuse_deletion

        refuse_deletion()
    return original(self, backup_id, *args, **kwargs)


def _delete_cluster_snapshot(original: Method, self: Any, snapshot_identifier: str) -> Any:
    if _is_left(self.snapshots.get(snapshot_identifier)):
        from .backup.neighbours.contents.redshift import refuse_deletion

        refuse_deletion()
    return original(self, snapshot_identifier)


_IMAGES = Replaced("AmiBackend", {"deregister_image": wrapping(_deregister_image)})
_RDS = Replaced(
    "RDSBackend",
    {
        "delete_db_snapshot": wrapping(_delete_db_snapshot),
        "delete_db_cluster_snapshot": wrapping(_delete_db_cluster_snapshot),
    },
)
_SNAPSHOTS = Replaced("EBSBackend", {"delete_snapshot": wrapping(_delete_snapshot)})
_TABLES = Replaced(
    "Table", {"put_item": wrapping(_put_item), "delete_item": wrapping(_delete_item)}
)
_DYNAMODB = Replaced(
    "DynamoDBBackend",
    {"update_item": wrapping(_update_item), "delete_backup": wrapping(_delete_backup)},
)
_FILE_SYSTEMS = Replaced("FSxBackend", {"delete_backup": wrapping(_delete_file_system_backup)})
_WAREHOUSES = Replaced(
    "RedshiftBackend", {"delete_cluster_snapshot": wrapping(_delete_cluster_snapshot)}
)
_CHANGED = {
    "moto.dynamodb.models": _DYNAMODB,
    "moto.dynamodb.models.table": _TABLES,
    "moto.ec2.models.amis": _IMAGES,
    "moto.ec2.models.elastic_block_store": _SNAPSHOTS,
    "moto.fsx.models": _FILE_SYSTEMS,
    "moto.rds.models": _RDS,
    "moto.redshift.models": _WAREHOUSES,
}
BACKED_UP = {name: Change(replaced.apply, replaced.undo) for name, replaced in _CHANGED.items()}
