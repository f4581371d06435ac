"""Ids and ARNs of new jobs, recovery points and resources, in the forms that AWS gives them."""

from base64 import b32encode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache, lru_cache
from hashlib import blake2b
from uuid import UUID

from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

from .arns import parsed
from .resource_types import BY_NAME, ResourceType

# How the ids of resources begin that are named by ids.
_ID_PREFIXES = {"EBS": "vol", "EC2": "i", "EFS": "fs", "FSx": "fs"}


@dataclass(frozen=True)
class NewPoint:
    """What the ARN of a new recovery point is made out of: a mapping of the placeholders of its form.

    resource: the ARN of what it is of. created: a moment. job: what some forms have of the job that makes
    it, `job-ID` or `copyjob-ID`, if it is not the UUID's.
    """

    resource: str
    region: str
    account_id: str
    created: float
    uuid: str
    job: str = ""

    def __getitem__(self, placeholder: str) -> str:
        return _PLACEHOLDERS[placeholder](self)


def new_recovery_point_arn(form: str, point: NewPoint) -> str:
    """An ARN of a form that AWS gives to recovery points."""
    return form.format_map(point)


@lru_cache(maxsize=4096)
def lasting_id(arn: str) -> str:
    """What RDS names a resource by for good: 26 letters and digits, here of its ARN."""
    digest = blake2b(arn.encode(), digest_size=16).digest()
    return b32encode(digest).decode().rstrip("=").lower()


def _second(moment: float) -> str:
    """A moment as `20260301050607`."""
    return datetime.fromtimestamp(moment, timezone.utc).strftime("%Y%m%d%H%M%S")


# What stands for each placeholder in the ARN of a recovery point.
_PLACEHOLDERS: Mapping[str, Callable[[NewPoint], str]] = {
    "partition": lambda point: get_partition(point.region),
    "region": lambda point: point.region,
    "account": lambda point: point.account_id,
    "name": lambda point: arn.name if (arn := parsed(point.resource)) else "resource",
    "uuid": lambda point: point.uuid,
    "job": lambda point: (point.job or f"job-{point.uuid}").lower(),
    "hex17": lambda point: hex17(point.uuid),
    "hex8": lambda point: point.uuid[:8],
    "resource_id": lambda point: lasting_id(point.resource),
    "milliseconds": lambda point: f"{int(point.created * 1000):014d}",
    "second": lambda point: _second(point.created),
}


def new_resource_arn(
    resource_type: str, what: str, *, region: str, account_id: str, uuid: str | None = None
) -> str:
    """A plausible ARN of a resource of this type, fresh or out of a UUID.

    what: the first word of its name, where AWS gives no ids to such resources.
    """
    known = BY_NAME.get(resource_type, BY_NAME["EBS"])
    uuid = uuid or new_id()
    prefix = _ID_PREFIXES.get(known.name)
    name = f"{prefix}-{hex17(uuid)}" if prefix else f"{what}-{uuid[:8]}"
    return resource_arn(known, name, region=region, account_id=account_id)


def resource_arn(resource_type: ResourceType, name: str, *, region: str, account_id: str) -> str:
    """The ARN of a resource of this type and name."""
    where = ":" if resource_type.service == "s3" else f"{region}:{account_id}"
    service, prefix = resource_type.service, resource_type.prefix
    return f"arn:{get_partition(region)}:{service}:{where}:{prefix}{name}"


@cache
def backup_key(region: str, account_id: str) -> str:
    """The ARN of the account's `aws/backup` key of a region, which encrypts where no other key is given.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
    """
    return managed_key("aws/backup", region, account_id)


def managed_key(alias: str, region: str, account_id: str) -> str:
    """The ARN of the key that a service made for itself."""
    digest = blake2b(f"{alias} of {account_id} in {region}".encode(), digest_size=16).digest()
    key = UUID(bytes=digest, version=4)
    return f"arn:{get_partition(region)}:kms:{region}:{account_id}:key/{key}"


def new_id() -> str:
    """A job's id, a UUID out of moto's own (seedable) randomness."""
    return str(UUID(int=mock_random.getrandbits(128), version=4))


def new_version_id() -> str:
    """The id of a version of a plan, a UUID in base64, as recorded answers have it."""
    return b64encode(new_id().encode()).decode()


def hex17(uuid: str) -> str:
    """The first eight digits of a UUID and the last nine: those between tell its version."""
    return uuid[:8] + uuid.replace("-", "")[-9:]
