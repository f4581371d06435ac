"""Teams of air-gapped vaults, and vaults for restore access: asked for, shown and revoked."""

import re

from .. import timestamps
from ..account import Account, existing_account
from ..aws import checks
from ..aws.arns import vault_name_of
from ..aws.errors import (
    InvalidParameterValueException,
    InvalidRequestException,
    ResourceNotFoundException,
)
from ..aws.facts import AIR_GAPPED_VAULT, RESTORE_ACCESS_VAULT
from ..aws.identifiers import new_id
from ..aws.recorded_errors import VAULT_EXISTS, VAULT_NOT_FOUND
from ..events import VaultChanged
from ..frame.operations import AskedCall, Request, authorizer, operation
from ..kit.idempotency import repeats
from ..members import Members
from .decisions import ask, decide_requests
from .state import RestoreAccess

# https://docs.aws.amazon.com/mpa/latest/APIReference/API_ListSessionsResponseSession.html
_TEAM = re.compile(r"arn:aws(-[^:]+)?:mpa:[a-z0-9-]{1,20}:[0-9]{12}:approval-team/[a-zA-Z0-9._-]+")
# A vault for restore access that nobody names is named by its source, and by so many hexadecimal digits.
_DIGITS = 8
_LONGEST_NAME = 50
# What would change a vault for restore access, or use its recovery points for more than a restore.
_REFUSED = frozenset(
    {
        "AssociateBackupVaultMpaApprovalTeam",
        "DeleteBackupVaultLockConfiguration",
        "DeleteRecoveryPoint",
        "DisassociateRecoveryPoint",
        "DisassociateRecoveryPointFromParent",
        "PutBackupVaultLockConfiguration",
        "StartCopyJob",
        "StartScanJob",
        "UpdateRecoveryPointIndexSettings",
        "UpdateRecoveryPointLifecycle",
    }
)


@authorizer
def refuse_changes(call: AskedCall) -> None:
    """Let a vault for restore access be read, and its recovery points be restored."""
    if call.operation not in _REFUSED:
        return
    names = (call.request.get("BackupVaultName"), call.request.get("SourceBackupVaultName"))
    accesses = call.account.approval_teams.accesses
    name = next((name for name in names if name in accesses), None)
    if name is not None:
        raise InvalidRequestException(
            f"Backup vault {name} is for restore access: its recovery points can only be read and restored"
        )


@operation("AssociateBackupVaultMpaApprovalTeam")
def associate_backup_vault_mpa_approval_team(account: Account, request: Request) -> Members:
    """Give a vault its first team at once; a team that has another in its place is asked.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_AssociateBackupVaultMpaApprovalTeam.html
    """
    name, arn = request["BackupVaultName"], request["MpaApprovalTeamArn"]
    if account.vaults.named(name).vault_type != AIR_GAPPED_VAULT:
        raise InvalidRequestException(
            f"Backup vault {name} is not logically air-gapped: it can have no approval team"
        )
    if not _TEAM.fullmatch(arn):
        accepted = (
            "the ARN of an approval team: arn:PARTITION:mpa:REGION:ACCOUNT:approval-team/NAME"
        )
        raise InvalidParameterValueException.of("MpaApprovalTeamArn", arn, accepted)
    checks.own_partition(account.partition, request, "MpaApprovalTeamArn")
    present = account.approval_teams.team_of(name)
    if present is None:
        account.approval_teams.associate(name, arn)
    elif present != arn:
        _request_update(account, "AssociateBackupVaultMpaApprovalTeam", name, arn)
    return {}


@operation("DisassociateBackupVaultMpaApprovalTeam")
def disassociate_backup_vault_mpa_approval_team(account: Account, request: Request) -> Members:
    """Ask the team of a vault whether it is taken away.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DisassociateBackupVaultMpaApprovalTeam.html
    """
    name = account.vaults.named(request["BackupVaultName"]).name
    _request_update(account, "DisassociateBackupVaultMpaApprovalTeam", name, None)
    return {}


def _request_update(
    account: Account, operation_name: str, vault_name: str, arn: str | None
) -> None:
    """Ask the present team of a vault whether it is replaced, or taken away."""
    team_arn = _present_team(account, vault_name)
    association = account.approval_teams.associations[vault_name]
    if association.update is not None and association.update.status == "PENDING":
        raise InvalidRequestException(
            f"The approval team of backup vault {vault_name} has not decided about its last update"
        )
    association.requested_arn = arn
    association.update = ask(account, operation_name, team_arn, vault_name)
    decide_requests(account, timestamps.now())


