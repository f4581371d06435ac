"""What the page asks of AWS Backup: by `call`, as any client.

It does not meet the faults that are set: they are for who is tested, and a look would use them up.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ..backup.account import Account, existing_accounts
from ..backup.aws import service_model
from ..backup.aws.errors import refusal
from ..backup.aws.job_kinds import JobKind
from ..backup.frame.operations import call
from ..backup.members import Members
from .filters import Filters, Query

ask = partial(call, meets_faults=False)
# What a template shows, by name.
Context = dict[str, Any]
# How many of what belongs to something are shown beside it.
MOST_BESIDE = 50
# The parameters of lists that ask for the jobs of a vault, and what they are called; restores have none.
_VAULT_LABELS = {
    "ByBackupVaultName": "Vault",
    "ByDestinationVaultArn": "ARN of the destination vault",
}


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


def parameters(kind: JobKind) -> Mapping[str, Any]:
    """What the list operation of a kind may be asked for."""
    return service_model.members_of(service_model.operation(kind.list_operation).input_shape)


def vault_label(kind: JobKind) -> str | None:
    """What the vault is called by which jobs of a kind can be asked for."""
    return next((_VAULT_LABELS[name] for name in _vault_filters(kind)), None)


def of_vault(filters: Filters) -> Members:
    """The request for the jobs of the chosen vault; raises ValueError where no list is of a vault."""
    names = _vault_filters(filters.kind)
    if filters.vault is not None and not names:
        accepted = f"nothing: {filters.kind.list_operation} has no filter of vaults"
        raise ValueError(refusal("vault", filters.vault, accepted))
    return {} if filters.vault is None else dict.fromkeys(names, filters.vault)


def _vault_filters(kind: JobKind) -> list[str]:
    return [name for name in _VAULT_LABELS if name in parameters(kind)]
