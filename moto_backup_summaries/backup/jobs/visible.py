"""Whose jobs a request sees."""

from collections.abc import Iterator

from ..account import Account, existing_account
from ..aws.job_kinds import JobKind
from ..neighbours.organizations import visible_accounts
from .job_store import JobStore


def stores_seen_by(
    account: Account, kind: JobKind, account_id: str | None
) -> Iterator[tuple[str, Account, JobStore]]:
    """The stores that an account sees when it asks for `account_id`, each with the AccountId shown."""
    seen = visible_accounts(account.id, account.region, account_id)
    for visible, shown in seen.items():
        other = existing_account(visible, account.region)
        if other is not None:
            yield shown, other, other.jobs.of(kind)
