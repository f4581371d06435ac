"""Loaded jobs that nobody has requested yet: a test's client may request another account or region."""

from dataclasses import dataclass, replace

from ..kit.state import State
from .rule import SetAt

# The advice to a test that requested another region than that of the jobs, or only another account.
_OTHER_REGION = (
    "load them with the region_name and account_id that are asked, or set AWS_DEFAULT_REGION"
)
_OTHER_ACCOUNT = (
    "load them with the account_id that is asked, or ask as the management account of an "
    "organization"
)


@dataclass(eq=False)
class UnseenLoad(State):
    """The jobs that one line of a test has loaded into one account and region.

    account_given, region_given: whether an argument named them, so that the test knows.
    missed_by: the first list elsewhere that found no jobs: its operation, account and region.
    """

    account_id: str
    region: str
    number: int
    set_at: SetAt
    account_given: bool
    region_given: bool
    missed_by: tuple[str, str, str] | None = None

    @property
    def key(self) -> tuple[str, str, SetAt]:
        """Equal for loads of one line into one account and region."""
        return self.account_id, self.region, self.set_at

    def is_in(self, account_id: str, region: str) -> bool:
        return (self.account_id, self.region) == (account_id, region)

    def may_be_meant(self, account_id: str, region: str) -> bool:
        """Whether a request there may have meant these jobs, whose account or region no argument named."""
        return (self.region != region and not self.region_given) or (
            self.account_id != account_id and not self.account_given
        )

    def __str__(self) -> str:
        were = "1 job was" if self.number == 1 else f"{self.number} jobs were"
        operation, account_id, region = self.missed_by or ("", "", "")
        return (
            f"{were} loaded into {self.region} of account {self.account_id}, where nobody asked, while "
            f"{operation} of {region} of account {account_id} found none; "
            + (_OTHER_REGION if self.region != region else _OTHER_ACCOUNT)
        )


UnseenLoads = dict[tuple[str, str, SetAt], UnseenLoad]


def note_load(unseen_loads: UnseenLoads, load: UnseenLoad) -> None:
    """Note a load, together with earlier loads of the same line."""
    before = unseen_loads.get(load.key)
    if before is not None:
        load = replace(load, number=before.number + load.number, missed_by=before.missed_by)
    unseen_loads[load.key] = load
