"""Ids and ARNs of new jobs, recovery points and resources, in the forms that AWS gives them."""

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from uuid import UUID

from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

from .arns import Arn
from .resource_types import BACKUP_POINT, BY_NAME, ResourceType

# How the ids of resources begin that are named by ids.
_ID_PREFIXES = {"EBS": "vol", "EC2": "i", "EFS": "fs", "FSx": "fs"}


def new_recovery_point_arn(
    resource_type: ResourceType | None,
    resource: str,
    *,
    region: str,
    account_id: str,
    uuid: str | None = None,
    job: str | None = None,
) -> str:
    """An ARN of the form that AWS gives to recovery points of this type, fresh or out of a UUID.

    job: what some forms have of the job that makes it: `job-ID` or `copyjob-ID`.
    """
    template = resource_type.recovery_point if resource_type else BACKUP_POINT
    uuid = uuid or new_id()
    arn = Arn.parse(resource)
    values: Mapping[str, str] = {
        "partition": get_partition(region),
        "region": region,
        "account": account_id,
        "name": arn.name if arn else "resource",
        "uuid": uuid.upper(),
        "job": (job or f"job-{uuid}").lower(),
        "hex17": _hex17(uuid),
        "hex8": uuid[:8],
        "digits14": f"0{int(uuid[24:], 16) % 10**13:013d}",
    }
    return template.format_map(values)


def new_resource_arn(
    resource_type: str, what: str, *, region: str, account_id: str, uuid: str | None = None
) -> str:
    """A plausible ARN of a resource of this type, fresh or out of a UUID.

    what: the first word of its name, where AWS gives no ids to such resources.
    """
    known = BY_NAME.get(resource_type, BY_NAME["EBS"])
    uuid = uuid or new_id()
    prefix = _ID_PREFIXES.get(known.name)
    name = f"{prefix}-{_hex17(uuid)}" if prefix else f"{what}-{uuid[:8]}"
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


def _hex17(uuid: str) -> str:
    return uuid.replace("-", "")[:17]
