"""Accounts that are loaded over HTTP."""

from typing import Any

from ..backup.aws.errors import refusal
from ..backup.loading.load_account import read_account
from ..backup.loading.sources import S3, Pieces, file_of
from ..backup.scenario.rule import SetAt
from .event_log import Body


def post_account(content: bytes, query: Body) -> Body:
    """Load what moto_backup_capture has written, packed or not, and say how many rows of each section.

    query: the arguments of load_account(); `source` is an address in moto's S3, in the place of the content.
    """
    source = query.get("source")
    if source is not None and (content or not source.startswith(S3)):
        raise ValueError(
            refusal("source", source, f"an address such as {S3}BUCKET/KEY, and no body")
        )
    told = query.get("shift_to_now", "false")
    shift: Any = _SHIFTS.get(told, told)
    reading = read_account(
        Pieces([file_of("the body", content)]) if source is None else source,
        account_id=query.get("account_id"),
        region_name=query.get("region"),
        shift_to_now=shift,
    )
    numbers = reading.store(SetAt("/moto-api/static/backup/account"))
    answer: Body = {"loaded": dict(numbers), "regions": reading.regions}
    return {**answer, "warnings": reading.remarks} if reading.remarks else answer


# How a query writes what JSON has as a boolean.
_SHIFTS = {"true": True, "false": False}
ARGUMENTS = ("source", "shift_to_now")
