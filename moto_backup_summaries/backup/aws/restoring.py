"""What StartRestoreJob's Metadata of each resource type says: what is refused, what fails, what is created.

Names are compared without regard to case: the guide says so of DynamoDB, and its examples write others' in
several ways. Each type has its page:
https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from .arns import Arn
from .identifiers import hex17, lasting_id, new_id, new_resource_arn

REQUEST_ID = "aws:backup:request-id"
# How a restore ends whose Metadata AWS could not use: recorded of an instance, with SecurityGroupIds that
# were no JSON.
INVALID_MESSAGE = "Restore metadata is invalid."

# All names that a type takes, of the types of which a refusal of others was seen: of EFS in
# kanisterio/kanister#792, of DSQL by who handed back what GetRecoveryPointRestoreMetadata had told.
_ACCEPTED = {
    "DSQL": ("regionalConfig", "witnessRegion", "peerRegion", "useMultiRegionOrchestration"),
    "EFS": (
        *("file-system-id", "Encrypted", "KmsKeyId", "PerformanceMode", "CreationToken"),
        *("newFileSystem", "ItemsToRestore", "singleAzFilesystem", "availabilityZoneName"),
    ),
}
# What is JSON by the guide: lists, and objects. Of other types the guide says it of none.
_LISTS = {
    "Aurora": "AvailabilityZones EnableCloudwatchLogsExports VpcSecurityGroupIds",
    "DSQL": "regionalConfig peerRegion",
    "EC2": (
        "BlockDeviceMappings ElasticGpuSpecification LicenseSpecifications NetworkInterfaces SecurityGroupIds"
    ),
    "EFS": "ItemsToRestore",
    "EKS": "fargateProfiles kubernetesRestoreOrder namespaces nodeGroups podIdentityAssociations",
    "FSx": "SecurityGroupIds SubnetIds",
    "RDS": "EnableCloudwatchLogsExports VpcSecurityGroupIds",
    "Redshift": "ClusterSecurityGroups IamRoles VpcSecurityGroupIds",
    "S3": "ItemsToRestore",
    "VirtualMachine": "DisksToRestore NetworkInterfaces SecurityGroupIds",
}
_OBJECTS = {
    "Aurora": "ScalingConfiguration",
    "EC2": (
        "CapacityReservationSpecification CpuOptions CreditSpecification HibernationOptions "
        "InstanceMarketOptions Monitoring Placement"
    ),
    "EKS": "clusterVpcConfig nestedRestoreJobs",
    "FSx": "LustreConfiguration OntapConfiguration OpenZFSConfiguration WindowsConfiguration",
    "Timestream": "MagneticStoreWriteProperties",
    "VirtualMachine": "CreditSpecification HibernationOptions Placement",
}
# Names with which a restore fails, as drills with databases have seen: its ARN alone tells what to restore.
_FAILING = {"RDS": "DBSnapshotIdentifier"}

# What is created, by the type of the recovery point: the first ARN whose placeholders are all told. Those in
# small letters are names of Metadata. Of other types, and where none is told, an ARN is made up.
_HERE = "arn:{PARTITION}:{SERVICE}:{REGION}:{ACCOUNT}:"
_BUCKET = "arn:{PARTITION}:s3:::{destinationbucketname}"
_GATEWAY_VOLUME = "{gatewayarn}/volume/vol-{HEX17}"
_DB_CLUSTER = _HERE + "cluster:{dbclusteridentifier}"
_CREATED = {
    "Aurora": (_DB_CLUSTER,),
    "CloudFormation": (_HERE + "stack/{stackname}/{UUID}",),
    "DSQL": (_HERE + "cluster/{ID}",),
    "DocumentDB": (_DB_CLUSTER,),
    "DynamoDB": (_HERE + "table/{targettablename}",),
    "EBS": (_BUCKET, _GATEWAY_VOLUME),
    "EFS": (_HERE + "file-system/{file-system-id}",),
    "EKS": (_HERE + "cluster/{clustername}",),
    "FSx": (_HERE + "volume/{FILE_SYSTEM}/fsvol-{HEX17}",),
    "Neptune": (_DB_CLUSTER,),
    "RDS": (_HERE + "db:{dbinstanceidentifier}", _DB_CLUSTER),
    "Redshift": (_HERE + "cluster:{clusteridentifier}",),
    "Redshift Serverless": (_HERE + "namespace/{namespaceidentifier}",),
    "S3": (_BUCKET,),
    "Storage Gateway": (
        _GATEWAY_VOLUME,
        "arn:{PARTITION}:ec2:{REGION}:{ACCOUNT}:volume/vol-{HEX17}",
    ),
    "Timestream": (
        _HERE + "database/{destinationdatabase}/table/{tablename}",
        _HERE + "database/{databasename}/table/{tablename}",
    ),
}
# What a virtual machine becomes, by how its RestoreTo begins.
_MACHINES = {"ec2": "EC2", "ebs": "EBS"}


class Restore(NamedTuple):
    """What StartRestoreJob is asked for.

    type_name: the ResourceType of the recovery point. resource: what that is of.
    """

    type_name: str
    resource: Arn
    metadata: Mapping[str, str]

    @property
    def refused_name(self) -> str | None:
        """The first name of Metadata that AWS Backup refuses."""
        accepted = accepted_names(self.type_name)
        known = {name.lower() for name in accepted}
        unknown = (name for name in self.metadata if known and name.lower() not in known)
        return next(unknown, None)

    @property
    def failing_name(self) -> str | None:
        """The first name of Metadata with whose value the job fails."""
        for names, fails in _FAILURES:
            failing = names.get(self.type_name, "").lower().split()
            for name, value in self.metadata.items():
                if name.lower() in failing and fails(value):
                    return name
        return None

    def created_arn(self, region: str, account_id: str) -> str:
        told = {name.lower(): value for name, value in self.metadata.items() if value}
        made = _MACHINES.get(told.get("restoreto", "")[:3].lower(), self.type_name)
        if told.get("newfilesystem", "").lower() != "false":
            told.pop("file-system-id", None)
        uuid = new_id()
        values = {
            **told,
            "PARTITION": self.resource.partition,
            "SERVICE": self.resource.service,
            "REGION": region,
            "ACCOUNT": account_id,
            "UUID": uuid,
            "ID": lasting_id(uuid),
            "HEX17": hex17(uuid),
        }
        if self.resource.kind == "fsx:volume":
            values["FILE_SYSTEM"] = self.resource.resource.split("/")[1]
        for form in _CREATED.get(made, ()):
            with suppress(KeyError):
                return form.format_map(values)
        return new_resource_arn(made, "restored", region=region, account_id=account_id, uuid=uuid)


def accepted_names(type_name: str) -> tuple[str, ...]:
    """All that Metadata of a type may have, or none where AWS Backup was seen to refuse nothing."""
    names = _ACCEPTED.get(type_name)
    return (*names, REQUEST_ID) if names else ()


def _is_no(kind: type, text: str) -> bool:
    """Whether a text is not JSON of this kind."""
    try:
        return not isinstance(json.loads(text), kind)
    except (ValueError, RecursionError):
        return True


_FAILURES: tuple[tuple[Mapping[str, str], Callable[[str], bool]], ...] = (
    (_FAILING, lambda text: True),
    (_LISTS, partial(_is_no, list)),
    (_OBJECTS, partial(_is_no, dict)),
)
