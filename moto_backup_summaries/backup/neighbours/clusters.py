"""The resource type of clusters, by their engine in moto."""

from ..aws.arns import Arn
from ..aws.resource_types import BY_NAME, ResourceType, resource_type_of
from .backends import RDS, existing_backend

_BY_ENGINE = {"docdb": "DocumentDB", "neptune": "Neptune", "mysql": "RDS", "postgres": "RDS"}


def type_of_existing(arn: Arn) -> ResourceType | None:
    """The type of a resource in AWS Backup. A cluster that moto does not have is Aurora."""
    resource_type = resource_type_of(arn)
    if resource_type is not None and resource_type.name == "Aurora":
        return BY_NAME[_BY_ENGINE.get(_engine_of(arn), "Aurora")]
    return resource_type


def _engine_of(arn: Arn) -> str:
    """The engine of a cluster in moto, which keeps Neptune's and DocumentDB's with RDS."""
    backend = existing_backend(RDS, arn.account_id, arn.region)
    cluster = backend.clusters.get(arn.name) if backend is not None else None
    return str(cluster.engine) if cluster is not None else ""
