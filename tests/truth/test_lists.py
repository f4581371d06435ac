"""Whose jobs a list shows, and the words that a category takes."""

from typing import Any

import pytest

from moto_backup_summaries import load_jobs
from truth.calls import ACCOUNT, KINDS, aws, jobs, rows, total

STRANGER = "999999999999"


@pytest.fixture
def four(client: Any) -> Any:
    """A client whose account has one job of each kind."""
    load_jobs({f"{kind.capitalize()}Jobs": [{}] for kind in KINDS})
    return client


@pytest.mark.parametrize("kind", KINDS)
class TestAnAccountThatTheCallerCannotSee:
    def test_has_no_jobs_in_a_list(self, four: Any, kind: str) -> None:
        assert jobs(four, kind, ByAccountId=STRANGER) == []

    def test_is_answered_with_the_callers_own_in_a_summary(self, four: Any, kind: str) -> None:
        (row,) = rows(four, kind, AccountId=STRANGER)
        assert (row["AccountId"], row["Count"]) == (ACCOUNT, 1)

    def test_has_none_in_the_list_of_a_member_either(
        self, four: Any, kind: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        organizations = aws("organizations")
        organizations.create_organization()
        status = organizations.create_account(AccountName="a", Email="a@example.com")
        member = status["CreateAccountStatus"]["AccountId"]
        monkeypatch.setenv("MOTO_ACCOUNT_ID", member)
        load_jobs({f"{kind.capitalize()}Jobs": [{}]}, account_id=member)
        client = aws("backup")
        assert jobs(client, kind, ByAccountId=ACCOUNT) == []
        assert len(jobs(client, kind, ByAccountId=member)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_callers_own_account_has_its_jobs_in_a_list(four: Any, kind: str) -> None:
    assert [job["AccountId"] for job in jobs(four, kind, ByAccountId=ACCOUNT)] == [ACCOUNT]


@pytest.mark.parametrize("kind", ["backup", "copy"])
class TestAMessageCategory:
    @pytest.fixture
    def two(self, client: Any, kind: str) -> Any:
        denied = {"State": "FAILED", "StatusMessage": "Access denied"}
        load_jobs({f"{kind.capitalize()}Jobs": [{}, denied]})
        return client

    @pytest.mark.parametrize("word", ["ANY", "AGGREGATE_ALL"])
    def test_of_either_word_is_all_of_them(self, two: Any, kind: str, word: str) -> None:
        assert len(jobs(two, kind, ByMessageCategory=word)) == 2

    @pytest.mark.parametrize("written", ["ACCESS_DENIED", "AccessDenied"])
    def test_of_a_name_is_that_one(self, two: Any, kind: str, written: str) -> None:
        found = jobs(two, kind, ByMessageCategory=written)
        assert [job["MessageCategory"] for job in found] == ["ACCESS_DENIED"]

    def test_is_listed_as_often_as_it_is_counted(self, two: Any, kind: str) -> None:
        for category in ("SUCCESS", "ACCESS_DENIED", "ANY", "AGGREGATE_ALL"):
            listed = jobs(two, kind, ByMessageCategory=category)
            assert len(listed) == total(rows(two, kind, MessageCategory=category))
