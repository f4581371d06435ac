"""ResourceType: what an ARN stands for, and the ARN that its recovery points get.

https://docs.aws.amazon.com/aws-backup/latest/devguide/recovery-points.html
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

_BACKUP_POINT = "arn:{partition}:backup:{region}:{account}:recovery-point:{uuid}"
_SNAPSHOT = "arn:{partition}:ec2:{region}::snapshot/snap-{hex17}"
_RDS = "arn:{partition}:rds:{region}:{account}:{kind}:awsbackup:job-{uuid}"


class Arn(NamedTuple):
    """An ARN in its parts; `resource` is all that follows the account."""

    partition: str
    service: str
    region: str
    account_id: str
    resource: str

    @classmethod
    def parse(cls, text: str) -> "Arn | None":
        """The parts, or None where the text is not shaped like an ARN."""
        parts = text.split(":", 5)
        if len(parts) != 6 or parts[0] != "arn" or not (parts[1] and parts[2] and parts[5]):
            return None
        return cls(*parts[1:])

    @property
    def name(self) -> str:
        """The last part of the resource: a volume's id, a table's name."""
        return self.resource.replace(":", "/").rstrip("/").rsplit("/", 1)[-1]


@dataclass(frozen=True)
class ResourceType:
    """One type of resource.

    service, prefix: its ARNs are `arn:PARTITION:SERVICE:REGION:ACCOUNT:PREFIX…`.
    recovery_point: the ARN of its recovery points, with placeholders.
    composite: whether a backup of it is made of backups of its parts.
    stoppable: whether StopBackupJob may stop its jobs.
    arn_at_start: whether StartBackupJob already tells the recovery point's ARN.
    """

    name: str
    service: str
    prefix: str
    recovery_point: str = _BACKUP_POINT
    composite: bool = False
    stoppable: bool = True
    arn_at_start: bool = False


RESOURCE_TYPES = (
    ResourceType("EBS", "ec2", "volume/", _SNAPSHOT),
    ResourceType("EC2", "ec2", "instance/", "arn:{partition}:ec2:{region}::image/ami-{hex17}"),
    ResourceType("RDS", "rds", "db:", _RDS.replace("{kind}", "snapshot"), stoppable=False),
    ResourceType(
        "Aurora", "rds", "cluster:", _RDS.replace("{kind}", "cluster-snapshot"), stoppable=False
    ),
    ResourceType(
        "DocumentDB", "rds", "cluster:", _RDS.replace("{kind}", "cluster-snapshot"), stoppable=False
    ),
    ResourceType(
        "Neptune", "rds", "cluster:", _RDS.replace("{kind}", "cluster-snapshot"), stoppable=False
    ),
    ResourceType(
        "DynamoDB",
        "dynamodb",
        "table/",
        "arn:{partition}:dynamodb:{region}:{account}:table/{name}/backup/{digits14}-{hex8}",
    ),
    ResourceType("EFS", "elasticfilesystem", "file-system/", arn_at_start=True),
    ResourceType(
        "FSx",
        "fsx",
        "file-system/",
        "arn:{partition}:fsx:{region}:{account}:backup/backup-{hex17}",
        stoppable=False,
    ),
    ResourceType("Storage Gateway", "storagegateway", "gateway/", _SNAPSHOT),
    ResourceType(
        "S3", "s3", "", "arn:{partition}:backup:{region}:{account}:recovery-point:{name}-{hex8}"
    ),
    ResourceType(
        "Redshift",
        "redshift",
        "cluster:",
        "arn:{partition}:redshift:{region}:{account}:snapshot:{name}/awsbackup:job-{uuid}",
    ),
    ResourceType(
        "Redshift Serverless",
        "redshift-serverless",
        "namespace/",
        "arn:{partition}:redshift-serverless:{region}:{account}:snapshot:{name}/awsbackup:job-{uuid}",
    ),
    ResourceType("Timestream", "timestream", "database/"),
    ResourceType("CloudFormation", "cloudformation", "stack/", composite=True),
    ResourceType("VirtualMachine", "backup-gateway", "vm/"),
    ResourceType("SAP HANA on Amazon EC2", "ssm-sap", "HANA/", stoppable=False),
    ResourceType(
        "EKS",
        "eks",
        "cluster/",
        "arn:{partition}:backup:{region}:{account}:recovery-point:composite:eks/{name}-{hex8}",
        composite=True,
    ),
    ResourceType("DSQL", "dsql", "cluster/"),
)
BY_NAME = {resource_type.name: resource_type for resource_type in RESOURCE_TYPES}

# ARNs whose service and prefix alone decide; the first of several types is the default.
_BY_SERVICE: dict[str, list[tuple[str, ResourceType]]] = {}
for _type in RESOURCE_TYPES:
    _BY_SERVICE.setdefault(_type.service, []).append((_type.prefix, _type))
_BY_SERVICE["fsx"].append(("volume/", BY_NAME["FSx"]))

_CLUSTER_ENGINES = {"docdb": "DocumentDB", "neptune": "Neptune", "mysql": "RDS", "postgres": "RDS"}


def resource_type_of(arn: Arn) -> ResourceType | None:
    """The type that AWS Backup would give the resource, or None if it backs up no such thing."""
    for prefix, resource_type in _BY_SERVICE.get(arn.service, ()):
        if arn.resource.startswith(prefix) and len(arn.resource) > len(prefix):
            if resource_type.name == "Aurora":
                return BY_NAME[_cluster_type(arn)]
            return resource_type
    return None


def _cluster_type(arn: Arn) -> str:
    """The type of an `rds:…:cluster:` by the engine of moto's cluster; Aurora where it has none."""
    for service in ("rds", "neptune"):
        models: Any = sys.modules.get(f"moto.{service}.models")
        backends = getattr(models, f"{service}_backends", {})
        if arn.account_id in list(backends):
            cluster = backends[arn.account_id][arn.region].clusters.get(arn.name)
            if cluster is not None:
                return _CLUSTER_ENGINES.get(cluster.engine, "Aurora")
    return "Aurora"


