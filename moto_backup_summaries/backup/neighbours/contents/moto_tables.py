"""Tables and backups of moto's DynamoDB, made of what AWS Backup has. Only who has a table imports this."""

from collections.abc import Callable, Mapping
from typing import Any

from moto.dynamodb.models.table import Backup, RestoredTable, Table

from ...kit.state import on_failure
from .content import LeftPoint, Order

# Gives the items of a table, as moto has them.
Items = Callable[[], Any]
Configuration = Mapping[str, Any]


class TableOfThen(Table):
    """A table as a backup has it. Its items are put together whenever somebody asks."""

    def __init__(self, configuration: Configuration, items: Items) -> None:
        attributes: Any = self.__dict__
        attributes.update(configuration)
        self.stream_shard = None
        self._items = items

    items: Any = property(lambda self: self._items())

    def forget_items(self) -> None:
        """Have none any more: moto keeps whatever was made of its classes until it is reset."""
        on_failure(setattr, self, "_items", self._items)
        self._items = dict


class BackupOfThen(Backup):
    """A backup that AWS Backup has made, whose table is not copied."""

    def __init__(self, table: Any, *, name: str, identifier: str, moment: Any) -> None:
        self.region_name, self.account_id = table.region_name, table.account_id
        self.name, self.identifier = name, identifier
        self.table = table
        self.status, self.type = "AVAILABLE", "AWS_BACKUP"
        self.creation_date_time = moment


# Type checkers take moto's classes for abstract.
_TABLE_OF_THEN: Any = TableOfThen
_RESTORED_TABLE: Any = RestoredTable


def new_backup(configuration: Configuration, items: Items, point: LeftPoint) -> Backup:
    """The backup of a recovery point's ARN."""
    table, identifier = _TABLE_OF_THEN(configuration, items), point.arn.name
    return BackupOfThen(table, name=point.job_id, identifier=identifier, moment=point.moment)


def new_table(configuration: Configuration, items: Items, order: Order) -> Any:
    """The table that an order makes, which tells what it was restored from."""
    name, metadata = order.created.name, order.metadata
    source = _TABLE_OF_THEN(configuration, items)
    backup = BackupOfThen(source, name=name, identifier=name, moment=source.created_at)
    table = _RESTORED_TABLE(name, order.account_id, order.region, backup)
    source.forget_items()
    table.source_backup_arn = order.point_arn
    table.billing_mode = configuration["billing_mode"]
    table.deletion_protection_enabled = order.flag("deletionprotection", default=False)
    table.tags = [{"Key": key, "Value": value} for key, value in order.tags.items()]
    if metadata.get("encryptiontype", "Default").lower() != "default":
        # As moto has it of a table with this key, or with that of DynamoDB.
        specification = {"Enabled": True, "SSEType": "KMS"}
        key = metadata.get("kmsmasterkeyarn")
        key = key or table._get_default_encryption_key(order.account_id, order.region)
        table.sse_specification = {**specification, "KMSMasterKeyId": key}
    return table
