"""Accounts and regions, as a test names them."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError
from moto.settings import allow_unknown_region

from .constraints import ACCOUNT_ID
from .errors import refusal, unknown

ACCEPTED_REGION = "a region that moto has AWS Backup in, such as us-east-1"
_ACCEPTED_ACCOUNT = "a string of 12 digits"


def check_account_id(name: str, value: Any) -> None:
    """Raise ValueError for what is neither None nor an account id."""
    if value is None or (isinstance(value, str) and ACCOUNT_ID.fullmatch(value)):
        return
    text = refusal(name, value, _ACCEPTED_ACCOUNT)
    # Of a number, leading zeros are lost.
    likely = f"{value:012d}" if type(value) is int and value >= 0 else ""
    is_one = ACCOUNT_ID.fullmatch(likely) is not None
    raise ValueError(f"{text}; did you mean {likely!r}?" if is_one else text)


def check_region(name: str, value: Any) -> None:
    """Raise ValueError for what is neither None nor a region."""
    if value is not None and not is_region(value):
        raise ValueError(unknown(name, value, sorted(regions()), ACCEPTED_REGION))


def is_region(value: Any) -> bool:
    return isinstance(value, str) and (value in regions() or allow_unknown_region())


@cache
def regions() -> frozenset[str]:
    """The regions that moto has AWS Backup in."""
    session = boto3.Session()
    return frozenset(
        region
        for partition in session.get_available_partitions()
        for region in session.get_available_regions("backup", partition)
    )


def region_of_clients() -> str | None:
    """The region that boto3 asks where a client is told none: by environment or profile."""
    with suppress(BotoCoreError):
        session = boto3.DEFAULT_SESSION or boto3.Session()
        return session.region_name
    # Of a profile that is not there, whose name boto3 tells whoever makes a client.
    return None


def place_in(document: Mapping[str, Any]) -> dict[str, Any]:
    """The `account_id` and the `region` of a document, which may write `region_name` for it.

    Raises ValueError for what is none, and where both names say different things.
    """
    region, region_name = document.get("region"), document.get("region_name")
    check_account_id("account_id", document.get("account_id"))
    check_region("region", region)
    check_region("region_name", region_name)
    if None not in (region, region_name) and region != region_name:
        raise ValueError(refusal("region_name", region_name, f"{region!r}, as region says"))
    found = {"account_id": document.get("account_id"), "region": region or region_name}
    return {name: value for name, value in found.items() if value is not None}


# What place_in reads.
PLACE = ("account_id", "region", "region_name")
