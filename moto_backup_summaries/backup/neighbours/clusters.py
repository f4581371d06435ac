"""The resource type of clusters, which their engine in moto decides."""

import sys
from typing import Any

from ..aws.arns import Arn
from ..aws.resource_types import BY_NAME, ResourceType, resource_type_of

_BY_ENGINE = {"docdb": "DocumentDB", "neptune": "Neptune", "mysql": "RDS", "postgres": "RDS"}


def type_of_existing(arn: Arn) -> ResourceType | None:
    """The type that AWS Backup gives a resource. A cluster that moto does not know is Aurora."""
    resource_type = resource_type_of(arn)
    if resource_type is not None and resource_type.name == "Aurora":
        return BY_NAME[_BY_ENGINE.get(_engine_of(arn), "Aurora")]
    return resource_type


def _engine_of(arn: Arn) -> str:
    for service in ("rds", "neptune"):
        models: Any = sys.modules.get(f"moto.{service}.models")
        backends = getattr(models, f"{service}_backends", {})
        if arn.account_id in list(backends):
            cluster = backends[arn.account_id][arn.region].clusters.get(arn.name)
            if cluster is not None:
                return str(cluster.engine)
    return ""