def new_recovery_point_arn(
    resource_type: ResourceType | None,
    resource: str,
    *,
    region: str,
    account_id: str,
    uuid: str | None = None,
) -> str:
    """An ARN of the form that AWS gives to recovery points of this type, fresh or out of a UUID."""
    template = resource_type.recovery_point if resource_type else _BACKUP_POINT
    return _fill(template, region, account_id, resource, uuid or new_id())


def new_resource_arn(
    resource_type: str, *, region: str, account_id: str, uuid: str | None = None
) -> str:
    """A plausible ARN of a resource of this type, fresh or out of a UUID."""
    known = BY_NAME.get(resource_type, BY_NAME["EBS"])
    where = ":" if known.service == "s3" else f"{region}:{account_id}"
    identifier = "vol-{hex17}" if known.name == "EBS" else "loaded-{hex8}"
    template = f"arn:{{partition}}:{known.service}:{where}:{known.prefix}{identifier}"
    return _fill(template, region, account_id, "", uuid or new_id())


def new_id() -> str:
    """A job's id, a UUID out of moto's own (seedable) randomness."""
    return str(UUID(int=mock_random.getrandbits(128), version=4))


def _fill(template: str, region: str, account_id: str, resource: str, uuid: str) -> str:
    arn = Arn.parse(resource)
    values: Mapping[str, str] = {
        "partition": get_partition(region),
        "region": region,
        "account": account_id,
        "name": arn.name if arn else "resource",
        "uuid": uuid.upper(),
        "hex17": uuid.replace("-", "")[:17],
        "hex8": uuid[:8],
        "digits14": f"0{int(uuid[:8], 16) % 10**13:013d}",
    }
    return template.format_map(values)
