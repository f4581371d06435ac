"""Whose jobs: the organization's view, over moto's Organizations."""

from typing import Any

import pytest
from calls import copied, points, start, vault_arn
from moto import mock_aws
from organizations import OUTSIDE, PRINCIPAL, Organization, assumed, counted, listed, new_account
from support import ACCOUNT, REGION, MakeClient, new_client

from moto_backup_summaries import load_jobs

KINDS = ("backup", "copy", "restore", "scan")


class TestTheManagementAccount:
    def test_gets_a_row_for_each_account_by_any(self, organization: Organization) -> None:
        expected = {ACCOUNT: 1, organization.first: 1, organization.second: 2}
        assert counted(organization.management, "ANY") == expected

    def test_gets_one_sum_by_aggregate_all(self, organization: Organization) -> None:
        assert counted(organization.management, "AGGREGATE_ALL") == {"AGGREGATE_ALL": 4}

    def test_gets_an_account_of_the_organization(self, organization: Organization) -> None:
        found = counted(organization.management, organization.second)
        assert found == {organization.second: 2}

    def test_gets_its_own_jobs_when_it_names_no_account(self, organization: Organization) -> None:
        assert counted(organization.management, None) == {ACCOUNT: 1}

    def test_gets_nothing_of_an_account_outside(
        self, organization: Organization, make_client: MakeClient
    ) -> None:
        outsider = assumed(make_client, OUTSIDE)
        outsider.create_backup_vault(BackupVaultName="nightly")
        start(outsider)
        assert counted(organization.management, OUTSIDE) == {}
        assert listed(organization.management, OUTSIDE) == set()

    def test_lists_jobs_of_every_account_in_pages(self, organization: Organization) -> None:
        paginator = organization.management.get_paginator("list_backup_jobs")
        pages = list(paginator.paginate(ByAccountId="*", PaginationConfig={"PageSize": 1}))
        jobs = [job for page in pages for job in page["BackupJobs"]]
        assert len(pages) == len({job["BackupJobId"] for job in jobs}) == 4
        moments = [job["CreationDate"] for job in jobs]
        assert moments == sorted(moments, reverse=True)

    def test_no_longer_sees_an_account_that_was_removed(self, organization: Organization) -> None:
        organization.organizations.remove_account_from_organization(AccountId=organization.second)
        assert counted(organization.management, "AGGREGATE_ALL") == {"AGGREGATE_ALL": 2}
        assert listed(organization.management, "*") == {ACCOUNT, organization.first}

    def test_still_sees_an_account_that_is_closed(self, organization: Organization) -> None:
        organization.organizations.close_account(AccountId=organization.second)
        assert counted(organization.management, "AGGREGATE_ALL") == {"AGGREGATE_ALL": 4}


class TestADelegatedAdministrator:
    def test_sees_what_the_management_account_sees(self, organization: Organization) -> None:
        organization.organizations.register_delegated_administrator(
            AccountId=organization.first, ServicePrincipal=PRINCIPAL
        )
        administrator = organization.of[organization.first]
        assert counted(administrator, "ANY") == counted(organization.management, "ANY")
        assert listed(administrator, "*") == set(organization.of)

    def test_of_another_service_sees_only_its_own(self, organization: Organization) -> None:
        organization.organizations.register_delegated_administrator(
            AccountId=organization.first, ServicePrincipal="ssm.amazonaws.com"
        )
        assert counted(organization.of[organization.first], "ANY") == {organization.first: 1}

    def test_that_is_deregistered_sees_only_its_own(self, organization: Organization) -> None:
        named = {"AccountId": organization.first, "ServicePrincipal": PRINCIPAL}
        organization.organizations.register_delegated_administrator(**named)
        organization.organizations.deregister_delegated_administrator(**named)
        assert counted(organization.of[organization.first], "ANY") == {organization.first: 1}


