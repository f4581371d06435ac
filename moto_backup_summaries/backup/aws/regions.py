"""Accounts and regions: what a test may name, and what a refusal says of any other."""

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError
from moto.settings import allow_unknown_region

from .constraints import ACCOUNT_ID
from .errors import refusal, unknown

# What a refusal says that is accepted; the second also names one.
REGION = "a region that moto has AWS Backup in"
ACCEPTED_REGION = f"{REGION}, such as us-east-1"
# The variables that name a profile; the file of profiles may lack it.
_PROFILES = frozenset(("AWS_PROFILE", "AWS_DEFAULT_PROFILE"))
_ACCEPTED_ACCOUNT = "a string of 12 digits"


def check_account_id(name: str, value: Any) -> None:
    """Raise ValueError unless the value is None or an account id."""
    if value is None or (isinstance(value, str) and ACCOUNT_ID.fullmatch(value)):
        return
    text = refusal(name, value, _ACCEPTED_ACCOUNT)
    # A number has lost the leading zeros of its id.
    likely = f"{value:012d}" if type(value) is int and value >= 0 else ""
    is_account_id = ACCOUNT_ID.fullmatch(likely) is not None
    raise ValueError(f"{text}; did you mean {likely!r}?" if is_account_id else text)


def check_region(name: str, value: Any) -> None:
    """Raise ValueError unless the value is None or a region."""
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
    """The region of a boto3 client that is made without one: by environment or profile."""
    region = os.environ.get("AWS_DEFAULT_REGION")
    if region and boto3.DEFAULT_SESSION is None and _PROFILES.isdisjoint(os.environ):
        # As a session says, which takes longer to make than most calls.
        return region
    with suppress(BotoCoreError):
        session = boto3.DEFAULT_SESSION or boto3.Session()
        return session.region_name
    # The profile is missing: boto3 names it to whoever makes a client.
    return None


def account_and_region_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The `account_id` and the `region` of a document, if it has them; it may also say `region_name`.

    Raises ValueError for an invalid one, and where `region` and `region_name` differ.
    """
    region, region_name = document.get("region"), document.get("region_name")
    check_account_id("account_id", document.get("account_id"))
    check_region("region", region)
    check_region("region_name", region_name)
    if None not in (region, region_name) and region != region_name:
        raise ValueError(refusal("region_name", region_name, f"{region!r}, as region says"))
    members = {"account_id": document.get("account_id"), "region": region or region_name}
    return {name: value for name, value in members.items() if value is not None}


# The members that account_and_region_of reads.
ACCOUNT_AND_REGION = ("account_id", "region", "region_name")
