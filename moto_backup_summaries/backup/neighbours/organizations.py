"""Which accounts see whose jobs, by moto's Organizations.

https://docs.aws.amazon.com/aws-backup/latest/devguide/manage-cross-account.html
"""

import sys
from typing import Any

from moto.utilities.utils import get_partition

from ...hosts import PRINCIPAL
from ..aws.job_kinds import AGGREGATE_ALL, ANY

# The values that request every account of the organization, in summaries and in lists.
_EVERY_ACCOUNT = (ANY, AGGREGATE_ALL, "*")


def visible_accounts(caller: str, region: str, account_id: str | None) -> dict[str, str]:
    """The accounts whose jobs a summary for `account_id` counts, each with the AccountId of its rows.

    Only the management account of an organization and its delegated administrators see jobs of other
    accounts. Everyone else sees its own jobs, whatever it requests.
    """
    organization = organization_of(caller, region)
    if account_id is None or organization is None or not _administers(organization, caller):
        return {caller: caller}
    members = [account.id for account in organization.accounts]
    if account_id in _EVERY_ACCOUNT:
        return {member: account_id if account_id == AGGREGATE_ALL else member for member in members}
    return {account_id: account_id} if account_id in members else {}


def listed_accounts(caller: str, region: str, account_id: str | None) -> dict[str, str]:
    """The accounts of a list for `account_id`; none, where the caller may not see that account."""
    visible = visible_accounts(caller, region, account_id)
    return visible if account_id in (None, "*") or account_id in visible else {}


def organization_of(account_id: str, region: str) -> Any | None:
    """Moto's backend of the organization that an account is in, or None."""
    models: Any = sys.modules.get("moto.organizations.models")
    if models is None:
        return None
    partition = get_partition(region)
    backends = models.organizations_backends
    # moto keeps this map at a reset, so that the organization may be gone.
    management, _ = backends.master_accounts.get(account_id, (account_id, partition))
    organization = backends.get(management, {}).get(partition)
    if organization is None or account_id not in (account.id for account in organization.accounts):
        return None
    return organization


def accounts_in(organization: Any, unit: str) -> set[str]:
    """The accounts in an organizational unit and in its inner units."""
    account_ids = {account.id for account in organization.accounts if account.parent_id == unit}
    for inner in organization.ou:
        if inner.parent_id == unit:
            account_ids |= accounts_in(organization, inner.id)
    return account_ids


def organization_path(organization: Any | None, account_id: str) -> str:
    """The path of an account in its organization, as aws:PrincipalOrgPaths has it; empty without one."""
    if organization is None:
        return ""
    nodes = (*organization.accounts, *organization.ou)
    parents = {node.id: node.parent_id for node in nodes}
    path, parent = "", parents.get(account_id)
    while parent:
        path, parent = f"{parent}/{path}", parents.get(parent)
    return f"{organization.org.id}/{path}"


def management_account(organization: Any) -> str:
    return str(organization.org.master_account_id)


def _administers(organization: Any, account_id: str) -> bool:
    return account_id == management_account(organization) or any(
        admin.account.id == account_id and PRINCIPAL in admin.services
        for admin in organization.admins
    )
