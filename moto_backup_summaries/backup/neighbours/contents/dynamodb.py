"""Tables of DynamoDB: a restore makes a table with the items of then.

A backup takes nothing but the configuration. Who writes to a table that has been backed up keeps what it
changes for the latest backup; what has not changed since is read from the backup after that, and from the
table at last. So a thousand backups of a large table cost what changed in it.
https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-dynamodb.html
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NoReturn
from weakref import ref

from ...aws.arns import Arn
from .content import Content, LeftPoint, Order, UnrestorableError, put, take

# Of a table: a reference to the content of its latest backup.
LATEST = "latest_backup_content"
# What of a table is no configuration.
_PARTS = (LATEST, "items", "stream_shard", "lambda_event_source_mappings")
_NAME = re.compile(r"[a-zA-Z0-9_.-]{3,255}")
# A hash key, and a range key or None.
Key = tuple[Any, Any]


class TableContent(Content):
    """The configuration of a table, and what its items were before they changed.

    configuration: by moto's attributes of a table. before: copies of the items that have changed since, until
        the next backup; None for those that there were not.
    """

    left, made = "dynamodb:table", "dynamodb:table"

    def __init__(self, table: Any) -> None:
        self.configuration = {
            name: deepcopy(value) for name, value in table.__dict__.items() if name not in _PARTS
        }
        self.before: dict[Key, Any | None] = {}
        # The content of the next backup, or else the table.
        self._next: Any = table
        earlier = _latest(table)
        if earlier is not None:
            earlier._next = self
        setattr(table, LATEST, ref(self))

    def items(self) -> Any:
        """The items as moto has them, by hash key and range key, those of then; nobody may change them."""
        contents: list[TableContent] = [self]
        table = self._next
        while isinstance(table, TableContent):
            contents.append(table)
            table = table._next
        changed: dict[Key, Any | None] = {}
        for content in reversed(contents):
            changed |= content.before
        items: Any = defaultdict(dict)
        for key, item in {**dict(_keyed_items(table)), **changed}.items():
            hash_key, range_key = key
            if item is None:
                continue
            if table.has_range_key:
                items[hash_key][range_key] = item
            else:
                items[hash_key] = item
        return items

    def leave(self, point: LeftPoint) -> None:
        from .moto_tables import new_backup

        backend = _backend(point.account_id, point.arn.region)
        backup = new_backup(self.configuration, self.items, point)
        put(backend.backups, backup.arn, backup)

    def remove(self, point: Arn, account_id: str) -> None:
        backup = take(_backend(account_id, point.region).backups, ":".join(("arn", *point)))
        if backup is not None:
            backup.table.forget_items()

    def restore(self, order: Order) -> None:
        """Streams, time to live, and what scales a table are not restored, by the guide to DynamoDB."""
        from .moto_tables import new_table

        name = order.needed("targettablename")
        if not _NAME.fullmatch(name):
            raise UnrestorableError(name="targettablename")
        backend = _backend(order.account_id, order.region)
        if name in backend.tables:
            raise UnrestorableError(f"Table already exists: {name}")
        put(backend.tables, name, new_table(self.configuration, self.items, order))


def _latest(table: Any) -> TableContent | None:
    """What the latest backup of a table has, if anybody holds it."""
    latest = table.__dict__.get(LATEST)
    content: TableContent | None = latest and latest()
    return content


def _keyed_items(table: Any) -> Iterator[tuple[Key, Any]]:
    for hash_key, inner in table.items.items():
        if table.has_range_key:
            for range_key, item in inner.items():
                yield (hash_key, range_key), item
        else:
            yield (hash_key, None), inner


def keep_before(table: Any, attributes: Any) -> None:
    """Keep the item of a key, which is about to change, for the latest backup of its table.

    attributes: those of the key, as requests have them; there may be others.
    """
    from moto.dynamodb.models.dynamo_type import DynamoType

    names = [name for name in (table.hash_key_attr, table.range_key_attr) if name]
    if all(name in attributes for name in names):
        hash_key, *rest = [DynamoType(attributes[name]) for name in names]
        keep_before_deletion(table, hash_key, rest[0] if rest else None)


def keep_before_deletion(table: Any, hash_key: Any, range_key: Any) -> None:
    """The same, of a key as moto has it."""
    content = _latest(table)
    if content is not None and (hash_key, range_key) not in content.before:
        content.before[hash_key, range_key] = deepcopy(table.get_item(hash_key, range_key))


def refuse_deletion(arn: str) -> NoReturn:
    """Raise an error of DynamoDB for a backup that is a recovery point, which only AWS Backup deletes."""
    from moto.dynamodb.exceptions import MockValidationException

    raise MockValidationException(
        f"The backup {arn} was made by AWS Backup, which alone deletes it"
    )


def _backend(account_id: str, region: str) -> Any:
    from moto.dynamodb.models import dynamodb_backends

    return dynamodb_backends[account_id][region]