class TestAMember:
    @pytest.mark.parametrize("asked", ["ANY", "AGGREGATE_ALL", ACCOUNT, OUTSIDE])
    def test_sees_only_its_own_jobs_whatever_it_asks_for(
        self, organization: Organization, asked: str
    ) -> None:
        assert counted(organization.of[organization.second], asked) == {organization.second: 2}

    def test_lists_only_its_own_jobs(self, organization: Organization) -> None:
        assert listed(organization.of[organization.second], "*") == {organization.second}

    @pytest.mark.parametrize("asked", [ACCOUNT, OUTSIDE])
    def test_lists_nothing_of_an_account_that_it_may_not_see(
        self, organization: Organization, asked: str
    ) -> None:
        assert listed(organization.of[organization.second], asked) == set()

    def test_cannot_use_the_token_of_another_account(self, organization: Organization) -> None:
        token = organization.management.list_backup_jobs(ByAccountId="*", MaxResults=1)["NextToken"]
        member = organization.of[organization.second]
        with pytest.raises(member.exceptions.InvalidParameterValueException, match="NextToken"):
            member.list_backup_jobs(NextToken=token)

    def test_cannot_describe_the_job_of_another_account(self, organization: Organization) -> None:
        job_id = organization.management.list_backup_jobs()["BackupJobs"][0]["BackupJobId"]
        member = organization.of[organization.second]
        with pytest.raises(member.exceptions.ResourceNotFoundException):
            member.describe_backup_job(BackupJobId=job_id)


def test_all_four_summaries_follow_the_organization() -> None:
    with mock_aws():
        organizations = new_client("organizations")
        organizations.create_organization()
        member = new_account(organizations, "a")
        for account_id in (ACCOUNT, member, OUTSIDE):
            load_jobs(
                {f"{kind.capitalize()}Jobs": [{}] for kind in KINDS},
                account_id=account_id,
                region_name=REGION,
            )
        client = new_client()
        for kind in KINDS:
            assert counted(client, "ANY", kind) == {ACCOUNT: 1, member: 1}, kind


def naming(account_id: str, **options: Any) -> Any:
    """A client whose requests have the header that names the caller's account."""
    made = new_client(**options)
    made.meta.events.register(
        "before-sign.backup",
        lambda request, **_: request.headers.add_header("x-moto-account-id", account_id),
    )
    return made


def test_the_account_header_names_the_caller(fresh_server: str) -> None:
    caller = naming("111122223333", endpoint_url=fresh_server)
    caller.create_backup_vault(BackupVaultName="nightly")
    start(caller)
    assert counted(caller, "ANY") == {"111122223333": 1}
    assert counted(naming(ACCOUNT, endpoint_url=fresh_server), "ANY") == {}


@mock_aws
def test_an_account_header_that_names_none_is_refused() -> None:
    client = naming("me")
    with pytest.raises(client.exceptions.InvalidParameterValueException, match="'me'"):
        client.list_backup_vaults()


def test_the_environment_names_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    with mock_aws():
        load_jobs({"BackupJobs": [{}]}, account_id="111122223333")
        client = new_client()
        assert counted(client, None) == {}
        monkeypatch.setenv("MOTO_ACCOUNT_ID", "111122223333")
        assert counted(client, None) == {"111122223333": 1}


def test_counting_an_organization_makes_no_backends_for_accounts_without_jobs() -> None:
    from moto.backup.models import backup_backends

    with mock_aws():
        organizations = new_client("organizations")
        organizations.create_organization()
        for name in ("a", "b", "c"):
            new_account(organizations, name)
        client = new_client()
        assert counted(client, "AGGREGATE_ALL") == {}
        assert list(backup_backends) == [ACCOUNT]


class TestCopiesToAnotherAccount:
    def copied(self, organization: Organization, account_id: str) -> Any:
        (point,) = points(organization.management)
        return copied(
            organization.management,
            point["RecoveryPointArn"],
            DestinationBackupVaultArn=vault_arn("offsite", account_id=account_id),
        )

    def test_fail_until_they_are_enabled(self, organization: Organization) -> None:
        organization.open_vault(organization.first)
        job = self.copied(organization, organization.first)
        assert (job["State"], job["MessageCategory"]) == ("FAILED", "FEATURE_NOT_ENABLED")
        organization.enable_copies()
        assert self.copied(organization, organization.first)["State"] == "COMPLETED"
        vault = organization.of[organization.first].describe_backup_vault(BackupVaultName="offsite")
        assert vault["NumberOfRecoveryPoints"] == 1

    def test_fail_where_the_account_is_outside(self, organization: Organization) -> None:
        job = self.copied(organization, OUTSIDE)
        assert (job["State"], job["MessageCategory"]) == ("FAILED", "ACCESS_DENIED")
