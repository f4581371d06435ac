"""What teams are asked, what they decide, and what is done where they approve."""

from collections.abc import Callable, Mapping

from .. import timestamps
from ..account import Account, account_of, current_scenario
from ..aws.facts import RESTORE_ACCESS_VAULT
from ..events import VaultChanged, VaultDeleted
from ..scenario.approvals import SESSION_SECONDS, ApprovalOutcome
from .state import Decision, RestoreAccess, Session

_REJECTED = "The approval team rejected the request."
_EXPIRED = "The request expired: the approval team did not respond within 24 hours."


def ask(account: Account, operation: str, team_arn: str, subject: str) -> Session:
    """Ask a team about a request of an account; it approves unless a test has said otherwise.

    subject: what the request is about, as Session has it. decide_requests() then brings what is decided now.
    """
    now = timestamps.now()
    outcome = current_scenario().approval(operation, team_arn, account.id, account.region)
    session = Session(operation, team_arn, subject, now, _decision(outcome, now))
    account.approval_teams.begin(session)
    return session


def _decision(outcome: ApprovalOutcome | None, now: float) -> Decision:
    if outcome is None:
        return Decision("APPROVED", None, now)
    if outcome.status == "PENDING":
        return Decision("FAILED", _EXPIRED, now + SESSION_SECONDS)
    message = outcome.status_message or (_REJECTED if outcome.status == "FAILED" else None)
    return Decision(outcome.status, message, now + (outcome.duration or 0))


def decide_requests(account: Account, now: float) -> None:
    """Let each session have the decision that has come by now, and do what was approved."""
    for session in account.approval_teams.decided_by(now):
        account.approval_teams.end(session)
        session.decide()
        if session.status == "APPROVED":
            _APPROVED[session.operation](account, session)


def _change_team(account: Account, session: Session) -> None:
    association = account.approval_teams.associations[session.subject]
    association.arn = association.requested_arn


def _give_access(account: Account, session: Session) -> None:
    account.approval_teams.accesses[session.subject].approved = session.decision.moment


def _revoke_access(account: Account, session: Session) -> None:
    remove_vault(account.approval_teams.granted[session.subject], session.decision.moment)


def remove_vault(access: RestoreAccess, moment: float) -> None:
    """Delete a vault for restore access; what is told of that finds it still there."""
    holder = account_of(access.arn)
    vault = holder.vaults.get(access.vault_name)
    if vault is None or vault.vault_type != RESTORE_ACCESS_VAULT:
        # It was loaded with its source, and the account that has it was not.
        del account_of(access.source_arn).approval_teams.granted[access.arn]
        return
    holder.publish(
        VaultChanged(access.vault_name, access.arn, "DELETED", moment),
        VaultDeleted(access.vault_name, moment),
    )
    holder.vaults.remove(vault)


_APPROVED: Mapping[str, Callable[[Account, Session], None]] = {
    "AssociateBackupVaultMpaApprovalTeam": _change_team,
    "CreateRestoreAccessBackupVault": _give_access,
    "DisassociateBackupVaultMpaApprovalTeam": _change_team,
    "RevokeRestoreAccessBackupVault": _revoke_access,
}
