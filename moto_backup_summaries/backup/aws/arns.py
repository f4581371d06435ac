"""ARNs, in their parts."""

import re
from functools import lru_cache
from typing import NamedTuple

_PARTS = 6
# What a refusal says that a parameter accepts which is an ARN.
ANY_ARN = "an ARN: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE"


class Arn(NamedTuple):
    """An ARN in its parts; `resource` is all that follows the account."""

    partition: str
    service: str
    region: str
    account_id: str
    resource: str

    @classmethod
    def parse(cls, text: str) -> "Arn | None":
        """The parts, or None where the text is not shaped like an ARN."""
        parts = text.split(":", 5)
        if len(parts) != _PARTS or parts[0] != "arn" or not (parts[1] and parts[2] and parts[5]):
            return None
        return cls(*parts[1:])

    @classmethod
    @lru_cache(maxsize=4096)
    def of(cls, text: str) -> "Arn":
        """The parts of a text that is known to be an ARN; cached, since many jobs have few vaults."""
        return cls(*text.split(":", 5)[1:])

    @property
    def kind(self) -> str:
        """The service and the first part of the resource: `ec2:volume`."""
        first, *_ = re.split("[:/]", self.resource)
        return f"{self.service}:{first}"

    @property
    def name(self) -> str:
        """The last part of the resource: a volume's id, a table's name."""
        return last_part_of(self.resource)


def last_part_of(arn: str) -> str:
    """What follows the last colon or slash of an ARN, or of a part of one."""
    return arn.replace(":", "/").rstrip("/").rpartition("/")[2]


def vault_name_of(arn: str) -> str:
    """The name of a vault by its ARN. AWS's own vaults have slashes in it."""
    return arn.rpartition(":")[2]


@lru_cache(maxsize=4096)
def parsed(text: str) -> Arn | None:
    """The parts of an ARN, or None; cached, since many jobs have few resources."""
    return Arn.parse(text)
