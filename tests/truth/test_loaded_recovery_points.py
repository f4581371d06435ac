"""NumberOfRecoveryPoints is the length of the list, whatever is loaded."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from support import examples

from moto_backup_summaries import load_jobs
from truth.calls import aws, jobs, number_in, points

STATES = {
    "backup": ("COMPLETED", "PARTIAL", "FAILED", "ABORTED", "EXPIRED", "RUNNING", "CREATED"),
    "copy": ("COMPLETED", "PARTIAL", "FAILED", "RUNNING"),
}
ARN_MEMBER = {"backup": "RecoveryPointArn", "copy": "DestinationRecoveryPointArn"}


@pytest.mark.parametrize("kind", ["backup", "copy"])
class TestALoadedPartialJob:
    @pytest.fixture
    def loaded(self, client: Any, kind: str) -> list[dict[str, Any]]:
        load_jobs({f"{kind.capitalize()}Jobs": [{"State": "PARTIAL"}, {"State": "PARTIAL"}]})
        return jobs(client, kind)

    def test_names_a_recovery_point_of_its_own(
        self, loaded: list[dict[str, Any]], kind: str
    ) -> None:
        named = {job[ARN_MEMBER[kind]] for job in loaded}
        assert len(named) == 2
        assert all(name.startswith("arn:aws:ec2:") for name in named)

    def test_leaves_what_it_names(
        self, client: Any, loaded: list[dict[str, Any]], kind: str
    ) -> None:
        left = {point["RecoveryPointArn"] for point in points(client, "Default")}
        assert left == {job[ARN_MEMBER[kind]] for job in loaded}
        assert number_in(client, "Default") == 2


@examples(0.4)
@given(
    st.sampled_from(sorted(STATES)).flatmap(
        lambda kind: st.tuples(
            st.just(kind),
            st.lists(st.sampled_from(STATES[kind]), max_size=8),
            # Two names for one recovery point, as in a list that was put together from two.
            st.lists(st.sampled_from([None, "one", "two"]), min_size=8, max_size=8),
        )
    )
)
def test_the_number_of_a_vault_is_the_length_of_its_list(drawn: tuple[str, Any, Any]) -> None:
    kind, states, names = drawn
    loaded = [
        {
            "State": state,
            **({ARN_MEMBER[kind]: f"arn:aws:ec2:us-east-1::snapshot/{name}"} if name else {}),
        }
        for state, name in zip(states, names, strict=False)
    ]
    with mock_aws():
        load_jobs({f"{kind.capitalize()}Jobs": loaded})
        client = aws("backup")
        for vault in client.list_backup_vaults()["BackupVaultList"]:
            listed = points(client, vault["BackupVaultName"])
            assert vault["NumberOfRecoveryPoints"] == len(listed)
            assert len({point["RecoveryPointArn"] for point in listed}) == len(listed)


def test_one_list_that_is_loaded_into_two_accounts_is_numbered_right_in_both(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_jobs({"BackupJobs": [{"BackupJobId": "a", "BackupVaultName": "nightly"}]})
    load_jobs(client.list_backup_jobs(), account_id="111122223333")
    assert number_in(client) == len(points(client))
    monkeypatch.setenv("MOTO_ACCOUNT_ID", "111122223333")
    other = aws("backup")
    for vault in other.list_backup_vaults()["BackupVaultList"]:
        assert vault["NumberOfRecoveryPoints"] == len(points(other, vault["BackupVaultName"]))
