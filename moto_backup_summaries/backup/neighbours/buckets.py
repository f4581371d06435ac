"""Buckets and access points of moto's S3."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from moto.utilities.utils import get_partition

from .backends import existing_backend, existing_backends

_S3 = "s3.models.s3_backends"


def has_bucket(account_id: str, region: str, name: str) -> bool:
    """Whether an account has a bucket of this name, in whichever region."""
    backend = _backend(account_id, region)
    return backend is not None and name in backend.buckets


def has_access_point(account_id: str, region: str, name: str) -> bool:
    """Whether an account has an access point of this name in S3, in whichever region."""
    backends = "s3control.models.s3control_backends"
    backend = existing_backend(backends, account_id, get_partition(region))
    return backend is not None and name in backend.access_points.get(account_id, ())


def write(account_id: str, region: str, bucket: str, key: str, text: str) -> None:
    """Put an object into a bucket that is there. S3 notifies of it as of any other."""
    backend: Any = _backend(account_id, region)
    backend.put_object(bucket, key, text.encode())


def _backend(account_id: str, region: str) -> Any | None:
    return existing_backend(_S3, account_id, get_partition(region))


def objects_of(bucket: str) -> Mapping[str, Callable[[], bytes]] | None:
    """What reads each object of a bucket, by key; None where no account has such a bucket."""
    for backend in existing_backends(_S3):
        if bucket in backend.buckets:
            keys = backend.buckets[bucket].keys
            return {name: partial(_content_of, keys[name]) for name in keys}
    return None


def _content_of(key: Any) -> bytes:
    content: bytes = key.value
    return content
