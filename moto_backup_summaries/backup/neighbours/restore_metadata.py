"""How a resource of moto was configured when it was backed up, in the words that restore it.

The names are those that StartRestoreJob takes, and that programs find in recorded answers.
https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html
"""

import json
from collections.abc import Mapping
from typing import Any

from ..aws.arns import Arn
from .walking import values_of

Metadata = Mapping[str, str]

# What names the resource itself, by what its ARN is of.
_NAMED_BY = {
    "dynamodb:table": "originalTableName",
    "ec2:volume": "volumeId",
    "elasticfilesystem:file-system": "file-system-id",
    "rds:cluster": "DBClusterIdentifier",
    "rds:db": "DBInstanceIdentifier",
}


def of_arn(arn: Arn) -> Metadata:
    """What the ARN of a resource tells, whether moto has it or not."""
    name = _NAMED_BY.get(arn.kind)
    return {name: arn.name} if name else {}


def of_ec2(it: Any) -> Metadata:
    """A volume, or an instance."""
    volume_type = getattr(it, "volume_type", None)
    if volume_type is None:
        return _of_instance(it)
    return _texts(
        encrypted=it.encrypted, kmsKeyId=it.kms_key_id, volumeSize=it.size, volumeType=volume_type
    )


def _of_instance(it: Any) -> Metadata:
    # Of moto's versions, some have the zone here and some behind it.
    zone = getattr(it.placement, "zone", it.placement)
    return _texts(
        DisableApiTermination=it.disable_api_termination,
        EbsOptimized=it.ebs_optimized,
        InstanceInitiatedShutdownBehavior=it.instance_initiated_shutdown_behavior,
        InstanceType=it.instance_type,
        KeyName=it.key_name,
        Monitoring={"State": it.monitoring_state},
        NetworkInterfaces=[_interface(nic) for nic in values_of(it.nics)],
        Placement={"AvailabilityZone": zone, "GroupName": "", "Tenancy": "default"},
        SecurityGroupIds=[group.id for group in it.security_groups],
        SubnetId=it.subnet_id,
        VpcId=it.vpc_id,
    )


def _interface(nic: Any) -> Mapping[str, Any]:
    return {
        "AssociatePublicIpAddress": bool(nic.public_ip),
        "DeleteOnTermination": nic.delete_on_termination,
        "Description": nic.description,
        "DeviceIndex": nic.device_index,
        "Groups": [group.id for group in nic.group_set],
        "NetworkInterfaceId": nic.id,
        "PrivateIpAddress": nic.private_ip_address,
        "SubnetId": nic.subnet.id,
        "InterfaceType": nic.interface_type,
    }


def of_rds(it: Any) -> Metadata:
    """A database, or a cluster, which has no class of its own."""
    return _texts(
        AvailabilityZone=getattr(it, "availability_zone", None),
        DBInstanceClass=getattr(it, "db_instance_class", None),
        DeletionProtection=it.deletion_protection,
        Engine=it.engine,
        KmsKeyId=it.kms_key_id if it.storage_encrypted else None,
        MultiAZ=it.multi_az,
        Port=it.port,
        StorageType=it.storage_type,
        VpcSecurityGroupIds=it.vpc_security_group_ids,
    )


def of_efs(it: Any) -> Metadata:
    return _texts(
        CreationToken=it.creation_token,
        Encrypted=it.encrypted,
        KmsKeyId=it.kms_key_id,
        PerformanceMode=it.performance_mode,
    )


def _texts(**values: Any) -> Metadata:
    return {name: _text(value) for name, value in values.items() if value is not None}


def _text(value: Any) -> str:
    """A value as AWS writes it here: all of them text, structures as JSON."""
    if isinstance(value, list | dict):
        return json.dumps(value, separators=(",", ":"))
    return str(value).lower() if isinstance(value, bool) else str(value)
