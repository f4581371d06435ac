"""What AWS Backup infers of a recovery point, to restore it for a test.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ..members import Members
from .arns import Arn
from .identifiers import new_id
from .resource_types import resource_name

# What a test restores has a tag with this key, and a name that begins so.
TEST_TAG = NAME_OF_TEST = "awsbackup-restore-test"
_MEGABYTE = 1024**2
# What FSx's file systems have of the guide's table, by the type of the file system.
_LARGER_CAPACITY = ("SINGLE_AZ_2", "MULTI_AZ_1")
_MOST_ZONES = 3
_ENGINES = {"Aurora": "aurora-mysql", "DocumentDB": "docdb", "Neptune": "neptune", "RDS": "mysql"}


class PointToTest(NamedTuple):
    """A recovery point, as far as the metadata of its restore follows from it.

    zones: the availability zones of its region, in any order. configuration: its RestoreMetadata, as far as
    that is known. size: in bytes. options: its BackupOptions.
    """

    type_name: str
    resource: Arn
    zones: Sequence[str]
    configuration: Mapping[str, str]
    size: int
    options: Mapping[str, str]


def is_made_by_test(arn: str, tags: Mapping[str, str]) -> bool:
    """Whether a restore test has made a resource, by its tags or its name; backup plans ignore those."""
    return TEST_TAG in tags or resource_name(arn).startswith(NAME_OF_TEST)


def inferred_metadata(point: PointToTest) -> dict[str, str]:
    """The Metadata of a restore test, without what its selection overrides."""
    metadata = _INFERRED[_kind_of(point)](point)
    return {name: value for name, value in metadata.items() if value is not None}


def _kind_of(point: PointToTest) -> str:
    is_cluster = point.resource.kind == "rds:cluster"
    return "cluster" if is_cluster else point.type_name


def _new_name() -> str:
    return f"{NAME_OF_TEST}-{new_id()}"


def _of_cluster(point: PointToTest) -> Mapping[str, str | None]:
    return {
        "availabilityZones": _json([*point.zones[:_MOST_ZONES]]),
        "dbClusterIdentifier": _new_name(),
        "engine": point.configuration.get("Engine") or _ENGINES[point.type_name],
    }


def _of_fsx(point: PointToTest) -> Mapping[str, str | None]:
    kind = point.configuration.get("FileSystemType", "LUSTRE")
    if kind == "ONTAP":
        return {
            "name": _new_name().replace("-", "_"),
            "ontapConfiguration": _json(
                {
                    "junctionPath": f"/{point.resource.name}",
                    "sizeInMegabytes": point.size // _MEGABYTE,
                    "snapshotPolicy": "none",
                }
            ),
        }
    name = {"OPENZFS": "openZFS", "WINDOWS": "windows"}.get(kind, "lustre") + "Configuration"
    configuration: Members = {"automaticBackupRetentionDays": 0}
    if kind in ("OPENZFS", "WINDOWS"):
        deployment = _deployment_of(point.configuration, name)
        capacity = 8
        if kind == "OPENZFS":
            capacity = 160 if deployment in _LARGER_CAPACITY else 64
        configuration |= {"deploymentType": deployment, "throughputCapacity": capacity}
    return {name: _json(configuration)}


def _deployment_of(configuration: Mapping[str, str], name: str) -> str:
    """The deployment type of a file system; without a record of it, the first that FSx had."""
    texts = {key.lower(): text for key, text in configuration.items()}
    told: Members = _object(texts.get(name.lower(), "{}")) or {}
    return str(told.get("DeploymentType", "SINGLE_AZ_1"))


_INFERRED: Mapping[str, Callable[[PointToTest], Mapping[str, str | None]]] = {
    "DynamoDB": lambda point: {
        "deletionProtection": "false",
        "encryptionType": "Default",
        "targetTableName": _new_name(),
    },
    "EBS": lambda point: {"availabilityZone": point.zones[0], "encrypted": "true"},
    # The page has `requiredImdsV2` among what is inferred, and `requireImdsV2` among what can be overridden.
    "EC2": lambda point: {
        "disableApiTermination": "false",
        "instanceType": point.configuration.get("InstanceType"),
        "requireImdsV2": "true",
    },
    "EFS": lambda point: {
        "encrypted": "true",
        "file-system-id": point.resource.name,
        "kmsKeyId": "alias/aws/elasticfilesystem",
        "newFileSystem": "true",
        "performanceMode": "generalPurpose",
    },
    "FSx": _of_fsx,
    "cluster": _of_cluster,
    "RDS": lambda point: {
        "dbInstanceIdentifier": _new_name(),
        "deletionProtection": "false",
        "multiAz": "false",
        "publiclyAccessible": "false",
    },
    "S3": lambda point: {
        "destinationBucketName": _new_name(),
        "encrypted": "true",
        "encryptionType": "SSE-S3",
        "newBucket": "true",
        "restoreACLs": "false" if point.options.get("BackupACLs") == "disabled" else "true",
    },
}


def overridden(inferred: Mapping[str, str], overrides: Mapping[str, str]) -> dict[str, str]:
    """Metadata with its overrides, whose names are compared without regard to case.

    Of a value that is a JSON object, an override has the members that it changes.
    """
    metadata, names = dict(inferred), {name.lower(): name for name in inferred}
    for name, value in overrides.items():
        own_name = names.get(name.lower(), name)
        before, changes = _object(metadata.get(own_name, "")), _object(value)
        if before is not None and changes is not None:
            metadata[own_name] = _json({**before, **changes})
        else:
            metadata[own_name] = value
    return metadata


def _object(text: str) -> Members | None:
    """The JSON object in a text, or None where it is anything else."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
