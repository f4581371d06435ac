"""Pages and their tokens."""

import base64
from hashlib import blake2b
from typing import Any

import pytest

from moto_backup_summaries.backup.aws.errors import InvalidParameterValueException
from moto_backup_summaries.backup.kit.pages import Query, query_of

OPERATION, ACCOUNT, REGION = "ListBackupJobs", "123456789012", "us-east-1"
WHOSE = (OPERATION, ACCOUNT, REGION)
NOW = 1_774_008_000.25
ITEMS = [((place, -place), f"job {place}") for place in range(5)]
FILTERS = {"ByState": "FAILED", "ByCreatedAfter": 5.5}


def first(**filters: Any) -> Query:
    return query_of(*WHOSE, filters, NOW)


def token_of(query: Query) -> str:
    _, token = query.page(ITEMS, 2)
    assert token is not None
    return token


def refused(token: str, *whose: str, **filters: Any) -> str:
    with pytest.raises(InvalidParameterValueException) as caught:
        query_of(*(whose or WHOSE), {**filters, "NextToken": token}, NOW)
    return caught.value.message


def refusal(token: str, accepted: str) -> str:
    return str(InvalidParameterValueException.of("NextToken", token, accepted).message)


def test_a_first_page_is_asked_for_with_filters() -> None:
    query = query_of(*WHOSE, {**FILTERS, "MaxResults": 7, "NextToken": None}, NOW)
    assert query == Query(*WHOSE, FILTERS, NOW, None, 7)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (1, ["job 0"]),
        (4, ["job 0", "job 1", "job 2", "job 3"]),
    ],
)
def test_a_page_with_more_behind_it_has_a_token(size: int, shown: list[str]) -> None:
    found, token = first().page(ITEMS, size)
    assert found == shown
    assert token is not None


@pytest.mark.parametrize("size", [5, 6, 1_000])
def test_the_last_page_has_none(size: int) -> None:
    assert first().page(ITEMS, size) == ([f"job {place}" for place in range(5)], None)


def test_an_empty_page_has_none() -> None:
    assert first().page([], 3) == ([], None)


def test_no_more_items_are_looked_at_than_it_takes_to_know_that_there_are_more() -> None:
    items = iter(ITEMS)
    first().page(items, 2)
    assert next(items) == ITEMS[3]


@pytest.mark.parametrize("repeated", [{}, FILTERS, {"ByState": "FAILED"}, {"MaxResults": 9}])
def test_the_next_page_is_of_the_same_query_and_time(repeated: dict[str, Any]) -> None:
    token = token_of(first(**FILTERS))
    query = query_of(*WHOSE, {**repeated, "NextToken": token}, NOW + 86_400)
    assert query == Query(*WHOSE, FILTERS, NOW, (1, -1), repeated.get("MaxResults"))


def test_a_token_is_of_letters_that_a_url_takes() -> None:
    # So many that some have each of the letters, whatever they are signed with.
    for number in range(300):
        token = token_of(first(ByState=str(number)))
        assert set(token) <= set(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_="
        )
        assert query_of(*WHOSE, {"NextToken": token}, NOW).filters == {"ByState": str(number)}


def test_a_value_of_any_language_comes_back() -> None:
    token = token_of(first(ByState="überfällig ✓"))
    assert query_of(*WHOSE, {"NextToken": token}, NOW).filters == {"ByState": "überfällig ✓"}


@pytest.mark.parametrize(
    "whose",
    [
        ("ListCopyJobs", ACCOUNT, REGION),
        (OPERATION, "210987654321", REGION),
        (OPERATION, ACCOUNT, "eu-west-1"),
    ],
)
def test_a_token_belongs_to_an_operation_an_account_and_a_region(whose: tuple[str, ...]) -> None:
    token = token_of(first(**FILTERS))
    operation, account_id, region = whose
    assert refused(token, *whose) == refusal(
        token, f"a token that {operation} gave to account {account_id} in {region}"
    )


@pytest.mark.parametrize(
    ("changed", "accepted"),
    [
        (
            {"ByState": "RUNNING"},
            "the same ByState as on its first page (FAILED), got 'RUNNING'",
        ),
        ({"ByCreatedAfter": 6}, "the same ByCreatedAfter as on its first page (5.5), got 6"),
        (
            {"ByState": "FAILED", "ByResourceType": "EBS"},
            "the same ByResourceType as on its first page (omitted), got 'EBS'",
        ),
    ],
)
def test_a_filter_that_contradicts_its_token_is_refused(
    changed: dict[str, Any], accepted: str
) -> None:
    token = token_of(first(**FILTERS))
    assert refused(token, **changed) == refusal(token, accepted)


def changed_once(token: str, place: int) -> str:
    raw = bytearray(base64.urlsafe_b64decode(token))
    raw[place] ^= 1
    return base64.urlsafe_b64encode(raw).decode()


def signed_by_hand(token: str) -> str:
    fields = base64.urlsafe_b64decode(token)[16:]
    return base64.urlsafe_b64encode(blake2b(fields, digest_size=16).digest() + fields).decode()


@pytest.mark.parametrize(
    "made_up",
    [
        lambda token: "",
        lambda token: "made up",
        lambda token: "AAAA",
        lambda token: "ü" + token,
        lambda token: token + "!",
        lambda token: "\n" + token,
        lambda token: token[:-5],
        lambda token: token[4:],
        lambda token: changed_once(token, 0),
        lambda token: changed_once(token, 15),
        lambda token: changed_once(token, 16),
        lambda token: changed_once(token, -1),
        signed_by_hand,
    ],
)
def test_a_token_that_nobody_gave_is_refused(made_up: Any) -> None:
    token = made_up(token_of(first()))
    assert refused(token) == refusal(token, "the NextToken of an earlier page")
