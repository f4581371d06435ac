"""Deletes what restores have made: restore testing does, once its validation is over."""

from collections.abc import Callable, Mapping
from typing import Any

from moto.utilities.utils import get_partition

from ...aws.arns import Arn
from ..backends import existing_backend
from . import instances, s3
from .content import take

# By the kind of ARN: moto's name of the backends, and what takes the resource of an ARN out of one.
_DELETIONS: Mapping[str, tuple[str, Callable[[Any, str], object]]] = {
    "dynamodb:table": (
        "dynamodb.models.dynamodb_backends",
        lambda backend, name: take(backend.tables, name),
    ),
    "ec2:instance": ("ec2.models.ec2_backends", instances.delete_restored_instance),
    "ec2:volume": (
        "ec2.models.ec2_backends",
        lambda backend, name: take(backend.volumes, name),
    ),
    "elasticfilesystem:file-system": (
        "efs.models.efs_backends",
        lambda backend, name: take(backend.file_systems_by_id, name),
    ),
    "fsx:file-system": (
        "fsx.models.fsx_backends",
        lambda backend, name: take(backend.file_systems, name),
    ),
    "rds:cluster": ("rds.models.rds_backends", lambda backend, name: take(backend.clusters, name)),
    "rds:db": ("rds.models.rds_backends", lambda backend, name: take(backend.databases, name)),
    "redshift:cluster": (
        "redshift.models.redshift_backends",
        lambda backend, name: take(backend.clusters, name),
    ),
    "s3": ("s3.models.s3_backends", s3.delete_restored_bucket),
}


def delete_restored(created_arn: str, account_id: str, region: str) -> bool:
    """Delete what a restore job of an account and region has made; whether that was there in moto.

    created_arn: the CreatedResourceArn of the job. It is undone where the request fails. What its service
    would not delete yet, such as a volume in use, a table that is protected, or a bucket with objects, is
    deleted too.
    """
    arn = Arn.of(created_arn)
    kind = arn.service if arn.service == "s3" else arn.kind
    if kind not in _DELETIONS:
        return False
    backends, delete = _DELETIONS[kind]
    backend = existing_backend(
        backends, account_id, get_partition(region) if kind == "s3" else region
    )
    return backend is not None and delete(backend, arn.name) is not None
