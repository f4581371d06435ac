"""Ids and ARNs of new jobs, recovery points and resources, in the forms that AWS gives them."""

import re
from base64 import b32encode, b64encode
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from functools import cache, lru_cache
from hashlib import blake2b
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

from .arns import parsed
from .resource_types import BY_NAME, ResourceType

# The prefixes of ids, by the types whose resources AWS names by ids.
_ID_PREFIXES = {"EBS": "vol", "EC2": "i", "EFS": "fs", "FSx": "fs"}


class NewPoint(NamedTuple):
    """What the ARN of a new recovery point is made of.

    resource: the ARN of the resource. created: in seconds since 1970. job: the name of the job in some
    forms, `job-ID` or `copyjob-ID`; by default it is made of the UUID.
    """

    resource: str
    region: str
    account_id: str
    created: float
    uuid: str
    job: str = ""


def new_recovery_point_arn(form: str, point: NewPoint) -> str:
    """An ARN of a form that AWS gives to recovery points, which has some of the placeholders."""
    return _PLACEHOLDER.sub(lambda found: _PLACEHOLDERS[found[1]](point), form)


@lru_cache(maxsize=4096)
def database_resource_id(arn: str) -> str:
    """The resource id that RDS gives for good: 26 letters and digits, here derived from the ARN."""
    digest = blake2b(arn.encode(), digest_size=16).digest()
    return b32encode(digest).decode().rstrip("=").lower()


def new_resource_arn(
    resource_type: str, name_prefix: str, *, region: str, account_id: str, uuid: str | None = None
) -> str:
    """A plausible ARN of a resource of this type, derived from a UUID, by default a new one.

    name_prefix: the first word of its name, where AWS names such resources by no ids.
    """
    existing_type = BY_NAME.get(resource_type, BY_NAME["EBS"])
    uuid = uuid or new_id()
    prefix = _ID_PREFIXES.get(existing_type.name)
    name = f"{prefix}-{seventeen_digits(uuid)}" if prefix else f"{name_prefix}-{uuid[:8]}"
    return resource_arn(existing_type, name, region=region, account_id=account_id)


def resource_arn(resource_type: ResourceType, name: str, *, region: str, account_id: str) -> str:
    """The ARN of a resource of this type and name."""
    region_and_account = ":" if resource_type.service == "s3" else f"{region}:{account_id}"
    service, prefix = resource_type.service, resource_type.prefix
    return f"arn:{get_partition(region)}:{service}:{region_and_account}:{prefix}{name}"


@cache
def backup_key_arn(region: str, account_id: str) -> str:
    """The ARN of an account's `aws/backup` key in a region, which encrypts by default.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
    """
    return managed_key_arn("aws/backup", region, account_id)


def managed_key_arn(alias: str, region: str, account_id: str) -> str:
    """The ARN of the key that AWS manages under an alias such as aws/ebs."""
    digest = blake2b(f"{alias} of {account_id} in {region}".encode(), digest_size=16).digest()
    key = UUID(bytes=digest, version=4)
    return f"arn:{get_partition(region)}:kms:{region}:{account_id}:key/{key}"


def new_id() -> str:
    """A new id, a UUID out of moto's own (seedable) randomness."""
    return uuid_of(mock_random.getrandbits(128))


def uuid_of(bits: int) -> str:
    """The UUID of version 4 that 128 random bits make: as `UUID` writes it, in half the time."""
    digits = f"{bits:032x}"
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def _name_of_resource(point: NewPoint) -> str:
    arn = parsed(point.resource)
    return arn.name if arn else "resource"


_PLACEHOLDER = re.compile("{([a-z0-9_]+)}")
_PLACEHOLDERS: Mapping[str, Callable[[NewPoint], str]] = {
    "partition": lambda point: get_partition(point.region),
    "region": attrgetter("region"),
    "account": attrgetter("account_id"),
    "name": _name_of_resource,
    "uuid": attrgetter("uuid"),
    "job": lambda point: (point.job or f"job-{point.uuid}").lower(),
    "hex17": lambda point: seventeen_digits(point.uuid),
    "hex8": lambda point: point.uuid[:8],
    "resource_id": lambda point: database_resource_id(point.resource),
    "milliseconds": lambda point: f"{int(point.created * 1000):014d}",
    "second": lambda point: f"{datetime.fromtimestamp(point.created, timezone.utc):%Y%m%d%H%M%S}",
}


def new_version_id() -> str:
    """The id of a version of a plan, a UUID in base64, as recorded answers have it."""
    return b64encode(new_id().encode()).decode()


def seventeen_digits(uuid: str) -> str:
    """The first eight digits of a UUID and the last nine; those between hold its version."""
    return uuid[:8] + uuid.replace("-", "")[-9:]
