"""The types of resource, by their ARNs, and the ARNs of their recovery points.

https://docs.aws.amazon.com/aws-backup/latest/devguide/recovery-points.html
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .arns import Arn

# Forms of the ARNs of recovery points, with the placeholders of identifiers.py. By the guide's table of them:
# https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html
BACKUP_POINT = "arn:{partition}:backup:{region}:{account}:recovery-point:{uuid}"
_CONTINUOUS = "arn:{partition}:backup:{region}:{account}:recovery-point:continuous:"
_SNAPSHOT = "arn:{partition}:ec2:{region}::snapshot/snap-{hex17}"
_DB_SNAPSHOT = "arn:{partition}:rds:{region}:{account}:snapshot:awsbackup:{job}"
_CLUSTER_SNAPSHOT = "arn:{partition}:rds:{region}:{account}:cluster-snapshot:awsbackup:{job}"


@dataclass(frozen=True)
class ResourceType:
    """One type of resource.

    service, prefix: its ARNs are `arn:PARTITION:SERVICE:REGION:ACCOUNT:PREFIX…`.
    recovery_point: the form of its recovery points' ARNs.
    own_point: the form of those that the service keeps itself, though AWS Backup could.
    composite: whether a backup of it is made of backups of its parts.
    air_gap: whether logically air-gapped vaults take its backups; of some, only those of certain resources.
    stoppable: whether StopBackupJob may stop its jobs.
    arn_at_start: whether StartBackupJob answers the recovery point's ARN, if AWS Backup keeps it.
    sized: whether a backup job has the size of its backup.
    continuous: the form of the ARN of a continuous backup, or "" for types without such backups.
    cold: which of its recovery points can move to cold storage: "always" all, "opted in" those whose
        lifecycle opts in to the archive, "advanced" those that AWS Backup itself manages.
    """

    name: str
    service: str
    prefix: str
    recovery_point: str = BACKUP_POINT
    own_point: str = ""
    composite: bool = False
    air_gap: bool = False
    stoppable: bool = True
    arn_at_start: bool = False
    sized: bool = True
    continuous: str = ""
    cold: str = ""

    @property
    def is_fully_managed(self) -> bool:
        """Whether AWS Backup keeps its recovery points, rather than its service."""
        return ":backup:" in self.recovery_point

    def point_form(self, *, is_continuous: bool = False, is_managed: bool = True) -> str:
        """The form of the ARN of a recovery point.

        is_managed: whether AWS Backup keeps it, where it can.
        """
        if is_continuous and self.continuous:
            return self.continuous
        return self.recovery_point if is_managed else self.own_point or self.recovery_point


# Above each type, the public record that shows its form, or "none was found" beside the guide's table.
RESOURCE_TYPES = (
    # Recorded in boto/boto3#2260.
    ResourceType("EBS", "ec2", "volume/", _SNAPSHOT, cold="opted in", air_gap=True),
    # Recorded in openshift's guide to AWS Backup.
    ResourceType(
        "EC2", "ec2", "instance/", "arn:{partition}:ec2:{region}::image/ami-{hex17}", air_gap=True
    ),
    # Recorded in restore drills. The continuous one, of a database's resource id, in an error of
    # ModifyDBInstance: "…is associated with an AWS Backup resource with id arn:…:continuous:db-…".
    ResourceType(
        "RDS",
        "rds",
        "db:",
        _DB_SNAPSHOT,
        stoppable=False,
        continuous=_CONTINUOUS + "db-{resource_id}-{hex8}",
    ),
    # Recorded in restore drills; the beginning of the continuous one in crossplane's provider-aws.
    ResourceType(
        "Aurora",
        "rds",
        "cluster:",
        _CLUSTER_SNAPSHOT,
        stoppable=False,
        sized=False,
        continuous=_CONTINUOUS + "cluster-{resource_id}-{hex8}",
        air_gap=True,
    ),
    # None was found.
    ResourceType(
        "DocumentDB",
        "rds",
        "cluster:",
        _CLUSTER_SNAPSHOT,
        stoppable=False,
        sized=False,
        air_gap=True,
    ),
    # None was found.
    ResourceType(
        "Neptune", "rds", "cluster:", _CLUSTER_SNAPSHOT, stoppable=False, sized=False, air_gap=True
    ),
    # None was found: by the table, with advanced features and without.
    ResourceType(
        "DynamoDB",
        "dynamodb",
        "table/",
        own_point=(
            "arn:{partition}:dynamodb:{region}:{account}:table/{name}/backup/{milliseconds}-{hex8}"
        ),
        arn_at_start=True,
        cold="advanced",
        air_gap=True,
    ),
    # Recorded in turbot/steampipe-plugin-aws#2031, and in three more.
    ResourceType(
        "EFS", "elasticfilesystem", "file-system/", arn_at_start=True, cold="always", air_gap=True
    ),
    # Recorded in a printed restore job of a volume of ONTAP.
    ResourceType(
        "FSx",
        "fsx",
        "file-system/",
        "arn:{partition}:fsx:{region}:{account}:backup/backup-{hex17}",
        stoppable=False,
        air_gap=True,
    ),
    # None was found.
    ResourceType("Storage Gateway", "storagegateway", "gateway/", _SNAPSHOT, air_gap=True),
    # Recorded in nationalarchives/terraform-aws-immutable-aws-backup, the continuous one in the README of
    # an installation that restores by it. The table has both without `continuous:`.
    ResourceType(
        "S3",
        "s3",
        "",
        "arn:{partition}:backup:{region}:{account}:recovery-point:{name}-{second}-{hex8}",
        continuous=_CONTINUOUS + "{name}-{hex8}",
        air_gap=True,
    ),
    # As in the guide's example of a restore.
    ResourceType(
        "Redshift",
        "redshift",
        "cluster:",
        "arn:{partition}:redshift:{region}:{account}:snapshot:{name}/awsbackup:{job}",
    ),
    # None was found.
    ResourceType(
        "Redshift Serverless",
        "redshift-serverless",
        "namespace/",
        "arn:{partition}:redshift-serverless:{region}:{account}:snapshot:{name}/awsbackup:{job}",
    ),
    # None was found. The table's example ends in `_beta`.
    ResourceType("Timestream", "timestream", "database/", cold="always", air_gap=True),
    # None was found.
    ResourceType("CloudFormation", "cloudformation", "stack/", composite=True, cold="always"),
    # None was found.
    ResourceType("VirtualMachine", "backup-gateway", "vm/", cold="always", air_gap=True),
    # None was found, of a continuous one neither.
    ResourceType(
        "SAP HANA on Amazon EC2",
        "ssm-sap",
        "HANA/",
        stoppable=False,
        continuous=BACKUP_POINT,
        cold="always",
    ),
    # None was found. The guide's form ends with the time; ours also differs within a second.
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/eks-backups.html
    ResourceType(
        "EKS",
        "eks",
        "cluster/",
        "arn:{partition}:backup:{region}:{account}:recovery-point:composite:eks/{name}-{second}-{hex8}",
        composite=True,
        air_gap=True,
    ),
    # None was found.
    ResourceType("DSQL", "dsql", "cluster/", air_gap=True),
)
BY_NAME = {resource_type.name: resource_type for resource_type in RESOURCE_TYPES}
# The types whose recovery points can have an index.
INDEXED = ("EBS", "S3")
# The model of moto's state manager that indexes are.
INDEX_TRANSITION = "backup::recovery_point_index"

# ARNs whose service and prefix alone decide; the first of several types is the default.
_BY_SERVICE: dict[str, list[tuple[str, ResourceType]]] = {}
for _type in RESOURCE_TYPES:
    _BY_SERVICE.setdefault(_type.service, []).append((_type.prefix, _type))
_BY_SERVICE["fsx"].append(("volume/", BY_NAME["FSx"]))


def resource_type_of(arn: Arn) -> ResourceType | None:
    """The type of a resource in AWS Backup, or None if it does not back up such resources.

    A cluster of RDS counts as Aurora: its ARN does not have its engine, which may be another.
    """
    for prefix, resource_type in _BY_SERVICE.get(arn.service, ()):
        if arn.resource.startswith(prefix) and len(arn.resource) > len(prefix):
            return resource_type
    return None


# The ResourceName of a resource without a tag `Name`, by its service, where that is not the last part of its
# ARN: a table of Timestream as cloud-custodian has recorded it; a stack's name, which its id follows.
_NAME_OF: Mapping[str, Callable[[str], str]] = {
    "cloudformation": lambda resource: resource.split("/")[1],
    "timestream": lambda resource: resource,
}


def resource_name(arn: str) -> str:
    """The ResourceName that lists have of a resource without a tag `Name`."""
    parts = Arn.of(arn)
    name_of = _NAME_OF.get(parts.service)
    return name_of(parts.resource) if name_of and resource_type_of(parts) else parts.name


def possible_types(service: str, resource: str, *, is_whole: bool) -> list[str]:
    """The names of the types that the resource of an ARN may have.

    is_whole: whether that is all of it, or how it begins.
    """
    names = [
        resource_type.name
        for prefix, resource_type in _BY_SERVICE.get(service, ())
        if (resource.startswith(prefix) and len(resource) > len(prefix))
        or (not is_whole and (resource.startswith(prefix) or prefix.startswith(resource)))
    ]
    # A cluster of RDS may be a database of several zones.
    return [*names, "RDS"] if "Aurora" in names else names
