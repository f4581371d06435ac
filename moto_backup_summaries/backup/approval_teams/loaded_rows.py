"""Teams of vaults, and vaults for restore access, of an account's document."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..account import Account
from ..aws.facts import RESTORE_ACCESS_VAULT
from ..kit.account_rows import AccountRow
from .state import Association, RestoreAccess, Session, loaded_session

_STATUSES = {"CREATING": "PENDING", "FAILED": "FAILED"}


def load_teams(account: Account, rows: Sequence[AccountRow]) -> None:
    """Keep what vaults tell of teams. What was not decided stays so: nobody tells what was asked for."""
    for row in rows:
        if row.get("VaultType") == RESTORE_ACCESS_VAULT:
            _load_access(account, row)
        elif row.get("MpaApprovalTeamArn") or row.get("LatestMpaApprovalTeamUpdate"):
            association = Association(row.get("MpaApprovalTeamArn"))
            association.update = _session(row.get("LatestMpaApprovalTeamUpdate"))
            account.approval_teams.associations[row["BackupVaultName"]] = association
    for row in rows:
        for granted in row.inner.get("RestoreAccessBackupVaults", ()):
            _load_grant(account, row, granted)


def _load_access(account: Account, row: AccountRow) -> None:
    if row.get("SourceBackupVaultArn") is None:
        raise row.refusal("SourceBackupVaultArn", "the ARN of the vault that it gives access to")
    status = _STATUSES.get(row.get("VaultState") or "", "APPROVED")
    members = {"MpaSessionArn": row.get("MpaSessionArn"), "Status": status}
    request = row.having("SourceBackupVaultArn", "CreatorRequestId")
    created = row["CreationDate"]
    access = RestoreAccess(
        row["BackupVaultArn"], created, request, loaded_session(members, created)
    )
    if status == "APPROVED":
        access.approved = created
    account.approval_teams.accesses[access.vault_name] = access


def _load_grant(account: Account, source: AccountRow, row: AccountRow) -> None:
    arn, created, teams = (
        row["RestoreAccessBackupVaultArn"],
        row["CreationDate"],
        account.approval_teams,
    )
    here = (access for access in teams.accesses.values() if access.arn == arn)
    access = next(here, None)
    if access is None:
        status = _STATUSES.get(row.get("VaultState") or "", "APPROVED")
        request = {"SourceBackupVaultArn": source["BackupVaultArn"]}
        access = RestoreAccess(arn, created, request, loaded_session({"Status": status}, created))
    access.approved = row.get("ApprovalDate")
    access.revocation = _session(row.get("LatestRevokeRequest"))
    teams.grant(access)


def _session(members: Mapping[str, Any] | None) -> Session | None:
    return loaded_session(members, members.get("InitiationDate") or 0.0) if members else None
