"""What is forgotten of teams and access with a vault."""

from ..account import Account, account_of
from ..events import VaultDeleted
from .decisions import remove_vault


def forget_deleted_vault(account: Account, deleted: VaultDeleted) -> None:
    """Forget the team of a deleted vault, and its access; vaults for restore access to it go with it."""
    teams = account.approval_teams
    teams.associations.pop(deleted.name, None)
    teams.forget_sessions(deleted.name)
    for granted in teams.granted_by(deleted.name):
        remove_vault(granted, deleted.moment)
    access = teams.accesses.pop(deleted.name, None)
    if access is not None:
        of_source = account_of(access.source_arn).approval_teams
        # The document of its source, if that was loaded, need not tell of it.
        of_source.granted.pop(access.arn, None)
        of_source.forget_sessions(access.arn)
