"""Whose jobs a request sees."""

from collections.abc import Iterator, Mapping

from ..account import Account, existing_account
from ..aws.job_kinds import JobKind
from .job_store import JobStore


def stores_of(
    seen: Mapping[str, str], region: str, kind: JobKind
) -> Iterator[tuple[str, Account, JobStore]]:
    """The stores of accounts that a request sees, each with the AccountId that is shown for it."""
    for visible, shown in seen.items():
        other = existing_account(visible, region)
        if other is not None:
            yield shown, other, other.jobs.of(kind)
