"""What the page asks of AWS Backup: by `call`, as any client.

It does not meet the faults that are set: they are for who is tested, and a look would use them up.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ..backup.account import Account, existing_accounts
from ..backup.aws.job_kinds import JobKind
from ..backup.frame.operations import call
from ..backup.members import Members
from .filters import Filters, Query

ask = partial(call, meets_faults=False)
# What a template shows, by name.
Context = dict[str, Any]
# How many of what belongs to something are shown beside it.
MOST_BESIDE = 50


def account_in(query: Query) -> Account:
    """The account and region of an address; raises ValueError where nobody has used it."""
    account_id, region = query.needed("account"), query.needed("region")
    query.scope()
    for account in existing_accounts(account_id, region):
        return account
    raise ValueError(f"AWS Backup of account {account_id} in {region} was not used yet")


def accounts_with(kind: JobKind, filters: Filters) -> list[Account]:
    """The accounts that have jobs of a kind, in order; the others need not be asked."""
    accounts = existing_accounts(filters.account_id, filters.region)
    having = (account for account in accounts if len(account.jobs.store(kind)))
    return sorted(having, key=lambda account: (account.id, account.region))


def pages(
    account: Account, operation: str, member: str, request: Mapping[str, Any]
) -> Iterator[Members]:
    """The items of a list operation, page after page as they are asked for."""
    token: dict[str, Any] = {}
    while True:
        answer = ask(account, operation, {**request, **token})
        yield from answer[member]
        if answer.get("NextToken") is None:
            return
        token = {"NextToken": answer["NextToken"]}


def pages_of_jobs(account: Account, kind: JobKind, request: Members) -> Iterator[Members]:
    """Jobs of a list operation, each with the region that they were listed in."""
    for job in pages(account, kind.list_operation, kind.jobs_member, request):
        yield {**job, "Region": account.region}
