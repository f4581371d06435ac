"""An organization of accounts, and what a caller in it sees."""

from typing import Any

from access_policies.examples import put
from calls import start
from support import ACCOUNT, REGION, MakeClient

OUTSIDE = "999999999999"
PRINCIPAL = "backup.amazonaws.com"


def assumed(
    make: MakeClient, account_id: str, region_name: str = REGION, service: str = "backup"
) -> Any:
    """A client in another account, by a role of moto's STS."""
    answer = make(service="sts").assume_role(
        RoleArn=f"arn:aws:iam::{account_id}:role/any", RoleSessionName="session"
    )["Credentials"]
    return make(
        region_name=region_name,
        service=service,
        aws_access_key_id=answer["AccessKeyId"],
        aws_secret_access_key=answer["SecretAccessKey"],
        aws_session_token=answer["SessionToken"],
    )


def new_account(organizations: Any, name: str) -> str:
    status = organizations.create_account(AccountName=name, Email=f"{name}@example.com")
    return status["CreateAccountStatus"]["AccountId"]


def counted(client: Any, account_id: str | None, kind: str = "backup") -> dict[str, int]:
    """What a caller's summary counts, by the AccountId that its rows show."""
    filters = {} if account_id is None else {"AccountId": account_id}
    answer = getattr(client, f"list_{kind}_job_summaries")(**filters)
    return {row["AccountId"]: row["Count"] for row in answer[f"{kind.capitalize()}JobSummaries"]}


def listed(client: Any, account_id: str) -> set[str]:
    """The accounts whose jobs a caller's list shows."""
    jobs = client.list_backup_jobs(ByAccountId=account_id)["BackupJobs"]
    return {job["AccountId"] for job in jobs}


class Organization:
    """A management account and two members, each with a job; the second member has two."""

    def __init__(self, make: MakeClient) -> None:
        self.organizations = make(service="organizations")
        self.organizations.create_organization()
        self.first, self.second = (new_account(self.organizations, name) for name in ("a", "b"))
        self.management = make()
        self.of = {
            ACCOUNT: self.management,
            self.first: assumed(make, self.first),
            self.second: assumed(make, self.second),
        }
        for client in self.of.values():
            client.create_backup_vault(BackupVaultName="nightly")
            start(client)
        start(self.of[self.second])

    def enable_copies(self) -> None:
        """Let the organization copy between its accounts."""
        self.management.update_global_settings(
            GlobalSettings={"isCrossAccountBackupEnabled": "true"}
        )

    def open_vault(self, account_id: str, name: str = "offsite") -> Any:
        """Make a vault with a key of its own, and let the organization copy into it; its client."""
        client = self.of[account_id]
        key = f"arn:aws:kms:{REGION}:{account_id}:key/{name}"
        client.create_backup_vault(BackupVaultName=name, EncryptionKeyArn=key)
        put(client, self.allow_copies(), BackupVaultName=name)
        return client

    def allow_copies(self) -> dict[str, Any]:
        """The statement of AWS's guide that lets all of the organization copy into a vault."""
        organization = self.organizations.describe_organization()["Organization"]["Id"]
        return {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "backup:CopyIntoBackupVault",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": [organization]}},
        }
