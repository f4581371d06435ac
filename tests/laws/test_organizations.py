"""Every caller sees what the organization lets it see."""

from calls import start
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from moto import mock_aws
from organizations import OUTSIDE, PRINCIPAL, assumed, counted, listed, new_account
from support import ACCOUNT, client_of, examples, new_client


class Organizations(RuleBasedStateMachine):
    """Accounts come and go, administrate and start jobs; every caller's every view is compared."""

    def __init__(self) -> None:
        super().__init__()
        self.mock = mock_aws()
        self.mock.start()
        self.organizations = client_of("organizations")
        self.organizations.create_organization()
        self.clients = {ACCOUNT: client_of()}
        self.members = {ACCOUNT}
        self.administrators = {ACCOUNT}
        self.jobs = {ACCOUNT: 0}
        self._meet(OUTSIDE)

    def teardown(self) -> None:
        self.mock.stop()

    def _meet(self, account_id: str) -> None:
        self.clients[account_id] = assumed(new_client, account_id)
        self.jobs[account_id] = 0
        self.is_changed = True

    def _others(self) -> list[str]:
        return sorted(self.members - {ACCOUNT})

    # Few accounts, so that one of them lives through many changes.
    # Few accounts, so that one of them lives through many changes. A rule that cannot apply changes
    # nothing: with preconditions, half of all examples ended before their time.
    @rule()
    def an_account_joins(self) -> None:
        if len(self.clients) < 5:
            account_id = new_account(self.organizations, f"account-{len(self.clients)}")
            self._meet(account_id)
            self.members.add(account_id)

    @rule(data=st.data())
    def an_account_leaves(self, data: st.DataObject) -> None:
        if others := self._others():
            account_id = data.draw(st.sampled_from(others))
            self.organizations.remove_account_from_organization(AccountId=account_id)
            self.members.remove(account_id)
            self.administrators.discard(account_id)
            self.is_changed = True

    @rule(data=st.data())
    def an_account_administrates(self, data: st.DataObject) -> None:
        if candidates := sorted(set(self._others()) - self.administrators):
            account_id = data.draw(st.sampled_from(candidates))
            self.organizations.register_delegated_administrator(
                AccountId=account_id, ServicePrincipal=PRINCIPAL
            )
            self.administrators.add(account_id)
            self.is_changed = True

    @rule(data=st.data())
    def an_account_administrates_no_more(self, data: st.DataObject) -> None:
        if administrators := sorted(self.administrators - {ACCOUNT}):
            account_id = data.draw(st.sampled_from(administrators))
            self.organizations.deregister_delegated_administrator(
                AccountId=account_id, ServicePrincipal=PRINCIPAL
            )
            self.administrators.remove(account_id)
            self.is_changed = True

    @rule(data=st.data())
    def a_job_starts(self, data: st.DataObject) -> None:
        account_id = data.draw(st.sampled_from(sorted(self.clients)))
        client = self.clients[account_id]
        if not self.jobs[account_id]:
            client.create_backup_vault(BackupVaultName="nightly")
        start(client)
        self.jobs[account_id] += 1
        self.is_changed = True

    @invariant()
    def every_caller_sees_what_it_may(self) -> None:
        if not self.is_changed:
            return
        self.is_changed = False
        for caller, client in self.clients.items():
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
                shown = expected if may_see_all or other == caller else {}
                assert listed(client, other) == _with_jobs(shown).keys()


def _with_jobs(counts: dict[str, int]) -> dict[str, int]:
    return {account: count for account, count in counts.items() if count}


TestOrganizations = Organizations.TestCase
TestOrganizations.settings = examples(
    0.15, stateful_step_count=20, suppress_health_check=[HealthCheck.too_slow]
)
