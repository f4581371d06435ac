"""Accounts and regions, as a test names them."""

from typing import Any

import pytest

from moto_backup_summaries.backup.aws.regions import (
    account_and_region_of,
    check_account_id,
    check_region,
    is_region,
    regions,
)

REGION = (
    "Invalid value for {}: got {}, accepts a region that moto has AWS Backup in, such as us-east-1"
)
ACCOUNT = "Invalid value for account_id: got {}, accepts a string of 12 digits"


def refusal(check: Any, *arguments: Any) -> str:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        check(*arguments)
    return str(caught.value)


@pytest.mark.parametrize("value", [None, "123456789012", "000000000000"])
def test_an_account_id_is_taken(value: Any) -> None:
    check_account_id("account_id", value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("12345678901", ACCOUNT.format("'12345678901'")),
        ("1234567890123", ACCOUNT.format("'1234567890123'")),
        ("12345678901x", ACCOUNT.format("'12345678901x'")),
        (123456789012, ACCOUNT.format("123456789012") + "; did you mean '123456789012'?"),
        (42, ACCOUNT.format("42") + "; did you mean '000000000042'?"),
        (0, ACCOUNT.format("0") + "; did you mean '000000000000'?"),
        (-1, ACCOUNT.format("-1")),
        (10**12, ACCOUNT.format("1000000000000")),
        (True, ACCOUNT.format("True")),
        ("", ACCOUNT.format("''")),
    ],
)
def test_what_is_no_account_id_is_refused(value: Any, said: str) -> None:
    assert refusal(check_account_id, "account_id", value) == said


def test_the_regions_are_those_of_all_partitions() -> None:
    assert {"us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1"} <= regions()
    assert "moon-1" not in regions()


@pytest.mark.parametrize("value", [None, "us-east-1", "cn-northwest-1"])
def test_a_region_is_taken(value: Any) -> None:
    check_region("region", value)


@pytest.mark.parametrize(("value", "is_one"), [("us-east-1", True), ("moon-1", False), (7, False)])
def test_what_is_a_region(value: Any, is_one: bool) -> None:
    assert is_region(value) is is_one


def test_any_text_is_a_region_where_moto_lets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_ALLOW_NONEXISTENT_REGION", "true")
    assert (is_region("moon-1"), is_region(7)) == (True, False)


def test_what_is_no_region_is_refused_with_the_near_one() -> None:
    assert refusal(check_region, "region_name", "moon-1").startswith(
        REGION.format("region_name", "'moon-1'")
    )
    assert "did you mean us-east-1" in refusal(check_region, "region", "us-eaast-1")


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({}, {}),
        ({"account_id": "123456789012"}, {"account_id": "123456789012"}),
        ({"region": "eu-west-1"}, {"region": "eu-west-1"}),
        ({"region_name": "eu-west-1"}, {"region": "eu-west-1"}),
        ({"region_name": "eu-west-1", "region": "eu-west-1"}, {"region": "eu-west-1"}),
        (
            {"account_id": "123456789012", "region": "us-east-1", "region_name": None},
            {"account_id": "123456789012", "region": "us-east-1"},
        ),
    ],
)
def test_the_place_in_a_document(document: Any, place: Any) -> None:
    assert account_and_region_of(document) == place


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"account_id": "1"}, ACCOUNT.format("'1'")),
        ({"region": "moon-1"}, REGION.format("region", "'moon-1'")),
        ({"region_name": "moon-1"}, REGION.format("region_name", "'moon-1'")),
        (
            {"region": "us-east-1", "region_name": "eu-west-1"},
            "Invalid value for region_name: got 'eu-west-1', accepts 'us-east-1', as region says",
        ),
    ],
)
def test_a_place_that_is_none_is_refused(document: Any, said: str) -> None:
    assert refusal(account_and_region_of, document) == said
