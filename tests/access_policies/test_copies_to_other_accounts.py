"""A copy into another account needs an Allow of the vault there, and a key that is not AWS Backup's own."""

from typing import Any

import pytest
from access_policies.asking import allow, role_arn
from access_policies.examples import deny, put
from calls import backed_up, copied, points, vault_arn
from moto import mock_aws
from organizations import Organization
from support import ACCOUNT, ROLE, MakeClient, new_client, post

from moto_backup_summaries import backup_settings

OFFSITE = {"BackupVaultName": "offsite"}
DENIED = "Access Denied trying to call AWS Backup service"


@pytest.fixture
def between(organization: Organization) -> Organization:
    """An organization whose first member has a vault `offsite`, which lets nobody copy yet."""
    organization.enable_copies()
    organization.open_vault(organization.first).delete_backup_vault_access_policy(**OFFSITE)
    return organization


def copy_to(between: Organization, name: str = "offsite") -> Any:
    """The copy job of the management account's recovery point into the first member's vault."""
    (point,) = points(between.management)
    return copied(
        between.management,
        point["RecoveryPointArn"],
        DestinationBackupVaultArn=vault_arn(name, account_id=between.first),
    )


def test_a_copy_fails_before_the_allow_and_completes_after(between: Organization) -> None:
    offsite = vault_arn("offsite", account_id=between.first)
    job = copy_to(between)
    assert (job["State"], job["MessageCategory"]) == ("FAILED", "ACCESS_DENIED")
    assert job["StatusMessage"] == (
        f"{DENIED}: the access policy of {offsite} needs an Allow of backup:CopyIntoBackupVault for account "
        f"{ACCOUNT} or {ROLE}"
    )
    first = between.of[between.first]
    assert points(first, "offsite") == []
    put(first, allow({"AWS": ACCOUNT}, "CopyIntoBackupVault"), **OFFSITE)
    job = copy_to(between)
    assert (job["State"], job["DestinationEncryptionKeyArn"].rpartition("/")[2]) == (
        "COMPLETED",
        "offsite",
    )
    assert [found["RecoveryPointArn"] for found in points(first, "offsite")] == [
        job["DestinationRecoveryPointArn"]
    ]


def of_unit(organization_id: str, path: str) -> dict[str, Any]:
    """The statement of AWS's page that lets the accounts of a path in an organization copy."""
    return {
        **allow("*", "CopyIntoBackupVault"),
        "Condition": {
            "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": [organization_id + path]}
        },
    }


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (allow({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "CopyIntoBackupVault"), "COMPLETED"),
        (allow({"AWS": ROLE}, "CopyIntoBackupVault"), "COMPLETED"),
        (allow("*", "CopyIntoBackupVault"), "COMPLETED"),
        (allow({"AWS": role_arn("other")}, "CopyIntoBackupVault"), "FAILED"),
        (allow({"AWS": "999999999999"}, "CopyIntoBackupVault"), "FAILED"),
        (allow("*", "StartCopyJob"), "FAILED"),
        ({**allow("*", "CopyIntoBackupVault"), "Resource": vault_arn("nightly")}, "FAILED"),
        (
            {
                **allow("*", "CopyIntoBackupVault"),
                "Condition": {"StringEquals": {"aws:PrincipalOrgID": ["o-another"]}},
            },
            "FAILED",
        ),
        (of_unit("o-another", "/*"), "FAILED"),
    ],
)
def test_whom_an_allow_lets_copy(between: Organization, statement: Any, expected: str) -> None:
    put(between.of[between.first], statement, **OFFSITE)
    assert copy_to(between)["State"] == expected


def test_the_organization_or_one_of_its_units_may_copy(between: Organization) -> None:
    first = between.of[between.first]
    organization = between.organizations.describe_organization()["Organization"]["Id"]
    root = between.organizations.list_roots()["Roots"][0]["Id"]
    put(first, between.allow_copies(), **OFFSITE)
    assert copy_to(between)["State"] == "COMPLETED"
    for path, state in ((f"/{root}/*", "COMPLETED"), (f"/{root}/ou-1/*", "FAILED")):
        put(first, of_unit(organization, path), **OFFSITE)
        assert copy_to(between)["State"] == state


def test_a_deny_beats_the_allow(between: Organization) -> None:
    first = between.of[between.first]
    put(
        first,
        between.allow_copies(),
        deny("CopyIntoBackupVault", Principal={"AWS": ROLE}),
        **OFFSITE,
    )
    offsite = vault_arn("offsite", account_id=between.first)
    assert copy_to(between)["StatusMessage"] == (
        f"{DENIED}: the access policy of {offsite} denies {ROLE} backup:CopyIntoBackupVault"
    )


def test_a_vault_under_the_own_key_of_aws_backup_takes_no_copy(between: Organization) -> None:
    first = between.of[between.first]
    first.create_backup_vault(BackupVaultName="Default")
    for name in ("Default", "nightly"):
        put(first, between.allow_copies(), BackupVaultName=name)
        job = copy_to(between, name)
        assert (job["State"], job["MessageCategory"]) == ("FAILED", "ACCESS_DENIED")
        assert job["StatusMessage"] == (
            "Copy job failed because the destination Backup vault is encrypted with the default Backup "
            "service managed key. The contents of this vault cannot be copied. Only the contents of a "
            "Backup vault encrypted by an AWS KMS key may be copied."
        )
    assert len(points(first)) == 1


def test_no_policy_is_needed_within_an_account(vault: Any) -> None:
    job = copied(vault, backed_up(vault), DestinationBackupVaultArn=vault_arn("nightly"))
    assert job["State"] == "COMPLETED"


class TestTheSetting:
    """Whoever tests something else turns it off: then no Allow is needed."""

    def test_is_one_of_a_mock(self) -> None:
        def make(service: str = "backup", **options: Any) -> Any:
            return new_client(service, **options)

        with mock_aws(config=backup_settings(cross_account_copies_need_policy=False)):
            self.check(make)

    def test_is_one_of_a_server(self, fresh_server: str) -> None:
        def make(service: str = "backup", **options: Any) -> Any:
            return new_client(service, endpoint_url=fresh_server, **options)

        config = f"{fresh_server}/moto-api/config"
        try:
            post(config, {"backup": {"cross_account_copies_need_policy": False}})
            self.check(make)
        finally:
            post(config, {"backup": {"cross_account_copies_need_policy": True}})

    def check(self, make: MakeClient) -> None:
        organization = Organization(make)
        organization.enable_copies()
        first = organization.open_vault(organization.first)
        first.delete_backup_vault_access_policy(**OFFSITE)
        assert copy_to(organization)["State"] == "COMPLETED"
        # What a policy denies stays denied.
        put(first, deny("CopyIntoBackupVault"), **OFFSITE)
        assert copy_to(organization)["State"] == "FAILED"
