"""Whose jobs a request sees."""

from collections.abc import Iterator, Mapping

from ..account import Account, existing_accounts_of
from ..aws.job_kinds import JobKind
from .job_store import JobStore


def stores_of(
    seen: Mapping[str, str], region: str, kind: JobKind
) -> Iterator[tuple[str, Account, JobStore]]:
    """The stores of accounts that a request sees, each with the AccountId that is shown for it."""
    for other in existing_accounts_of(seen, region):
        yield seen[other.id], other, other.jobs.of(kind)
