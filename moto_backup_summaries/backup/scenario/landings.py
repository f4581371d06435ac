"""Where jobs were loaded and nobody has asked for them yet: a test's client may ask elsewhere."""

from dataclasses import dataclass, replace

from ..transactions import put
from .rule import SetAt

# What to do where a test asked in another region than jobs were loaded into, or of another account only.
_OTHER_REGION = (
    "give load_jobs the region_name and account_id that are asked, or set AWS_DEFAULT_REGION"
)
_OTHER_ACCOUNT = (
    "give load_jobs the account_id that is asked, or ask as the management account of an "
    "organization"
)


@dataclass(eq=False)
class Landing:
    """Jobs of one account and region that one line of a test put there, in so many loads.

    account_given, region_given: whether an argument said so, which whoever tests knows.
    missed: the first list that was asked elsewhere and found no jobs, with its account and region.
    """

    account_id: str
    region: str
    number: int
    set_at: SetAt
    account_given: bool
    region_given: bool
    missed: tuple[str, str, str] | None = None

    @property
    def key(self) -> tuple[str, str, SetAt]:
        """What those of one line and place have in common."""
        return self.account_id, self.region, self.set_at

    def is_at(self, account_id: str, region: str) -> bool:
        return (self.account_id, self.region) == (account_id, region)

    def may_be_missed(self, account_id: str, region: str) -> bool:
        """Whether one who asks there may have meant these jobs, and nobody said where they are."""
        return (self.region != region and not self.region_given) or (
            self.account_id != account_id and not self.account_given
        )

    def __str__(self) -> str:
        were = "1 job was" if self.number == 1 else f"{self.number} jobs were"
        operation, account_id, region = self.missed or ("", "", "")
        return (
            f"{were} loaded into {self.region} of account {self.account_id}, where nobody asked, while "
            f"{operation} of {region} of account {account_id} found none; "
            + (_OTHER_REGION if self.region != region else _OTHER_ACCOUNT)
        )


Landings = dict[tuple[str, str, SetAt], Landing]


def land(landings: Landings, landing: Landing) -> None:
    """Note where jobs were loaded, beside what the same line has loaded there."""
    before = landings.get(landing.key)
    if before is not None:
        landing = replace(landing, number=before.number + landing.number, missed=before.missed)
    put(landings, landing.key, landing)
