"""ResourceType: what an ARN stands for, and what ARNs its recovery points have.

https://docs.aws.amazon.com/aws-backup/latest/devguide/recovery-points.html
"""

from dataclasses import dataclass

from .arns import Arn

BACKUP_POINT = "arn:{partition}:backup:{region}:{account}:recovery-point:{uuid}"
_SNAPSHOT = "arn:{partition}:ec2:{region}::snapshot/snap-{hex17}"
_RDS = "arn:{partition}:rds:{region}:{account}:{kind}:awsbackup:{job}"


@dataclass(frozen=True)
class ResourceType:
    """One type of resource.

    service, prefix: its ARNs are `arn:PARTITION:SERVICE:REGION:ACCOUNT:PREFIX…`.
    recovery_point: the ARN of its recovery points, with placeholders.
    composite: whether a backup of it is made of backups of its parts.
    stoppable: whether StopBackupJob may stop its jobs.
    arn_at_start: whether StartBackupJob already tells the recovery point's ARN.
    continuous: whether AWS Backup makes continuous backups of it.
    cold: which of its recovery points can move to cold storage: "always" all, "opted in" those whose
        lifecycle opts in to the archive, "advanced" those that AWS Backup itself manages.
    """

    name: str
    service: str
    prefix: str
    recovery_point: str = BACKUP_POINT
    composite: bool = False
    stoppable: bool = True
    arn_at_start: bool = False
    continuous: bool = False
    cold: str = ""


RESOURCE_TYPES = (
    ResourceType("EBS", "ec2", "volume/", _SNAPSHOT, cold="opted in"),
    ResourceType("EC2", "ec2", "instance/", "arn:{partition}:ec2:{region}::image/ami-{hex17}"),
    ResourceType(
        "RDS",
        "rds",
        "db:",
        _RDS.replace("{kind}", "snapshot"),
        stoppable=False,
        continuous=True,
    ),
    ResourceType(
        "Aurora",
        "rds",
        "cluster:",
        _RDS.replace("{kind}", "cluster-snapshot"),
        stoppable=False,
        continuous=True,
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
        cold="advanced",
    ),
    ResourceType("EFS", "elasticfilesystem", "file-system/", arn_at_start=True, cold="always"),
    ResourceType(
        "FSx",
        "fsx",
        "file-system/",
        "arn:{partition}:fsx:{region}:{account}:backup/backup-{hex17}",
        stoppable=False,
    ),
    ResourceType("Storage Gateway", "storagegateway", "gateway/", _SNAPSHOT),
    ResourceType(
        "S3",
        "s3",
        "",
        "arn:{partition}:backup:{region}:{account}:recovery-point:{name}-{digits14}-{hex8}",
        continuous=True,
    ),
    ResourceType(
        "Redshift",
        "redshift",
        "cluster:",
        "arn:{partition}:redshift:{region}:{account}:snapshot:{name}/awsbackup:{job}",
    ),
    ResourceType(
        "Redshift Serverless",
        "redshift-serverless",
        "namespace/",
        "arn:{partition}:redshift-serverless:{region}:{account}:snapshot:{name}/awsbackup:{job}",
    ),
    ResourceType("Timestream", "timestream", "database/", cold="always"),
    ResourceType("CloudFormation", "cloudformation", "stack/", composite=True, cold="always"),
    ResourceType("VirtualMachine", "backup-gateway", "vm/", cold="always"),
    ResourceType(
        "SAP HANA on Amazon EC2",
        "ssm-sap",
        "HANA/",
        stoppable=False,
        continuous=True,
        cold="always",
    ),
    ResourceType(
        "EKS",
        "eks",
        "cluster/",
        "arn:{partition}:backup:{region}:{account}:recovery-point:composite:eks/{name}-{digits14}-{hex8}",
        composite=True,
    ),
    ResourceType("DSQL", "dsql", "cluster/"),
)
BY_NAME = {resource_type.name: resource_type for resource_type in RESOURCE_TYPES}
# The types whose recovery points can have an index.
INDEXED = ("EBS", "S3")

# ARNs whose service and prefix alone decide; the first of several types is the default.
_BY_SERVICE: dict[str, list[tuple[str, ResourceType]]] = {}
for _type in RESOURCE_TYPES:
    _BY_SERVICE.setdefault(_type.service, []).append((_type.prefix, _type))
_BY_SERVICE["fsx"].append(("volume/", BY_NAME["FSx"]))


def resource_type_of(arn: Arn) -> ResourceType | None:
    """The type that AWS Backup gives the resource, or None if it backs up no such thing.

    A cluster of RDS is Aurora: only its engine, which the ARN does not tell, says otherwise.
    """
    for prefix, resource_type in _BY_SERVICE.get(arn.service, ()):
        if arn.resource.startswith(prefix) and len(arn.resource) > len(prefix):
            return resource_type
    return None


def possible_types(service: str, resource: str, *, is_whole: bool) -> list[str]:
    """The names of the types that the resource of an ARN may have.

    is_whole: whether that is all of it, or how it begins.
    """
    found = [
        resource_type.name
        for prefix, resource_type in _BY_SERVICE.get(service, ())
        if (resource.startswith(prefix) and len(resource) > len(prefix))
        or (not is_whole and (resource.startswith(prefix) or prefix.startswith(resource)))
    ]
    # A cluster of RDS may be a database of several zones.
    return [*found, "RDS"] if "Aurora" in found else found
