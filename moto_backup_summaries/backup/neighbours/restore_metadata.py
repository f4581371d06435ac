"""How a resource of moto was configured when it was backed up, in the words that restore it.

The names are those that StartRestoreJob takes, and that programs find in recorded answers.
https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html
"""

import json
from collections.abc import Mapping
from typing import Any

from ..aws.arns import Arn, last_part_of
from .walking import values_of

Metadata = Mapping[str, str]

# What names the resource itself, by what its ARN is of. Of a file system of EFS there is no more, as recorded
# in turbot/steampipe-plugin-aws#2031. Of other types no answer was found: none of S3, Redshift, Timestream,
# virtual machines, SAP HANA, stacks, clusters of EKS and volumes of gateways.
_NAMED_BY = {
    "dsql:cluster": "cluster_id",
    "dynamodb:table": "originalTableName",
    "ec2:volume": "volumeId",
    "elasticfilesystem:file-system": "file-system-id",
    "fsx:file-system": "FileSystemId",
    "rds:cluster": "DBClusterIdentifier",
    "rds:db": "DBInstanceIdentifier",
}
# The CPU credits of instances of these families, unless they were asked for.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html
_CPU_CREDITS = {"t2": "standard", "t3": "unlimited", "t3a": "unlimited", "t4g": "unlimited"}


def of_arns(resource: Arn, point: Arn, size: int) -> Metadata:
    """What the ARNs of a resource and of its recovery point tell, whether moto has it or not.

    size: that of the recovery point, in bytes, which DSQL tells.
    """
    name = _NAMED_BY.get(resource.kind)
    found = {name: resource.name} if name else {}
    if point.kind == "rds:snapshot":
        # StartRestoreJob takes no such member: programs that restore leave it out.
        found["DBSnapshotIdentifier"] = point.resource.partition(":")[2]
    if resource.kind == "dsql:cluster":
        found["backup_size_bytes"] = str(size)
    return found


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
    credits = _CPU_CREDITS.get(it.instance_type.partition(".")[0])
    profile = it.iam_instance_profile
    return _texts(
        CapacityReservationSpecification={"CapacityReservationPreference": "open"},
        CpuOptions=_cpu_options(it.instance_type),
        CreditSpecification={"CpuCredits": credits} if credits else None,
        HibernationOptions={"Configured": bool((it.hibernation_options or {}).get("Configured"))},
        IamInstanceProfileName=last_part_of(profile["Arn"]) if profile else None,
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


def _cpu_options(instance_type: str) -> Mapping[str, int]:
    """Those that instances of a type have by themselves, which is all that moto has."""
    # Whoever has an instance has loaded EC2.
    from moto.ec2.models.instance_types import INSTANCE_TYPES

    cores = INSTANCE_TYPES.get(instance_type, {}).get("VCpuInfo", {})
    return {
        "CoreCount": cores.get("DefaultCores", 1),
        "ThreadsPerCore": cores.get("DefaultThreadsPerCore", 1),
    }


def _interface(nic: Any) -> Mapping[str, Any]:
    addresses = [
        {"Primary": bool(it.get("Primary")), "PrivateIpAddress": it["PrivateIpAddress"]}
        for it in nic.private_ip_addresses
    ]
    return {
        "Ipv6AddressCount": len(nic.ipv6_addresses),
        "Ipv6Addresses": [{"Ipv6Address": address} for address in nic.ipv6_addresses],
        "PrivateIpAddresses": addresses,
        "SecondaryPrivateIpAddressCount": len(addresses) - 1,
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
    """A database, or a cluster.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html
    """
    if getattr(it, "engine_mode", None) is not None:
        return _of_cluster(it)
    subnets = getattr(it, "db_subnet_group", None)
    return _texts(
        AvailabilityZone=it.availability_zone,
        CopyTagsToSnapshot=bool(it.copy_tags_to_snapshot),
        DBInstanceClass=it.db_instance_class,
        DBParameterGroupName=it.db_parameter_group_name,
        DBSubnetGroupName=getattr(subnets, "name", None),
        DeletionProtection=it.deletion_protection,
        EnableCloudwatchLogsExports=it.enabled_cloudwatch_logs_exports,
        Engine=it.engine,
        KmsKeyId=it.kms_key_id if it.storage_encrypted else None,
        MultiAZ=it.multi_az,
        Port=it.port,
        PubliclyAccessible=it.publicly_accessible,
        StorageType=it.storage_type,
        VpcSecurityGroupIds=it.vpc_security_group_ids,
    )


def _of_cluster(it: Any) -> Metadata:
    """The members of the guide's example.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-aur.html
    """
    return _texts(
        AvailabilityZones=it.availability_zones,
        CopyTagsToSnapshot=bool(it.copy_tags_to_snapshot),
        DatabaseName=it.database_name or "",
        DBClusterParameterGroupName=it.parameter_group,
        DBSubnetGroupName=it.db_subnet_group_name,
        EnableCloudwatchLogsExports=it.enabled_cloudwatch_logs_exports,
        EnableIAMDatabaseAuthentication=bool(it.iam_auth),
        Engine=it.engine,
        EngineMode=it.engine_mode,
        EngineVersion=it.engine_version,
        KmsKeyId=it.kms_key_id if it.storage_encrypted else None,
        Port=it.port,
        ScalingConfiguration=it.scaling_configuration,
        VpcSecurityGroupIds=it.vpc_security_group_ids,
    )


def of_fsx(it: Any) -> Metadata:
    """The members of the guide's example.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-fsx.html
    """
    return _texts(
        FileSystemType=it.file_system_type,
        KmsKeyId=it.kms_key_id,
        LustreConfiguration=it.lustre_configuration or None,
        OntapConfiguration=it.ontap_configuration or None,
        OpenZFSConfiguration=it.open_zfs_configuration or None,
        SecurityGroupIds=it.security_group_ids or None,
        StorageCapacity=it.storage_capacity,
        StorageType=it.storage_type,
        SubnetIds=it.subnet_ids,
        WindowsConfiguration=it.windows_configuration or None,
    )


def _texts(**values: Any) -> Metadata:
    return {name: _text(value) for name, value in values.items() if value is not None}


def _text(value: Any) -> str:
    """A value as AWS writes it here: all of them text, structures as JSON."""
    if isinstance(value, list | dict):
        return json.dumps(value, separators=(",", ":"))
    return str(value).lower() if isinstance(value, bool) else str(value)
