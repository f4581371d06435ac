"""Whose jobs: the organization's view, over moto's Organizations."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from moto import mock_aws
from support import ACCOUNT, REGION, ROLE, MakeClient, checked, start

from moto_backup_summaries import load_jobs, register, unregister

OUTSIDE = "999999999999"
PRINCIPAL = "backup.amazonaws.com"
KINDS = ("backup", "copy", "restore", "scan")


def assumed(make: Callable[..., Any], account_id: str, region_name: str = REGION) -> Any:
    """A client of AWS Backup in another account, by a role of moto's STS."""
    answer = make(service="sts").assume_role(
        RoleArn=f"arn:aws:iam::{account_id}:role/any", RoleSessionName="session"
    )["Credentials"]
    return make(
        region_name=region_name,
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

    def __init__(self, make: Callable[..., Any]) -> None:
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


@pytest.fixture
def organization(make_client: MakeClient) -> Organization:
    return Organization(make_client)


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

    @pytest.mark.parametrize("asked", ["*", ACCOUNT])
    def test_lists_only_its_own_jobs(self, organization: Organization, asked: str) -> None:
        assert listed(organization.of[organization.second], asked) == {organization.second}

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
        organizations = boto3.client("organizations", region_name=REGION)
        organizations.create_organization()
        member = new_account(organizations, "a")
        for account_id in (ACCOUNT, member, OUTSIDE):
            load_jobs(
                {f"{kind.capitalize()}Jobs": [{}] for kind in KINDS},
                account_id=account_id,
                region_name=REGION,
            )
        client = checked(boto3.client("backup", region_name=REGION))
        for kind in KINDS:
            assert counted(client, "ANY", kind) == {ACCOUNT: 1, member: 1}, kind


def test_the_account_header_names_the_caller(fresh_server: str) -> None:
    def client(account_id: str) -> Any:
        made = boto3.client("backup", region_name=REGION, endpoint_url=fresh_server)
        made.meta.events.register(
            "before-sign.backup",
            lambda request, **_: request.headers.add_header("x-moto-account-id", account_id),
        )
        return checked(made)

    caller = client("111122223333")
    caller.create_backup_vault(BackupVaultName="nightly")
    start(caller)
    assert counted(caller, "ANY") == {"111122223333": 1}
    assert counted(client(ACCOUNT), "ANY") == {}


def test_the_environment_names_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    with mock_aws():
        load_jobs({"BackupJobs": [{}]}, account_id="111122223333")
        client = boto3.client("backup", region_name=REGION)
        assert counted(client, None) == {}
        monkeypatch.setenv("MOTO_ACCOUNT_ID", "111122223333")
        assert counted(client, None) == {"111122223333": 1}


def test_counting_an_organization_makes_no_backends_for_accounts_without_jobs() -> None:
    from moto.backup.models import backup_backends

    with mock_aws():
        organizations = boto3.client("organizations", region_name=REGION)
        organizations.create_organization()
        for name in ("a", "b", "c"):
            new_account(organizations, name)
        client = boto3.client("backup", region_name=REGION)
        assert counted(client, "AGGREGATE_ALL") == {}
        assert list(backup_backends) == [ACCOUNT]


class TestGlobalSettings:
    def test_are_the_organizations_in_every_region(
        self, organization: Organization, make_client: MakeClient
    ) -> None:
        on = {"isCrossAccountBackupEnabled": "true"}
        organization.management.update_global_settings(GlobalSettings=on)
        for client in (organization.of[organization.first], make_client("eu-west-1")):
            assert client.describe_global_settings()["GlobalSettings"] == on

    def test_cannot_be_changed_by_a_member(self, organization: Organization) -> None:
        member = organization.of[organization.first]
        with pytest.raises(member.exceptions.InvalidRequestException, match="management account"):
            member.update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": "true"})

    def test_are_refused_outside_an_organization(self, backup: Any) -> None:
        for refused in (
            backup.describe_global_settings,
            lambda: backup.update_global_settings(GlobalSettings={}),
        ):
            with pytest.raises(backup.exceptions.InvalidRequestException, match="organization"):
                refused()

    @pytest.mark.parametrize(
        "changed", [{"isCrossAccountBackupEnabled": "yes"}, {"isSunny": "true"}]
    )
    def test_refuse_what_they_do_not_know(
        self, organization: Organization, changed: dict[str, str]
    ) -> None:
        client = organization.management
        with pytest.raises(
            client.exceptions.InvalidParameterValueException, match="GlobalSettings"
        ):
            client.update_global_settings(GlobalSettings=changed)


class TestCopiesToAnotherAccount:
    def copied(self, organization: Organization, account_id: str) -> Any:
        client = organization.management
        (point,) = client.list_recovery_points_by_backup_vault(BackupVaultName="nightly")[
            "RecoveryPoints"
        ]
        job_id = client.start_copy_job(
            RecoveryPointArn=point["RecoveryPointArn"],
            SourceBackupVaultName="nightly",
            DestinationBackupVaultArn=(
                f"arn:aws:backup:{REGION}:{account_id}:backup-vault:nightly"
            ),
            IamRoleArn=ROLE,
        )["CopyJobId"]
        return client.describe_copy_job(CopyJobId=job_id)["CopyJob"]

    def test_fail_until_they_are_enabled(self, organization: Organization) -> None:
        job = self.copied(organization, organization.first)
        assert (job["State"], job["MessageCategory"]) == ("FAILED", "FEATURE_NOT_ENABLED")
        organization.management.update_global_settings(
            GlobalSettings={"isCrossAccountBackupEnabled": "true"}
        )
        assert self.copied(organization, organization.first)["State"] == "COMPLETED"
        vault = organization.of[organization.first].describe_backup_vault(BackupVaultName="nightly")
        assert vault["NumberOfRecoveryPoints"] == 2

    def test_fail_where_the_account_is_outside(self, organization: Organization) -> None:
        job = self.copied(organization, OUTSIDE)
        assert (job["State"], job["MessageCategory"]) == ("FAILED", "ACCESS_DENIED")


class TestRegistration:
    @pytest.fixture(autouse=True)
    def _registered_again(self) -> Iterator[None]:
        yield
        register()

    def test_adds_the_principal_and_unregistering_takes_it_out(self) -> None:
        from moto.organizations.models import FakeDelegatedAdministrator

        assert FakeDelegatedAdministrator.SUPPORTED_SERVICES.count(PRINCIPAL) == 1
        register()
        assert FakeDelegatedAdministrator.SUPPORTED_SERVICES.count(PRINCIPAL) == 1
        unregister()
        unregister()
        assert PRINCIPAL not in FakeDelegatedAdministrator.SUPPORTED_SERVICES


class Organizations(RuleBasedStateMachine):
    """Accounts come and go, administrate and start jobs; every caller's every view is compared."""

    @initialize()
    def begin(self) -> None:
        self.mock = mock_aws()
        self.mock.start()
        self.organizations = boto3.client("organizations", region_name=REGION)
        self.organizations.create_organization()
        self.clients = {ACCOUNT: checked(boto3.client("backup", region_name=REGION))}
        self.members = {ACCOUNT}
        self.administrators = {ACCOUNT}
        self.jobs = {ACCOUNT: 0}
        self._meet(OUTSIDE)

    def teardown(self) -> None:
        if hasattr(self, "mock"):
            self.mock.stop()

    def _meet(self, account_id: str) -> None:
        def make(region_name: str = REGION, service: str = "backup", **options: Any) -> Any:
            return boto3.client(service, region_name=region_name, **options)

        self.clients[account_id] = checked(assumed(make, account_id))
        self.jobs[account_id] = 0

    def _others(self) -> list[str]:
        return sorted(self.members - {ACCOUNT})

    # Few accounts, so that one of them lives through many changes.
    @precondition(lambda self: len(self.clients) < 5)
    @rule()
    def an_account_joins(self) -> None:
        account_id = new_account(self.organizations, f"account-{len(self.clients)}")
        self._meet(account_id)
        self.members.add(account_id)

    @precondition(lambda self: self._others())
    @rule(data=st.data())
    def an_account_leaves(self, data: st.DataObject) -> None:
        account_id = data.draw(st.sampled_from(self._others()))
        self.organizations.remove_account_from_organization(AccountId=account_id)
        self.members.remove(account_id)
        self.administrators.discard(account_id)

    @precondition(lambda self: set(self._others()) - self.administrators)
    @rule(data=st.data())
    def an_account_administrates(self, data: st.DataObject) -> None:
        candidates = sorted(set(self._others()) - self.administrators)
        account_id = data.draw(st.sampled_from(candidates))
        self.organizations.register_delegated_administrator(
            AccountId=account_id, ServicePrincipal=PRINCIPAL
        )
        self.administrators.add(account_id)

    @precondition(lambda self: self.administrators - {ACCOUNT})
    @rule(data=st.data())
    def an_account_administrates_no_more(self, data: st.DataObject) -> None:
        account_id = data.draw(st.sampled_from(sorted(self.administrators - {ACCOUNT})))
        self.organizations.deregister_delegated_administrator(
            AccountId=account_id, ServicePrincipal=PRINCIPAL
        )
        self.administrators.remove(account_id)

    @rule(data=st.data())
    def a_job_starts(self, data: st.DataObject) -> None:
        account_id = data.draw(st.sampled_from(sorted(self.clients)))
        client = self.clients[account_id]
        if not self.jobs[account_id]:
            client.create_backup_vault(BackupVaultName="nightly")
        start(client)
        self.jobs[account_id] += 1

    @invariant()
    def every_caller_sees_what_it_may(self) -> None:
        for caller, client in getattr(self, "clients", {}).items():
            own = {caller: self.jobs[caller]}
            may_see_all = caller in self.administrators
            all_members = {account: self.jobs[account] for account in self.members}
            everything = all_members if may_see_all else own
            assert counted(client, "ANY") == _with_jobs(everything)
            total = {"AGGREGATE_ALL": sum(all_members.values())} if may_see_all else own
            assert counted(client, "AGGREGATE_ALL") == _with_jobs(total)
            assert listed(client, "*") == _with_jobs(everything).keys()
            for other in self.clients:
                asked = {other: self.jobs[other]} if other in self.members else {}
                expected = asked if may_see_all else own
                assert counted(client, other) == _with_jobs(expected)
                assert listed(client, other) == _with_jobs(expected).keys()


def _with_jobs(counts: dict[str, int]) -> dict[str, int]:
    return {account: count for account, count in counts.items() if count}


TestOrganizations = Organizations.TestCase
TestOrganizations.settings = settings(
    max_examples=15,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
