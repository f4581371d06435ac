"""Of approval teams and restore access, for the tests that all families share."""

from operator import itemgetter
from typing import Any

from calls import backed_up, copied, vault_arn
from family_examples import Listing
from support import ACCOUNT, REGION, client_of, new_client
from vaults.examples import create_gapped

from moto_backup_summaries import set_approval_outcome

WALLED = {"BackupVaultName": "walled"}
SOURCE = vault_arn("walled")
FILES = "arn:aws:s3:::files"
# The account that asks for restore access, and its vault for that.
RECOVERY = "111122223333"
RESCUE = {"BackupVaultName": "rescue"}


def make(region_name: str = REGION, service: str = "backup", **options: Any) -> Any:
    """A client, as `assumed` asks for one."""
    return (new_client if options else client_of)(service, region_name, **options)


def team(name: str = "guardians") -> str:
    """The ARN of an approval team, which moto does not have."""
    return f"arn:aws:mpa:{REGION}:{ACCOUNT}:approval-team/{name}"


def create_walled(client: Any, name: str = "walled") -> None:
    """Make an air-gapped vault with an approval team."""
    create_gapped(client, BackupVaultName=name)
    associate(client, BackupVaultName=name)


def walled_point(client: Any, resource: str = FILES, **parameters: Any) -> str:
    """A recovery point in `walled`."""
    source = backed_up(client, ResourceArn=resource, **parameters)
    lifecycle = {"DeleteAfterDays": 10}
    job = copied(client, source, DestinationBackupVaultArn=SOURCE, Lifecycle=lifecycle)
    assert job["State"] == "COMPLETED"
    return str(job["DestinationRecoveryPointArn"])


def associate(client: Any, team_name: str = "guardians", **parameters: Any) -> Any:
    return client.associate_backup_vault_mpa_approval_team(
        **{**WALLED, "MpaApprovalTeamArn": team(team_name), **parameters}
    )


def disassociate(client: Any) -> Any:
    return client.disassociate_backup_vault_mpa_approval_team(**WALLED)


def request_access(client: Any, **parameters: Any) -> Any:
    """Ask for restore access to `walled`; the answer."""
    return client.create_restore_access_backup_vault(
        **{"SourceBackupVaultArn": SOURCE, **parameters}
    )


def accessed(client: Any, **parameters: Any) -> str:
    """The ARN of a vault for restore access to `walled`."""
    return str(request_access(client, **parameters)["RestoreAccessBackupVaultArn"])


def revoke(client: Any, arn: str) -> Any:
    return client.revoke_restore_access_backup_vault(**WALLED, RestoreAccessBackupVaultArn=arn)


def granted(client: Any, **paging: Any) -> Any:
    return client.list_restore_access_backup_vaults(**WALLED, **paging)


def _prepare(client: Any) -> None:
    create_walled(client)
    accessed(client)
    create_gapped(client, BackupVaultName="other-walled")


def _revoke_first(client: Any) -> None:
    first, *_ = granted(client)["RestoreAccessBackupVaults"]
    revoke(client, first["RestoreAccessBackupVaultArn"])


def _vaults_for_access(client: Any) -> Listing:
    create_walled(client)
    return Listing(
        lambda **paging: granted(client, **paging),
        "RestoreAccessBackupVaults",
        itemgetter("RestoreAccessBackupVaultArn"),
        lambda: accessed(client),
        lambda arn: revoke(client, arn),
    )


def _show(client: Any) -> None:
    create_walled(client)
    first, second = accessed(client), accessed(client)
    revoke(client, first)
    with set_approval_outcome("FAILED"):
        disassociate(client)
        revoke(client, second)
    accessed(client)
    client.describe_backup_vault(**WALLED)
    client.describe_backup_vault(BackupVaultName=second.rpartition(":")[2])
    granted(client, MaxResults=1)


PREPARATIONS = {"a vault for restore access": _prepare}
CHANGES = {
    "AssociateBackupVaultMpaApprovalTeam": lambda client: associate(client, "others"),
    "AssociateBackupVaultMpaApprovalTeam of a first one": lambda client: associate(
        client, BackupVaultName="other-walled"
    ),
    "DisassociateBackupVaultMpaApprovalTeam": disassociate,
    "CreateRestoreAccessBackupVault": request_access,
    "RevokeRestoreAccessBackupVault": _revoke_first,
}
LISTINGS = {"ListRestoreAccessBackupVaults": _vaults_for_access}
ANSWERS = {"approval teams": _show}
