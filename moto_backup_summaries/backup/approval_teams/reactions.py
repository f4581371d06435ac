"""What is forgotten of teams and access with a vault."""

from ..account import Account, account_of
from ..events import VaultChanged
from .decisions import remove_vault


def forget_deleted_vault(account: Account, changed: VaultChanged) -> None:
    """Forget the team of a deleted vault, and its access; vaults for restore access to it go with it."""
    if changed.state != "DELETED":
        return
    teams = account.approval_teams
    teams.associations.pop(changed.name, None)
    teams.forget_sessions(changed.name)
    for granted in teams.granted_by(changed.name):
        remove_vault(granted, changed.moment)
    access = teams.accesses.pop(changed.name, None)
    if access is not None:
        of_source = account_of(access.source_arn).approval_teams
        del of_source.granted[access.arn]
        of_source.forget_sessions(access.arn)
