"""Buckets of S3: a restore puts the objects of then into a bucket.

Of an object that has not changed, all backups have one copy; of a bucket in which none has, one list.
https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-s3.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import ref

from moto.utilities.utils import get_partition

from ...aws.arns import Arn
from ...kit.state import on_failure
from ..backends import values_of
from .content import Content, Order, UnrestorableError, refusals_of_moto, take

# Of a bucket: a reference to the content of its latest backup. Of an object: what its latest backup has.
_LATEST, _OBJECT = "latest_backup_content", "latest_backup_object"
# By the guide, objects of these are not backed up.
_ARCHIVED = ("GLACIER", "DEEP_ARCHIVE")
_ABSENT = "The specified bucket does not exist"


@dataclass(frozen=True)
class StoredObject:
    """The latest version of an object, as it was."""

    name: str
    value: bytes
    etag: str
    metadata: Mapping[str, str]
    tags: Mapping[str, str]
    storage_class: str
    acl: Any


class BucketContent(Content):
    """The objects of a bucket, as they were."""

    def __init__(self, bucket: Any) -> None:
        backend = _backend(bucket.account_id, bucket.region_name)
        objects = tuple(
            _stored(backend, key)
            for key in _latest_versions(bucket)
            if key.storage_class not in _ARCHIVED
        )
        latest = getattr(bucket, _LATEST, None)
        earlier = latest and latest()
        self.objects = earlier.objects if earlier and earlier.objects == objects else objects
        setattr(bucket, _LATEST, ref(self))

    def makes(self, created: Arn) -> bool:
        return created.service == "s3"

    def restore(self, order: Order) -> None:
        """All objects, or ItemsToRestore, into a bucket that is there, or with NewBucket into a new one."""
        name = order.needed("destinationbucketname")
        backend = _backend(order.account_id, order.region)
        if order.flag("newbucket", default=False):
            _create_bucket(backend, name, order)
        if name not in backend.buckets:
            raise UnrestorableError(_ABSENT)
        items = json.loads(order.metadata.get("itemstorestore") or "[]")
        for stored in self.objects:
            if not items or any(stored.name.startswith(str(item)) for item in items):
                _put(backend, name, stored)


def _latest_versions(bucket: Any) -> list[Any]:
    """The latest versions of objects; the marker of a deleted one has no content."""
    return [key for key in values_of(bucket.keys) if getattr(key, "contentsize", None) is not None]


def _stored(backend: Any, key: Any) -> StoredObject:
    """What a backup has of a version: the same as the one before, where nothing has changed."""
    tags = backend.tagger.get_tag_dict_for_resource(key.arn)
    latest: StoredObject | None = getattr(key, _OBJECT, None)
    metadata = dict(key.metadata)
    now = (key.etag, metadata, tags, key.acl)
    if latest and (latest.etag, latest.metadata, latest.tags, latest.acl) == now:
        return latest
    stored = StoredObject(key.name, key.value, key.etag, metadata, tags, key.storage_class, key.acl)
    setattr(key, _OBJECT, stored)
    return stored


def _create_bucket(backend: Any, name: str, order: Order) -> None:
    with refusals_of_moto():
        bucket = backend.create_bucket(name, order.region)
    on_failure(_delete_bucket, backend, name)
    tags = [{"Key": key, "Value": value} for key, value in order.tags.items()]
    backend.tagger.tag_resource(bucket.arn, tags)


def _delete_bucket(backend: Any, name: str) -> None:
    """Undo that a bucket was made."""
    bucket: Any = delete_restored_bucket(backend, name)
    backend.tagger.delete_all_tags_for_resource(bucket.arn)


def delete_restored_bucket(backend: Any, name: str) -> Any | None:
    """Delete a bucket with all that is in it; the bucket, if it was there."""
    from moto.s3.models import s3_backends

    bucket = take(backend.buckets, name)
    if bucket is not None:
        take(s3_backends.bucket_accounts, name)
    return bucket


def _put(backend: Any, bucket_name: str, stored: StoredObject) -> None:
    """Put an object, unless it is there as it was. S3 notifies of it as of any other."""
    bucket = backend.buckets[bucket_name]
    versions = list(bucket.keys.getlist(stored.name, []))
    present = [key for key in versions[-1:] if getattr(key, "contentsize", None) is not None]
    replaced = [_stored(backend, key) for key in present]
    if replaced == [stored]:
        return
    on_failure(_put_back, backend, bucket, stored.name, versions, replaced)
    _write(backend, bucket_name, stored)


def _write(backend: Any, bucket_name: str, stored: StoredObject) -> None:
    key = backend.put_object(bucket_name, stored.name, stored.value, storage=stored.storage_class)
    key.set_metadata(dict(stored.metadata), replace=True)
    key.set_acl(stored.acl)
    tagger = backend.tagger
    tagger.tag_resource(key.arn, tagger.convert_dict_to_tags_input(dict(stored.tags)))
    setattr(key, _OBJECT, stored)


def _put_back(
    backend: Any, bucket: Any, name: str, versions: list[Any], replaced: list[StoredObject]
) -> None:
    """Undo that an object was put; what was disposed of when it was overwritten is written anew."""
    for version in bucket.keys.getlist(name):
        if version not in versions:
            backend.tagger.delete_all_tags_for_resource(version.arn)
    kept = [version for version in versions if not getattr(version, "disposed", False)]
    if kept:
        bucket.keys.setlist(name, kept)
        return
    bucket.keys.pop(name)
    for stored in replaced:
        _write(backend, bucket.name, stored)


def _backend(account_id: str, region: str) -> Any:
    from moto.s3.models import s3_backends

    return s3_backends[account_id][get_partition(region)]
