"""ARNs, in their parts."""

import re
from functools import lru_cache
from typing import NamedTuple

_PARTS = 6
# What is accepted where an ARN is asked for, in words.
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
    def of(cls, text: str) -> "Arn":
        """The parts of what is known to be an ARN."""
        return cls(*text.split(":", 5)[1:])

    @property
    def kind(self) -> str:
        """What it is of: `ec2:volume`."""
        first, *_ = re.split("[:/]", self.resource)
        return f"{self.service}:{first}"

    @property
    def name(self) -> str:
        """The last part of the resource: a volume's id, a table's name."""
        return name_in(self.resource)


def name_in(arn: str) -> str:
    """What follows the last colon or slash."""
    return arn.replace(":", "/").rstrip("/").rpartition("/")[2]


def vault_in(arn: str) -> str:
    """The name in a vault's ARN. One of AWS's own has slashes."""
    return arn.rpartition(":")[2]


@lru_cache(maxsize=4096)
def parsed(text: str) -> Arn | None:
    """The parts of an ARN: many jobs are of few resources."""
    return Arn.parse(text)
