"""The Metadata of StartRestoreJob, by resource type: which names are refused or fail, what they create.

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
from .identifiers import database_resource_id, new_id, new_resource_arn, seventeen_digits

REQUEST_ID = "aws:backup:request-id"
# The StatusMessage of a restore whose Metadata AWS could not use: recorded for an instance with
# SecurityGroupIds that were no JSON.
INVALID_MESSAGE = "Restore metadata is invalid."

# The names that a type accepts, of the types that were seen to refuse others: EFS in
# kanisterio/kanister#792, DSQL by users who sent the answer of GetRecoveryPointRestoreMetadata.
_ACCEPTED = {
    "DSQL": ("regionalConfig", "witnessRegion", "peerRegion", "useMultiRegionOrchestration"),
    "EFS": (
        *("file-system-id", "Encrypted", "KmsKeyId", "PerformanceMode", "CreationToken"),
        *("newFileSystem", "ItemsToRestore", "singleAzFilesystem", "availabilityZoneName"),
    ),
}
# The names whose values are JSON lists, or objects, by the guide; other types have none.
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
# A name with which a restore fails, as drills with databases have shown: the ARN alone says what to restore.
_FAILING = {"RDS": "DBSnapshotIdentifier"}

# The ARN of the created resource, by the type of the recovery point: the first form whose placeholders all
# have a value. Those in small letters are names of Metadata. Without such a form the ARN is generated.
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
# The names whose values RDS and Redshift store in small letters.
_LOWERED = ("clusteridentifier", "dbclusteridentifier", "dbinstanceidentifier")
# The type that a virtual machine is restored to, by the first letters of its RestoreTo.
_MACHINES = {"ec2": "EC2", "ebs": "EBS"}


class Restore(NamedTuple):
    """A request of StartRestoreJob.

    type_name, resource: the ResourceType and the resource of the recovery point.
    """

    type_name: str
    resource: Arn
    metadata: Mapping[str, str]

    @property
    def refused_name(self) -> str | None:
        """The first name of Metadata that AWS Backup refuses."""
        accepted = accepted_names(self.type_name)
        lowered = {name.lower() for name in accepted}
        refused = (name for name in self.metadata if lowered and name.lower() not in lowered)
        return next(refused, None)

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
        metadata = {
            name.lower(): value.lower() if name.lower() in _LOWERED else value
            for name, value in self.metadata.items()
            if value
        }
        created_type = _MACHINES.get(metadata.get("restoreto", "")[:3].lower(), self.type_name)
        if metadata.get("newfilesystem", "").lower() != "false":
            metadata.pop("file-system-id", None)
        uuid = new_id()
        values = {
            **metadata,
            "PARTITION": self.resource.partition,
            "SERVICE": self.resource.service,
            "REGION": region,
            "ACCOUNT": account_id,
            "UUID": uuid,
            "ID": database_resource_id(uuid),
            "HEX17": seventeen_digits(uuid),
        }
        if self.resource.kind == "fsx:volume":
            values["FILE_SYSTEM"] = self.resource.resource.split("/")[1]
        for form in _CREATED.get(created_type, ()):
            with suppress(KeyError):
                return form.format_map(values)
        return new_resource_arn(
            created_type, "restored", region=region, account_id=account_id, uuid=uuid
        )


def accepted_names(type_name: str) -> tuple[str, ...]:
    """The names that Metadata of a type may have; none for a type that was seen to refuse nothing."""
    names = _ACCEPTED.get(type_name)
    return (*names, REQUEST_ID) if names else ()


def _is_not_json_of(json_type: type, text: str) -> bool:
    """Whether a text is anything but JSON of this type."""
    try:
        return not isinstance(json.loads(text), json_type)
    except (ValueError, RecursionError):
        return True


_FAILURES: tuple[tuple[Mapping[str, str], Callable[[str], bool]], ...] = (
    (_FAILING, lambda text: True),
    (_LISTS, partial(_is_not_json_of, list)),
    (_OBJECTS, partial(_is_not_json_of, dict)),
)
