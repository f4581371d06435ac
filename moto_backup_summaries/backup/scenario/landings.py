"""Where jobs were loaded, while nobody has asked for them there: a test's client may ask elsewhere."""

from dataclasses import dataclass

from .rule import SetAt


@dataclass(eq=False)
class Landing:
    """Jobs of one account and region that one load put there.

    account_given, region_given: whether an argument said so, which whoever tests knows.
    is_asked: whether anybody has asked for something there.
    missed: the first list that was asked elsewhere and found no jobs, with its account and region.
    """

    account_id: str
    region: str
    number: int
    set_at: SetAt
    account_given: bool
    region_given: bool
    is_asked: bool = False
    missed: tuple[str, str, str] | None = None

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
            f"{operation} of {region} of account {account_id} found none; give load_jobs the region_name "
            "and account_id that are asked, or set AWS_DEFAULT_REGION"
        )
