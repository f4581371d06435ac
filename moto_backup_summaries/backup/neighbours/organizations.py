"""Who sees whose jobs, by moto's Organizations.

https://docs.aws.amazon.com/aws-backup/latest/devguide/manage-cross-account.html
"""

import sys
from typing import Any

from moto.utilities.utils import get_partition

from ..aws.facts import PRINCIPAL
from ..aws.job_kinds import AGGREGATE_ALL, ANY

# What asks for every account of the organization, in summaries and in lists.
_EVERY_ACCOUNT = (ANY, AGGREGATE_ALL, "*")


def visible_accounts(caller: str, region: str, account_id: str | None) -> dict[str, str]:
    """The accounts whose jobs a summary counts that asks for `account_id`, and what their rows show.

    Only the management account of an organization and its delegated administrators get others'
    jobs. Everyone else gets its own, whatever it asks for.
    """
    organization = organization_of(caller, region)
    if account_id is None or organization is None or not _administers(organization, caller):
        return {caller: caller}
    members = [account.id for account in organization.accounts]
    if account_id in _EVERY_ACCOUNT:
        return {member: account_id if account_id == AGGREGATE_ALL else member for member in members}
    return {account_id: account_id} if account_id in members else {}


def listed_accounts(caller: str, region: str, account_id: str | None) -> dict[str, str]:
    """The same of a list, which shows nothing of an account that the caller may not see."""
    found = visible_accounts(caller, region, account_id)
    return found if account_id in (None, "*") or account_id in found else {}


def organization_of(account_id: str, region: str) -> Any | None:
    """Moto's backend of the organization that an account is in, or None."""
    models: Any = sys.modules.get("moto.organizations.models")
    if models is None:
        return None
    partition = get_partition(region)
    backends = models.organizations_backends
    # moto keeps this map when it resets, so that it alone proves nothing.
    management, _ = backends.master_accounts.get(account_id, (account_id, partition))
    organization = backends.get(management, {}).get(partition)
    if organization is None or account_id not in (account.id for account in organization.accounts):
        return None
    return organization


def accounts_in(organization: Any, unit: str) -> set[str]:
    """The accounts in an organizational unit, and in those within it."""
    found = {account.id for account in organization.accounts if account.parent_id == unit}
    for inner in organization.ou:
        if inner.parent_id == unit:
            found |= accounts_in(organization, inner.id)
    return found


def path_to(organization: Any | None, account_id: str) -> str:
    """Where an account is in its organization, as aws:PrincipalOrgPaths has it; nothing of one without."""
    if organization is None:
        return ""
    parents = {each.id: each.parent_id for each in (*organization.accounts, *organization.ou)}
    path, place = "", parents.get(account_id)
    while place:
        path, place = f"{place}/{path}", parents.get(place)
    return f"{organization.org.id}/{path}"


def management_account(organization: Any) -> str:
    return str(organization.org.master_account_id)


def _administers(organization: Any, account_id: str) -> bool:
    return account_id == management_account(organization) or any(
        admin.account.id == account_id and PRINCIPAL in admin.services
        for admin in organization.admins
    )