def _present_team(account: Account, vault_name: str) -> str:
    team_arn = account.approval_teams.team_of(vault_name)
    if team_arn is None:
        raise InvalidRequestException(f"Backup vault {vault_name} has no approval team")
    return team_arn


@operation("CreateRestoreAccessBackupVault")
def create_restore_access_backup_vault(account: Account, request: Request) -> Members:
    """Make a vault that shows the recovery points of another, once the team of that one approves.

    A request that is repeated with its CreatorRequestId is answered as at first.
    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateRestoreAccessBackupVault.html
    """
    accesses = account.approval_teams.accesses.values()
    repeated = (access for access in accesses if repeats(request, access.request))
    access = next(repeated, None) or _requested_access(account, request)
    return {
        "RestoreAccessBackupVaultArn": access.arn,
        "RestoreAccessBackupVaultName": access.vault_name,
        "CreationDate": access.created,
        "VaultState": "CREATING",
    }


def _requested_access(account: Account, request: Request) -> RestoreAccess:
    checks.shared_parameters(request)
    source_arn = request["SourceBackupVaultArn"]
    source = checks.vault_arn("SourceBackupVaultArn", source_arn)
    if source.region != account.region:
        accepted = f"a vault in {account.region}, where it is asked for"
        raise InvalidParameterValueException.of("SourceBackupVaultArn", source_arn, accepted)
    owner = existing_account(source.account_id, source.region)
    if owner is None or not owner.vaults.has_arn(source_arn):
        raise VAULT_NOT_FOUND.error(arn=source_arn)
    source_name = vault_name_of(source_arn)
    team_arn = _present_team(owner, source_name)
    name = request.get("BackupVaultName") or _made_up_name(source_name)
    present = account.vaults.get(name)
    if present is not None:
        raise VAULT_EXISTS.error(Arn=present.arn, CreatorRequestId=present.creator_request_id)
    account.vaults.check_number()
    vault = account.vaults.create(name, request, RESTORE_ACCESS_VAULT)
    account.publish(VaultChanged(vault.name, vault.arn, "CREATED", vault.created))
    session = ask(account, "CreateRestoreAccessBackupVault", team_arn, name)
    access = RestoreAccess(vault.arn, vault.created, request, session)
    account.approval_teams.accesses[name] = access
    owner.approval_teams.grant(access)
    decide_requests(account, timestamps.now())
    return access


def _made_up_name(source_name: str) -> str:
    longest = _LONGEST_NAME - _DIGITS - 1
    return f"{source_name[:longest]}-{new_id()[:_DIGITS]}"


@operation("ListRestoreAccessBackupVaults")
def list_restore_access_backup_vaults(account: Account, request: Request) -> Members:
    """The vaults for restore access to a vault, in whichever account.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRestoreAccessBackupVaults.html
    """
    query = account.query("ListRestoreAccessBackupVaults", request)
    vault = account.vaults.named(query.filters["BackupVaultName"])
    granted = query.remaining(account.approval_teams.granted_by(vault.name))
    return query.answer("RestoreAccessBackupVaults", granted, _members)


def _members(access: RestoreAccess) -> Members:
    return {
        "RestoreAccessBackupVaultArn": access.arn,
        "CreationDate": access.created,
        "ApprovalDate": access.approved,
        "VaultState": access.vault_state,
        "LatestRevokeRequest": access.revocation and access.revocation.members(),
    }


@operation("RevokeRestoreAccessBackupVault")
def revoke_restore_access_backup_vault(account: Account, request: Request) -> Members:
    """Ask the team of a vault whether access to it is taken away; the vault for that is then deleted.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RevokeRestoreAccessBackupVault.html
    """
    vault = account.vaults.named(request["BackupVaultName"])
    arn = request["RestoreAccessBackupVaultArn"]
    granted = account.approval_teams.granted_by(vault.name)
    access = next((access for access in granted if access.arn == arn), None)
    if access is None:
        raise ResourceNotFoundException(f"Restore access backup vault {arn} not found")
    if access.approved is None:
        raise InvalidRequestException(f"Restore access backup vault {arn} is {access.vault_state}")
    if access.revocation is not None and access.revocation.status == "PENDING":
        raise InvalidRequestException(f"The approval team has not decided about {arn}")
    team_arn = _present_team(account, vault.name)
    access.revocation = ask(account, "RevokeRestoreAccessBackupVault", team_arn, arn)
    decide_requests(account, timestamps.now())
    return {}
