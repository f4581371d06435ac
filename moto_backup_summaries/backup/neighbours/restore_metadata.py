"""RestoreMetadata: the configuration of a resource of moto when it was backed up.

The names are those that StartRestoreJob takes, and that programs find in recorded answers.
https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html
"""

import json
from collections.abc import Mapping
from typing import Any

from ..aws.arns import Arn, last_part_of
from .backends import values_of

Metadata = Mapping[str, str]

# The name of the resource, by the kind in its ARN. EFS has no more than that, as recorded in
# turbot/steampipe-plugin-aws#2031. No answer was found for S3, Redshift, Timestream, virtual machines, SAP
# HANA, stacks, clusters of EKS and volumes of gateways.
_NAMED_BY = {
    "dsql:cluster": "cluster_id",
    "dynamodb:table": "originalTableName",
    "ec2:volume": "volumeId",
    "elasticfilesystem:file-system": "file-system-id",
    "fsx:file-system": "FileSystemId",
    "rds:cluster": "DBClusterIdentifier",
    "rds:db": "DBInstanceIdentifier",
}
# The default CPU credits of instances of these families.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html
_CPU_CREDITS = {"t2": "standard", "t3": "unlimited", "t3a": "unlimited", "t4g": "unlimited"}


def of_arns(resource: Arn, point: Arn, size: int) -> Metadata:
    """The metadata that follow from the ARNs of a resource, which moto may lack, and its recovery point.

    size: of the recovery point, in bytes, for DSQL.
    """
    name = _NAMED_BY.get(resource.kind)
    metadata = {name: resource.name} if name else {}
    if point.kind == "rds:snapshot":
        # StartRestoreJob accepts no such name: programs that restore leave it out.
        metadata["DBSnapshotIdentifier"] = point.resource.partition(":")[2]
    if resource.kind == "dsql:cluster":
        metadata["backup_size_bytes"] = str(size)
    return metadata


def of_ec2(resource: Any) -> Metadata:
    """The metadata of a volume or an instance."""
    volume_type = getattr(resource, "volume_type", None)
    if volume_type is None:
        return _of_instance(resource)
    return _texts(
        encrypted=resource.encrypted,
        kmsKeyId=resource.kms_key_id,
        volumeSize=resource.size,
        volumeType=volume_type,
    )


def _of_instance(instance: Any) -> Metadata:
    # Some versions of moto have the zone in the placement, others as the placement.
    zone = getattr(instance.placement, "zone", instance.placement)
    credits = _CPU_CREDITS.get(instance.instance_type.partition(".")[0])
    profile = instance.iam_instance_profile
    return _texts(
        CapacityReservationSpecification={"CapacityReservationPreference": "open"},
        CpuOptions=_cpu_options(instance.instance_type),
        CreditSpecification={"CpuCredits": credits} if credits else None,
        HibernationOptions={
            "Configured": bool((instance.hibernation_options or {}).get("Configured"))
        },
        IamInstanceProfileName=last_part_of(profile["Arn"]) if profile else None,
        DisableApiTermination=instance.disable_api_termination,
        EbsOptimized=instance.ebs_optimized,
        InstanceInitiatedShutdownBehavior=instance.instance_initiated_shutdown_behavior,
        InstanceType=instance.instance_type,
        KeyName=instance.key_name,
        Monitoring={"State": instance.monitoring_state},
        NetworkInterfaces=[_interface(nic) for nic in values_of(instance.nics)],
        Placement={"AvailabilityZone": zone, "GroupName": "", "Tenancy": "default"},
        SecurityGroupIds=[group.id for group in instance.security_groups],
        SubnetId=instance.subnet_id,
        VpcId=instance.vpc_id,
    )


def _cpu_options(instance_type: str) -> Mapping[str, int]:
    """The default options of an instance type, which are all that moto has."""
    # EC2 is loaded already, since there is an instance.
    from moto.ec2.models.instance_types import INSTANCE_TYPES

    cores = INSTANCE_TYPES.get(instance_type, {}).get("VCpuInfo", {})
    return {
        "CoreCount": cores.get("DefaultCores", 1),
        "ThreadsPerCore": cores.get("DefaultThreadsPerCore", 1),
    }


def _interface(nic: Any) -> Mapping[str, Any]:
    addresses = [
        {"Primary": bool(address.get("Primary")), "PrivateIpAddress": address["PrivateIpAddress"]}
        for address in nic.private_ip_addresses
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


def of_rds(database: Any) -> Metadata:
    """The metadata of a database or a cluster.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html
    """
    if getattr(database, "engine_mode", None) is not None:
        return _of_cluster(database)
    subnets = getattr(database, "db_subnet_group", None)
    return _texts(
        AvailabilityZone=database.availability_zone,
        CopyTagsToSnapshot=bool(database.copy_tags_to_snapshot),
        DBInstanceClass=database.db_instance_class,
        DBParameterGroupName=database.db_parameter_group_name,
        DBSubnetGroupName=getattr(subnets, "name", None),
        DeletionProtection=database.deletion_protection,
        EnableCloudwatchLogsExports=database.enabled_cloudwatch_logs_exports,
        Engine=database.engine,
        KmsKeyId=database.kms_key_id if database.storage_encrypted else None,
        MultiAZ=database.multi_az,
        Port=database.port,
        PubliclyAccessible=database.publicly_accessible,
        StorageType=database.storage_type,
        VpcSecurityGroupIds=database.vpc_security_group_ids,
    )


def _of_cluster(cluster: Any) -> Metadata:
    """The names of the guide's example.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-aur.html
    """
    return _texts(
        AvailabilityZones=cluster.availability_zones,
        CopyTagsToSnapshot=bool(cluster.copy_tags_to_snapshot),
        DatabaseName=cluster.database_name or "",
        DBClusterParameterGroupName=cluster.parameter_group,
        DBSubnetGroupName=cluster.db_subnet_group_name,
        EnableCloudwatchLogsExports=cluster.enabled_cloudwatch_logs_exports,
        EnableIAMDatabaseAuthentication=bool(cluster.iam_auth),
        Engine=cluster.engine,
        EngineMode=cluster.engine_mode,
        EngineVersion=cluster.engine_version,
        KmsKeyId=cluster.kms_key_id if cluster.storage_encrypted else None,
        Port=cluster.port,
        ScalingConfiguration=cluster.scaling_configuration,
        VpcSecurityGroupIds=cluster.vpc_security_group_ids,
    )


def of_fsx(file_system: Any) -> Metadata:
    """The names of the guide's example.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-fsx.html
    """
    return _texts(
        FileSystemType=file_system.file_system_type,
        KmsKeyId=file_system.kms_key_id,
        LustreConfiguration=file_system.lustre_configuration or None,
        OntapConfiguration=file_system.ontap_configuration or None,
        OpenZFSConfiguration=file_system.open_zfs_configuration or None,
        SecurityGroupIds=file_system.security_group_ids or None,
        StorageCapacity=file_system.storage_capacity,
        StorageType=file_system.storage_type,
        SubnetIds=file_system.subnet_ids,
        WindowsConfiguration=file_system.windows_configuration or None,
    )


def _texts(**values: Any) -> Metadata:
    return {name: _text(value) for name, value in values.items() if value is not None}


def _text(value: Any) -> str:
    """A value as text; structures become JSON."""
    if isinstance(value, list | dict):
        return json.dumps(value, separators=(",", ":"))
    return str(value).lower() if isinstance(value, bool) else str(value)
